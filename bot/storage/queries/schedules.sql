-- name: add_schedule(kind, guild_id, target, details, timezone, created_by, created_at, next_key, next_due)$
-- Keep a new schedule; answers with its id.
INSERT INTO schedules (kind, guild_id, target, details, timezone, created_by, created_at, next_key, next_due)
VALUES (:kind, :guild_id, :target, :details, :timezone, :created_by, :created_at, :next_key, :next_due)
RETURNING id;

-- name: schedule(id)^
-- One schedule.
SELECT * FROM schedules WHERE id = :id;

-- name: schedules_of_guild(guild_id, kind)
-- A server's schedules of one kind, or of all where none is named.
SELECT * FROM schedules WHERE guild_id = :guild_id AND (:kind IS NULL OR kind = :kind) ORDER BY id;

-- name: schedules_of_target(target, kind)
-- The schedules of one kind that post to one place or person.
SELECT * FROM schedules WHERE target = :target AND kind = :kind ORDER BY id;

-- name: schedules_of_kind(kind)
-- All schedules of one kind, or of all where none is named.
SELECT * FROM schedules WHERE :kind IS NULL OR kind = :kind ORDER BY id;

-- name: schedules_due(now, target, most)
-- The schedules that fell due and that nothing holds up, of one place or of all, the longest due first.
SELECT * FROM schedules
WHERE paused_reason IS NULL AND next_due IS NOT NULL AND next_due <= :now
    AND (:target IS NULL OR target = :target)
    AND NOT EXISTS (SELECT 1 FROM blocked_targets WHERE blocked_targets.target = schedules.target)
    AND NOT EXISTS (SELECT 1 FROM departed_guilds WHERE departed_guilds.guild_id = schedules.guild_id)
ORDER BY next_due, id LIMIT :most;

-- name: next_schedule_due()$
-- When the next schedule falls due that nothing holds up.
SELECT min(next_due) FROM schedules
WHERE paused_reason IS NULL AND next_due IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM blocked_targets WHERE blocked_targets.target = schedules.target)
    AND NOT EXISTS (SELECT 1 FROM departed_guilds WHERE departed_guilds.guild_id = schedules.guild_id);

-- name: schedules_to_come(until)
-- The schedules that fall due by a moment and that are not paused, the earliest first.
SELECT * FROM schedules WHERE paused_reason IS NULL AND next_due IS NOT NULL AND next_due <= :until
ORDER BY next_due, id;

-- name: change_schedule(id, target, details, timezone, next_key, next_due)!
-- Give a schedule another place, other details, another zone, another next occurrence.
UPDATE schedules
SET target = :target, details = :details, timezone = :timezone, next_key = :next_key, next_due = :next_due
WHERE id = :id;

-- name: move_schedules_on*!
-- Set the next occurrence of many schedules.
UPDATE schedules SET next_key = :next_key, next_due = :next_due WHERE id = :id;

-- name: redate_schedules*!
-- Set when the next occurrence of many schedules falls due, if it is still that one.
UPDATE schedules SET next_due = :next_due WHERE id = :id AND next_key = :next_key;

-- name: pause_schedule(id, reason, moment)!
-- Let a schedule rest.
UPDATE schedules SET paused_reason = :reason, paused_at = :moment WHERE id = :id;

-- name: resume_schedule(id, next_key, next_due)!
-- Let a schedule run again.
UPDATE schedules SET paused_reason = NULL, paused_at = NULL, next_key = :next_key, next_due = :next_due
WHERE id = :id;

-- name: count_turn(id, kind)!
-- Count one more post of a schedule.
UPDATE schedules SET turn = turn + 1 WHERE id = :id AND kind = :kind;

-- name: remove_schedule(id)!
-- Drop a schedule.
DELETE FROM schedules WHERE id = :id;

-- name: forget_schedules_of(guild_id)!
-- Drop all schedules of a server.
DELETE FROM schedules WHERE guild_id = :guild_id;

-- name: creator_of_target(target)$
-- Who set up the latest schedule that posts to a place.
SELECT created_by FROM schedules WHERE target = :target ORDER BY id DESC LIMIT 1;
