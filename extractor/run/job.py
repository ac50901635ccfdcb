"""One run over a stream of posts: records written, failures told, everything counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.records import Record
from extractor.run.lines import open_output, write_records
from extractor.run.terminal import printable

if TYPE_CHECKING:  # reading posts takes libraries that showing records has no need to load
    from extractor.documents import Failure


@dataclass(slots=True)
class Summary:
    """What came of a run so far."""

    posts: int = 0
    events: int = 0
    failures: int = 0

    def __str__(self) -> str:
        counts = ((self.posts, "post"), (self.events, "event"), (self.failures, "failure"))
        return ", ".join(f"{count} {word if count == 1 else word + 's'}" for count, word in counts)


def run(
    outcomes: Iterable[Record | Failure],
    output: str | None,
    summary: Summary,
    *,
    complain: Callable[[str], None],
    show: Callable[[Record], None] = lambda record: None,
) -> None:
    """Write the records to `output` (`-` is standard output, `None` nowhere) and count in `summary` as they pass.

    `complain` is told of each failure in one line, `show` is given each record. Whatever ends the run, `summary` says
    how far it got and the output holds whole lines.

    Raises:
        OutputError: the output cannot be written any further.
        BrokenPipeError: the reader of standard output has gone.
    """
    records = _passing(outcomes, summary, complain, show)
    if output is None:
        for _ in records:
            pass
        return
    with open_output(output) as out:
        write_records(records, out)


def _passing(
    outcomes: Iterable[Record | Failure],
    summary: Summary,
    complain: Callable[[str], None],
    show: Callable[[Record], None],
) -> Iterator[Record]:
    for outcome in outcomes:
        if isinstance(outcome, Record):
            show(outcome)
            yield outcome
            summary.posts += 1
            summary.events += len(outcome.events)
        else:
            summary.failures += 1
            complain(printable(str(outcome)))
