"""What the fault server answers, by the first part of the path; loaded by faults.py.

Each takes the handler of the request (`_Handler` in faults.py) and the further parts of the path.
"""

from __future__ import annotations

import gzip
import runpy
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

_bodies = runpy.run_path(str(Path(__file__).with_name("bodies.py")))
post, gzip_bomb, brotli_bomb, PACKINGS = (_bodies[name] for name in ("post", "gzip_bomb", "brotli_bomb", "PACKINGS"))

HTML = "text/html; charset=utf-8"
LARGE = 100 * 2**20
STABLE_ETAG = '"v1"'
STABLE_DATE = "Mon, 02 Sep 2024 03:00:00 GMT"

Fault = Callable[[Any, list[str]], None]
FAULTS: dict[str, Fault] = {}
"""Faults by the first part of the path; what follows it is handed over in parts."""


def fault(name: str) -> Callable[[Fault], Fault]:
    def add(answer: Fault) -> Fault:
        FAULTS[name] = answer
        return answer

    return add


def nothing(handler: Any, _: list[str]) -> None:
    handler.reply(b"<html><title>Tidak ada</title></html>", status=404)


@fault("posts")
def _posts(handler: Any, rest: list[str]) -> None:
    """/posts/N: a post."""
    handler.reply(post(int(rest[0]), handler.host))


@fault("forbidden")
def _forbidden(handler: Any, _: list[str]) -> None:
    """Closed by robots.txt."""
    handler.reply(post(0, handler.host))


@fault("status")
def _status(handler: Any, rest: list[str]) -> None:
    """/status/CODE?retry=SECONDS or date=SECONDS: always that status; `times=N` ends it after so many, with a post."""
    query = handler.query
    if handler.number > int(query.get("times", 10**9)):
        handler.reply(post(1, handler.host))
        return
    headers: list[tuple[str, str]] = []
    if "retry" in query:
        headers.append(("Retry-After", query["retry"]))
    if "date" in query:
        headers.append(("Retry-After", formatdate(time.time() + float(query["date"]), usegmt=True)))
    handler.reply(b"<html><title>Galat</title><body>galat</body></html>", *headers, status=int(rest[0]))


@fault("drip")
def _drip(handler: Any, _: list[str]) -> None:
    """A body that never ends, byte by byte."""
    handler.head(200, ("Content-Type", HTML), ("Content-Length", "1000000"))
    handler.until_gone(b"<p>x</p>")


@fault("drip-open")
def _drip_open(handler: Any, _: list[str]) -> None:
    """The same without a length, so that it looks whole wherever it ends."""
    handler.head(200, ("Content-Type", HTML), ("Connection", "close"))
    handler.until_gone(b"<p>x</p>")


@fault("drip-head")
def _drip_head(handler: Any, _: list[str]) -> None:
    """Headers that never end, byte by byte."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    handler.until_gone(b"X-Slow: yes\r\n")


@fault("silent")
def _silent(handler: Any, _: list[str]) -> None:
    """No answer at all."""
    handler.server.closing.wait()
    handler.close_connection = True


@fault("reset")
def _reset(handler: Any, rest: list[str]) -> None:
    """/reset: a reset in mid-body; /reset/N: the first N times, then a post."""
    if rest and handler.number > int(rest[0]):
        handler.reply(post(1, handler.host))
        return
    body = post(1, handler.host)
    handler.head(200, ("Content-Type", HTML), ("Content-Length", str(len(body))))
    handler.wfile.write(body[: len(body) // 2])
    handler.reset()


@fault("reset-at-once")
def _reset_at_once(handler: Any, _: list[str]) -> None:
    """A reset before any answer."""
    handler.reset()


@fault("truncated")
def _truncated(handler: Any, _: list[str]) -> None:
    """A body shorter than its Content-Length."""
    handler.head(200, ("Content-Type", HTML), ("Content-Length", "5000"))
    handler.wfile.write(post(1, handler.host)[:700])
    handler.close_connection = True


@fault("truncated-gzip")
def _truncated_gzip(handler: Any, _: list[str]) -> None:
    """A gzip body that ends too soon, though its length is right."""
    handler.reply(gzip.compress(post(1, handler.host))[:-40], ("Content-Encoding", "gzip"))


@fault("not-gzip")
def _not_gzip(handler: Any, _: list[str]) -> None:
    """Says gzip and is not."""
    handler.reply(post(1, handler.host), ("Content-Encoding", "gzip"))


@fault("packed")
def _packed(handler: Any, rest: list[str]) -> None:
    """/packed/gzip, deflate, bare-deflate, br, or several: a post packed so, in that order."""
    body = post(1, handler.host)
    for packing in rest:
        body = PACKINGS[packing](body)
    handler.reply(body, ("Content-Encoding", ", ".join(rest).replace("bare-", "")))


@fault("chunked")
def _chunked(handler: Any, rest: list[str]) -> None:
    """/chunked: a post in chunks; /chunked/garbage: a chunk size that is none; /chunked/cut: the last chunk missing."""
    handler.head(200, ("Content-Type", HTML), ("Transfer-Encoding", "chunked"))
    body = post(1, handler.host)
    for start in range(0, len(body), 400):
        piece = body[start : start + 400]
        handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if rest:
            handler.wfile.write(b"zz-not-a-size\r\n\x00\xff" if rest[0] == "garbage" else b"")
            handler.close_connection = True
            return
    handler.wfile.write(b"0\r\n\r\n")


@fault("bomb")
def _bomb(handler: Any, rest: list[str]) -> None:
    """/bomb/gzip, /bomb/br: 1 GB of zeros; /bomb/twice: its gzip file packed once more."""
    if rest[0] == "br":
        handler.reply(brotli_bomb(), ("Content-Encoding", "br"))
    elif rest[0] == "twice":
        handler.reply(gzip.compress(gzip_bomb()), ("Content-Encoding", "gzip, gzip"))
    else:
        handler.reply(gzip_bomb(), ("Content-Encoding", "gzip"))


@fault("large")
def _large(handler: Any, rest: list[str]) -> None:
    """/large: 100 MB without a length; /large/declared: with one."""
    length = ("Content-Length", str(LARGE)) if rest else ("Connection", "close")
    handler.head(200, ("Content-Type", HTML), length)
    piece = b"<p>" + b"panjang " * 8000 + b"</p>"
    for _ in range(LARGE // len(piece) + 1):
        handler.wfile.write(piece)
    handler.close_connection = True


@fault("loop")
def _loop(handler: Any, rest: list[str]) -> None:
    """/loop/a and /loop/b lead to each other."""
    handler.redirect("/loop/b" if rest[:1] == ["a"] else "/loop/a")


@fault("hops")
def _hops(handler: Any, rest: list[str]) -> None:
    """/hops/N: a post after N redirects."""
    left = int(rest[0])
    if left:
        handler.redirect(f"/hops/{left - 1}")
    else:
        handler.reply(post(1, handler.host))


@fault("to")
def _to(handler: Any, _: list[str]) -> None:
    """/to?url=ADDRESS: a redirect there."""
    handler.redirect(handler.query["url"])


@fault("to-loopback")
def _to_loopback(handler: Any, _: list[str]) -> None:
    handler.redirect(f"{handler.server.url}/posts/1")


@fault("to-metadata")
def _to_metadata(handler: Any, _: list[str]) -> None:
    """To an address that may be there: ask it only through `Names.connect`, or with private addresses refused."""
    handler.redirect("http://169.254.169.254/latest/meta-data/")


@fault("to-bomb")
def _to_bomb(handler: Any, _: list[str]) -> None:
    """A redirect whose body is a bomb."""
    handler.reply(gzip_bomb(), ("Content-Encoding", "gzip"), ("Location", "/posts/1"), status=302)


@fault("cookie-gate")
def _cookie_gate(handler: Any, _: list[str]) -> None:
    """Leads back to itself with a cookie; only who brings it gets the post."""
    if "pass=1" in handler.headers.get("Cookie", ""):
        handler.reply(post(1, handler.host))
    else:
        handler.redirect(handler.path, ("Set-Cookie", "pass=1; Path=/"))


@fault("charset")
def _charset(handler: Any, _: list[str]) -> None:
    """UTF-8 that is declared to be Latin-1."""
    handler.reply(post(1, handler.host), kind="text/html; charset=iso-8859-1")


@fault("etag")
def _etag(handler: Any, rest: list[str]) -> None:
    """/etag: stable; /etag/changing: another one each time."""
    etag = f'"v{handler.number}"' if rest else STABLE_ETAG
    if handler.headers.get("If-None-Match") == etag:
        handler.head(304, ("ETag", etag))
    else:
        handler.reply(post(1, handler.host), ("ETag", etag))


@fault("last-modified")
def _last_modified(handler: Any, _: list[str]) -> None:
    if handler.headers.get("If-Modified-Since") == STABLE_DATE:
        handler.head(304, ("Last-Modified", STABLE_DATE))
    else:
        handler.reply(post(1, handler.host), ("Last-Modified", STABLE_DATE))


CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue"
    b"</noscript><script>window._cf_chl_opt={cType:'managed'};</script></body></html>"
)


@fault("challenge")
def _challenge(handler: Any, rest: list[str]) -> None:
    """/challenge: 403 with cf-mitigated; /challenge/CODE: the same page with that status and no such header."""
    if rest:
        handler.reply(CHALLENGE, status=int(rest[0]))
    else:
        handler.reply(CHALLENGE, ("cf-mitigated", "challenge"), ("Server", "cloudflare"), status=403)


@fault("pdf")
def _pdf(handler: Any, _: list[str]) -> None:
    handler.reply(b"%PDF-1.7\n", kind="application/pdf")


@fault("no-type")
def _no_type(handler: Any, rest: list[str]) -> None:
    """/no-type: a post without a Content-Type; /no-type/binary: bytes without one."""
    handler.reply(bytes(range(256)) if rest else post(1, handler.host), kind=None)


@fault("feed.xml")
def _feed(handler: Any, _: list[str]) -> None:
    items = "".join(
        f"<item><title>Santunan {n}</title><link>http://{handler.host}/posts/{n}</link></item>" for n in range(1, 4)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Kabar</title>{items}</channel></rss>'
    handler.reply(body.encode(), kind="application/rss+xml")


@fault("sitemap.xml.gz")
def _sitemap(handler: Any, _: list[str]) -> None:
    urls = "".join(f"<url><loc>http://{handler.host}/posts/{n}</loc></url>" for n in range(1, 4))
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    handler.reply(gzip.compress(body.encode()), kind="application/octet-stream")
