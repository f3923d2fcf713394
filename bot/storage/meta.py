"""What the program remembers about itself, as words under keys."""

from __future__ import annotations

from bot.storage.database import Database


class MetaStore:
    """A few short texts under keys, such as the fingerprint of the commands that Discord was given."""

    def __init__(self, database: Database) -> None:
        """Use an open database."""
        self._database = database

    async def get(self, key: str) -> str | None:
        """The text under ``key``, or None."""
        async with self._database.transaction() as connection:
            value: str | None = await self._database.sql.get_meta(connection, key=key)
        return value

    async def set(self, key: str, value: str) -> None:
        """Keep ``value`` under ``key``, in place of what was there."""
        async with self._database.transaction() as connection:
            await self._database.sql.set_meta(connection, key=key, value=value)
