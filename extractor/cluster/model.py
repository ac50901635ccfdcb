"""What goes to and fro between machines: small, plain, and the same whoever reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from extractor.documents.document import Failure
from extractor.documents.places import BEGINNING, Inside


class ClusterError(Exception):
    """A run on a cluster is not possible or did not succeed; the message says why and what to do."""


class Form(StrEnum):
    """How records are written."""

    PARQUET = "parquet"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or a stretch of one.

    Attributes:
        path: where every machine finds it: an absolute path or an address (s3://, gs://, file://).
        shown: its path as it appears in records.
        start: where to begin.
        count: things (posts, failures) to be found from there; `None` is all.
        reach: byte of the file behind all that they need; `None` is its end.
        groups: of a Parquet file, the first of its row groups that are meant and the one behind the last; `None` is all.
    """

    path: str
    shown: str
    start: Inside = BEGINNING
    count: int | None = None
    reach: int | None = None
    groups: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """What a worker does at once, and what is done again if it is lost; `number` is its place among the splits, from 0."""

    number: int
    parts: tuple[Piece | Failure, ...]

    def to_json(self) -> str:
        """As JSON (ASCII: names of files that are no Unicode survive)."""
        parts = [{"failure": asdict(part)} if isinstance(part, Failure) else asdict(part) for part in self.parts]
        return json.dumps({"number": self.number, "parts": parts}, separators=(",", ":"))

    @classmethod
    def from_json(cls, data: str) -> Split:
        """What `to_json` gave."""
        said = json.loads(data)
        return cls(int(said["number"]), tuple(_part(part) for part in said["parts"]))


def _part(said: Mapping[str, Any]) -> Piece | Failure:
    if "failure" in said:
        return Failure(**said["failure"])
    groups = said["groups"]
    return Piece(
        said["path"],
        said["shown"],
        Inside(**said["start"]),
        said["count"],
        said["reach"],
        None if groups is None else (int(groups[0]), int(groups[1])),
    )


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a split.

    Attributes:
        number: of the split.
        posts, events, failures: counted.
        size: of its records as lines of JSON, in bytes.
        seconds: of the processor, from the split's beginning to its end.
        memory_mb: the most that its process has held so far, in MiB.
        crawls: archives of others in which a page was a post.
        ends: archives of others that end in this split.
    """

    number: int
    posts: int = 0
    events: int = 0
    failures: int = 0
    size: int = 0
    seconds: float = 0.0
    memory_mb: float = 0.0
    crawls: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    def to_json(self) -> str:
        """As JSON (ASCII)."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, data: str | bytes) -> Report:
        """What `to_json` gave."""
        said = json.loads(data)
        return cls(**{**said, "crawls": tuple(said["crawls"]), "ends": tuple(said["ends"])})


@dataclass(frozen=True, slots=True)
class Job:
    """What all workers of a run must know.

    Attributes:
        output: folder or address for what is written.
        form: of the records.
        model: as `extractor.run.models.load_extractor` takes it; a folder must be the same on every machine.
        identity: of the model, see `extractor.run.models.identity_of`.
        program: version of the program.
        limit_s: seconds that a post may take.
    """

    output: str
    form: Form
    model: str | None
    identity: str
    program: str
    limit_s: float


RECORDS: Final = "records"
FAILURES: Final = "failures"
PLAN: Final = "_run/plan.json"
FINISHED: Final = "_run/finished.json"
DONE: Final = "_run/done"
TRIES: Final = "_run/tries"
WRITING: Final = "_run/writing"
"""Files of this machine that are not whole yet."""


def name_of(number: int) -> str:
    """The part of file names that tells splits apart; in the order of names stand the splits."""
    return f"{number:07d}"
