"""The data files of this room."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Content of `extractor/digest/NAME`; read once a process.

    Raises:
        FileNotFoundError: if the package holds no such file.
        tomllib.TOMLDecodeError: if the file is not TOML.
    """
    return tomllib.loads(files("extractor.digest").joinpath(name).read_text(encoding="utf-8"))


def most(what: str) -> int:
    """How many of these are shown."""
    return int(load("rules.toml")["most"][what])
