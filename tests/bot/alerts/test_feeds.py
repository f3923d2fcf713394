"""Reading feeds: all kinds alike, whatever their faults, and nothing in them that could do harm."""

from __future__ import annotations

import calendar
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime

import feedparser  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.feed_model import MOST_ITEMS, Document, FeedError
from bot.alerts.feed_text import decoded, link_of, moment_of, text_of
from bot.alerts.feeds import read_feed
from bot.alerts.model import LONGEST_LINK, LONGEST_TEXT, LONGEST_TITLE
from tests.bot.alerts.made_up_feeds import KINDS, Entry, atom, bare_entries, entries, entry, json_feed, rss

ADDRESS = "https://example.org/news/feed.xml"


def read(body: bytes, kind: str = "") -> Document:
    return read_feed(body, kind, ADDRESS)


def refused(body: bytes) -> FeedError:
    with pytest.raises(FeedError) as told:
        read(body)
    return told.value


def items(inner: str, head: str = "") -> Document:
    return read(f"{head}<rss version='2.0'><channel><title>F</title>{inner}</channel></rss>".encode())


# -- all kinds alike


@pytest.mark.parametrize("kind", KINDS)
@given(told=st.lists(bare_entries, max_size=5))
def test_each_kind_says_the_same(kind: str, told: Sequence[Entry]) -> None:
    found = read(KINDS[kind](told))
    assert found.title == "Made up"
    assert len(found.items) == len(told)
    for item, one in zip(found.items, told, strict=True):
        assert (item.guid, item.title, item.published) == (one.guid, one.title, one.published)
        assert item.summary == (one.summary if one.summary != one.title else "")
        assert item.link == one.link


@pytest.mark.parametrize("kind", ["rss", "atom", "rdf"])
@given(told=st.lists(bare_entries, min_size=1, max_size=4))
def test_feedparser_reads_the_same_items(kind: str, told: Sequence[Entry]) -> None:
    body = KINDS[kind](told)
    theirs = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    ours = read(body)
    assert theirs.feed.title == ours.title
    assert [one.id for one in theirs.entries] == [item.guid for item in ours.items]
    assert [one.link for one in theirs.entries] == [item.link for item in ours.items]
    for one, item in zip(theirs.entries, ours.items, strict=True):
        assert text_of(one.title, LONGEST_TITLE) == item.title
        assert item.summary in {text_of(one.summary, LONGEST_TEXT), ""}
        parsed = one.get("published_parsed") or one["updated_parsed"]
        assert datetime.fromtimestamp(calendar.timegm(parsed), UTC) == item.published


def test_of_atoms_links_the_one_to_the_page_is_taken_and_made_whole() -> None:
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/deep/"><title type="html">'
        b'A &lt;b&gt;feed&lt;/b&gt;</title><entry><id>1</id><title type="xhtml"><div xmlns='
        b'"http://www.w3.org/1999/xhtml">Some <b>bold</b> words</div></title><link rel="enclosure" href="a.mp3"/>'
        b'<link rel="alternate" href="page.html"/><content type="html">&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;'
        b"</content><updated>2026-11-22T10:00:00+01:00</updated></entry></feed>"
    )
    found = read(body)
    (item,) = found.items
    assert found.title == "A feed"
    assert (item.title, item.summary) == ("Some bold words", "One Two")
    assert item.link == "https://example.org/deep/page.html"
    assert item.published == item.updated == datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_titles_of_pictures_and_links_of_comments_are_not_the_items() -> None:
    found = items(
        "<image><title>Logo</title><link>https://example.org/logo</link></image>"
        "<item xmlns:media='http://search.yahoo.com/mrss/' xmlns:atom='http://www.w3.org/2005/Atom'>"
        "<media:title>A picture</media:title><atom:link rel='self' href='https://example.org/self'/>"
        "<media:group><title>Deeper</title></media:group><title>The item</title><link>/page</link></item>"
    )
    assert found.title == "F"
    assert [(item.title, item.link) for item in found.items] == [("The item", "https://example.org/page")]


@pytest.mark.parametrize(
    ("inner", "link"),
    [
        ("<guid>https://example.org/1</guid>", "https://example.org/1"),
        ("<guid isPermaLink='false'>https://example.org/1</guid>", None),
        ("<guid>tag-1</guid>", None),
        ("<guid>/relative/1</guid>", "https://example.org/relative/1"),
    ],
)
def test_a_guid_is_a_link_where_it_says_so(inner: str, link: str | None) -> None:
    (item,) = items(f"<item><title>One</title>{inner}</item>").items
    assert item.link == link


def test_an_item_without_a_title_is_called_by_its_words_and_one_without_any_is_left_out() -> None:
    found = items("<item><description>Only words.</description></item><item><guid>2</guid></item>")
    assert [(item.title, item.summary) for item in found.items] == [("Only words.", "")]


@pytest.mark.parametrize(
    "told",
    [
        {"version": "https://jsonfeed.org/version/1", "items": [{"id": 7, "content_html": "<p>Seven</p>"}]},
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 7, "title": "Seven", "url": 5}]},
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "7", "title": "Seven"}, 8, None]},
    ],
)
def test_a_json_feed_may_leave_out_what_it_likes(told: dict[str, object]) -> None:
    (item,) = read(json_dumped(told)).items
    assert (item.guid, item.title, item.link) == ("7", "Seven", None)


def json_dumped(told: object) -> bytes:
    return json.dumps(told).encode()


# -- faults


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "nothing in it"),
        (b" \n ", "nothing in it"),
        (b"Hello", "no feed"),
        (b"<html><body>Hello</body></html>", "web page"),
        (b"<!DOCTYPE html><title>x</title><p>y", "web page"),
        (b"<opml version='2.0'><body/></opml>", "no feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no feed"),
        (b"{", "broken JSON"),
        (b"[1, 2]", "no JSON Feed"),
        (b'{"items": []}', "no JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000, "broken JSON"),
        (b"<rss><channel><item><title>x</rss>", "broken in line 1"),
        (b"<rss>" + b"<a>" * 500, "too deep"),
        (b"<rss>" + b"<a/>" * 250_000, "too long"),
        (b"<!DOCTYPE rss [<!ENTITY a 'aaaa'>]><rss><channel><item><title>&a;</title></item></channel></rss>", "entities"),
        (b"<!DOCTYPE rss [<!ATTLIST e a CDATA 'x'>]><rss/>", "declares"),
        ("<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss>&a;</rss>".encode("utf-16"), "entities"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused_with_words_for_people(body: bytes, words: str) -> None:
    assert words in str(refused(body))


def test_entities_never_unfold() -> None:
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 9))
    for before in ("", '<?xml version="1.0" encoding="utf-16"?>', '<?xml version="1.0"?>\n<!-- ha -->\n'):
        body = f"{before}<!DOCTYPE rss [<!ENTITY l0 'ha'>{laughs}]><rss><channel><item><title>&l8;</title></item></channel></rss>"
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"):
            assert "entities" in str(refused(body.encode(encoding)))


def test_a_document_type_without_declarations_is_fine() -> None:
    head = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    assert items("<item><title>One &nbsp; two</title></item>", head).items[0].title == "One two"


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ("<item><title>Fish & chips</title></item>", "Fish & chips"),
        ("<item><title>Caf&eacute;&nbsp;&mdash;&unheard;</title></item>", "Café —&unheard;"),
        ("<item><title>A&#0;B&#x1F;C&#xFFFFFF;&#65;</title></item>", "A B C A"),
        ("<item><title>A\x00\x0bB\ufffe</title></item>", "AB"),
        ("<item><title>One</title></item><item><title>Two</item>", "One"),
        ("<item><title>One</title></item>" + "<item><title>cut", "One"),
        ("<item><title><![CDATA[Fish & <b>chips</b>]]></title><link>/?a=1&b=2</link></item>", "Fish & chips"),
        ("<item><title>&lt;script&gt;alert(1)&lt;/script&gt;Safe</title></item>", "Safe"),
    ],
)
def test_broken_documents_are_read_as_far_as_they_make_sense(inner: str, title: str) -> None:
    found = items(inner)
    assert [item.title for item in found.items] == [title]


def test_a_link_in_cdata_stays_as_it_is_when_the_rest_is_mended() -> None:
    (item,) = items(
        "<item><title>a & b</title><link><![CDATA[https://example.org/?a=1&b=2]]></link></item>"
    ).items
    assert item.link == "https://example.org/?a=1&b=2"


def test_a_web_page_tells_which_feed_it_names() -> None:
    page = (
        b'<html><head><link rel="stylesheet" href="/style.css"><link rel=alternate type=application/rss+xml '
        b'href="/feeds/news?a=1&amp;b=2"><link rel="alternate" type="application/atom+xml" href="/atom"></head></html>'
    )
    assert refused(page).offered == "https://example.org/feeds/news?a=1&b=2"
    assert refused(b"<html></html>").offered is None


# -- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("claimed", ["", "text/xml; charset=iso-8859-1", "text/xml; charset=nonsense"])
def test_unicode_is_recognised_whatever_is_claimed(encoding: str, claimed: str) -> None:
    body = rss([entry(1, "Größe in Kyïv 中")]).decode().encode(encoding)
    assert read(body, claimed).items[0].title == "Größe in Kyïv 中"


@pytest.mark.parametrize(
    ("encoding", "title"),
    [("iso-8859-1", "Größe"), ("windows-1251", "Київ"), ("shift_jis", "東京"), ("iso-2022-jp", "東京"), ("koi8-r", "Москва")],
)  # fmt: skip
def test_older_encodings_are_read_where_they_are_declared(encoding: str, title: str) -> None:
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    body = rss([entry(1, title)], head=head).decode().encode(encoding)
    assert read(body).items[0].title == title
    unnamed = rss([entry(1, title)], head="").decode().encode(encoding)
    assert read(unnamed, f"text/xml; charset={encoding.upper()}").items[0].title == title


def test_a_few_broken_bytes_or_a_cut_letter_spoil_nothing_else() -> None:
    body = rss([entry(1, "Größe")], head='<?xml version="1.0" encoding="utf-8"?>')
    assert read(body.replace(b"</title><link>", b"\xff</title><link>")).items[0].title == "Größe\ufffd"
    assert decoded("größe".encode()[:-2]) == "grö"
    assert decoded("größe".encode("latin-1")) == "größe"


@pytest.mark.parametrize(
    "claimed", ["zip", "rot13", "punycode", "idna", "unicode_escape", "utf-7", "undefined", "x"]
)
def test_no_odd_codec_is_let_in(claimed: str) -> None:
    body = f'<?xml version="1.0" encoding="{claimed}"?><rss><channel/></rss>\xff'.encode("latin-1")
    assert decoded(body, f"text/xml; charset={claimed}").endswith("\xff")


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_are_some_text(body: bytes, claimed: str) -> None:
    assert isinstance(decoded(body, claimed), str)


# -- bounds, and nothing harmful


def test_long_feeds_and_texts_are_cut() -> None:
    found = read(
        rss([entry(n, "t" * 5_000, summary="s " * 20_000, guid=f"{n}-{'g' * 5_000}") for n in range(300)])
    )
    assert len(found.items) == MOST_ITEMS
    for item in found.items:
        assert (len(item.title), len(item.guid)) == (LONGEST_TITLE, 500)
        assert len(item.summary) <= LONGEST_TEXT
    assert len(read(json_feed([entry(n) for n in range(300)])).items) == MOST_ITEMS


@given(st.text(max_size=300))
def test_text_is_one_bounded_line_without_anything_unseen(markup: str) -> None:
    said = text_of(markup, 50)
    assert len(said) <= 50
    assert "\n" not in said
    assert not {"\x00", "\u202e", "\u200b", "\ufeff"} & set(said)


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<p>One</p><p>Two <b>th</b>ree</p>", "One Two three"),
        ("3 < 5 and 7 > 2", "3 < 5 and 7 > 2"),
        ("&lt;b&gt; &amp;amp; &#64;everyone", "<b> &amp; @everyone"),
        ("a<!-- b --><style>c</style><script>d", "a"),
        ("Tail <img src='x", "Tail"),
        ("\u202eevil\u202c\u0000", "evil"),
    ],
)
def test_markup_is_stripped(markup: str, said: str) -> None:
    assert text_of(markup, 100) == said


@pytest.mark.parametrize(
    "written",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.c", "https://un.org@evil.example/",
     "http://127.1/", "https://evil.example:22/", "http://[", "", "   ", "https://" + "a" * 600],
)  # fmt: skip
def test_links_that_are_none_are_left_out(written: str) -> None:
    assert link_of(written, ADDRESS) is None


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("../a b", "https://example.org/a%20b"),
        ("//example.net/é", "https://example.net/%C3%A9"),
        ("https://аpple.example/", "https://xn--pple-43d.example/"),
        (
            "https://example.org/a_(b)*c*`d`~~|[e]",
            "https://example.org/a_%28b%29%2Ac%2A%60d%60%7E%7E%7C%5Be%5D",
        ),
        (
            "https://example.org/)](https://evil.example/",
            "https://example.org/%29%5D%28https://evil.example/",
        ),
        ("https://example.org/#top", "https://example.org/"),
    ],
)
def test_links_are_whole_and_end_nothing_in_a_message(written: str, link: str) -> None:
    assert link_of(written, ADDRESS) == link


@given(st.text(max_size=80))
def test_whatever_is_written_as_a_link_is_harmless(written: str) -> None:
    link = link_of(written, ADDRESS)
    if link is not None:
        assert link.isascii()
        assert link.startswith(("https://", "http://"))
        assert not set("()<>[]`*~|\\ \n\"'@").intersection(
            link.split("/", 3)[2] if link.count("/") > 2 else link
        )
        assert not set("()<>[]`*~|\\ \n\"'").intersection(link)
        assert len(link) <= LONGEST_LINK * 3


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Sun, 22 Nov 2026 12:00:00 +0200", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("22 Nov 2026 12:00 GMT", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("2026-11-22T12:00:00Z", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("yesterday", None),
        ("9999-12-31T23:59:59-23:00", None),
        ("1" * 100, None),
        ("", None),
    ],
)
def test_dates_are_read_or_missing(written: str, moment: datetime | None) -> None:
    assert moment_of(written) == moment


@given(st.text(max_size=70))
def test_any_date_is_a_moment_or_none(written: str) -> None:
    moment = moment_of(written)
    assert moment is None or moment.tzinfo is UTC


# -- anything at all

pieces = st.sampled_from(
    [
        "<rss>", "</rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link href='", "'/>", "<feed>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;",
        "&#", "&x;", "&#x0;", "<?xml", "?>", "<!DOCTYPE", "[<!ENTITY a 'b'>]>", "xml:base='http://['", "<guid>", "{",
        '{"version":"https://jsonfeed.org/version/1","items":[', '{"title":"x","id":', "]}", "<description>", "\x00",
        "@everyone", "<pubDate>", "\ud83d", "é",
    ]
)  # fmt: skip


@given(
    st.lists(pieces | st.text(max_size=8), max_size=25).map("".join),
    st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
def test_of_any_document_comes_a_feed_or_a_feed_error(text: str, encoding: str) -> None:
    try:
        found = read(text.encode(encoding, "replace"))
    except FeedError:
        return
    for item in found.items:
        assert 0 < len(item.title) <= LONGEST_TITLE
        assert len(item.summary) <= LONGEST_TEXT


@given(st.binary(max_size=400))
def test_of_any_bytes_comes_a_feed_or_a_feed_error(body: bytes) -> None:
    try:
        read(body)
    except FeedError:
        return


@given(st.recursive(st.none() | st.integers() | st.floats() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "title", "url", "items", "date_published", "summary"]), inner, max_size=4)))  # fmt: skip
def test_of_any_json_comes_a_feed_or_a_feed_error(told: object) -> None:
    for whole in (
        told,
        {"version": "https://jsonfeed.org/version/1.1", "items": [told, {"title": told, "id": told}]},
    ):
        try:
            read(json_dumped(whole))
        except FeedError:
            continue


@given(st.lists(entries, max_size=3), st.integers(0, 2_000))
def test_a_feed_that_was_cut_off_gives_what_was_whole(given_entries: Sequence[Entry], cut: int) -> None:
    whole = read(atom(given_entries))
    try:
        found = read(atom(given_entries)[:cut])
    except FeedError:
        return
    assert found.items == whole.items[: len(found.items)]
