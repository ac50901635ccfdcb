"""A text as lines with a kind each, and hard-wrapped lines joined to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from extractor.documents.bylines import is_byline
from extractor.documents.datelines import DOMAIN, dateline_alone, is_outlet, opens_dateline
from extractor.documents.phrases import phrases
from extractor.documents.stamps import date_line

LONGEST_FURNITURE = 300
"""Characters; a longer line is prose whatever it begins with, unless it points to another post."""

LONGEST_WRAPPED = 120
"""Characters; no hard-wrapped line is longer."""


class Kind(Enum):
    """What a line is, as far as the line alone tells."""

    TEXT = "text"
    ITEM = "item of a list"
    DATE = "publication line"
    BYLINE = "by-line"
    MENU = "menu or breadcrumb"
    FURNITURE = "counter, share bar, advertising"
    RELATED = "pointer to another post"
    RELATED_HEADING = "heading over pointers to other posts"
    END = "after it nothing of the post follows"
    CAPTION = "caption"
    ADDRESS = "URL"
    PAGE = "page number"


@dataclass(frozen=True, slots=True)
class Line:
    """A line or a paragraph; `raw` keeps the runs of spaces that `text` has not; lines of one `block` adjoin."""

    text: str
    raw: str
    block: int
    kind: Kind


_ITEM = re.compile(r"(?:[-–—•*·▪►✓‣●○■◦➢➤]\s*|\d{1,2}[.)](?:\s+|(?=[A-Z]))|[a-z][.)]\s+)(?=\S)")
_BULLET = re.compile(r"[-–—•*·▪►✓‣●○■◦➢➤\s]+")
_EMPTY = re.compile(r"[\W\d_]*")
_ADDRESS = re.compile(
    r"(?:(?:url|link|tautan|sumber|source|alamat|read more)\s*:?\s*)?<?(https?://\S+?|www\.\S+?)>?\s*", re.I
)
_BARS = frozenset("»›|>•·/\\→:")
_HOME = re.compile(r"(?:home(?!\s?(?:indus|stay|care|visit|school|base))|beranda)\b", re.IGNORECASE)
_BUTTONS = re.compile(r"(?:\[ ?[^\[\]]{1,30}\]\s*){2,}")
_LOOSE_CRUMBS = re.compile(r"\s+[.~–—-]\s+|\s{2,}")
_CREDIT = re.compile(r"[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}/[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}")
_CRUMBS = re.compile(r"\s*[»›|>•·]\s*|\s+[/\\→]\s+|\s+::\s+")
_SENTENCE_END = re.compile(r"(?:[.!?…:;]|,-|[.,!?][\"”’'»]|[\"”])[)\]*]*$|[.!?]\s*\([^()]{1,30}\)$")
_WORD = re.compile(r"\S+")
SINGLE_DATELINE = re.compile(r"[A-Z][A-Z .,'’/()-]{2,60}?\s?(?:[–—]|--|\s-|-\s)")


def lines_of(text: str) -> list[Line]:
    """The lines of a cleaned text with their kinds; blank lines only part blocks."""
    found: list[Line] = []
    block = 0
    for raw in text.split("\n"):
        line = " ".join(raw.split()).strip(" |")
        if not line:
            block += 1
            continue
        found.append(Line(line, raw.strip(), block, kind_of(line, raw.strip())))
    return found


def kind_of(line: str, raw: str | None = None) -> Kind:
    """What a line is; `raw` is the same line with its runs of spaces."""
    known = phrases()
    bare = _BULLET.sub("", line, count=1) if line[0] in "-–—•*·▪►✓‣●○■◦➢➤" else line
    if not bare or _EMPTY.fullmatch(line[:LONGEST_FURNITURE]):
        return Kind.FURNITURE if date_line(raw or line) is None else Kind.DATE
    if len(line) > LONGEST_FURNITURE:
        pointer = known.related_line.match(line[:80]) is not None and len(line) < 2 * LONGEST_FURNITURE
        return (
            Kind.RELATED
            if pointer
            else Kind.CAPTION
            if known.caption_prefix.match(line) and len(line) < 600
            else Kind.TEXT
        )
    if len(line) > 40 and line[0].islower() and line[:4] not in ("http", "www.") and not _BARS.intersection(line):
        # the middle of a sentence, hard-wrapped, or "diposting Kamis 22 April 2021, dibaca 58 orang"
        return Kind.TEXT if date_line(raw or line) is None else Kind.DATE
    if any(pattern.fullmatch(bare) for pattern in known.pages) or known.page_bar.fullmatch(bare):
        return Kind.PAGE
    if known.related_heading.fullmatch(bare):
        return Kind.RELATED_HEADING
    if (related := known.related_line.fullmatch(line)) is not None:
        return Kind.RELATED if _EMPTY.fullmatch(related["teaser"]) is None else Kind.RELATED_HEADING
    if known.end.fullmatch(bare):
        return Kind.END
    if date_line(raw or line) is not None:
        return Kind.DATE
    if known.line.fullmatch(bare):
        return Kind.FURNITURE
    if is_byline(bare):
        return Kind.BYLINE
    if _ADDRESS.fullmatch(line):
        return Kind.ADDRESS
    if _is_menu(line) or _is_loose_menu(line, raw or line):
        return Kind.MENU
    if known.caption_prefix.match(line) or (_CREDIT.fullmatch(line) and any(map(is_outlet, line.split("/")))):
        return Kind.CAPTION
    return Kind.ITEM if _ITEM.match(line) else Kind.TEXT


def _is_menu(line: str) -> bool:
    """Short names between bars: "BERANDA | DAERAH | EKBIS", "Home » Luwu Raya", "BERITA UTAMA / BAUBAU"."""
    if not _BARS.intersection(line):
        return False
    crumbs = [crumb for crumb in _CRUMBS.split(line) if crumb]
    if len(crumbs) < 2 or line.endswith((".", "?", "!", ",")):
        return False
    lengths = [len(crumb.split()) for crumb in crumbs]
    if len(crumbs) == 2 and not re.search(r"[»›>]|^[^a-z]+$|\s/\s", line):
        return False
    if re.match(r"(?i)home\b|beranda\b", crumbs[0]):
        return True
    if (
        len(crumbs) >= 3
        and line.count("|") == len(crumbs) - 1
        and max(lengths) <= 5
        and sum(lengths) <= 3 * len(crumbs)
    ):
        return True  # no sentence has bars, so that small letters are no objection
    return (
        max(lengths) <= 4
        and sum(lengths) / len(lengths) <= 3
        and all(crumb[0].isupper() or crumb[0].isdigit() or DOMAIN.fullmatch(crumb) for crumb in crumbs)
    )


def address_in(line: str) -> str | None:
    """The URL that a line consists of."""
    match = _ADDRESS.fullmatch(line)
    return match[1].rstrip(".,;") if match else None


def _is_loose_menu(line: str, raw: str) -> bool:
    """Names in capitals without bars: "[ Home ] [ Hukum ]", "Beranda Potensi Berita", "Bima - Dompu - Woha - Sape"."""
    if line[0] == "[":
        return _BUTTONS.fullmatch(line) is not None
    if len(line) > 120 or not line[0].isupper() or line.endswith((".", "?", "!", ",")):
        return False
    home = _HOME.match(line) is not None
    words = line.split()
    if home and len(words) >= 3 and all(not word[0].isalpha() or word[0].isupper() for word in words):
        return True
    crumbs = _LOOSE_CRUMBS.split(raw)
    return (
        len(crumbs) >= (3 if home else 4)
        and max(len(crumb.split()) for crumb in crumbs) <= 4
        and all(crumb[:1].isupper() for crumb in crumbs)
        and not any(char.isdigit() for char in "".join(crumbs[:-1]))
    )


def ends_sentence(text: str) -> bool:
    """Does the text end as sentences do, or as the amount "Rp 5.000,-"?"""
    return _SENTENCE_END.search(text[-40:]) is not None


def capitalised(text: str) -> float:
    """Share of words of four letters and more that begin with a capital: high in headlines, low in sentences."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def paragraphs(lines: Sequence[Line]) -> list[Line]:
    """The lines with hard-wrapped ones joined.

    A text counts as hard-wrapped when lines often go on in small letters. There a line is joined to the one before it
    unless that ends a sentence although the next word would still have fitted on it; lists stay apart. In other texts
    only a line that begins in small letters is joined.
    """
    width = _wrap_width(lines)
    groups: list[list[Line]] = []
    head = True  # until the first sentence a line like "Bima, Kabar Tambora" is a dateline and stays alone
    for line in lines:
        if not groups:
            groups.append([line])
            continue
        group = groups[-1]
        head = head and not ends_sentence(group[-1].text)
        alone = head and _parts_dateline(group, line)
        opens = len(groups) < 2 or groups[-2][0].block != group[0].block
        if not alone and _goes_on(group[0], group[-1].text, line, width, opens=opens, head=head):
            group.append(line)
        else:
            groups.append([line])
    return [group[0] if len(group) == 1 else _joined(group) for group in groups]


def _parts_dateline(group: Sequence[Line], line: Line) -> bool:
    """Is what was gathered so far a dateline of its own, or does the line begin one with its outlet's domain?"""
    if opens_dateline(line.text):
        return True
    if len(group) > 2 or not line.text[0].isupper():
        return False
    return dateline_alone(" ".join(one.text for one in group)) is not None


def _joined(group: Sequence[Line]) -> Line:
    """One paragraph of several lines; a word hyphenated at the end of a line keeps its hyphen and loses the space."""
    parts = [group[0].text]
    for before, line in pairwise(group):
        hyphen = before.text.endswith("-") and not before.text.endswith(" -") and line.text[0].islower()
        parts.append(line.text if hyphen else f" {line.text}")
    text = "".join(parts)
    return replace(group[0], text=text, raw=text)


def _wrap_width(lines: Sequence[Line]) -> int | None:
    """The width at which a text was wrapped, in characters; `None` for a text that was not."""
    breaks = [
        (one.text, two.text)
        for one, two in pairwise(lines)
        if one.block == two.block
        and two.kind is Kind.TEXT
        and one.kind in (Kind.TEXT, Kind.ITEM, Kind.RELATED, Kind.CAPTION)
    ]
    evidence = [len(one) for one, two in breaks if two[0].islower() and len(one) <= LONGEST_WRAPPED]
    if len(evidence) < 2 or len(evidence) < 0.2 * len(breaks):
        return None
    return max(evidence)


def _goes_on(before: Line, last: str, line: Line, width: int | None, *, opens: bool, head: bool) -> bool:
    """Does `line` go on with the paragraph `before`, whose last printed line is `last`?

    `opens`: that paragraph opens its block; `head`: no sentence has ended yet.
    """
    if line.kind is not Kind.TEXT or line.block != before.block:
        return False
    if before.kind not in (Kind.TEXT, Kind.ITEM, Kind.RELATED, Kind.CAPTION) or SINGLE_DATELINE.match(line.text):
        return False
    if DOMAIN.fullmatch(last):
        return False
    if line.text.startswith(", ") and not ends_sentence(last):
        return True
    if last.isupper() and len(last.split()) >= (2 if head else 3) and not line.text.isupper():
        return False  # a masthead or a headline in capitals
    small = line.text[0].islower()
    if width is None:
        unfinished = (small and not ends_sentence(last)) or (last.endswith(",") and len(last) > 40)
        return unfinished and before.kind is not Kind.CAPTION
    first_word = _WORD.match(line.text)
    full = len(last) + 1 + len(first_word[0] if first_word else "") > width
    if len(last) > LONGEST_WRAPPED:
        return not ends_sentence(last)
    if before.kind is Kind.RELATED and (opens or last.endswith(",")):
        return True
    if ends_sentence(last) and phrases().abbreviation.search(last) is None:
        return full and before.kind is Kind.TEXT
    if before.kind is not Kind.TEXT:
        return full or small
    if head and not full and not small and len(last) < 0.6 * width:
        return False  # a masthead or its slogan: the next word would have fitted
    listed = len(last) < 0.6 * width and len(line.text) < 0.6 * width and not small
    return full or not listed


def words_in(lines: Iterable[Line]) -> int:
    """Words in all the lines."""
    return sum(len(line.text.split()) for line in lines)
