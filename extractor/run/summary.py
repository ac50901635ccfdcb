"""What came of a run, counted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Summary:
    """What came of a run so far."""

    posts: int = 0
    events: int = 0
    failures: int = 0

    def __str__(self) -> str:
        counts = ((self.posts, "post"), (self.events, "event"), (self.failures, "failure"))
        return ", ".join(f"{count} {word if count == 1 else word + 's'}" for count, word in counts)
