"""How far a run has come, kept where it survives the run: what the next one needs to go on as if there had been only one."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from extractor.documents.places import START, Place

FORMAT: Final = 1
"""Of what is kept; it changes when older programs could no longer read it, or would read it wrongly."""


class ResumeError(Exception):
    """A run cannot be continued; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run was asked to do, without what changes nothing in its records.

    Attributes:
        paths: of the posts, as given.
        folder: in which the program was called: from there relative paths lead.
        model: see `extractor.run.models.identity_of`.
        program: its version.
    """

    paths: tuple[str, ...]
    folder: str
    model: str
    program: str


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a run has come.

    Attributes:
        asked: what it was asked to do.
        place: all before it is in the output.
        posts, events, failures: counted so far.
        size: of the output in bytes, where it is a file.
        file: size in bytes and moment of the last change (ns) of the list or archive in the midst of which the place lies.
        finished: nothing is left to do.
    """

    asked: Asked
    place: Place = START
    posts: int = 0
    events: int = 0
    failures: int = 0
    size: int = 0
    file: tuple[int, int] | None = None
    finished: bool = False

    def to_json(self) -> bytes:
        """As a line of JSON (ASCII: names of files that are no Unicode survive)."""
        said = {"format": FORMAT, **asdict(self), "place": self.place.as_json()}
        return json.dumps(said, separators=(",", ":")).encode() + b"\n"

    @classmethod
    def from_json(cls, data: bytes | str, where: str) -> Reached:
        """What `to_json` gave; `where` is told if it cannot be read.

        Raises:
            ResumeError: it was written by another version of the program, or by something else.
        """
        try:
            said = json.loads(data)
            form = said.pop("format")
            if form == FORMAT:
                asked = said.pop("asked")
                place, file = Place.from_json(said.pop("place")), said.pop("file")
                return cls(
                    Asked(**{**asked, "paths": tuple(asked["paths"])}),
                    place,
                    file=None if file is None else (int(file[0]), int(file[1])),
                    **said,
                )
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ResumeError(
                f"{where}: does not say how far a run has come. Run again without --resume to begin anew."
            ) from error
        raise ResumeError(
            f"{where}: was written by another version of this program (format {form}, known {FORMAT}). "
            "Go on with that version, or run again without --resume to begin anew."
        )

    def at(self, place: Place, posts: int, events: int, failures: int) -> Reached:
        """The same run, further on; its input is looked at when that is kept (`with_file`)."""
        return replace(self, place=place, posts=posts, events=events, failures=failures)

    def with_file(self) -> Reached:
        """With what tells the file, in the midst of which the place lies, from another or a later one."""
        return replace(self, file=_state(self.place, self.asked.paths))

    def check(self, asked: Asked, where: str) -> None:
        """May a run that is asked this go on from here?

        Raises:
            ResumeError: it is another run, or what it read has changed.
        """
        before = self.asked
        changed = [
            f"{name} {_shown(old)}, now {_shown(new)}"
            for name, old, new in (
                ("the paths were", before.paths, asked.paths),
                ("it was called in", before.folder, asked.folder),
                ("the program was", before.program, asked.program),
            )
            if old != new
        ]
        if before.model != asked.model:
            changed.append("the model was another")
        if changed:
            raise ResumeError(
                f"{where}: the run that stopped here was asked something else ({'; '.join(changed)}). "
                "Ask the same, or run again without --resume to begin anew."
            )
        if self.file is not None and _state(self.place, asked.paths) != self.file:
            raise ResumeError(
                f"{self.place.file(asked.paths[self.place.given])}: has changed since the run stopped in the midst of it. "
                "Run again without --resume to begin anew."
            )


def _state(place: Place, paths: Sequence[str]) -> tuple[int, int] | None:
    if place.is_start or place.inside.done or place.given >= len(paths):
        return None
    try:
        status = Path(place.file(paths[place.given])).stat()
    except OSError:
        return (-1, -1)
    return status.st_size, status.st_mtime_ns


def _shown(value: Sequence[str]) -> str:
    return value if isinstance(value, str) else " ".join(value)


def read_journal(path: Path) -> Reached | None:
    """What a file keeps of a run; `None` where there is no such file.

    Raises:
        ResumeError: it cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ResumeError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error
    return Reached.from_json(data, str(path))


def write_journal(path: Path, reached: Reached) -> None:
    """Keep it in a file, wholly or not at all, on the disk when this returns.

    Raises:
        OSError: it cannot be written; what the file kept before is still there.
    """
    new = _new(path)
    with new.open("wb") as file:
        file.write(reached.to_json())
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)


def remove_journal(path: Path) -> None:
    """Forget the run.

    Raises:
        OSError: the file cannot be removed.
    """
    _new(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Let the names of files in a folder be on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems cannot
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _new(path: Path) -> Path:
    return path.with_name(path.name + ".new")
