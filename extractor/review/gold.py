"""What was found right of a post: kept with the review as it was then, so that no later extraction changes it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from extractor.evaluate.facts import Facts
from extractor.records import Record
from extractor.review.ledger import corrections_of, holding, said_since
from extractor.review.model import Action, Correction, Family, Value
from extractor.review.state import Entry, State, Status
from extractor.store import Store

_BARE: Final[Mapping[Family, str]] = {  # families that gold lists by one part alone
    Family.ORGANIZATIONS: "name",
    Family.PLACES: "name",
    Family.PROGRAMS: "code",
    Family.REGULATIONS: "id",
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A post that somebody has looked at as a whole.

    Attributes:
        record: its id.
        review: the review.
        facts: what was found right.
        is_stale: was anything corrected since? The facts are those of the review.
    """

    record: str
    review: Correction
    facts: Facts
    is_stale: bool

    @property
    def post(self) -> Value:
        """Title, text, published, author, url and outlet, as they were looked at."""
        post: Value = (self.review.review or {})["post"]
        return post


def reviewed_value(record: Record, state: State, *, is_relevant: bool) -> Value:
    """What a review keeps: the post, the facts that hold, and what was decided on each fact that the extraction had found."""
    article = record.article
    post = {
        "title": article.title,
        "text": article.text,
        "published": article.published,
        "author": article.author,
        "url": article.url,
        "outlet": article.outlet,
        "dateline": article.dateline,
    }
    decided = {one.key: _decision(one) for one in state.entries if one.found is not None}
    return {"post": post, "relevant": is_relevant, "facts": facts_in(state.entries, is_relevant), "decided": decided}


def facts_in(entries: Sequence[Entry], is_relevant: bool = True) -> Facts:
    """The facts that hold, as gold has them; an event follows what became of people, areas and figures it names."""
    told: dict[str, list[Any]] = {family.value: [] for family in Family if family is not Family.QUOTES}
    for one in entries:
        family = one.fact.family
        if not one.holds or family is Family.QUOTES:
            continue
        if family is Family.EVENTS:
            if is_relevant:
                told["events"].append(_followed(one.fact.value, entries))
            continue
        value = one.fact.value[_BARE[family]] if family in _BARE else one.fact.value
        if value not in told[family.value]:
            told[family.value].append(value)
    return told  # type: ignore[return-value]


def gold_of(reviewed: Reviewed) -> Value:
    """A gold file: keys in the order of the other files."""
    post = reviewed.post
    published = post["published"]
    head = {
        "id": reviewed.record,
        "published": published[:10] if published and len(published) >= len("2022-08-25") else None,
        "title": post["title"],
        "outlet": post["outlet"],
        "dateline": post["dateline"],
        "relevant": (reviewed.review.review or {})["relevant"],
    }
    return head | dict(reviewed.facts)


def reviewed_posts(store: Store, ids: Sequence[str] | None = None) -> Iterator[Reviewed]:
    """The posts whose review holds, in the order of their ids: each with its last review.

    Args:
        store: to read.
        ids: of records, only these; all if not given.

    Raises:
        StoreError: the store cannot be read.
    """
    query = "SELECT DISTINCT record FROM corrections WHERE action = 'review'"
    if ids is None:
        rows = store.database.rows(f"{query} ORDER BY record")
    else:
        rows = store.database.rows(
            f"{query} AND record IN (SELECT value FROM json_each(?)) ORDER BY record", json.dumps(list(ids))
        )
    for (record,) in rows:
        one = reviewed_post(record, corrections_of(store, record))
        if one is not None:
            yield one


def reviewed_post(record: str, corrections: Sequence[Correction]) -> Reviewed | None:
    """A post by its last review that holds; `None` where there is none."""
    valid = holding(corrections)
    review = next((one for one in reversed(valid) if one.action is Action.REVIEW), None)
    if review is None or review.review is None:
        return None
    return Reviewed(record, review, review.review["facts"], said_since(review, corrections))


def reviews_by_person(corrections: Sequence[Correction]) -> dict[str, Correction]:
    """Of each person the last review that holds and was made without sight of what others said."""
    valid = [one for one in holding(corrections) if one.action is Action.REVIEW and one.is_alone]
    return {one.who: one for one in valid}


def is_alone(corrections: Sequence[Correction], who: str, *, own: bool) -> bool:
    """Does a person see nothing of what others say of a post?"""
    return own or all(one.who == who for one in holding(corrections))


def _decision(entry: Entry) -> str:
    return {Status.REJECTED: "rejected", Status.EDITED: "edited"}.get(entry.status, "kept")


def _followed(event: Value, entries: Sequence[Entry]) -> Value:
    people = _changed(entries, (Family.PEOPLE, Family.ORGANIZATIONS), "name")
    followed = dict(event)
    followed["participants"] = _each(event["participants"], people)
    followed["programs"] = _each(event["programs"], _changed(entries, (Family.PROGRAMS,), "code"))
    followed["regulations"] = _each(event["regulations"], _changed(entries, (Family.REGULATIONS,), "id"))
    followed["amounts"] = _each(event["amounts"], _changed(entries, (Family.AMOUNTS,), "value"))
    followed["quantities"] = _each(event["quantities"], _changed(entries, (Family.QUANTITIES,), "value"))
    places = _each([event["place"]] if event["place"] else [], _changed(entries, (Family.PLACES,), "name"))
    followed["place"] = places[0] if places else None
    return followed


def _changed(entries: Sequence[Entry], families: Sequence[Family], part: str) -> Callable[[Any], Any]:
    """What became of a name or figure: another one, `None` if nothing of it is left, itself."""
    mine = [one for one in entries if one.fact.family in families]
    stand = {one.fact.value[part] for one in mine if one.holds}
    became = {
        one.target.value[part]: one.fact.value[part] if one.holds else None
        for one in mine
        if one.target.value[part] not in stand
    }
    return lambda said: became.get(said, said)


def _each(values: Sequence[Any], became: Callable[[Any], Any]) -> list[Any]:
    return list(dict.fromkeys(now for one in values if (now := became(one)) is not None))
