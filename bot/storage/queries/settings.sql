-- name: all_guild_settings()
-- Every server's settings.
SELECT guild_id, private_by_default, keep_unanswered, timezone FROM guild_settings ORDER BY guild_id;

-- name: set_guild_settings(guild_id, private_by_default, keep_unanswered, timezone)!
-- Keep one server's settings, in place of what was there.
INSERT INTO guild_settings (guild_id, private_by_default, keep_unanswered, timezone)
VALUES (:guild_id, :private_by_default, :keep_unanswered, :timezone)
ON CONFLICT (guild_id) DO UPDATE SET
    private_by_default = excluded.private_by_default,
    keep_unanswered = excluded.keep_unanswered,
    timezone = excluded.timezone;

-- name: forget_guild_settings(guild_id)!
-- Drop one server's settings.
DELETE FROM guild_settings WHERE guild_id = :guild_id;
