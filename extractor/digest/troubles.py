"""Outlets that fell silent or could not be asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from extractor.collect.health import Report, reports
from extractor.collect.history import History
from extractor.collect.state import SCRIPTS, StateError
from extractor.digest.model import Cut, Troubled
from extractor.digest.rules import most
from extractor.knowledge.outlets import Outlet, OutletRegistry, outlets
from extractor.persistence.database import Database


def troubled(history: History | None, at: datetime, registry: OutletRegistry | None = None) -> Cut[Troubled]:
    """Those to look at: what could not be asked before what fell silent, and of the silent the last to fall silent first.

    Raises:
        StateError: the state of collecting cannot be read.
    """
    if history is None:
        return Cut()
    known = registry or outlets()
    asked = [known.by_domain(domain) or Outlet(domain, domain, None, "custom") for domain in history.outlets()]
    flagged = [one for one in reports(asked, history, at) if one.is_flagged]
    flagged.sort(key=lambda one: (one.health.value != "trouble", one.history.silent_days or 0, one.outlet.domain))
    return Cut.made(flagged, most("outlets"), _told)


def _told(one: Report) -> Troubled:
    return Troubled(one.outlet.domain, one.outlet.name, one.health.value, one.cause, one.history.silent_days)


@contextmanager
def read_history(data: Path) -> Iterator[History | None]:
    """The past of collecting in a data folder, only read; `None` where nothing was ever collected.

    Raises:
        StateError: it cannot be read.
    """
    path = data / "state.sqlite3"
    if not path.is_file():
        yield None
        return
    scripts = [files("extractor.collect").joinpath(name).read_text(encoding="utf-8") for name in SCRIPTS]
    database = Database(path, scripts, StateError, read_only=True)
    try:
        yield History(database)
    finally:
        database.close()
