"""Where a page of a list ended, as an opaque text in its address."""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Final

from extractor.serve.problems import Problem

_LARGEST_KEY: Final = 2**63 - 1  # of SQLite
_LONGEST: Final = 2000  # characters


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page.

    Attributes:
        order: name of the order in which the list is.
        value: what the list is ordered by.
        key: of the row.
    """

    order: str
    value: str | float
    key: int

    def __str__(self) -> str:
        plain = json.dumps([self.order, self.value, self.key], ensure_ascii=False, separators=(",", ":"))
        return urlsafe_b64encode(plain.encode("utf-8", "replace")).decode().rstrip("=")


def cursor_of(told: str | None, order: str, kind: type[str] | type[float]) -> Cursor | None:
    """The place that a cursor names; `None` for the beginning.

    Args:
        told: of an address.
        order: of the list that is asked for.
        kind: of what this list is ordered by.

    Raises:
        Problem: it is no cursor, or one of a list in another order.
    """
    if not told:
        return None
    try:
        if len(told) > _LONGEST:
            raise ValueError
        plain = json.loads(urlsafe_b64decode(told + "=" * (-len(told) % 4)))
        name, value, key = plain
        fits = isinstance(value, str) if kind is str else isinstance(value, (int, float)) and abs(value) < _LARGEST_KEY
        if name != order or not fits or type(key) is not int or not 0 <= key <= _LARGEST_KEY:
            raise ValueError
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise Problem(
            400, "cursor", "The cursor is none of a list in this order. Begin with the first page, without a cursor."
        ) from error
    return Cursor(order, value, key)
