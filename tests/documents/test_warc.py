"""Web archives: the project's own, post for post, and those that others made, of which the posts are taken."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from runpy import run_path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractor.collect.archive import Archive
from extractor.documents import Document, Failure, files, read_inputs

POSTS = run_path(str(Path(__file__).parents[1] / "collect" / "posts.py"))
post, fetched, html, NOW, OUTLET = (POSTS[name] for name in ("post", "fetched", "html", "NOW", "OUTLET"))
URL = f"https://{OUTLET}/2026/11/1-santunan-nelayan"


def archived(folder, *posts):
    archive = Archive(folder, now=lambda: NOW)
    located = [archive.add(one) for one in posts]
    archive.close()
    (path,) = folder.rglob("*.warc.gz")
    return path, located


class Foreign:
    """A WARC file as other crawlers write it."""

    def __init__(self, path, *, packed=True):
        self.path, self._out = path, io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=packed, warc_version="1.0")
        self.offsets = []

    def add(self, url, body, *headers, status="200 OK", kind="response", date="2026-01-05T03:04:05Z", **fields):
        self.offsets.append(self._out.tell())
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(body if isinstance(body, bytes) else body.encode()),
            length=len(body if isinstance(body, bytes) else body.encode()),
            warc_headers_dict={"WARC-Date": date, **fields},
            http_headers=StatusAndHeaders(status, list(headers) or [("Content-Type", "text/html")], protocol="HTTP/1.1")
            if kind in ("response", "revisit")
            else None,
        )
        self._writer.write_record(record)
        return self

    def write(self):
        self.path.write_bytes(self._out.getvalue())
        return self.path


def read(path):
    return list(read_inputs([path]))


# the project's own archive


def test_a_folder_of_the_archive_gives_all_its_posts(tmp_path):
    path, located = archived(tmp_path / "archive", post(1), post(2, pages=3))
    first, second = read(tmp_path / "archive")
    assert isinstance(first, Document), first
    assert (first.id, first.url) == (post(1).id, post(1).url)
    assert (first.source_path, first.warc) == (f"{path}#{located[0].offset}", (str(path), located[0].offset))
    assert first.fetched == post(1).pages[0].fetched
    assert (second.id, second.warc) == (post(2).id, (str(path), located[1].offset))


def test_the_pages_of_a_post_become_one_document(tmp_path):
    archived(tmp_path, post(2, pages=3))
    (found,) = read(tmp_path)
    assert [f"halaman {page} dari 3" in found.text for page in (1, 2, 3)] == [True] * 3
    assert found.text.index("halaman 1 dari 3") < found.text.index("halaman 2 dari 3") < found.text.index("halaman 3")
    assert (found.page, found.title) == (None, "Santunan Nelayan Ambalawi Nomor 2")


def test_two_versions_of_a_post_have_one_id(tmp_path):
    archived(tmp_path, post(1), post(1, version=2))
    first, second = read(tmp_path)
    assert first.id == second.id
    assert "versi 1" in first.text
    assert "versi 2" in second.text
    assert (second.fetched - first.fetched).days == 1


def test_the_record_of_an_archived_post_says_file_and_offset(tmp_path, extractor):
    path, (located,) = archived(tmp_path / "archive", post(1))
    (record,) = extractor.stream([tmp_path / "archive"])
    assert record.id == post(1).id
    source = record.article.source
    assert (source.warc.file, source.warc.offset) == (str(path), located.offset)
    assert (source.path, source.fetched) == (f"{path}#{located.offset}", "2026-11-22T08:15:01+00:00")


def test_an_archived_page_that_cannot_be_read_is_told(tmp_path):
    empty = replace(post(1), pages=(fetched(URL, "<html><body><p>Halaman ini kosong.</p></body></html>"),))
    path, located = archived(tmp_path, empty, post(2))
    failure, document = read(tmp_path)
    assert isinstance(failure, Failure)
    assert (failure.path, failure.code) == (f"{path}#{located[0].offset}", "no-paragraph")
    assert document.id == post(2).id


def test_a_file_cut_within_a_post_gives_the_posts_before_and_one_failure(tmp_path):
    path, located = archived(tmp_path, post(1), post(2, pages=2))
    data = path.read_bytes()
    path.write_bytes(data[: located[1].offset + 50])
    document, failure = read(path)
    assert document.id == post(1).id
    assert (failure.path, failure.code) == (f"{path}#{located[1].offset}", "damaged-warc")
    assert failure.message.startswith(
        f"{path}#{located[1].offset}: the archive is damaged here: cut short (damaged-warc)."
    )


def test_a_post_whose_last_page_is_missing_is_told(tmp_path):
    path, located = archived(tmp_path, post(2, pages=2))
    one_page = archived(tmp_path / "one", post(2))[1][0].length
    data = path.read_bytes()
    border = data.index(b"\x1f\x8b\x08", located[0].offset + one_page // 2 + 200)
    path.write_bytes(data[:border])
    (failure,) = read(path)
    assert (failure.path, failure.code) == (f"{path}#{located[0].offset}", "incomplete-post")
    assert "1 of 2 pages are at hand" in failure.message


def test_the_posts_behind_damage_are_read(tmp_path):
    path, located = archived(tmp_path, post(1), post(2, pages=2), post(3))
    data = bytearray(path.read_bytes())
    data[located[1].offset + 60 : located[1].offset + 90] = bytes(30)
    path.write_bytes(data)
    first, failure, last = read(path)
    assert (first.id, last.id) == (post(1).id, post(3).id)
    assert (failure.path, failure.code) == (f"{path}#{located[1].offset}", "damaged-warc")


# archives of others


def test_of_a_crawl_the_posts_are_taken_and_all_else_is_passed_over(tmp_path):
    links = "".join(f"<li><a href='/{n}'>Berita nomor {n} dari kota kita</a></li>" for n in range(30))
    crawl = Foreign(tmp_path / "CC-NEWS.warc.gz")
    crawl.add("", "software: x\r\n", kind="warcinfo")
    crawl.add("https://k.example/robots.txt", "User-agent: *\n", ("Content-Type", "text/plain"))
    crawl.add("https://k.example/", f"<html><body><ul>{links}</ul></body></html>")
    crawl.add("https://k.example/a.jpg", b"\xff\xd8\xff" + bytes(99), ("Content-Type", "image/jpeg"))
    crawl.add("https://k.example/hilang", html(9), status="404 Not Found")
    crawl.add("https://k.example/1", html(1), ("Content-Type", "text/html; charset=UTF-8"))
    crawl.add("https://k.example/1", "fetchTimeMs: 3\r\n", kind="metadata")
    crawl.add("https://k.example/2", html(2), kind="revisit")
    crawl.add("dns:k.example", b"k.example. IN A 127.0.0.1", ("Content-Type", "text/dns"))
    crawl.add("https://k.example/3", html(3))
    found = read(crawl.write())
    assert [one.url for one in found] == ["https://k.example/1", "https://k.example/3"]
    assert [one.warc for one in found] == [(str(crawl.path), crawl.offsets[n]) for n in (5, 9)]
    assert found[0].fetched == datetime(2026, 1, 5, 3, 4, 5, tzinfo=UTC)


def test_an_unpacked_warc_is_read_too(tmp_path):
    crawl = Foreign(tmp_path / "crawl.warc", packed=False)
    for number in (1, 2):
        crawl.add(f"https://k.example/{number}", html(number))
    found = read(crawl.write())
    assert [one.warc for one in found] == [(str(crawl.path), offset) for offset in crawl.offsets]
    crawl.path.write_bytes(crawl.path.read_bytes()[:-300])
    document, failure = read(crawl.path)
    assert (document.url, failure.path) == ("https://k.example/1", f"{crawl.path}#{crawl.offsets[1]}")


@pytest.mark.parametrize(
    ("packed", "headers"),
    [
        (gzip.compress, [("Content-Encoding", "gzip")]),
        (brotli.compress, [("Content-Encoding", "br")]),
        (lambda data: data, [("Content-Encoding", "gzip")]),  # some crawlers unpack and keep the header
        (lambda data: b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data), [("Transfer-Encoding", "chunked")]),
        (lambda data: data, [("Transfer-Encoding", "chunked")]),
    ],
)
def test_bodies_are_unpacked_as_they_say_or_as_they_are(tmp_path, packed, headers):
    crawl = Foreign(tmp_path / "crawl.warc.gz")
    crawl.add("https://k.example/1", packed(html(1).encode()), ("Content-Type", "text/html"), *headers)
    (found,) = read(crawl.write())
    assert "santunan ke-1" in found.text


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [("text/html; charset=windows-1252", "cp1252"), ("text/html; charset=utf-8", "cp1252"), ("text/html", "utf-8")],
)
def test_the_charset_is_that_of_the_bytes_whatever_the_server_says(tmp_path, content_type, encoding):
    page = html(1).replace("<meta charset='utf-8'>", "").replace("Wera", "Wéra")
    crawl = Foreign(tmp_path / "crawl.warc.gz")
    crawl.add("https://k.example/1", page.replace("Sape", "Sapé").encode(encoding), ("Content-Type", content_type))
    (found,) = read(crawl.write())
    assert "Sapé" in found.text


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("extractor.documents.warc.MOST_BYTES", 2**20)
    bomb = gzip.compress(bytes(50 * 2**20))
    crawl = Foreign(tmp_path / "crawl.warc.gz")
    crawl.add("https://k.example/1", bomb, ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    crawl.add("https://k.example/2", html(2))
    crawl.write()
    tracemalloc.start()
    (found,) = read(crawl.path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.url == "https://k.example/2"
    assert peak < 15 * 2**20


def test_memory_does_not_grow_with_the_file(tmp_path):
    crawl = Foreign(tmp_path / "crawl.warc.gz")
    for number in range(40):
        crawl.add(f"https://k.example/{number}.mp4", bytes(2 * 2**20), ("Content-Type", "video/mp4"))
    path = crawl.add("https://k.example/1", html(1)).write()
    read(path)  # what is loaded once
    tracemalloc.start()
    assert len(read(path)) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 2**20


def test_an_archive_without_a_post_is_one_failure(tmp_path):
    crawl = Foreign(tmp_path / "crawl.warc.gz")
    crawl.add("https://k.example/a.jpg", b"\xff\xd8\xff", ("Content-Type", "image/jpeg"))
    (failure,) = read(crawl.write())
    assert (failure.path, failure.code) == (str(crawl.path), "no-posts")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (gzip.compress(b"no WARC at all"), "this is no WARC record"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "the record does not say how long it is"),
        (gzip.compress(b"WARC/1.0\r\n" + b"x" * 2**21), "its header does not end"),
        (b"\x00" * 5000, "the packed bytes are damaged"),
    ],
)
def test_what_is_no_warc_is_told_in_one_line(tmp_path, content, told):
    (tmp_path / "a.warc.gz").write_bytes(content)
    (failure,) = read(tmp_path / "a.warc.gz")
    assert failure.code == "damaged-warc"
    assert f"#0: the archive is damaged here: {told}" in failure.message


def test_records_packed_as_one_are_told_with_the_remedy(tmp_path):
    crawl = Foreign(tmp_path / "crawl.warc", packed=False)
    crawl.add("https://k.example/1", html(1)).add("https://k.example/2", html(2))
    packed = tmp_path / "crawl.warc.gz"
    packed.write_bytes(gzip.compress(crawl.write().read_bytes()))
    (failure,) = read(packed)
    assert "`warcio recompress` makes it readable" in failure.message


def test_a_file_that_is_not_there_or_empty_is_one_failure(tmp_path):
    (failure,) = read(tmp_path / "a.warc.gz")
    assert failure.code == "not-found"
    (tmp_path / "a.warc.gz").touch()
    (failure,) = read(tmp_path / "a.warc.gz")
    assert failure.code == "no-posts"
    assert ".warc" in files.READ
