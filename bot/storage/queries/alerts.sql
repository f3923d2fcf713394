-- name: next_alert_number(guild_id)$
-- What the next alert of a server is called.
SELECT coalesce(max(number), 0) + 1 FROM alerts WHERE guild_id = :guild_id;

-- name: add_alert(guild_id, number, state, severity, title, text, place, link, reading, labels, mention, raised_by, feed_id, raised_at, closed_at, reason, channel_id)$
-- Keep a new alert; answers with its id.
INSERT INTO alerts (
    guild_id, number, state, severity, title, text, place, link, reading, labels, mention, raised_by, feed_id,
    raised_at, closed_at, reason, channel_id
) VALUES (
    :guild_id, :number, :state, :severity, :title, :text, :place, :link, :reading, :labels, :mention, :raised_by,
    :feed_id, :raised_at, :closed_at, :reason, :channel_id
) RETURNING id;

-- name: change_alert(id, state, severity, title, text, reading, labels, acknowledged_by, acknowledged_at, assigned_to, closed_by, closed_at, reason, flags, channel_id)!
-- Write down how an alert stands now; whatever shows it is then out of date.
UPDATE alerts SET
    state = :state, severity = :severity, title = :title, text = :text, reading = :reading, labels = :labels,
    acknowledged_by = :acknowledged_by, acknowledged_at = :acknowledged_at, assigned_to = :assigned_to,
    closed_by = :closed_by, closed_at = :closed_at, reason = :reason, flags = :flags,
    channel_id = :channel_id, revision = revision + 1
WHERE id = :id;

-- name: alert(id)^
-- One alert.
SELECT * FROM alerts WHERE id = :id;

-- name: alert_by_number(guild_id, number)^
-- One alert, by what people call it.
SELECT * FROM alerts WHERE guild_id = :guild_id AND number = :number;

-- name: alerts_found(guild_id, state, severity, country, theme, most, skipped)
-- A server's alerts, newest first; an empty filter lets all through, the state `unclosed` both that are not closed.
SELECT * FROM alerts
WHERE guild_id = :guild_id
    AND (:state = '' OR state = :state OR (:state = 'unclosed' AND state IN ('open', 'acknowledged')))
    AND (:severity = '' OR severity = :severity)
    AND (:country = '' OR labels LIKE '% country:' || :country || ' %')
    AND (:theme = '' OR labels LIKE '% theme:' || :theme || ' %')
ORDER BY number DESC LIMIT :most OFFSET :skipped;

-- name: alerts_closed_since(guild_id, since)
-- What was closed after a moment, newest first; what was muted never was open.
SELECT * FROM alerts
WHERE guild_id = :guild_id AND closed_at > :since AND channel_id IS NOT NULL ORDER BY closed_at DESC, id DESC;

-- name: alerts_of_guild(guild_id)
-- All alerts of a server, oldest first.
SELECT * FROM alerts WHERE guild_id = :guild_id ORDER BY number;

-- name: add_alert_source(alert_id, guild_id, link, wording, by, feed_id, at)!
-- Keep who flagged what.
INSERT INTO alert_sources (alert_id, guild_id, link, wording, by, feed_id, at)
VALUES (:alert_id, :guild_id, :link, :wording, :by, :feed_id, :at);

-- name: alert_sources_of(alert_id)
-- Who flagged an alert, in order.
SELECT link, wording, by, feed_id, at FROM alert_sources WHERE alert_id = :alert_id ORDER BY at, rowid;

-- name: alert_of_link(guild_id, link)$
-- The newest alert of a link.
SELECT max(alert_id) FROM alert_sources WHERE guild_id = :guild_id AND link = :link;

-- name: wordings_since(guild_id, since)
-- What was flagged after a moment, newest first.
SELECT alert_id, wording FROM alert_sources WHERE guild_id = :guild_id AND at >= :since ORDER BY at DESC, rowid DESC;

-- name: flags_since(guild_id, by, since)^
-- How often a person flagged something after a moment, and when first.
SELECT count(*), min(at) FROM alert_sources WHERE guild_id = :guild_id AND by = :by AND at > :since;

-- name: log_alert(alert_id, at, by, act, detail)!
-- Write down what was done.
INSERT INTO alert_log (alert_id, at, by, act, detail) VALUES (:alert_id, :at, :by, :act, :detail);

-- name: alert_history(alert_id)
-- All that was done with an alert, oldest first.
SELECT at, by, act, detail FROM alert_log WHERE alert_id = :alert_id ORDER BY id;

-- name: alert_histories(guild_id)
-- All that was done with a server's alerts, oldest first.
SELECT alert_log.alert_id, alert_log.at, alert_log.by, alert_log.act, alert_log.detail
FROM alert_log JOIN alerts ON alerts.id = alert_log.alert_id WHERE alerts.guild_id = :guild_id ORDER BY alert_log.id;

-- name: alert_feed_title(feed_id)$
-- What the feed is called that raised an alert.
SELECT title FROM feeds WHERE id = :feed_id;

-- name: forget_skipped_debts(alert_id)!
-- Drop what was not posted of an alert because there was nothing to post then: it can be owed again.
DELETE FROM deliveries
WHERE kind = 'alert' AND source_id = :alert_id AND state = 'skipped' AND doubtful = 0 AND message_id IS NULL;

-- name: move_unposted_alerts(guild_id, channel_id, old)!
-- Let alerts that surely stand nowhere yet be worked on in another channel than the one they could not be posted to.
UPDATE alerts SET channel_id = :channel_id, revision = revision + 1
WHERE guild_id = :guild_id AND id IN (
    SELECT source_id FROM deliveries
    WHERE kind = 'alert' AND occurrence_key = 'raise' AND target = :old AND state = 'pending' AND doubtful = 0
);

-- name: move_unposted_debts(guild_id, channel_id, old, new)!
-- Owe there what was owed for them; where the channel watches, it gets the alert once.
UPDATE OR IGNORE deliveries SET target = :new
WHERE kind = 'alert' AND target = :old AND state = 'pending' AND doubtful = 0
    AND source_id IN (SELECT id FROM alerts WHERE guild_id = :guild_id AND channel_id = :channel_id);

-- name: mentioned_at(guild_id)$
-- When a role was last mentioned for an urgent alert.
SELECT mentioned_at FROM alert_settings WHERE guild_id = :guild_id;

-- name: set_mentioned_at(guild_id, at)!
-- Remember that a role is mentioned now.
UPDATE alert_settings SET mentioned_at = :at WHERE guild_id = :guild_id;

-- name: mute_like(guild_id, alert_id, until, by)!
-- Hear no more for a while of what is like an alert.
INSERT INTO alert_mutes (guild_id, alert_id, until, by) VALUES (:guild_id, :alert_id, :until, :by);

-- name: unmute_like(alert_id)!
-- Hear again of what is like an alert.
DELETE FROM alert_mutes WHERE alert_id = :alert_id;

-- name: muted_alerts(guild_id, now)
-- The alerts whose like a server does not want to hear of now.
SELECT alerts.* FROM alerts
WHERE id IN (SELECT alert_id FROM alert_mutes WHERE guild_id = :guild_id AND until > :now) ORDER BY id;

-- name: adopt_alert_posts(since)!
-- Remember the messages that were posted since a moment and show an alert: as it was when it was raised, as far as is known.
INSERT INTO alert_posts (alert_id, target, message_id, mark, shown)
SELECT sent.source_id, sent.target, sent.message_id, sent.mark, 1
FROM deliveries AS sent JOIN alerts ON alerts.id = sent.source_id
WHERE sent.kind = 'alert' AND sent.occurrence_key = 'raise' AND sent.state = 'sent' AND sent.settled_at >= :since
    AND sent.message_id IS NOT NULL
ON CONFLICT (alert_id, target) DO NOTHING;

-- name: adoptable_alert_posts(since)$
-- Whether there are such messages that are not remembered yet.
SELECT EXISTS (
    SELECT 1 FROM deliveries AS sent JOIN alerts ON alerts.id = sent.source_id
    WHERE sent.kind = 'alert' AND sent.occurrence_key = 'raise' AND sent.state = 'sent' AND sent.settled_at >= :since
        AND sent.message_id IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM alert_posts WHERE alert_posts.alert_id = sent.source_id AND alert_posts.target = sent.target
        )
);

-- name: alert_posts_of(alert_id)
-- The messages that show an alert.
SELECT alert_id, target, message_id, mark, shown, thread_id FROM alert_posts
WHERE alert_id = :alert_id AND gone = 0 ORDER BY message_id;

-- name: main_alert_posts(guild_id)
-- Where a server's alerts stand: the main message of each.
SELECT post.alert_id, post.target, post.message_id, post.mark, post.shown, post.thread_id
FROM alert_posts AS post JOIN alerts ON alerts.id = post.alert_id AND post.target = 'channel:' || alerts.channel_id
WHERE alerts.guild_id = :guild_id AND post.gone = 0;

-- name: alert_posts_behind(most)
-- Messages that show an earlier state of their alert than the present one, the newest alerts first.
SELECT post.alert_id, post.target, post.message_id, post.mark, post.shown, post.thread_id
FROM alert_posts AS post JOIN alerts ON alerts.id = post.alert_id
WHERE post.shown < alerts.revision AND post.gone = 0
    AND NOT EXISTS (SELECT 1 FROM departed_guilds WHERE departed_guilds.guild_id = alerts.guild_id)
ORDER BY alerts.id DESC, post.message_id LIMIT :most;

-- name: alert_posts_without_thread(most)
-- Main messages of alerts that are not closed, at which no thread was opened.
SELECT post.alert_id, post.target, post.message_id, post.mark, post.shown, post.thread_id
FROM alert_posts AS post JOIN alerts ON alerts.id = post.alert_id AND post.target = 'channel:' || alerts.channel_id
WHERE post.thread_id IS NULL AND post.gone = 0 AND alerts.state IN ('open', 'acknowledged')
    AND EXISTS (
        SELECT 1 FROM alert_settings WHERE alert_settings.guild_id = alerts.guild_id
            AND json_extract(alert_settings.settings, '$.threads') = 1
    )
    AND NOT EXISTS (SELECT 1 FROM departed_guilds WHERE departed_guilds.guild_id = alerts.guild_id)
ORDER BY alerts.id LIMIT :most;

-- name: set_alert_post_shown(alert_id, target, shown)!
-- Remember which state a message shows now.
UPDATE alert_posts SET shown = :shown WHERE alert_id = :alert_id AND target = :target AND shown < :shown;

-- name: set_alert_thread(alert_id, target, thread_id)!
-- Remember the thread that was opened at a message.
UPDATE alert_posts SET thread_id = :thread_id WHERE alert_id = :alert_id AND target = :target;

-- name: lose_alert_post(alert_id, target)!
-- A message is gone, and is not missed.
UPDATE alert_posts SET gone = 1 WHERE alert_id = :alert_id AND target = :target;

-- name: escalated_since(guild_id, target, since)$
-- Whether an alert was brought before a role in a channel since a moment.
SELECT EXISTS (
    SELECT 1 FROM deliveries
    WHERE guild_id = :guild_id AND settled_at > :since AND kind = 'alert' AND occurrence_key = 'escalate:1'
        AND target = :target AND state = 'sent'
);

-- name: all_alert_settings()
-- Every server's choices.
SELECT guild_id, settings FROM alert_settings;

-- name: set_alert_settings(guild_id, settings)!
-- Keep a server's choices.
INSERT INTO alert_settings (guild_id, settings) VALUES (:guild_id, :settings)
ON CONFLICT (guild_id) DO UPDATE SET settings = excluded.settings;

-- name: all_watch_rules()
-- Every rule of every server.
SELECT id, guild_id, channel_id, user_id, wanted, created_by FROM watch_rules ORDER BY id;

-- name: add_watch_rule(guild_id, channel_id, user_id, wanted, created_by)$
-- Keep a rule; answers with its id.
INSERT INTO watch_rules (guild_id, channel_id, user_id, wanted, created_by)
VALUES (:guild_id, :channel_id, :user_id, :wanted, :created_by) RETURNING id;

-- name: remove_watch_rule(id)!
-- Drop a rule.
DELETE FROM watch_rules WHERE id = :id;
