"""Outlets that the head of a page names: in its dateline, its masthead, beside the date, in the credit of a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from extractor.documents.datelines import DOMAIN, Dateline, is_outlet
from extractor.documents.lines import Kind, Line
from extractor.documents.phrases import phrases
from extractor.knowledge.outlets import name_key, outlets

LONGEST_NAME = 4
"""Words of an outlet's name."""

MOST_LINES = 200
"""Lines of a head that are searched for names."""

_TOP_LEVEL = re.compile(r"\s+(?:\.|dot\s)\s*(?:com|net|id|co)\b.*$", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|•»›>]\s*|\s{2,}|\s+[–—-]\s+|,\s+")
_CREDIT = re.compile(r"[(\[]?(?:foto\s*:?\s*)?([^()\[\]:]*/[^()\[\]]*)[)\]]?\s*\.?$", re.IGNORECASE)
_OWNER = re.compile(
    r"(?:copyright|©|\(c\)|hak cipta)[\s©]*(?:\d{4}\s)?\s*(?P<name>(?-i:[A-Z]\w*(?:\.\w{2,5})*(?: [A-Z]\w*){0,3}))",
    re.IGNORECASE,
)


class HeadOfPage(Protocol):
    """What is known of the head so far."""

    title: str | None
    body: int
    dateline: Dateline | None
    captions: list[Line]


def outlets_of_page(paragraphs: Sequence[Line], head: HeadOfPage) -> list[str]:
    """The outlets named, the most trustworthy first.

    The dateline goes first. Where it prints initials ("TK") or a part of the name, the masthead, a domain or a line
    beside the date spells it out.
    """
    above = [line for line in paragraphs[: min(head.body, MOST_LINES)] if line.text != head.title]
    mastheads = [name for line in above[:3] for name in _names_at_top(line, first=line is paragraphs[0])]
    beside = [name for line in above for name in _names_beside(line)]
    domains = [_without_desk(name) for line in above for name in DOMAIN.findall(line.text)]
    printed = head.dateline.outlet if head.dateline else None
    if (
        printed is None
        and head.body < len(paragraphs)
        and (domain := DOMAIN.match(paragraphs[head.body].text)) is not None
    ):
        printed = domain[0]  # "KABAR.NEWS, BIMABPJS …": a dateline run into the first word
    credited = [name for caption in head.captions for name in _credited(caption.text)]
    named = [*mastheads, *domains, *beside, *credited]
    if printed is not None:
        named.insert(0, next((name for name in named if _stands_for(printed, name)), printed))
    text = "\n".join(line.text for line in paragraphs)[:20_000]
    return list(dict.fromkeys(_mixed_case(name, text) for name in named))


def owner_in(footer: Sequence[str]) -> list[str]:
    """Who owns the page by its copyright line: a known outlet, a domain, or a name of an outlet's make."""
    found = [match["name"] for line in footer if (match := _OWNER.match(line)) is not None]
    return [name for name in found if outlets().by_name(name) is not None or is_outlet(name)]


def spelled_out(names: Sequence[str], printed: str) -> str | None:
    """The name among `names` that `printed` is short for."""
    return next((name for name in names if name != printed and _stands_for(printed, name)), None)


def _names_at_top(line: Line, *, first: bool) -> Iterator[str]:
    """A masthead: short, at the very top, or above a menu or a date; "MEKAR POS » Ekonomi" begins with one."""
    if line.kind not in (Kind.TEXT, Kind.MENU):
        return
    part, *others = _PARTS.split(line.raw.strip(" |[]*=-"))
    name = _TOP_LEVEL.sub("", part).strip(" []|*=.-–—")
    if not name or len(name.split()) > LONGEST_NAME or name.casefold() in phrases().sections or not name[0].isalpha():
        return
    made = is_outlet(name) and (first or line.kind is Kind.MENU or name.isupper())
    known = made or outlets().by_name(name) is not None
    shaped = (
        first
        and len(name.split()) >= 2
        and name.isupper()
        and not (line.kind is Kind.MENU and all(map(str.isupper, others)))
    )
    if known or shaped:
        yield name


def _names_beside(line: Line) -> Iterator[str]:
    """Names beside the date ("Kabar Bima | Sabtu, 14 Maret 2020"), or short lines of an outlet's make above it."""
    if line.kind is Kind.DATE:
        for part in _PARTS.split(line.raw):
            if 1 <= len(part.split()) <= LONGEST_NAME and not re.search(r"\d|:", part) and is_outlet(part):
                yield part.strip()
    elif (
        line.kind is Kind.TEXT
        and len(line.text.split()) <= LONGEST_NAME
        and line.text.isupper()
        and is_outlet(line.text)
    ):
        yield line.text


def _stands_for(printed: str, name: str) -> bool:
    """Is `printed` the name without spaces, its beginning, its initials, or letters of it in their order ("HK", "hulondalokita.com")?"""
    short, full = name_key(printed), name_key(name)
    if short == full or (len(short) >= 3 and full.startswith(short)):
        return True
    initials = "".join(word[0] for word in name.split() if word[0].isalpha()).casefold()
    if short == initials:
        return True
    if not printed.isupper() or len(short) > 4 or short[:1] != full[:1] or printed.casefold() in phrases().agencies:
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)


def _without_desk(name: str) -> str:
    """The domain of "Ck.KabarBima.com", without the reporter's initials in front of it."""
    return re.sub(r"^[A-Za-z]{1,2}\.(?=[A-Za-z0-9-]{4,}\.)", "", name) if not outlets().by_domain(name) else name


def _mixed_case(name: str, text: str) -> str:
    """A name printed in capitals as the post writes it elsewhere: "KABARBIMA" is its "KabarBima"."""
    if not name.isupper():
        return name
    spellings = re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    return next((spelling for spelling in spellings if not spelling.isupper() and not spelling.islower()), name)


def _credited(caption: str) -> list[str]:
    """The outlet in a photo credit: "(YUSUF/RADAR BIMA)"; agencies sell their pictures to others and are passed over."""
    credit = _CREDIT.search(caption[-80:])
    if credit is None:
        return []
    parts = [part.strip() for part in credit[1].split("/")]
    return [part for part in parts if part.casefold() not in phrases().agencies and len(part) > 3 and is_outlet(part)]
