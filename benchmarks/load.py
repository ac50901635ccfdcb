"""Does `extractor serve` bear many readers at once? Starts it over a store and asks it a steady number of times a second.

    python benchmarks/load.py --store data/news.db                          200 requests a second for 60 s
    python benchmarks/load.py --store data/news.db --popular 0 --rate 60    hardly an address twice

Addresses are drawn with a fixed seed, all kinds of pages and answers mixed. A share of them, --popular, comes from few addresses, as
dashboards and feed readers ask again and again, half of these with the ETag of the last answer; the others are hardly ever asked twice, but
for overviews, which are asked for the periods that the page offers.
Requests are sent when they are due, whether or not earlier ones were answered; a latency counts from then, so that a server that
falls behind shows. Processor time is read from /proc, where there is one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from serving import kinds

from extractor.digest.window import WIB
from extractor.serve.assets import assets
from extractor.serve.charts.period import choices
from extractor.serve.rendering import address
from extractor.store import Store

WEIGHTS = {
    "overview": 10,
    "events": 30,
    "stories": 10,
    "story": 5,
    "record": 20,
    "api": 12,
    "feed": 5,
    "static": 8,
}
"""How many of a hundred requests are of a kind; those of a kind that has several are drawn alike."""
POPULAR = 100  # addresses


@dataclass
class Asked:
    """A request: its kind, address, and whether an ETag known of it is sent."""

    kind: str
    path: str
    conditional: bool


@dataclass
class Told:
    """What came: statuses, milliseconds by kind, causes of what failed, bytes."""

    statuses: Counter[int] = field(default_factory=Counter)
    took: dict[str, list[float]] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)
    size: int = 0


def drawn(store: Store, popular: float, draw: random.Random) -> Iterator[Asked]:
    """Requests without end.

    Args:
        store: whose contents are asked for.
        popular: share of requests that ask one of few addresses.
        draw: where chance comes from.
    """
    made = kinds(store, draw)
    offered = [one.period.since for one in choices(datetime.now(WIB).date())]
    made["overview: period"] = iter(
        lambda: address("/", {"since": (day := draw.choice(offered)) and day.isoformat()}), None
    )
    made["static"] = iter(lambda: draw.choice(list(assets().values())).address, None)
    of: dict[str, list[Iterator[str]]] = {name: [] for name in WEIGHTS}
    for name, paths in made.items():
        of[name.replace(":", " ").split()[0]].append(paths)
    names, weights = list(WEIGHTS), list(WEIGHTS.values())

    def fresh() -> tuple[str, str]:
        (name,) = draw.choices(names, weights)
        path = next(draw.choice(of[name]))
        return name, path

    known = [fresh() for _ in range(POPULAR)]
    while True:
        if draw.random() < popular:
            name, path = draw.choice(known)
            yield Asked(name, path, draw.random() < 0.5)
        else:
            name, path = fresh()
            yield Asked(name, path, False)


class Connection:
    """A connection that is kept; one request at a time.

    Args:
        port: of the server, on this machine.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, tag: str | None) -> tuple[int, str | None, int]:
        """Status, ETag and size of an answer.

        Raises:
            OSError, EOFError, ValueError: there is none that can be understood.
        """
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        condition = f"If-None-Match: {tag}\r\n" if tag else ""
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nAccept-Language: id\r\n{condition}\r\n".encode()
        )
        try:
            head, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            told = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            status = int(head.split()[1])
            size = 0 if status == 304 else int(told["content-length"])
            await reader.readexactly(size)
        except (OSError, EOFError, ValueError, KeyError):
            writer.close()
            self._streams = None
            raise
        return status, told.get("etag"), size


async def loaded(
    port: int, requests: Iterator[Asked], rate: float, seconds: float, connections: int
) -> tuple[Told, float]:
    """Ask so many times a second for so long; what came, and the seconds until the last answer."""
    told, tags = Told(), dict[str, str]()
    due: deque[tuple[float, Asked]] = deque()
    some = asyncio.Semaphore(0)
    began = time.perf_counter()
    number = int(rate * seconds)

    async def sends() -> None:
        for one in range(number):
            at = began + one / rate
            wait = at - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            due.append((at, next(requests)))
            some.release()
        for _ in range(connections):
            some.release()

    async def asks() -> None:
        connection = Connection(port)
        while True:
            await some.acquire()
            if not due:
                return
            at, asked = due.popleft()
            try:
                status, tag, size = await connection.ask(
                    asked.path, tags.get(asked.path) if asked.conditional else None
                )
            except (OSError, EOFError, ValueError, KeyError) as error:
                told.failed[f"{type(error).__name__}: {error}"] += 1
                continue
            told.took.setdefault(asked.kind, []).append((time.perf_counter() - at) * 1000)
            told.statuses[status] += 1
            told.size += size
            if tag:
                tags[asked.path] = tag
            if status >= 400:
                told.failed[f"{status} {asked.path}"] += 1

    await asyncio.gather(sends(), *(asks() for _ in range(connections)))
    return told, time.perf_counter() - began


def processor_seconds(process: int) -> float:
    """Processor time that a process and the processes it started have taken; 0 where there is no /proc."""
    found = 0.0
    for one in [process, *_children(process)]:
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return found


def _children(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return found


def at(values: list[float], share: float) -> float:
    """The value below which a share of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main() -> None:
    """Start the server, ask, print, stop it; ends with 1 if anything failed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--store", type=Path, required=True)
    options.add_argument("--rate", type=float, default=200.0, help="requests a second")
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--popular", type=float, default=0.8, help="share of requests that ask one of few addresses")
    options.add_argument("--connections", type=int, default=64, help="most requests at a time")
    options.add_argument(
        "--after", type=float, default=10.0, help="seconds that the server is given to start all processes"
    )
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", type=Path, help="file for the figures")
    options.add_argument("serve", nargs="*", help="further arguments of `extractor serve`, after --")
    given = options.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "extractor",
        "serve",
        str(given.store),
        "--read-only",
        "--port",
        str(port),
        *given.serve,
    ]
    with Store(given.store, read_only=True) as store:
        requests = drawn(store, given.popular, random.Random(given.seed))  # noqa: S311 - no secret
        next(requests)
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
            try:
                _wait(port)
                time.sleep(given.after)
                before, own = processor_seconds(server.pid), time.process_time()
                told, took = asyncio.run(loaded(port, requests, given.rate, given.seconds, given.connections))
                spent, own = processor_seconds(server.pid) - before, time.process_time() - own
            finally:
                server.terminate()
    figures = _figures(told, took, spent, own)
    print(json.dumps(figures, indent=1))
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(figures, indent=1))
    sys.exit(bool(told.failed))


def _figures(told: Told, took: float, spent: float, own: float) -> dict[str, object]:
    answered = sum(told.statuses.values())
    every = [one for some in told.took.values() for one in some]
    return {
        "answered": answered,
        "a second": round(answered / took, 1),
        "seconds": round(took, 1),
        "statuses": dict(told.statuses),
        "failed": dict(told.failed.most_common(5)),
        "megabytes": round(told.size / 1e6, 1),
        "server: processor ms a request": round(1000 * spent / max(1, answered), 2),
        "server: cores": round(spent / took, 2),
        "this program: cores": round(own / took, 2),
        "latency ms": {
            name: {"requests": len(some), "median": round(at(some, 0.5), 1), "p99": round(at(some, 0.99), 1)}
            for name, some in {**dict(sorted(told.took.items())), "all": every}.items()
            if some
        },
    }


def _wait(port: int) -> None:
    """Until the server answers.

    Raises:
        SystemExit: it does not within a minute.
    """
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
