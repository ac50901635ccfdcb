"""Answers that several rooms give: problems, and answers that a client may have already."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from extractor import __version__
from extractor.records import SCHEMA_VERSION
from extractor.serve.problems import MEDIA_TYPE, Problem, body_of
from extractor.serve.rendering import environment
from extractor.serve.texts import spoken


def language_of(request: HTTPConnection) -> str:
    """The language to answer in."""
    return spoken(request.query_params.get("lang"), request.cookies.get("lang"), request.headers.get("accept-language"))


def problem_response(request: HTTPConnection, problem: Problem) -> Response:
    """A problem for programs under /api, for people elsewhere."""
    if request.url.path.startswith("/api/"):
        return Response(body_of(problem).model_dump_json(), problem.status, problem.headers, MEDIA_TYPE)
    page = environment(language_of(request)).get_template("problem.html")
    return HTMLResponse(page.render(problem=problem), problem.status, problem.headers)


def tag_of(state: str | None, *more: str) -> str | None:
    """The ETag of an answer made of the store as it is, and of what else it depends on; `None` while the store is being written."""
    if state is None:
        return None
    told = "\0".join((state, __version__, SCHEMA_VERSION, *more))
    return f'W/"{hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:24]}"'


def has_already(headers: Headers, tag: str | None) -> bool:
    """Does the client hold the answer of this tag?"""
    told = headers.get("if-none-match", "")
    return tag is not None and (told.strip() == "*" or tag in [one.strip() for one in told.split(",")])
