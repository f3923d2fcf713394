-- name: block_target(target, guild_id, reason, since)!
-- Note that nothing can be posted to a place now; one that is blocked already keeps its moment.
INSERT INTO blocked_targets (target, guild_id, reason, since) VALUES (:target, :guild_id, :reason, :since)
ON CONFLICT (target) DO UPDATE SET reason = excluded.reason;

-- name: unblock_target(target)!
-- Let posts to a place go again.
DELETE FROM blocked_targets WHERE target = :target;

-- name: block_of(target)^
-- What keeps posts from a place.
SELECT target, guild_id, reason, since, told FROM blocked_targets WHERE target = :target;

-- name: blocks_of_guild(guild_id)
-- A server's blocked places.
SELECT target, guild_id, reason, since, told FROM blocked_targets WHERE guild_id = :guild_id
ORDER BY since, target;

-- name: all_blocks()
-- All blocked places and people.
SELECT target, guild_id, reason, since, told FROM blocked_targets ORDER BY since, target;

-- name: block_was_told(target)!
-- Note that the people who can mend it were told.
UPDATE blocked_targets SET told = 1 WHERE target = :target;

-- name: drop_idle_block(target)!
-- Forget that a place is blocked if nothing is to be posted there any more.
DELETE FROM blocked_targets WHERE target = :target
    AND NOT EXISTS (SELECT 1 FROM schedules WHERE schedules.target = blocked_targets.target)
    AND NOT EXISTS (
        SELECT 1 FROM deliveries
        WHERE deliveries.target = blocked_targets.target AND deliveries.state IN ('pending', 'sending', 'unknown')
    );

-- name: forget_blocks_of(guild_id)!
-- Drop what is noted about a server's places.
DELETE FROM blocked_targets WHERE guild_id = :guild_id;
