"""Gold against records, family by family.

Every family gives precision, recall and F1 over all articles together (micro average); the headline is the plain mean
of the families' F1. Besides, some details are given as shares: what is right among the facts that were found at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.evaluate.events import EventTallies
from extractor.evaluate.facts import NO_FACTS, Facts, JsonObject, PersonFact, facts_of_record
from extractor.evaluate.lexicon import words
from extractor.evaluate.matching import match, unique
from extractor.evaluate.report import Report
from extractor.evaluate.same import (
    AGENCY,
    is_agency,
    is_agency_as_such,
    same_amount,
    same_code,
    same_named,
    same_organization,
    same_place,
    same_quantity,
    same_role,
    same_title,
)
from extractor.evaluate.tally import Share, Tally

_SHOWN_CHARACTERS = 150


def score(gold: Mapping[str, Facts], records: Mapping[str, JsonObject], only: str = "") -> Report:
    """Compare gold facts and records, both by article id; `only` keeps the articles whose id starts so."""
    count = _Count()
    for article, facts in gold.items():
        if article.startswith(only):
            count.add(article, facts, records.get(article))
    return count.report()


SAME: Mapping[str, Callable[[Any, Any], bool]] = {
    "people": same_named,
    "organizations": same_organization,
    "places": same_place,
    "programs": same_code,
    "regulations": same_code,
    "amounts": same_amount,
    "quantities": same_quantity,
}
"""Families of facts that are compared one by one, and when two facts of a family are the same."""


@dataclass(slots=True)
class _Count:
    families: Mapping[str, Tally] = field(default_factory=lambda: {family: Tally(family) for family in SAME})
    roles: Tally = field(default_factory=lambda: Tally("roles"))
    events: EventTallies = field(default_factory=EventTallies)
    amount_kind: Share = field(default_factory=Share)
    quantity_kind: Share = field(default_factory=Share)
    published: Share = field(default_factory=Share)
    title: Share = field(default_factory=Share)
    relevant: Share = field(default_factory=Share)
    grounding: Share = field(default_factory=Share)
    without_record: list[str] = field(default_factory=list)

    def add(self, article: str, gold: Facts, record: JsonObject | None) -> None:
        if record is None:
            self.without_record.append(article)
            found = NO_FACTS
        else:
            found = facts_of_record(record)
            count_spans(record, record["article"].get("text") or "", self.grounding)
        relevant = gold.get("relevant", True)
        self.relevant.add(found["relevant"] == relevant)
        if relevant is False:
            self.events.add_false_alarms(article, found.get("events") or [])
            return
        self._add_headers(gold, found)
        self._add_entities(article, gold, found)
        free = gold.get("optional") or {}
        self.events.add(
            article,
            gold.get("events") or [],
            found.get("events") or [],
            free_events=free.get("events") or [],
            free_participants=free.get("participants") or [],
        )

    def _add_headers(self, gold: Facts, found: Facts) -> None:
        if gold.get("published"):
            self.published.add((gold["published"] or "")[:10] == found["published"])
        if gold.get("title"):
            self.title.add(same_title(gold["title"] or "", found["title"] or ""))

    def _add_entities(self, article: str, gold: Facts, found: Facts) -> None:
        owed: dict[str, Any] = {**gold}
        given: dict[str, Any] = {**found}
        free = dict(gold.get("optional") or {})
        owed["organizations"], excused = _organizations_owed(gold, found)
        free["organizations"] = [*(free.get("organizations") or []), *excused]
        pairs = {
            family: self._add_family(
                family, article, owed.get(family) or [], given.get(family) or [], free=free.get(family) or []
            )
            for family in SAME
        }
        self._add_roles(article, gold.get("people") or [], pairs["people"])
        for share, family in ((self.amount_kind, "amounts"), (self.quantity_kind, "quantities")):
            for wanted, one in pairs[family]:
                share.add(wanted.get("kind") == one.get("kind"))

    def _add_family(
        self, family: str, article: str, gold: list[Any], found: list[Any], *, free: list[Any]
    ) -> list[tuple[Any, Any]]:
        """Count a family of an article and give the pairs, gold fact first; an extra fact of `free` costs nothing."""
        tally, same = self.families[family], SAME[family]
        matching = match(unique(gold, same), unique(found, same), same)
        extra = [fact for fact in matching.extra if not any(same(excused, fact) for excused in free)]
        tally.right += len(matching.pairs)
        tally.missed += len(matching.missed)
        tally.extra += len(extra)
        for fact in matching.missed:
            tally.mistake(article, "missed", _shown(fact))
        for fact in extra:
            tally.mistake(article, "extra", _shown(fact))
        return matching.pairs

    def _add_roles(
        self, article: str, gold: Sequence[PersonFact], pairs: Sequence[tuple[PersonFact, PersonFact]]
    ) -> None:
        """Roles of the people found; the role of a person not found is missed. Gold without a role judges nothing."""
        named = {wanted["name"] for wanted, _ in pairs}
        self.roles.missed += sum(1 for person in gold if person.get("role") and person["name"] not in named)
        for wanted, one in pairs:
            owed, given = wanted.get("role"), one.get("role")
            if not owed:
                continue
            if given and same_role(owed, given):
                self.roles.right += 1
                continue
            self.roles.missed += 1
            self.roles.extra += bool(given)
            self.roles.mistake(article, "wrong", f"{wanted['name']}: gold {owed!r}, found {given!r}")

    def report(self) -> Report:
        people, *entities = self.families.values()
        tallies = (people, self.roles, *entities, self.events.events, self.events.arguments)
        families = {tally.family: tally.figures for tally in tallies}
        details = {
            "event_dates": self.events.dates,
            "event_status": self.events.statuses,
            "amount_kind": self.amount_kind,
            "quantity_kind": self.quantity_kind,
            "published": self.published,
            "title": self.title,
            "relevant": self.relevant,
            "grounding": self.grounding,
        }
        return Report(
            families=families,
            headline=round(sum(figures.f1 for figures in families.values()) / len(families), 4),
            details={name: share.value for name, share in details.items()},
            without_record=tuple(self.without_record),
            mistakes=tuple(mistake for tally in tallies for mistake in tally.mistakes),
        )


def _organizations_owed(gold: Facts, found: Facts) -> tuple[list[str], list[str]]:
    """Gold organizations that have to be found, and found ones that are not held against the record.

    The agency as such, beside a branch of its own, is neither owed nor wrong; nor is a body read off somebody's role.
    """
    owed = gold.get("organizations") or []
    excused: list[str] = []
    if any(is_agency(name) and not is_agency_as_such(name) for name in owed):
        owed = [name for name in owed if not is_agency_as_such(name)]
        excused.append(AGENCY)
    roles = [set(words(person.get("role") or "")) for person in gold.get("people") or [] if person.get("role")]
    in_role = [name for name in found.get("organizations") or [] if any(set(words(name)) <= role for role in roles)]
    return owed, [*excused, *in_role]


def _shown(fact: object) -> str:
    return json.dumps(fact, ensure_ascii=False)[:_SHOWN_CHARACTERS]


def count_spans(node: object, text: str, grounding: Share) -> None:
    """Count the spans anywhere in a record, and those whose text is what the article's text holds there."""
    if isinstance(node, Mapping):
        start, end = node.get("start"), node.get("end")
        if isinstance(start, int) and isinstance(end, int) and "text" in node:
            grounding.add(text[start:end] == node["text"])
        for child in node.values():
            count_spans(child, text, grounding)
    elif isinstance(node, list):
        for child in node:
            count_spans(child, text, grounding)
