"""The work of a post grows with its length and no faster, whatever it says again and again."""

from __future__ import annotations

import sys
from itertools import pairwise, product
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from extractor import Extractor
from extractor.documents import Document, read_text

HERE = str(Path(sys.modules["extractor"].__file__ or "").parent)
OPENING = "Santunan BPJS Ketenagakerjaan\n\nAMBON - BPJS Ketenagakerjaan menyerahkan santunan kepada ahli waris, Kamis (25/8/2022). "
MADE = ["".join(letters).capitalize() for letters in product("bdgklmnprst", "aiu", "nrstlmk", "aou", "nr")]
SMALL, LARGE = 4_000, 16_000  # characters

POSTS = {
    "sums": "Rp 1 juta " * 2000,
    "names": "Andi Budi Citra " * 1500,
    "kin": "anak Ahmad, istri Budi, " * 1000,
    "offices": "Kepala Dinas Sosial Kabupaten Bima, Ahmad Yani, " * 500,
    "events": "BPJS Ketenagakerjaan menyerahkan santunan Rp 42 juta kepada Ahmad di Ambon. " * 300,
    "rules": "UU Nomor 24 Tahun 2011. " * 1000,
    "other people": "".join(f"{one} {other}, " for one, other in pairwise(MADE)),
    "other bodies": "".join(f"PT {one} {other}, " for one, other in pairwise(MADE)),
    "other recipients": "".join(f"Rp {n} juta kepada {one} {MADE[-n]}. " for n, one in enumerate(MADE, 1)),
}


def lines_run(extractor: Extractor, document: Document) -> int:
    """How many lines of the program are executed for a post."""
    count = 0

    def line(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(frame: FrameType, event: str, argument: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(HERE) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        extractor.extract_document(document)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("repeated", POSTS.values(), ids=POSTS)
def test_a_post_four_times_as_long_takes_about_four_times_the_steps(extractor: Extractor, repeated: str) -> None:
    small, large = (read_text((OPENING + repeated)[:size]) for size in (SMALL, LARGE))
    extractor.extract_document(small)  # what is learnt on first use is no work of the post
    assert lines_run(extractor, large) < 6.5 * lines_run(extractor, small)


def test_hundreds_of_kin_in_a_row_are_read(extractor: Extractor) -> None:
    record = extractor.extract(OPENING + "anak Ahmad, istri Budi, " * 1000)
    assert {"Ahmad", "Budi"} <= {person.name for person in record.people}
