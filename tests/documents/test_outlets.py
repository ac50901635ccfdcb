"""The outlet registry: what is in it, and what it refuses."""

from __future__ import annotations

from collections import Counter

import pytest

from extractor.knowledge.outlets import Outlet, OutletRegistry, Zone, host_of, outlets, provinces


def test_every_province_has_its_outlets_listed_once_and_right():
    registry = outlets()
    listed = list(registry)
    assert len(registry) >= 119
    assert max(Counter(outlet.domain for outlet in listed).values()) == 1
    assert {outlet.province for outlet in listed} - {None} <= set(provinces())


def test_all_38_provinces_have_a_code_a_name_and_a_zone():
    assert len(provinces()) == 38
    assert provinces()["62"].name == "Kalimantan Tengah"
    zones = Counter(province.zone for province in provinces().values())
    assert zones == {Zone.WIB: 18, Zone.WITA: 12, Zone.WIT: 8}


def outlet(domain="kabar.example", province="62", cms="wordpress", name="Kabar Example"):
    return Outlet(name, domain, province, cms)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ([outlet(), outlet(name="Lain")], "listed twice"),
        ([outlet(province="99")], "unknown province"),
        ([outlet(cms="geocities")], "unknown cms"),
        ([outlet(), outlet(domain="lain.example")], "the name"),
    ],
)
def test_contradictions_in_the_data_are_refused(wrong, complaint):
    with pytest.raises(ValueError, match=complaint):
        OutletRegistry(wrong, provinces())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.radarsampit.com/berita/judul.html", "Radar Sampit"),
        ("iklan.riaupos.co", "Riau Pos"),
        ("https://kepri.antaranews.com/amp/berita/1/judul", "ANTARA News Kepri"),
        ("https://user@m.radarsampit.com:8080/x?y", "Radar Sampit"),
        ("https://kabar.example/x", None),
        ("", None),
    ],
)
def test_an_address_finds_its_outlet(address, name):
    found = outlets().by_domain(address)
    assert (found.name if found else None) == name


@pytest.mark.parametrize("printed", ["RADAR SAMPIT", "Radarsampit", "radarsampit.com", "www.RadarSampit.com"])
def test_a_printed_name_finds_its_outlet(printed):
    assert outlets().by_name(printed).domain == "radarsampit.com"


def test_the_zone_of_an_outlet_is_its_provinces():
    assert outlets().by_name("Radar Sampit").zone is Zone.WIB
    assert outlets().by_domain("klikkalsel.com").zone is Zone.WITA
    assert outlets().by_domain("terasmaluku.com").zone is Zone.WIT
    assert outlets().by_domain("jpnn.com").zone is Zone.WIB  # national


def test_hosts_are_bare():
    assert host_of("https://www.Kabar.Example:443/a") == "kabar.example"
    assert host_of("//amp.kabar.example/a") == "kabar.example"
    assert host_of("kabar.example") == "kabar.example"
