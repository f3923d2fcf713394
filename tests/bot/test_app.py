"""What the bot has ready before the first person comes."""

from __future__ import annotations

from pathlib import Path

import pytest

import knowledge.answer
import knowledge.reference
from bot.app import open_services
from bot.config import Config, Database


async def test_the_first_suggestion_finds_all_that_it_needs_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_services(Config(database=Database(path=tmp_path / "r2p.sqlite3"))) as services:

        def too_late(*_: object) -> None:
            raise AssertionError("built while a person waits")

        monkeypatch.setattr(knowledge.answer, "Suggester", too_late)
        monkeypatch.setattr(knowledge.reference, "Suggester", too_late)
        assert services.answerer.suggest("focal points")
        assert knowledge.reference.suggest(services.library, "para 6")
