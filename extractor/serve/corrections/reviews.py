"""The page of reviews: what to look at next, how good the extraction is by what was reviewed, how far people agree."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from extractor.review.precision import quality_of
from extractor.review.queue import waiting
from extractor.serve.view import ViewDep

router = APIRouter(include_in_schema=False)


@router.get("/review")
def review(view: ViewDep) -> Response:
    """Posts to look at, the most doubtful first, and the figures of those that were."""
    return view.page(
        "review/review.html",
        waiting=view.once("review.waiting", waiting),
        quality=view.once("review.quality", quality_of),
    )
