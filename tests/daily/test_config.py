"""The configuration of the daily run: what a stranger writes, and what is told of mistakes."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.collect.model import Window
from extractor.daily.config import ConfigError, ConfigFile, read_config, template
from extractor.knowledge.asked_areas import UnknownAreaError, areas_asked
from extractor.knowledge.outlets import outlets

EXAMPLES = {"outlets_file": "outlets.toml", "since": date(2026, 1, 1), "contact": "redaksi@kantor.example"}
"""Keys that have no default; the template shows how they look."""


@pytest.fixture
def told(tmp_path):
    """What is told of a file with this text, without its path."""

    def tell(text):
        path = tmp_path / "news.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError) as caught:
            read_config(path)
        return [line.replace(str(tmp_path) + "/", "") for line in caught.value.lines]

    return tell


@pytest.fixture
def read(tmp_path):
    """A file with this text, read."""

    def reading(text=""):
        path = tmp_path / "news.toml"
        path.write_text(text, encoding="utf-8")
        return read_config(path)

    return reading


# what `init` writes


def test_init_writes_a_file_that_daily_reads_and_never_touches_one_that_is_there(tmp_path):
    file = tmp_path / "kantor.toml"
    done = CliRunner().invoke(app, ["init", str(file)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"-> {file}; look through it, then: extractor daily --config {file}\n"
    read_config(file)
    file.write_text("mine")
    again = CliRunner().invoke(app, ["init", str(file)])
    assert again.exit_code == 1
    assert again.stderr.startswith(f"{file}: is there already")
    assert file.read_text() == "mine"


def test_init_names_the_file_it_cannot_write(tmp_path):
    (tmp_path / "a").touch()
    done = CliRunner().invoke(app, ["init", str(tmp_path / "a" / "news.toml")])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{tmp_path / 'a' / 'news.toml'}: cannot be written")


def test_the_file_of_init_says_what_holds_without_it(read):
    assert read(template()) == read("")


def test_every_key_stands_in_the_file_of_init_with_its_default():
    shown = tomllib.loads(re.sub(r"(?m)^# (\w+ = )", r"\1", template()))
    defaults = ConfigFile().model_dump()
    for table, keys in defaults.items():
        assert list(shown[table]) == list({**dict.fromkeys(shown[table]), **keys}), table
        assert {key: shown[table][key] for key in keys} == {**keys, **{k: v for k, v in EXAMPLES.items() if k in keys}}
    assert set(shown) == set(defaults)
    ConfigFile.model_validate(shown)


# what is read


def test_paths_are_meant_from_the_folder_of_the_file(read, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/rumah")
    found = read('[paths]\ndata = "arsip"\nstore = "/srv/news.db"\ndigests = "~/kabar"\n')
    assert (found.data, found.store, found.digests) == (tmp_path / "arsip", Path("/srv/news.db"), Path("/rumah/kabar"))


def test_outlets_are_those_that_may_be_asked_or_those_named(read, tmp_path):
    assert set(read().outlets) == {one for one in outlets() if one.asked}
    (tmp_path / "own.toml").write_text('[[outlet]]\nname = "Kabar"\ndomain = "kabar.example"\ncms = "wordpress"\n')
    found = read('[collect]\noutlets_file = "own.toml"\noutlets = ["www.kabar.example", "terasmaluku.com"]\n')
    assert [one.domain for one in found.outlets] == ["kabar.example", "terasmaluku.com"]


def test_the_first_day_is_given_or_counted_back(read):
    today = date(2026, 11, 22)
    assert read("[collect]\ndays_back = 10\n").window(today) == Window(since=date(2026, 11, 12))
    assert read("[collect]\ndays_back = 10\nsince = 2026-01-01\n").window(today) == Window(since=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Maluku", ("81",)),
        ("Kalteng", ("62",)),
        ("Gorontalo", ("75",)),  # the province, in which regency and city lie
        ("Kota Gorontalo", ("75.71",)),
        ("Bogor", ("32.71", "32.01")),  # city and regency
        ("Kab. Bogor", ("32.01",)),
        ("Kotabaru", ("63.02",)),
        ("palangkaraya", ("62.71",)),
        ("62.02", ("62.02",)),
    ],
)
def test_areas_of_interest_are_named_as_people_name_them(name, codes):
    assert tuple(area.code for area in areas_asked(name)) == codes


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Bogr", "Bogr: no province, regency or city of that name; meant is perhaps Kabupaten Bogor, Kota Bogor"),
        ("Kota Dompu", "Kota Dompu: no province, regency or city of that name; meant is perhaps Kabupaten Dompu"),
        ("99.01", "99.01: no code of a province, regency or city (such as 62 or 62.02)"),
        ("62.71.01", "62.71.01: no code of a province, regency or city (such as 62 or 62.02)"),  # a district
        ("Zzz", "Zzz: no province, regency or city of that name; give it as Kemendagri prints it, or its code"),
    ],
)
def test_an_area_that_is_not_known_is_told_with_the_nearest(name, told):
    with pytest.raises(UnknownAreaError) as caught:
        areas_asked(name)
    assert str(caught.value).startswith(told)


# what is told


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[collect]\n\noutlet = 'all'\n", "news.toml:3: [collect] outlet: no such key; meant is perhaps outlets"),
        ("areas = ['Bali']\n", "news.toml:1: [areas]: belongs under [digest]."),
        ("[colect]\n", "news.toml:1: [colect]: no such table; meant is perhaps collect"),
        ("[collect]\ndelay = '2'\n", "news.toml:2: [collect] delay: Input should be a valid number; it is '2'."),
        ("[collect]\ndelay = -1\n", "news.toml:2: [collect] delay: Input should be greater than or equal to 0"),
        ("[collect]\ndelay = inf\n", "news.toml:2: [collect] delay: Input should be a finite number"),
        ("[collect]\nkeywords = []\n", "news.toml:2: [collect] keywords: List should have at least 1 item"),
        ("[collect]\nkeywords = [' ']\n", "news.toml:2: [collect] keywords: holds no word"),
        ("[collect]\ncontact = 'a b'\n", "news.toml:2: [collect] contact: give a mail or web address, without spaces"),
        ("[collect]\nsince = '2026-01-01'\n", "news.toml:2: [collect] since: Input should be a valid date"),
        (
            "[digest]\nformats = ['pdf']\n",
            "news.toml:2: [digest] formats: Input should be 'terminal', 'markdown', 'html' or 'mail'",
        ),
        ("[digest]\nareas = ['Bogr']\n", "news.toml:2: [digest] areas: Bogr: no province, regency or city"),
        ("[extract]\nmodel = 'none'\n", "news.toml:2: [extract] model: none: there is no such folder"),
        (
            "[collect]\noutlets = ['terasmaluk.com']\n",
            "news.toml:2: [collect] outlets: terasmaluk.com: no outlet of that",
        ),
        ("[collect]\noutlets_file = 'a.toml'\n", "news.toml:2: [collect] outlets_file: a.toml: No such file"),
        ("[collect\n", "news.toml: not TOML: "),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_may_be_meant(told, text, line):
    (found,) = told(text)
    assert found.startswith(line)


def test_all_mistakes_are_told_at_once(told):
    found = told("[digest]\nareas = ['Bogr', 'Dmpu']\n[collect]\noutlets = ['a.example']\n")
    assert [line.split(": ")[0] for line in found] == ["news.toml:4", "news.toml:2", "news.toml:2"]
    assert [line.split(": ")[0] for line in told("[a]\n[paths]\nstor = 1\ndata = 2\n")] == [
        "news.toml:4",
        "news.toml:3",
        "news.toml:1",
    ]


def test_the_nearest_outlet_is_named(told):
    assert "terasmaluku.com" in told("[collect]\noutlets = ['terasmaluk.com']\n")[0]


@pytest.mark.parametrize("content", [None, b"\xff\xfe", "folder"])
def test_a_file_that_cannot_be_read_is_one_line_and_exit_code_2(tmp_path, content):
    path = tmp_path / "news.toml"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    done = CliRunner().invoke(app, ["daily", "--config", str(path)])
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{path}: ")
    assert ("`extractor init` writes one." in line) == (content is None)
    assert [one.name for one in tmp_path.iterdir() if one != path] == []
