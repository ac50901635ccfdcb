"""Which posts to look at next: those that the extraction itself doubts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from extractor.store import Store
from extractor.store.rows import rows_between

_LOOKED_AT: Final = 400  # of either kind: the least sure events, the newest posts with warnings
_WARNING: Final = 0.15  # what a warning adds to the doubt
_MOST_WARNINGS: Final = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that nobody has reviewed yet.

    Attributes:
        id: of the record.
        title: headline.
        outlet: name of the medium.
        day: of publication.
        confidence: of the least sure of its events; `None` where it has none.
        warnings: codes, each once.
        corrections: how many there are already.
    """

    id: str
    title: str | None
    outlet: str | None
    day: str | None
    confidence: float | None
    warnings: tuple[str, ...]
    corrections: int

    @property
    def doubt(self) -> float:
        """How much there is to doubt: one less the confidence, and more for every warning, up to three."""
        return (1 - (1 if self.confidence is None else self.confidence)) + _WARNING * min(
            len(self.warnings), _MOST_WARNINGS
        )


def waiting(store: Store, limit: int = 50) -> list[Waiting]:
    """Posts to look at, the most doubtful first; reviewed ones are left out.

    Candidates are the posts of the least sure events and the newest posts with warnings, some hundred of each: no list of all posts is made.

    Raises:
        StoreError: the store cannot be read.
    """
    done = (
        "SELECT a.key FROM articles a JOIN corrections c ON c.record = a.id WHERE c.action = 'review' "
        "AND NOT EXISTS (SELECT 1 FROM corrections u WHERE u.undoes = c.key)"
    )
    own = rows_between("a.key")
    rows = store.database.rows(
        f"""
        SELECT a.key, a.id, a.title, a.outlet, a.day, (SELECT min(confidence) FROM events WHERE events.key {own}),
            (SELECT json_group_array(DISTINCT code) FROM warnings WHERE warnings.key {own}),
            (SELECT count(*) FROM corrections WHERE record = a.id AND action <> 'undo')
        FROM articles a WHERE a.key NOT IN ({done}) AND a.key IN (
            SELECT article FROM (SELECT article FROM listing WHERE article NOT IN ({done}) ORDER BY confidence LIMIT ?)
            UNION
            SELECT article FROM (SELECT DISTINCT article FROM warnings WHERE article NOT IN ({done}) ORDER BY key DESC LIMIT ?)
        )
        """,
        _LOOKED_AT,
        _LOOKED_AT,
    )
    found = [
        Waiting(id_, title, outlet, day, confidence, tuple(json.loads(warnings)), corrections)
        for _, id_, title, outlet, day, confidence, warnings, corrections in rows
    ]
    return sorted(found, key=lambda one: (-one.doubt, one.id))[:limit]
