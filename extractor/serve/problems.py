"""What went wrong, told to programs (RFC 9457) and to people."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it so
    """An answer that is none.

    Args:
        status: of HTTP.
        code: what went wrong, a word for programs.
        detail: what went wrong and what to do, a sentence in English.
        headers: of the answer.
    """

    def __init__(self, status: int, code: str, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.headers = status, code, detail, headers or {}


class ProblemBody(BaseModel):
    """An error, as RFC 9457 has it."""

    model_config = ConfigDict(title="Problem")

    type: Annotated[str, Field(description="`about:blank`: the code says more")] = "about:blank"
    title: Annotated[str, Field(description="the status in words")]
    status: Annotated[int, Field(description="of HTTP")]
    code: Annotated[str, Field(description="what went wrong, a word for programs")]
    detail: Annotated[str, Field(description="what went wrong and what to do")]


def body_of(problem: Problem) -> ProblemBody:
    """A problem as programs read it."""
    return ProblemBody(
        title=HTTPStatus(problem.status).phrase, status=problem.status, code=problem.code, detail=problem.detail
    )
