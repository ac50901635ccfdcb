"""The archive: what a server answered, as any WARC tool reads it, each post whole or not at all."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from extractor.collect.archive import Archive, ArchiveError

POSTS = run_path(str(Path(__file__).with_name("posts.py")))
post, fetched, NOW = POSTS["post"], POSTS["fetched"], POSTS["NOW"]


@pytest.fixture
def archive(tmp_path):
    made = Archive(tmp_path / "archive", now=lambda: NOW)
    yield made
    made.close()


def records(path):
    with path.open("rb") as file:
        return [
            SimpleNamespace(
                type=record.rec_type,
                warc=dict(record.rec_headers.headers),
                http=record.http_headers,
                raw=record.raw_stream.read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
        ]


def files(folder):
    return sorted(folder.rglob("*.warc.gz"))


def test_a_post_lies_in_its_file_page_for_page_as_it_came(tmp_path, archive):
    one = post(7, pages=2)
    located = archive.add(one)
    assert located.file == "2026/11/22/posts-20261122T081500Z.warc.gz"
    found = records(tmp_path / "archive" / located.file)
    assert [record.type for record in found] == ["warcinfo", "response", "request", "response", "request"]
    for number, page in enumerate(one.pages, 1):
        response, request = found[2 * number - 1 : 2 * number + 1]
        assert response.raw == page.raw_body
        assert response.http.get_header("Content-Encoding") == "gzip"
        assert response.warc["WARC-Target-URI"] == request.warc["WARC-Target-URI"] == page.final_url
        assert response.warc["WARC-Date"] == request.warc["WARC-Date"] == "2026-11-22T08:15:07Z"
        assert response.warc["WARC-IP-Address"] == "127.0.0.1"
        assert response.warc["WARC-Payload-Digest"].startswith("sha1:")
        assert request.warc["WARC-Concurrent-To"] == response.warc["WARC-Record-ID"]
        assert (response.warc["Jamsos-Post"], response.warc["Jamsos-Page"]) == (one.url, f"{number}/2")
        assert (response.warc["Jamsos-Outlet"], response.warc["Jamsos-Id"]) == (one.outlet, one.id)
        assert dict(request.http.headers)["User-Agent"] == "bpjs-news-extractor"


def test_warcio_finds_nothing_wrong_with_it(tmp_path, archive, capsys):
    for number in range(5):
        archive.add(post(number, pages=1 + number % 2))
    names = [str(path) for path in files(tmp_path)]
    assert Checker(SimpleNamespace(inputs=names, verbose=True)).process_all() == 0
    assert (
        capsys.readouterr().out.count("digest pass") == 15
    )  # the file's first record, and two for each of seven pages


def test_offset_and_length_cut_a_post_out_of_its_file(tmp_path, archive):
    for number, located in enumerate([archive.add(post(number, pages=3)) for number in range(3)]):
        data = (tmp_path / "archive" / located.file).read_bytes()[located.offset : located.offset + located.length]
        found = list(ArchiveIterator(io.BytesIO(data)))
        assert [record.rec_type for record in found] == ["response", "request"] * 3
        assert {record.rec_headers.get_header("Jamsos-Post") for record in found} == {post(number).url}


def test_a_body_that_came_in_chunks_says_its_length_truly(tmp_path, archive):
    page = fetched("https://a.example/1", "<p>isi</p>", packed=False)
    headers = (("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("content-length", "999"))
    located = archive.add(replace(post(), pages=(replace(page, headers=headers),)))
    response = records(tmp_path / "archive" / located.file)[1]
    assert response.http.headers == [("Content-Type", "text/html"), ("Content-Length", "10")]
    assert response.raw == b"<p>isi</p>"


def test_no_secret_of_the_collector_is_kept(tmp_path, archive):
    secrets = (("Cookie", "s=1"), ("authorization", "Basic eDp5"), ("Proxy-Authorization", "Basic eDp5"))
    page = fetched("https://a.example/1", "<p>isi</p>", request_headers=(("Host", "a.example"), *secrets))
    located = archive.add(replace(post(), pages=(page,)))
    request = records(tmp_path / "archive" / located.file)[2]
    assert request.http.headers == [("Host", "a.example")]


@pytest.mark.parametrize(
    ("changes", "header"),
    [
        ({"headers": (("X-Folded", "satu\r\n dua"),)}, ("X-Folded", "satu dua")),
        ({"headers": (("X-Split", "a\r\n\r\nWARC/1.1"),)}, ("X-Split", "a WARC/1.1")),
        ({"headers": (("X-Kota", "Bima – Dompu"),)}, ("X-Kota", "Bima%20%E2%80%93%20Dompu")),
        ({"headers": (("Bad Name\n", "x"), ("X-é", "y"), ("Good", "z"))}, ("Good", "z")),
        ({"reason": "Sudah\r\nBaik–"}, ("Content-Length", "10")),
        ({"request_line": ""}, ("Content-Length", "10")),
        ({"final_url": "https://a.example/rincian kota/é\r\n"}, ("Content-Length", "10")),
    ],
)
def test_whatever_a_server_sends_the_record_stays_readable(tmp_path, archive, changes, header):
    page = fetched("https://a.example/1", "<p>isi</p>", **{"packed": False, "headers": (), **changes})
    archive.add(replace(post(), pages=(page,)))
    (path,) = files(tmp_path)
    assert [record.type for record in records(path)] == ["warcinfo", "response", "request"]
    assert header in records(path)[1].http.headers
    assert records(path)[1].raw == b"<p>isi</p>"


def test_each_day_has_its_file_and_a_full_one_is_followed_by_another(tmp_path):
    clock = [NOW]
    archive = Archive(tmp_path, now=lambda: clock[0], most_file_bytes=6000)
    for number in range(6):
        archive.add(post(number))
    clock[0] = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    archive.add(post(7))
    archive.close()
    names = [path.relative_to(tmp_path).as_posix() for path in files(tmp_path)]
    assert names[:2] == [f"2026/11/22/posts-20261122T081500Z{more}.warc.gz" for more in ("", "_02")]
    assert names[-1] == "2026/11/23/posts-20261123T003000Z.warc.gz"
    assert len(names) >= 3
    assert all(path.stat().st_size <= 6000 for path in files(tmp_path))
    found = [record for path in files(tmp_path) for record in records(path) if record.type == "response"]
    assert [record.warc["Jamsos-Post"] for record in found] == [post(number).url for number in (*range(6), 7)]


def test_a_run_that_archives_nothing_leaves_no_file(tmp_path):
    Archive(tmp_path / "archive", now=lambda: NOW).close()
    assert not (tmp_path / "archive").exists()


def test_threads_do_not_mix_their_posts(tmp_path, archive):
    with ThreadPoolExecutor(8) as pool:
        located = list(pool.map(lambda number: archive.add(post(number, pages=2)), range(40)))
    (path,) = files(tmp_path)
    found = records(path)[1:]
    order = [found[start].warc["Jamsos-Post"] for start in range(0, len(found), 4)]
    assert sorted(order) == sorted(post(number).url for number in range(40))
    for start in range(0, len(found), 4):
        assert len({record.warc["Jamsos-Post"] for record in found[start : start + 4]}) == 1
    assert max(one.offset + one.length for one in located) == path.stat().st_size


DISK_FULL = """
import resource, runpy, signal, sys
from pathlib import Path
from extractor.collect.archive import Archive, ArchiveError
posts = runpy.run_path(sys.argv[1])
archive = Archive(Path(sys.argv[2]), now=lambda: posts["NOW"])
print(archive.add(posts["post"](1)).length)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
(path,) = Path(sys.argv[2]).rglob("*.gz")
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    archive.add(posts["post"](2, pages=3))
except ArchiveError as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(archive.add(posts["post"](3)).length)
"""


@pytest.mark.parametrize("room", [0, 700])
def test_a_full_disk_leaves_whole_posts_only_and_is_told(tmp_path, room):
    helper = Path(__file__).with_name("posts.py")
    done = subprocess.run(
        [sys.executable, "-c", DISK_FULL, str(helper), str(tmp_path / "archive"), str(room)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "the archive cannot grow: file too large. Make room; the next run goes on." in done.stdout
    found = [record for path in files(tmp_path) for record in records(path)]
    assert [record.warc["Jamsos-Post"] for record in found if record.type == "response"] == [post(1).url, post(3).url]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "archive").write_text("a file")
    with pytest.raises(ArchiveError, match=r"archive: the archive cannot be written: not a directory"):
        Archive(tmp_path / "archive", now=lambda: NOW).add(post())
