"""Whatever stands in a folder: each thing that is no post is one clear line, the posts are read, nothing hangs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

SENTENCE = "BPJS Ketenagakerjaan menyerahkan santunan Rp 42 juta kepada ahli waris, Kamis (25/08/2022). "
POST = f"Ahli Waris Terima Santunan\n\n{SENTENCE * 4}\n"


def extract(*arguments):
    """Run the command; seconds it took, records, lines of complaint (the summary is the last), exit code."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "extractor", "extract", *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, timeout=120)
    records = [json.loads(line) for line in done.stdout.decode("utf-8").split("\n") if line]
    return time.perf_counter() - start, records, done.stderr.decode("utf-8").splitlines(), done.returncode


def deep_page():
    return f"<html><body>{'<div>' * 1_000_000}{POST}</body></html>".encode()


NO_POSTS = {
    "empty.txt": b"",
    "blank.txt": b" \n\n\t\n",
    "binary.txt": bytes(range(256)) * 400,
    "nulls.txt": b"\0".join(POST.encode().split(b" ")),
    "huge.txt": b"a" * 52_428_800,
    "nested.html": deep_page(),
    "empty.html": b"<html></html>",
    "broken.jsonl": b"{oops\n",
    "list.json": b"[1, 2]",
    "not.json": b"{",
    "fake.html.gz": b"not compressed",
}


@pytest.mark.parametrize("name", NO_POSTS)
def test_what_is_no_post_is_one_line_and_the_post_beside_it_is_read(tmp_path, name):
    (tmp_path / name).write_bytes(NO_POSTS[name])
    (tmp_path / "zz-post.txt").write_text(POST)
    seconds, records, (*complaints, summary), code = extract(tmp_path)
    assert code == 1
    assert [record["article"]["source"]["path"] for record in records] == [str(tmp_path / "zz-post.txt")]
    assert summary.startswith("1 post, ")
    assert len(complaints) == (2 if name == "list.json" else 1)
    assert all(name in line and line.endswith(".") for line in complaints)
    assert seconds < 30


def test_links_in_a_circle_and_links_to_nothing_are_told_and_left(tmp_path):
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "nothing.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "zz-post.txt").write_text(POST)
    _, records, (*complaints, _), code = extract(tmp_path)
    assert (len(records), code) == (1, 1)
    assert [[word in line for word in ("/circle", "nothing.txt")] for line in complaints] == [
        [True, False],
        [False, True],
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_one_line(tmp_path):
    (tmp_path / "secret.txt").write_text(POST)
    (tmp_path / "secret.txt").chmod(0)
    _, records, complaints, code = extract(tmp_path)
    assert (records, code, len(complaints)) == ([], 1, 2)


def test_a_folder_without_posts_is_one_line(tmp_path):
    _, records, (complaint, summary), code = extract(tmp_path)
    assert (records, code, summary) == ([], 1, "0 posts, 0 events, 1 failure")
    assert str(tmp_path) in complaint


def test_a_broken_line_of_a_collection_costs_only_itself(tmp_path):
    article = json.dumps({"title": "Ahli Waris Terima Santunan", "text": SENTENCE * 4})
    (tmp_path / "batch.jsonl").write_text(f"{article}\n{{oops\n{article.replace('ahli waris', 'para nelayan')}\n")
    _, records, (complaint, _), code = extract(tmp_path / "batch.jsonl")
    assert [record["article"]["source"]["path"].rsplit("#")[1] for record in records] == ["1", "3"]
    assert "batch.jsonl#2" in complaint
    assert code == 1


@pytest.mark.parametrize(
    "text",
    [
        POST.encode("utf-16"),
        POST.replace("Ahli", "“Ahli”").encode("cp1252"),
        b"\xef\xbb\xbf" + POST.encode(),
        POST.replace("\n", "\r\n").encode(),
        POST.replace("santunan", "santunan\x1b[2J\x07").encode(),
    ],
    ids=["utf-16", "cp1252", "byte order mark", "carriage returns", "terminal commands"],
)
def test_an_odd_encoding_is_no_failure(tmp_path, text):
    (tmp_path / "post.txt").write_bytes(text)
    _, records, _, code = extract(tmp_path)
    assert code == 0
    assert records[0]["amounts"][0]["value"] == 42_000_000


def test_half_a_character_in_json_is_no_failure(tmp_path):
    article = {"title": "Ahli \ud83d Waris", "text": SENTENCE * 4 + "\ud800 habis.", "author": "\udc00"}
    (tmp_path / "post.json").write_text(json.dumps(article))
    _, records, _, code = extract(tmp_path)
    assert (len(records), code) == (1, 0)


def test_a_file_whose_name_is_no_text_is_read_and_named(tmp_path):
    (tmp_path / os.fsdecode(b"post-\xff.txt")).write_text(POST)
    _, records, _, code = extract(tmp_path)
    assert (len(records), code) == (1, 0)


@pytest.mark.parametrize("unit", [SENTENCE, "Rp 1.000 ", "((("])
def test_a_line_of_a_megabyte_is_read_in_seconds(tmp_path, unit):
    (tmp_path / "line.txt").write_text(
        f"Ahli Waris Terima Santunan\n\n{SENTENCE * 3}{unit * (1_100_000 // len(unit))}\n"
    )
    seconds, records, complaints, _ = extract(tmp_path)
    assert len(records) + len(complaints) == 2  # a record and the summary, or a failure and the summary
    assert seconds < 60
