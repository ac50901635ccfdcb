"""What a page gets: the store, the words, who asks; and how it answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import ExitStack
from functools import partial
from typing import Annotated, NoReturn, TypeVar

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, Response

from extractor.serve.problems import Problem
from extractor.serve.rendering import environment, hidden
from extractor.serve.responses import has_already, language_of, tag_of
from extractor.serve.security.sessions import CSRF_FIELD, Sessions, Visitor
from extractor.serve.settings import Settings
from extractor.serve.stores import Stores
from extractor.serve.texts import LANGUAGES, Texts, texts_in
from extractor.store import Store

T = TypeVar("T")

_YEAR = 365 * 24 * 3600


class View:
    """A request on its way to its answer.

    Attributes:
        request: as it came.
        settings: how the store is served.
        stores: connections and kept answers.
        sessions: that sign cookies.
        visitor: who asks.
        texts: words, numbers and days in the visitor's language.
    """

    def __init__(self, request: Request) -> None:
        self.request = request
        self.settings: Settings = request.app.state.settings
        self.stores: Stores = request.app.state.stores
        self.sessions: Sessions = request.app.state.sessions
        self.visitor: Visitor = request.state.visitor
        self.texts: Texts = texts_in(language_of(request))
        self._held = ExitStack()
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """The store, read-only, as it was when it was first asked for in this request.

        Raises:
            StoreError: it cannot be read.
        """
        if self._store is None:
            self._store = self._held.enter_context(self.stores.reading())
        return self._store

    def once(self, key: Hashable, compute: Callable[[Store], T]) -> T:
        """What `compute` gives for the store as it is now, computed once until the file changes; not to be changed.

        Raises:
            StoreError: the store cannot be read.
        """
        return self.stores.once(key, compute)

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page of a template; `view`, words and filters of the visitor's language are there for it."""
        made = environment(self.texts.language).get_template(template)
        body = made.render(view=self, csrf=partial(hidden, CSRF_FIELD, self.visitor.csrf), **values)
        answer = HTMLResponse(body, status, {"vary": "Cookie, Accept-Language"})
        chosen = self.request.query_params.get("lang")
        if chosen in LANGUAGES:
            answer.set_cookie("lang", chosen, max_age=_YEAR, samesite="lax", httponly=True)
        return answer

    def not_found(self) -> NoReturn:
        """Say that what was asked for is not there.

        Raises:
            Problem: always.
        """
        raise Problem(404, "not_found", "There is nothing at this address.")

    def tag(self) -> str | None:
        """The ETag of an answer that depends on the store and the address alone.

        Raises:
            NotModified: the client has this very answer.
        """
        tag = tag_of(self.stores.state(), str(self.request.url))
        if has_already(self.request.headers, tag):
            raise NotModified(tag or "")
        return tag

    def other_language(self) -> str:
        """The address of this page in the other language."""
        other = next(one for one in LANGUAGES if one != self.texts.language)
        kept = self.request.url.remove_query_params("lang").include_query_params(lang=other)
        return f"{kept.path}?{kept.query}"

    def close(self) -> None:
        """Give the store back."""
        self._store = None
        self._held.close()


class NotModified(Exception):  # noqa: N818 - no error
    """The client has the answer already; `tag` is its ETag."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


async def _view(request: Request) -> AsyncIterator[View]:
    view = View(request)
    try:
        yield view
    finally:
        view.close()


ViewDep = Annotated[View, Depends(_view)]
"""The parameter of a page's function."""
