"""Records as lines: compact, the same every time, and whole whatever happens."""

from __future__ import annotations

import errno
import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate import UnreadableError
from extractor.records import Record
from extractor.run.lines import OutputError, open_output, read_records, to_line, write_records


@pytest.fixture
def one(record) -> Record:
    return Record.model_validate(record)


def test_a_line_is_compact_utf8_with_the_keys_in_the_order_of_the_models(one):
    line = to_line(one)
    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert "–".encode() in line  # letters beyond ASCII are not escaped
    assert list(json.loads(line)) == list(Record.model_fields)
    assert line == json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_text_breaks_a_line_or_its_offsets(text):
    span = {"start": 0, "end": len(text), "text": text}
    article = {"title": text, "text": text, "relevance": 0.0}
    article |= dict.fromkeys(("url", "outlet", "author", "published", "published_precision", "dateline", "language"))
    article |= {"page": None, "source": {"path": "a.txt", "sha256": "0" * 64, "fetched": None, "warc": None}}
    record = {"schema_version": "1.0", "id": "0" * 16, "article": article, "quotes": [{"speaker": None, **span}]}
    empty = (
        "people",
        "organizations",
        "places",
        "programs",
        "regulations",
        "amounts",
        "quantities",
        "events",
        "warnings",
    )
    line = to_line(Record.model_validate(record | {name: [] for name in empty}))
    assert len(line.decode().splitlines()) == 1
    back = Record.model_validate_json(line)  # the validators check the span against the text
    assert len(back.article.text) == len(text)


def test_a_lone_surrogate_becomes_one_replacement_character_and_offsets_stay_true(record):
    record["article"]["text"] += " a\ud83db"
    back = json.loads(to_line(Record.model_validate(record)))
    assert back["article"]["text"] == record["article"]["text"].replace("\ud83d", "\ufffd")
    assert Record.model_validate(back).amounts[0].text == "Rp 42 juta"


def test_records_go_to_a_file_whose_folder_is_made(tmp_path, one):
    target = tmp_path / "new" / "records.jsonl"
    with open_output(str(target)) as out:
        assert write_records([one, one], out) == 2
    assert target.read_bytes() == to_line(one) * 2


def test_an_output_that_cannot_be_made_is_one_clear_line(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(OutputError, match=r"file/records\.jsonl: cannot be written \("),
        open_output(str(tmp_path / "file" / "records.jsonl")),
    ):
        pass


class FillingDisk(io.FileIO):
    """A file on a disk that has room for some bytes more."""

    room = 0

    def write(self, data):
        if not self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        taken = super().write(data[: self.room])
        self.room -= taken
        return taken


@pytest.mark.parametrize("spare", [0, 1, 500])
def test_a_full_disk_leaves_whole_lines_and_says_so(tmp_path, one, spare):
    target = tmp_path / "records.jsonl"
    line = to_line(one)
    with FillingDisk(target, "wb") as out:
        out.room = 2 * len(line) + spare
        with pytest.raises(OutputError, match=r"after 2 records \(the disk is full\)"):
            write_records([one] * 5, out)
    assert target.read_bytes() == line * 2


def test_a_limit_of_the_system_in_the_middle_of_a_line_leaves_whole_lines(tmp_path, record):
    """The system itself takes half a line and refuses the rest, in a process of its own."""
    target, given_record = tmp_path / "records.jsonl", tmp_path / "one.json"
    given_record.write_text(json.dumps(record))
    line = to_line(Record.model_validate(record))
    program = (
        "import sys; from pathlib import Path; from extractor.records import Record; from extractor.run import lines\n"
        "one = Record.model_validate_json(Path(sys.argv[1]).read_text())\n"
        "with lines.open_output(sys.argv[2]) as out: lines.write_records([one] * 5, out)\n"
    )
    limit = len(line) * 2 + len(line) // 2
    done = subprocess.run(
        [sys.executable, "-c", program, str(given_record), str(target)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        check=False,
        capture_output=True,
        text=True,
    )
    assert "OutputError" in done.stderr
    assert target.read_bytes() == line * 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_device_that_is_full_is_one_clear_line(one):
    with pytest.raises(OutputError, match=r"/dev/full: .* \(the disk is full\)"), open_output("/dev/full") as out:
        write_records([one], out)


def test_an_interruption_between_two_records_leaves_whole_lines(tmp_path, one):
    def interrupted():
        yield one
        raise KeyboardInterrupt

    target = tmp_path / "records.jsonl"
    with pytest.raises(KeyboardInterrupt), open_output(str(target)) as out:
        write_records(interrupted(), out)
    assert target.read_bytes() == to_line(one)


def test_an_interruption_inside_a_record_takes_its_part_back(tmp_path, one):
    class Interrupted(io.FileIO):
        turns = 0

        def write(self, data):
            self.turns += 1
            if self.turns == 3:
                raise KeyboardInterrupt
            return super().write(data[:100] if self.turns == 2 else data)

    target = tmp_path / "records.jsonl"
    with Interrupted(target, "wb") as out, pytest.raises(KeyboardInterrupt):
        write_records([one, one], out)
    assert target.read_bytes() == to_line(one)


def test_what_stands_in_a_file_before_is_kept_when_appending_fails(tmp_path, one):
    target = tmp_path / "records.jsonl"
    target.write_bytes(b"before\n")
    with FillingDisk(target, "ab") as out:
        out.room = 100
        with pytest.raises(OutputError):
            write_records([one], out)
    assert target.read_bytes() == b"before\n"


def test_records_are_read_back_as_they_were_written(tmp_path, one):
    target = tmp_path / "records.jsonl"
    with open_output(str(target)) as out:
        write_records([one, one], out)
    assert list(read_records(target)) == [one, one]


def test_a_line_that_breaks_the_contract_is_refused_by_file_line_and_field(tmp_path, one, record):
    record["events"][0]["type"] = "party"
    target = tmp_path / "records.jsonl"
    target.write_bytes(to_line(one) + json.dumps(record).encode())
    with pytest.raises(UnreadableError, match=r"records\.jsonl#2: not a record: events\.0\.type: "):
        list(read_records(target))
