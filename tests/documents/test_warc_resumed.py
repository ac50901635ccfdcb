"""Reading of an archive that goes on where it stopped: nothing is lost, nothing comes twice, no post is torn."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

import pytest

from extractor.collect.archive import Archive
from extractor.documents import Document, Failure
from extractor.documents.warc import read_warc, read_warc_from

POSTS = run_path(str(Path(__file__).parents[1] / "collect" / "posts.py"))
post, NOW = POSTS["post"], POSTS["NOW"]


@pytest.fixture
def archived(tmp_path):
    """A file of four posts, two of them of several pages, and where each of them ends."""
    archive = Archive(tmp_path, now=lambda: NOW)
    located = [archive.add(post(number, pages=pages)) for number, pages in enumerate((1, 3, 1, 2), 1)]
    archive.close()
    (path,) = tmp_path.rglob("*.warc.gz")
    return path, [one.offset for one in located], [one.offset + one.length for one in located]


def stretches(path, start=0):
    return list(read_warc_from(str(path), "a.warc.gz", start))


def test_a_stretch_ends_behind_each_post_and_behind_the_head_of_the_file(archived):
    path, offsets, ends = archived
    assert [one.end for one in stretches(path)] == [offsets[0], *ends]
    assert ends[-1] == path.stat().st_size


def test_reading_from_the_end_of_any_stretch_gives_what_had_not_come_yet_with_the_offsets_of_the_whole_file(archived):
    path, offsets, _ = archived
    whole = stretches(path)
    assert [one.warc for one in read_warc(str(path), "a.warc.gz")] == [("a.warc.gz", offset) for offset in offsets]
    for number, one in enumerate(whole, 1):
        assert stretches(path, one.end) == whole[number:]


@pytest.mark.parametrize("kept", ["half a record", "a page of two", "all but the last request"])
def test_what_is_left_over_at_the_end_is_told_and_not_counted_as_read(archived, kept):
    path, offsets, ends = archived
    data = path.read_bytes()
    starts = [at for at in range(offsets[-1], len(data)) if data.startswith(b"\x1f\x8b\x08\0\0\0\0\0", at)]
    assert len(starts) == 4  # two pages, each a response and a request
    at = {"half a record": starts[0] + 40, "a page of two": starts[2], "all but the last request": starts[3]}[kept]
    path.write_bytes(data[:at])
    last = stretches(path, ends[1])[-1]
    assert last.end == ends[2]
    (left,) = last.outcomes
    assert isinstance(left, Document if kept == "all but the last request" else Failure)
    path.write_bytes(data)
    (one,) = stretches(path, last.end)  # once it is whole, it is read
    assert [found.warc for found in one.outcomes] == [("a.warc.gz", offsets[3])]


def test_damage_before_whole_posts_is_told_once_with_the_stretch_behind_it(archived):
    path, offsets, ends = archived
    data = bytearray(path.read_bytes())
    data[offsets[1] + 60 : offsets[1] + 90] = bytes(30)
    path.write_bytes(data)
    outcomes = [outcome for one in stretches(path) for outcome in one.outcomes]
    codes = [one.code for one in outcomes if isinstance(one, Failure)]
    assert codes[0] == "damaged-warc"
    assert stretches(path, ends[1])[-1].end == ends[3]
    assert not [one for part in stretches(path, ends[1]) for one in part.outcomes if isinstance(one, Failure)]


def test_nothing_behind_the_place_is_no_failure(archived):
    path, _, ends = archived
    assert stretches(path, ends[-1]) == []


def test_a_file_that_is_gone_is_a_failure_that_ends_where_reading_began(tmp_path):
    (one,) = stretches(tmp_path / "a.warc.gz", 4711)
    assert (one.end, [failure.code for failure in one.outcomes]) == (4711, ["not-found"])
