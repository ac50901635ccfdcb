"""How the store bears many records: writing against a bare `executemany`, the views, full-text search, memory, and a day's posts.

    python benchmarks/store.py [--records N ...] [--day N] [--days N] [--cpu] [--keep FILE] [--json FILE]

Fills a store up to each number of records in turn (benchmarks/generated.py makes them from the corpus) and measures at each.
A store that `--keep` finds is filled from where it stands.
benchmarks/README.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from generated import generated

from extractor.digest import digest
from extractor.identities.resolving import resolve
from extractor.persistence.database import Database
from extractor.records import Record
from extractor.run import read_records
from extractor.store import Store, StoreError
from extractor.store.rows import COLUMNS, HEAD, VERSION, Row
from extractor.store.store import migrations
from extractor.store.tables import tables
from extractor.stories.grouping import group

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "posts"
BATCH = 250
WORDS = {
    "a rare word": "sampit",
    "three words": "santunan ahli waris",
    "a phrase": '"jaminan kematian"',
    "a word of every post": "ketenagakerjaan",
}
LONG = ("tenures", "office_holders", "meetings")
"""Views with a row for each fact: a page of them is asked for, or what concerns a person."""
TABLES: dict[str, Sequence[str]] = {
    "articles": ("key", *HEAD),
    "versions": VERSION,
    **COLUMNS,
    "pending": ("stage", "article"),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=[1_000, 10_000, 100_000], metavar="N")
    parser.add_argument("--day", type=int, default=300, metavar="N", help="records that a day adds")
    parser.add_argument("--days", type=int, default=3, metavar="N", help="measured at each size; the middle is told")
    parser.add_argument(
        "--cpu", action="store_true", help="seconds of processor: for a machine that does other work too"
    )
    parser.add_argument("--keep", type=Path, metavar="FILE", help="leave the store here; if it is there, go on with it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        models = extracted(Path(folder) / "records.jsonl")
        bench = Bench(models, given.day, given.days, time.process_time if given.cpu else time.perf_counter)
        measured = bench.measure(
            given.keep or Path(folder) / "news.db", Path(folder) / "bare.db", sorted(given.records)
        )
    report(measured)
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(measured, indent=1))


def extracted(path: Path) -> list[Record]:
    """The records of the corpus, made by another process: what extracting needs is no memory of the store's."""
    command = [sys.executable, "-m", "extractor", "extract", str(CORPUS), "--model", "-", "-o", str(path)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return list(read_records(path))


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured, and by which clock.

    Attributes:
        models: records from which others are made.
        day: number of records of a day.
        days: that are measured at each size.
        clock: seconds, of the wall or of the processor.
    """

    models: Sequence[Record]
    day: int
    days: int
    clock: Callable[[], float]

    def measure(self, path: Path, bare: Path, sizes: Sequence[int]) -> list[dict[str, Any]]:
        """The figures at each size."""
        measured = []
        with Store(path) as store:
            other = Database(bare, migrations(), StoreError)
            run, ours, theirs = store.begin_run("fill"), 0.0, 0.0
            ((done,),) = store.database.rows("SELECT count(*) FROM articles")
            with other.change() as db:
                db.execute(
                    "INSERT INTO runs (key, command, program, started, status) VALUES (1, '', '', '', 'finished')"
                )
            for size in sizes:
                records = generated(self.models, max(0, size - done), done)
                while batch := list(islice(records, BATCH)):
                    ours += self.timed(lambda batch=batch: store.upsert(batch, run))  # type: ignore[misc]
                    rows = written(store, len(batch))
                    theirs += self.timed(lambda rows=rows: executemany(other, rows))  # type: ignore[misc]
                    settle(store)
                done = max(size, done)
                measured.append(
                    {
                        "records": done,
                        "file mb": round(path.stat().st_size / 2**20),
                        "upsert seconds": round(ours, 2),
                        "executemany seconds": round(theirs, 2),
                        "ratio": round(ours / theirs, 2) if theirs else None,
                        "views ms": {name: round(1000 * self.asked(store, query)) for name, query in views(store)},
                        "search ms": {
                            name: round(1000 * self.best(lambda words=words: store.search(words)), 1)  # type: ignore[misc]
                            for name, words in WORDS.items()
                        },
                        "a day": self.a_day(store, done),
                        "peak memory mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                    }
                )
                done += self.days * self.day
                print(json.dumps(measured[-1]), file=sys.stderr, flush=True)
            other.close()
        return measured

    def a_day(self, store: Store, done: int) -> dict[str, float]:
        """Seconds of the stages of daily runs that add a day's records each, the middle of them; the store grows by them."""
        days: list[dict[str, float]] = []
        for start in range(done, done + self.days * self.day, self.day):
            records, run = list(generated(self.models, self.day, start)), store.begin_run("day")
            stages: dict[str, Callable[[], object]] = {
                "store": lambda records=records, run=run: store.upsert(records, run),  # type: ignore[misc]
                "identities": lambda: resolve(store),
                "stories": lambda: group(store),
                "digest": lambda run=run: digest(store, after_run=run - 1, at=datetime.now(UTC)),  # type: ignore[misc]
            }
            days.append({name: self.timed(stage) for name, stage in stages.items()})
            days[-1]["all"] = sum(days[-1].values())
        return {name: round(statistics.median(one[name] for one in days), 2) for name in days[0]}

    def asked(self, store: Store, query: str) -> float:
        """Seconds of a query, all its rows fetched: the middle of five."""
        return statistics.median(self.timed(lambda: store.database.rows(query)) for _ in range(5))

    def best(self, act: Callable[[], object]) -> float:
        """Seconds: the middle of nine."""
        return statistics.median(self.timed(act) for _ in range(9))

    def timed(self, act: Callable[[], object]) -> float:
        """Seconds by the clock."""
        start = self.clock()
        act()
        return self.clock() - start


def written(store: Store, articles: int) -> dict[str, list[Row]]:
    """The rows of the last articles as the store has them."""
    ((last,),) = store.database.rows("SELECT max(key) FROM articles")
    first, rows = last - articles + 1, {}
    for table, columns in TABLES.items():
        names = ", ".join(f'"{name}"' for name in columns)
        key = {"articles": "key", "texts": "article", "versions": "article", "pending": "article"}.get(table)
        bounds = (first, last) if key else (first * 100_000, last * 100_000 + 99_999)
        key = key or ("event" if columns[0] == "event" else "key")
        rows[table] = store.database.rows(f"SELECT {names} FROM {table} WHERE {key} BETWEEN ? AND ?", *bounds)
    return rows


def executemany(database: Database, rows: dict[str, list[Row]]) -> None:
    """The same rows into the same tables, index of words included, and nothing else."""
    titles = {row[0]: row[2] for row in rows["articles"]}
    with database.change() as db:
        for table, some in rows.items():
            names = ", ".join(f'"{name}"' for name in TABLES[table])
            db.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(TABLES[table]))})", some)
        db.executemany(
            "INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)",
            [(key, titles[key], text) for key, text in rows["texts"]],
        )


def settle(store: Store) -> None:
    """Let the later stages look at what was written, so that the store is as a daily run leaves it."""
    resolve(store)
    group(store)


def views(store: Store) -> Iterator[tuple[str, str]]:
    """Queries of the views that answer questions (`posts` is the texts themselves): all rows, or what is asked of long ones."""
    for table in tables():
        if table.is_view and table.name not in ("posts", *LONG):
            yield table.name, f"SELECT * FROM {table.name}"
    ((person,),) = store.database.rows("SELECT min(key) FROM persons")
    for view in LONG:
        yield f"{view}, a page", f"SELECT * FROM {view} LIMIT 1000"
        yield f"{view}, a person", f"SELECT * FROM {view} WHERE person = {person}"


def report(measured: Sequence[dict[str, Any]]) -> None:
    """Print the figures, a column a size."""
    flat = [
        {
            f"{name}, {part}" if part else name: value
            for name, whole in one.items()
            for part, value in (whole.items() if isinstance(whole, dict) else [("", whole)])
        }
        for one in measured
    ]
    for name in flat[0]:
        print(f"{name:48}" + "".join(f"{'' if one[name] is None else one[name]:>12}" for one in flat))


if __name__ == "__main__":
    main()
