"""Runs whose main process or workers are killed again and again: the end is that of a run that nobody disturbed.

With EXTRACTOR_KILLS=50 in the environment, so many kills strike runs into a file, and as many runs into a store.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from runpy import run_path

import pytest

HERE = Path(__file__).parent
ZYGOTE = run_path(str(HERE.parent / "forking.py"))["Zygote"]
POSTS = run_path(str(HERE / "posts.py"))
end_state = run_path(str(HERE.parent / "daily" / "end_state.py"))["end_state"]
ASKED = os.environ.get("EXTRACTOR_KILLS")
KILLS, KILLS_OF_A_STORE = (int(ASKED), int(ASKED)) if ASKED else (10, 4)
POSTS_OF_A_STORE = 40
SHARE = 0.5
"""Of the time of an undisturbed run: within it a run is killed, so that several kills fall into one chain of runs."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")


class Runs:
    """Runs of the command in forked processes."""

    def __init__(self, folder, paths):
        self._told = folder / "told.txt"
        self._zygote = ZYGOTE(HERE / "zygote.py", *paths)

    def run(self, paths, *arguments, worker_after=None, main_after=None):
        """A run, one of its workers and then itself killed after so many seconds; how it ended, and how many kills struck."""
        arguments = [*paths, "--model", "-", "--workers", "2", *map(str, arguments)]
        self._zygote.begin(json.dumps([str(self._told), arguments]))
        began = time.monotonic()
        pid = int(self._zygote.said()[1])
        main, struck, workers = os.pidfd_open(pid), 0, []
        try:
            if worker_after is not None:
                time.sleep(worker_after)
                workers = children(pid)
                if workers:
                    with suppress(ProcessLookupError):
                        os.kill(random.Random(pid).choice(workers), signal.SIGKILL)
                        struck += 1
            if main_after is not None:
                time.sleep(max(0.0, main_after - (time.monotonic() - began)))
                workers = children(pid)
                with suppress(ProcessLookupError):
                    signal.pidfd_send_signal(main, signal.SIGKILL)
        finally:
            os.close(main)
        code = int(self._zygote.said()[1])
        struck += code == -signal.SIGKILL
        self.seconds = time.monotonic() - began
        assert_gone(workers)
        return code, struck

    def told(self):
        return self._told.read_text(encoding="utf-8")

    def close(self):
        self._zygote.close()


def children(pid):
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def assert_gone(pids):
    """No process is left behind."""
    until = time.monotonic() + 10
    while left := [pid for pid in pids if is_alive(pid)]:
        assert time.monotonic() < until, left
        time.sleep(0.005)


def is_alive(pid):
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    return POSTS["inputs"](tmp_path_factory.mktemp("inputs"), 100)


@pytest.fixture(scope="module")
def runs(tmp_path_factory, paths):
    made = Runs(tmp_path_factory.mktemp("runs"), paths)
    yield made
    made.close()


def killed_until_done(runs, draw, seconds, paths, *arguments):
    """A chain of runs of which each goes on where the one before was killed; how many kills struck, and how the last run ended."""
    kills = 0
    while True:
        code, struck = runs.run(
            paths,
            *arguments,
            "--resume",
            worker_after=draw.uniform(0, seconds / 2) if draw.random() < 0.5 else None,
            main_after=draw.uniform(0, seconds),
        )
        kills += struck
        seconds *= 1.1  # on a machine that has become busier, runs get somewhere all the same
        if code != -signal.SIGKILL:
            return kills, code


def test_a_file_is_that_of_a_run_that_nobody_disturbed_whatever_is_killed_when(runs, paths, tmp_path):
    calm = tmp_path / "calm.jsonl"
    assert runs.run(paths, "-o", calm) == (1, 0)  # some inputs are no posts
    expected, counted = calm.read_bytes(), runs.told().splitlines()[-1].split(" -> ")[0]
    assert len(expected.splitlines()) == 110  # a link leads to ten of the 100 once more
    seconds, draw, kills, chains = runs.seconds * SHARE, random.Random(50), 0, 0
    while kills < KILLS:
        output = tmp_path / f"{chains}.jsonl"
        struck, code = killed_until_done(runs, draw, seconds, paths, "-o", output)
        kills, chains = kills + struck, chains + 1
        assert output.read_bytes() == expected
        assert (code, runs.told().splitlines()[-1].split(" -> ")[0]) == (1, counted)
        assert not list(tmp_path.glob("*.resume*"))


def test_a_store_is_that_of_a_run_that_nobody_disturbed(runs, tmp_path):
    (tmp_path / "inputs").mkdir()
    paths = POSTS["inputs"](tmp_path / "inputs", POSTS_OF_A_STORE)
    calm = tmp_path / "calm.db"
    assert runs.run(paths, "--store", calm) == (1, 0)
    expected, counted = end_state(calm), runs.told().splitlines()[-1].split(" -> ")[0]
    assert len(expected["articles"]) >= POSTS_OF_A_STORE
    seconds, draw, kills, chains = runs.seconds * SHARE, random.Random(12), 0, 0
    while kills < KILLS_OF_A_STORE:
        store = tmp_path / f"{chains}.db"
        struck, code = killed_until_done(runs, draw, seconds, paths, "--store", store)
        kills, chains = kills + struck, chains + 1
        assert end_state(store) == expected
        assert (code, runs.told().splitlines()[-1].split(" -> ")[0]) == (1, counted)


def test_the_death_of_workers_costs_an_undisturbed_main_process_nothing(runs, paths, tmp_path):
    calm, killed = tmp_path / "calm.jsonl", tmp_path / "killed.jsonl"
    runs.run(paths, "-o", calm)
    assert runs.run(paths, "-o", killed, worker_after=runs.seconds / 3) == (1, 1)
    assert killed.read_bytes() == calm.read_bytes()
