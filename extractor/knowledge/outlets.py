"""Outlets and provinces: who publishes where, under which name and domain, in which time zone.

The facts are data: `outlets/<province>.toml` holds the outlets of one province, `outlets/_provinces.toml` the provinces.
An outlet's time zone is that of its province; an outlet without a province writes for the whole country and keeps
Jakarta's time (WIB).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta, timezone
from enum import Enum
from functools import cache
from importlib.resources import files

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
    """A news site: `domain` without "www.", `province` the Kemendagri code or `None` for a national outlet."""

    name: str
    domain: str
    province: str | None
    cms: str
    aliases: tuple[str, ...] = ()

    @property
    def zone(self) -> Zone:
        """The time zone its clock keeps."""
        return Zone.WIB if self.province is None else provinces()[self.province].zone


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
    found: list[Outlet] = []
    folder = files("extractor.knowledge") / "outlets"
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml") or entry.name.startswith("_"):
            continue
        for row in tomllib.loads(entry.read_text(encoding="utf-8"))["outlet"]:
            aliases = tuple(row.get("aliases", ()))
            found.append(Outlet(row["name"], row["domain"], row.get("province"), row["cms"], aliases))
    return OutletRegistry(found, provinces())
