"""One run: lines handed on, failures told, everything counted."""

from __future__ import annotations

import pytest

from extractor.documents import Failure
from extractor.documents.places import Place
from extractor.records import Record
from extractor.run import Summary, read_records
from extractor.run.extraction import Line, Told
from extractor.run.job import run
from extractor.run.journal import Asked
from extractor.run.lines import to_line
from extractor.run.outputs import Nowhere, opened

ASKED = Asked(("posts",), "/here", "-", "1")


@pytest.fixture
def one(record):
    return Record.model_validate(record)


@pytest.fixture
def told(one):
    line = Line(to_line(one), len(one.events))
    failure = Failure("a.txt", "empty", "a.txt: holds nothing (empty).\x1b[2J Give\nthe post itself.")
    return [Told(line, Place(0)), Told(failure, Place(1)), Told(None, Place(2)), Told(line, Place(3))]


def test_lines_are_written_failures_told_in_one_line_and_both_counted(tmp_path, told, one):
    summary, said, shown = Summary(), [], []
    with opened(str(tmp_path / "out.jsonl"), ASKED, resume=False) as output:
        run(told, output.output, summary, complain=said.append, show=shown.append)
    assert list(read_records(tmp_path / "out.jsonl")) == [one, one]
    assert shown == [told[0].outcome, told[3].outcome]
    assert said == ["a.txt: holds nothing (empty). [2J Give the post itself."]
    assert summary == Summary(posts=2, events=2, failures=1)


def test_without_an_output_the_lines_are_only_shown(told):
    summary, shown = Summary(), []
    run(told, Nowhere(), summary, complain=lambda line: None, show=shown.append)
    assert len(shown) == summary.posts == 2


def test_the_output_is_told_each_place_with_what_was_counted_before_it(told):
    class Noting(Nowhere):
        places: list[object] = []  # noqa: RUF012 - one test's own

        def reached(self, *reached):
            self.places.append(reached)

    output = Noting()
    run(told, output, Summary(), complain=lambda line: None)
    assert output.places == [(Place(0), 1, 1, 0), (Place(1), 1, 1, 1), (Place(2), 1, 1, 1), (Place(3), 2, 2, 1)]


def test_the_summary_counts_what_was_written_when_the_run_breaks_off(tmp_path, told):
    def breaking():
        yield told[0]
        raise KeyboardInterrupt

    summary = Summary()
    with pytest.raises(KeyboardInterrupt), opened(str(tmp_path / "out.jsonl"), ASKED, resume=False) as output:
        run(breaking(), output.output, summary, complain=lambda line: None)
    assert summary.posts == len(list(read_records(tmp_path / "out.jsonl"))) == 1


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        (Summary(), "0 posts, 0 events, 0 failures"),
        (Summary(1, 1, 1), "1 post, 1 event, 1 failure"),
        (Summary(2, 3, 0), "2 posts, 3 events, 0 failures"),
    ],
)
def test_the_summary_reads_as_a_sentence(summary, expected):
    assert str(summary) == expected
