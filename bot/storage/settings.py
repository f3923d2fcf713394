"""What a server's managers chose: read from memory, so that no reply waits for the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """One server's choices; the defaults hold for servers that chose nothing, and in direct messages."""

    private_by_default: bool = False
    """Answers are shown to the person who asked alone, unless they say otherwise."""
    keep_unanswered: bool = False
    """Questions that the report does not answer are kept, without who asked."""
    timezone: str = "UTC"
    """The zone in which times are meant where nothing else is said: an IANA name."""


DEFAULTS = GuildSettings()


class SettingsStore:
    """Every server's settings, all held in memory and written through to the database."""

    def __init__(self, database: Database, held: dict[int, GuildSettings]) -> None:
        """Use ``SettingsStore.load``, which reads what is stored."""
        self._database = database
        self._held = held

    @classmethod
    async def load(cls, database: Database) -> SettingsStore:
        """Read every server's settings into memory (a hundred thousand servers take some 20 MB)."""
        async with database.transaction() as connection:
            held = {
                guild_id: GuildSettings(bool(private), bool(keep), timezone)
                async for guild_id, private, keep, timezone in database.sql.all_guild_settings(connection)
            }
        return cls(database, held)

    def get(self, guild_id: int | None) -> GuildSettings:
        """The settings of a server, or the defaults: also for None, which means a direct message."""
        return DEFAULTS if guild_id is None else self._held.get(guild_id, DEFAULTS)

    async def set(self, guild_id: int, settings: GuildSettings) -> None:
        """Keep a server's settings; a server that stops keeping questions has the kept ones erased."""
        committed = partial(self._held.__setitem__, guild_id, settings)
        async with self._database.transaction(committed=committed) as connection:
            await self._database.sql.set_guild_settings(
                connection,
                guild_id=guild_id,
                private_by_default=int(settings.private_by_default),
                keep_unanswered=int(settings.keep_unanswered),
                timezone=settings.timezone,
            )
            if not settings.keep_unanswered:
                await self._database.sql.forget_questions_of(connection, guild_id=guild_id)

    def forget(self, guild_id: int) -> None:
        """Drop a server's settings from memory, after they were deleted from the database."""
        self._held.pop(guild_id, None)
