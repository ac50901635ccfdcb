"""What an article is compared by: computed from its record alone, kept beside it, so that comparing needs no other rows."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from extractor.stories.copies import term
from extractor.stories.figures import Figure
from extractor.stories.names import OFFICIAL, Name
from extractor.stories.settings import rules

FORM = 3
"""Number of the form of an account: one more whenever what an account holds, or how it is computed, changes."""
DAY = len("2022-08-25")
REGENCY, DISTRICT = len("62.71"), len("62.71.01")
REPORTS = frozenset({"benefit_report", "coverage_report"})
"""Event types whose date is that of a figure, not of a happening."""

_TERMS = 32  # beside the bands
_DAYS = 2  # by which an article is found


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of an article.

    Attributes:
        type: its event type.
        status: occurred, ongoing, planned or urged.
        start: first day, month or year, ISO 8601; "" if not known.
        printed: does the text fix it by a date with a number, not by a weekday or "yesterday"?
        place: code of the area; "" if not known.
        place_name: its name; "" if not known.
        regency: name of the regency or city of the area, as "Kota Tual"; "" if not known.
        venue: the hall or office; "" if not known.
        date_text: the printed date.
        date_at: where the text first has it; `None` where only the headline does.
        place_text: the area as first printed.
        place_at: where; `None` where only the headline names it.
        at: where the words stand that tell it; 0 for the headline.
        sure: is the extractor sure enough of it, and is it not told far behind?
    """

    type: str
    status: str
    start: str
    printed: bool
    place: str
    place_name: str
    regency: str
    venue: str
    date_text: str | None
    date_at: int | None
    place_text: str | None
    place_at: int | None
    at: int
    sure: bool

    @property
    def day(self) -> date | None:
        """The day, where it is known to the day."""
        return day_of(self.start)


@dataclass(frozen=True, slots=True)
class Account:
    """An article as it is compared with others.

    Attributes:
        id: of the record.
        relevance: of the article.
        health: is it about the health insurer, which it names more often than the agency?
        published: day of publication, ISO 8601; "" if not known.
        outlet: name of the medium; "" if not known.
        happenings: its events, in the order of the record.
        main: the happening it is about: the one told first that is neither only asked for, nor a report, nor long past when it was
            published; else the first of the record.
        regencies: codes of regencies and cities with the times they are named, most first; seats of BPJS offices left out.
        provinces: codes of the provinces named.
        villages: codes of villages and districts named.
        first_villages: those of them named in the headline or at the beginning.
        places: names of other places than provinces and regencies, in small letters.
        areas: names of all places, as printed, in small letters.
        headline: names of towns, districts and villages in the headline.
        people: everybody named.
        heads: those of them who head a branch of the agency.
        heirs: parts of names of those who receive or died.
        capitals: capitalised words that no post of the genre holds and that are no area.
        behind: those of them that stand only behind, where an article tells of other things.
        words: other words by what they tell, the squares of all weights together 1.
        first_words: those of the headline and the first sentences.
        figures: of the article.
        organizations: names of companies, unions, schools and the like.
        regulations: ids of rules of a province, regency or body.
        programs: codes of programs that not every post names.
        printed_days: days of a month ("25/8") in the text.
        told_days: days that its beginning tells, ISO 8601.
        half: of the day: morning or evening; "" if not told.
        bands: of its fingerprint.
        facts: how much it tells: events, figures, people.
    """

    id: str
    relevance: float
    health: bool
    published: str
    outlet: str
    happenings: tuple[Happening, ...]
    main: Happening | None
    regencies: dict[str, int]
    provinces: tuple[str, ...]
    villages: tuple[str, ...]
    first_villages: tuple[str, ...]
    places: tuple[str, ...]
    areas: tuple[str, ...]
    headline: tuple[str, ...]
    people: tuple[Name, ...]
    heads: tuple[Name, ...]
    heirs: tuple[tuple[str, ...], ...]
    capitals: tuple[str, ...]
    behind: tuple[str, ...]
    words: dict[str, float]
    first_words: dict[str, float]
    figures: tuple[Figure, ...]
    organizations: tuple[str, ...]
    regulations: tuple[str, ...]
    programs: tuple[str, ...]
    printed_days: tuple[str, ...]
    told_days: tuple[str, ...]
    half: str
    bands: tuple[int, ...]
    facts: int

    @property
    def relevant(self) -> bool:
        """Is it about the agency? A feature may name it once."""
        return self.relevance >= rules().relevant

    @property
    def elsewhere(self) -> bool:
        """Is it about another matter?"""
        return not self.relevant and self.health

    @property
    def first_types(self) -> set[str]:
        """Types of what it is about: of the main happening, and of others of that day that it tells at the beginning."""
        main = self.main
        if main is None or not main.sure or main.status == "urged":
            return set()
        beginning = rules().at_the_beginning
        return {main.type} | {
            one.type for one in self.happenings if one.sure and one.day and one.day == main.day and one.at <= beginning
        }

    @property
    def day(self) -> date | None:
        """The day of the main happening."""
        return self.main.day if self.main and self.main.type not in REPORTS and self.main.status != "urged" else None

    @property
    def days(self) -> set[date]:
        """The day of the main happening; where it has none, those that its beginning tells."""
        return {self.day} if self.day else {day for text in self.told_days if (day := day_of(text))}

    @property
    def anchor(self) -> date | None:
        """The day it stands for among others: of publication, else of its main happening."""
        return day_of(self.published) or self.day

    @property
    def terms(self) -> dict[int, int]:
        """Hashes of what an article worth comparing is likely to share: 2 for what few share, 1 for what others share by chance."""
        told: dict[str, int] = {}
        if self.anchor:  # whoever has no day would meet all articles of its area
            for code in [*self.regencies][:4]:
                told |= {f"area {code}": 1} | {f"area {code} {day}": 1 for day in sorted(self.days)[:_DAYS]}
            if self.main and not self.regencies:
                told |= {f"province {code} {self.main.type}": 2 for code in self.provinces[:2] or ("",)}
        told |= {f"area {code}": 1 for code in self.villages[:4]}
        figures = [one for one in self.figures if one.telling and one.digits > 2]
        told |= {f"figure {one.value:.0f}": 2 for one in figures[:6]}
        told |= {f"word {word}": 1 for word in self.capitals[:5]}
        told |= {
            f"person {' '.join(sorted(one.parts)[:2])}": 1 if one.rank == OFFICIAL else 2
            for one in self.people
            if one.parts
        }
        return dict.fromkeys(self.bands, 2) | {term(words): weight for words, weight in [*told.items()][:_TERMS]}


@lru_cache(maxsize=4096)
def day_of(text: str) -> date | None:
    """The day of an ISO 8601 date; `None` for a month, a year, and a day that no calendar has."""
    if len(text) != DAY:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def packed(account: Account) -> str:
    """The account as JSON."""
    return json.dumps({"form": FORM, **_fields(account)}, ensure_ascii=False, separators=(",", ":"), default=_fields)


def _fields(one: Account | Happening | Figure | Name) -> dict[str, Any]:
    """Names and values of a dataclass, those inside it left as they are: `asdict` copies all of them, which takes ten times as long."""
    return {field.name: getattr(one, field.name) for field in fields(one)}


def unpacked(text: str) -> Account | None:
    """The account of JSON that `packed` made; `None` for that of another version of the program."""
    data: dict[str, Any] = json.loads(text)
    if data.pop("form") != FORM:
        return None
    data["happenings"] = tuple(Happening(**one) for one in data["happenings"])
    data["main"] = data["main"] and Happening(**data["main"])
    for names in ("people", "heads"):
        data[names] = tuple(Name(one["name"], tuple(one["parts"]), one["rank"]) for one in data[names])
    data["figures"] = tuple(Figure(**one) for one in data["figures"])
    data["heirs"] = tuple(tuple(one) for one in data["heirs"])
    data = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
    return Account(**data)
