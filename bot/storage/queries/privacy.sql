-- name: own_reminders(user_id)
-- What a person asked to be reminded of.
SELECT kind, details, timezone, created_at, next_due AS next_at, paused_reason FROM schedules
WHERE target = 'user:' || :user_id ORDER BY id;

-- name: own_follows(user_id)
-- What a person follows of servers' alerts.
SELECT guild_id AS server, wanted FROM watch_rules WHERE user_id = :user_id ORDER BY id;

-- name: own_messages(user_id)
-- What was sent to a person, or is to be.
SELECT kind, occurrence_key AS what, guild_id AS server, due_at, state, settled_at, message_id AS message
FROM deliveries WHERE target = 'user:' || :user_id ORDER BY id;

-- name: own_alert_messages(user_id)
-- The direct messages that show a person an alert, to keep them up to date.
SELECT alerts.guild_id AS server, alerts.number AS alert, alert_posts.message_id AS message
FROM alert_posts JOIN alerts ON alerts.id = alert_posts.alert_id
WHERE alert_posts.target = 'user:' || :user_id ORDER BY alerts.id;

-- name: own_closed_messages(user_id)
-- That a person could not be written to, and notices to others about that.
SELECT since AS at, reason FROM blocked_targets WHERE target = 'user:' || :user_id
UNION ALL
SELECT due_at AS at, kind || ' to somebody else about you' AS reason FROM deliveries
WHERE kind = 'notice' AND occurrence_key || '@' LIKE '%:user:' || :user_id || '@%' AND target <> 'user:' || :user_id;

-- name: alerts_raised(user_id)
-- The alerts that a person raised, with what they wrote.
SELECT guild_id AS server, number AS alert, title, text, place, link, severity, state, raised_at FROM alerts
WHERE raised_by = :user_id ORDER BY id;

-- name: alerts_worked_on(user_id)
-- The alerts that a person acknowledged, closed, or is to see to.
SELECT
    guild_id AS server, number AS alert,
    CASE WHEN acknowledged_by = :user_id THEN acknowledged_at END AS acknowledged_at,
    CASE WHEN closed_by = :user_id THEN closed_at END AS closed_at,
    CASE WHEN closed_by = :user_id THEN reason END AS reason,
    CASE WHEN assigned_to = :user_id THEN 'yes' ELSE 'no' END AS assigned_to_you
FROM alerts WHERE :user_id IN (acknowledged_by, closed_by, assigned_to) ORDER BY id;

-- name: alerts_flagged(user_id)
-- What a person flagged.
SELECT alert_sources.guild_id AS server, alerts.number AS alert, alert_sources.link, alert_sources.wording, alert_sources.at
FROM alert_sources JOIN alerts ON alerts.id = alert_sources.alert_id
WHERE alert_sources.by = :user_id ORDER BY alert_sources.at;

-- name: alerts_done(user_id)
-- What a person did with alerts, and what the log of an alert says of them.
SELECT
    alerts.guild_id AS server, alerts.number AS alert, alert_log.at, alert_log.act, alert_log.detail,
    CASE WHEN alert_log.by = :user_id THEN 'yes' ELSE 'no' END AS by_you
FROM alert_log JOIN alerts ON alerts.id = alert_log.alert_id
WHERE alert_log.by = :user_id OR instr(alert_log.detail, '<@' || :user_id || '>') > 0 ORDER BY alert_log.id;

-- name: alerts_naming(user_id)
-- The alerts whose words mention a person, who did not raise them.
SELECT guild_id AS server, number AS alert, raised_at FROM alerts
WHERE raised_by IS NOT :user_id
    AND instr(title || text || place || coalesce(reason, ''), '<@' || :user_id || '>') > 0 ORDER BY id;

-- name: alerts_muted(user_id)
-- What a person muted.
SELECT alert_mutes.guild_id AS server, alerts.number AS alert, alert_mutes.until
FROM alert_mutes JOIN alerts ON alerts.id = alert_mutes.alert_id WHERE alert_mutes.by = :user_id ORDER BY alert_mutes.id;

-- name: alerts_brought(user_id)
-- The servers whose urgent alerts are brought before a person.
SELECT guild_id AS server FROM alert_settings
WHERE json_extract(settings, '$.escalate_user_id') = :user_id ORDER BY guild_id;

-- name: schedules_made(user_id)
-- The digests and reminders that a person set up for a server.
SELECT guild_id AS server, kind, target, details, timezone, created_at FROM schedules
WHERE created_by = :user_id AND target <> 'user:' || :user_id ORDER BY id;

-- name: events_changed(user_id)
-- The events of a server's calendar that a person changed last.
SELECT guild_id AS server, uid, event, changed_at FROM server_events
WHERE changed_by = :user_id ORDER BY guild_id, uid;

-- name: watch_rules_made(user_id)
-- The watch rules that a person set up for a server's channels.
SELECT guild_id AS server, channel_id AS channel, wanted FROM watch_rules
WHERE created_by = :user_id AND user_id IS NULL ORDER BY id;

-- name: feeds_added(user_id)
-- The feeds that a person added for a server.
SELECT guild_id AS server, address, title, created_at FROM feeds WHERE created_by = :user_id ORDER BY id;

-- name: erase_own_schedules(user_id)!
-- Drop a person's own reminders.
DELETE FROM schedules WHERE target = 'user:' || :user_id;

-- name: erase_own_follows(user_id)!
-- Drop what a person follows.
DELETE FROM watch_rules WHERE user_id = :user_id;

-- name: erase_own_deliveries(user_id)!
-- Drop what was or is to be sent to a person, and notices to others that name them.
DELETE FROM deliveries
WHERE target = 'user:' || :user_id
    OR (kind = 'notice' AND occurrence_key || '@' LIKE '%:user:' || :user_id || '@%');

-- name: erase_own_alert_posts(user_id)!
-- Keep a person's direct messages up to date no more.
DELETE FROM alert_posts WHERE target = 'user:' || :user_id;

-- name: erase_own_block(user_id)!
-- Drop that a person could not be written to.
DELETE FROM blocked_targets WHERE target = 'user:' || :user_id;

-- name: erase_from_alerts(user_id)!
-- Put "somebody" in a person's place in alerts; messages that show them are brought up to date.
UPDATE alerts SET
    raised_by = CASE WHEN raised_by = :user_id THEN 0 ELSE raised_by END,
    acknowledged_by = CASE WHEN acknowledged_by = :user_id THEN 0 ELSE acknowledged_by END,
    closed_by = CASE WHEN closed_by = :user_id THEN 0 ELSE closed_by END,
    assigned_to = CASE WHEN assigned_to = :user_id THEN NULL ELSE assigned_to END,
    title = replace(title, '<@' || :user_id || '>', 'somebody'),
    text = replace(text, '<@' || :user_id || '>', 'somebody'),
    place = replace(place, '<@' || :user_id || '>', 'somebody'),
    reason = replace(reason, '<@' || :user_id || '>', 'somebody'),
    revision = revision + 1
WHERE :user_id IN (raised_by, acknowledged_by, closed_by, assigned_to)
    OR instr(title || text || place || coalesce(reason, ''), '<@' || :user_id || '>') > 0;

-- name: erase_from_sources(user_id)!
-- Likewise where they flagged something.
UPDATE alert_sources SET by = 0 WHERE by = :user_id;

-- name: erase_from_log(user_id)!
-- Likewise in the logs of alerts.
UPDATE alert_log SET
    by = CASE WHEN by = :user_id THEN 0 ELSE by END,
    detail = replace(detail, '<@' || :user_id || '>', 'somebody')
WHERE by = :user_id OR instr(detail, '<@' || :user_id || '>') > 0;

-- name: erase_from_mutes(user_id)!
-- Likewise where they muted something.
UPDATE alert_mutes SET by = 0 WHERE by = :user_id;

-- name: erase_from_alert_settings(user_id)!
-- Bring urgent alerts before them no more.
UPDATE alert_settings SET settings = json_set(settings, '$.escalate_user_id', NULL)
WHERE json_extract(settings, '$.escalate_user_id') = :user_id;

-- name: erase_from_schedules(user_id)!
-- Likewise where they set something up for a server.
UPDATE schedules SET created_by = 0 WHERE created_by = :user_id;

-- name: erase_from_events(user_id)!
-- Likewise in servers' calendars.
UPDATE server_events SET changed_by = 0 WHERE changed_by = :user_id;

-- name: erase_from_watch_rules(user_id)!
-- Likewise in the watch rules of channels.
UPDATE watch_rules SET created_by = 0 WHERE created_by = :user_id;

-- name: erase_from_feeds(user_id)!
-- Likewise where they added a feed.
UPDATE feeds SET created_by = 0 WHERE created_by = :user_id;
