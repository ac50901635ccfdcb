"""What a process says of its memory follows what it holds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from extractor.run import footprint as measured
from extractor.run.footprint import footprint

MIB = 2**20
SIZE = 64


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only the most is told")
def test_what_is_held_rises_and_falls_and_the_most_stays() -> None:
    before = footprint()
    block = bytearray(b"x") * (SIZE * MIB)
    during = footprint()
    del block
    after = footprint()
    assert during.now_mb - before.now_mb == pytest.approx(SIZE, abs=8)
    assert after.now_mb < during.now_mb - SIZE / 2
    assert after.most_mb >= during.now_mb - 1


def test_where_the_system_has_no_such_file_the_most_alone_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measured, "_STATUS", tmp_path / "no")
    told = footprint()
    assert told.now_mb == 0.0
    assert 10 < told.most_mb < 100_000
