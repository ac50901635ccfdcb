"""The registry of outlets: what ships, what a file of one's own changes, and what is refused with which words."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from extractor.knowledge.outlets import FAMILIES, WAYS, Outlet, Status, name_key, outlets, provinces, registry_with

SURVEY = Path(__file__).parents[2].parent / "shared" / "notes" / "outlets.tsv"


@pytest.fixture
def own(tmp_path):
    def write(text):
        path = tmp_path / "sendiri.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_what_ships_holds_no_outlet_twice_and_nothing_unknown():
    listed = list(outlets())
    assert len({one.domain for one in listed}) == len({name_key(one.name) for one in listed}) == len(listed)
    for one in listed:
        assert one.cms in FAMILIES
        assert set(one.discover) <= WAYS
        assert one.province is None or one.province in provinces()
        assert not one.home.endswith("/")
        assert one.domain in one.home


def test_every_province_with_posts_has_an_outlet():
    assert set(provinces()) - {one.province for one in outlets()} == {"95"}  # none was seen from Papua Pegunungan


def test_every_outlet_of_the_survey_is_in_the_registry():
    if not SURVEY.exists():
        pytest.skip("the survey of outlets (shared/notes/outlets.tsv) is not beside this checkout")
    with SURVEY.open(encoding="utf-8", newline="") as file:
        domains = [row["domain"].removeprefix("www.") for row in csv.DictReader(file, delimiter="\t")]
    known = {one.domain for one in outlets()}
    assert len(domains) == 119
    assert [domain for domain in domains if domain not in known] == []


def test_an_entry_of_ones_own_changes_what_it_says_and_no_more(own):
    path = own('[[outlet]]\ndomain = "terasmaluku.com"\nstatus = "closed"\nsince = 2025-01-31\n')
    changed, shipped = registry_with(path).by_domain("terasmaluku.com"), outlets().by_domain("terasmaluku.com")
    assert (changed.name, changed.province, changed.cms) == (shipped.name, shipped.province, shipped.cms)
    assert (changed.status, changed.since, changed.asked) == (Status.CLOSED, date(2025, 1, 31), False)
    assert shipped.asked
    assert len(registry_with(path)) == len(outlets())


def test_a_new_outlet_of_ones_own_is_added(own):
    path = own(
        '[[outlet]]\nname = "Kabar"\ndomain = "kabar.example"\nprovince = "95"\ncms = "custom"\naliases = ["Kabar Wamena"]\n'
        'discover = ["feed", "listing"]\nall_ways = true\nbase = "http://www.kabar.example:8080/berita"\n'
        'feed = "/rss?q={query}&p={page}"\nsearch = "https://cari.kabar.example/{slug}"\nsitemap = "/peta.xml"\n'
    )
    registry = registry_with(path)
    assert len(registry) == len(outlets()) + 1
    assert registry.by_name("KABAR WAMENA") == Outlet(
        name="Kabar",
        domain="kabar.example",
        province="95",
        cms="custom",
        aliases=("Kabar Wamena",),
        discover=("feed", "listing"),
        all_ways=True,
        base="http://www.kabar.example:8080/berita",
        feed="/rss?q={query}&p={page}",
        search="https://cari.kabar.example/{slug}",
        sitemap="/peta.xml",
    )


def test_an_empty_file_changes_nothing(own):
    assert list(registry_with(own("# nanti\n"))) == list(outlets())


GOOD = 'name = "Kabar"\ndomain = "kabar.example"\nprovince = "81"\ncms = "wordpress"\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (GOOD.replace("wordpress", "geocities"), r"outlet 1 \(kabar.example\): unknown cms 'geocities'; one of antara"),
        (GOOD.replace("81", "99"), "unknown province '99'; use the Kemendagri code"),
        (GOOD + 'discover = ["feed", "telepati"]', "unknown way telepati; one of blogger"),
        (GOOD + 'status = "libur"', "unknown status 'libur'; one of active"),
        (GOOD + 'provinsi = "81"', "unknown key provinsi; known are name"),
        (GOOD.replace('name = "Kabar"\n', ""), "name missing"),
        (GOOD + "all_ways = 1", "all_ways = 1 is not"),
        (GOOD + 'since = "kemarin"', "since = 'kemarin' is not"),
        (GOOD + 'aliases = "Kabar Kita"', "aliases = 'Kabar Kita' is not"),
        (GOOD + "aliases = [1]", "aliases = "),
        (GOOD + 'base = "kabar.example"', "base = 'kabar.example' is no web address"),
        (GOOD + 'base = "https://kabar.example/"', "without a slash at its end"),
        (GOOD + 'feed = "rss.xml"', "feed = 'rss.xml' begins neither"),
        (GOOD + 'search = "/?s={kata}"', "search: unknown {kata}"),
        (GOOD.replace("kabar.example", "https://Kabar.example"), "the domain is a bare host name"),
        (GOOD.replace("kabar.example", "www.kabar.example"), "the domain is a bare host name"),
        ('name = "Kabar"', "outlet 1 (Kabar): no domain"),
        (GOOD + f"[[outlet]]\n{GOOD}", r"outlet 2 \(kabar.example\): listed twice; first as .*outlet 1"),
        (GOOD.replace("Kabar", "Teras Maluku"), "the name 'terasmaluku' is that of"),
    ],
)
def test_a_wrong_entry_is_refused_with_file_entry_and_reason(own, text, complaint):
    path = own(f"[[outlet]]\n{text}")
    with pytest.raises(
        ValueError, match=complaint.replace("(Kabar)", r"\(Kabar\)").replace("{kata}", r"\{kata\}")
    ) as error:
        registry_with(path)
    assert str(error.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[outlet]\n", "not TOML"),
        ('[outlet]\nname = "Kabar"', "may hold"),
        ('outlet = ["Kabar"]', "may hold"),
        ("[[outlets]]\n", "holds outlets"),
    ],
)
def test_a_file_that_is_no_registry_is_refused(own, text, complaint):
    with pytest.raises(ValueError, match=complaint):
        registry_with(own(text))


def test_a_missing_file_is_an_error_of_its_own(tmp_path):
    with pytest.raises(FileNotFoundError):
        registry_with(tmp_path / "tidak-ada.toml")
