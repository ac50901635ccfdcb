"""A record as it stands: what the extraction says, and what people say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extractor.records import Record
from extractor.review.facts import STANDING, facts_of, key_of, signature
from extractor.review.ledger import holding, said_since
from extractor.review.model import DECISIONS, Action, Correction, Fact, Family, Place


class Status(StrEnum):
    """What people have said of a fact."""

    FOUND = "found"
    """Nothing yet."""
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as it stands.

    Attributes:
        key: short name of the fact that it began as.
        fact: as it stands now; a rejected one as it was.
        target: the fact that corrections of it name.
        found: as the extraction has it now; `None` where it has not.
        status: what people said.
        decided: the correction that says so.
    """

    key: str
    fact: Fact
    target: Fact
    found: Fact | None
    status: Status
    decided: Correction | None

    @property
    def holds(self) -> bool:
        """Is it a fact, as far as is known?"""
        return self.status is not Status.REJECTED

    @property
    def is_gone(self) -> bool:
        """Was it corrected, and has the extraction changed since, so that it does not find it any more?"""
        return self.found is None and self.status is not Status.ADDED


@dataclass(frozen=True, slots=True)
class State:
    """A record and all that holds of it.

    Attributes:
        entries: facts in the order of families, then of the text.
        history: all corrections, undone ones too.
        holding: keys of those that hold.
        review: the last review that holds.
        is_stale: was anything corrected since that review?
    """

    entries: tuple[Entry, ...]
    history: tuple[Correction, ...]
    holding: frozenset[int]
    review: Correction | None
    is_stale: bool

    def entry(self, key: str) -> Entry | None:
        """The fact of that name."""
        return next((one for one in self.entries if one.key == key), None)

    @property
    def last(self) -> Correction | None:
        """The correction that was made last and holds."""
        return next((one for one in reversed(self.history) if one.key in self.holding), None)


def state_of(record: Record, corrections: Sequence[Correction], who: str | None = None) -> State:
    """Put a record and its corrections together.

    Args:
        record: as it was extracted last.
        corrections: of it, all.
        who: only what this person said counts; what everybody said if not given, the later word over the earlier.
    """
    own = [one for one in corrections if who is None or one.who == who]
    valid = holding(own)
    made = _Putting(record, facts_of(record))
    for one in valid:
        made.take(one)
    review = next((one for one in reversed(valid) if one.action is Action.REVIEW), None)
    now = frozenset(one.key for one in valid)
    return State(tuple(made.entries()), tuple(own), now, review, review is not None and said_since(review, own))


class _Putting:
    """Facts, each with the last word on it."""

    def __init__(self, record: Record, found: Iterable[Fact]) -> None:
        self._text = record.article.text
        self._found: list[Fact] = list(found)
        self._signatures = [signature(fact) for fact in self._found]
        self._said: dict[int, tuple[Correction, Fact]] = {}  # by the place of the fact in the list
        self._gone: dict[str, tuple[Correction, Fact]] = {}  # by its key
        self._added: dict[int, tuple[Correction, Fact]] = {}  # by the key of the correction that added it
        self._whole: dict[int, Fact] = {}

    def take(self, one: Correction) -> None:
        """Let a correction that holds say its word."""
        if one.action is Action.ADD and one.fact is not None:
            fact = replace(one.fact, added=one.key)
            self._added[one.key] = (one, fact)
            self._whole[one.key] = fact
            return
        if one.target is None or one.action not in DECISIONS:
            return
        if one.target.added is not None:
            if one.target.added in self._added:
                self._added[one.target.added] = (one, one.target)
            return
        at = self._where(one.target)
        if at is None:
            self._gone[key_of(one.target)] = (one, one.target)
        else:
            self._said[at] = (one, one.target)

    def entries(self) -> list[Entry]:
        """All facts in their order."""
        made = [self._entry(fact, fact, self._said.get(at)) for at, fact in enumerate(self._found)]
        made += [self._entry(target, None, (said, target)) for said, target in self._gone.values()]
        for key, (said, _) in self._added.items():
            made.append(self._entry(self._whole[key], None, (said, self._whole[key])))
        order = {family: number for number, family in enumerate(Family)}
        return _named_apart(
            sorted(made, key=lambda one: (order[one.fact.family], one.found is None, _start(one.fact, one.found)))
        )

    def _where(self, target: Fact) -> int | None:
        """Which of the facts found a correction means: the same at its place; elsewhere only if the text has changed."""
        wanted = signature(target)
        same = [at for at, signed in enumerate(self._signatures) if signed == wanted]
        if not target.places:
            return next(iter(same), None)
        place = target.places[0]
        here = [at for at in same if self._found[at].places and self._found[at].places[0].start == place.start]
        if here:
            return here[0]
        if target.family not in STANDING:
            return next(iter(same), None)
        if place.reads_in(self._text):
            return None
        moved = [at for at in same if self._found[at].places and at not in self._said]
        return min(moved, key=lambda at: abs(self._found[at].places[0].start - place.start), default=None)

    def _entry(self, fact: Fact, found: Fact | None, said: tuple[Correction, Fact] | None) -> Entry:
        key = key_of(fact)
        if said is None:
            return Entry(key, fact, fact, found, Status.FOUND, None)
        one = said[0]
        now = fact
        if one.action is Action.EDIT and one.fact is not None:
            now = replace(fact, value=one.fact.value, places=one.fact.places or fact.places)
        status = {
            Action.ACCEPT: Status.ADDED if fact.added else Status.ACCEPTED,
            Action.EDIT: Status.ADDED if fact.added else Status.EDITED,
            Action.REJECT: Status.REJECTED,
            Action.ADD: Status.ADDED,
        }[one.action]
        return Entry(key, replace(now, places=self._standing(now.places, found)), fact, found, status, one)

    def _standing(self, places: tuple[Place, ...], found: Fact | None) -> tuple[Place, ...]:
        """Places as the text has them now: moved to the nearest same words where it has changed, left out where there are none."""
        kept = [moved for place in places if (moved := _nearest(place, self._text)) is not None]
        return tuple(kept) or (found.places if found else ())


def _named_apart(entries: Iterable[Entry]) -> list[Entry]:
    """Two facts that say the same (two people of one name) get names of their own."""
    seen: Counter[str] = Counter()
    named = []
    for one in entries:
        seen[one.key] += 1
        named.append(one if seen[one.key] == 1 else replace(one, key=f"{one.key}-{seen[one.key]}"))
    return named


def _nearest(place: Place, text: str) -> Place | None:
    if place.reads_in(text):
        return place
    before, after = text.rfind(place.text, 0, place.start), text.find(place.text, place.start)
    starts = [start for start in (before, after) if start >= 0]
    if not starts:
        return None
    start = min(starts, key=lambda start: abs(start - place.start))
    return Place(start, start + len(place.text), place.text)


def _start(fact: Fact, found: Fact | None) -> int:
    """Entities keep the order of the record, which is that of their first mention; what the record does not hold follows by its place."""
    return 0 if found is not None else fact.places[0].start if fact.places else 0
