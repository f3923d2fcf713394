"""Following feeds: every item once, whatever its feed does; politely; one feed's trouble is its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.alerts.intake import FEED
from bot.alerts.model import Act, AlertSettings, Severity
from bot.alerts.poll import MOST_FAILURES
from bot.alerts.rule_input import Wish
from bot.errors import UserError
from bot.posting.model import Nothing, Post, State
from bot.storage import feeds as storage
from tests.bot.alerts.made_up_feeds import entry
from tests.bot.alerts.publisher import (
    CHANNEL,
    INTERVAL,
    OWNER,
    Publisher,
    Reader,
    moment,
    publishing,
    reading,
)
from tests.bot.posting.fakes import CREATOR, GUILD, FakeDiscord, Watch

OTHER = 78


@pytest.fixture
async def publisher() -> AsyncIterator[Publisher]:
    async with publishing() as opened:
        opened.put([])
        yield opened


@pytest.fixture
async def reader(tmp_path: Path, publisher: Publisher) -> AsyncIterator[Reader]:
    async with reading(tmp_path / "r2p.sqlite3", Watch(), publisher) as opened:
        yield opened


OLD = [entry(1, "urgent: an old one"), entry(2, "concern: another old one")]
NEW = entry(3, "urgent: a new one in Sudan", summary="With some words.")


# -- each item once


async def test_what_is_there_at_first_counts_as_seen_and_what_comes_is_raised_once(
    reader: Reader, publisher: Publisher
) -> None:
    publisher.put(OLD)
    feed = await reader.follow(publisher.at())
    await reader.poll()
    assert await reader.raised() == []
    publisher.put([NEW, *OLD])
    for _ in range(3):
        await reader.poll()
    (alert,) = await reader.raised()
    assert (alert.title, alert.text, alert.link) == (NEW.title, NEW.summary, NEW.link)
    assert (alert.severity, alert.feed_id, alert.raised_by) == (Severity.URGENT, feed.id, None)
    assert (alert.reading.countries, alert.reading.because) == (("SDN",), ("It says “urgent”.",))
    assert [each.target for each in await reader.owed("alert") if each.key == "raise"] == [CHANNEL]
    assert (await reader.feed(feed)).counts.raised == 1


async def test_an_unchanged_feed_is_asked_for_and_not_read_again(
    reader: Reader, publisher: Publisher
) -> None:
    publisher.put(OLD)
    feed = await reader.follow(publisher.at())
    await reader.poll()
    first, second = publisher.server.asked("if-none-match")
    assert first is None
    assert second == (await reader.feed(feed)).etag
    assert (await reader.feed(feed)).succeeded_at == reader.clock.now
    assert reader.signals.read_items == 0


async def test_only_what_is_new_or_raised_is_weighed(reader: Reader, publisher: Publisher) -> None:
    publisher.put(OLD)
    await reader.follow(publisher.at())
    publisher.put([NEW, *OLD])
    await reader.poll()
    publisher.put([NEW, replace(OLD[0], summary="More words."), OLD[1]])
    await reader.poll()
    assert reader.signals.read_items == 1


@pytest.mark.parametrize(
    "change",
    [
        {"guid": "another-name"},
        {"link": "https://example.org/elsewhere?utm_source=feed"},
        {"published": moment(20)},
        {"guid": "another-name", "published": moment(20)},
        {"guid": "another-name", "link": "https://example.org/elsewhere"},
        {"link": "https://example.org/elsewhere", "published": moment(20)},
        {"title": "urgent: a new one in Sudan, told anew", "guid": "another-name"},
        {"title": "urgent: a new one in Sudan, told anew", "link": "https://example.org/elsewhere"},
    ],
    ids="+".join,
)
async def test_an_item_that_changes_its_name_link_or_date_is_not_raised_again(
    reader: Reader, publisher: Publisher, change: dict[str, Any]
) -> None:
    await reader.follow(publisher.at())
    publisher.put([NEW])
    await reader.poll()
    publisher.put([replace(NEW, **change)])
    await reader.poll()
    # … and what it is called now is remembered as well as what it was called before.
    publisher.put([replace(NEW, **change, summary="Other words.")])
    await reader.poll()
    publisher.put([NEW])
    await reader.poll()
    (alert,) = await reader.raised()
    assert alert.flags == 1
    assert len([each for each in await reader.owed("alert") if each.key == "raise"]) == 1


async def test_what_leaves_and_comes_back_is_not_raised_again(reader: Reader, publisher: Publisher) -> None:
    await reader.follow(publisher.at())
    for entries in ([NEW], [], [NEW], [entry(9)], [NEW]):
        publisher.put(entries)
        await reader.poll(timedelta(days=20))
    assert len(await reader.raised()) == 1


async def test_changed_words_change_the_alert_and_post_nothing(reader: Reader, publisher: Publisher) -> None:
    await reader.follow(publisher.at())
    publisher.put([replace(NEW, title="concern: a new one")])
    await reader.poll()
    publisher.put([replace(NEW, title="urgent: a graver one", summary="More is known.")])
    await reader.poll()
    (alert,) = await reader.raised()
    assert (alert.title, alert.text, alert.revision) == ("urgent: a graver one", "More is known.", 2)
    assert alert.severity is Severity.CONCERN, "that is for people to change"
    assert alert.reading.severity is Severity.URGENT
    *_, last = await reader.alerts.history(alert.id)
    assert (last.act, last.by, last.detail) == (Act.UPDATED, None, "suggests urgent")
    assert len(await reader.owed("alert")) == 1
    await reader.poll()
    assert (await reader.alerts.get(alert.id)).revision == 2


@pytest.mark.parametrize("closed", [True, False])
async def test_what_is_closed_or_somebody_elses_stays_as_it_is(
    reader: Reader, publisher: Publisher, *, closed: bool
) -> None:
    feed = await reader.follow(publisher.at())
    publisher.put([NEW])
    await reader.poll()
    (alert,) = await reader.raised()
    if closed:
        await reader.alerts.act(alert.id, CREATOR, Act.RESOLVED, reader.clock.now, words="seen to")
    else:
        async with reader.database.transaction() as connection:
            await connection.execute("UPDATE alerts SET feed_id = NULL, raised_by = ?", (CREATOR,))
    publisher.put([replace(NEW, summary="More is known.")])
    await reader.poll()
    assert (await reader.alerts.get(alert.id)).text == NEW.summary
    assert (await reader.feed(feed)).failures == 0


async def test_items_that_share_their_link_or_name_are_told_apart(
    reader: Reader, publisher: Publisher
) -> None:
    home = "https://example.org/"
    await reader.follow(publisher.at())
    publisher.put([entry(1, "urgent: one thing happened here", link=home, guid="same")])
    await reader.poll()
    shared = [
        entry(2, "urgent: quite another thing took place", link=f"{home}live", guid="same"),
        entry(3, "urgent: some other thing is happening now", link=f"{home}live", guid="same"),
        entry(4, "urgent: a third thing entirely, far away", link=home, guid="same"),
    ]
    publisher.put([*shared, *shared])
    await reader.poll()
    assert [alert.title for alert in await reader.raised()] == [
        "urgent: one thing happened here",
        *(each.title for each in shared),
    ]
    assert [alert.link for alert in await reader.raised()] == [None] * 4


async def test_what_an_alert_is_about_already_is_added_to_it(reader: Reader, publisher: Publisher) -> None:
    first = await reader.follow(publisher.at())
    publisher.put([], "/other")
    second = await reader.follow(publisher.at("/other"))
    publisher.put([NEW])
    await reader.poll()
    await reader.poll(timedelta(0))
    publisher.put([replace(NEW, guid="theirs", title="urgent: in their words")], "/other")
    await reader.poll()
    await reader.poll(timedelta(0))
    (alert,) = await reader.raised()
    assert alert.flags == 2
    found = [(await reader.feed(feed)).counts for feed in (first, second)]
    assert [(each.raised, each.joined) for each in found] == [(1, 0), (0, 1)]
    # What the second feed says later changes nothing in the first one's alert.
    publisher.put([replace(NEW, guid="theirs", title="urgent: in yet other words")], "/other")
    await reader.poll()
    await reader.poll(timedelta(0))
    assert (await reader.raised())[0].title == NEW.title


async def test_what_is_muted_is_counted_and_not_posted(reader: Reader, publisher: Publisher) -> None:
    feed = await reader.follow(publisher.at())
    publisher.put([NEW])
    await reader.poll()
    (alert,) = await reader.raised()
    await reader.alerts.act(alert.id, CREATOR, Act.MUTED, reader.clock.now, days=7)
    publisher.put([NEW, entry(5, "urgent: a new one in the Sudan", summary=NEW.summary)])
    await reader.poll()
    assert len([each for each in await reader.owed("alert") if each.key == "raise"]) == 1
    assert (await reader.feed(feed)).counts.joined == 1


# -- the line


@pytest.mark.parametrize(
    ("rules", "titles"),
    [
        ({}, ["urgent: camp in Sudan", "concern: film about a camp"]),
        ({"least": "urgent"}, ["urgent: camp in Sudan"]),
        ({"least": "watch", "score": 95}, []),
        ({"least": "watch", "score": 1},
         ["urgent: camp in Sudan", "concern: film about a camp", "watch: a vote", "a football match"]),
        ({"countries": "sudan"}, ["urgent: camp in Sudan"]),
        ({"countries": "Chad"}, []),
        ({"words": "camp, school"}, ["urgent: camp in Sudan", "concern: film about a camp"]),
        ({"words": "cam"}, []),
        ({"without": "film"}, ["urgent: camp in Sudan"]),
    ],
)  # fmt: skip
async def test_the_rules_say_what_is_raised_and_the_rest_is_counted(
    reader: Reader, publisher: Publisher, rules: dict[str, Any], titles: list[str]
) -> None:
    feed = await reader.follow(publisher.at(), **rules)
    named = ["urgent: camp in Sudan", "concern: film about a camp", "watch: a vote", "a football match"]
    publisher.put([entry(number, title) for number, title in enumerate(named)])
    await reader.poll()
    assert sorted(alert.title for alert in await reader.raised()) == sorted(titles[:3])
    counts = (await reader.feed(feed)).counts
    assert counts.below == 4 - len(titles)
    assert counts.raised + counts.summed == len(titles)


async def test_the_gravest_are_raised_and_the_rest_is_named_in_one_line(
    reader: Reader, publisher: Publisher
) -> None:
    feed = await reader.follow(publisher.at(), least="watch")
    grave = [f"{'urgent' if n % 4 == 0 else 'watch'}: item number {n} of many" for n in range(12)]
    publisher.put([entry(n, title) for n, title in enumerate(grave)])
    await reader.poll()
    await reader.poll()
    assert {alert.title for alert in await reader.raised()} == {each for each in grave if "urgent" in each}
    (line,) = await reader.owed(FEED)
    assert (line.key, line.target, line.guild_id) == ("rest", CHANNEL, GUILD)
    assert (await reader.feed(feed)).counts.summed == 9
    discord = FakeDiscord(reader.clock)
    await reader.posting.deliver(discord)
    (line,) = await reader.owed(FEED)
    assert line.state is State.SENT


async def test_a_line_about_a_feed_that_was_removed_is_not_posted(
    reader: Reader, publisher: Publisher
) -> None:
    feed = await reader.follow(publisher.at())
    publisher.put([entry(n, f"urgent: item number {n} of many") for n in range(5)])
    await reader.poll()
    await reader.feeds.remove(feed)
    await reader.posting.deliver(FakeDiscord(reader.clock))
    (line,) = await reader.owed(FEED)
    assert (line.state, line.error) == (State.SKIPPED, "the feed was removed")
    assert len(await reader.raised()) == 3, "its alerts stay"


# -- politeness


async def test_a_feed_is_not_asked_for_before_its_time(reader: Reader, publisher: Publisher) -> None:
    await reader.follow(publisher.at())
    assert await reader.poll(INTERVAL * 0.8) == 0
    assert await reader.poll(INTERVAL * 0.4) == 1
    assert len(publisher.asked) == 2


async def test_one_address_is_fetched_once_for_all_servers(reader: Reader, publisher: Publisher) -> None:
    feeds = [await reader.follow(publisher.at(), guild) for guild in (GUILD, OTHER)]
    publisher.server.heads.clear()
    publisher.put([NEW])
    assert await reader.poll() == 1
    assert publisher.asked == ["/feed"]
    assert [len(await reader.raised(guild)) for guild in (GUILD, OTHER)] == [1, 1]
    assert {(await reader.feed(feed)).next_poll > reader.clock.now for feed in feeds} == {True}


async def test_a_host_is_asked_for_one_thing_in_a_round(reader: Reader, publisher: Publisher) -> None:
    for path in ("/feed", "/one", "/two"):
        publisher.put([], path)
        await reader.follow(publisher.at(path))
    publisher.server.heads.clear()
    assert await reader.poll() == 1
    assert [await reader.poll(timedelta(seconds=10)) for _ in range(3)] == [1, 1, 0]
    assert sorted(publisher.asked) == ["/feed", "/one", "/two"]


async def test_a_host_with_many_addresses_leaves_room_for_others(
    tmp_path: Path, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.alerts.poll._MOST_HOSTS", 2)
    async with (
        publishing("127.0.0.2") as second,
        reading(tmp_path / "many.sqlite3", Watch(), publisher, second) as reader,
    ):
        for path in ("/feed", "/one", "/two"):
            publisher.put([], path)
            await reader.follow(publisher.at(path))
        reader.clock.turn(seconds=60)  # so the other one falls due last
        second.put([])
        await reader.follow(second.at())
        second.server.heads.clear()
        assert await reader.poll() == 2
        assert second.asked == ["/feed"]


async def test_hosts_do_not_wait_for_each_other(tmp_path: Path, publisher: Publisher) -> None:
    async with (
        publishing("127.0.0.2") as second,
        reading(tmp_path / "both.sqlite3", Watch(), publisher, second) as reader,
    ):
        for each in (publisher, second):
            each.put([])
            await reader.follow(each.at())
        publisher.fail()
        second.put([NEW])
        assert await reader.poll() == 2
        assert len(await reader.raised()) == 1


async def test_a_busy_server_is_left_alone_as_long_as_it_asks(reader: Reader, publisher: Publisher) -> None:
    feed = await reader.follow(publisher.at())
    publisher.fail(429, retry_after="7200")
    await reader.poll()
    assert (await reader.feed(feed)).next_poll == reader.clock.now + timedelta(hours=2)
    publisher.fail(503, retry_after="99999999999")
    await reader.poll(timedelta(hours=2))
    assert (await reader.feed(feed)).next_poll == reader.clock.now + timedelta(days=1)


async def test_a_server_without_alerts_or_without_the_bot_is_not_looked_at_for(
    reader: Reader, publisher: Publisher
) -> None:
    await reader.follow(publisher.at(), 404)
    await reader.follow(publisher.at(), GUILD)
    await reader.alerts.choices.set(GUILD, AlertSettings(channel_id=None))
    publisher.server.heads.clear()
    assert await reader.poll() == 0
    assert publisher.asked == []
    await reader.alerts.choices.set(GUILD, AlertSettings(channel_id=CHANNEL.id))
    assert await reader.poll() == 1


# -- trouble


async def test_a_feed_that_fails_is_tried_ever_more_rarely_and_paused_with_one_notice(
    reader: Reader, publisher: Publisher
) -> None:
    feed = await reader.follow(publisher.at())
    publisher.fail(500)
    waits = []
    for _ in range(MOST_FAILURES - 1):
        await reader.poll((await reader.feed(feed)).next_poll - reader.clock.now)
        waits.append((await reader.feed(feed)).next_poll - reader.clock.now)
    assert waits[0] > INTERVAL * 1.7
    assert all(later > sooner * 1.5 for sooner, later in pairwise(waits[:6]))
    assert waits[-1] <= timedelta(days=1.1)
    assert await reader.owed("notice") == []
    await reader.poll(timedelta(days=2))
    halted = await reader.feed(feed)
    assert halted.paused_reason is not None
    assert f"{MOST_FAILURES} times in a row" in halted.paused_reason
    assert "HTTP status 500" in halted.paused_reason
    for _ in range(2):
        assert await reader.poll(timedelta(days=2)) == 0
    (notice,) = await reader.owed("notice")
    assert notice.target == OWNER or notice.target.id == CREATOR
    made = await reader.posting._kinds["notice"].compose(notice, reader.clock.now)  # noqa: SLF001 - as the courier does
    assert isinstance(made, Post)


async def test_a_paused_feed_goes_on_after_a_press_and_a_late_notice_is_not_sent(
    reader: Reader, publisher: Publisher
) -> None:
    feed = await reader.follow(publisher.at())
    publisher.fail(404)
    for _ in range(MOST_FAILURES):
        await reader.poll(timedelta(days=2))
    publisher.put([NEW])
    resumed = await reader.feeds.resume(await reader.feed(feed))
    assert (resumed.paused_reason, resumed.failures) == (None, 0)
    assert await reader.poll(timedelta(0)) == 1
    assert len(await reader.raised()) == 1
    (notice,) = await reader.owed("notice")
    made = await reader.posting._kinds["notice"].compose(notice, reader.clock.now)  # noqa: SLF001 - likewise
    assert made == Nothing("mended meanwhile")


async def test_a_success_forgives_all_failures(reader: Reader, publisher: Publisher) -> None:
    feed = await reader.follow(publisher.at())
    for _ in range(3):
        publisher.fail(500)
        for _ in range(MOST_FAILURES - 1):
            await reader.poll(timedelta(days=2))
        assert (await reader.feed(feed)).failures == MOST_FAILURES - 1
        publisher.put([])
        await reader.poll(timedelta(days=2))
        standing = await reader.feed(feed)
        assert (standing.failures, standing.trouble, standing.paused_reason) == (0, None, None)


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<rss><b>&", b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n\r\n"],
)  # fmt: skip
async def test_whatever_a_feed_answers_it_keeps_what_it_was(
    reader: Reader, publisher: Publisher, answer: bytes
) -> None:
    publisher.put(OLD)
    feed = await reader.follow(publisher.at())
    publisher.answers["/feed"] = answer
    await reader.poll()
    assert (await reader.feed(feed)).failures == 1
    publisher.put([NEW, *OLD])
    await reader.poll(timedelta(hours=2))
    assert [alert.title for alert in await reader.raised()] == [NEW.title]


async def test_one_feeds_fault_is_its_own(
    reader: Reader, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = [await reader.follow(publisher.at(), guild) for guild in (GUILD, OTHER)]
    publisher.put([NEW])
    raising = reader.alerts.raise_in

    async def broken(connection: Any, flag: Any, now: Any) -> Any:
        if flag.guild_id == GUILD:
            raise RuntimeError("made up")
        return await raising(connection, flag, now)

    with monkeypatch.context() as patch:
        patch.setattr(reader.alerts, "raise_in", broken)
        await reader.poll()
    assert [len(await reader.raised(guild)) for guild in (GUILD, OTHER)] == [0, 1]
    assert [(await reader.feed(feed)).failures for feed in feeds] == [1, 0]
    await reader.poll(timedelta(hours=1))
    assert [len(await reader.raised(guild)) for guild in (GUILD, OTHER)] == [1, 1]


async def test_a_feed_that_is_paused_or_removed_while_it_is_looked_at_raises_nothing(
    reader: Reader, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for end in (reader.feeds.pause, reader.feeds.remove):
        publisher.put([])
        feed = await reader.follow(publisher.at())
        publisher.put([NEW])
        looking = reader.feeds.poller._looker.look  # noqa: SLF001 - the moment to come between

        async def look(
            *args: Any, looking: Any = looking, end: Any = end, feed: Any = feed, **more: Any
        ) -> Any:
            found = await looking(*args, **more)
            await end(feed)
            return found

        with monkeypatch.context() as patch:
            patch.setattr(reader.feeds.poller._looker, "look", look)  # noqa: SLF001 - likewise
            await reader.poll()
        assert await reader.raised() == []
        if end == reader.feeds.pause:
            await reader.feeds.remove(feed)


async def test_what_is_remembered_is_bounded(
    reader: Reader, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "MOST_KEPT", 30)
    feed = await reader.follow(publisher.at())
    for batch in range(6):
        publisher.put([entry(batch * 10 + n) for n in range(10)])
        await reader.poll()
    async with reader.database.transaction() as connection:
        for table, most in (("feed_items", 30), ("feed_keys", 120)):
            (count,) = await (await connection.execute(f"SELECT count(*) FROM {table}")).fetchone()  # type: ignore[misc]  # noqa: S608 - our own tables
            assert 0 < count <= most
    await reader.feeds.remove(feed)
    async with reader.database.transaction() as connection:
        for table in ("feed_items", "feed_keys", "feed_rests"):
            (count,) = await (await connection.execute(f"SELECT count(*) FROM {table}")).fetchone()  # type: ignore[misc]  # noqa: S608 - likewise
            assert count == 0


# -- managers


async def test_a_feed_is_read_when_it_is_added_and_refused_with_words_if_it_cannot_be(
    reader: Reader, publisher: Publisher
) -> None:
    await reader.alerts.choices.set(GUILD, AlertSettings(channel_id=CHANNEL.id))
    publisher.fail(404, "/gone")
    publisher.answers["/page"] = (
        b'HTTP/1.1 200 OK\r\n\r\n<html><link rel="alternate" type="application/rss+xml" href="/feed"></html>'
    )
    for address, words in (
        ("example.org", "Give one such as https://"),
        ("http://10.0.0.1/", "private or local network"),
        (publisher.at("/gone"), "nothing at that address"),
        (publisher.at("/page"), f"names a feed: `{publisher.at()}`"),
    ):
        with pytest.raises(UserError) as told:
            await reader.follow(address)
        assert words in str(told.value)
    assert await reader.feeds.of(GUILD) == []


async def test_alerts_come_before_feeds_and_twenty_are_enough(reader: Reader, publisher: Publisher) -> None:
    with pytest.raises(UserError, match="Set up alerts first"):
        await reader.feeds.add(GUILD, publisher.at(), Wish(), CREATOR)
    for number in range(20):
        publisher.put([], f"/{number}")
        await reader.follow(publisher.at(f"/{number}"))
    with pytest.raises(UserError, match="20 feeds"):
        await reader.follow(publisher.at())


async def test_adding_again_changes_the_rules_and_nothing_else(reader: Reader, publisher: Publisher) -> None:
    publisher.put(OLD)
    feed = await reader.follow(publisher.at(), least="urgent", words="camp")
    again = await reader.follow(publisher.at(), words="-", without="film")
    assert again.id == feed.id
    assert again.rules == replace(feed.rules, words=(), without=("film",))
    assert (await reader.feed(feed)).rules == again.rules
    assert len(publisher.asked) == 1


async def test_a_test_tells_and_does_nothing(reader: Reader, publisher: Publisher) -> None:
    publisher.put([NEW, entry(7, "a football match")])
    given = await reader.feeds.test(GUILD, publisher.at(), Wish())
    assert [each.against for each in given.judged] == ["", "not about the report's subject (score 5 %)"]
    feed = await reader.follow(publisher.at(), least="urgent", words="camp")
    for typed in (str(feed.id), publisher.at()):
        given = await reader.feeds.test(GUILD, typed, Wish())
        assert given.judged[0].against == "has none of the words that are asked for"
    assert (await reader.feeds.test(GUILD, publisher.at(), Wish(words="new"))).judged[0].against == ""
    assert await reader.raised() == []
    assert (await reader.feed(feed)).rules == feed.rules
    publisher.put([])
    with pytest.raises(UserError, match="nothing in it"):
        await reader.feeds.test(GUILD, publisher.at(), Wish())


async def test_a_feed_of_another_server_is_none(reader: Reader, publisher: Publisher) -> None:
    feed = await reader.follow(publisher.at())
    for guild, written in ((OTHER, str(feed.id)), (GUILD, "nonsense"), (GUILD, "999")):
        with pytest.raises(UserError):
            await reader.feeds.get(guild, written)
