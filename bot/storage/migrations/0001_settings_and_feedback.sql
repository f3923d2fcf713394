-- What the program remembers about itself, such as the fingerprint of the commands it registered.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each server whose managers changed something; no row means the defaults.
CREATE TABLE guild_settings (
    guild_id INTEGER PRIMARY KEY,
    private_by_default INTEGER NOT NULL CHECK (private_by_default IN (0, 1)),
    keep_unanswered INTEGER NOT NULL CHECK (keep_unanswered IN (0, 1))
) STRICT;

-- Thumbs up and down, as bare counts: neither who voted nor where.
CREATE TABLE votes (
    report TEXT NOT NULL,
    paragraph INTEGER NOT NULL CHECK (paragraph > 0),
    up INTEGER NOT NULL CHECK (up >= 0),
    down INTEGER NOT NULL CHECK (down >= 0),
    PRIMARY KEY (report, paragraph)
) STRICT, WITHOUT ROWID;

-- Questions that a server chose to keep so that the answers can be made better. Never who asked.
-- asked_at: the day (UTC), as the seconds from 1970 to its beginning.
CREATE TABLE kept_questions (
    id INTEGER PRIMARY KEY,
    guild_id INTEGER NOT NULL,
    question TEXT NOT NULL CHECK (length(question) BETWEEN 1 AND 300),
    status TEXT NOT NULL CHECK (status IN ('answered', 'unsure', 'none', 'up', 'down')),
    report TEXT,
    paragraph INTEGER CHECK (paragraph > 0),
    asked_at INTEGER NOT NULL
) STRICT;

CREATE INDEX kept_questions_by_guild ON kept_questions (guild_id, asked_at);
CREATE INDEX kept_questions_by_age ON kept_questions (asked_at);
