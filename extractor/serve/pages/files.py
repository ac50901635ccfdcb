"""Files that pages need."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from extractor.serve.assets import by_address
from extractor.serve.problems import Problem

router = APIRouter(include_in_schema=False)

_FOREVER: Final = "public, max-age=31536000, immutable"


@router.get("/static/{rest:path}")
async def file(request: Request, rest: str) -> Response:
    """A file by its whole address, which names its content; nothing else is looked up anywhere."""
    found = by_address().get(request.url.path)
    if found is None:
        raise Problem(404, "not_found", "There is no such file.")
    return Response(found.content, headers={"cache-control": _FOREVER}, media_type=found.type)
