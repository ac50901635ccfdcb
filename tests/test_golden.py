"""Golden pairs: these posts give exactly these records."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

golden = runpy.run_path(str(Path(__file__).with_name("golden.py")))


@pytest.mark.parametrize("post", golden["posts"](), ids=lambda post: post.name)
def test_the_post_gives_the_expected_record(extractor, post):
    expected = golden["expected_at"](post).read_text(encoding="utf-8")
    assert golden["record_of"](extractor, post) == expected, "run `make golden` and read the diff"
