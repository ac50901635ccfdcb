"""Sections for what a person should look at."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.digest.model import Cut, Difference, Doubts, Edit, Holder, Telling, Troubled, Unread
from extractor.digest.page import Item, Items, Line, Piece, Section
from extractor.digest.phrases import headline, joined, more_line, plain, quiet, section, source
from extractor.digest.words import Words
from extractor.knowledge.files import load_toml
from extractor.run.figures import money, number

_OPPOSED = Piece(" ↔ ", style="quiet")


def holders(holders: Cut[Holder], words: Words) -> Section | None:
    """People seen in an office for the first time, and whom they follow."""
    return section("holders", [Items(tuple(_holder(one, words) for one in holders.shown))], holders.more, words)


def _holder(one: Holder, words: Words) -> Item:
    area = None if one.area and one.body and one.area in one.body else one.area
    office = ", ".join(part for part in (one.title, one.body, area) if part)
    return Item(
        joined(
            (Piece(one.name, style="strong"),),
            plain(office),
            plain(words("follows", name=one.follows) if one.follows else None),
            quiet(words("seen", day=words.day(one.day)) if one.day else None),
        )
    )


def differences(differences: Cut[Difference], words: Words) -> Section | None:
    """What posts on one story tell differently, side by side."""
    items = tuple(_difference(one, words) for one in differences.shown)
    return section("differences", [Items(items)], differences.more, words, listed_by="differences")


def _difference(one: Difference, words: Words) -> Item:
    line: list[Piece] = [Piece(f"{words.named('differences', one.kind)}{_about(one, words)}: ")]
    for number_, side in enumerate(one.sides.shown):
        if number_:
            line.append(_OPPOSED)
        line.append(Piece(_value(one, side, words), style="strong"))
        line.extend(_tellers(side, words))
    return Item((Piece(one.title or words("untitled"), style="strong"),), ((*line, *more_line(one.sides.more, words)),))


def _about(one: Difference, words: Words) -> str:
    if one.kind == "amount" and one.what != "other":
        return f" ({words.named('amounts', one.what)})"
    if one.kind in ("date", "place"):
        return f" ({words.named('types', one.what)})"
    return ""


def _value(one: Difference, side: Telling, words: Words) -> str:
    """The value in words, or as it is where it is of a form that this program does not know."""
    try:
        if one.kind == "amount":
            return money(float(side.value))
        if one.kind == "quantity":
            return f"{number(float(side.value))}{load_toml('display.toml')['units'].get(one.what, '')}"
        if one.kind == "date":
            return words.day(side.value)
    except (ValueError, IndexError):
        return side.value
    return side.value


def _tellers(side: Telling, words: Words) -> Iterator[Piece]:
    yield Piece(" (", style="quiet")
    for number_, post in enumerate(side.posts.shown):
        yield from quiet(", ") if number_ else ()
        yield from source(post, words)
    yield from quiet(f", {words('more', n=side.posts.more)}") if side.posts.more else ()
    yield Piece(")", style="quiet")


def doubts(doubts: tuple[Doubts, ...], words: Words) -> Section | None:
    """Warnings by code: what is printed, what it was read as."""
    items = tuple(item for one in doubts for item in _doubts(one, words))
    more = sum(one.doubts.more for one in doubts if one.doubts.shown)  # of the others the number is told
    return section("doubts", [Items(items)], more, words, listed_by="warnings")


def _doubts(one: Doubts, words: Words) -> Iterator[Item]:
    under: list[Line] = []
    for doubt in one.doubts.shown:
        message = words.said(doubt.message)
        told = words("printed", text=doubt.text, message=message) if doubt.text else message
        under.append(joined(plain(told), source(doubt.post, words)))
    title = f"{words.named('warnings', one.code)}: {number(one.doubts.total)}"
    yield Item((Piece(title, style="strong" if under else "plain"),), tuple(under))


def edited(edits: Cut[Edit], words: Words) -> Section | None:
    """Edited posts and what changed in them."""
    return section("edited", [Items(tuple(_edit(one, words) for one in edits.shown))], edits.more, words)


def _edit(one: Edit, words: Words) -> Item:
    told = joined(
        plain(words("edited_title", title=one.title_before) if one.title_before else None),
        plain(words("edited_gone", figures=", ".join(one.gone)) if one.gone else None),
        plain(words("edited_come", figures=", ".join(one.come)) if one.come else None),
    )
    return Item(headline(one.post, words), (joined(told or quiet(words("edited_text")), quiet(one.post.outlet)),))


def unread(failures: Cut[Unread], words: Words) -> Section | None:
    """Posts that could not be read."""
    items = tuple(Item(plain(one.message)) for one in failures.shown)
    return section("unread", [Items(items)], failures.more, words)


def troubled(outlets: Cut[Troubled], words: Words) -> Section | None:
    """Outlets that are silent or could not be asked."""
    items = tuple(_outlet(one, words) for one in outlets.shown)
    return section("outlets", [Items(items)], outlets.more, words, listed_by="outlets")


def _outlet(one: Troubled, words: Words) -> Item:
    is_silent = one.health == "silent" and one.silent_days is not None
    state = words("silent_days", n=one.silent_days) if is_silent else words.named("health", one.health)
    return Item(
        joined((Piece(one.name, style="strong"),), plain(state), quiet(words.said(one.cause) if one.cause else None))
    )
