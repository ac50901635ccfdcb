"""The README tells the truth: every command in it is run, by a test here or by .ci/run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAM = ".venv/bin/extractor "


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines() if line.strip()]


def test_every_command_is_one_that_somebody_runs():
    checked_in = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    in_ci = {line.split(" |")[0].strip() for line in checked_in}
    unknown = [
        line for line in COMMANDS if not line.startswith(PROGRAM) and line not in in_ci and line != "make bench"
    ]  # bench: test_benchmarks runs it on a few posts
    assert unknown == []


def test_the_extractors_commands_work_in_the_order_of_the_readme(tmp_path):
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    ours = [line for line in COMMANDS if line.startswith(PROGRAM)]
    assert len(ours) >= 5
    for line in ours:
        command = f"'{sys.executable}' -m extractor {line.removeprefix(PROGRAM)}"
        done = subprocess.run(command, shell=True, check=False, cwd=tmp_path, capture_output=True)  # noqa: S602 - the README speaks shell
        assert done.returncode == 0, f"{line}: {done.stderr.decode()}"
        assert done.stdout or b"-> " in done.stderr  # says where it went
    assert (tmp_path / "out" / "records.jsonl").stat().st_size > (tmp_path / "out" / "dev.jsonl").stat().st_size > 0


def test_the_python_example_runs():
    (example,) = blocks("python")
    done = subprocess.run([sys.executable, "-c", example], check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 5


def shows(example, whole):
    """Is everything in `example` in `whole` too, whatever else `whole` holds?"""
    if isinstance(example, dict):
        return all(key in whole and shows(value, whole[key]) for key, value in example.items())
    if isinstance(example, list):
        return all(any(shows(one, other) for other in whole) for one in example)
    return example == whole


def test_the_example_record_is_part_of_the_record_of_a_corpus_post(extractor):
    (example,) = blocks("json")
    (record,) = extractor.stream([ROOT / "corpus" / "posts" / "dev" / "poso-ambulans-santunan-2018.txt"])
    whole = json.loads(record.model_dump_json())
    wrong = [field for field, value in json.loads(example).items() if not shows(value, whole[field])]
    assert wrong == [], "the README shows what the record no longer says"


@pytest.mark.parametrize(
    "page", sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")]), ids=lambda page: page.name
)
def test_every_link_to_a_file_leads_to_one(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_readme_is_short():
    assert len(README.splitlines()) < 150
