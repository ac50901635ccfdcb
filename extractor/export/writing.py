"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from extractor.export.model import ExportError

STANDARD_OUTPUT = "-"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to; what was written takes the place of `path` when the block ends well, else it goes.

    Raises:
        ExportError: the file cannot be made or written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
    except OSError as error:
        raise ExportError(f"{path}: cannot be written ({error.strerror}). Name another place with -o.") from error
    try:
        yield part
        part.replace(path)
    except OSError as error:
        reason = error.strerror or error
        raise ExportError(f"{path}: writing failed ({reason}). Make room or name another place with -o.") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def binary_output(target: str) -> Iterator[BinaryIO]:
    """`target` opened for bytes, as `whole_file` does; `-` is standard output.

    Raises:
        ExportError: the file cannot be made or written.
        BrokenPipeError: the reader of standard output has gone.
    """
    if target == STANDARD_OUTPUT:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole_file(Path(target)) as part, part.open("wb") as out:
        yield out
