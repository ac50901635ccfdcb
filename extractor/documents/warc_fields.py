"""The header fields by which the archive of this program says what a record belongs to; `docs/collecting.md` explains them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

POST = "Jamsos-Post"
PAGE = "Jamsos-Page"
OUTLET = "Jamsos-Outlet"
ID = "Jamsos-Id"
TEXT_HASH = "Jamsos-Text-Hash"
VIA = "Jamsos-Via"
TITLE = "Jamsos-Title"
PUBLISHED = "Jamsos-Published"
MODIFIED = "Jamsos-Modified"
ASKED = "Jamsos-Asked"

PACKED = frozenset({TITLE, PUBLISHED, MODIFIED, VIA})
"""Fields whose value is percent-encoded."""


class Fields(Protocol):
    """Header fields of a record, found whatever their capitals."""

    def get_header(self, name: str) -> str | None:
        """The value of the first field of that name."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a record belongs to: page `number` of the `of` pages of the post at `post`."""

    post: str
    number: int
    of: int

    @property
    def is_last(self) -> bool:
        """Is it the last page of its post?"""
        return self.number == self.of

    def follows(self, other: Place | None) -> bool:
        """Is it the page behind `other`, or the first of a post where there is none?"""
        if other is None:
            return self.number == 1
        return (self.post, self.number, self.of) == (other.post, other.number + 1, other.of)


def place_of(fields: Fields) -> Place | None:
    """The place that a record names; `None` for one that others wrote."""
    post = fields.get_header(POST)
    number, _, of = (fields.get_header(PAGE) or "").partition("/")
    if not post or not (number.isdecimal() and of.isdecimal()):
        return None
    return Place(post, int(number), int(of)) if 1 <= int(number) <= int(of) else None
