"""A daily run: its stages one after another, what one that fails means to the others, its exit code; the stages are made up."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from rich.console import Console

from extractor.collect.archive import ArchiveError
from extractor.daily.config import read_config
from extractor.daily.running import Code, run_day
from extractor.daily.stages import Day, Done, Stage, StageError
from extractor.store import Store, StoreError

AFTER = [one for one in Stage if one is not Stage.COLLECT]


class Run:
    """A run of made-up stages: `raises` are errors by stage, `failures` numbers."""

    def __init__(self, folder):
        (folder / "news.toml").write_text("")
        self.config = read_config(folder / "news.toml")
        self.raises, self.failures, self.written = {}, {}, ()
        self.done, self.told, self.complaints = [], [], []

    def work(self, stage):
        self.done.append(stage.value)
        if stage in self.raises:
            raise self.raises[stage]
        return Done("done", self.failures.get(stage, 0), self.written if stage is Stage.DIGEST else ())

    def __call__(self, *chosen):
        day = Day(
            config=self.config,
            command="daily",
            load=lambda: None,
            console=Console(file=io.StringIO()),
            complain=self.complaints.append,
        )
        works = {one: (lambda day, store, log, one=one: self.work(one)) for one in AFTER}
        return run_day(
            day, chosen or list(Stage), self.told.append, collecting=lambda day: self.work(Stage.COLLECT), works=works
        )

    def rows(self, query):
        with Store(self.config.store, read_only=True) as store:
            return store.database.rows(query)

    @property
    def log(self):
        return self.rows(LOG)


LOG = """
    SELECT stage, status FROM stages ORDER BY run,
    instr('collect extract identities stories digest', stage)
"""


@pytest.fixture
def run(tmp_path):
    return Run(tmp_path)


def test_the_stages_are_done_in_their_order_and_logged(run):
    run.written = ("digests/2026-11-22.md",)
    assert run() == Code.WELL
    assert run.done == ["collect", "extract", "identities", "stories", "digest"]
    assert run.log == [(stage, "finished") for stage in run.done]
    assert run.rows("SELECT command, status FROM runs") == [("daily", "finished")]
    assert run.rows("SELECT count(*) FROM stages WHERE message = 'done' AND ended >= started") == [(5,)]
    assert [line.split(" (")[0] for line in run.told] == [
        *(f"{stage}: done" for stage in run.done),
        "digest: -> digests/2026-11-22.md",
    ]


def test_chosen_stages_are_done_alone_and_in_the_order_of_all(run):
    assert run(Stage.DIGEST, Stage.EXTRACT) == Code.WELL
    assert run.done == ["extract", "digest"]
    assert [stage for stage, _ in run.log] == ["extract", "digest"]


@pytest.mark.parametrize("stage", [Stage.COLLECT, Stage.EXTRACT])
def test_outlets_or_posts_that_failed_are_exit_code_1_and_keep_nothing_from_being_done(run, stage):
    run.failures = {stage: 3}
    assert run() == Code.SOME_FAILED
    assert len(run.done) == 5
    assert run.rows("SELECT status FROM runs") == [("finished",)]


@pytest.mark.parametrize("stage", [Stage.COLLECT, Stage.EXTRACT, Stage.DIGEST])
def test_a_stage_that_fails_keeps_no_other_from_being_done_and_is_exit_code_3(run, stage):
    run.raises = {stage: StageError("no network")}
    assert run() == Code.STAGE_FAILED
    assert len(run.done) == 5
    assert dict(run.log)[stage.value] == "failed"
    assert run.complaints == [f"{stage.value}: failed: no network"]
    assert run.rows("SELECT status FROM runs") == [("failed",)]
    assert run.rows("SELECT message FROM stages WHERE status = 'failed'") == [("no network",)]


@pytest.mark.parametrize("stage", [Stage.IDENTITIES, Stage.STORIES])
def test_no_digest_is_written_of_a_run_whose_stories_are_not_known(run, stage):
    run.raises = {stage: StageError("no")}
    assert run() == Code.STAGE_FAILED
    assert run.done == ["collect", "extract", "identities", "stories"]
    assert run.complaints == [f"{stage.value}: failed: no", f"digest: not run, since {stage.value} failed"]


def test_a_full_disk_is_told_once_and_ends_the_stages_that_write_to_the_store(run):
    run.raises = {Stage.EXTRACT: StoreError("news.db: the store cannot be used: database or disk is full.")}
    assert run() == Code.STAGE_FAILED
    assert run.done == ["collect", "extract"]
    assert run.complaints == [
        "extract: failed: news.db: the store cannot be used: database or disk is full.",
        "identities: not run, since the store cannot be used",
        "stories: not run, since the store cannot be used",
        "digest: not run, since identities failed",
    ]


def test_an_archive_that_cannot_grow_does_not_keep_what_is_there_from_being_read(run):
    run.raises = {Stage.COLLECT: ArchiveError("data/archive: the archive cannot grow")}
    assert run() == Code.STAGE_FAILED
    assert len(run.done) == 5


def test_a_defect_in_a_stage_is_told_with_its_place_and_costs_that_stage(run):
    run.raises = {Stage.EXTRACT: KeyError("x\x1b]0;y\x07")}
    assert run() == Code.STAGE_FAILED
    assert len(run.done) == 5
    (line,) = run.complaints
    assert line.startswith("extract: failed: a defect of the program, please report it: test_running.py:")
    assert line.endswith("KeyError('x\\x1b]0;y\\x07')")


def test_a_damaged_store_does_not_keep_pages_from_being_collected(run):
    run.config.store.parent.mkdir()
    run.config.store.write_bytes(b"This is no database at all. " * 99)
    assert run() == Code.STAGE_FAILED
    assert run.done == ["collect"]
    (line,) = run.complaints
    assert line.startswith(f"{run.config.store}: the store cannot be used")
    assert "`extractor daily` makes it anew from the archive" in line
    run.config.store.unlink()
    assert run() == Code.WELL


def test_an_interrupted_run_says_so_and_its_log_too(run):
    run.raises = {Stage.EXTRACT: KeyboardInterrupt()}
    assert run() == Code.INTERRUPTED
    assert run.done == ["collect", "extract"]
    assert run.complaints == ["interrupted; the next run goes on."]
    assert run.log == [("collect", "finished"), ("extract", "interrupted")]
    assert run.rows("SELECT status FROM runs") == [("interrupted",)]


@pytest.mark.parametrize("held", ["data folder", "store"])
def test_a_second_run_is_refused_and_touches_nothing(run, held):
    path = run.config.data / "lock" if held == "data folder" else f"{run.config.store}.lock"
    code = "import sys; from pathlib import Path; from extractor.persistence.lock import Lock\n"
    code += f"with Lock(Path({str(path)!r})): print(); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    other.stdout.readline()
    try:
        assert run() == Code.BUSY == os.EX_TEMPFAIL
    finally:
        other.communicate()
    assert run.done == []
    (line,) = run.complaints
    assert line.startswith(f"{run.config.data}: another run works on this folder (process {other.pid})")
    assert not run.config.store.exists()
    assert run() == Code.WELL


def test_the_locks_are_held_while_stages_work_and_let_go_afterwards(run):
    seen = []
    run.work = lambda stage: seen.append([_is_held(path) for path in paths]) or Done("done")
    paths = [run.config.data / "lock", run.config.store.with_name("news.db.lock")]
    run(Stage.COLLECT, Stage.DIGEST)
    assert seen == [[True, True]] * 2
    assert [_is_held(path) for path in paths] == [False, False]


def _is_held(path):
    code = (
        f"from pathlib import Path; from extractor.persistence.lock import Lock; Lock(Path({str(path)!r})).__enter__()"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode != 0


def test_a_data_folder_that_cannot_be_made_is_one_line(run):
    run.config.data.write_text("a file")
    assert run() == Code.STAGE_FAILED
    assert len(run.complaints) == 1
    assert str(run.config.data) in run.complaints[0]
    assert run.done == []
