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

_TOP_LEVEL = re.compile(r"\s+(?:\.|dot\s)\s*(?:com|net|id|co)\b.*$|(?<=\w)\.(?:com?|net|id|co\.id)$", re.IGNORECASE)
_FREQUENCY = re.compile(r"\s+(?:AM\s+)?\d{2,4}(?:[.,]\d{1,2})?(?:\s*(?:[FA]M|[MK]Hz)\b.*)?$", re.IGNORECASE)
_ACRONYM = re.compile(r"\s*\([A-Z]{2,6}\)$")
_TAIL = re.compile(r"\s*[|~]\s*|\s+[–—-]+\s+|\s+::\s+")
_TOP_LEVELS = re.compile(
    r"(?:\.(?:com?|id|net|news|org|info|tv|go|or|web|my|ac|desa|example|blogspot))+$", re.IGNORECASE
)
_PARTS = re.compile(r"\s*[|•»›>~]\s*|\s{2,}|\s+[–—-]\s+|,\s+")
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
    top = _top(paragraphs)
    high = above[:3] if top is None or top in above[:3] else [*above[:2], *(line for line in above[:6] if line is top)]
    kicker = top is not None and any(line.text == head.title and line.block == top.block for line in paragraphs[:2])
    mastheads = [name for line in high for name in _names_at_top(line, first=line is top, kicker=kicker)]
    office = _office(above, top)
    if office is not None:
        mastheads = [office, *(name for name in mastheads if name.casefold() not in office.casefold())]
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
    if printed is not None and not (mastheads and printed.casefold() in phrases().nobody):
        whole = next((name for name in named if _stands_for(printed, name)), None) or _by_initials(printed, above)
        named.insert(0, whole or printed)
    text = "\n".join(line.text for line in paragraphs)[:20_000]
    if named:
        named[0] = _spelled_as_words(named[0], [*(one for one in named[1:] if " " in one), *_crumbs(above)], text)
    return list(dict.fromkeys(_mixed_case(name, text) for name in named))


def is_masthead(text: str) -> bool:
    """Is a line of the head the name of a site with its slogan or frequency: "LENSA TAMBORA - kabar dari gunung"?

    Also the name of an office that stands alone ("PEMERINTAH DESA WERA").
    """
    if _is_office(text) and (text.isupper() or len(text.split()) <= LONGEST_NAME + 1) and len(text.split()) <= 8:
        return phrases().subject.search(phrases().office.sub("", text)) is None
    if (
        any(char.isdigit() for char in text)
        and re.search(r"\d[.,]\d\s*(?:FM|MHz)|\b[FA]M\s+\d|FM\b.*\d$", text) is not None
    ):
        return len(text.split()) <= 8
    name, *tail = _TAIL.split(text)
    if not tail or not name or len(name.split()) > LONGEST_NAME or phrases().subject.search(name) is not None:
        return False
    return is_outlet(name) or "|" in text or "~" in text or (name.isupper() and not "".join(tail).isupper())


def _top(paragraphs: Sequence[Line]) -> Line | None:
    """The first line that is neither a button nor a date."""
    passed = (Kind.FURNITURE, Kind.DATE, Kind.ADDRESS, Kind.PAGE)
    for line in paragraphs[:6]:
        links = line.kind is Kind.MENU and not _TAIL.split(line.text)[0].isupper() and ">" not in line.text
        if line.kind not in passed and not (links and line is not paragraphs[0]):
            return line
    return None


def _is_office(name: str) -> bool:
    """Is it the name of an office from its first word to its last?"""
    words = name.split()
    if not 2 <= len(words) <= 10 or phrases().office.match(name) is None or any(char.isdigit() for char in name):
        return False
    return all(word[0].isupper() or word in ("dan", "di") for word in words) and name[-1].isalpha()


def _office(above: Sequence[Line], top: Line | None) -> str | None:
    """The office whose site the page is of; of a government with its bureau the bureau goes first."""
    if top is not None and top not in above:
        top = above[0] if above else None  # below a headline that opens the page
    if top is None or top.kind is not Kind.TEXT or above.index(top) > 1:
        return None
    known = phrases()
    first, *rest = [part for part in _TAIL.split(top.text) if part]
    name, _, place = first.partition(", ")
    first = name if known.area.match(place) is not None else first
    if not _is_office(first) or known.subject.search(known.office.sub("", first.casefold())) is not None:
        return None
    below = next((line.text for line in above[above.index(top) + 1 :] if line.block == top.block), "")
    for second in (*rest[:1], _TAIL.split(below)[0]):
        if not _is_office(second):
            continue
        area = known.area.search(first)
        if known.bureau.match(second) is not None and area is not None:
            return _joined(second, first if known.bureau.match(first) else first[area.start() :])
        if known.bureau.match(first) is not None and known.area.match(second) is not None and area is None:
            return _joined(first, second)
    return first


def _joined(bureau: str, government: str) -> str:
    """Both names as one; where just one is in capitals it gives them up."""
    if bureau.isupper() is not government.isupper():
        bureau, government = (part.title() if part.isupper() else part for part in (bureau, government))
    return f"{bureau} {government}".replace(" Dan ", " dan ")


def _by_initials(printed: str, above: Sequence[Line]) -> str | None:
    """The short line of the head whose initials a dateline prints: "WT" under "Warta Tambora"."""
    if re.fullmatch(r"[A-Z]{2,5}", printed) is None:
        return None
    names = (_bare_name(_TAIL.split(line.text)[0]) for line in above if line.kind in (Kind.TEXT, Kind.MENU))
    return next(
        (
            name
            for name in names
            if 2 <= len(name.split()) <= LONGEST_NAME + 1
            and "".join(word[0] for word in name.split()).casefold() == printed.casefold()
        ),
        None,
    )


def _crumbs(above: Sequence[Line]) -> list[str]:
    """The first name of each bar of links, and what stands behind the comma of a by-line ("Dian, Kabar Tambora")."""
    first = [_PARTS.split(line.text.replace(" / ", " > "))[0] for line in above if line.kind is Kind.MENU]
    return first + [line.text.rpartition(",")[2].strip() for line in above if "," in line.text and len(line.text) < 60]


def _spelled_as_words(name: str, others: Sequence[str], text: str) -> str:
    """A domain, or a name run into one word, as the page writes it in words: "kabartambora.com" is its "Kabar Tambora"."""
    if " " in name or outlets().by_domain(name) is not None or outlets().by_name(name) is not None:
        return name
    stem = _stem(name)
    plain = _TOP_LEVELS.sub("", name)
    if len(stem) < 5 or not (plain.islower() or plain.isupper()):
        return name
    for other in others:
        if DOMAIN.fullmatch(other) is None and name_key(other) == stem and not other.islower():
            return other
    loose = re.compile(r"(?<![\w./@-])" + r"\s?".join(map(re.escape, stem)) + r"(?![\w@]|\.\w)", re.IGNORECASE)
    found = (match[0] for match in loose.finditer(text))
    return next(
        (one for one in found if one[0].isupper() and (" " in one or not (one.isupper() or one[1:].islower()))), name
    )


def _stem(name: str) -> str:
    """Key of a domain without its end, or of a name."""
    return name_key(_TOP_LEVELS.sub("", name) if DOMAIN.fullmatch(name) else name)


def _bare_name(part: str) -> str:
    """A masthead without frequency, top-level domain, acronym in brackets, and the section that follows it in small letters."""
    name = _TOP_LEVEL.sub("", part).strip(" []|*=.-–—") if " " in part.strip() else part.strip(" []|*=-–—")
    if any(char.isdigit() for char in name):
        name = re.sub(r"(?<=\bFM)\s+\w+$", "", _FREQUENCY.sub("", name))
    name = _ACRONYM.sub("", name)
    words = name.split()
    if len(words) > 2 and all(word.isupper() for word in words[:-1]) and words[-1].casefold() in phrases().sections:
        name = name if words[-1].isupper() else " ".join(words[:-1])
    return name


def owner_in(footer: Sequence[str]) -> list[str]:
    """Who owns the page by its copyright line: a known outlet, a domain, or a name of an outlet's make."""
    found = [match["name"] for line in footer if (match := _OWNER.match(line)) is not None]
    return [name for name in found if outlets().by_name(name) is not None or is_outlet(name)]


def spelled_out(names: Sequence[str], printed: str) -> str | None:
    """The name among `names` that `printed` is short for."""
    return next((name for name in names if name != printed and _stands_for(printed, name)), None)


def _names_at_top(line: Line, *, first: bool, kicker: bool) -> Iterator[str]:
    """A masthead: short, at the very top, or above a menu or a date; "MEKAR POS » Ekonomi" begins with one.

    In mixed case only the `first` line is one, unless it is the `kicker` that adjoins the headline.
    """
    if line.kind not in (Kind.TEXT, Kind.MENU):
        return
    part, *others = _PARTS.split(line.raw.strip(" |[]*=-"))
    name = _bare_name(part)
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
    words = name.split()
    titled = (
        first
        and not kicker
        and line.kind is Kind.TEXT
        and phrases().subject.search(name) is None
        and (2 <= len(words) <= LONGEST_NAME or (others and len(name) >= 8 and name.isalpha()))
        and all(word[0].isupper() or len(words) == 1 for word in words)
        and not any(char.isdigit() for char in name)
    )
    if known or shaped or titled:
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
    short, full = _stem(printed), name_key(name)
    plain = _TOP_LEVELS.sub("", name)
    if (
        DOMAIN.fullmatch(name)
        and not printed.isupper()
        and short == _stem(name)
        and (plain.islower() or plain.isupper())
    ):
        return False  # the printed name shows its capitals
    if " " not in name and short == full and DOMAIN.fullmatch(printed):
        return False  # the domain without its end spells out nothing
    if len(short) >= 5 and " " in name and full.endswith(short):
        return True
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
