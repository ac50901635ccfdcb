"""What the new stories tell of money paid, each story once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.digest.details import Details
from extractor.digest.model import Cut, Paid
from extractor.digest.rules import most
from extractor.digest.selection import Selection, Sum
from extractor.stories.model import Story


@dataclass(frozen=True, slots=True)
class Payment:
    """The sum of a story, and the article that tells it."""

    story: int
    article: str
    amount: str
    value: int


def payments(selection: Selection, stories: Sequence[Story], type_: str) -> list[Payment]:
    """The sum that each story gives for an event of this type.

    Of the largest sum of each of its new articles that which most of them tell, and of several such that of the first article.
    """
    by_article = {one.article: one for one in selection.sums(type_)}
    found = []
    for story in stories:
        told: list[tuple[str, Sum]] = [
            (id_, by_article[new.key])
            for id_ in story.articles
            if (new := selection.articles.get(id_)) is not None and new.key in by_article
        ]
        if told:
            votes = Counter(one.value for _, one in told)
            article, one = max(told, key=lambda pair: votes[pair[1].value])
            found.append(Payment(story.key, article, one.id, int(one.value)))
    return found


def paid(selection: Selection, stories: Sequence[Story], handed: Sequence[Payment], details: Details) -> Paid:
    """Money handed over and reported in the new stories; `handed` are the payments of their handovers."""
    summed = {one.story for one in handed}
    hedged = selection.hedged("benefit_handover")
    unsure = [
        story
        for story in stories
        if story.key not in summed
        and any(id_ in selection.articles and selection.articles[id_].key in hedged for id_ in story.articles)
    ]
    reported = sorted(payments(selection, stories, "benefit_report"), key=lambda one: -one.value)
    return Paid(
        sum(one.value for one in handed),
        len(summed),
        len(unsure),
        Cut.made(reported, most("reports"), lambda one: details.amount(one.article, one.amount)),
    )
