"""Posts found from any place on: just what came after it, whatever the kind of input."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from runpy import run_path

import pytest

from extractor.documents import Failure, finding
from extractor.documents.finding import find_from, find_posts
from extractor.documents.places import START, Place

HERE = Path(__file__).parent
POSTS = run_path(str(HERE.parent / "run" / "posts.py"))
ARCHIVED = run_path(str(HERE.parent / "collect" / "posts.py"))


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    return POSTS["inputs"](tmp_path_factory.mktemp("inputs"), 50)


def test_from_every_place_there_comes_what_came_after_it(paths):
    whole = list(find_from(paths))
    assert len(whole) > 60
    for number, one in enumerate(whole):
        assert list(find_from(paths, one.behind)) == whole[number + 1 :], one.what


def test_places_survive_being_written(paths):
    for one in find_from(paths):
        assert Place.from_json(json.loads(json.dumps(one.behind.as_json()))) == one.behind


def test_reading_finds_the_same(paths):
    assert list(find_posts(paths)) == [one.what for one in find_from(paths, START)]


def test_a_damaged_archive_of_ours_goes_on_behind_every_post(tmp_path):
    from extractor.collect.archive import Archive

    archive = Archive(tmp_path, now=lambda: ARCHIVED["NOW"])
    located = [archive.add(ARCHIVED["post"](number, pages=pages)) for number, pages in enumerate((1, 3, 1, 2, 3), 1)]
    archive.close()
    (path,) = tmp_path.rglob("*.warc.gz")
    data = bytearray(path.read_bytes())
    data[located[1].offset + 60 : located[1].offset + 90] = bytes(30)
    path.write_bytes(data[:-200])
    whole = list(find_from([str(path)]))
    assert "damaged-warc" in {one.what.code for one in whole if isinstance(one.what, Failure)}
    for number, one in enumerate(whole):
        assert list(find_from([str(path)], one.behind)) == whole[number + 1 :], one.what


def test_folders_before_the_place_are_not_entered(paths, monkeypatch):
    whole = list(find_from(paths))
    place = next(one.behind for one in whole if one.behind.under[:1] == ("3",))
    entered = []
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: entered.append(Path(path).name) or scan(path))
    list(find_from(paths, place))
    assert entered == ["files", "3", *(name for name in ("a", "b") if name >= place.under[1])]


def test_what_is_gone_costs_nothing_else(tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "post.txt").write_text("x")
    whole = list(find_from([str(tmp_path)]))
    shutil.rmtree(tmp_path / "b")
    assert list(find_from([str(tmp_path)], whole[1].behind)) == whole[2:]


@pytest.mark.parametrize("count", [1, 2])
def test_where_nothing_was_found_nothing_more_is_told(tmp_path, count):
    paths = [str(tmp_path)] * count
    (told,) = find_from(paths)
    assert told.what.code == "no-posts"
    assert list(find_from(paths, told.behind)) == []


def test_names_that_are_no_unicode_are_found_again(tmp_path):
    for name in (b"\xff1.txt", b"\xff2.txt"):
        (tmp_path / os.fsdecode(name)).write_text("x")
    first, second = find_from([str(tmp_path)])
    place = Place.from_json(json.loads(json.dumps(first.behind.as_json())))
    assert list(find_from([str(tmp_path)], place)) == [second]


def test_a_list_of_lines_is_sought_out_and_not_read_again(tmp_path, monkeypatch):
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join(json.dumps(POSTS["article"](number)) for number in range(50)))
    places = [one.behind for one in find_from([str(path)])]
    parsed = []
    from extractor.documents import batches

    monkeypatch.setattr(
        batches, "_of_line", lambda data, line: parsed.append(line) or batches.DocumentError("", "", "")
    )
    list(finding.find_from([str(path)], places[46]))
    assert parsed == [48, 49, 50]
