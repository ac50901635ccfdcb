"""The same post gives the same bytes, whenever and in whatever company it is read."""

from __future__ import annotations

import subprocess
import sys

from extractor import Extractor
from extractor.run.lines import to_line


def lines_of(extractor, posts):
    return {record.article.source.path: to_line(record) for record in extractor.stream([str(post) for post in posts])}


def test_two_runs_in_two_processes_give_the_same_bytes(root, tmp_path):
    outputs = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.jsonl"
        command = [sys.executable, "-m", "extractor", "extract", "corpus/posts/dev", "-o", str(target)]
        subprocess.run(command, check=True, capture_output=True, cwd=root, env={"PYTHONHASHSEED": seed})
        outputs.append(target.read_bytes())
    assert outputs[0] == outputs[1] != b""


def test_files_in_another_order_give_the_same_record_for_each(extractor, root):
    posts = sorted(post for post in (root / "corpus" / "posts").rglob("*") if post.is_file())
    forth = lines_of(extractor, posts)
    back = lines_of(Extractor(), posts[::-1])
    assert len(forth) == len(posts)
    assert back == forth


def test_a_post_alone_gives_the_record_it_gives_among_others(extractor, root):
    posts = sorted((root / "corpus" / "posts" / "dev").iterdir())[:3]
    together = lines_of(extractor, posts)
    alone = {}
    for post in posts:
        alone |= lines_of(extractor, [post])
    assert alone == together
