"""Files that pages need, served by the program itself under addresses that change with their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

PREFIX: Final = "/static"
_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file: its content, type, and the address that names this very content."""

    content: bytes
    type: str
    address: str


@cache
def assets() -> MappingProxyType[str, Asset]:
    """All files by their names below `static/`: only what is in here is ever served, whatever an address says."""
    found = {}
    for name, file in _below(files("extractor.serve").joinpath("static"), ""):
        kind = _TYPES.get(name.rpartition(".")[2])
        if kind is not None:
            content = file.read_bytes()
            found[name] = Asset(content, kind, f"{PREFIX}/{hashlib.sha256(content).hexdigest()[:16]}/{name}")
    return MappingProxyType(found)


@cache
def by_address() -> MappingProxyType[str, Asset]:
    """The files by their addresses."""
    return MappingProxyType({one.address: one for one in assets().values()})


def address_of(name: str) -> str:
    """The address of a file.

    Raises:
        KeyError: there is none of that name.
    """
    return assets()[name].address


def _below(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found = []
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        name = f"{prefix}{one.name}"
        found += _below(one, f"{name}/") if one.is_dir() else [(name, one)]
    return found
