"""Who somebody is: a name for corrections, and the token where one is set."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.responses import RedirectResponse, Response

from extractor.serve.security.sessions import COOKIE, LASTS, Visitor, clean_name
from extractor.serve.view import View, ViewDep

router = APIRouter(include_in_schema=False)

_Next = Annotated[str, Query(alias="next", max_length=4000)]
_Field = Annotated[str, Form(max_length=4000)]


@router.get("/session")
def ask(view: ViewDep, onward: _Next = "/") -> Response:
    """The form that asks."""
    return view.page("session.html", onward=within(onward), is_wrong=False)


@router.post("/session")
def enter(
    view: ViewDep,
    name: _Field = "",
    token: _Field = "",
    leave: _Field = "",
    onward: Annotated[str, Form(alias="next", max_length=4000)] = "/",
) -> Response:
    """Take name and token, or let somebody go."""
    if leave:
        answer: Response = RedirectResponse("/", 303)
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
        return answer
    needed = view.settings.token is not None and not view.visitor.is_in
    if needed and not view.sessions.is_token(token.strip()):
        return view.page("session.html", 403, onward=within(onward), is_wrong=True)
    answer = RedirectResponse(within(onward), 303)
    _remember(view, answer, view.sessions.entered(clean_name(name)))
    return answer


def within(address: str) -> str:
    """An address of this site; the overview for any other."""
    bad = not address.startswith("/") or address.startswith(("//", "/\\")) or any(sign < " " for sign in address)
    return "/" if bad else address


def _remember(view: View, answer: Response, visitor: Visitor) -> None:
    answer.set_cookie(
        COOKIE,
        view.sessions.cookie(visitor),
        max_age=LASTS,
        path="/",
        secure=(view.settings.origin or "").startswith("https:"),
        httponly=True,
        samesite="lax",
    )
