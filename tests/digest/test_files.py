"""Digests as files: whole, once, and marked only when they are there."""

from __future__ import annotations

import os
import stat
from datetime import timedelta

import pytest

from extractor.digest import DigestError, digest, last_digested, write_digest
from extractor.digest.files import write, write_whole


def names(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_digest_is_written_and_its_runs_are_told(newsroom, post, tmp_path):
    run = newsroom.run(post("Satu"))
    paths = write_digest(
        newsroom.store, tmp_path / "digests", ["markdown", "html", "mail", "terminal"], at=newsroom.now
    )
    assert [path.name for path in paths] == ["digest-2026-05-12.md", "digest-2026-05-12.html", "digest-2026-05-12.eml"]
    assert names(tmp_path / "digests") == sorted(path.name for path in paths)
    assert last_digested(newsroom.store) == run


def test_where_nothing_is_new_nothing_is_written_and_the_file_of_the_day_stays(newsroom, post, tmp_path):
    newsroom.run(post("Satu"))
    (path,) = write_digest(newsroom.store, tmp_path / "digests", ["markdown"], at=newsroom.now)
    before = path.read_bytes()
    assert write_digest(newsroom.store, tmp_path / "digests", ["markdown"], at=newsroom.now) == []
    assert (path.read_bytes(), names(tmp_path / "digests")) == (before, [path.name])


def test_a_second_digest_on_a_day_bears_the_hour(newsroom, post, tmp_path):
    newsroom.run(post("Satu"))
    at = newsroom.now
    (first,) = write_digest(newsroom.store, tmp_path / "digests", ["markdown"], at=at)
    newsroom.run(post("Dua"))
    (second,) = write_digest(newsroom.store, tmp_path / "digests", ["markdown"], at=at + timedelta(hours=4))
    assert (first.name, second.name) == ("digest-2026-05-12.md", "digest-2026-05-12-1000.md")
    assert "Satu" in first.read_text()
    assert "Satu" not in second.read_text()


def test_a_digest_that_was_killed_before_its_runs_were_marked_is_replaced(newsroom, post, tmp_path):
    newsroom.run(post("Satu"))
    (killed,) = write(newsroom.digest(), tmp_path / "digests", ["html"])
    newsroom.run(post("Dua"))
    (path,) = write_digest(newsroom.store, tmp_path / "digests", ["html"], at=newsroom.now - timedelta(days=1))
    assert path == killed
    assert "Satu" in path.read_text()
    assert "Dua" in path.read_text()


def test_a_second_digest_that_was_killed_is_replaced_though_its_minute_has_passed(newsroom, post, tmp_path):
    folder, at = tmp_path / "digests", newsroom.now
    newsroom.run(post("Satu"))
    write_digest(newsroom.store, folder, ["markdown"], at=at)
    newsroom.run(post("Dua"))
    killed = write(digest(newsroom.store, at=at + timedelta(hours=4)), folder, ["markdown"])
    assert write_digest(newsroom.store, folder, ["markdown"], at=at + timedelta(hours=4, minutes=3)) == killed
    newsroom.run(post("Tiga"))
    write_digest(newsroom.store, folder, ["markdown"], at=at + timedelta(hours=4, seconds=20))
    assert [name.removeprefix("digest-2026-05-") for name in names(folder)] == [
        "11-1000.md",
        "11-100020.md",  # of the same minute as one that tells something else
        "11.md",
    ]


def test_a_folder_that_cannot_be_written_leaves_the_runs_untold(newsroom, post, tmp_path):
    newsroom.run(post("Satu"))
    (tmp_path / "digests").write_text("a file")
    with pytest.raises(DigestError, match="digests: the digest cannot be written"):
        write_digest(newsroom.store, tmp_path / "digests", ["markdown"], at=newsroom.now)
    assert last_digested(newsroom.store) == 0


def test_a_format_nobody_knows_is_refused_before_anything_is_written(newsroom, post, tmp_path):
    newsroom.run(post("Satu"))
    with pytest.raises(DigestError, match="pdf: no format of a digest"):
        write_digest(newsroom.store, tmp_path / "digests", ["markdown", "pdf"], at=newsroom.now)
    assert names(tmp_path / "digests") == []


def test_a_file_holds_the_former_text_where_writing_fails(tmp_path):
    path = tmp_path / "a.md"
    write_whole(path, "lama")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "baru \ud800")
    assert path.read_text() == "lama"
    assert names(tmp_path) == ["a.md"]


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, "teks")
    assert os.read(reader, 10) == b"teks"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
