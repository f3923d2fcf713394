-- Servers that took the bot out, and when that was noticed: seconds since 1970 (UTC). Until they come back, or their
-- data is deleted, nothing is posted or polled for them.
CREATE TABLE departed_guilds (
    guild_id INTEGER PRIMARY KEY,
    left_at INTEGER NOT NULL
) STRICT;

CREATE INDEX alerts_closed ON alerts (closed_at) WHERE closed_at IS NOT NULL;
