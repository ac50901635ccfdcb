"""The extractor that a run works with: named in a word, made where it is needed, told from others."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from extractor.pipeline import Extractor

NONE: Final = "-"
"""Instead of a folder: no model, the rules alone."""


def load_extractor(model: str | None) -> Extractor:
    """The extractor with the model of a folder, that which came with the program (`None`), or none (`NONE`).

    Raises:
        extractor.tagging.trained.ModelError: the folder holds no model of this version.
    """
    from extractor import Extractor  # noqa: PLC0415 — loads spaCy

    if model is None:
        return Extractor()
    if model == NONE:
        return Extractor(None)
    return Extractor(model)


def identity_of(model: str | None) -> str:
    """What tells a model from others: a digest of all files of a folder; that of the program goes with the program's version.

    Raises:
        extractor.tagging.trained.ModelError: the folder holds none, which is told before anything else is begun.
    """
    if model is None:
        return "shipped"
    if model == NONE:
        return NONE
    if not (Path(model) / "config.cfg").is_file():
        load_extractor(model)
    digest = hashlib.sha256()
    for path in sorted(path for path in Path(model).rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(model).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
