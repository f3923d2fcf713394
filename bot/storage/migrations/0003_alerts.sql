-- A server's choices for alerts, as JSON; no row means that alerts are off.
CREATE TABLE alert_settings (
    guild_id INTEGER PRIMARY KEY,
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    mentioned_at INTEGER
) STRICT;

-- Alerts; all times are seconds since 1970 (UTC). raised_by is NULL for a feed. 0 stands for people who
-- asked to be forgotten.
CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'acknowledged', 'resolved', 'dismissed')),
    severity TEXT NOT NULL CHECK (severity IN ('watch', 'concern', 'urgent')),
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    place TEXT NOT NULL,
    link TEXT,
    reading TEXT NOT NULL CHECK (json_valid(reading)),
    labels TEXT NOT NULL, -- ' country:SDN theme:children ', to be found by
    mention INTEGER NOT NULL DEFAULT 0 CHECK (mention IN (0, 1)), -- whether its post may ping the role for urgent ones
    raised_by INTEGER,
    feed_id INTEGER,
    raised_at INTEGER NOT NULL,
    acknowledged_by INTEGER,
    acknowledged_at INTEGER,
    assigned_to INTEGER,
    closed_by INTEGER,
    closed_at INTEGER,
    reason TEXT,
    revision INTEGER NOT NULL DEFAULT 1,
    flags INTEGER NOT NULL DEFAULT 1,
    channel_id INTEGER, -- where its main message stands, or is to; NULL for what was muted
    UNIQUE (guild_id, number)
) STRICT;
CREATE INDEX alerts_of_guild ON alerts (guild_id, state, raised_at);
CREATE INDEX alerts_of_person ON alerts (raised_by);

-- Where an alert came from: each link in its canonical form, so that the same thing is found again.
CREATE TABLE alert_sources (
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    guild_id INTEGER NOT NULL,
    link TEXT,
    wording TEXT NOT NULL,
    by INTEGER,
    feed_id INTEGER,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_sources_of_alert ON alert_sources (alert_id);
CREATE INDEX alert_sources_by_link ON alert_sources (guild_id, link);
CREATE INDEX alert_sources_by_time ON alert_sources (guild_id, at);

-- All that was done with each alert.
CREATE TABLE alert_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    by INTEGER,
    act TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX alert_log_of_alert ON alert_log (alert_id);

-- The messages that show an alert, and which state of it they show.
CREATE TABLE alert_posts (
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    target TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    mark TEXT NOT NULL,
    shown INTEGER NOT NULL,
    thread_id INTEGER, -- 0: none can be opened
    gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)), -- somebody deleted it: it is not missed
    PRIMARY KEY (alert_id, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_of_alerts ON deliveries (settled_at)
WHERE kind = 'alert' AND occurrence_key = 'raise' AND state = 'sent';

-- What a channel (channel_id) or a person (user_id) wants to see of a server's alerts.
CREATE TABLE watch_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    channel_id INTEGER,
    user_id INTEGER,
    wanted TEXT NOT NULL CHECK (json_valid(wanted)),
    created_by INTEGER NOT NULL,
    CHECK ((channel_id IS NULL) <> (user_id IS NULL))
) STRICT;
CREATE INDEX watch_rules_of_guild ON watch_rules (guild_id);
CREATE INDEX watch_rules_of_person ON watch_rules (user_id);

-- Wordings and links that a server does not want to hear of for a while.
CREATE TABLE alert_mutes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    until INTEGER NOT NULL,
    by INTEGER NOT NULL
) STRICT;
CREATE INDEX alert_mutes_of_guild ON alert_mutes (guild_id, until);
