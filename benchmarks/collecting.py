"""How close a run over many hosts comes to the floor that politeness sets, and how much memory it takes.

    python benchmarks/collecting.py [--hosts N] [--posts N] [--lag SECONDS] [--delay SECONDS] [--json FILE]

A server in a process of its own plays the hosts, each on a loopback address of its own (127.0.1.1, 127.0.1.2 …), and counts
what each was asked. benchmarks/README.md says how to read the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from extractor.collect.archive import Archive
from extractor.collect.collector import Collector, Task
from extractor.collect.discovery import Asked
from extractor.collect.fetching import Fetcher
from extractor.collect.model import Outcome
from extractor.collect.settings import Settings
from extractor.collect.state import State
from extractor.knowledge.outlets import Outlet

HOSTS, POSTS, LAG, DELAY = 20, 50, 0.05, 2.0


class Quiet:
    """A watcher to whom nothing matters."""

    def began(self, outlet: Outlet) -> None:
        """An outlet is being asked."""

    def listed(self, outlet: Outlet, way: str, ok: bool, reason: str, found: int) -> None:
        """One of its ways was gone."""

    def came(self, outlet: Outlet, url: str, outcome: Outcome, reason: str | None) -> None:
        """An address was dealt with."""

    def ended(self, outlet: Outlet) -> None:
        """The outlet is done with."""


def post(host: int, number: int) -> bytes:
    """A page about the agency, of the size that posts have."""
    title = f"Ahli Waris Pekerja ke-{number} Terima Santunan BPJS Ketenagakerjaan"
    text = (
        f"BPJS Ketenagakerjaan cabang {host} menyerahkan santunan jaminan kematian kepada ahli waris pekerja ke-{number}. "
        "Santunan itu diterima keluarga di kantor desa dan disaksikan perangkat desa serta warga sekitar. "
    )
    body = "".join(f"<p>{text}Keterangan bagian {part} disampaikan kepala kantor cabang.</p>" for part in range(8))
    menu = "".join(f'<li><a href="/rubrik/{one}">Rubrik {one}</a></li>' for one in range(300))
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta property="article:published_time" content="2024-09-02T11:00:00+08:00"></head>'
        f"<body><ul>{menu}</ul><article><h1>{title}</h1>{body}</article></body></html>"
    ).encode()


def feed(home: str, posts: int) -> bytes:
    """The feed that lists a host's posts."""
    items = "".join(
        f"<item><title>Santunan BPJS Ketenagakerjaan {number}</title><link>{home}/posts/{number}</link></item>"
        for number in range(posts)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar</title>{items}</channel></rss>'.encode()


async def serve(hosts: int, posts: int, lag: float) -> None:
    """Play the hosts until standard input ends; prints their ports, and at the end what each was asked, as JSON lines."""
    asked: Counter[int] = Counter()
    overlaps: Counter[int] = Counter()
    busy: set[int] = set()

    async def answer(host: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            asked[host] += 1
            overlaps[host] += host in busy
            busy.add(host)
            await asyncio.sleep(lag)
            path, home = head.split()[1].decode(), f"http://{writer.get_extra_info('sockname')[0]}"
            kind, body = "text/html", b""
            if path == "/robots.txt":
                kind = "text/plain"
            elif path == "/feed.xml":
                kind, body = "application/rss+xml", feed(f"{home}:{writer.get_extra_info('sockname')[1]}", posts)
            else:
                body = post(host, int(path.rpartition("/")[2]))
            busy.discard(host)
            writer.write(
                f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
            )

    async def connected(host: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(host, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    servers = [
        await asyncio.start_server(partial(connected, host), f"127.0.1.{host}", 0) for host in range(1, hosts + 1)
    ]
    print(json.dumps([server.sockets[0].getsockname()[:2] for server in servers]), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(json.dumps({"asked": list(asked.values()), "overlaps": sum(overlaps.values())}), flush=True)


@contextmanager
def served(hosts: int, posts: int, lag: float) -> Iterator[tuple[list[tuple[str, int]], dict[str, Any]]]:
    """The hosts' addresses; after the block, the second thing holds what they counted."""
    command = [sys.executable, __file__, "--serve", f"--hosts={hosts}", f"--posts={posts}", f"--lag={lag}"]
    counted: dict[str, Any] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        to, told = server.stdin, server.stdout
        if to is None or told is None:
            raise RuntimeError("the server has no pipes")
        yield json.loads(told.readline()), counted
        to.close()
        counted.update(json.loads(told.readline()))


def measure(hosts: int, posts: int, lag: float, delay: float) -> dict[str, Any]:
    """Collect all posts of all hosts into an empty folder, all hosts at once."""
    settings = Settings(delay=delay, hosts_at_once=hosts, allow_private=True)
    with tempfile.TemporaryDirectory() as folder, served(hosts, posts, lag) as (places, counted):
        outlets = [
            Outlet(name, name, None, "custom", discover=("feed",), feed="/feed.xml", base=f"http://{name}:{port}")
            for name, port in places
        ]
        stop = threading.Event()
        with State(Path(folder) / "state.sqlite3") as state, Fetcher(settings, stop=stop) as fetcher:
            archive = Archive(Path(folder) / "archive", now=lambda: datetime.now(UTC))
            collector = Collector(fetcher, archive, state, Quiet(), stop=stop)
            start, cpu = time.perf_counter(), time.process_time()
            tally = collector.run([Task(one) for one in outlets], Asked(), hosts_at_once=hosts, command="benchmark")
            seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
            archive.close()
    most = max(counted["asked"])
    floor = most * lag + (most - 1) * delay
    return {
        "hosts": hosts,
        "posts": posts,
        "lag": lag,
        "delay": delay,
        "new": tally.total().get(Outcome.NEW, 0),
        "requests_of_slowest_host": most,
        "two_at_once_within_a_host": counted["overlaps"],
        "floor_seconds": round(floor, 3),
        "seconds": round(seconds, 3),
        "ratio": round(seconds / floor, 3),
        "cpu_seconds": round(cpu, 3),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=HOSTS)
    parser.add_argument("--posts", type=int, default=POSTS, help="of each host")
    parser.add_argument("--lag", type=float, default=LAG, help="seconds that a server takes for an answer")
    parser.add_argument("--delay", type=float, default=DELAY, help="seconds between two requests to a host")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        asyncio.run(serve(given.hosts, given.posts, given.lag))
        return
    figures = measure(given.hosts, given.posts, given.lag, given.delay)
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):28} {value}")
    if given.json:
        given.json.parent.mkdir(parents=True, exist_ok=True)
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
