"""The pages and the API put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from extractor import __version__
from extractor.records import SCHEMA_VERSION
from extractor.serve import overview, records
from extractor.serve.api import routes
from extractor.serve.asked import wrong
from extractor.serve.kept import Keeping
from extractor.serve.pages import exports, feeds, files, lists, session
from extractor.serve.problems import Problem, ProblemBody
from extractor.serve.responses import problem_response
from extractor.serve.security.guard import Guard
from extractor.serve.security.rate import Slots
from extractor.serve.security.sessions import Sessions
from extractor.serve.settings import Settings
from extractor.serve.stores import Stores
from extractor.serve.view import NotModified
from extractor.serve.warming import warmed
from extractor.store import StoreError
from extractor.store.filters import FilterError

_AT_ONCE = 8  # threads: the pages take the processor in turns, and more of them only hinder each other
_CODES = {404: "not_found", 405: "method"}
_ABOUT = (
    "Records, events, stories, people and organizations of a store of Indonesian news about BPJS Ketenagakerjaan. All filters that are "
    "given hold at once. Lists come in pages: `next` of one is the `cursor` of the next. An answer bears an ETag while the store is not "
    "being written."
)


def create_app(settings: Settings, slots: Slots | None = None) -> FastAPI:
    """The program that answers, over ASGI.

    Args:
        settings: the store, and how it is served.
        slots: where it is counted how often clients asked, if several processes do so together.

    Raises:
        StoreError: the store cannot be read, or is of another version of the program.
    """
    stores = Stores(settings.database)
    sessions = Sessions(settings)

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
        with warmed(stores):
            yield
        stores.close()

    app = FastAPI(
        title="BPJS Ketenagakerjaan in the news",
        description=_ABOUT,
        version=f"{SCHEMA_VERSION}+{__version__}",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=running,
    )
    app.state.settings, app.state.stores, app.state.sessions = settings, stores, sessions
    for router in (
        routes.router,
        lists.router,
        exports.router,
        feeds.router,
        session.router,
        files.router,
        overview.router,
        records.router,
    ):
        app.include_router(router)
    _tell_problems(app)
    app.add_middleware(Keeping, stores=stores, also={"/": partial(overview.beside_the_store, settings.database.parent)})
    app.add_middleware(Guard, settings=settings, sessions=sessions, slots=slots)
    made = app.openapi

    def openapi() -> dict[str, Any]:
        document = made()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas.setdefault("Problem", ProblemBody.model_json_schema())
        for name in ("HTTPValidationError", "ValidationError"):  # errors are problems here
            schemas.pop(name, None)
        return document

    app.openapi = openapi  # type: ignore[method-assign]
    return app


def _tell_problems(app: FastAPI) -> None:
    """Every error is a problem: JSON for programs, a page for people."""

    def told(request: Request, problem: Problem) -> Response:
        return problem_response(request, problem)

    def invalid(request: Request, error: RequestValidationError) -> Response:
        return told(request, Problem(422, "value", "; ".join(wrong(one) for one in error.errors())))

    def unfiltered(request: Request, error: FilterError) -> Response:
        return told(request, Problem(422, "filter", str(error)))

    def by_status(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        return told(
            request, Problem(error.status_code, _CODES.get(error.status_code, "http"), str(error.detail), headers)
        )

    def unreadable(request: Request, error: StoreError) -> Response:
        del error  # it names files of this machine
        return told(
            request, Problem(503, "store", "The store cannot be read now. Ask again later.", {"retry-after": "60"})
        )

    def same(request: Request, error: NotModified) -> Response:
        return Response(status_code=304, headers={"etag": error.tag})

    handlers: dict[Any, Any] = {
        Problem: told,
        RequestValidationError: invalid,
        FilterError: unfiltered,
        HTTPException: by_status,
        StoreError: unreadable,
        NotModified: same,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)
