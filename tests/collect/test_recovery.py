"""Killed at any moment: the next run finds every post that reached the disk, once, and no half of one."""

from __future__ import annotations

import io
import os
import random
import select
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from runpy import run_path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from extractor.collect.archive import Archive
from extractor.collect.history import History
from extractor.collect.model import Outcome
from extractor.collect.recovery import recover
from extractor.collect.state import State
from extractor.documents.warc_records import records
from extractor.persistence.lock import Lock, LockedError

HELPER = Path(__file__).with_name("posts.py")
POSTS = run_path(str(HELPER))
post, NOW = POSTS["post"], POSTS["NOW"]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive"


@pytest.fixture
def state(tmp_path):
    with State(tmp_path / "state.sqlite3") as opened:
        yield opened


def archived(folder, posts):
    archive = Archive(folder, now=lambda: NOW)
    located = [archive.add(one) for one in posts]
    archive.close()
    (path,) = folder.rglob("*.warc.gz")
    return path, located


def post_urls(folder):
    """The address of each post, once for each of its first pages, as warcio reads the archive."""
    found = []
    for path in sorted(folder.rglob("*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.raw_stream.read()
                if record.rec_type == "response" and record.rec_headers.get_header("Jamsos-Page").startswith("1/"):
                    found.append(record.rec_headers.get_header("Jamsos-Post"))
    return found


def contents(state):
    """All that the state says of posts, for comparison."""
    rows = state.database.rows
    return [
        rows("SELECT * FROM posts ORDER BY key"),
        rows("SELECT post, number, file, offset, length, text_hash, fetched, modified FROM versions ORDER BY 1, 2"),
        rows("SELECT * FROM pages ORDER BY 1, 2"),
        rows("SELECT key, url, outlet, outcome, post FROM addresses ORDER BY key"),
    ]


def test_a_lost_state_is_made_anew_from_the_archive_alone(tmp_path, folder, state):
    archive = Archive(folder, now=lambda: NOW)
    run = state.begin_run(NOW, "collect")
    versions = [(post(1, pages=3), Outcome.NEW), (post(2, title=None, published=None, modified=None), Outcome.NEW)]
    versions += [(post(1, version=2), Outcome.UPDATED), (post(3, outlet="lain.example"), Outcome.NEW)]
    for one, outcome in versions:
        at = one.pages[0].fetched
        state.record(run, one.outlet, one.url, outcome, post=one, located=archive.add(one), at=at)
    archive.close()
    with State(tmp_path / "anew.sqlite3") as anew:
        done = recover(folder, anew)
        assert (done.adopted, done.losses) == (4, [])
        assert contents(anew) == contents(state)
        assert anew.known(post(1).url) == state.known(post(1).url)


class Whole:
    """A file of the archive: its name in the folder, its bytes, its posts (a class without long repr)."""

    def __init__(self, folder, path, located):
        self.name, self.data, self.located = path.relative_to(folder), path.read_bytes(), located


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    posts = [post(1), post(2, pages=3), post(3, pages=2), post(2, pages=1, version=2)]
    path, located = archived(folder, posts)
    return Whole(folder, path, located)


def check_cut(whole, cut):
    """A run that finds the file cut at that byte knows exactly the whole posts in it, and leaves just them."""
    name, data = whole.name, whole.data
    expected = [one for one in whole.located if one.offset + one.length <= cut]
    with TemporaryDirectory() as data_folder, State(Path(data_folder, "state.sqlite3")) as state:
        path = Path(data_folder, "archive", name)
        path.parent.mkdir(parents=True)
        path.write_bytes(data[:cut])
        done = recover(Path(data_folder, "archive"), state)
        assert state.blocks(name.as_posix()) == {one.offset: one.length for one in expected}
        end = max((one.offset + one.length for one in expected), default=0)
        assert (path.read_bytes() if path.exists() else None) == (data[:end] or None)
        assert [loss.cut for loss in done.losses] == ([True] if cut > end or not end else [])
        again = recover(Path(data_folder, "archive"), state)
        assert (again.adopted, again.losses) == (0, [])


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1))
def test_a_file_cut_at_any_byte_recovers_to_exactly_the_whole_posts_in_it(whole, share):
    check_cut(whole, int(share * len(whole.data)))


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_so_does_a_file_cut_right_at_the_border_of_two_records(whole, step):
    offsets = [item.offset for item in records(io.BytesIO(whole.data), wanted=lambda headers, http: False, most=0)]
    assert len(offsets) == 15
    for border in [*offsets, len(whole.data)]:
        check_cut(whole, min(max(0, border + step), len(whole.data)))


def test_a_run_that_is_killed_again_and_again_loses_nothing_and_keeps_nothing_twice(tmp_path):
    count, chance = 40, random.Random(5)
    reported: set[int] = set()
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, str(HELPER), str(tmp_path), str(count)], stdout=subprocess.PIPE, bufsize=0
        )
        done = len(reported) + chance.randint(1, 8)
        while len(reported) < done:
            line = process.stdout.readline()
            assert line, "the run ended before it was killed"
            reported.add(int(line))
        select.select([process.stdout], [], [], chance.random() * 0.01)
        process.kill()
        reported.update(int(line) for line in process.stdout.read().split(b"\n")[:-1])
        assert process.wait() == -signal.SIGKILL
    subprocess.run([sys.executable, str(HELPER), str(tmp_path), str(count)], check=True, stdout=subprocess.DEVNULL)
    expected = Counter(post(number).url for number in range(1, count + 1))
    assert Counter(post_urls(tmp_path / "archive")) == expected
    with State(tmp_path / "state.sqlite3") as state:
        assert all(state.known(url).versions == 1 for url in expected)
        assert [run.status for run in History(state.database).runs()] == ["finished"] + ["interrupted"] * 4
        done = recover(tmp_path / "archive", state)
        assert (done.adopted, done.losses) == (0, [])


def test_a_post_archived_by_one_thread_while_another_recorded_a_later_one_is_not_lost(folder, state):
    _, (first, second) = archived(folder, [post(1), post(2)])
    run = state.begin_run(NOW, "collect")
    state.record(run, post(2).outlet, post(2).url, Outcome.NEW, post=post(2), located=second, at=NOW)
    assert recover(folder, state).adopted == 1
    assert state.blocks(first.file) == {first.offset: first.length, second.offset: second.length}


def test_posts_behind_damage_are_adopted_and_nothing_is_removed(folder, state):
    path, located = archived(folder, [post(number, pages=2) for number in range(1, 5)])
    data = bytearray(path.read_bytes())
    at = located[1].offset + 60
    data[at : at + 40] = bytes(40)
    path.write_bytes(data)
    done = recover(folder, state)
    assert done.adopted == 3
    assert state.known(post(2).url) is None
    assert (done.losses[0].file, done.losses[0].offset) == (located[1].file, located[1].offset)
    assert not any(loss.cut for loss in done.losses)
    assert "the packed bytes are damaged (left as it is)" in str(done.losses[0])
    assert path.read_bytes() == bytes(data)


def test_zeros_that_a_power_cut_left_at_the_end_are_removed(folder, state):
    path, (_, second) = archived(folder, [post(1), post(2)])
    data = path.read_bytes()
    path.write_bytes(data[: second.offset] + bytes(second.length))
    done = recover(folder, state)
    assert (done.adopted, [(loss.offset, loss.cut) for loss in done.losses]) == (1, [(second.offset, True)])
    assert path.read_bytes() == data[: second.offset]


def test_a_file_that_became_shorter_gives_up_its_posts_to_be_fetched_again(folder, state):
    path, (first, second) = archived(folder, [post(1), post(2)])
    recover(folder, state)
    os.truncate(path, second.offset + 10)
    done = recover(folder, state)
    assert (done.adopted, done.forgotten) == (0, 1)
    assert state.known(post(2).url) is None
    assert state.known(post(1).url).versions == 1
    assert path.stat().st_size == first.offset + first.length


def test_files_that_were_moved_away_are_not_missed(folder, state):
    path, _ = archived(folder, [post(1)])
    recover(folder, state)
    path.unlink()
    assert recover(folder, state).forgotten == 0
    assert state.known(post(1).url).versions == 1


def test_what_others_put_into_the_folder_stays_whole(folder, state):
    folder.mkdir()
    foreign = folder / "CC-NEWS-20260101000000-00001.warc.gz"
    foreign.write_bytes(b"not even a WARC")
    recover(folder, state)
    assert foreign.read_bytes() == b"not even a WARC"


def test_only_what_is_new_is_read(folder, state, monkeypatch):
    path, located = archived(folder, [post(number) for number in range(3)])
    recover(folder, state)
    data = path.read_bytes()
    monkeypatch.setattr(Path, "open", lambda *given: pytest.fail("a file that is known was read"))
    assert recover(folder, state).adopted == 0
    monkeypatch.undo()
    archived_later = data[located[0].offset : located[0].offset + located[0].length]
    path.write_bytes(
        bytes(len(data)) + archived_later
    )  # what is known is not read again, else it would be found damaged
    assert recover(folder, state).losses == []
    assert len(state.blocks(located[0].file)) == 4


WAITING = """
import sys
from pathlib import Path
from extractor.persistence.lock import Lock
with Lock(Path(sys.argv[1]) / "lock"):
    print("mine", flush=True)
    sys.stdin.read()
"""


def test_only_one_run_works_on_a_data_folder(tmp_path):
    other = subprocess.Popen(
        [sys.executable, "-c", WAITING, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout.readline() == b"mine\n"
    with (
        pytest.raises(LockedError, match=rf"{tmp_path}: another run .*\(process {other.pid}\)"),
        Lock(tmp_path / "lock"),
    ):
        pass
    other.kill()
    other.wait()
    with Lock(tmp_path / "lock"), pytest.raises(LockedError), Lock(tmp_path / "lock"):
        pass
    with Lock(tmp_path / "lock"):
        pass
