"""One run over a stream of posts: records written, failures told, everything counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extractor.run.extraction import Line, Told
from extractor.run.outputs import Output
from extractor.run.summary import Summary
from extractor.run.terminal import printable


def run(
    told: Iterable[Told],
    output: Output,
    summary: Summary,
    *,
    complain: Callable[[str], None],
    show: Callable[[Line], None] = lambda line: None,
) -> None:
    """Hand the lines to `output` and count in `summary` as they pass.

    `complain` is told of each failure in one line, `show` is given each line. Whatever ends the run, `summary` says how far it got.

    Raises:
        Exception: what `output` raises.
    """
    for one in told:
        outcome = one.outcome
        if isinstance(outcome, Line):
            output.take(outcome.data)
            show(outcome)
            summary.posts += 1
            summary.events += outcome.events
        elif outcome is not None:
            summary.failures += 1
            complain(printable(str(outcome)))
        if one.behind is not None:
            output.reached(one.behind, summary.posts, summary.events, summary.failures)
