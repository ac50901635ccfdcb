"""The command `daily` as a person or a scheduler meets it, over outlets on loopback, with all that is in it."""

from __future__ import annotations

import re
import resource
import signal
import subprocess
import sys
import time

import pytest

TABLES = ("articles", "versions", "people", "events", "amounts", "story_links", "failures", "pending")


def counts(world):
    return {table: world.one(f"SELECT count(*) FROM {table}") for table in TABLES}


def wait_until(true, seconds=60.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def told(done):
    """Lines of standard error without their seconds."""
    return [re.sub(r" \(\d+\.\d s\)$", "", line) for line in done.stderr.splitlines()]


@pytest.fixture
def texts(worlds):
    return worlds.texts()


def test_a_run_says_what_each_stage_did_and_where_the_digest_lies(world, texts):
    world.site(*texts[:2]), world.site(texts[2])
    world.write_config(digest='formats = ["terminal", "markdown", "html"]\nlanguage = "en"\nareas = ["Kota Bogor"]\n')
    done = world.daily()
    assert done.exit_code == 0, done.output
    *stages, first, second = told(done)
    assert stages == [
        "collect: 3 new; 7 requests to 2 hosts",
        "extract: 3 new, 0 updated, 0 replaced, 0 unchanged",
        "identities: 3 articles",
        "stories: 3 articles",
        "digest: 3 new posts, 3 new stories",
    ]
    assert re.fullmatch(rf"digest: -> {world.folder}/digests/digest-\d{{4}}-\d\d-\d\d.md", first)
    assert re.fullmatch(rf"digest: -> {world.folder}/digests/digest-\d{{4}}-\d\d-\d\d.html", second)
    assert "3 new posts" in done.stdout
    assert (world.folder / "digests").is_dir()
    assert world.one("SELECT count(*) FROM stages WHERE status = 'finished'") == 5


def test_a_second_run_adds_nothing_and_writes_no_digest(world, texts):
    world.site(*texts[:3])
    world.daily()
    before, digests = counts(world), sorted((world.folder / "digests").iterdir())
    again = world.daily()
    assert told(again) == [
        "collect: 3 unchanged; 2 requests to 1 hosts",
        "extract: 0 new, 0 updated, 0 replaced, 0 unchanged",
        "identities: 0 articles",
        "stories: 0 articles",
        "digest: nothing new",
    ]
    assert again.exit_code == 0
    assert counts(world) == before
    assert sorted((world.folder / "digests").iterdir()) == digests
    assert world.one("SELECT count(*) FROM runs WHERE status = 'finished'") == 2


def test_each_stage_can_be_run_alone_and_all_of_them_make_what_one_run_makes(world, texts):
    world.site(*texts[:2])
    stages = ["collect", "extract", "identities", "stories", "digest"]
    for stage in stages:
        done = world.daily("--stage", stage)
        assert done.exit_code == 0, done.output
        assert {line.partition(":")[0] for line in told(done)} == {stage}
    assert [stage for (stage,) in world.rows("SELECT stage FROM stages ORDER BY run")] == stages
    assert counts(world)["articles"] == 2
    assert counts(world)["pending"] == 0
    assert len(list((world.folder / "digests").iterdir())) == 2


def test_stages_alone_have_nothing_to_do_where_nothing_is(world):
    world.site()
    for stage in ("extract", "identities", "stories", "digest"):
        assert world.daily("--stage", stage).exit_code == 0


def test_an_edited_post_is_a_new_version_and_its_history_stays(world, texts):
    site = world.site(*texts[:2])
    world.daily()
    edited = texts[0]._replace(
        paragraphs=(*texts[0].paragraphs, "Berita ini telah diperbarui oleh redaksi pada siang hari.")
    )
    world.publish(site, edited, number=0, changed="2026-02-01T09:00:00Z")
    world.list(site)
    done = world.daily()
    assert told(done)[:2] == [
        "collect: 1 updated, 1 unchanged; 3 requests to 1 hosts",
        "extract: 0 new, 1 updated, 0 replaced, 0 unchanged",
    ]
    assert sorted(world.rows("SELECT version FROM articles")) == [(1,), (2,)]
    assert world.one("SELECT count(*) FROM versions") == 3
    assert world.one("SELECT count(*) FROM posts WHERE text LIKE '%telah diperbarui oleh redaksi%'") == 1


def test_an_outlet_that_is_down_keeps_nothing_else_from_being_done_and_is_exit_code_1(world, texts):
    down = world.site(texts[0])
    world.site(texts[1])
    down.pages["/sitemap.xml"] = down.pages["/sitemap.xml"]._replace(status=403)
    done = world.daily()
    assert done.exit_code == 1
    assert told(done)[0] == "127.0.0.2: sitemap: status 403 (blocked)"
    assert told(done)[1].startswith("collect: 1 new; ")
    assert counts(world)["articles"] == 1
    assert world.one("SELECT status FROM runs") == "finished"


def test_no_outlet_at_all_is_exit_code_3_and_what_is_there_is_still_done(world, texts):
    site = world.site(texts[0])
    world.daily("--stage", "collect")
    site.pages["/sitemap.xml"] = site.pages["/sitemap.xml"]._replace(status=403)
    done = world.daily()
    assert done.exit_code == 3
    assert "collect: failed: none of the 1 outlets could be asked. Check the network." in told(done)
    assert counts(world)["articles"] == 1
    assert world.one("SELECT status FROM runs ORDER BY key DESC LIMIT 1") == "failed"


def test_damage_in_the_archive_costs_the_post_it_lies_in(world, texts):
    world.site(*texts[:3])
    world.daily("--stage", "collect")
    (path,) = world.warcs()
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 40] = bytes(40)
    path.write_bytes(data)
    done = world.daily("--stage", "extract")
    assert done.exit_code == 1
    file = path.relative_to(world.data).as_posix()
    assert done.stderr.startswith(f"{file}#")
    assert "the archive is damaged here" in done.stderr
    assert counts(world)["articles"] == 2
    assert (
        world.one("SELECT failed FROM runs ORDER BY key DESC LIMIT 1") == world.one("SELECT count(*) FROM failures") > 0
    )
    assert world.daily("--stage", "extract").exit_code == 0  # told once; the table keeps it


def test_the_first_day_asked_for_can_be_given_for_one_run(world, texts):
    old, new = texts[0]._replace(day="2020-05-01"), texts[1]._replace(day="2024-05-01")
    world.site(old, new)
    assert told(world.daily("--stage", "collect", "--since", "2024-01-01"))[0].startswith("collect: 1 new, 1 outside; ")


def test_the_whole_archive_is_extracted_again_when_asked(world, texts):
    world.site(*texts[:2])
    world.daily()
    done = world.daily("--stage", "extract", "--again")
    assert told(done) == ["extract: 0 new, 0 updated, 0 replaced, 2 unchanged"]


def test_a_quiet_run_tells_only_what_failed(world, texts):
    site = world.site(texts[0])
    assert world.daily("--quiet").output == ""
    assert len(list((world.folder / "digests").iterdir())) == 2
    site.pages["/sitemap.xml"] = site.pages["/sitemap.xml"]._replace(status=403)
    assert told(world.daily("--quiet"))[0] == "127.0.0.2: sitemap: status 403 (blocked)"


def test_a_quiet_run_that_would_only_print_its_digest_leaves_it_to_the_next(world, texts):
    world.site(texts[0])
    world.write_config(digest='formats = ["terminal"]\nlanguage = "en"\n')
    assert world.daily("--quiet").output == ""
    assert "1 new post" in world.daily().stdout


def test_what_a_site_says_is_not_printed_raw(world, texts):
    site = world.site(texts[0]._replace(title="BPJS Ketenagakerjaan \x1b]0;x\x07\u202e Dompu [/b]"))
    site.pages["/sitemap.xml"] = site.pages["/sitemap.xml"]._replace(
        body=site.pages["/sitemap.xml"].body.replace(
            b"</urlset>", f"<url><loc>{site.home}/status/418/\x9b2J</loc></url></urlset>".encode()
        )
    )
    done = world.daily()
    assert not {"\x1b", "\x07", "\u202e", "\x9b"} & set(done.output)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--stage", "colect"], "colect is no stage; there are collect, extract, identities, stories, digest."),
        (["--since", "kemarin"], "kemarin is no day; write YYYY-MM-DD."),
        (["--stage", "digest", "--again"], "needs the stage extract."),
    ],
)
def test_wrong_usage_is_exit_code_2_and_nothing_is_done(world, arguments, line):
    world.site()
    done = world.daily(*arguments)
    assert done.exit_code == 2
    assert line in " ".join(done.stderr.replace("│", " ").split())
    assert not world.data.exists()


# processes


def test_a_second_run_is_refused_with_exit_code_75_and_the_first_goes_on(world, texts):
    site = world.site(*texts[:3])
    site.lag = 0.5
    first = world.process()
    wait_until(lambda: site.asked)
    second = world.daily()
    assert second.exit_code == 75
    assert told(second) == [
        f"{world.data}: another run works on this folder (process {first.pid}). Wait for its end, or name another folder."
    ]
    site.lag = 0.0
    _, errors = first.communicate(timeout=60)
    assert first.returncode == 0, errors
    assert counts(world)["articles"] == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run_and_the_next_one_goes_on(world, texts, number):
    site = world.site(*texts[:4])
    site.lag = 0.2
    running = world.process()
    wait_until(lambda: len(site.asked) > 3)
    running.send_signal(number)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert errors.splitlines()[-1] == "interrupted; the next run goes on."
    assert world.rows("SELECT status FROM runs") == world.rows("SELECT status FROM stages") == [("interrupted",)]
    site.lag = 0.0
    assert world.daily().exit_code == 0
    assert counts(world)["articles"] == 4


def test_a_disk_that_is_full_is_told_and_the_next_run_goes_on(world, texts):
    world.site(*texts[:10])
    world.daily("--stage", "collect")
    most = 2**16  # of any file, as if the disk ended there

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    command = [
        sys.executable,
        "-m",
        "extractor",
        "daily",
        "--config",
        str(world.config),
        "--stage",
        "extract",
        "--stage",
        "stories",
    ]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=small, timeout=120, check=False)
    assert done.returncode == 3, done.stderr
    first, second, *rest = done.stderr.splitlines()
    assert first.startswith(f"extract: failed: {world.store}: the store cannot be used: ")
    assert second == "stories: not run, since the store cannot be used"
    assert rest == []
    assert world.rows("PRAGMA integrity_check") == [("ok",)]
    assert world.daily().exit_code == 0
    assert counts(world)["articles"] == 10
