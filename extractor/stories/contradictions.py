"""What articles of one story tell differently: numbers, days, areas, each with its source; nothing is averaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from extractor.stories.account import DISTRICT, REPORTS, Account, Happening
from extractor.stories.conflicts import other_place
from extractor.stories.figures import Figure, agree, near, told_wrong
from extractor.stories.settings import rules

Value = tuple[bool, float]
"""Is it money, and how much."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one article says; `start` and `end` are offsets into its text, `None` for the headline."""

    article: str
    value: str
    start: int | None
    end: int | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Contradictory:
    """One thing told differently: `kind` is amount, quantity, date or place; `sides` has the value told by most first."""

    kind: str
    what: str
    sides: tuple[Told, ...]


def contradictory(accounts: Sequence[Account]) -> list[Contradictory]:
    """The contradictions between articles of one story, each thing once."""
    told = sorted((one for one in accounts if not one.elsewhere), key=lambda one: one.id)
    found = [*_figures(told), *_days(told), *_places(told)]
    return sorted(found, key=lambda one: (one.kind, one.what, one.sides[0].value, one.sides[-1].value))


# figures ----------------------------------------------------------------------------------------------------------------------


def _figures(accounts: Sequence[Account]) -> Iterator[Contradictory]:
    """Figures that one article tells so, another nearly so, where neither tells what the other does."""
    groups: list[set[Value]] = []
    told: dict[Value, list[tuple[Account, Figure]]] = {}
    for account in accounts:
        for one in account.figures:
            told.setdefault((one.money, one.value), []).append((account, one))
    for here, there in _alike(accounts):
        if any(
            _contradict(a, b) and not _knows(one, b) and not _knows(other, a)
            for (one, a), (other, b) in product(told[here], told[there])
            if one is not other
        ):
            _join(groups, {here, there})
    for group in groups:
        sides = [(account, figure) for account in accounts if (figure := _first(account, group)) is not None]
        what = _what([figure for _, figure in sides])
        kind = "amount" if any(money for money, _ in group) else "quantity"
        yield Contradictory(
            kind,
            what,
            _sorted([Told(account.id, _plain(one.value), one.start, one.end, one.text) for account, one in sides]),
        )


def _alike(accounts: Sequence[Account]) -> list[tuple[Value, Value]]:
    """Values that may be one told wrong, each pair once: copies tell the same figures, so that there are few, however many articles."""
    told: dict[Value, Figure] = {}
    for account in accounts:
        for figure in account.figures:
            if figure.telling and not figure.rounded:
                told.setdefault((figure.money, figure.value), figure)
    values, found = sorted(told), []
    for number, one in enumerate(values, 1):
        for other in values[number:]:
            if one[0] != other[0] or not near(told[one], told[other]):
                break  # the following are farther still
            if told_wrong(told[one], told[other]):
                found.append((one, other))
    return found


def _contradict(one: Figure, other: Figure) -> bool:
    """Is it one thing, told with figures that cannot both be right?"""
    if one.money != other.money or not near(one, other) or one.rounded or other.rounded:
        return False
    if not (one.telling and other.telling):
        return False
    if not _one_thing(one, other):
        return False
    if min(one.digits, other.digits) == 2 and not (one.what and one.what == other.what):
        return False  # two digits differ by chance: the kind must be the same
    return told_wrong(one, other)


def _one_thing(one: Figure, other: Figure) -> bool:
    if one.what and other.what:
        people = rules().figures["people"]
        if one.money:
            return one.what == other.what or min(one.digits, other.digits) > 2
        return one.what == other.what or (one.what in people and other.what in people)
    if one.noun or other.noun:
        return min(one.digits, other.digits) > 2 or one.noun == other.noun
    return min(one.digits, other.digits) > 2


def _knows(account: Account, figure: Figure) -> bool:
    """Does the article tell this figure, too, if need be rounded?"""
    return any(known.money == figure.money and agree(known, figure) for known in account.figures)


def _join(groups: list[set[Value]], pair: set[Value]) -> None:
    meeting = [group for group in groups if group & pair]
    for group in meeting:
        groups.remove(group)
    groups.append(pair.union(*meeting))


def _first(account: Account, group: set[Value]) -> Figure | None:
    return next((one for one in account.figures if (one.money, one.value) in group and not one.rounded), None)


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _what(figures: Sequence[Figure]) -> str:
    named = Counter(one.what for one in figures if one.what)
    return min(named, key=lambda what: (-named[what], what)) if named else "other"


# days and areas ---------------------------------------------------------------------------------------------------------------


def _days(accounts: Sequence[Account]) -> Iterator[Contradictory]:
    """Days of the main happening that articles print with a number, where no article tells any happening on the other's day, too."""
    sides = [(account, one) for account in accounts if (one := _dated(account)) is not None]
    for type_ in sorted({one.type for _, one in sides}):
        alike = [(account, one) for account, one in sides if one.type == type_]
        if any(_other_day(*one, *other) for one, other in combinations(alike, 2)):
            yield Contradictory(
                "date",
                type_,
                _sorted([_told(account, one.start, one.date_at, one.date_text) for account, one in alike]),
            )


def _other_day(one: Account, here: Happening, other: Account, there: Happening) -> bool:
    return here.start != there.start and not any(
        event.start == main.start for account, main in ((one, there), (other, here)) for event in account.happenings
    )


def _dated(account: Account) -> Happening | None:
    main = account.main
    return main if main and main.day and main.printed and main.type not in REPORTS else None


def _places(accounts: Sequence[Account]) -> Iterator[Contradictory]:
    """Districts or towns of the main happening, where no article names the other's."""
    sides = [
        (account, main)
        for account in accounts
        if (main := account.main) and main.type not in REPORTS and (len(main.place) >= DISTRICT or _town(main))
    ]
    for type_ in sorted({main.type for _, main in sides}):
        alike = [(account, main) for account, main in sides if main.type == type_]
        apart = [pair for pair in combinations(alike, 2) if _elsewhere(*pair[0], *pair[1])]
        if not apart:
            continue
        town = any(_town(main) for pair in apart for _, main in pair)
        told = [
            _told(account, (town and main.regency) or main.place_name, main.place_at, main.place_text)
            for account, main in alike
        ]
        yield Contradictory("place", type_, _sorted(told))


def _town(main: Happening) -> bool:
    """Is it in a town that the codes of areas do not hold? It may be any size, and lie in the other's district."""
    return bool(main.place_name and not main.place)


def _elsewhere(one: Account, here: Happening, other: Account, there: Happening) -> bool:
    if _town(here) or _town(there):
        return other_place(one, other) and {len(here.place), len(there.place)} != {0}
    exact = min(len(here.place), len(there.place))  # a village contradicts no district that holds it
    first, second = here.place[:exact], there.place[:exact]
    named = [{area[:exact] for area in account.villages} for account in (one, other)]
    return first != second and first not in named[1] and second not in named[0]


def _told(account: Account, value: str, at: int | None, text: str | None) -> Told:
    return Told(account.id, value, at, None if at is None else at + len(text or ""), text)


def _sorted(sides: Sequence[Told]) -> tuple[Told, ...]:
    times = Counter(side.value for side in sides)
    return tuple(sorted(sides, key=lambda side: (-times[side.value], side.value, side.article)))
