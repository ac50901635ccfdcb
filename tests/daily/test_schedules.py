"""The schedules that docs/schedules shows: tried as cron and systemd would run them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys

import pytest


@pytest.fixture
def schedules(root):
    return root / "docs" / "schedules"


@pytest.fixture
def installed(world, worlds):
    """A home with ~/news as the schedules expect it: the program in .venv, its configuration beside it."""
    world.folder = world.folder / "news"
    (world.folder / ".venv" / "bin").mkdir(parents=True)
    program = world.folder / ".venv" / "bin" / "extractor"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m extractor "$@"\n')
    program.chmod(0o755)
    world.config, world.outlets = world.folder / "news.toml", world.folder / "outlets.toml"
    world.data, world.store = world.folder / "data", world.folder / "data" / "news.db"
    world.site(worlds.texts()[0])
    return world


def run_bare(command, home):
    """As cron does: hardly any environment, another folder."""
    return subprocess.run(
        ["env", "-i", f"HOME={home}", "PATH=/usr/bin:/bin", "sh", "-c", command],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_line_for_cron_does_the_daily_run_and_says_nothing_on_a_good_day(schedules, installed):
    (line,) = [one for one in (schedules / "crontab").read_text().splitlines() if one and not one.startswith("#")]
    found = re.fullmatch(r"(\d+|\*) (\d+|\*) \* \* \* ([^%]+)", line)  # cron takes % for the end of a line
    done = run_bare(found[3], installed.folder.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert installed.one("SELECT count(*) FROM articles") == 1
    assert installed.one("SELECT command FROM runs") == "daily --config news.toml --quiet"


def test_the_service_runs_what_it_says_in_the_folder_that_it_may_write_to(schedules, installed):
    unit = (schedules / "news.service").read_text().replace("/srv/news", str(installed.folder))
    said = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))
    done = run_bare(f"cd {said['WorkingDirectory']} && {said['ExecStart']}", "/nonexistent")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert installed.one("SELECT count(*) FROM articles") == 1
    assert said["ReadWritePaths"] == str(installed.folder)  # and everything was written there
    assert {one.name for one in installed.folder.parent.iterdir()} == {"news"}


def test_the_service_tries_again_after_the_exit_codes_that_may_pass(schedules):
    from extractor.daily.running import Code

    unit = (schedules / "news.service").read_text()
    well = {*re.search(r"(?m)^SuccessExitStatus=(.*)$", unit)[1].split(), "0"}
    not_again = {*re.search(r"(?m)^RestartPreventExitStatus=(.*)$", unit)[1].split()}
    assert "Restart=on-failure\n" in unit
    assert {str(int(code)) for code in Code} - well - not_again == {str(int(Code.STAGE_FAILED)), str(int(Code.BUSY))}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
def test_systemd_finds_nothing_wrong_with_service_and_timer(schedules, installed, tmp_path):
    folder = tmp_path / "units"
    folder.mkdir()
    for name in ("news.service", "news.timer"):
        (folder / name).write_text((schedules / name).read_text().replace("/srv/news", str(installed.folder)))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *map(str, sorted(folder.iterdir()))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = [line for line in (done.stdout + done.stderr).splitlines() if "news." in line]
    assert told == []
    assert done.returncode == 0, done.stderr
    when = re.search(r"(?m)^OnCalendar=(.*)$", (schedules / "news.timer").read_text())[1]
    calendar = subprocess.run(["systemd-analyze", "calendar", when], capture_output=True, text=True, check=False)
    assert calendar.returncode == 0, calendar.stderr
