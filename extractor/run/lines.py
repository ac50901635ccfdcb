"""Records as JSON Lines: compact UTF-8, one record a line, keys in the order of the models, the same bytes every time.

A line reaches its file in a single write, and where the system takes only part of it (a full disk) the part is cut off
again: whatever ends a run, the file holds whole lines only.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from io import UnsupportedOperation
from pathlib import Path
from typing import BinaryIO, cast

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from extractor.evaluate.facts import UnreadableError, read_lines
from extractor.records import Record

STANDARD_STREAM = "-"

# Characters that JSON allows bare but that some readers take for the end of a line.
_LINE_BREAKS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class OutputError(Exception):
    """Records could not be written; the message says where, why and what to do."""


def to_line(record: Record) -> bytes:
    r"""One record as a line of JSON, `\n` at its end.

    A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD: one character for one, so that offsets stay true.
    """
    try:
        text = record.model_dump_json()
    except PydanticSerializationError:
        text = json.dumps(record.model_dump(), ensure_ascii=False, separators=(",", ":"))
        text = _LONE_SURROGATE.sub("\ufffd", text)
    for sign, escaped in _LINE_BREAKS.items():
        if sign in text:  # hardly ever; looking is quicker than replacing
            text = text.replace(sign, escaped)
    return text.encode() + b"\n"


@contextmanager
def open_output(path: str) -> Iterator[BinaryIO]:
    """Open `path` for records, its folder made where there is none; `-` is standard output. Unbuffered.

    Raises:
        OutputError: the file cannot be made.
    """
    if path == STANDARD_STREAM:
        sys.stdout.flush()
        buffer = sys.stdout.buffer
        yield cast(BinaryIO, getattr(buffer, "raw", buffer))
        return
    with ExitStack() as stack:
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            file = stack.enter_context(Path(path).open("wb", buffering=0))
        except OSError as error:
            raise OutputError(f"{path}: cannot be written ({error.strerror}). Name another file with -o.") from error
        yield cast(BinaryIO, file)


def write_records(records: Iterable[Record], out: BinaryIO) -> int:
    """Write each record as a line to `out`, an unbuffered binary file, and give their number.

    Raises:
        OutputError: the system took no more, a full disk for one; the file then ends with the last whole line.
        BrokenPipeError: the reader of a pipe has gone.
    """
    written = 0
    for record in records:
        write_line(to_line(record), out, before=written)
        written += 1
    return written


def write_line(line: bytes, out: BinaryIO, *, before: int) -> None:
    """Write a line to `out`, an unbuffered binary file, wholly or not at all; `before` are the lines that this run has written.

    Raises:
        OutputError, BrokenPipeError: see `write_records`.
    """
    done = 0
    try:
        while done < len(line):  # one turn but for a pipe or a disk that is filling up
            done += out.write(line[done:])
    except BrokenPipeError:
        raise
    except OSError as error:
        _cut(out, done)
        reason = reason_of(error)
        name = getattr(out, "name", None)
        name = name if isinstance(name, str) and not name.startswith("<") else "standard output"
        raise OutputError(
            f"{name}: writing failed after {before} records ({reason}). Make room or name another file with -o, "
            "then run again."
        ) from error
    except BaseException:  # an interruption between two parts of a line: leave the line out, then let it through
        _cut(out, done)
        raise


def reason_of(error: OSError) -> str:
    """Why something could not be written, in words."""
    return "the disk is full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else str(error.strerror)


def _cut(out: BinaryIO, done: int) -> None:
    """Take the last `done` bytes back from a file; a pipe or terminal keeps what it has."""
    try:
        descriptor = out.fileno()
    except UnsupportedOperation:
        return
    if done and stat.S_ISREG(os.fstat(descriptor).st_mode):
        whole = os.lseek(descriptor, 0, os.SEEK_CUR) - done
        os.ftruncate(descriptor, whole)
        os.lseek(descriptor, whole, os.SEEK_SET)


def read_records(path: Path) -> Iterator[Record]:
    """Records of a JSON Lines file, checked against the contract; `-` is standard input.

    Raises:
        UnreadableError: no such file, or a line that is no record of the contract.
    """
    for place, line in read_lines(path):
        try:
            yield Record.model_validate(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "record"
            raise UnreadableError(
                f"{place}: not a record: {where}: {first['msg']}. Give a file of `extract`."
            ) from error
