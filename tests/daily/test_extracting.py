"""The archive into the store: each post once, only what is new, whatever happens in between."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest

from extractor import Extractor
from extractor.collect.archive import Archive
from extractor.daily.extracting import Extracting, forget_all, parts
from extractor.daily.log import RunLog
from extractor.store import Store

POSTS = run_path(str(Path(__file__).parents[1] / "collect" / "posts.py"))
post, NOW = POSTS["post"], POSTS["NOW"]


@pytest.fixture(scope="session")
def rules():
    """An extractor without a model, which is quick to make."""
    return Extractor(model=None)


class Room:
    """A data folder with an archive and a store."""

    def __init__(self, data, store, extractor):
        self.data, self.store, self.extractor = data, store, extractor
        self.told, self.loaded = [], 0

    def archive(self, *posts, now=NOW):
        archive = Archive(self.data / "archive", now=lambda: now)
        located = [archive.add(one) for one in posts]
        archive.close()
        return SimpleNamespace(
            path=self.data / "archive" / located[0].file, ends=[one.offset + one.length for one in located]
        )

    def load(self):
        self.loaded += 1
        return self.extractor

    def extract(self, *, batch=50, log=None):
        """A run that reads on; what came of it."""
        self.told.clear()
        log = log or RunLog(self.store, "daily")
        done = Extracting(self.store, log, self.data, load=self.load, complain=self.told.append, batch=batch).read(
            parts(self.store, self.data)
        )
        log.close("finished")
        return done

    def rows(self, query, *values):
        return self.store.database.rows(query, *values)

    @property
    def failures(self):
        return self.rows("SELECT path, code, run FROM failures ORDER BY path")


@pytest.fixture
def room(tmp_path, rules):
    with Store(tmp_path / "news.db") as store:
        yield Room(tmp_path / "data", store, rules)


def test_each_post_becomes_an_article_that_names_its_place_in_the_data_folder(room):
    made = room.archive(post(1), post(2, pages=3))
    done = room.extract()
    assert str(done) == "2 new, 0 updated, 0 replaced, 0 unchanged"
    file = made.path.relative_to(room.data).as_posix()
    assert [row[0] for row in room.rows("SELECT warc_file FROM articles")] == [file] * 2
    assert file.startswith("archive/2026/11/22/posts-")
    assert room.rows("SELECT file, committed FROM extracted") == [(file, made.path.stat().st_size)]
    assert done.bytes == made.path.stat().st_size
    assert room.rows("SELECT new, failed, status FROM runs") == [(2, 0, "finished")]


def test_what_was_read_is_not_read_again_and_the_model_not_even_loaded(room):
    made = room.archive(post(1))
    room.extract()
    made.path.write_bytes(bytes(made.path.stat().st_size))  # whoever reads it would find damage
    assert parts(room.store, room.data) == []
    assert str(room.extract()) == "0 new, 0 updated, 0 replaced, 0 unchanged"
    assert (room.loaded, room.told) == (1, [])


def test_of_a_file_that_grew_only_what_is_new_is_read(room):
    made = room.archive(post(1), post(2, pages=2), post(3))
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[: made.ends[0]])
    room.extract()
    made.path.write_bytes(
        bytes(made.ends[0]) + whole[made.ends[0] :]
    )  # what was read is damaged since, and not looked at
    done = room.extract()
    assert (str(done), done.bytes) == ("2 new, 0 updated, 0 replaced, 0 unchanged", len(whole) - made.ends[0])
    assert [row[0] for row in room.rows("SELECT warc_offset FROM articles ORDER BY key")][1:] == made.ends[:2]


def test_files_are_read_in_the_order_of_time(room):
    later = room.archive(post(2), now=NOW.replace(day=23))
    earlier = room.archive(post(1))
    room.extract()
    names = [one.path.relative_to(room.data).as_posix() for one in (earlier, later)]
    assert [row[0] for row in room.rows("SELECT warc_file FROM articles ORDER BY key")] == names


def test_a_batch_and_how_far_it_goes_are_written_wholly_or_not_at_all(room):
    made = room.archive(*map(post, range(1, 6)))

    class Killed(RunLog):
        batches = 0

        def add(self, db, counts, failed):
            self.batches += 1
            if self.batches == 2:
                raise KeyboardInterrupt  # the moment in which all but the commit is done
            super().add(db, counts, failed)

    with pytest.raises(KeyboardInterrupt):
        room.extract(batch=2, log=Killed(room.store, "daily"))
    assert room.rows("SELECT committed FROM extracted") == [(made.ends[1],)]
    assert len(room.store) == 2
    assert room.rows("SELECT new, status FROM runs") == [(2, "running")]
    assert str(room.extract(batch=2)) == "3 new, 0 updated, 0 replaced, 0 unchanged"
    assert room.rows("SELECT new, status FROM runs") == [(2, "interrupted"), (3, "finished")]
    assert len(room.store) == 5


def test_a_file_that_was_cut_is_read_from_its_start_and_changes_nothing(room):
    made = room.archive(post(1), post(2))
    room.extract()
    made.path.write_bytes(made.path.read_bytes()[: made.ends[0]])
    assert str(room.extract()) == "0 new, 0 updated, 0 replaced, 1 unchanged"
    assert room.rows("SELECT committed FROM extracted") == [(made.ends[0],)]
    assert len(room.store) == 2


def test_what_is_left_over_at_the_end_is_told_until_it_is_cut_off(room):
    made = room.archive(post(1), post(2))
    made.path.write_bytes(made.path.read_bytes()[: made.ends[1] - 10])
    file = made.path.relative_to(room.data).as_posix()
    for run in (1, 2):
        assert room.extract().failures == 1
        assert room.failures[-1] == (f"{file}#{room.failures[-1][0].partition('#')[2]}", "damaged-warc", run)
        assert len(room.failures) == 1
        assert room.told[0].startswith(f"{file}#")
    made.path.write_bytes(made.path.read_bytes()[: made.ends[0]])  # as collecting does
    assert room.extract().failures == 0
    assert room.failures == []
    assert room.rows("SELECT failed FROM runs") == [(1,), (1,), (0,)]


def test_damage_before_whole_posts_is_told_once_and_kept(room):
    made = room.archive(post(1), post(2), post(3))
    data = bytearray(made.path.read_bytes())
    data[made.ends[0] + 60 : made.ends[0] + 90] = bytes(30)
    made.path.write_bytes(data)
    assert room.extract().failures == 1
    assert len(room.store) == 2
    kept = room.failures
    assert [code for _, code, _ in kept] == ["damaged-warc"]
    assert room.extract().failures == 0
    assert room.failures == kept


def test_failures_of_a_file_that_is_read_again_are_replaced(room):
    made = room.archive(post(1), post(2))
    whole = made.path.read_bytes()
    data = bytearray(whole)
    data[made.ends[0] - 30 :] = bytes(len(data) - made.ends[0] + 30)
    made.path.write_bytes(data)
    room.extract()
    assert room.failures
    made.path.write_bytes(whole)  # from a copy
    forget_all(room.store)
    assert str(room.extract()).startswith("1 new, 0 updated, 0 replaced, 1 unchanged")
    assert room.failures == []


def test_an_edited_post_is_a_further_version_of_its_article(room):
    room.archive(post(1))
    room.extract()
    room.archive(post(1, version=2), now=NOW.replace(hour=9))
    assert str(room.extract()) == "0 new, 1 updated, 0 replaced, 0 unchanged"
    (id_,) = [row[0] for row in room.rows("SELECT id FROM articles")]
    assert [(one.number, one.current) for one in room.store.versions(id_)] == [(1, False), (2, True)]
    assert "versi 1" in room.store.record(id_, 1).article.text
    assert "versi 2" in room.store.record(id_).article.text


def test_extracted_again_by_another_model_the_versions_stay_and_their_facts_are_new(room, rules):
    room.archive(post(1), post(1, version=2), post(2))
    room.extract()

    class Other:
        def outcomes(self, items):
            return (one.model_copy(update={"quotes": [], "events": []}) for one in rules.outcomes(items))

    room.extractor = Other()
    forget_all(room.store)
    assert str(room.extract()) == "0 new, 0 updated, 3 replaced, 0 unchanged"
    assert room.rows("SELECT count(*) FROM versions") == [(3,)]
    assert str(room.extract()) == "0 new, 0 updated, 0 replaced, 0 unchanged"


def test_a_post_that_brings_a_defect_to_light_costs_that_post(room, rules, monkeypatch):
    room.archive(post(1), post(2))
    annotate = rules.annotate

    def defect(document):
        if "Nomor 1" in document.title:
            raise KeyError("x\x1b[2J")
        return annotate(document)

    monkeypatch.setattr(rules, "annotate", defect)
    assert str(room.extract()) == "1 new, 0 updated, 0 replaced, 0 unchanged, 1 failure"
    assert [code for _, code, _ in room.failures] == ["internal-error"]


def test_a_folder_without_an_archive_holds_nothing_to_read(room):
    assert parts(room.store, room.data) == []
    room.extract()
    assert room.loaded == 0
