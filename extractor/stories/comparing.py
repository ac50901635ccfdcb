"""Two articles compared: the evidence that they tell of one happening, and what speaks against it; a function of their records alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz

from extractor.stories.account import DISTRICT, REPORTS, Account, Happening, day_of
from extractor.stories.conflicts import (
    apart,
    both_printed,
    other_district,
    other_hamlet,
    other_head,
    other_heirs,
    other_place,
    other_regency,
    other_types,
    other_village,
    template,
    told_again,
)
from extractor.stories.conflicts import conflict as conflict_of
from extractor.stories.days import apart_in_year
from extractor.stories.figures import Figure, agree, near, told_wrong
from extractor.stories.names import LOCAL, OFFICIAL, PRIVATE, UNPLACED, Name, same_name, stands_in
from extractor.stories.settings import rules

_ALIKE = 88  # of 100: names of halls and companies
_FEW = 20
_UNLIKE = 50  # of 100: "Ruang Rapat Bupati" and "kantor bupati" may be one


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or, with points under 0, against it; `setting`: is it only when, where and before whom?"""

    points: float
    words: str
    setting: bool = False

    def __str__(self) -> str:
        return f"{self.words} {self.points:+.1f}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing two articles.

    Attributes:
        score: points of all evidence.
        copied: share of the shorter text that stands in the other.
        conflict: what no misprint explains, in words; "" if nothing.
        aside: are both hardly about the agency, and no copies? Such are in one story only if another article joins them.
        evidence: what the score is made of.
    """

    score: float
    copied: float
    conflict: str
    evidence: tuple[Evidence, ...]
    aside: bool = False

    @property
    def linked(self) -> bool:
        """Do they tell of one happening?"""
        return not self.conflict and not self.aside and self.score >= rules().threshold

    @property
    def kind(self) -> str:
        """`copy` or `event`."""
        return "copy" if self.copied >= rules().copy else "event"

    @property
    def reason(self) -> str:
        """The evidence in words, the strongest first."""
        return "; ".join(map(str, sorted(self.evidence, key=lambda one: (-abs(one.points), one.words))))


def compare(one: Account, other: Account, copied: float = 0.0) -> Comparison:
    """Compare two articles.

    Args:
        one: the one.
        other: the other; their order does not matter.
        copied: share of the shorter text that stands in the other, where their fingerprints meet.
    """
    first, second = sorted((one, other), key=lambda account: account.id)
    conflict = conflict_of(first, second) or template(first, second, copied)
    evidence = () if conflict else tuple(_evidence(first, second, copied))
    evidence += tuple(_over(evidence))
    if not conflict and (first.elsewhere or second.elsewhere) and copied < rules().copy:
        conflict = "about another matter, and no copy"
    aside = not (first.relevant or second.relevant) and copied < rules().copy
    return Comparison(round(sum(part.points for part in evidence), 2), copied, conflict, evidence, aside)


def _over(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """What is taken away again where day, town and officials alone would make two articles one happening."""
    over = sum(part.points for part in evidence if part.setting and part.points > 0) - rules().points["setting_most"]
    if over > 0:
        yield Evidence(-round(over, 2), "one day and town")


def _evidence(one: Account, other: Account, copied: float) -> Iterator[Evidence]:
    points = rules().points
    if copied:
        yield Evidence(round(points["copy"] * copied, 2), f"{copied:.0%} of the text in common")
    yield from _time(one, other)
    yield from _type(one, other)
    yield from _area(one, other)
    yield from _people(one, other)
    yield from _figures(one, other)
    yield from _bodies(one, other)
    likeness = _likeness(one.words, other.words)
    if likeness >= 0.05:
        yield Evidence(round(min(points["topic_most"], points["topic"] * likeness), 2), "words in common")
    likeness = _likeness(one.first_words, other.first_words)
    if likeness >= 0.05:
        yield Evidence(round(min(points["lead_most"], points["lead"] * likeness), 2), "first words in common")
    if not (one.relevant and other.relevant) and copied < rules().copy:
        yield Evidence(points["off_topic"], "the one is hardly about the agency")


def _time(one: Account, other: Account) -> Iterator[Evidence]:
    points = rules().points
    gap = apart(one.day, other.day)
    if gap == 0 or one.days & other.days:
        shared = min(one.days & other.days)
        yield Evidence(points["same_day" if gap == 0 else "day_told"], f"both on {shared}", setting=True)
        if one.half and other.half and one.half != other.half:
            yield Evidence(points["other_half"], "in the morning and in the evening")
        return
    if gap is not None:
        if gap == 1:
            yield Evidence(points["day_before_or_after"], f"on {one.day} and {other.day}", setting=True)
        elif both_printed(one, other) or gap > rules().event_days_apart:
            yield Evidence(points["days_apart"], f"happenings {gap} days apart")
        else:
            yield Evidence(points["published_near"], "days of the happenings not printed")
        return
    if one.days and other.days:
        gap = min(abs((a - b).days) for a, b in product(one.days, other.days))
        if gap > 1:
            far = gap > rules().told_after
            yield Evidence(points["days_told_far" if far else "days_told_apart"], f"they tell days {gap} days apart")
        return
    if _printed_apart(one, other) or _printed_apart(other, one):
        yield Evidence(points["printed_apart"], "other days printed")
    if common := set(one.printed_days) & set(other.printed_days):
        yield Evidence(points["date_in_both"], f"{min(common)} in both", setting=True)
    for told, teller in ((one, other), (other, one)):
        if told.day and (published := day_of(teller.published)):
            gap = (published - told.day).days
            if -1 <= gap <= rules().told_after:
                yield Evidence(points["day_fits"], f"told {teller.published} of {told.day}", setting=True)
            elif not -1 <= gap <= 2 * rules().told_after:
                yield Evidence(points["told_late"], f"told {teller.published}, happened {told.day}")
            return
    gap = apart(one.anchor, other.anchor)
    if gap is not None and gap <= 3:
        yield Evidence(points["published_near"], f"published {gap} days apart")
    elif gap is not None and gap > rules().told_after:
        yield Evidence(points["told_late"], f"published {gap} days apart")


def _printed_apart(one: Account, other: Account) -> bool:
    """Are all days that the one prints, of which the year is not known, far from those of the other?"""
    if one.days or not one.printed_days or not other.days:
        return False
    return all(apart_in_year(printed, day) > rules().told_after for printed in one.printed_days for day in other.days)


def _type(one: Account, other: Account) -> Iterator[Evidence]:
    points = rules().points
    types = one.first_types, other.first_types
    if not types[0] or not types[1] or not one.main or not other.main:
        return
    if same := types[0] & types[1]:
        yield Evidence(points["same_type"], f"both {min(same)}")
    elif rules().fits(one.main.type, other.main.type):
        return  # the one may be told as the other: that speaks neither for nor against
    elif any(account.main and account.main.type in REPORTS for account in (one, other)):
        yield Evidence(points["type_report"], f"{one.main.type} and {other.main.type}")
    else:
        yield Evidence(points["type_differs"], f"{one.main.type}, not {other.main.type}")


def _area(one: Account, other: Account) -> Iterator[Evidence]:
    points = rules().points
    common = set(one.villages) & set(other.villages)
    hamlets = other_hamlet(one.main, other.main)
    first = set() if hamlets else set(one.first_villages) & set(other.first_villages)
    if hamlets:
        yield Evidence(points["other_village"], "other villages")
    elif first:
        exact = [area for area in first if len(area) > DISTRICT]
        yield Evidence(points["village" if exact else "district"], f"{min(exact or first)} in both")
    elif common:
        yield Evidence(points["village_behind"], f"{min(common)} in both")
    names = {
        name
        for account, by in ((one, other), (other, one))
        for name in account.places
        if name in by.places or name in by.capitals
    }
    if first or hamlets:
        pass
    elif other_district(one.main, other.main) or (other_village(one, other) and not (one.day and other.day)):
        yield Evidence(points["other_village"], "other districts")
    elif one.headline and other.headline and not names & {*one.headline, *other.headline}:
        yield Evidence(points["other_headline"], f"{one.headline[0]}, not {other.headline[0]}")
    elif other_place(one, other):
        yield Evidence(points["other_place"], "in other towns")
    if not common and names:
        yield Evidence(points["named_place"], min(names), setting=True)
    mains = [next(iter(account.regencies), "") for account in (one, other)]
    if mains[0] and mains[1]:
        if mains[0] == mains[1]:
            yield Evidence(points["regency"], f"regency {mains[0]}", setting=True)
        elif other_regency(one, other):
            yield Evidence(points["other_regencies"], "happenings in two regencies")
        elif mains[0] not in other.regencies and mains[1] not in one.regencies:
            yield Evidence(points["other_regency"], "mainly about other regencies")
        else:
            yield Evidence(points["regency_named"], "the main area of the one in the other", setting=True)
    elif set(one.provinces) & set(other.provinces):
        yield Evidence(points["province"], "one province", setting=True)


def _people(one: Account, other: Account) -> Iterator[Evidence]:
    points = rules().points
    worth = {OFFICIAL: points["official"], LOCAL: points["local_official"], UNPLACED: points["unplaced"]}
    left, matched = points["persons_most"], set()
    for name in sorted(_shared_people(one, other), key=lambda one: (-worth.get(one.rank, points["person"]), one.name)):
        told = min(left, worth.get(name.rank, points["person"]))
        matched |= set(name.parts)
        left -= told
        if told > 0:
            yield Evidence(told, name.name, setting=name.rank in {OFFICIAL, UNPLACED})
    if other_heirs(one, other):
        yield Evidence(points["other_heirs"], "other recipients")
    if other_head(one, other):
        yield Evidence(points["other_head"], "heads of other branches")
    known = matched | {
        part for account in (one, other) for name in account.people if name.rank == OFFICIAL for part in name.parts
    }
    if other_types(one, other):  # what each says of the other's happening at its end does not make them one
        known |= {*one.behind, *other.behind}
    words = sorted((set(one.capitals) & set(other.capitals)) - known)
    if words:
        told = min(points["words_most"], points["word"] * len(words))
        yield Evidence(told, f"named in both: {', '.join(words[:5])}")


def _shared_people(one: Account, other: Account) -> list[Name]:
    found: list[Name] = []
    in_both: set[Name] = set()
    for name in one.people:
        matches = [person for person in other.people if same_name(name, person)]
        in_both.update(matches)
        if matches:
            found.append(name if _rank(name) <= _rank(matches[0]) else matches[0])
        elif stands_in(name, other.capitals):
            found.append(name)
    return [*found, *(name for name in other.people if name not in in_both and stands_in(name, one.capitals))]


def _rank(name: Name) -> int:
    """What is said of a person who is official here, private there, is worth what it is worth of an official."""
    return (OFFICIAL, LOCAL, PRIVATE, UNPLACED).index(name.rank)


def _figures(one: Account, other: Account) -> Iterator[Evidence]:
    points = rules().points
    left = points["figures_again" if told_again(one, other) else "figures_most"]
    agreed = False
    taken: set[float] = set()
    for evidence, value in sorted(_alike(one, other), key=lambda pair: (-pair[0].points, pair[0].words)):
        if value in taken:
            continue
        taken.add(value)
        agreed = True
        told = min(left, evidence.points)
        left -= told
        if told > 0:
            yield Evidence(round(told, 2), evidence.words)
    if not agreed and all(any(_people_at_the_beginning(account)) for account in (one, other)):
        yield Evidence(points["other_figures"], "other figures")


def _alike(one: Account, other: Account) -> Iterator[tuple[Evidence, float]]:
    points = rules().points
    for a, b in product(one.figures, other.figures):
        if a.money != b.money or (a.what == "percent") != (b.what == "percent"):
            continue
        if a.value == b.value:
            if a.digits == 1 and _counts_people(a) and _counts_people(b):
                yield Evidence(points["figure_small"], f"{a.text or a.value} in both"), a.value
            if a.telling:
                worth = points["figure"] * min(4, a.digits - (0 if a.rounded == b.rounded and a.digits > 2 else 1))
                if not (_at_the_beginning(a) or _at_the_beginning(b)):
                    worth = min(worth, points["figure_behind"])
                yield Evidence(worth, f"{a.text or a.value} in both"), a.value
        elif not near(a, b) or not (a.telling or b.telling) or (a.what and b.what and a.what == "percent"):
            continue
        elif agree(a, b):
            yield (
                Evidence(points["figure_rounded"], f"{a.text or a.value} is {b.text or b.value}"),
                max(a.value, b.value),
            )
        elif told_wrong(a, b) and min(a.digits, b.digits) > 2:
            yield (
                Evidence(points["figure_near"], f"{a.text or a.value}, nearly {b.text or b.value}"),
                max(a.value, b.value),
            )


def _counts_people(figure: Figure) -> bool:
    return figure.value >= 10 and figure.what in rules().figures["people"] and _at_the_beginning(figure)


def _people_at_the_beginning(account: Account) -> Iterator[Figure]:
    people = rules().figures["people"]
    for figure in account.figures:
        if figure.value >= _FEW and figure.what in people and _at_the_beginning(figure):
            yield figure


def _at_the_beginning(figure: Figure) -> bool:
    return figure.start is None or figure.start < int(rules().figures["beginning"])


def _bodies(one: Account, other: Account) -> Iterator[Evidence]:
    points = rules().points
    left = points["organizations_most"]
    for name in one.organizations:
        if left > 0 and any(fuzz.token_sort_ratio(name, known) >= _ALIKE for known in other.organizations):
            yield Evidence(points["organization"], name)
            left -= points["organization"]
    venues = [
        {event.venue for event in account.happenings if event.sure and len(event.venue) > 8} for account in (one, other)
    ]
    if any(fuzz.token_set_ratio(a, b) >= _ALIKE for a, b in product(*venues)):
        yield Evidence(points["venue"], "one venue")
    elif one.day and one.day == other.day and _other_venue(one.main, other.main):
        yield Evidence(points["other_venue"], "in two halls")
    if rule := set(one.regulations) & set(other.regulations):
        yield Evidence(points["regulation"], min(rule))
    if programs := set(one.programs) & set(other.programs):
        yield Evidence(points["program"], min(programs))


def _other_venue(one: Happening | None, other: Happening | None) -> bool:
    halls = [event.venue for event in (one, other) if event and len(event.venue) > 8]
    return len(halls) == 2 and fuzz.token_set_ratio(*halls) < _UNLIKE


def _likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Cosine of the words of two articles, whose weights have length 1."""
    return math.fsum(one[word] * other[word] for word in one.keys() & other.keys())
