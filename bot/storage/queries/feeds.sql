-- name: add_feed(guild_id, address, host, title, rules, created_by, created_at, etag, last_modified, next_poll)$
-- Keep a new feed; answers with its id, or nothing if the server follows it already.
INSERT INTO feeds (
    guild_id, address, host, title, rules, created_by, created_at, etag, last_modified, next_poll, succeeded_at
) VALUES (
    :guild_id, :address, :host, :title, :rules, :created_by, :created_at, :etag, :last_modified, :next_poll, :created_at
) ON CONFLICT DO NOTHING RETURNING id;

-- name: feed(id)^
-- One feed.
SELECT * FROM feeds WHERE id = :id;

-- name: feeds_of_guild(guild_id)
-- A server's feeds.
SELECT * FROM feeds WHERE guild_id = :guild_id ORDER BY id;

-- name: feeds_due(now, soon, most)
-- Of each host the address that has been due for longest, of at most so many hosts: its feeds that are due, or soon are.
-- A server that the bot was taken out of is not looked at for.
WITH followed AS (
    SELECT * FROM feeds WHERE paused_reason IS NULL
        AND NOT EXISTS (SELECT 1 FROM departed_guilds WHERE departed_guilds.guild_id = feeds.guild_id)
), due AS (
    SELECT address, min(next_poll) AS since, row_number() OVER (PARTITION BY host ORDER BY min(next_poll), address) AS place
    FROM followed WHERE next_poll <= :now GROUP BY host, address
), chosen AS (
    SELECT address, since FROM due WHERE place = 1 ORDER BY since, address LIMIT :most
)
SELECT followed.* FROM followed JOIN chosen ON chosen.address = followed.address
WHERE next_poll <= :soon
ORDER BY chosen.since, followed.address, followed.id;

-- name: set_feed_rules(id, rules)!
-- Change what raises an alert.
UPDATE feeds SET rules = :rules WHERE id = :id;

-- name: feed_succeeded(id, title, etag, last_modified, now, next_poll, raised, joined, summed, below)!
-- A feed was read.
UPDATE feeds SET
    title = coalesce(:title, title), etag = :etag, last_modified = :last_modified, next_poll = :next_poll,
    succeeded_at = :now, failures = 0, trouble = NULL,
    raised = raised + :raised, joined = joined + :joined, summed = summed + :summed, below = below + :below
WHERE id = :id;

-- name: feed_failed(id, trouble, next_poll, paused_reason)!
-- A feed could not be read.
UPDATE feeds SET
    failures = failures + 1, trouble = :trouble, next_poll = :next_poll, paused_reason = :paused_reason
WHERE id = :id AND paused_reason IS NULL;

-- name: put_off_feed(id, next_poll)!
-- Look at a feed later.
UPDATE feeds SET next_poll = :next_poll WHERE id = :id;

-- name: pause_feed(id, reason)!
-- Follow a feed no more until somebody resumes it.
UPDATE feeds SET paused_reason = :reason WHERE id = :id AND paused_reason IS NULL;

-- name: resume_feed(id, next_poll)!
-- Follow a feed again.
UPDATE feeds SET paused_reason = NULL, failures = 0, next_poll = :next_poll
WHERE id = :id AND paused_reason IS NOT NULL;

-- name: remove_feed(id)!
-- Drop a feed and all that was kept of it.
DELETE FROM feeds WHERE id = :id;

-- name: forget_feeds_of(guild_id)!
-- Drop all feeds of a server.
DELETE FROM feeds WHERE guild_id = :guild_id;

-- name: feed_items_known(feed_id, keys)
-- Which of some keys (a JSON list) are known, the item of each, its alert and its wording.
SELECT feed_keys.key, feed_items.name, feed_items.alert_id, feed_items.wording
FROM feed_keys JOIN feed_items ON feed_items.feed_id = feed_keys.feed_id AND feed_items.name = feed_keys.name
WHERE feed_keys.feed_id = :feed_id AND feed_keys.key IN (SELECT value FROM json_each(:keys));

-- name: add_feed_items*!
-- Keep that items were seen.
INSERT INTO feed_items (feed_id, name, alert_id, wording, seen_at)
VALUES (:feed_id, :name, :alert_id, :wording, :now)
ON CONFLICT DO NOTHING;

-- name: add_feed_keys*!
-- Keep by what items are known; a key that stands for another item goes on doing so.
INSERT INTO feed_keys (feed_id, key, name) VALUES (:feed_id, :key, :name)
ON CONFLICT DO NOTHING;

-- name: reword_feed_items*!
-- Keep what items say now.
UPDATE feed_items SET wording = :wording WHERE feed_id = :feed_id AND name = :name;

-- name: feed_items_seen(feed_id, names, now, before)!
-- Items (a JSON list) are still there; written down only where the last time was before a moment.
UPDATE feed_items SET seen_at = :now
WHERE feed_id = :feed_id AND name IN (SELECT value FROM json_each(:names)) AND seen_at < :before;

-- name: prune_feed_items(feed_id, before, most)!
-- Drop items that have not been there since a moment, and all but the newest of too many.
DELETE FROM feed_items WHERE feed_id = :feed_id AND (
    seen_at < :before
    OR name NOT IN (
        SELECT name FROM feed_items WHERE feed_id = :feed_id ORDER BY seen_at DESC, name LIMIT :most
    )
);

-- name: add_feed_rest(feed_id, at, items)$
-- Keep what is to be posted in one line; answers with its id.
INSERT INTO feed_rests (feed_id, at, items) VALUES (:feed_id, :at, :items) RETURNING id;

-- name: feed_rest(id)^
-- What is to be posted in one line, and the title of its feed.
SELECT feed_rests.items, feeds.title FROM feed_rests JOIN feeds ON feeds.id = feed_rests.feed_id
WHERE feed_rests.id = :id;

-- name: prune_feed_rests(feed_id, before)!
-- Drop what was posted long ago.
DELETE FROM feed_rests WHERE feed_id = :feed_id AND at < :before;
