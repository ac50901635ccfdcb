"""The command `extractor collect` as a person runs it, and what it leaves behind, read without the program's own readers.

Tests load this file by `runpy.run_path`, as nothing in this folder is a package.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

PATIENCE = 600.0
"""Seconds after which a run hangs."""

_POST = re.compile(r"(/\d{4}/\d\d/\d\d/[^/?]+/)(\d+/)?")


class Done(NamedTuple):
    """A command that came to its end."""

    code: int
    said: str
    told: str  # standard error

    @property
    def last(self) -> str:
        """The line that counts."""
        return self.told.rstrip().rsplit("\n", 1)[-1]


class Kept(NamedTuple):
    """A post as the archive holds it."""

    id: str
    url: str
    file: str
    offset: int
    length: int
    pages: tuple[bytes, ...]  # bodies


class Collection:
    """A data folder, and a file of outlets with one outlet of a local address."""

    def __init__(self, folder: Path, base: str, *, domain: str = "kabar.example", cms: str = "wordpress") -> None:
        self.folder, self.data, self.domain = folder, folder / "data", domain
        folder.mkdir(parents=True, exist_ok=True)
        entry = {"name": "Kabar Daerah", "domain": domain, "province": "73", "cms": cms, "base": base}
        lines = "".join(f"{name} = {json.dumps(value)}\n" for name, value in entry.items())
        (folder / "own.toml").write_text(f"[[outlet]]\n{lines}", encoding="utf-8")

    @property
    def archive(self) -> Path:
        """Where the web archives lie."""
        return self.data / "archive"

    def command(self, *options: str) -> list[str]:
        """The command line of a run."""
        own = ["--data", str(self.data), "--outlets", str(self.folder / "own.toml"), "--outlet", self.domain]
        return [sys.executable, "-m", "extractor", "collect", *own, "--allow-private", "--delay", "0", *options]

    def collect(self, *options: str) -> Done:
        """A run to its end."""
        return run(self.command(*options))

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """A run that somebody else ends."""
        return subprocess.Popen(
            self.command(*options), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def records(self) -> list[dict[str, Any]]:
        """What `extract` makes of the archive, by rules alone."""
        done = run([sys.executable, "-m", "extractor", "extract", str(self.archive), "--model", "-"])
        assert done.code == 0, done.told
        return [json.loads(line) for line in done.said.splitlines()]

    def kept(self) -> list[Kept]:
        """The posts of the archive; every byte of it is looked at, and every digest."""
        return [post for path in sorted(self.archive.rglob("*")) if path.is_file() for post in self._kept_in(path)]

    def versions(self) -> list[tuple[str, str, str, int, int]]:
        """What the state says that the archive holds: id, address, file, offset, length."""
        return self.rows(
            "SELECT p.id, p.url, v.file, v.offset, v.length FROM versions v JOIN posts p ON p.key = v.post"
            " ORDER BY v.file, v.offset"
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the state."""
        with closing(sqlite3.connect(self.data / "state.sqlite3")) as database:
            return database.execute(query).fetchall()

    def _kept_in(self, path: Path) -> list[Kept]:
        file = path.relative_to(self.archive).as_posix()
        found: list[Kept] = []
        end, types = 0, []
        with path.open("rb") as opened:
            iterator = ArchiveIterator(opened, check_digests="raise")
            for record in iterator:
                said, body = record.rec_headers, record.content_stream().read()
                assert iterator.get_record_offset() == end, f"{file}: {end} is between two records"
                iterator.read_to_end(record)
                end += iterator.get_record_length()
                types.append(record.rec_type)
                if record.rec_type == "warcinfo":
                    continue
                assert said["WARC-Block-Digest"]
                assert said["WARC-Payload-Digest"]
                number, of = map(int, said["Jamsos-Page"].split("/"))
                if record.rec_type == "response" and number == 1:
                    found.append(
                        Kept(said["Jamsos-Id"], said["Jamsos-Post"], file, iterator.get_record_offset(), 0, (body,))
                    )
                elif record.rec_type == "response":
                    assert (said["Jamsos-Post"], number) == (found[-1].url, len(found[-1].pages) + 1)
                    found[-1] = found[-1]._replace(pages=(*found[-1].pages, body))
                assert len(found[-1].pages) == number
                if record.rec_type == "request" and number == of:
                    found[-1] = found[-1]._replace(length=end - found[-1].offset)
        assert end == path.stat().st_size
        assert types == ["warcinfo"] + ["response", "request"] * sum(len(post.pages) for post in found)
        assert all(post.length for post in found), "a post without its end"
        return found


def run(command: Sequence[str]) -> Done:
    """A command to its end."""
    done = subprocess.run(
        command, env=environment(), capture_output=True, text=True, timeout=PATIENCE, check=False, encoding="utf-8"
    )
    return Done(done.returncode, done.stdout, done.stderr)


def environment() -> dict[str, str]:
    """The environment without proxies."""
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


def pages_asked(paths: Iterable[str]) -> list[str]:
    """Those of the paths asked that are pages of posts."""
    return [path for path in paths if _POST.fullmatch(path)]


def post_of(path: str) -> str:
    """The path of the post that a page belongs to."""
    found = _POST.fullmatch(path)
    assert found is not None
    return found[1]


def path_of(url: str) -> str:
    """The path of an address."""
    return urlsplit(url).path
