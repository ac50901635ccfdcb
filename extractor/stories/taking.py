"""The account of a record: what is read from it, and from its text where the record says nothing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from extractor.records import Event, Place, Record, Spanned
from extractor.stories.account import DAY, DISTRICT, REGENCY, REPORTS, Account, Happening, day_of
from extractor.stories.copies import bands, shingles
from extractor.stories.days import dated, half, told_days
from extractor.stories.figures import figures_of
from extractor.stories.names import PRIVATE, heads_branch, name_of
from extractor.stories.settings import commonness, rules

_LOCAL_RULES = frozenset({"Perda", "Pergub", "Perbup", "Perwali", "Perdes", "SE", "SK"})
_OTHER_BODIES = frozenset(
    {"bpjstk", "bpjs_kesehatan", "local_government", "national_government", "law_enforcement", "media"}
)
_HEIRS = frozenset({"benefit_handover", "incident"})
_WORD = re.compile(r"[^\W\d_]+")
_PRINTED_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})(?=[/)\s,.])")
_MONTHS = 12
_WORDS = 100  # that are no names; the rest tell little
_CAPITALS = 60
_RIGHT_AFTER = 30  # characters
_FIRST = 350  # characters of the text that are compared with headlines
_DATELINE = 120  # characters in which a text without a date of its own may name one


def account_of(record: Record) -> Account:
    """The account of a record."""
    article, text = record.article, record.article.text
    title, beginning = article.title or "", text[: rules().at_the_beginning]
    published = article.published[:DAY] if article.published and len(article.published) >= DAY else ""
    published = published or dated(title) or dated(text[:_DATELINE])
    happenings = tuple(_happening(one, {place.id: place for place in record.places}, text) for one in record.events)
    main = _main(happenings, day_of(published))
    receivers = _receivers(record)
    named = [(one, name_of(one, private=one.id in receivers)) for one in record.people]
    place_words = {word for one in record.places for text_ in _names(one) for word in _small(text_)}
    capitals = _capitals(text, place_words | set(_small(article.outlet or "")) | set(_small(article.author or "")))
    names = set(capitals) | place_words | {part for _, name in named for part in name.parts}
    towns = [one for one in record.places if one.code is None or len(one.code) >= DISTRICT]
    exact = [(one.code, one) for one in record.places if one.code and len(one.code) >= DISTRICT]
    printed = [(int(day), int(month)) for day, month in _PRINTED_DAY.findall(text)]
    return Account(
        id=record.id,
        relevance=article.relevance,
        health=_times(record, "bpjs_kesehatan") > _times(record, "bpjstk"),
        published=published,
        outlet=article.outlet or "",
        happenings=happenings,
        main=main,
        regencies=_areas(record),
        provinces=_sorted(one.province_code for one in record.places if one.province_code),
        villages=_sorted(code for code, _ in exact),
        first_villages=_sorted(code for code, one in exact if _early(one, title)),
        places=_sorted(one.name.casefold() for one in towns),
        areas=_sorted(name.casefold() for one in record.places for name in _names(one)),
        headline=_sorted(one.name.casefold() for one in towns if one.name.casefold() in title.casefold()),
        people=tuple(name for _, name in named),
        heads=tuple(name for one, name in named if heads_branch(one)),
        heirs=tuple(sorted(name.parts for one, name in named if one.id in receivers and name.rank == PRIVATE)),
        capitals=capitals,
        behind=_sorted(set(capitals) - set(_small(f"{title}\n{text[: rules().behind]}"))),
        words=_words(f"{title}\n{text}", names),
        first_words=_words(f"{title}\n{text[:_FIRST]}", names),
        figures=figures_of(record),
        organizations=tuple(one.name for one in record.organizations if one.kind not in _OTHER_BODIES),
        regulations=tuple(one.id for one in record.regulations if one.number and one.kind in _LOCAL_RULES),
        programs=tuple(one.code for one in record.programs if one.code in rules().programs["telling"]),
        printed_days=_sorted(f"{day}/{month}" for day, month in printed if month <= _MONTHS),
        told_days=told_days(f"{title}\n{beginning}", day_of(published)),
        half=half((main and main.date_text) or "") or half(beginning, main.day if main else None),
        bands=bands(shingles(text)),
        facts=len(record.events) + len(record.amounts) + len(record.quantities) + len(record.people),
    )


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))


def _happening(event: Event, places: dict[str, Place], text: str) -> Happening:
    place = _exact(places.get(event.place or ""), places.values())
    printed = event.date.text if event.date else None
    at = (event.trigger.start or 0) if event.trigger else 0
    date_at = text.find(printed) if printed else -1
    named = next((span for span in place.mentions if span.start is not None), None) if place else None
    return Happening(
        event.type,
        event.status,
        event.date.start if event.date else "",
        any(sign.isdigit() for sign in printed or ""),
        (place.code if place else None) or "",
        place.name if place else "",
        _regency(place, places.values()),
        event.venue or "",
        printed,
        date_at if date_at >= 0 else None,
        named.text if named else None,
        named.start if named else None,
        at,
        event.confidence >= rules().sure and at <= rules().behind,
    )


def _main(happenings: Sequence[Happening], published: date | None) -> Happening | None:
    told = [one for one in happenings if one.status != "urged" and one.type not in REPORTS]
    sure = [one for one in told if one.sure] or told
    dated_ = [one for one in sure if one.day]
    # "the worker who drowned three weeks ago" is why the news is told, not the news
    news = [one for one in dated_ if published and one.day and (published - one.day).days <= 2 * rules().told_after]
    first = min(news or dated_ or sure, key=lambda one: one.at, default=None)
    return first or next(iter(happenings), None)


def _regency(place: Place | None, places: Iterable[Place]) -> str:
    code = place.code[:REGENCY] if place and place.code else None
    found = next((one for one in places if code and one.code == code), None)
    return f"Kota {found.name}" if found and found.kind == "city" else found.name if found else ""


def _exact(place: Place | None, places: Iterable[Place]) -> Place | None:
    """The place of an event; for a town without a code the district named right after it ("Padang Aro, Kecamatan Sangir")."""
    if place is None or place.code is not None:
        return place
    ends = [span.end for span in place.mentions if span.end is not None]
    districts = [one for one in places if one.code and len(one.code) >= DISTRICT]
    for end in ends:
        for one in districts:
            if any(span.start is not None and 0 <= span.start - end <= _RIGHT_AFTER for span in one.mentions):
                return one
    return place


def _areas(record: Record) -> dict[str, int]:
    """Regencies and cities by the times they (or places in them) are named, seats in names of the agency's offices aside."""
    offices = [span for one in record.organizations if one.kind == "bpjstk" for span in one.mentions]
    counted: Counter[str] = Counter()
    for place in record.places:
        if place.code and len(place.code) >= REGENCY:
            times = sum(not any(_within(span, office) for office in offices) for span in place.mentions)
            in_title = (place.name in (record.article.title or "")) or not place.mentions
            counted[place.code[:REGENCY]] += times + 2 * in_title
    kept = [(code, times) for code, times in counted.items() if times]
    return dict(sorted(kept, key=lambda one: (-one[1], one[0])))


def _times(record: Record, kind: str) -> int:
    """How often bodies of a kind are named."""
    return sum(len(one.mentions) for one in record.organizations if one.kind == kind)


def _within(span: Spanned, other: Spanned) -> bool:
    return (
        span.start is not None
        and span.end is not None
        and other.start is not None
        and other.end is not None
        and other.start <= span.start
        and span.end <= other.end
    )


def _early(place: Place, title: str) -> bool:
    beginning = rules().at_the_beginning
    in_text = any(span.start is not None and span.start <= beginning for span in place.mentions)
    return in_text or not place.mentions or place.name.casefold() in title.casefold()


def _names(place: Place) -> list[str]:
    return [place.name, *(span.text for span in place.mentions if span.text)]


def _small(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _capitals(text: str, areas: set[str]) -> tuple[str, ...]:
    """Capitalised words that posts of the genre do not hold and that are never written small here, those named most first."""
    written_small = {word for word in _WORD.findall(text) if word[0].islower()}
    found = Counter(
        word.casefold()
        for word in _WORD.findall(text)
        if len(word) > 3 and word[0].isupper() and not word.isupper() and word.casefold() not in written_small
    )
    kept = [(times, word) for word, times in found.items() if word not in areas and not commonness().known(word)]
    return tuple(word for _, word in sorted(kept, key=lambda one: (-one[0], one[1]))[:_CAPITALS])


def _words(text: str, names: set[str]) -> dict[str, float]:
    counted = Counter(word for word in _small(text) if len(word) > 3 and word not in names)
    told = {word: commonness().weight(word) * (1 + 0.5 * (times > 1)) for word, times in counted.items()}
    first = sorted(told.items(), key=lambda one: (-one[1] * counted[one[0]], one[0]))[:_WORDS]
    length = math.hypot(*(weight for _, weight in first)) or 1.0
    return {word: round(weight / length, 4) for word, weight in first}


def _receivers(record: Record) -> set[str]:
    """Ids of those who receive or died: participants of handovers and accidents."""
    return {
        part.entity
        for event in record.events
        if event.type in _HEIRS
        for part in event.participants
        if part.role in {"recipient", "subject"}
    }
