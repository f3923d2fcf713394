-- name: all_departed()
-- The servers that took the bot out, and when.
SELECT guild_id, left_at FROM departed_guilds ORDER BY guild_id;

-- name: mark_departed*!
-- Note that a server took the bot out; one that is noted keeps its moment.
INSERT INTO departed_guilds (guild_id, left_at) VALUES (:guild_id, :left_at) ON CONFLICT (guild_id) DO NOTHING;

-- name: touch_departed(guild_id, left_at)!
-- Count from another moment how long a server is away.
UPDATE departed_guilds SET left_at = :left_at WHERE guild_id = :guild_id;

-- name: unmark_departed(guild_id)!
-- A server is back, or nothing is left of it.
DELETE FROM departed_guilds WHERE guild_id = :guild_id;

-- name: guilds_with_data()
-- The servers of which anything is stored.
SELECT guild_id FROM guild_settings
UNION SELECT guild_id FROM kept_questions
UNION SELECT guild_id FROM server_events
UNION SELECT guild_id FROM schedules WHERE guild_id IS NOT NULL
UNION SELECT guild_id FROM deliveries WHERE guild_id IS NOT NULL
UNION SELECT guild_id FROM blocked_targets WHERE guild_id IS NOT NULL
UNION SELECT guild_id FROM alert_settings
UNION SELECT guild_id FROM alerts
UNION SELECT guild_id FROM alert_sources
UNION SELECT guild_id FROM alert_mutes
UNION SELECT guild_id FROM watch_rules
UNION SELECT guild_id FROM feeds;

-- name: schedules_passed(guild_id, now)
-- A server's schedules that fell due and that nobody paused.
SELECT * FROM schedules WHERE guild_id = :guild_id AND paused_reason IS NULL AND next_due <= :now ORDER BY id;

-- name: skip_passed(guild_id, now, error)!
-- Skip what a server was owed while the bot was not there; a new alert that was never posted is still owed.
UPDATE deliveries SET state = 'skipped', settled_at = :now, error = :error
WHERE guild_id = :guild_id AND state IN ('pending', 'unknown') AND due_at <= :now
    AND NOT (kind = 'alert' AND occurrence_key = 'raise');

-- name: forget_alerts_of(guild_id)!
-- Drop a server's alerts, and with each its sources, log, messages and mutes.
DELETE FROM alerts WHERE guild_id = :guild_id;

-- name: forget_alert_settings_of(guild_id)!
-- Drop a server's choices for alerts.
DELETE FROM alert_settings WHERE guild_id = :guild_id;

-- name: forget_watch_rules_of(guild_id)!
-- Drop what a server's channels and members want to see of its alerts.
DELETE FROM watch_rules WHERE guild_id = :guild_id;

-- name: forget_posts_of_closed_alerts(closed_before, now)!
-- Drop what was or is owed for alerts that `forget_closed_alerts` drops.
DELETE FROM deliveries WHERE kind = 'alert' AND source_id IN (
    SELECT id FROM alerts WHERE closed_at < :closed_before
        AND NOT EXISTS (SELECT 1 FROM alert_mutes WHERE alert_mutes.alert_id = alerts.id AND until > :now)
);

-- name: forget_closed_alerts(closed_before, now)!
-- Drop alerts that were closed before a moment, with all of each; one that mutes what is like it stays until that ends.
DELETE FROM alerts WHERE closed_at < :closed_before
    AND NOT EXISTS (SELECT 1 FROM alert_mutes WHERE alert_mutes.alert_id = alerts.id AND until > :now);
