"""Outlets and provinces: who publishes where, under which name and domain, in which time zone, and how its posts are found.

The facts are data: `outlets/<province>.toml` holds the outlets of one province, `outlets/_provinces.toml` the provinces.
An outlet's time zone is that of its province; an outlet without a province writes for the whole country and keeps
Jakarta's time (WIB). A file of one's own, in the same form, changes entries and adds some (`registry_with`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from enum import Enum, StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

FAMILIES = frozenset(
    {
        "antara",
        "bisnis",
        "blogger",
        "custom",
        "disway",
        "drupal",
        "inews",
        "jpnn",
        "merdeka",
        "promedia",
        "tribun",
        "viva",
        "wordpress",
    }
)
"""The CMS families an outlet may belong to; `custom` is one of a kind."""

WAYS = frozenset({"wordpress", "feed", "sitemap", "blogger", "listing"})
"""The ways in which an outlet's posts are found (`extractor.collect.discovery`)."""


class Status(StrEnum):
    """How an outlet stands towards us."""

    ACTIVE = "active"
    SILENT = "silent"  # answers, but has published nothing for long
    CLOSED = "closed"  # is no more
    REFUSES = "refuses"  # does not want to be read by programs


class Zone(Enum):
    """The three Indonesian time zones; the value is the offset from UTC in hours."""

    WIB = 7
    WITA = 8
    WIT = 9

    @property
    def tz(self) -> timezone:
        """The zone as a fixed offset; Indonesia keeps no summer time."""
        return timezone(timedelta(hours=self.value), self.name)


@dataclass(frozen=True, slots=True)
class Province:
    """A province with its two-digit Kemendagri code, the short forms of the press ("Kalteng"), and its time zone."""

    code: str
    name: str
    zone: Zone
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news site.

    Attributes:
        name: as printed.
        domain: without "www.".
        province: the Kemendagri code, or `None` for a national outlet.
        cms: one of `FAMILIES`.
        aliases: other names it is printed under.
        discover: the ways to find its posts, in the order to try them; empty for those of its family.
        all_ways: go every way, not only the first that works.
        status: whether it still publishes and may be read.
        since: the day from which `status` holds, where known.
        base: where it is asked, without a slash at the end, if not at `https://DOMAIN`.
        feed: address of its feed, instead of the family's; may hold `{query}` and `{page}`.
        sitemap: address of its sitemap or index of sitemaps.
        search: address of its search page; may hold `{query}`, `{slug}` and `{page}`.
    """

    name: str
    domain: str
    province: str | None
    cms: str
    aliases: tuple[str, ...] = ()
    discover: tuple[str, ...] = ()
    all_ways: bool = False
    status: Status = Status.ACTIVE
    since: date | None = None
    base: str | None = None
    feed: str | None = None
    sitemap: str | None = None
    search: str | None = None

    @property
    def zone(self) -> Zone:
        """The time zone its clock keeps."""
        return Zone.WIB if self.province is None else provinces()[self.province].zone

    @property
    def home(self) -> str:
        """Scheme and host that its addresses begin with."""
        return self.base or f"https://{self.domain}"

    @property
    def asked(self) -> bool:
        """Is it to be asked for posts at all?"""
        return self.status in (Status.ACTIVE, Status.SILENT)


class OutletRegistry:
    """All known outlets, looked up by domain or by name.

    Raises:
        ValueError: for two outlets of one domain or name, an unknown province code or an unknown CMS family.
    """

    def __init__(self, outlets: Iterable[Outlet], known_provinces: Mapping[str, Province]) -> None:
        self._by_domain: dict[str, Outlet] = {}
        self._by_name: dict[str, Outlet] = {}
        for outlet in outlets:
            if outlet.province is not None and outlet.province not in known_provinces:
                raise ValueError(f"{outlet.domain}: unknown province {outlet.province!r}; use the Kemendagri code")
            if outlet.cms not in FAMILIES:
                raise ValueError(f"{outlet.domain}: unknown cms {outlet.cms!r}; one of {', '.join(sorted(FAMILIES))}")
            if outlet.domain in self._by_domain:
                raise ValueError(f"{outlet.domain}: listed twice")
            self._by_domain[outlet.domain] = outlet
            for key in {name_key(name) for name in (outlet.name, outlet.domain, *outlet.aliases)}:
                if self._by_name.setdefault(key, outlet) is not outlet:
                    raise ValueError(f"{outlet.domain}: the name {key!r} is that of {self._by_name[key].domain} too")

    def __len__(self) -> int:
        return len(self._by_domain)

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self._by_domain.values())

    def by_domain(self, address: str) -> Outlet | None:
        """The outlet of a URL or host name; a subdomain belongs to the nearest listed domain above it."""
        host = host_of(address)
        while host:
            if host in self._by_domain:
                return self._by_domain[host]
            _, _, host = host.partition(".")
        return None

    def by_name(self, name: str) -> Outlet | None:
        """The outlet of a printed name ("RADAR SAMPIT", "radarsampit.com"); capitals, spaces and dots do not matter."""
        return self._by_name.get(name_key(name))


def name_key(name: str) -> str:
    """What two spellings of one outlet's name share: lower-case letters and digits, "www." and the like dropped."""
    return re.sub(r"[\W_]+", "", name.casefold().removeprefix("www."))


def host_of(address: str) -> str:
    """Host name of a URL or of a bare "host/path", lower case, without port, "www.", "m." and "amp."; "" if none."""
    host = re.sub(r"^\w+:", "", address.strip()).lstrip("/")
    host = re.split(r"[/?#]", host, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].casefold()
    return re.sub(r"^(?:(?:www\d?|m|amp|mobile)\.)+(?=[^.]+\.)", "", host)


@cache
def provinces() -> Mapping[str, Province]:
    """The provinces by their Kemendagri code, in code order."""
    text = (files("extractor.knowledge") / "outlets" / "_provinces.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["province"]
    return {
        row["code"]: Province(row["code"], row["name"], Zone[row["zone"]], tuple(row.get("short", ()))) for row in rows
    }


@cache
def outlets() -> OutletRegistry:
    """The outlets that the project knows.

    Raises:
        ValueError: when the data files contradict themselves (`OutletRegistry`).
    """
    return OutletRegistry([_outlet(row, said) for said, row in _shipped()], provinces())


def registry_with(more: Path) -> OutletRegistry:
    """The outlets that the project knows, changed and extended by a file in the form of `outlets/*.toml`.

    An entry whose domain is known replaces the keys it holds of the known entry; any other is a new outlet.

    Raises:
        OSError: if the file cannot be read.
        ValueError: names the file, the entry and what is wrong with it.
    """
    known = {row["domain"]: (said, row) for said, row in _shipped()}
    own: dict[str, str] = {}
    for said, row in _rows(more.read_text(encoding="utf-8"), str(more)):
        domain = row.get("domain")
        if not isinstance(domain, str):
            raise ValueError(f"{said}: no domain; an entry needs one")
        if domain in own:
            raise ValueError(f"{said}: listed twice; first as {own[domain]}")
        own[domain] = said
        known[domain] = (said, {**known[domain][1], **row} if domain in known else row)
    found = [_outlet(row, said) for said, row in known.values()]
    try:
        return OutletRegistry(found, provinces())
    except ValueError as error:
        raise ValueError(f"{more}: {error}") from None


def _shipped() -> Iterator[tuple[str, dict[str, Any]]]:
    """What names an entry in an error, and the entry."""
    folder = files("extractor.knowledge") / "outlets"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml") and not entry.name.startswith("_"):
            yield from _rows(entry.read_text(encoding="utf-8"), entry.name)


def _rows(text: str, file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{file}: not TOML: {error}") from None
    rows = data.pop("outlet", [])
    if data or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(
            f"{file}: holds {', '.join(data) or 'no list of outlets'}; it may hold [[outlet]] entries only"
        )
    for number, row in enumerate(rows, 1):
        yield f"{file}: outlet {number} ({row.get('domain') or row.get('name') or 'no domain'})", row


_KEYS: dict[str, type | tuple[type, ...]] = {
    "name": str,
    "domain": str,
    "province": str,
    "cms": str,
    "aliases": list,
    "discover": list,
    "all_ways": bool,
    "status": str,
    "since": date,
    "base": str,
    "feed": str,
    "sitemap": str,
    "search": str,
}
_PLACES = frozenset({"query", "slug", "page"})


def _outlet(row: Mapping[str, Any], said: str) -> Outlet:
    """The outlet of an entry; a `ValueError` begins with `said`, which names file and entry."""
    if unknown := set(row) - set(_KEYS):
        raise ValueError(f"{said}: unknown key {', '.join(sorted(unknown))}; known are {', '.join(_KEYS)}")
    if missing := [key for key in ("name", "domain", "cms") if key not in row]:
        raise ValueError(f"{said}: {', '.join(missing)} missing")
    for key, value in row.items():
        strings = not isinstance(value, list) or all(isinstance(one, str) and one for one in value)
        if not isinstance(value, _KEYS[key]) or value == "" or not strings:
            raise ValueError(f"{said}: {key} = {value!r} is not what it should be")
    ways, status, province = row.get("discover", ()), row.get("status", Status.ACTIVE), row.get("province")
    if wrong := [way for way in ways if way not in WAYS]:
        raise ValueError(f"{said}: unknown way {', '.join(wrong)}; one of {', '.join(sorted(WAYS))}")
    if status not in set(Status):
        raise ValueError(f"{said}: unknown status {status!r}; one of {', '.join(Status)}")
    if province is not None and province not in provinces():
        raise ValueError(f"{said}: unknown province {province!r}; use the Kemendagri code")
    if row["cms"] not in FAMILIES:
        raise ValueError(f"{said}: unknown cms {row['cms']!r}; one of {', '.join(sorted(FAMILIES))}")
    if host_of(row["domain"]) != row["domain"] or "." not in row["domain"]:
        raise ValueError(f"{said}: the domain is a bare host name in small letters, without www.")
    if not re.fullmatch(r"https?://[^/?#\s]+(?:/[^?#\s]*[^/?#\s])?", row.get("base", "https://a.b")):
        raise ValueError(f"{said}: base = {row['base']!r} is no web address without a slash at its end")
    for key in ("feed", "sitemap", "search"):
        _check_address(row.get(key, "/"), key, said)
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Outlet(**{"province": None, **given, "status": Status(status)})


def _check_address(address: str, key: str, said: str) -> None:
    if not re.match(r"https?://[^/]|/", address):
        raise ValueError(f"{said}: {key} = {address!r} begins neither with https:// nor with a slash")
    if wrong := set(re.findall(r"\{(.*?)\}", address)) - _PLACES:
        raise ValueError(
            f"{said}: {key}: unknown {{{'}, {'.join(sorted(wrong))}}}; known are {{query}}, {{slug}}, {{page}}"
        )
