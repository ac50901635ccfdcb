"""Folders walked, from their beginning or from a place on."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.documents.document import DocumentError, Failure
from extractor.documents.files import READ, STANDARD_INPUT, extension, is_post_file, refusal

_Identity = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a walk comes to: a file that may hold posts, or a failure.

    `under` are the names that lead to it from the path that was given, `linked` the folders that links have led into so far.
    """

    what: str | Failure
    under: tuple[str, ...] = ()
    linked: tuple[_Identity, ...] = ()


def walk(given: str, beyond: tuple[str, ...] = (), linked: tuple[_Identity, ...] = ()) -> Iterator[Entry]:
    """The files under a path, the path itself if it is a file, folder by folder in the order of their names.

    Links to folders are followed; one that leads back into a folder it lies in is a `Failure`, and none leads into a folder twice.

    Args:
        given: the path.
        beyond: begin with the entry of these names, or where it would stand; folders before it are not entered.
        linked: of the entry at which an earlier walk ended.
    """
    if given == STANDARD_INPUT:
        yield Entry(given)
        return
    try:
        mode = Path(given).stat().st_mode
    except OSError as error:
        yield Entry(refusal(error).failure(given))
        return
    if stat.S_ISDIR(mode):
        yield from _Walk(linked).folder(given, (), (), beyond)
    elif not stat.S_ISREG(mode):
        yield Entry(
            DocumentError("not-a-file", "this is neither a file nor a folder", "Use - to read standard input.").failure(
                given
            )
        )
    elif not is_post_file(given):
        return
    elif extension(given) not in READ:
        known = ", ".join(sorted(READ))
        yield Entry(
            DocumentError(
                "unknown-extension", "files of this kind are not read", f"Rename it to one of {known}."
            ).failure(given)
        )
    else:
        yield Entry(given)


class _Walk:
    """A walk on its way."""

    def __init__(self, linked: tuple[_Identity, ...]) -> None:
        self._linked = linked

    def folder(
        self, path: str, under: tuple[str, ...], above: tuple[_Identity, ...], beyond: tuple[str, ...]
    ) -> Iterator[Entry]:
        try:
            status = Path(path).stat()
            plain, others = _listed(path, beyond[0] if beyond else "")
        except OSError as error:
            yield Entry(refusal(error).failure(path), under, self._linked)
            return
        here = (*above, (status.st_dev, status.st_ino))
        for name in sorted([*plain, *others]):
            if name not in others:
                yield Entry(os.path.join(path, name), (*under, name), self._linked)  # noqa: PTH118 — paths stay as given
            else:
                rest = beyond[1:] if beyond and name == beyond[0] else ()
                yield from self._other(others[name], (*under, name), here, rest)

    def _other(
        self, entry: os.DirEntry[str], under: tuple[str, ...], here: tuple[_Identity, ...], beyond: tuple[str, ...]
    ) -> Iterator[Entry]:
        """A folder, a link, or what cannot be told."""
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file()
            target = entry.stat()
        except OSError as error:
            yield Entry(refusal(error).failure(entry.path), under, self._linked)
            return
        identity = (target.st_dev, target.st_ino)
        if is_file and _may_hold_posts(entry.name):
            yield Entry(entry.path, under, self._linked)
        elif is_folder and identity in here:
            yield Entry(
                DocumentError("symlink-loop", "the link leads back into its own folder", "Remove the link.").failure(
                    entry.path
                ),
                under,
                self._linked,
            )
        elif is_folder and not entry.is_symlink():
            yield from self.folder(entry.path, under, here, beyond)
        elif is_folder and (identity not in self._linked or beyond):
            if not beyond:  # else it was entered before the place from which the walk goes on
                self._linked = (*self._linked, identity)
            yield from self.folder(entry.path, under, here, beyond)


def _listed(path: str, first: str) -> tuple[list[str], dict[str, os.DirEntry[str]]]:
    """Names of a folder from `first` on: of plain files that may hold posts, and of all that must be looked at.

    Of a plain file only the name is kept: a folder may hold a million.
    """
    plain: list[str] = []
    others: dict[str, os.DirEntry[str]] = {}
    with os.scandir(path) as listing:
        for entry in listing:
            name = entry.name
            if name.startswith(".") or name < first:
                continue
            try:
                is_plain = entry.is_file(follow_symlinks=False)
            except OSError:
                is_plain = False  # told when its turn comes
            if not is_plain:
                others[name] = entry
            elif _may_hold_posts(name):
                plain.append(name)
    return plain, others


def _may_hold_posts(name: str) -> bool:
    return is_post_file(name) and extension(name) in READ
