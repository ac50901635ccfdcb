"""Places in what is read: behind each post that was found lies one, and finding can go on from there in another run."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Inside:
    """How far a file has been gone through.

    Attributes:
        done: nothing is left of it.
        at: byte from which reading goes on: of the file for an archive, of what is in it, unpacked, for a list in lines; 0 for other lists.
        number: articles of a list before the place; what was found in an archive between `at` and the place.
        line: lines of a list before the place.
        met: was a post found in the archive, or damage?
        torn: in the archive, was damage the last thing of ours?
    """

    done: bool = False
    at: int = 0
    number: int = 0
    line: int = 0
    met: bool = False
    torn: bool = False


BEGINNING: Final = Inside()
DONE: Final = Inside(done=True)


@dataclass(frozen=True, slots=True)
class Place:
    """A place behind something that was found.

    Attributes:
        given: number of the path among those given, from 0.
        under: names of folders and file that lead from that path to what was found; empty if it is the path itself.
        inside: how far that has been gone through.
        linked: folders (device, number) that links have led into: none is entered twice.
    """

    given: int = 0
    under: tuple[str, ...] = ()
    inside: Inside = BEGINNING
    linked: tuple[tuple[int, int], ...] = ()

    @property
    def is_start(self) -> bool:
        """Does all lie before it?"""
        return self == START

    def file(self, given: str) -> str:
        """The path of what was found, under the path that was given."""
        return os.path.join(given, *self.under)  # noqa: PTH118 — paths stay as given

    def with_posts(self) -> Place:
        """The same, knowing that a page of the archive it lies in was a post."""
        return replace(self, inside=replace(self.inside, met=True))

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be written as JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Place:
        """What `as_json` gave.

        Raises:
            TypeError, ValueError, KeyError: this is something else.
        """
        return cls(
            given=int(said["given"]),
            under=tuple(str(name) for name in said["under"]),
            inside=Inside(**said["inside"]),
            linked=tuple((int(device), int(number)) for device, number in said["linked"]),
        )


START: Final = Place()
"""Before everything."""
