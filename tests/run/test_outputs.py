"""A file of lines that another run can go on with: what is refused, what is told, what stays."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.documents.places import Inside, Place
from extractor.run.journal import Asked, Reached, ResumeError, read_journal, write_journal
from extractor.run.lines import OutputError
from extractor.run.outputs import Nowhere, opened

ASKED = Asked(("posts",), "/here", "-", "1")


def begun(path, asked=ASKED, *, resume=False, lines=(b"1\n", b"2\n"), more=b"3"):
    """A run that is interrupted after some lines and within another."""
    with pytest.raises(KeyboardInterrupt), opened(str(path), asked, resume=resume) as one:
        for number, line in enumerate(lines, 1):
            one.output.take(line)
            one.output.reached(Place(number), number, 0, 0)
        one.output.take(more)
        raise KeyboardInterrupt


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out.jsonl"


@pytest.fixture
def journal(tmp_path):
    return tmp_path / "out.jsonl.resume"


def test_a_run_goes_on_behind_the_last_place_whatever_was_written_behind_it(path, journal):
    begun(path)
    assert path.read_bytes() == b"1\n2\n3"
    with opened(str(path), ASKED, resume=True) as one:
        assert (one.reached.place, one.reached.posts, path.read_bytes()) == (Place(2), 2, b"1\n2\n")
        one.output.take(b"3\n")
    assert path.read_bytes() == b"1\n2\n3\n"
    assert not journal.exists()


def test_a_run_that_was_never_begun_begins_and_one_that_is_done_has_nothing_left(path):
    with opened(str(path), ASKED, resume=True) as one:
        assert one.reached == Reached(ASKED)
        one.output.take(b"1\n")
    with opened(str(path), ASKED, resume=True) as one:
        assert one.reached.finished
        assert isinstance(one.output, Nowhere)
    assert path.read_bytes() == b"1\n"


def test_a_run_that_was_killed_before_its_first_entry_begins_anew(path):
    path.touch()
    with opened(str(path), ASKED, resume=True) as one:
        assert not one.reached.finished
        one.output.take(b"1\n")
    assert path.read_bytes() == b"1\n"


def test_without_resuming_an_interrupted_run_is_given_up_and_named(path):
    begun(path)
    with opened(str(path), ASKED, resume=False) as one:
        assert (one.gives_up.posts, one.reached.posts, path.read_bytes()) == (2, 0, b"")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"paths": ("other",)}, "the paths were posts, now other"),
        ({"folder": "/there"}, "it was called in /here, now /there"),
        ({"program": "2"}, "the program was 1, now 2"),
        ({"model": "x"}, "the model was another"),
    ],
)
def test_a_run_that_was_asked_something_else_is_not_continued(path, journal, change, words):
    begun(path)
    before = journal.read_bytes()
    with pytest.raises(ResumeError, match=words), opened(str(path), replace(ASKED, **change), resume=True):
        pass
    assert (journal.read_bytes(), path.read_bytes()) == (before, b"1\n2\n3")


def test_a_journal_of_another_version_is_refused(path, journal):
    begun(path)
    journal.write_text(json.dumps({**json.loads(journal.read_text()), "format": 2}))
    with (
        pytest.raises(ResumeError, match=r"another version .*format 2, known 1"),
        opened(str(path), ASKED, resume=True),
    ):
        pass


@pytest.mark.parametrize("data", ["", "[]", "{}", '{"format": 1}', "null", '{"format": 1, "asked": 3}'])
def test_what_is_no_journal_is_refused_and_without_resuming_passed_over(path, journal, data):
    journal.write_text(data)
    with pytest.raises(ResumeError, match=r"does not say|another version"), opened(str(path), ASKED, resume=True):
        pass
    with opened(str(path), ASKED, resume=False) as one:
        assert one.gives_up is None


def test_an_output_that_is_shorter_than_it_was_is_refused(path):
    begun(path)
    path.write_bytes(b"1\n")
    with pytest.raises(ResumeError, match="shorter than the run left it"), opened(str(path), ASKED, resume=True):
        pass


def test_a_list_that_changed_while_the_run_lay_in_the_midst_of_it_is_refused(path, journal, tmp_path):
    posts = tmp_path / "posts.jsonl"
    posts.write_text("{}\n{}\n")
    asked = replace(ASKED, paths=(str(posts),))
    with pytest.raises(KeyboardInterrupt), opened(str(path), asked, resume=False) as one:
        one.output.reached(Place(0, (), Inside(at=3, number=1, line=1)), 1, 0, 0)
        raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt), opened(str(path), asked, resume=True):
        raise KeyboardInterrupt
    posts.write_text("{}\n{}\n{}\n")
    with pytest.raises(ResumeError, match=r"posts.jsonl: has changed since"), opened(str(path), asked, resume=True):
        pass


def test_two_runs_cannot_write_to_one_file(path):
    with (
        opened(str(path), ASKED, resume=False) as one,
        pytest.raises(OutputError, match="another run writes to it"),
        opened(str(path), ASKED, resume=True),
    ):
        one.output.take(b"1\n")


def test_a_stream_cannot_be_resumed(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in ("-", str(tmp_path / "pipe"), "/dev/null"):
        with pytest.raises(ResumeError, match="no file that a run could go on with"), opened(path, ASKED, resume=True):
            pass


def test_the_journal_comes_every_so_often_and_only_after_the_lines(path, journal):
    with opened(str(path), ASKED, resume=False, every_s=0.0) as one:
        for number in range(1, 4):
            one.output.take(b"1\n")
            one.output.reached(Place(number), number, 0, 0)
            kept = read_journal(journal)
            assert (kept.place, kept.size) == (Place(number), path.stat().st_size)


def test_names_that_are_no_unicode_are_kept(tmp_path):
    name = os.fsdecode(b"\xff.txt")
    reached = Reached(replace(ASKED, paths=(name,)), Place(0, (name,), Inside(at=1), ((1, 2),)), file=(3, 4))
    write_journal(Path(tmp_path / "journal"), reached)
    assert read_journal(tmp_path / "journal") == reached
