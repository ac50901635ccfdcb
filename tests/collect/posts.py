"""Posts and answers of servers as the parts of collecting hand them to each other, made for tests.

    from runpy import run_path
    posts = run_path(str(Path(__file__).with_name("posts.py")))
    post = posts["post"](1, pages=3)

As a program (`python posts.py DATA COUNT`) it archives COUNT posts as a run does, and prints the number of each that is done.
"""

from __future__ import annotations

import gzip
import hashlib
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from extractor.collect.model import Fetched, Post
from extractor.documents import article_id

OUTLET = "kabartambora.example"
NOW = datetime(2026, 11, 22, 8, 15, tzinfo=UTC)
PLACES = ("Wera", "Sape", "Ambalawi", "Langgudu", "Lambu", "Monta", "Parado", "Woha", "Belo", "Palibelo")


def html(number: int, page: int = 1, of: int = 1, version: int = 1) -> str:
    """A page of a post, whose words tell post, page and version."""
    place = PLACES[number % len(PLACES)]
    body = (
        f"BPJS Ketenagakerjaan Cabang Bima menyerahkan santunan ke-{number} kepada ahli waris nelayan di {place} pada "
        f"halaman {page} dari {of} dalam versi {version}. Kepala cabang berharap bantuan itu meringankan beban keluarga "
        "yang ditinggalkan dan mengajak pekerja lain untuk ikut terlindungi sejak hari pertama bekerja di laut."
    )
    return (
        "<!DOCTYPE html><html lang='id'><head><meta charset='utf-8'>"
        f"<title>Santunan Nelayan {place} Nomor {number}</title></head><body><article>"
        f"<h1>Santunan Nelayan {place} Nomor {number}</h1><time>22 November 2026</time>"
        f"<div class='entry-content'><p>{body}</p><p>Halaman {page} ditutup dengan doa bersama keluarga besar nelayan "
        f"{place} di balai desa setempat.</p></div></article></body></html>"
    )


def fetched(url: str, text: str | bytes, *, packed: bool = True, **changes: Any) -> Fetched:
    """An answer with status 200; `changes` are fields of `Fetched`."""
    body = text.encode() if isinstance(text, str) else text
    raw = gzip.compress(body, mtime=0) if packed else body
    headers = [("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{hashlib.sha256(body).hexdigest()[:8]}"')]
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    given: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "status": 200,
        "reason": "OK",
        "headers": (*headers, ("Content-Length", str(len(raw)))),
        "body": body,
        "raw_body": raw,
        "request_line": "GET /a HTTP/1.1",
        "request_headers": (("Host", OUTLET), ("User-Agent", "bpjs-news-extractor"), ("Accept-Encoding", "gzip")),
        "fetched": NOW,
        "ip": "127.0.0.1",
    }
    return Fetched(**{**given, **changes})


def post(number: int = 1, *, pages: int = 1, version: int = 1, outlet: str = OUTLET, **changes: Any) -> Post:
    """Post `number` of an outlet in that version; `changes` are fields of `Post`."""
    url = f"https://{outlet}/2026/11/{number}-santunan-nelayan"
    texts = [html(number, page, pages, version) for page in range(1, pages + 1)]
    at = NOW + timedelta(seconds=number, days=version - 1)
    answers = [
        fetched(url if page == 1 else f"{url}?page={page}", text, fetched=at) for page, text in enumerate(texts, 1)
    ]
    given: dict[str, Any] = {
        "id": article_id(url, ""),
        "url": url,
        "outlet": outlet,
        "pages": tuple(answers),
        "title": f"Santunan Nelayan Nomor {number} – 100% “Jaminan”",
        "published": "2026-11-22T08:00:00+08:00",
        "text_hash": hashlib.sha256("".join(texts).encode()).hexdigest(),
        "via": "wordpress",
        "modified": f"2026-11-{20 + version}T10:00:00+08:00",
    }
    return Post(**{**given, **changes})


def collect(data: Path, count: int) -> None:
    """What a run does with posts 1 to `count`: what is known is passed over, the rest archived and recorded."""
    from extractor.collect.archive import Archive
    from extractor.collect.model import Outcome
    from extractor.collect.recovery import recover
    from extractor.collect.state import State
    from extractor.persistence.lock import Lock

    with Lock(data / "lock"), State(data / "state.sqlite3") as state:
        recover(data / "archive", state)
        run = state.begin_run(NOW, "collect")
        archive = Archive(data / "archive", now=lambda: datetime.now(UTC))
        for number in range(1, count + 1):
            one = post(number, pages=1 + number % 3)
            if state.known(one.url) is None:
                located = archive.add(one)
                state.record(run, one.outlet, one.url, Outcome.NEW, post=one, located=located, at=NOW)
            print(number, flush=True)
        archive.close()
        state.end_run(run, NOW, "finished")


if __name__ == "__main__":
    collect(Path(sys.argv[1]), int(sys.argv[2]))
