-- name: all_server_events()
-- Every change that a server made to the calendar.
SELECT guild_id, uid, event, hidden, sequence, changed_by, changed_at FROM server_events ORDER BY guild_id, uid;

-- name: set_server_event(guild_id, uid, event, hidden, sequence, changed_by, changed_at)!
-- Keep a server's change to one event, in place of what was there.
INSERT INTO server_events (guild_id, uid, event, hidden, sequence, changed_by, changed_at)
VALUES (:guild_id, :uid, :event, :hidden, :sequence, :changed_by, :changed_at)
ON CONFLICT (guild_id, uid) DO UPDATE SET
    event = excluded.event,
    hidden = excluded.hidden,
    sequence = excluded.sequence,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at;

-- name: delete_server_event(guild_id, uid)!
-- Drop a server's change to one event.
DELETE FROM server_events WHERE guild_id = :guild_id AND uid = :uid;

-- name: forget_server_events(guild_id)!
-- Drop all changes of one server.
DELETE FROM server_events WHERE guild_id = :guild_id;
