"""Digests as files: written whole or not at all, the same news never in two files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from extractor.collect.history import History
from extractor.digest.gathering import digest
from extractor.digest.html import to_html
from extractor.digest.layout import page
from extractor.digest.mail import to_mail
from extractor.digest.markdown import to_markdown
from extractor.digest.model import Digest, DigestError
from extractor.digest.page import Page
from extractor.digest.terminal import to_text
from extractor.digest.window import WIB, mark_digested
from extractor.knowledge.outlets import OutletRegistry
from extractor.store import Store

_ENDINGS: Final[Mapping[str, str]] = {"markdown": ".md", "html": ".html", "mail": ".eml"}
_SHOWN: Final[Mapping[str, Callable[[Page], str]]] = {
    "terminal": to_text,
    "markdown": to_markdown,
    "html": to_html,
    "mail": to_mail,
}
_HEAD = 400  # bytes of a file in which its mark stands

FORMATS: Final = tuple(_SHOWN)
"""Ways of showing a digest; all but `terminal` are written to folders too."""


def shown(digest: Digest, format_: str, language: str = "id") -> str:
    """A digest in one of `FORMATS`; `terminal` gives plain text.

    Raises:
        DigestError: there is no such format, or there are no words in this language.
    """
    if format_ not in _SHOWN:
        raise DigestError(f"{format_}: no format of a digest. Choose {', '.join(FORMATS)}.")
    return _SHOWN[format_](page(digest, language))


def write_digest(
    store: Store,
    folder: Path,
    formats: Iterable[str],
    *,
    at: datetime,
    after_run: int | None = None,
    upto: int | None = None,
    history: History | None = None,
    areas: Iterable[str] = (),
    registry: OutletRegistry | None = None,
    language: str = "id",
) -> list[Path]:
    """Make a digest (`gathering.digest`), write it (`write`), and note that its runs are told (`window.mark_digested`).

    Gives the files that were written, none where nothing is new. Killed before its end, it tells the same again the next time.

    Raises:
        DigestError: an area, format or language is not known, or the folder cannot be written.
        StateError: the state of collecting cannot be read.
        StoreError: the store cannot be read or written.
    """
    made = digest(store, at=at, after_run=after_run, upto=upto, history=history, areas=areas, registry=registry)
    written = write(made, folder, formats, language)
    mark_digested(store, made.upto, at)
    return written


def write(digest: Digest, folder: Path, formats: Iterable[str], language: str = "id") -> list[Path]:
    """Write a digest to `digest-YYYY-MM-DD.md`, `.html` and `.eml`, its day in Jakarta; nothing where nothing is new.

    A digest of the same day that begins after the same run is replaced: it was interrupted before its runs were marked, and tells no more than
    this one. Beside any other, the hour comes into the name.

    Raises:
        DigestError: a format or language is not known, or the folder cannot be written.
    """
    wanted = [one for one in dict.fromkeys(formats) if one != "terminal"]
    texts = {one: _marked(one, shown(digest, one, language), digest.after_run) for one in wanted}
    for left in folder.glob(".digest-*.part"):  # by a run that was killed while it wrote
        left.unlink(missing_ok=True)
    if digest.is_empty:
        return []
    paths = _paths(digest, folder, [_ENDINGS[one] for one in wanted])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in zip(paths, texts.values(), strict=True):
            write_whole(path, text)
    except OSError as error:
        raise DigestError(f"{folder}: the digest cannot be written ({error.strerror}). Check the folder.") from error
    return paths


def _paths(digest: Digest, folder: Path, endings: list[str]) -> list[Path]:
    """Files of the day, of the minute or of the second: the first that are not there or begin after the same run."""
    here = digest.at.astimezone(WIB)
    day, minute, second = (f"digest-{here:{form}}" for form in ("%Y-%m-%d", "%Y-%m-%d-%H%M", "%Y-%m-%d-%H%M%S"))
    written = sorted({path.name.partition(".")[0] for path in folder.glob(f"{day}*")})
    for stem in (day, *written, minute):
        paths = [folder / f"{stem}{ending}" for ending in endings]
        if all(_may_be_replaced(path, digest.after_run) for path in paths):
            return paths
    return [folder / f"{second}{ending}" for ending in endings]


def write_whole(path: Path, text: str) -> None:
    """Write a text so that the file holds the former or the whole new one, whatever happens.

    Raises:
        OSError: it cannot be written.
    """
    if path.exists() and not path.is_file():  # a pipe or device is written to, not replaced
        path.write_text(text, encoding="utf-8")
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _mark(after_run: int) -> str:
    return f"after run {after_run}."


def _marked(format_: str, text: str, after_run: int) -> str:
    """The text with a note, which nobody sees, of the run it begins after."""
    if format_ == "mail":
        return f"X-Digest: {_mark(after_run)}\n{text}"
    note = f"<!-- digest {_mark(after_run)} -->\n"
    return f"{note}\n{text}" if format_ == "markdown" else text.replace("<html", f"{note}<html", 1)


def _may_be_replaced(path: Path, after_run: int) -> bool:
    try:
        with path.open("rb") as file:
            return _mark(after_run).encode() in file.read(_HEAD)
    except OSError:
        return not path.exists()
