-- The zone in which a server's times are meant, where nothing else is said: an IANA name.
ALTER TABLE guild_settings ADD COLUMN timezone TEXT NOT NULL DEFAULT 'UTC';

-- Rules that somebody set up. Ids are never used again: the keys of deliveries hang on them.
-- All times are seconds since 1970 (UTC). A person's own reminders have no server.
CREATE TABLE schedules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    guild_id INTEGER,
    target TEXT NOT NULL CHECK (target LIKE 'channel:%' OR target LIKE 'user:%'),
    details TEXT NOT NULL CHECK (json_valid(details)),
    timezone TEXT NOT NULL,
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_key TEXT,
    next_due INTEGER,
    turn INTEGER NOT NULL DEFAULT 0 CHECK (turn >= 0),
    paused_reason TEXT,
    paused_at INTEGER,
    CHECK ((next_key IS NULL) = (next_due IS NULL)),
    CHECK ((paused_reason IS NULL) = (paused_at IS NULL))
) STRICT;
CREATE INDEX schedules_due ON schedules (next_due) WHERE paused_reason IS NULL AND next_due IS NOT NULL;
CREATE INDEX schedules_of_guild ON schedules (guild_id);
CREATE INDEX schedules_of_target ON schedules (target);

-- Every post that is owed or was sent. The key says what is owed, never an instant.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    occurrence_key TEXT NOT NULL,
    target TEXT NOT NULL CHECK (target LIKE 'channel:%' OR target LIKE 'user:%'),
    guild_id INTEGER,
    due_at INTEGER NOT NULL,
    useful_until INTEGER,
    mark TEXT NOT NULL UNIQUE CHECK (length(mark) BETWEEN 8 AND 25),
    state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'sent', 'unknown', 'skipped', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try INTEGER NOT NULL,
    doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
    first_tried INTEGER,
    settled_at INTEGER,
    message_id INTEGER,
    error TEXT,
    UNIQUE (kind, source_id, occurrence_key, target)
) STRICT;
CREATE INDEX deliveries_open ON deliveries (state, next_try) WHERE state IN ('pending', 'sending', 'unknown');
CREATE INDEX deliveries_of_target ON deliveries (target, id) WHERE state IN ('pending', 'sending');
CREATE INDEX deliveries_of_guild ON deliveries (guild_id, settled_at);

-- Channels and people to whom nothing can be posted now; what is owed to them waits.
CREATE TABLE blocked_targets (
    target TEXT PRIMARY KEY,
    guild_id INTEGER,
    reason TEXT NOT NULL,
    since INTEGER NOT NULL,
    told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
) STRICT, WITHOUT ROWID;

-- What a server added to the calendar, changed in it, or hid. `event` is the event as JSON; NULL: as the calendar
-- has it. `sequence` counts the changes: a row whose event is the calendar's again is kept for it, so that an
-- exported file is never older than one exported before.
CREATE TABLE server_events (
    guild_id INTEGER NOT NULL,
    uid TEXT NOT NULL,
    event TEXT CHECK (event IS NULL OR json_valid(event)),
    hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
    sequence INTEGER NOT NULL CHECK (sequence > 0),
    changed_by INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (guild_id, uid)
) STRICT, WITHOUT ROWID;
