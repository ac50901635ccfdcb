"""Datelines: the place and the outlet in front of a post's first sentence, in the many ways regional papers print them.

"KALABAHI, SUARAPULAU - …", "Luwuk, Sulteng (KabarTimur) - …", "BATULICIN,BERITABUMBU.NET- …", "REPUBLIKA.CO.ID, BIMA — …",
"SERANG, (Gerbang Banten) – …", "Jakarta, 12 Mei 2024 – …", "P.Sidimpuan STT" on a line of its own.
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

DOMAIN = re.compile(
    r"(?<![\w@.])(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]{2,}\.(?:com?|id|net|news|org|info|tv|asia|online|xyz|site|press|media|(?:co|go|or|web|my|ac)\.id)(?![\w-])",
    re.IGNORECASE,
)
_END = re.compile(r"\s*(?:--+|[–—]|-(?=\s)|(?<=\s)-|(?<=[A-Z)])-(?=[A-Z][a-z])|\|(?=\s)|:(?=\s))\s*")
_PARTS = re.compile(r"\s*[,()|/]\s*|\s+[lI]\s+|\s+[–—-]\s+")
_NAME = re.compile(r"(?:[A-Z0-9][\w.'’&-]*|dan|di|&)(?:\s+(?:[A-Z0-9][\w.'’&-]*|dan|di|&|\d+))*")
_SHORT_ALONE = re.compile(r"(?P<place>[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)\s(?P<desk>[A-Z]{2,5})")
_OUTLET_THEN_PLACE = re.compile(r"([A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2}),\s+(?=[A-Z“\"])")

_BEFORE_DOMAIN = re.compile(rf"(?<=[A-Za-z])\s+(?={DOMAIN.pattern}$)", re.IGNORECASE)
_CAMEL = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+|i?[A-Z]?[a-z]+[A-Z][A-Za-z]+")
_WEEKDAY_BEFORE = r"(?:\b(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu)\b,?\s*)?\(?"
_AREA = r"(?:Kabupaten|Kota|Kab\.|Kecamatan|Kec\.|Bupati|Wabup|Wali ?Kota|Wawali|Pemkab|Pemkot|Pemko|Sekda|DPRD|Pulau|Desa|Kelurahan)"


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
    return None


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
    head = head.strip(" .,–—-")
    stamp = find_stamp(head) if any(c.isdigit() for c in head) else None
    if stamp is not None:
        head = re.sub(_WEEKDAY_BEFORE + re.escape(stamp.text), "", head, flags=re.IGNORECASE).strip(" ,./|-()")
    parts = [part.strip(" .-") for part in _PARTS.split(_BEFORE_DOMAIN.sub(", ", head)) if part.strip(" .-")]
    if not 1 <= len(parts) <= 4 or not _is_name(parts[0]):
        return None
    if any(not _is_name(part) and not re.fullmatch(r"[A-Z]{2,5}", part) for part in parts[1:]):
        return None
    names = [part for part in parts if not _is_province(part)] or parts[:1]
    bracketed = names[-1] if len(names) > 1 and head.endswith(")") else None
    outlet = next((name for name in names if is_outlet(name)), bracketed)
    places = [
        name for name in names if name != outlet and not is_outlet(name) and name.casefold() not in phrases().sections
    ]
    if outlet is None and len(places) > 1 and not _is_area(places[1], text):
        outlet = places[1]
    elif outlet is None and places and len(names) > len(places):
        outlet, places = places[0], []  # "PIFA, Lokal": beside a section stands the outlet
    elif not places and len(names) < len(parts):
        places = [part for part in parts if _is_province(part)]  # "Banten, 14 Mei 2024/Media Kita"
    if outlet is None and not _may_stand_before(separator, head, text):
        return None
    if not places and outlet is None:
        return None
    sure = outlet is not None or stamp is not None or head.isupper() or separator in ("–", "—", "--")
    return Dateline(places[0] if places else None, outlet, stamp, end, sure)


def _may_stand_before(separator: str, head: str, text: str) -> bool:
    """Is a place without outlet a dateline before this separator? "JAYAPURA | …" is, "Malang: …" if the post speaks of Malang."""
    if separator == "|":
        return head.isupper()
    if separator != ":":
        return True
    spoken_of = re.search(rf"\b(?:di|ke|dari)\s+{re.escape(head)}\b", text[:20_000], re.IGNORECASE) is not None
    return len(head.split()) <= 3 and (spoken_of or _is_area(head, text))


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
