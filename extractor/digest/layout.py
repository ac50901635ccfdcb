"""A digest in words: one page, the same for terminal, Markdown, HTML and mail."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.digest.model import Ahead, Cut, Digest, Paid, Share, StoryLine, ToldFigures
from extractor.digest.page import Grid, Item, Items, Line, Page, Paragraph, Piece, Section
from extractor.digest.phrases import happened, headline, joined, plain, quiet, section, source, told_figures
from extractor.digest.to_check import differences, doubts, edited, holders, troubled, unread
from extractor.digest.words import Words
from extractor.run.figures import money, number

_SMALLEST_TABLE = 2  # rows; a table of one says nothing that its story does not


def page(digest: Digest, language: str = "id") -> Page:
    """The page of a digest.

    Raises:
        DigestError: there are no words in this language.
    """
    words = Words(language, digest.at.year)
    title, day = words("title"), words.moment("dated", digest.at)
    if digest.is_empty:
        nothing = words.moment("nothing_since", digest.since) if digest.since else words("nothing")
        return Page(language, title, day, (plain(nothing),), (), (), (), ())
    sections = (
        _stories(digest.stories, words),
        _ahead(digest.ahead, words),
        differences(digest.differences, words),
        _money(digest.paid, words),
        _shares(digest.provinces, words, "provinces"),
        _shares(digest.types, words, "types"),
        _targets(digest.figures, words),
        holders(digest.holders, words),
        doubts(digest.doubts, words),
        edited(digest.edited, words),
        unread(digest.unread, words),
        troubled(digest.outlets, words),
    )
    return Page(
        language,
        title,
        day,
        tuple(_intro(digest, words)),
        tuple(_figures(digest, words)),
        tuple(_notes(digest, words)),
        tuple(one for one in sections if one is not None),
        quiet(words("footer")),
    )


def _intro(digest: Digest, words: Words) -> Iterator[Line]:
    yield plain(words.moment("since", digest.since) if digest.since else words("since_ever"))
    if digest.areas:
        yield plain(words("areas", areas=", ".join(digest.areas)))


def _figures(digest: Digest, words: Words) -> Iterator[tuple[Piece, Piece]]:
    counts = digest.counts
    for key, count in (
        ("posts", counts.posts),
        ("outlets", counts.outlets),
        ("stories", counts.stories),
        ("events", counts.events),
    ):
        yield Piece(number(count), style="strong"), Piece(words(key, n=count))
    if digest.paid.total:
        yield Piece(_rounded(digest.paid.total), style="strong"), Piece(words("handed_over"))


def _notes(digest: Digest, words: Words) -> Iterator[Line]:
    counts = digest.counts
    told = (
        ("further", counts.further),
        ("edited_count", counts.edited),
        ("failed_count", counts.failed),
        ("aside", counts.aside),
    )
    yield from (quiet(words(key, n=count)) for key, count in told if count)


def _stories(stories: Cut[StoryLine], words: Words) -> Section | None:
    return section(
        "stories", [Items(tuple(_story(one, words) for one in stories.shown))], stories.more, words, listed_by="stories"
    )


def _story(one: StoryLine, words: Words) -> Item:
    star = (Piece("★"), Piece(" ")) if one.in_area else ()
    outlets = words("told_by", n=one.outlets) if one.outlets > 1 else one.post.outlet
    again = "" if one.is_new else words("again")
    return Item((*star, *headline(one.post, words)), (joined(happened(one.what, words), quiet(outlets), quiet(again)),))


def _ahead(ahead: Cut[Ahead], words: Words) -> Section | None:
    items = tuple(
        Item(joined(happened(one.what, words), source(one.post, words), quiet(words("new") if one.is_new else None)))
        for one in ahead.shown
    )
    return section("ahead", [Items(items)], ahead.more, words)


def _money(paid: Paid, words: Words) -> Section | None:
    blocks: list[Paragraph | Items | Grid] = []
    if paid.stories:
        blocks.append(Paragraph(plain(words("paid", n=paid.stories, sum=_rounded(paid.total)))))
    if paid.hedged:
        blocks.append(Paragraph(quiet(words("hedged", n=paid.hedged))))
    if paid.reports.shown:
        blocks.append(Paragraph(plain(words("reports"))))
        blocks.append(Items(tuple(told_figures(one, words, with_kind=False) for one in paid.reports.shown)))
    return section("money", blocks, paid.reports.more, words)


def _shares(shares: Cut[Share], words: Words, what: str) -> Section | None:
    """Stories, posts and money by province or type of event."""
    if shares.total < _SMALLEST_TABLE:
        return None
    by_type = what == "types"
    heads = ("column_type" if by_type else "column_province", "column_stories", "column_posts", "column_paid")
    rows = tuple(
        (
            Piece(_named(one, words, by_type=by_type)),
            Piece(number(one.stories)),
            Piece(number(one.posts)),
            Piece(_rounded(one.paid) if one.paid else ""),
        )
        for one in shares.shown
    )
    width = len(heads) - by_type  # money is handed over in one type of event: no column for it
    grid = Grid(tuple(Piece(words(key)) for key in heads[:width]), tuple(row[:width] for row in rows))
    return section(what, [grid], shares.more, words)


def _named(one: Share, words: Words, *, by_type: bool) -> str:
    if by_type:
        return words.named("types", one.key) if one.key else words("no_type")
    return one.name or one.key or words("no_province")


def _targets(figures: Cut[ToldFigures], words: Words) -> Section | None:
    items = tuple(told_figures(one, words, with_kind=True) for one in figures.shown)
    return section("figures", [Items(items)], figures.more, words)


def _rounded(value: int) -> str:
    """A sum to three figures, downwards, since it stands for "at least": 1234567890 is "Rp 1,23 miliar"."""
    power = max(0, len(str(value)) - 3)
    return money(value // 10**power * 10**power)
