-- Where a query asks for one state among several, the several are what a partial index holds: so it is used.

-- name: owe(kind, source_id, occurrence_key, target, guild_id, due_at, useful_until, mark, state, settled_at, error)$
-- Record what is owed, and answer with its id; nothing if it was recorded before.
INSERT INTO deliveries (
    kind, source_id, occurrence_key, target, guild_id, due_at, useful_until, mark, state, next_try, settled_at, error
) VALUES (
    :kind, :source_id, :occurrence_key, :target, :guild_id, :due_at, :useful_until, :mark, :state, :due_at,
    :settled_at, :error
) ON CONFLICT (kind, source_id, occurrence_key, target) DO NOTHING RETURNING id;

-- name: owe_many*!
-- Record many that are owed, but for those that were recorded before.
INSERT INTO deliveries (
    kind, source_id, occurrence_key, target, guild_id, due_at, useful_until, mark, state, next_try, settled_at, error
) VALUES (
    :kind, :source_id, :occurrence_key, :target, :guild_id, :due_at, :useful_until, :mark, :state, :due_at,
    :settled_at, :error
) ON CONFLICT (kind, source_id, occurrence_key, target) DO NOTHING;

-- name: sources_waiting()
-- Whose deliveries wait and were surely not sent.
SELECT kind, source_id FROM deliveries
WHERE state IN ('pending', 'sending', 'unknown') AND state = 'pending' AND doubtful = 0;

-- name: merge_deliveries*!
-- Skip earlier deliveries of the same source and place, surely not sent, in favour of a later one.
UPDATE deliveries SET state = 'skipped', settled_at = :now, error = 'merged into a later post'
WHERE kind = :kind AND source_id = :source_id AND target = :target AND state = 'pending' AND doubtful = 0
    AND occurrence_key <> :occurrence_key AND due_at <= :due_at
    AND substr(occurrence_key, 1, length(:merge)) = :merge;

-- name: claim(now, patient, most)
-- Take deliveries that may be tried now, at most one a place and the oldest there; answers with them.
-- An older one of the same place holds a later one up while it is being sent, while it could be tried itself, and
-- until it was tried `patient` times. What belongs to a paused schedule waits, but for what was sent by hand, and
-- what belongs to a server that took the bot out.
UPDATE deliveries SET state = 'sending', attempts = attempts + 1, first_tried = coalesce(first_tried, :now)
WHERE id IN (
    SELECT ready.id FROM deliveries AS ready
    WHERE ready.state IN ('pending', 'sending', 'unknown') AND ready.state = 'pending' AND ready.next_try <= :now
        AND NOT EXISTS (SELECT 1 FROM blocked_targets WHERE blocked_targets.target = ready.target)
        AND NOT EXISTS (SELECT 1 FROM departed_guilds WHERE departed_guilds.guild_id = ready.guild_id)
        AND NOT EXISTS (
            SELECT 1 FROM schedules WHERE schedules.id = ready.source_id AND schedules.kind = ready.kind
                AND schedules.paused_reason IS NOT NULL AND substr(ready.occurrence_key, 1, 4) <> 'now:'
        )
        AND NOT EXISTS (
            SELECT 1 FROM deliveries AS other
            WHERE other.target = ready.target AND other.state IN ('pending', 'sending') AND (
                other.state = 'sending'
                OR (
                    other.id < ready.id AND other.due_at <= :now
                    AND (other.attempts < :patient OR other.next_try <= :now)
                    AND NOT EXISTS (SELECT 1 FROM departed_guilds WHERE departed_guilds.guild_id = other.guild_id)
                    AND NOT EXISTS (
                        SELECT 1 FROM schedules WHERE schedules.id = other.source_id
                            AND schedules.kind = other.kind AND schedules.paused_reason IS NOT NULL
                            AND substr(other.occurrence_key, 1, 4) <> 'now:'
                    )
                )
            )
        )
    ORDER BY ready.next_try, ready.id LIMIT :most
)
RETURNING *;

-- name: next_delivery_try(now, patient)$
-- When the next delivery may be tried that neither a block, a pause, the server's leave nor an older one of its place holds up.
SELECT min(ready.next_try) FROM deliveries AS ready
WHERE ready.state IN ('pending', 'sending', 'unknown') AND ready.state = 'pending'
    AND NOT EXISTS (SELECT 1 FROM blocked_targets WHERE blocked_targets.target = ready.target)
    AND NOT EXISTS (SELECT 1 FROM departed_guilds WHERE departed_guilds.guild_id = ready.guild_id)
    AND NOT EXISTS (
        SELECT 1 FROM schedules WHERE schedules.id = ready.source_id AND schedules.kind = ready.kind
            AND schedules.paused_reason IS NOT NULL AND substr(ready.occurrence_key, 1, 4) <> 'now:'
    )
    AND NOT EXISTS (
        SELECT 1 FROM deliveries AS other
        WHERE other.target = ready.target AND other.state IN ('pending', 'sending') AND (
            other.state = 'sending'
            OR (
                other.id < ready.id AND (other.due_at <= :now OR other.due_at <= ready.next_try)
                AND other.attempts < :patient
                AND NOT EXISTS (SELECT 1 FROM departed_guilds WHERE departed_guilds.guild_id = other.guild_id)
                AND NOT EXISTS (
                    SELECT 1 FROM schedules WHERE schedules.id = other.source_id
                        AND schedules.kind = other.kind AND schedules.paused_reason IS NOT NULL
                        AND substr(other.occurrence_key, 1, 4) <> 'now:'
                )
            )
        )
    );

-- name: deliveries_in_sending()
-- What somebody began to send.
SELECT id FROM deliveries WHERE state IN ('pending', 'sending', 'unknown') AND state = 'sending' ORDER BY id;

-- name: doubt_deliveries*!
-- Take back what was begun and never settled: it may have been sent.
UPDATE deliveries SET state = 'pending', doubtful = 1, next_try = :now WHERE id = :id AND state = 'sending';

-- name: settle_delivery(id, state, next_try, doubtful, settled_at, message_id, error)!
-- Write down what became of an attempt.
UPDATE deliveries
SET state = :state, next_try = coalesce(:next_try, next_try), doubtful = :doubtful, settled_at = :settled_at,
    message_id = :message_id, error = :error
WHERE id = :id AND state = 'sending';

-- name: post_unknown(id, now)!
-- A manager says that an uncertain post is not there: send it.
UPDATE deliveries SET state = 'pending', doubtful = 0, next_try = :now WHERE id = :id AND state = 'unknown';

-- name: confirm_unknown(id, now)^
-- A manager says that an uncertain post is there: it counts as sent. Answers with whose turn that was.
UPDATE deliveries SET state = 'sent', settled_at = :now, error = 'confirmed by a manager'
WHERE id = :id AND state = 'unknown' RETURNING source_id, kind;

-- name: retry_target(target, now)!
-- Let what waits for a place be tried at once.
UPDATE deliveries SET next_try = CASE WHEN due_at > :now THEN due_at ELSE :now END
WHERE target = :target AND state IN ('pending', 'sending') AND state = 'pending';

-- name: look_again(target, now)!
-- Look once more for the posts of a place that are uncertain.
UPDATE deliveries SET state = 'pending', doubtful = 1, next_try = :now
WHERE target = :target AND state IN ('pending', 'sending', 'unknown') AND state = 'unknown';

-- name: skip_deliveries_of(kind, source_id, error)!
-- Skip what a removed schedule still owes and what was surely not sent, and ask no longer what is uncertain.
UPDATE deliveries SET state = 'skipped', settled_at = next_try, error = :error
WHERE kind = :kind AND source_id = :source_id AND (state = 'unknown' OR state = 'pending' AND doubtful = 0);

-- name: deliveries_to_move(kind, source_id, target)
-- What a schedule owes to a place and surely did not send there.
SELECT id FROM deliveries
WHERE kind = :kind AND source_id = :source_id AND target = :target AND state = 'pending' AND doubtful = 0
ORDER BY id;

-- name: move_delivery(id, target)!
-- Owe a delivery to another place, unless it is owed there already.
UPDATE deliveries SET target = :target
WHERE id = :id AND NOT EXISTS (
    SELECT 1 FROM deliveries AS there
    WHERE there.kind = deliveries.kind AND there.source_id = deliveries.source_id
        AND there.occurrence_key = deliveries.occurrence_key AND there.target = :target
);

-- name: delivery(id)^
-- One delivery.
SELECT * FROM deliveries WHERE id = :id;

-- name: deliveries_of_source(kind, source_id, most)
-- The latest deliveries of one schedule or other source, newest first.
SELECT * FROM deliveries WHERE kind = :kind AND source_id = :source_id ORDER BY id DESC LIMIT :most;

-- name: targets_of_occurrence(kind, source_id, key)
-- The places to which one occurrence was or is owed.
SELECT target FROM deliveries WHERE kind = :kind AND source_id = :source_id AND occurrence_key = :key;

-- name: deliveries_waiting()
-- All that is owed and not settled, oldest first.
SELECT * FROM deliveries WHERE state IN ('pending', 'sending', 'unknown') ORDER BY id;

-- name: settled_of_guild(guild_id, most)
-- A server's last settled deliveries, newest first; what failed is not among them.
SELECT * FROM deliveries
WHERE guild_id = :guild_id AND state IN ('sent', 'skipped') AND kind <> 'notice' AND settled_at IS NOT NULL
ORDER BY settled_at DESC, id DESC LIMIT :most;

-- name: waiting_of_guild(guild_id, most)
-- A server's deliveries that wait, are uncertain, or failed, oldest first.
SELECT * FROM deliveries
WHERE guild_id = :guild_id AND state IN ('pending', 'sending', 'unknown', 'failed') AND kind <> 'notice'
ORDER BY id LIMIT :most;

-- name: skip_useless(now, error)!
-- Skip what waits, was surely not sent, and is of no more use.
UPDATE deliveries SET state = 'skipped', settled_at = :now, error = :error
WHERE state IN ('pending', 'sending', 'unknown') AND state = 'pending' AND doubtful = 0 AND useful_until <= :now;

-- name: prune_deliveries(moment)!
-- Drop what was settled before a moment.
DELETE FROM deliveries WHERE state IN ('sent', 'skipped', 'failed') AND settled_at < :moment;

-- name: forget_deliveries_of_schedule(kind, source_id)!
-- Drop all deliveries of a schedule.
DELETE FROM deliveries WHERE kind = :kind AND source_id = :source_id;

-- name: forget_deliveries_of(guild_id)!
-- Drop all that a server was or is owed.
DELETE FROM deliveries WHERE guild_id = :guild_id;
