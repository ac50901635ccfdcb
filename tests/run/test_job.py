"""One run: records written, failures told, everything counted."""

from __future__ import annotations

import pytest

from extractor.documents import Failure
from extractor.records import Record
from extractor.run import Summary, read_records, run


@pytest.fixture
def outcomes(record):
    one = Record.model_validate(record)
    return [one, Failure("a.txt", "empty", "a.txt: holds nothing (empty).\x1b[2J Give\nthe post itself."), one]


def test_records_are_written_failures_told_in_one_line_and_both_counted(tmp_path, outcomes):
    summary, told, shown = Summary(), [], []
    run(outcomes, str(tmp_path / "out.jsonl"), summary, complain=told.append, show=shown.append)
    assert list(read_records(tmp_path / "out.jsonl")) == shown == [outcomes[0], outcomes[2]]
    assert told == ["a.txt: holds nothing (empty). [2J Give the post itself."]
    assert summary == Summary(posts=2, events=2, failures=1)


def test_without_an_output_the_records_are_only_shown(outcomes):
    summary, shown = Summary(), []
    run(outcomes, None, summary, complain=lambda line: None, show=shown.append)
    assert len(shown) == summary.posts == 2


def test_the_summary_counts_what_was_written_when_the_run_breaks_off(tmp_path, outcomes):
    def breaking():
        yield outcomes[0]
        raise KeyboardInterrupt

    summary = Summary()
    with pytest.raises(KeyboardInterrupt):
        run(breaking(), str(tmp_path / "out.jsonl"), summary, complain=lambda line: None)
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
