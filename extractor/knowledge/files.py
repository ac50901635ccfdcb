"""The data files of this room."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_toml(name: str) -> dict[str, Any]:
    """Content of `extractor/knowledge/NAME`; read once a process.

    Raises:
        FileNotFoundError: if the package holds no such file.
        tomllib.TOMLDecodeError: if the file is not TOML.
    """
    return tomllib.loads(files("extractor.knowledge").joinpath(name).read_text(encoding="utf-8"))
