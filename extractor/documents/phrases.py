"""The phrases of page furniture (`knowledge/furniture.toml`), compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_SIGNED = r"(?:(?-i:[A-Z])[\w.'’]*(?: (?-i:[A-Z])[\w.'’]*){0,3}|[\w.-]+)"
"""A name in a by-line: words with capitals, or the one word of a user's name."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The patterns of `furniture.toml`; each is case-insensitive unless its name says otherwise."""

    related_line: re.Pattern[str]
    related_heading: re.Pattern[str]
    related_inside: re.Pattern[str]
    related_hints: tuple[str, ...]
    sentence_opening: re.Pattern[str]
    end: re.Pattern[str]
    line: re.Pattern[str]
    inside: re.Pattern[str]
    inside_hints: tuple[str, ...]
    caption_prefix: re.Pattern[str]
    caption_credit: re.Pattern[str]
    caption_ending: re.Pattern[str]
    caption_label: re.Pattern[str]
    writer: re.Pattern[str]
    other: re.Pattern[str]
    nobody: frozenset[str]
    slogan: re.Pattern[str]
    subject: re.Pattern[str]
    office: re.Pattern[str]
    bureau: re.Pattern[str]
    area: re.Pattern[str]
    sections: frozenset[str]
    outlet_words: re.Pattern[str]
    outlet_parts: re.Pattern[str]
    agencies: frozenset[str]
    not_places: frozenset[str]
    short_places: dict[str, str]
    abbreviation: re.Pattern[str]
    pages: tuple[re.Pattern[str], ...]
    page_bar: re.Pattern[str]
    weekdays: dict[str, int]
    months: dict[str, int]
    date_words: frozenset[str]
    beside_date: re.Pattern[str]
    later: frozenset[str]
    publish: re.Pattern[str]


def _any(patterns: Iterable[str]) -> str:
    """One alternation; a space stands for any run of spaces, and the longest alternative is tried first."""
    spaced = sorted((re.sub(r" (\?)?", lambda m: r"\s*" if m[1] else r"\s+", p) for p in patterns), key=len)
    return "(?:" + "|".join(reversed(spaced)) + ")"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def short_key(place: str) -> str:
    """Key of a place's short form: lower-case letters, so "P. Sidimpuan" is "P.SIDIMPUAN"."""
    return re.sub(r"[^a-z]", "", place.casefold())


@cache
def phrases() -> Phrases:
    """The phrases, read from the package's data."""
    text = (files("extractor.knowledge") / "furniture.toml").read_text(encoding="utf-8")
    data: dict[str, dict[str, Any]] = tomllib.loads(text)
    related, caption, byline = data["related"], data["caption"], data["byline"]
    dates, title, dateline = data["date_line"], data["title"], data["dateline"]
    free = [marker for marker in related["markers"] if marker not in related["colon"]]
    marker = (
        rf"(?:{_any(free)}\s*[:;»>–—-]*|{_any(related['markers'] + related['colon'])}\s*(?::|»|>{{1,2}}|;|–|—|\s-\s))"
    )
    labelled = rf"\b(?:{_any(byline['writer'] + byline['other'])}\s*:\s*|(?:oleh|by)\s+){_SIGNED}"
    weekdays = {name: number for number, name in enumerate(dates["weekdays"])}
    weekdays |= {form: weekdays[name] for form, name in dates["weekday_forms"].items()}
    return Phrases(
        related_line=_compiled(rf"[\W_]*{marker}[\s\]]*(?P<teaser>.*)"),
        related_heading=_compiled(rf"[\W_]*{_any(related['headings'])}[\W_]*"),
        related_inside=_compiled(rf"[>»*\[(]*\s*\b{_any(related['inside'])}\s*(?::|»|>{{1,2}}|–|—)"),
        related_hints=tuple(related["hints"]),
        sentence_opening=re.compile(
            rf"(?<=[\w)\"”?!.])\s+(?=[A-Z])(?=(?i:{_any(related['openings'])})\s"
            rf"[^\n]{{0,60}}?\b{_any(related['running'])}\b)"
        ),
        end=_compiled(_any(data["end"]["lines"]) + r"\s*"),
        line=_compiled(_any(data["line"]["patterns"]) + r"[\s:.|]*"),
        inside=_compiled(_any(data["line"]["inside"])),
        inside_hints=tuple(data["line"]["hints"]),
        caption_prefix=_compiled(rf"[\W_]*{_any(caption['prefixes'])}"),
        caption_credit=_compiled(
            rf"[(\[][^()\[\]]{{0,80}}\b{caption['credit']}[^()\[\]]{{0,80}}[)\]]?\s*\.?$"
            rf"|(?:(?<=[.!?])\s*[(\[][^()\[\]]{{0,60}}{caption['office_credit']}[^()\[\]]{{0,60}}[)\]]\.?"
            rf"|[(\[][^()\[\]]{{0,60}}{caption['office_credit']}[^()\[\]]{{0,60}}[)\]])$"
        ),
        caption_ending=_compiled(rf"{_any(caption['endings'])}\s*$"),
        caption_label=re.compile(caption["label"]),
        writer=_compiled(rf"\b{_any(byline['writer'])}\b"),
        other=_compiled(rf"\b{_any(byline['other'])}\b"),
        nobody=frozenset(byline["nobody"]),
        slogan=_compiled(rf"\b{_any(title['slogan'])}\b"),
        subject=_compiled(rf"\b{_any(title['subject'])}"),
        office=_compiled(rf"{_any(title['office'])}\b"),
        bureau=_compiled(rf"{_any(title['bureau'])}\b"),
        area=_compiled(rf"{_any(title['area'])}\b"),
        sections=frozenset(title["sections"]),
        outlet_words=_compiled(rf"\b{_any(dateline['outlet_words'])}\b"),
        outlet_parts=_compiled(
            rf"{_any(dateline['outlet_parts'])}[a-z]{{3,}}|[a-z]{{3,}}{_any(dateline['outlet_parts'])}"
        ),
        agencies=frozenset(name.casefold() for name in dateline["agencies"]),
        not_places=frozenset(dateline["not_places"]),
        short_places={short_key(short): place for short, place in dateline["short"].items()},
        abbreviation=_compiled(rf"\b{_any(data['wrapping']['abbreviations'])}\.$"),
        pages=tuple(_compiled(re.sub(" ", r"\\s*", pattern)) for pattern in data["paging"]["patterns"]),
        page_bar=_compiled(data["paging"]["bar"]),
        weekdays=weekdays,
        months={form: number for number, forms in enumerate(dates["months"], 1) for form in forms},
        date_words=frozenset(dates["words"]),
        beside_date=_compiled(rf"{labelled}|{_any(dates['beside'])}"),
        later=frozenset(dates["later"]),
        publish=_compiled(rf"\b{_any(dates['publish'])}\b"),
    )
