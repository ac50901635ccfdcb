"""The commands `collect` and `outlets` as a person meets them; every run is kept to outlets on loopback by --outlet or --urls."""

from __future__ import annotations

import json
import random
import resource
import runpy
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from extractor.cli import app
from extractor.records import Record

SITES = runpy.run_path(str(Path(__file__).parent / "collect" / "sites.py"))
Site, Entry, about, football = (SITES[name] for name in ("Site", "Entry", "about", "football"))
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in (*PROXIES, *map(str.upper, PROXIES), "EXTRACTOR_CONTACT"):
        monkeypatch.delenv(name, raising=False)


class World:
    """Outlets on loopback, the file that lists them, and the command."""

    def __init__(self, folder, stack):
        self.folder, self._stack, self.sites = folder, stack, []
        self.data, self.outlets = folder / "data", folder / "outlets.toml"

    def site(self, posts=0, **kwargs):
        """An outlet on a loopback address of its own."""
        made = self._stack.enter_context(Site(host=f"127.0.0.{len(self.sites) + 2}", **kwargs))
        made.feed(*[made.post(number) for number in range(posts)])
        self.sites.append(made)
        self.outlets.write_text(
            "\n".join(
                f'[[outlet]]\nname = "Kabar {one.name}"\ndomain = "{one.name}"\nprovince = "52"\ncms = "custom"\n'
                f'discover = ["feed"]\nfeed = "/feed.xml"\nbase = "{one.home}"\n'
                for one in self.sites
            )
        )
        return made

    def arguments(self, *more):
        only = [f"--outlet={one.name}" for one in self.sites] if "--urls" not in more else []
        options = ["--data", self.data, "--outlets", self.outlets, "--allow-private", "--delay", "0"]
        return [str(one) for one in ("collect", *options, *only, *more)]

    def collect(self, *more):
        return CliRunner().invoke(app, self.arguments(*more))

    def process(self, *more, **options):
        """The command in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "extractor", *self.arguments(*more)], stderr=subprocess.PIPE, text=True, **options
        )

    def health(self, *more):
        return CliRunner().invoke(
            app, ["outlets", "health", "--data", str(self.data), "--outlets", str(self.outlets), *more]
        )

    def archived(self):
        """Addresses of the posts in the archive, which is read to its end by warcio."""
        found = []
        for path in self.data.rglob("*.warc.gz"):
            with path.open("rb") as file:
                for record in ArchiveIterator(file):
                    record.content_stream().read()
                    if record.rec_type == "response":
                        found.append(record.rec_headers.get_header("Jamsos-Post"))
        return found


@pytest.fixture
def world(tmp_path):
    with ExitStack() as stack:
        yield World(tmp_path, stack)


def outlets(*arguments):
    return CliRunner().invoke(app, ["outlets", *map(str, arguments)])


# collect


def test_a_run_says_what_came_of_it_and_the_next_asks_only_the_listing(world):
    kabar, lain = world.site(posts=3), world.site(posts=1)
    done = world.collect()
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    *each, last = done.stderr.splitlines()
    assert sorted(each) == ["127.0.0.2: 3 new", "127.0.0.3: 1 new"]
    assert last == f"4 new; 8 requests to 2 hosts -> {world.data}"
    kabar.posts_asked(), lain.posts_asked()
    again = world.collect()
    assert again.stderr.splitlines()[-1] == f"4 unchanged; 4 requests to 2 hosts -> {world.data}"
    assert kabar.paths() == ["/feed.xml"]
    assert sorted(world.archived()) == sorted(
        one.home + path for one in (kabar, lain) for path in one.pages if path.startswith("/berita")
    )


def test_the_archive_of_a_run_becomes_records_that_name_their_place_in_it(world):
    world.site(posts=2)
    world.collect()
    done = CliRunner().invoke(app, ["extract", str(world.data / "archive"), "--model", "-"])
    assert done.exit_code == 0
    records = [Record.model_validate_json(line) for line in done.stdout.splitlines()]
    assert {record.article.url for record in records} == set(world.archived())
    for record in records:
        warc = record.article.source.warc
        with Path(warc.file).open("rb") as file:
            file.seek(warc.offset)
            (response, *_) = ArchiveIterator(file)
            assert response.rec_headers.get_header("WARC-Target-URI") == record.article.url


def test_failures_are_told_one_a_line_and_make_the_exit_code(world):
    kabar = world.site()
    kabar.feed(kabar.post(1), Entry("/status/418"), Entry("/pdf"), Entry("/status/404"))
    done = world.collect()
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"{kabar.home}/status/418: status 418 (failed)",
        "127.0.0.2: 1 new, 1 gone, 1 not a page, 1 failed",
        f"1 new, 1 gone, 1 not a page, 1 failed; 6 requests to 1 hosts -> {world.data}",
    ]


def test_what_is_no_post_or_gone_is_counted_and_no_failure(world):
    kabar = world.site()
    kabar.feed(Entry("/pdf"), Entry("/status/404"))
    assert world.collect().exit_code == 0


def test_an_outlet_that_cannot_be_asked_makes_the_exit_code(world):
    kabar = world.site(posts=1)
    kabar.pages["/feed.xml"] = kabar.pages["/feed.xml"]._replace(status=500)
    lain = world.site(posts=1)
    done = world.collect("--outlet", lain.name)
    assert done.exit_code == 1
    assert "127.0.0.2: feed: status 500, 4 times (failed)" in done.stderr.splitlines()
    assert "127.0.0.3: 1 new" in done.stderr.splitlines()


def test_an_outlet_named_twice_is_asked_once(world):
    kabar = world.site(posts=1)
    done = world.collect("--outlet", kabar.name)
    assert done.exit_code == 0, done.output
    assert kabar.paths().count("/feed.xml") == 1


def test_days_are_those_of_publication(world):
    kabar = world.site()
    kabar.feed(kabar.post(1, day="2024-08-31"), kabar.post(2, day="2024-09-01"), kabar.post(3, day="2024-09-03"))
    done = world.collect("--since", "2024-09-01", "--until", "2024-09-02")
    assert done.stderr.splitlines()[0] == "127.0.0.2: 1 new, 2 outside"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--since", "kemarin"], "kemarin is no day; write YYYY-MM-DD."),
        (["--until", "2024-02-30"], "2024-02-30 is no day"),
        (["--since", "2024-09-02", "--until", "2024-09-01"], "after the last"),
        (["--outlet", "tidak-ada.example"], "tidak-ada.example: no outlet of that domain"),
        (["--keyword", " "], "holds no word"),
        (["--delay", "-1"], "greater than or equal to 0"),
        (["--hosts", "0"], "greater than or equal to 1"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_asked(world, arguments, told):
    kabar = world.site(posts=1)
    done = world.collect(*arguments)
    assert done.exit_code == 2
    assert told in " ".join(done.stderr.replace("│", " ").split())
    assert kabar.asked == []
    assert not world.data.exists()


def test_files_that_cannot_be_read_are_one_clear_line(world):
    world.site()
    missing = world.folder / "tidak-ada.txt"
    for option in ("--urls", "--outlets"):
        done = world.collect(option, str(missing))
        assert done.exit_code == 1
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"{missing}: ")
        assert "Errno" not in line


def test_outlets_of_ones_own_that_are_wrong_are_named(world):
    world.site()
    world.outlets.write_text('[[outlet]]\nname = "Kabar"\ndomain = "kabar.example"\ncms = "joomla"\n')
    done = world.collect()
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{world.outlets}: outlet 1 (kabar.example): unknown cms 'joomla'; one of ")


def test_a_list_of_addresses_is_collected_host_by_host(world):
    kabar, lain = world.site(), world.site()
    addresses = world.folder / "alamat.txt"
    lines = [
        "# dari redaksi",
        *(one.home + one.post(n).path for one in (kabar, lain) for n in (1, 2)),
        "ini bukan alamat",
    ]
    addresses.write_text("\n".join(lines))
    done = world.collect("--urls", str(addresses))
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines()[0] == f"{addresses}:6: not one web address: 'ini bukan alamat'"
    assert done.stderr.splitlines()[-1].startswith("4 new; 6 requests to 2 hosts")
    assert len(world.archived()) == 4


def test_addresses_of_several_hosts_of_one_outlet_are_one_task(world):
    kabar = world.site()
    world.outlets.write_text(
        f'[[outlet]]\nname = "Kabar"\ndomain = "0.2"\ncms = "custom"\nbase = "{kabar.home}"\n'  # of 127.0.0.2 and 127.0.0.0.2
    )
    addresses = world.folder / "alamat.txt"
    addresses.write_text(f"{kabar.home}{kabar.post(1).path}\nhttp://127.0.0.0.2/berita/2\n")
    done = world.collect("--urls", str(addresses))
    assert "0.2: 1 new, 1 failed" in done.stderr.splitlines()


def test_a_second_run_into_the_same_folder_is_refused(world):
    kabar = world.site(posts=2, lag=0.3)
    first = world.process()
    wait_until(lambda: kabar.asked)
    second = world.collect()
    assert second.exit_code == 1
    assert second.stderr.splitlines() == [
        f"{world.data}: another run works on this folder (process {first.pid}). Wait for its end, or name another folder."
    ]
    first.communicate(timeout=60)
    assert first.returncode == 0


# dry-run


def test_a_dry_run_says_whom_it_would_ask_and_asks_nobody(world):
    kabar, lain = world.site(posts=1), world.site(posts=1)
    done = world.collect("--dry-run")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "127.0.0.2",
        f"  {kabar.home}/robots.txt",
        f"  {kabar.home}/feed.xml",
        "127.0.0.3",
        f"  {lain.home}/robots.txt",
        f"  {lain.home}/feed.xml",
    ]
    assert done.stderr.splitlines() == ["2 outlets, 4 addresses to begin with; nothing was asked."]
    assert kabar.asked == lain.asked == []
    assert not world.data.exists()


def test_a_dry_run_asks_a_known_outlet_by_its_ways(world):
    done = CliRunner().invoke(app, ["collect", "--dry-run", "--outlet", "terasmaluku.com", "--since", "2024-09-01"])
    lines = done.stdout.splitlines()
    assert lines[:2] == ["terasmaluku.com", "  https://terasmaluku.com/robots.txt"]
    assert all("/wp-json/wp/v2/posts?" in line and "2024-0" in line for line in lines[2:])
    assert len(lines) > 2


def test_a_dry_run_of_a_list_names_the_robots_txt_of_its_addresses_and_prints_nothing_raw(world):
    world.site()
    addresses = world.folder / "alamat.txt"
    addresses.write_text("http://127.0.0.9:81/a\x1b]0;x\x07\u202eb\nhttps://www.127.0.0.9/b\nhttp://127.0.0.9:81/c\n")
    done = world.collect("--dry-run", "--urls", str(addresses))
    assert done.stdout.splitlines() == [
        "127.0.0.9",
        "  http://127.0.0.9:81/robots.txt",
        "  https://www.127.0.0.9/robots.txt",
        "  http://127.0.0.9:81/a ]0;x b",
        "  https://www.127.0.0.9/b",
        "  http://127.0.0.9:81/c",
    ]


# how a run ends


def wait_until(true, seconds=60.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run_and_the_next_one_goes_on(world, number):
    kabar, lain = world.site(posts=8, lag=0.02), world.site(posts=8, lag=0.02)
    running = world.process("--delay", "0.1")
    wait_until(lambda: len(kabar.asked) > 4)
    running.send_signal(number)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert told.splitlines()[-1] == "interrupted; the next run goes on."
    archived = world.archived()
    assert 0 < len(archived) < 16
    kabar.posts_asked(), lain.posts_asked()
    done = world.collect()
    assert done.exit_code == 0, done.output
    assert "adopted" not in done.stderr  # what was archived was also committed
    assert len(kabar.posts_asked()) + len(lain.posts_asked()) == 16 - len(archived)
    assert len(set(world.archived())) == len(world.archived()) == 16


def test_a_disk_that_is_full_ends_the_run_with_one_clear_line_and_the_next_one_goes_on(world):
    kabar = world.site()
    noise = random.Random(1)
    kabar.feed(*[kabar.post(number, more=f"<!-- {noise.randbytes(600_000).hex()} -->") for number in range(5)])
    most = 2 * 2**20  # of any file, as if the disk ended there
    running = world.process(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)))
    _, told = running.communicate(timeout=60)
    assert running.returncode == 1
    assert told.splitlines()[-1] == (
        f"{world.data / 'archive'}: the archive cannot grow: file too large. Make room; the next run goes on."
    )
    archived = world.archived()
    assert 1 <= len(archived) <= 3
    kabar.posts_asked()
    done = world.collect()
    assert done.exit_code == 0, done.output
    assert len(kabar.posts_asked()) == 5 - len(archived)
    assert len(set(world.archived())) == len(world.archived()) == 5


def test_a_state_that_is_damaged_is_one_clear_line(world):
    world.site(posts=1)
    world.data.mkdir()
    (world.data / "state.sqlite3").write_bytes(b"This is no database at all. " * 99)
    done = world.collect()
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{world.data / 'state.sqlite3'}: the state cannot be used")


def test_a_data_folder_that_cannot_be_made_is_one_clear_line(world):
    world.site(posts=1)
    world.data.write_text("a file")
    done = world.collect()
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(world.data) in done.stderr


# outlets


def test_outlets_are_listed_with_ones_own(world):
    world.site()
    done = outlets("list", "--outlets", world.outlets)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("127.0.0.2 ")]
    assert line.split() == ["127.0.0.2", "52", "custom", "active", "feed", "Kabar", "127.0.0.2"]
    rows = [json.loads(line) for line in outlets("list", "--json", "--outlets", world.outlets).stdout.splitlines()]
    assert len(rows) == len(done.stdout.splitlines()) > 100
    assert {"domain", "name", "province", "cms", "discover", "status"} == set(rows[0])


def test_outlets_are_checked_and_nothing_is_kept(world, monkeypatch):
    monkeypatch.chdir(world.folder)
    kabar, shut = world.site(posts=5), world.site()
    shut.pages["/feed.xml"] = shut.pages["/feed.xml"]._replace(status=403)
    options = ["--outlets", world.outlets, "--allow-private", "--delay", "0"]
    done = outlets("check", kabar.name, shut.name, *options)
    assert done.exit_code == 1
    first, second = done.stdout.splitlines()
    assert (
        first
        == f"127.0.0.2: posts found by feed, such as {kabar.home}/berita/0-santunan-bpjs-ketenagakerjaan (no day given)"
    )
    assert second == "127.0.0.3: feed does not work: status 403 (blocked); no post found"
    assert kabar.paths() == ["/feed.xml"]
    assert outlets("check", kabar.name, *options).exit_code == 0
    assert sorted(path.name for path in world.folder.iterdir()) == ["outlets.toml"]


def test_what_a_site_says_is_not_printed_raw(world):
    kabar = world.site()
    kabar.feed(Entry("/berita/\x9b2Jbpjs-ketenagakerjaan\u202e", "BPJS Ketenagakerjaan"))
    done = outlets("check", kabar.name, "--outlets", world.outlets, "--allow-private", "--delay", "0")
    assert "such as" in done.stdout
    assert "\x9b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_an_entry_is_proposed_and_added_to_a_file_once(world):
    kabar = world.site(posts=3)
    links = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    html = f"<!DOCTYPE html><html lang='id'><head><title>Kabar Dompu</title>{links}</head><body>Kabar</body></html>"
    kabar.publish("/", html.encode())
    own = world.folder / "own.toml"
    done = outlets("add", kabar.home, "--to", own, "--allow-private", "--delay", "0")
    assert done.exit_code == 0, done.output
    assert 'domain = "127.0.0.2"' in done.stdout
    assert done.stdout.strip() == own.read_text().strip()
    assert outlets("list", "--outlets", own).exit_code == 0
    again = outlets("add", kabar.home, "--to", own, "--allow-private", "--delay", "0")
    assert again.exit_code == 1
    assert (
        again.stderr.splitlines()[-1] == f"{own}: holds an outlet of the domain 127.0.0.2 already; nothing was added."
    )
    assert own.read_text().count("[[outlet]]") == 1


def test_a_file_that_an_entry_cannot_be_added_to_is_one_clear_line(world):
    kabar = world.site(posts=3)
    kabar.publish("/", b"<!DOCTYPE html><html><head><title>Kabar</title></head><body>Kabar</body></html>")
    done = outlets("add", kabar.home, "--to", world.folder, "--allow-private", "--delay", "0")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith(f"{world.folder}: ")
    assert done.exception is None or isinstance(done.exception, SystemExit)


# health


def test_health_tells_of_silent_outlets_and_sets_the_exit_code(world):
    kabar, quiet = world.site(posts=4), world.site(posts=2)  # posts of 2024: four in a year are a habit, two are none
    world.collect()
    done = world.health("--json")
    assert done.exit_code == 1
    silent, small = (json.loads(line) for line in done.stdout.splitlines())
    assert (silent["outlet"], silent["health"], silent["flagged"]) == (kabar.name, "silent", True)
    assert silent["cause"] == "it publishes nothing about the agency"
    assert (small["outlet"], small["health"], small["outcomes"]) == (quiet.name, "quiet", {"new": 2})
    table = world.health()
    assert table.exit_code == 1
    assert "it publishes nothing about the agency" in table.stdout
    assert len([line for line in table.stdout.splitlines() if "127.0.0." in line]) == 2


def test_health_of_outlets_of_which_none_is_flagged_is_exit_code_0(world):
    world.site(posts=1)
    world.collect()
    done = world.health()
    assert done.exit_code == 0
    assert len(world.health("--all", "--json").stdout.splitlines()) > 100


def test_health_shows_reasons_of_strangers_as_they_are_and_never_raw(world):
    kabar = world.site()
    kabar.pages["/feed.xml"] = kabar.pages["/feed.xml"]._replace(headers=(("Content-Type", "image/[/b]\x9b2Jx"),))
    world.collect()
    done = world.health()
    assert done.exit_code == 1
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert "image/[/b]" in done.stdout
    assert "\x9b" not in done.stdout


def test_health_without_a_state_says_how_to_make_one(world):
    world.site()
    done = world.health()
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"{world.data / 'state.sqlite3'}: there is no state yet. `extractor collect --data {world.data}` makes one."
    ]
    assert not world.data.exists()
