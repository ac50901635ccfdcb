"""How good the extraction is, by the posts that people have reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.evaluate import Report, score
from extractor.evaluate.events import pair_events
from extractor.evaluate.facts import facts_of_record
from extractor.evaluate.tally import Figures, Tally
from extractor.records import EventType
from extractor.review.agreement import Agreement, agreements
from extractor.review.gold import Reviewed, gold_of, reviewed_posts, reviews_by_person
from extractor.review.ledger import corrections_of
from extractor.store import Store


@dataclass(frozen=True, slots=True)
class Quality:
    """What the reviewed posts say.

    Attributes:
        posts: how many are reviewed.
        stale: how many of them were corrected since.
        types: by event type, what the extraction finds now against what was found right; types that neither has are left out.
        report: the figures of `extractor evaluate` for these posts.
        agreements: of people who reviewed the same posts.
    """

    posts: int
    stale: int
    types: dict[str, Figures]
    report: Report | None
    agreements: tuple[Agreement, ...]


def quality_of(store: Store) -> Quality:
    """Measure the extraction as it is now by all reviewed posts.

    Raises:
        StoreError: the store cannot be read.
    """
    posts = list(reviewed_posts(store))
    gold = {one.record: gold_of(one) for one in posts}
    records = {}
    for one in posts:
        record = store.record(one.record)
        if record is not None:
            records[one.record] = record.model_dump(mode="json")
    by_person = {one.record: reviews_by_person(corrections_of(store, one.record)) for one in posts}
    return Quality(
        len(posts),
        sum(one.is_stale for one in posts),
        _by_type(posts, {id_: facts_of_record(record)["events"] for id_, record in records.items()}),
        score(gold, records) if posts else None,  # type: ignore[arg-type]
        tuple(agreements(by_person)),
    )


def _by_type(posts: Sequence[Reviewed], found: dict[str, list]) -> dict[str, Figures]:  # type: ignore[type-arg]
    tallies = {type_.value: Tally(type_.value) for type_ in EventType}
    for one in posts:
        owed, given = one.facts.get("events") or [], found.get(one.record, [])
        partner = pair_events(owed, given, ())
        for at, event in enumerate(owed):
            tally = tallies[event["type"]]
            tally.right += at in partner
            tally.missed += at not in partner
        taken = set(partner.values())
        for at, event in enumerate(given):
            tallies[event["type"]].extra += at not in taken
    return {name: tally.figures for name, tally in tallies.items() if tally.right + tally.missed + tally.extra}
