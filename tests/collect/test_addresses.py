"""Addresses: which may be asked, and what counts as one host."""

from __future__ import annotations

import socket

import pytest

from extractor.collect.addresses import Guard, UnsafeAddress, host_key, is_public, read_target, system_addresses
from extractor.collect.model import CollectError, Outcome


@pytest.mark.parametrize("address", ["8.8.8.8", "103.28.12.4", "2606:4700::6810:84e5", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.254",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "203.0.113.5",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "kabar.example",
        "",
    ],
)
def test_all_others_are_not(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://kabar.example/a", "kabar.example"),
        ("http://WWW.Kabar.example:80/a#b", "kabar.example"),
        ("https://www.kabar.example:443", "kabar.example"),
        ("https://kabar.example./a", "kabar.example"),
        ("http://kabar.example:8080/a", "kabar.example:8080"),
        ("https://m.kabar.example/", "m.kabar.example"),
        ("http://[2606:4700::1]:81/", "[2606:4700::1]:81"),
        ("https://kabár.example/", "xn--kabr-7na.example"),
    ],
)
def test_schemes_and_www_make_no_other_host_but_ports_do(url, host):
    assert host_key(url) == host


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://kabar.example/a",
        "gopher://kabar.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:redaksi@kabar.example",
        "kabar.example/a",
        "/a",
        "",
        "http://",
        "http:///a",
        "http://user@kabar.example/",
        "http://user:pass@kabar.example/",
        "http://kabar.example@127.0.0.1/",
        "http://kabar.example:0/",
        "http://kabar.example:99999/",
        "http://kabar.example:x/",
        "http://[::1/",
        "http://kabar.example/a\r\nX-Y: 1",
    ],
)
def test_what_is_no_plain_web_address_is_unsafe(url):
    with pytest.raises(CollectError) as caught:
        read_target(url)
    assert caught.value.outcome is Outcome.UNSAFE
    assert caught.value.url == url


def test_robots_txt_is_that_of_the_very_host_and_port():
    assert read_target("https://www.kabar.example:8443/a?b").robots == "https://www.kabar.example:8443/robots.txt"
    assert read_target("http://kabar.example:80/a").robots == "http://kabar.example/robots.txt"
    assert read_target("http://[::1]/a").robots == "http://[::1]/robots.txt"


def test_of_several_addresses_only_the_public_ones_are_connected_to():
    guard = Guard(resolve=lambda name, port: ["127.0.0.1", "103.28.12.4", "::1"])
    assert guard.addresses("kabar.example", 80) == ["103.28.12.4"]


def test_a_name_that_leads_home_is_unsafe_unless_that_is_allowed():
    with pytest.raises(UnsafeAddress, match=r"kabar\.example leads to 192\.168\.0\.7"):
        Guard(resolve=lambda name, port: ["192.168.0.7"]).addresses("kabar.example", 80)
    allowing = Guard(allow_private=True, resolve=lambda name, port: ["192.168.0.7"])
    assert allowing.addresses("kabar.example", 80) == ["192.168.0.7"]


@pytest.mark.parametrize("name", ["127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "localhost", "::1"])
def test_other_spellings_of_loopback_are_seen_through(name):
    with pytest.raises((UnsafeAddress, socket.gaierror)):
        Guard().addresses(name, 80)


def test_what_a_proxy_would_look_up_is_checked_where_it_can_be():
    def unknown(name: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    Guard(resolve=unknown).check("kabar.example", 80)
    Guard(resolve=lambda name, port: ["103.28.12.4"]).check("kabar.example", 80)
    with pytest.raises(UnsafeAddress):
        Guard(resolve=lambda name, port: ["103.28.12.4", "10.0.0.1"]).check("kabar.example", 80)


def test_a_name_that_cannot_be_one_leads_nowhere():
    with pytest.raises(socket.gaierror):
        system_addresses("a" * 70 + ".example", 80)
