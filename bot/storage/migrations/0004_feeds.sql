-- Feeds that servers follow; all times are seconds since 1970 (UTC). `rules` is JSON: what raises an alert.
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id INTEGER NOT NULL,
    address TEXT NOT NULL,
    host TEXT NOT NULL, -- of the address: one is asked for one thing at a time
    title TEXT NOT NULL,
    rules TEXT NOT NULL CHECK (json_valid(rules)),
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    etag TEXT,
    last_modified TEXT,
    next_poll INTEGER NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0), -- in a row
    trouble TEXT, -- of the last time, in words for people
    succeeded_at INTEGER,
    paused_reason TEXT,
    raised INTEGER NOT NULL DEFAULT 0,
    joined INTEGER NOT NULL DEFAULT 0,
    summed INTEGER NOT NULL DEFAULT 0,
    below INTEGER NOT NULL DEFAULT 0,
    UNIQUE (guild_id, address)
) STRICT;
CREATE INDEX feeds_due ON feeds (next_poll) WHERE paused_reason IS NULL;
CREATE INDEX feeds_of_address ON feeds (address);

-- Every item that a feed was seen to hold, with the alert that came of it, if any. `name` is one of its keys, `wording`
-- tells if it changed.
CREATE TABLE feed_items (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    alert_id INTEGER REFERENCES alerts (id) ON DELETE SET NULL,
    wording TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (feed_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_items_by_time ON feed_items (feed_id, seen_at);
CREATE INDEX feed_items_of_alert ON feed_items (alert_id) WHERE alert_id IS NOT NULL;

-- By what an item is known again: what its feed calls it, its link, its title with the date; digests of them.
CREATE TABLE feed_keys (
    feed_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (feed_id, key),
    FOREIGN KEY (feed_id, name) REFERENCES feed_items (feed_id, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_keys_of_item ON feed_keys (feed_id, name);

-- What was above the line but more than one look may raise: posted in one line. `items` is JSON.
CREATE TABLE feed_rests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    items TEXT NOT NULL CHECK (json_valid(items))
) STRICT;
CREATE INDEX feed_rests_of_feed ON feed_rests (feed_id);
