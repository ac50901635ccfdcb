"""Daily runs that are killed again and again: what they leave is whole, the next goes on, and nothing shows that they were killed."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from extractor.daily.stages import Stage

HERE = Path(__file__).parent
ZYGOTE = run_path(str(HERE.parent / "forking.py"))["Zygote"]
COLLECTING = run_path(str(HERE.parent / "collect" / "collecting.py"))
end_state = run_path(str(HERE / "end_state.py"))["end_state"]
KILLS = 50
POSTS = 44
FIRST = 16
"""Posts that are published before the first run; of the others one before each further run, so that each has work in every stage."""
LATER = 8
"""Kills before the first of these."""
EDITED_AT = 32
"""The kill before which posts are edited."""
EDITED = 3
COPIES = 11
"""Posts that tell on one outlet what an earlier one told on the other, with another figure."""
SPREAD = {Stage.COLLECT: 14, Stage.EXTRACT: 14, Stage.IDENTITIES: 7, Stage.STORIES: 8, Stage.DIGEST: 7}
"""Kills by the stage they strike in."""


class Runs:
    """Runs in forked processes, and how long their stages last."""

    def __init__(self, worlds, config):
        self._zygote = ZYGOTE(HERE / "zygote.py", str(config), environment=worlds.environment())
        self.seconds = {}
        self.close = self._zygote.close

    def run(self, kill=None, share=0.0):
        """A run, killed after a share of the time that the stage `kill` last took; how it ended, and the last stage it entered."""
        self._zygote.begin()
        process, last, since = None, None, 0.0
        with ExitStack() as held:
            while True:
                what, *rest = self._zygote.said()
                if what == "began":
                    process = os.pidfd_open(int(rest[0]))
                    held.callback(os.close, process)
                elif what == "stage":
                    if last is not None:
                        self.seconds[last] = float(rest[1]) - since
                    last, since = Stage(rest[0]), float(rest[1])
                else:
                    if int(rest[0]) == 0:
                        self.seconds[last] = time.monotonic() - since
                    return int(rest[0]), last
                if kill is not None and last is kill and process is not None:
                    time.sleep(max(0.0, since + share * self.seconds[kill] - time.monotonic()))
                    with suppress(ProcessLookupError):  # it was quicker than the last time
                        signal.pidfd_send_signal(process, signal.SIGKILL)
                    kill = None

    def kill(self, stage, share):
        """Runs until one is killed in or behind a stage; the last stage it entered."""
        while True:
            code, last = self.run(stage, share)
            if code == -signal.SIGKILL:
                return last
            assert code == 0
            share /= 2


def prepared(worlds, stack, folder, sites=None):
    """A world whose digests can be counted; of the same outlets as another, if given."""
    world = worlds.World(folder, stack)
    folder.mkdir()
    if sites is None:
        world.site(), world.site()
    else:
        world.adopt(sites)
    world.write_config(digest='formats = ["markdown"]\nlanguage = "en"\n')
    return world


def twice_told(texts):
    """The texts, and the first of them once more as another outlet prints them."""
    copies = [
        one._replace(
            title=f"{one.title} (2)",
            paragraphs=tuple(
                re.sub(r"\b\d+(?= orang| peserta| pekerja)", lambda n: str(int(n[0]) + 1), p) for p in one.paragraphs
            ),
        )
        for one in texts[:COPIES]
    ]
    assert len(texts) % 2 == 1  # so that a copy goes to the other outlet
    return [*texts, *copies]


class Newsroom:
    """Publishes the posts one by one on two outlets, and edits some."""

    def __init__(self, world, texts):
        self._world, self._texts, self.published = world, texts, 0

    def publish(self, upto):
        for number in range(self.published, min(upto, len(self._texts))):
            self._world.publish(self._world.sites[number % 2], self._texts[number])
        self.published = max(self.published, min(upto, len(self._texts)))
        self._list()

    def edit(self):
        for number in range(EDITED):
            text = self._texts[number]
            edited = text._replace(
                paragraphs=(*text.paragraphs, "Berita ini telah diperbarui oleh redaksi pada siang hari.")
            )
            self._world.publish(
                self._world.sites[number % 2], edited, number=number // 2, changed="2026-02-01T09:00:00Z"
            )
        self._list()

    def _list(self):
        for site in self._world.sites:
            self._world.list(site)


@pytest.fixture(scope="module")
def chain(worlds, tmp_path_factory):
    """A chain of runs of which 50 were killed, and runs over the same posts of which none was."""
    draw = random.Random(50)
    kills = [stage for stage, number in SPREAD.items() for _ in range(number)]
    draw.shuffle(kills)
    folder = tmp_path_factory.mktemp("killed")
    with ExitStack() as stack:
        calm = prepared(worlds, stack, folder / "calm")
        texts = twice_told(worlds.texts(POSTS - COPIES))
        newsroom = Newsroom(calm, texts)
        newsroom.publish(POSTS)
        undisturbed = Runs(worlds, calm.config)
        stack.callback(undisturbed.close)
        calm_ends = [undisturbed.run()]
        newsroom.edit()
        calm_ends.append(undisturbed.run())

        killed = prepared(worlds, stack, folder / "killed", calm.sites)
        newsroom = Newsroom(killed, texts)
        runs = Runs(worlds, killed.config)
        stack.callback(runs.close)
        runs.seconds = dict(undisturbed.seconds)
        struck, checks = [], []
        for number, stage in enumerate(kills):
            newsroom.publish(FIRST + max(0, number - LATER))
            if number == EDITED_AT:
                before_edit = killed.rows("SELECT version FROM articles")
                newsroom.edit()
            struck.append(runs.kill(stage, draw.random()))
            checks.append(faults(killed.store))
        newsroom.publish(POSTS)
        left = runs.run()
        told = killed.rows("SELECT status, new, updated, replaced, unchanged FROM runs")
        state, counted = end_state(killed.store), everything(killed.store)
        again = runs.run()
        yield SimpleNamespace(
            killed=killed,
            calm=calm,
            struck=struck,
            checks=checks,
            left=left,
            again=again,
            told=told,
            state=state,
            counted=counted,
            after=SimpleNamespace(state=end_state(killed.store), counted=everything(killed.store)),
            calm_ends=calm_ends,
            calm_state=end_state(calm.store),
            before_edit=before_edit,
        )


def faults(store):
    """What SQLite finds wrong."""
    if not store.exists():
        return []
    with closing(sqlite3.connect(store)) as db:
        return [
            *(row for row in db.execute("PRAGMA integrity_check") if row != ("ok",)),
            *db.execute("PRAGMA foreign_key_check"),
        ]


def everything(store):
    """The number of rows of each table but those of the run log."""
    with closing(sqlite3.connect(store)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {
            name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            for name in names
            if name not in ("runs", "stages")
        }


def digested(world):
    """Numbers of new posts that digests told, by the run after which each begins."""
    told = {}
    for path in (world.folder / "digests").iterdir():
        text = path.read_text(encoding="utf-8")
        after = int(re.search(r"after run (\d+)\.", text)[1])
        assert after not in told, path
        told[after] = int(re.search(r"\*\*(\d+)\*\* new post", text)[1])
    return told


def test_the_run_that_was_left_alone_came_to_its_end(chain):
    assert chain.left == (0, Stage.DIGEST)
    assert chain.calm_ends == [(0, Stage.DIGEST)] * 2
    statuses = Counter(status for status, *_ in chain.told)
    assert statuses["finished"] >= 1
    assert set(statuses) <= {"finished", "interrupted"}


def test_the_kills_struck_in_every_stage(chain):
    struck = Counter(chain.struck)
    assert sum(struck.values()) == KILLS == sum(SPREAD.values())
    assert all(struck[stage] >= number // 2 for stage, number in SPREAD.items()), struck


def test_the_store_was_whole_after_every_kill(chain):
    assert chain.checks == [[]] * KILLS
    assert faults(chain.killed.store) == []


def test_the_end_is_that_of_undisturbed_runs(chain):
    assert len(chain.calm_state["articles"]) == POSTS
    assert chain.state.keys() == chain.calm_state.keys()
    stories, people = chain.calm_state["stories"], chain.calm_state["identities of people"]
    assert [articles for articles, _, contradictions in stories if len(articles) > 1 and contradictions]
    assert [members for _, members in people if len({article for article, _ in members}) > 1]
    for part, expected in chain.calm_state.items():
        assert chain.state[part] == expected, part


def test_posts_that_were_edited_have_both_versions_and_all_others_one(chain):
    assert len(chain.before_edit) >= EDITED
    assert set(chain.before_edit) == {(1,)}
    versions = Counter(row[1] for row in chain.state["versions"].elements())
    assert versions == {1: POSTS, 2: EDITED}


def test_the_log_counts_each_record_once_whatever_was_killed(chain):
    assert sum(new for _, new, *_ in chain.told) == POSTS
    assert sum(updated for _, _, updated, *_ in chain.told) == EDITED
    assert [row for row in chain.told if row[3] or row[4]] == []


def test_a_further_run_adds_nothing(chain):
    assert chain.again == (0, Stage.DIGEST)
    assert chain.after.counted == chain.counted
    assert chain.after.state == chain.state
    assert chain.killed.rows("SELECT new, updated, replaced, unchanged FROM runs ORDER BY key DESC LIMIT 1") == [
        (0, 0, 0, 0)
    ]


def test_digests_tell_every_post_once(chain):
    for world in (chain.killed, chain.calm):
        assert sum(digested(world).values()) == POSTS
        assert world.one("SELECT count(*) FROM runs WHERE digested IS NULL") == 0


def test_the_archive_is_whole_and_holds_every_version_once(chain):
    """`kept` reads every byte of every file by warcio, and checks all digests."""
    kept = COLLECTING["Collection"](chain.killed.folder, "http://127.0.0.2").kept()
    assert Counter(Counter(post.url for post in kept).values()) == {1: POSTS - EDITED, 2: EDITED}
    committed = dict(chain.killed.rows("SELECT file, committed FROM extracted"))
    assert committed == {
        path.relative_to(chain.killed.data).as_posix(): path.stat().st_size for path in chain.killed.warcs()
    }
