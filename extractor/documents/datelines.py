"""Datelines: the place and the outlet in front of a post's first sentence, in the many ways regional papers print them.

"KALABAHI, SUARAPULAU - …", "Luwuk, Sulteng (KabarTimur) - …", "BATULICIN,BERITABUMBU.NET- …", "REPUBLIKA.CO.ID, BIMA — …",
"SERANG, (Gerbang Banten) – …", "Jakarta, 12 Mei 2024 – …", "WERA, 21/8 (ANTARA) - …", "Woha (Kamis, 16 Maret 2017). …",
"Wera. …", "KOTA BIMA (kabartambora.com) …", "P.Sidimpuan STT" on a line of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from extractor.documents.phrases import phrases, short_key
from extractor.documents.stamps import Stamp, find_stamp
from extractor.knowledge.outlets import outlets, provinces

LONGEST_HEAD = 90
"""Characters of a dateline."""

DOMAIN = re.compile(  # labels have 63 characters at most (RFC 1035): a search takes no longer for a long chain of hyphens
    r"(?<![\w@.])(?:[A-Za-z0-9-]{1,63}\.){0,8}[A-Za-z0-9-]{2,63}\.(?:com?|id|net|news|org|info|tv|asia|online|xyz|site|press|media|(?:co|go|or|web|my|ac)\.id)(?![\w-])",
    re.IGNORECASE,
)
_END = re.compile(r"\s*(?:--+|[–—]|-(?=\s)|(?<=\s)-|(?<=[A-Z)])-(?=[A-Z][a-z])|\|(?=\s)|:(?=\s))\s*")
_PARTS = re.compile(r"\s*[,()|/]\s*|\s+[lI]\s+|\s+[–—-]\s+")
_NAME = re.compile(r"(?:[A-Z0-9][\w.'’&-]*|dan|di|&)(?:\s+(?:[A-Z0-9][\w.'’&-]*|dan|di|&|\d+))*")
_SHORT_ALONE = re.compile(r"(?P<place>[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)\s(?P<desk>[A-Z]{2,5})")
_OUTLET_THEN_PLACE = re.compile(r"([A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2}),\s+(?=[A-Z“\"])")

_STOPPED = re.compile(
    r"(?P<head>[A-Z][\w'’]{2,}(?:[ -][A-Z][\w'’]+){0,2}(?P<more>\s?,\s?[A-Z][\w. ]{1,25}?|\s?\([^()]{3,40}\))?)"
    r"(?:\.\s*-?|(?<=\)):?)\s+(?=[A-Z“\"'‘])"
)
"""A dateline that ends with a full stop, or with the bracket of its outlet."""

_WITH_DESK = re.compile(r"([A-Z][a-z]\w+(?: [A-Z][a-z]\w+)?) ([A-Z]{2,5})")
_DAY_OF_YEAR = re.compile(r",?\s*\b\d{1,2}/\d{1,2}\b(?![/\d])")
_DATED_PLACE = re.compile(r"([A-Z][\w'’-]{2,}(?:\s[A-Z][\w'’-]+)?)\s?[,.]\s*(?=\(?[A-Z]?[\w'’]*,?\s?\d)")
_BEFORE_DOMAIN = re.compile(rf"(?<=[A-Za-z])\s+(?={DOMAIN.pattern}$)", re.IGNORECASE)
_CAMEL = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+|i?[A-Z]?[a-z]+[A-Z][A-Za-z]+")
_WEEKDAY_BEFORE = r"(?:\b(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu)\b,?\s*)?\(?"
_AREA = (
    r"(?:Kabupaten|Kota|Kab\.|Kecamatan|Kec\.|Distrik|Kampung|Nagari|Pulau|Desa|Kelurahan|Bupati|Wabup|Wali ?Kota|Wawali|Wawako|"
    r"Camat|Lurah|Pemkab|Pemkot|Pemko|Sekda|DPRD)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says; `end` is where the sentence after it begins, `sure` whether its form leaves no doubt."""

    place: str | None
    outlet: str | None
    stamp: Stamp | None
    end: int
    sure: bool


def dateline_of(paragraph: str, text: str = "") -> Dateline | None:
    """The dateline at the beginning of a paragraph; `text` is the whole post, where areas are told from outlets."""
    head = paragraph[: LONGEST_HEAD + 10]
    for match in _END.finditer(head):
        if match.start() < 2:
            continue
        rest = paragraph[match.end() : match.end() + 40]
        if rest and not re.match(r"[A-Z0-9“”\"'‘’(À-Ý]", rest):
            continue
        found = _read(paragraph[: match.start()], match.group().strip(), match.end(), text)
        if found is None:
            continue
        if found.place is None and found.outlet is not None:
            return _with_place_after(found, paragraph)
        return found
    return _stopped(paragraph, text)


def _stopped(paragraph: str, text: str) -> Dateline | None:
    """A dateline without dash; a place alone, or with an outlet of unknown make, counts if the post speaks of the place."""
    match = _STOPPED.match(paragraph[: LONGEST_HEAD + 10])
    if match is None:
        return None
    more = match["more"]
    if match[0].rstrip().endswith((")", ":")) and not (more and is_outlet(more.strip(" ()"))):
        return None
    found = _read(match["head"], ".", match.end(), text)
    if found is None or found.place is None or len(found.place) < 4:
        return None
    made = found.outlet is not None and (
        is_outlet(found.outlet) or re.fullmatch(r"[A-Z]{2,6}", found.outlet) is not None
    )
    if more and not made and found.stamp is None:
        return None
    if found.stamp is not None or _spoken_of(found.place, text):
        return found
    again = len(found.outlet or "") >= 3 and text.count(found.place) >= 2  # two capitals may be a degree: "Budi, SH."
    return found if made and (found.place.isupper() or again) else None


def dated_place(line: str, text: str) -> str | None:
    """The place in "Wera, 12 Juni 2025", the line with which a press release opens, if the post speaks of that place."""
    match = _DATED_PLACE.match(line)
    if match is None or is_outlet(match[1]) or not _is_name(match[1]) or match[1].casefold() in phrases().sections:
        return None
    if match[1].casefold() in phrases().weekdays or not _spoken_of(match[1], text):
        return None
    return match[1]


def dateline_alone(line: str, text: str = "") -> Dateline | None:
    """A dateline on a line of its own: "Pinrang, Lontara Pos", "P.Sidimpuan STT", "REPUBLIKA.CO.ID, BIMA —"."""
    if not line or len(line) > 80 or len(line.split()) > 9:
        return None
    parts = [part for part in _PARTS.split(line) if part]
    if any(DOMAIN.fullmatch(part) for part in parts) and 2 <= len(parts) <= 4 and not line.endswith("."):
        return _read(line.rstrip("–—-: "), "", len(line), text)
    if len(line) > 60 or len(line.split()) > 6:
        return None
    ending = re.search(r"\s*(?:[–—-]+|:)$", line)
    if ending is not None:
        return _read(line[: ending.start()], ending.group().strip(), len(line), text)
    short = _SHORT_ALONE.fullmatch(line)
    if short is not None and _is_short_place(short["place"]) and not is_outlet(line):
        return Dateline(short["place"], None, None, len(line), True)
    if (
        len(parts) == 2
        and len(line.split()) <= 5
        and "," in line
        and all(_NAME.fullmatch(part) for part in parts)
        and not line.endswith((".", ","))
    ):
        return _read(line, "", len(line), text)
    return None


def opens_dateline(line: str) -> bool:
    """Does a short line of its own begin with an outlet's domain, or is it a place in short form with an outlet's initials?"""
    if len(line) > 60:
        return False
    short = _SHORT_ALONE.fullmatch(line)
    return DOMAIN.match(line) is not None or (
        short is not None and _is_short_place(short["place"]) and not is_outlet(line)
    )


def _is_short_place(place: str) -> bool:
    if place.split(maxsplit=1)[0].casefold() in phrases().not_places:
        return False
    return "." in place or place.isupper() or short_key(place) in phrases().short_places


def _read(head: str, separator: str, end: int, text: str) -> Dateline | None:
    head = _DAY_OF_YEAR.sub("", head).strip(" .,–—-")
    if re.search(r"\d,\d", head):
        return None  # a frequency, a sum
    stamp = find_stamp(head) if any(c.isdigit() for c in head) else None
    if stamp is not None:
        head = re.sub(_WEEKDAY_BEFORE + re.escape(stamp.text), "", head, flags=re.IGNORECASE).strip(" ,./|-()")
    parts = [part.strip(" .-") for part in _PARTS.split(_BEFORE_DOMAIN.sub(", ", head)) if part.strip(" .-")]
    if not 1 <= len(parts) <= 4 or not _is_name(parts[0]):
        return None
    if len(parts) == 1 and (desk := _WITH_DESK.fullmatch(parts[0])) is not None and _may_be_desk(desk[0], desk[2]):
        parts = [desk[1], desk[2]]
    if any(not _is_name(part) and not re.fullmatch(r"[A-Z]{2,5}", part) and not _is_small(part) for part in parts[1:]):
        return None
    names = [part for part in parts if not _is_province(part)] or parts[:1]
    bracketed = names[-1] if len(names) > 1 and head.endswith(")") else None
    outlet = next((name for name in names if is_outlet(name)), bracketed)
    if outlet is None and _leads_as_initials(names):
        outlet = names[0]
    places = [
        name for name in names if name != outlet and not is_outlet(name) and name.casefold() not in phrases().sections
    ]
    if outlet is None and len(places) > 1 and not _is_area(places[1], text):
        outlet = places[1]
    elif outlet is None and places and len(names) > len(places):
        outlet, places = places[0], []  # "PIFA, Lokal": beside a section stands the outlet
    elif not places and len(names) < len(parts):
        places = [part for part in parts if _is_province(part)]  # "Banten, 14 Mei 2024/Media Kita"
    if outlet is None and stamp is None and not _may_stand_before(separator, head, text):
        return None
    if not places and outlet is None:
        return None
    sure = outlet is not None or stamp is not None or head.isupper() or separator in ("–", "—", "--")
    return Dateline(places[0] if places else None, outlet, stamp, end, sure)


def _may_stand_before(separator: str, head: str, text: str) -> bool:
    """Is a place without outlet a dateline before this separator? "JAYAPURA | …" is, "Malang: …" if the post speaks of Malang."""
    if separator == "|":
        return head.isupper()
    return separator not in (":", ".") or (len(head.split()) <= 3 and _spoken_of(head, text))


def _spoken_of(place: str, text: str) -> bool:
    """Does the post itself show the name to be that of a place ("di Malang", "Kabupaten Malang", "Cabang Malang")?"""
    named = rf"\b(?:di|ke|dari|cabang|perintis)\s+{re.escape(place)}\b"
    return re.search(named, text[:20_000], re.IGNORECASE) is not None or _is_area(place, text)


def _may_be_desk(whole: str, desk: str) -> bool:
    """Are the capitals behind a place ("Woha KTB") initials of an outlet, neither a province nor a numeral?"""
    return not _is_province(desk) and re.fullmatch(r"[IVX]+", desk) is None and not is_outlet(whole)


def _is_small(part: str) -> bool:
    """An outlet written as one word in small letters: "kabartambora"."""
    return re.fullmatch(r"[a-z]{6,}", part) is not None and is_outlet(part)


def _leads_as_initials(names: list[str]) -> bool:
    """Do initials in capitals stand before a place in mixed case: "RSTB, Wera"?"""
    return (
        len(names) == 2
        and re.fullmatch(r"[A-Z]{2,5}", names[0]) is not None
        and not names[1].isupper()
        and names[1].casefold() not in phrases().sections
        and short_key(names[0]) not in phrases().short_places
    )


def _with_place_after(found: Dateline, paragraph: str) -> Dateline:
    """The place that follows the outlet and its dash: "Kabartambora.id – Bima, Pemerintah …"."""
    rest = paragraph[found.end : found.end + 80]
    second = _END.search(rest[:40])
    if (
        second is not None
        and second.start() >= 3
        and _is_name(rest[: second.start()].strip())
        and len(rest[: second.start()].split()) <= 3
    ):
        return Dateline(rest[: second.start()].strip(), found.outlet, found.stamp, found.end + second.end(), True)
    match = _OUTLET_THEN_PLACE.match(rest)
    if match is None or match[1].split()[0].casefold() in phrases().not_places:
        return found
    return Dateline(match[1], found.outlet, found.stamp, found.end + match.end(), True)


def _is_name(part: str) -> bool:
    words = part.split()
    if not words or len(words) > 5:
        return False
    if DOMAIN.fullmatch(part) or outlets().by_name(part):
        return True
    if words[0].casefold().strip(".") in phrases().not_places or not any(c.isalpha() for c in part):
        return False
    return _NAME.fullmatch(part) is not None


@cache
def _province_names() -> frozenset[str]:
    return frozenset(
        name.casefold() for province in provinces().values() for name in (province.name, *province.short)
    ) - {"jakarta", "bengkulu", "gorontalo", "jambi", "yogyakarta"}  # cities too


def _is_province(part: str) -> bool:
    return part.casefold() in _province_names()


def _is_area(name: str, text: str) -> bool:
    """Does the post itself call the name that of an area ("Bupati Sumba Timur", "Kota Serang")?"""
    if name.casefold() == "indonesia":
        return True
    return re.search(rf"\b{_AREA}\s+{re.escape(name)}\b", text[:20_000], re.IGNORECASE) is not None


def is_outlet(name: str) -> bool:
    """Is a printed name that of an outlet: a domain, a known one, an agency, or one with an outlet's words in it?

    A single word that is such a word alone is none: Metro is a town.
    """
    known = phrases()
    if DOMAIN.fullmatch(name) or outlets().by_name(name) or name.casefold() in known.agencies:
        return True
    if _CAMEL.fullmatch(name):  # "KerinciTime", "KalselKini": two words written as one
        return True
    if len(name.split()) > 1:
        return known.outlet_words.search(name) is not None
    return known.outlet_parts.fullmatch(name) is not None or _of_province().fullmatch(name) is not None


@cache
def _of_province() -> re.Pattern[str]:
    """A word and the short form of a province written as one: "Halosultra", "RUBRIKSULTRA"."""
    short = "|".join(
        name for province in provinces().values() for name in province.short if name.isalpha() and len(name) > 2
    )
    return re.compile(rf"[a-z]{{3,}}(?:{short}|papua|maluku|riau)", re.IGNORECASE)


def proper_place(place: str, text: str) -> str:
    """A place as it is written in running text: capitals lowered, short forms spelled out.

    "P.Sidimpuan" is spelled as the post spells the place it means, else as the list of short forms has it.
    """
    cleaned = re.sub(r"\.(?=[A-Za-z])", ". ", place).strip(" .")
    if short_key(place) in phrases().short_places or re.match(r"[A-Z][a-z]{0,2}\.\s?[A-Z]", place):
        return _spelled_out(place, text) or phrases().short_places.get(short_key(place)) or cleaned
    if cleaned.isupper():
        exceptions = {"DKI", "DI", "NTT", "NTB", "II", "III", "IV"}
        return " ".join(word if word in exceptions else _title_case(word) for word in cleaned.split())
    return cleaned


def _title_case(word: str) -> str:
    return re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda m: m[0][0] + m[0][1:].lower(), word)


def _spelled_out(place: str, text: str) -> str | None:
    """The likeliest full form in the text of "P.Sidimpuan": the same initial, nearly the same second word."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 — only few posts need it, and start-up is measured

    match = re.match(r"([A-Z])[a-z]{0,2}\.\s?([A-Z][\w-]+)", place)
    if match is None:
        return None
    tail = match[2].casefold()
    found = Counter(
        full
        for full in re.findall(rf"\b{match[1]}[a-z]{{2,}}\s[A-Z][a-z]+\b", text[:20_000])
        if ratio(full.split()[1].casefold(), tail) >= 80
    )
    return found.most_common(1)[0][0] if found else None
