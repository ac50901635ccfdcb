"""What pages of corrections have in common."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated

from fastapi import Path

from extractor.review.model import Correction
from extractor.serve.problems import Problem
from extractor.serve.view import View
from extractor.store import Store

RecordId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="id of the record")]


def own_view(view: View) -> bool:
    """Does the visitor want to see no corrections but the own ones? That takes a name."""
    return view.request.query_params.get("own") == "1" and view.visitor.name is not None


def seen(store: Store, id_: str, corrections: Sequence[Correction]) -> str:
    """What a page was made of: the extraction and the last correction. A review of a page that is no longer so is refused.

    Raises:
        Problem: there is no such record.
    """
    rows = store.database.rows(
        "SELECT v.number, v.facts_sha256 FROM articles a JOIN versions v ON v.article = a.key AND v.number = a.version WHERE a.id = ?",
        id_,
    )
    if not rows:
        raise Problem(404, "not_found", "There is no such record.")
    told = f"{rows[0]} {max((one.key for one in corrections), default=0)}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def version_of(store: Store, id_: str) -> int:
    """The version of an article that the tables show."""
    ((number,),) = store.database.rows("SELECT version FROM articles WHERE id = ?", id_)
    return int(number)
