"""Outlets on loopback: a feed or a sitemap, posts about the agency and about football, answers to conditional requests.

Loaded by `runpy.run_path`, as faults.py is.
"""

from __future__ import annotations

import hashlib
import runpy
from datetime import datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from extractor.knowledge.outlets import Outlet

_faults = runpy.run_path(str(Path(__file__).with_name("faults.py")), run_name="faults")
FaultServer, Handler, Page = _faults["FaultServer"], _faults["_Handler"], _faults["Page"]
HTML = "text/html; charset=utf-8"
HEADLINE = "Ahli Waris Nelayan ke-{} Terima Santunan BPJS Ketenagakerjaan"


class Entry(NamedTuple):
    """What a listing says of a post; `day` as a feed or a sitemap says it, `changed` as a sitemap does."""

    path: str
    title: str = HEADLINE.format("sekian")
    day: datetime | None = None
    changed: str | None = None


class _Handler(Handler):
    def page(self, page: Any) -> None:
        etag = dict(page.headers).get("ETag")
        if etag is not None and self.headers.get("If-None-Match") == etag:
            self.head(304, ("ETag", etag))
        else:
            super().page(page)


class Site(FaultServer):
    """A fault server with an outlet's listings; its posts are published with an ETag that their content gives.

    Args:
        name: of its host; without one it is known by its number.
        host: where it listens.
        lag: seconds before each answer.
    """

    def __init__(self, name: str | None = None, *, host: str = "127.0.0.1", lag: float = 0.0) -> None:
        self._host = host
        super().__init__(lag=lag)
        self.RequestHandlerClass = _Handler
        self.name = name or host
        self.home = f"http://{name}" if name else f"http://{host}:{self.port}"

    def server_bind(self) -> None:
        self.server_address = (self._host, 0)
        super().server_bind()

    def outlet(self, **changes: Any) -> Outlet:
        """Its entry: found by a feed of the latest posts, if nothing else is said."""
        given = {"discover": ("feed",), "base": self.home, "feed": "/feed.xml", "sitemap": "/sitemap.xml", **changes}
        return Outlet(f"Kabar {self.name}", self.name, "52", "custom", **given)

    def publish(self, path: str, body: bytes, *, etag: bool = True, **changes: Any) -> str:
        """Put a page there; gives the path."""
        mark = (("ETag", f'"{hashlib.sha256(body).hexdigest()[:12]}"'),) if etag else ()
        self.pages[path] = Page(body, headers=(("Content-Type", HTML), *mark), **changes)
        return path

    def post(self, number: int, **changes: Any) -> Entry:
        """Publish post `number`; `changes` are those of `about`."""
        path = f"/berita/{number}-santunan-bpjs-ketenagakerjaan"
        self.publish(path, about(number, **changes))
        return Entry(path, HEADLINE.format(number))

    def feed(self, *entries: Entry) -> None:
        """List the posts in a feed."""
        items = "".join(
            f"<item><title>{escape(one.title)}</title><link>{escape(self.home + one.path)}</link>"
            + (f"<pubDate>{format_datetime(one.day)}</pubDate>" if one.day else "")
            + "</item>"
            for one in entries
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar</title>{items}</channel></rss>'
        self.pages["/feed.xml"] = Page(body.encode(), headers=(("Content-Type", "application/rss+xml"),))

    def sitemap(self, *entries: Entry) -> None:
        """List them in a sitemap."""
        urls = "".join(
            f"<url><loc>{escape(self.home + one.path)}</loc>"
            + (f"<lastmod>{one.changed}</lastmod>" if one.changed else "")
            + "</url>"
            for one in entries
        )
        body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
        self.pages["/sitemap.xml"] = Page(body.encode(), headers=(("Content-Type", "application/xml"),))

    def posts_asked(self) -> list[str]:
        """The paths of posts that were asked for, in order; then it forgets all requests."""
        listings = {"/feed.xml", "/sitemap.xml"}
        found = [path for path in self.paths() if path not in listings]
        with self.lock:
            self.asked.clear()
        return found


def page(
    title: str, paragraphs: list[str], *, canonical: str = "", day: str | None = "2024-09-02", more: str = ""
) -> bytes:
    """A post's page; `more` stands behind its text."""
    published = f'<meta property="article:published_time" content="{day}T11:00:00+08:00">' if day else ""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{link}'
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">{published}</head>'
        f"<body><article><h1>{title}</h1>{''.join(f'<p>{one}</p>' for one in paragraphs)}</article>{more}</body></html>"
    ).encode()


def about(number: int, *, version: int = 1, part: str = "", **changes: Any) -> bytes:
    """A post about the agency, in that version."""
    return page(
        HEADLINE.format(number),
        [
            f"DOMPU – BPJS Ketenagakerjaan menyerahkan santunan kepada ahli waris nelayan ke-{number}{part} di kantor desa.",
            f"Santunan jaminan kematian itu diterima keluarga{part} dan disaksikan perangkat desa serta warga sekitar.",
            f"Kepala kantor cabang mengatakan{part} seluruh pekerja berhak atas jaminan sosial ketenagakerjaan.",
            *(["Berita ini diperbarui dengan keterangan camat setempat tentang jumlah penerima."] * (version > 1)),
        ],
        **changes,
    )


def football(number: int, **changes: Any) -> bytes:
    """A post about football."""
    return page(
        f"Persebaya Dompu Menang {number}-0 di Kandang",
        [
            f"DOMPU – Kesebelasan tuan rumah menang {number}-0 atas tamunya pada laga kandang yang disaksikan ribuan penonton.",
            "Pelatih memuji semangat para pemain muda yang tampil tanpa beban sejak menit pertama di lapangan becek.",
            "Pekan depan kesebelasan itu bertandang ke kota tetangga untuk laga penutup putaran pertama musim ini.",
        ],
        **changes,
    )
