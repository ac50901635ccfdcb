"""A run over hosts that are led to loopback, in a process of its own, so that its memory can be told.

    python fault_run.py DATA < JSON

The JSON holds `ports` (names that look public, and the ports of 127.0.0.1 that they lead to), `private` (names that lead into
a private network), `outlets` (fields of `Outlet`), `settings` and `at` (the clock). Printed is, as JSON, what came of it.
"""

from __future__ import annotations

import json
import runpy
import sys
import threading
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HERE = Path(__file__).parent


def main(data: Path, said: dict[str, Any]) -> dict[str, Any]:
    from extractor.collect.archive import Archive
    from extractor.collect.collector import Collector, Task
    from extractor.collect.discovery import Asked
    from extractor.collect.fetching import Fetcher
    from extractor.collect.settings import Settings
    from extractor.collect.state import State
    from extractor.knowledge.outlets import Outlet

    names = runpy.run_path(str(HERE / "names.py"))["Names"]()
    for name, port in said["ports"].items():
        names.add(name, SimpleNamespace(port=port))
    for name, address in said["private"].items():
        names.answer(name, [address])
    at, stop = datetime.fromisoformat(said["at"]), threading.Event()
    noted = runpy.run_path(str(HERE / "runs.py"))["Noted"]()
    settings = Settings(**said["settings"])
    with (
        State(data / "state.sqlite3") as state,
        Fetcher(settings, stop=stop, resolve=names.resolve, connect=names.connect) as fetcher,
    ):
        archive = Archive(data / "archive", now=lambda: at)
        collector = Collector(fetcher, archive, state, noted, stop=stop, now=lambda: at)
        outlets = [Outlet(**{**one, "discover": tuple(one["discover"])}) for one in said["outlets"]]
        tally = collector.run([Task(one) for one in outlets], Asked(), hosts_at_once=settings.hosts_at_once, command="")
        archive.close()
    return {
        "counts": {
            domain: {outcome.value: count for outcome, count in found.items()} for domain, found in tally.counts.items()
        },
        "failed": sorted(collector.failed_outlets),
        "listings": {domain: [ok, reason] for domain, _, ok, reason, _ in noted.listings},
        "reasons": {url: reason for url, _, reason in noted.outcomes if reason},
        "private": [address for address in names.connected if not address.startswith("93.")],
        "megabytes": _peak(),
    }


def _peak() -> int:
    """The most memory that this program held, in MB; getrusage would begin with the size of the process that made it."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), json.load(sys.stdin))))
