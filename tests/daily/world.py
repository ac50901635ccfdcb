"""Outlets on loopback with posts of the corpus, a configuration, and the daily run over them; loaded by `runpy.run_path`."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import ExitStack, closing
from functools import cache
from html import escape
from itertools import islice
from pathlib import Path
from runpy import run_path
from typing import Any, NamedTuple

from typer.testing import CliRunner, Result

HERE = Path(__file__).parent
SITES = run_path(str(HERE.parent / "collect" / "sites.py"))
Site, Entry, page = SITES["Site"], SITES["Entry"], SITES["page"]
CORPUS = HERE.parent.parent / "corpus" / "posts" / "train"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class Text(NamedTuple):
    """A post of the corpus."""

    title: str
    paragraphs: tuple[str, ...]
    day: str


@cache
def texts(number: int = 12) -> tuple[Text, ...]:
    """The first of the corpus that are surely about the agency and have a headline and a day."""
    from extractor.documents import Document, read_inputs

    found = (
        Text(one.title, tuple(one.text.splitlines()), one.published_on.isoformat())
        for one in read_inputs([CORPUS])
        if isinstance(one, Document) and one.relevance > 0.9 and one.title and one.published_on
    )
    return tuple(islice(found, number))


class World:
    """A folder with outlets, `news.toml` and what runs leave."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack = folder, stack
        self.sites: list[Any] = []
        self.listed: dict[Any, dict[str, Any]] = {}
        self.config, self.outlets = folder / "news.toml", folder / "outlets.toml"
        self.data, self.store = folder / "data", folder / "data" / "news.db"

    def site(self, *posts: Text) -> Any:
        """An outlet on an address of its own, its posts in a sitemap."""
        made = self._stack.enter_context(Site(host=f"127.0.0.{len(self.sites) + 2}"))
        self.sites.append(made)
        self.listed[made] = {}
        for one in posts:
            self.publish(made, one)
        self.list(made)
        self._write_outlets()
        return made

    def adopt(self, sites: list[Any]) -> None:
        """Ask the outlets of another world; what they list is published here anew."""
        self.sites = list(sites)
        self.listed = {one: {} for one in sites}
        self._write_outlets()

    def _write_outlets(self) -> None:
        self.outlets.write_text(
            "\n".join(
                f'[[outlet]]\nname = "Kabar {one.name}"\ndomain = "{one.name}"\nprovince = "52"\ncms = "custom"\n'
                f'discover = ["sitemap"]\nsitemap = "/sitemap.xml"\nbase = "{one.home}"\n'
                for one in self.sites
            )
        )
        self.write_config()

    def publish(
        self, site: Any, text: Text, *, number: int | None = None, changed: str = "2026-01-05T08:00:00Z"
    ) -> str:
        """Put a post there, or another version of post `number`; gives its path. `list` tells of it."""
        at = len(self.listed[site]) if number is None else number
        path = f"/berita/{at}-bpjs-ketenagakerjaan"
        body = page(escape(text.title), [escape(one) for one in text.paragraphs], day=text.day)
        site.publish(path, body)
        self.listed[site][path] = Entry(path, changed=changed)
        return path

    def list(self, site: Any) -> None:
        """List all that was published."""
        site.sitemap(*self.listed[site].values())

    def write_config(self, **changes: str) -> None:
        """Write `news.toml`; `changes` are lines of its tables."""
        tables = {
            "collect": f"outlets = {[one.name for one in self.sites]!r}\n"
            'outlets_file = "outlets.toml"\nsince = 2000-01-01\ndelay = 0\nallow_private = true\n',
            "extract": 'model = "rules"\n',
            "digest": "",
            "paths": "",
        }
        lines = (f"[{name}]\n{content}{changes.get(name, '')}" for name, content in tables.items())
        self.config.write_text("\n".join(lines), encoding="utf-8")

    def daily(self, *arguments: str) -> Result:
        """The command, in this process."""
        from extractor.cli import app

        return CliRunner().invoke(app, ["daily", "--config", str(self.config), *arguments])

    def process(self, *arguments: str) -> subprocess.Popen[str]:
        """The command in a process of its own."""
        command = [sys.executable, "-m", "extractor", "daily", "--config", str(self.config), *arguments]
        return subprocess.Popen(
            command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the store."""
        with closing(sqlite3.connect(self.store)) as database:
            return database.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        """The one value that a query gives."""
        ((value,),) = self.rows(query, *values)
        return value

    def warcs(self) -> list[Path]:
        """The files of the archive."""
        return sorted((self.data / "archive").rglob("*.warc.gz"))


def environment(names: Iterable[str] = PROXIES) -> dict[str, str]:
    """The environment without proxies."""
    hidden = {name.lower() for name in names}
    return {name: value for name, value in os.environ.items() if name.lower() not in hidden}
