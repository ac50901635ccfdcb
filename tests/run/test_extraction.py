"""Posts through processes, one of them deadly."""

from __future__ import annotations

import json
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from runpy import run_path

from extractor.documents.finding import find_posts
from extractor.run.extraction import FEW, Line, extract_posts

HERE = Path(__file__).parent
POSTS = run_path(str(HERE / "posts.py"))
sys.path.insert(0, str(HERE))
working = import_module("working")
sys.path.pop(0)


def test_a_post_that_kills_whoever_reads_it_is_one_failure_in_its_place(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(HERE))  # new interpreters look for the module there
    for number in range(FEW + 10):
        (tmp_path / f"{number:02}.txt").write_text(POSTS["text"](number), encoding="utf-8")
    deadly = tmp_path / "40.txt"
    deadly.write_text(POSTS["text"](40).replace("keluarga", "racun"), encoding="utf-8")
    load = partial(working.extractor_that_dies_of, "racun")
    outcomes = list(extract_posts(find_posts([str(tmp_path)]), load, workers=2))
    lost = outcomes.pop(40)
    assert (lost.path, lost.code) == (str(deadly), "worker-lost")
    assert "was killed (SIGKILL, perhaps for want of memory), twice" in lost.message
    assert all(isinstance(one, Line) for one in outcomes)
    read = [json.loads(one.data)["article"]["source"]["path"] for one in outcomes]
    assert read == [str(path) for path in sorted(tmp_path.iterdir()) if path != deadly]
