"""How quickly pages and answers of the API come out of a large store: CPU and wall milliseconds on the server, by kind of request.

    python benchmarks/serving.py --store big.db           a store that is there (it is only read)
    python benchmarks/serving.py --records 100000         makes one of generated records first: an hour and 2 GB

Every request of a kind asks something else (another filter, another record) under another port, so that no answer is kept from before. The program is called
over ASGI in this process, as its server calls it; what a network adds is not in the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from generated import generated

from extractor import Extractor, library
from extractor.records import EventStatus, EventType, ProgramCode, Record
from extractor.serve.app import create_app
from extractor.serve.rendering import address
from extractor.serve.settings import Settings
from extractor.store import Store

TARGETS = {"overview": 300.0, "events": 150.0, "stories": 150.0, "record": 50.0}
TYPES, STATUSES = [str(one) for one in EventType], [str(one) for one in EventStatus]
PROGRAMS = [str(one) for one in ProgramCode][:12]


def kinds(store: Store, draw: random.Random) -> dict[str, Iterator[str]]:
    """Addresses by kind of request, as many as are asked for."""
    rows = store.database.rows
    ids = [id_ for (id_,) in rows("SELECT id FROM articles ORDER BY key LIMIT 100000")]
    stories = [key for (key,) in rows("SELECT key FROM stories ORDER BY key LIMIT 100000")]
    provinces = [code for (code,) in rows("SELECT code FROM provinces")]
    outlets = [name for (name,) in rows("SELECT DISTINCT outlet FROM articles WHERE outlet IS NOT NULL")]
    people = [name for (name,) in rows("SELECT name FROM known_names WHERE kind = 'person' ORDER BY name LIMIT 20000")]
    bodies = [name for (name,) in rows("SELECT name FROM known_names WHERE kind = 'organization'")]
    words = [
        "santunan",
        "pekerja",
        "peserta",
        "ahli waris",
        "nelayan",
        "perusahaan",
        "bupati",
        "desa",
        "iuran",
        '"jaminan kematian"',
    ]
    one = draw.choice

    def again(make: Any) -> Iterator[str]:
        while True:
            yield make()

    def few(name: str) -> str:
        return one(one(people).split()) if name == "person" else one(one(bodies).split())

    def period() -> dict[str, str]:
        year, month = draw.randrange(2010, 2026), draw.randrange(1, 12)
        return {"since": f"{year}-{month:02}-{draw.randrange(1, 28):02}", "until": f"{year + 1}-{month:02}-15"}

    def events(**asked: Any) -> str:
        return address("/events", asked)

    return {
        "overview": again(lambda: "/"),
        "overview: period": again(lambda: address("/", period())),
        "events: all, by sort": again(
            lambda: events(sort=one(["date", "amount", "confidence", "added"]), order=one(["up", "down"]))
        ),
        "events: type and status": again(lambda: events(type=one(TYPES), status=one(STATUSES))),
        "events: province and type": again(lambda: events(province=one(provinces), type=one(TYPES))),
        "events: period": again(lambda: events(**period())),
        "events: program": again(lambda: events(program=one(PROGRAMS), type=one(TYPES))),
        "events: person": again(lambda: events(person=few("person"))),
        "events: organization": again(lambda: events(organization=few("organization"))),
        "events: outlet": again(lambda: events(outlet=one(outlets))),
        "events: words": again(lambda: events(words=f"{one(words)} {one(words)}")),
        "events: words, by amount": again(lambda: events(words=one(words), sort="amount", type=one(TYPES))),
        "events: amount": again(lambda: events(min_amount=draw.randrange(10**6, 10**10))),
        "events: amount from to": again(
            lambda: events(min_amount=(low := draw.randrange(10**6, 10**8)), max_amount=low * draw.randrange(2, 50))
        ),
        "events: confidence": again(lambda: events(min_confidence=draw.random(), status=one(STATUSES))),
        "events: five filters": again(
            lambda: events(type=one(TYPES), program=one(PROGRAMS), words=one(words), organization="bpjs", **period())
        ),
        "stories: type and period": again(lambda: address("/stories", {"type": one(TYPES), **period()})),
        "stories: words": again(lambda: address("/stories", {"words": f"{one(words)} {one(words)}"})),
        "stories: amount": again(lambda: address("/stories", {"min_amount": draw.randrange(10**6, 10**10)})),
        "stories: person": again(lambda: address("/stories", {"person": few("person")})),
        "story": again(lambda: f"/stories/{one(stories)}"),
        "record": again(lambda: f"/records/{one(ids)}"),
        "api events": again(lambda: address("/api/v1/events", {"type": one(TYPES), **period()})),
        "api record": again(lambda: f"/api/v1/records/{one(ids)}"),
        "api records": again(lambda: address("/api/v1/records", {"words": one(words), "outlet": one(outlets)})),
        "api people": again(lambda: address("/api/v1/people", {"name": few("person")})),
        "feed": again(lambda: address("/events.atom", {"type": one(TYPES), "province": one(provinces)})),
    }


async def asked(app: Any, path: str, port: int) -> int:
    """Ask the program for an address, as if it listened on this port; the status of its answer."""
    name, _, query = path.partition("?")
    status = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    await app(
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": name,
            "raw_path": name.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", f"127.0.0.1:{port}".encode())],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
        },
        receive,
        send,
    )
    return status


async def measured(app: Any, paths: Iterator[str], number: int) -> dict[str, float]:
    """Milliseconds of requests, one after another: the middle and the 99th of a hundred; `kept` when the last one is asked again."""
    cpu, wall, slowest = [], [], ("", 0.0)
    for port in range(1, number + 1):
        path = next(paths)
        before, began = time.process_time(), time.perf_counter()
        status = await asked(app, path, port)
        took = (time.process_time() - before) * 1000
        wall.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise SystemExit(f"{path}: {status}")
        cpu.append(took)
        slowest = max(slowest, (path, took), key=lambda one: one[1])
    print(f"    slowest: {slowest[1]:.0f} ms {slowest[0]}", file=sys.stderr)
    return {
        "cpu_median": round(median(cpu), 1),
        "cpu_p99": round(sorted(cpu)[min(len(cpu) - 1, int(len(cpu) * 0.99))], 1),
        "wall_median": round(median(wall), 1),
        "wall_p99": round(sorted(wall)[min(len(wall) - 1, int(len(wall) * 0.99))], 1),
    }


def target_of(kind: str) -> float | None:
    """Milliseconds that the median of a kind is to stay below, if it is a page."""
    return TARGETS.get(kind.partition(":")[0])


def made(path: Path, number: int) -> None:
    """A store of generated records, who is who and which tell of the same found out."""
    posts = [str(one) for one in sorted((ROOT / "corpus/posts/train").iterdir()) if one.is_file()]
    models = [one for one in Extractor().stream(posts) if isinstance(one, Record)]
    with library.open(path, writable=True) as news:
        for start in range(0, number, 5000):
            news.add(generated(models, min(5000, number - start), start))
            print(f"{start + 5000} records", file=sys.stderr)


def main() -> None:
    """Measure, print a table, or JSON to a file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--store", type=Path, help="a store that is there")
    options.add_argument("--records", type=int, default=1000, help="of a store that is made, where none is given")
    options.add_argument("--requests", type=int, default=100, help="of each kind")
    options.add_argument("--only", default="", help="kinds that begin so")
    options.add_argument("--json", type=Path, help="file for the figures")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.store
        if path is None:
            path = Path(folder) / "news.db"
            made(path, given.records)
        app = create_app(Settings(path, read_only=True))
        with Store(path, read_only=True) as store:
            of_kinds = kinds(store, random.Random(1))  # noqa: S311 - no secret
            ((articles, events),) = store.database.rows(
                "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM listing)"
            )
        print(f"{articles} articles, {events} events; milliseconds on the server")
        print(f"{'':28}{'cpu median':>12}{'p99':>8}{'wall median':>13}{'p99':>8}{'target':>8}")
        found: dict[str, dict[str, float]] = {}
        for kind, paths in of_kinds.items():
            if not kind.startswith(given.only):
                continue
            asyncio.run(measured(app, paths, 2))  # what is loaded once is not measured
            one = found[kind] = asyncio.run(measured(app, paths, given.requests))
            target = target_of(kind)
            print(
                f"{kind:28}{one['cpu_median']:12}{one['cpu_p99']:8}{one['wall_median']:13}{one['wall_p99']:8}"
                f"{'' if target is None else target:>8}",
                flush=True,
            )
        if given.json:
            given.json.parent.mkdir(parents=True, exist_ok=True)
            given.json.write_text(json.dumps({"articles": articles, "events": events, "kinds": found}, indent=1))


if __name__ == "__main__":
    main()
