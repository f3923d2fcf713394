-- name: get_meta(key)$
-- The value kept under a key, or nothing.
SELECT value FROM meta WHERE key = :key;

-- name: set_meta(key, value)!
-- Keep a value under a key, in place of what was there.
INSERT INTO meta (key, value) VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;
