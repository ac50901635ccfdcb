"""Folders of this machine and of object storage, read and written alike."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from extractor.cluster.model import WRITING, ClusterError
from extractor.run.journal import sync_folder

_OF_PYARROW: Final = {"s3", "gs", "gcs", "abfs", "hdfs", "viewfs", "file"}
_OF_ADDRESSES: Final = "%/:?=&@+,;!$'()*~"  # characters that mean something in an address, or stand for themselves
_AT_ONCE: Final = "allow_delayed_open"  # option of s3: small files go in one request instead of three, and a kill leaves no half of one
_WITHOUT_FOLDERS: Final = {"s3", "gcs"}  # names with slashes: a folder there is one more object, and one more request


def is_address(given: str) -> bool:
    """Is it an address (s3://bucket/folder) rather than a path?"""
    return "://" in given


def located(given: str) -> tuple[Any, str]:
    """The file system (a `pyarrow.fs.FileSystem`) that a path or an address leads to, and the path in it.

    pyarrow itself knows file, s3, gs, abfs and hdfs; what else fsspec knows is taken from there.

    Raises:
        ClusterError: nothing installed knows the address.
    """
    import pyarrow  # noqa: PLC0415 — an extra, and slow to load
    from pyarrow import fs  # noqa: PLC0415

    if not is_address(given):
        return fs.LocalFileSystem(), str(Path(given).absolute())
    kind, _, rest = given.partition("://")
    place, slash, inside = rest.partition("/")
    address = f"{kind}://{place}{slash}{quote(inside, safe=_OF_ADDRESSES)}"
    if kind == "s3" and _AT_ONCE not in address:
        with suppress(pyarrow.ArrowInvalid):  # an older pyarrow does not know it
            system, path = fs.FileSystem.from_uri(f"{address}{'&' if '?' in address else '?'}{_AT_ONCE}=true")
            return system, path
    try:
        system, path = fs.FileSystem.from_uri(address)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowNotImplementedError, ValueError) as error:
        if kind in _OF_PYARROW and not isinstance(error, pyarrow.ArrowNotImplementedError):
            raise ClusterError(f"{given}: cannot be reached ({error}). Check the address and its options.") from error
        system, path = _of_fsspec(given)
    return system, path


def _of_fsspec(address: str) -> tuple[Any, str]:
    import fsspec  # noqa: PLC0415
    from pyarrow import fs  # noqa: PLC0415

    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise ClusterError(f"{address}: cannot be reached ({error}). Install what it needs, or check it.") from error
    return fs.PyFileSystem(fs.FSSpecHandler(system)), path


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in a folder: its path below that, its size in bytes."""

    name: str
    size: int


class Storage:
    """A folder; names are paths below it, with slashes.

    Args:
        root: a path or an address; what stands behind a question mark in it goes to the file system.

    Raises:
        ClusterError: nothing installed knows the address.
    """

    def __init__(self, root: str) -> None:
        from pyarrow import fs  # noqa: PLC0415

        self._fs, path = located(root)
        self._given = root
        self._is_decoded = not isinstance(
            self._fs, fs.PyFileSystem
        )  # pyarrow reads %20 as a blank, fsspec as it stands
        self._root = path.rstrip("/")
        self._is_local = isinstance(self._fs, fs.LocalFileSystem)
        self._missing = fs.FileType.NotFound
        self._file = fs.FileType.File

    def read(self, name: str) -> bytes | None:
        """What a file holds; `None` where there is none.

        Raises:
            OSError: it cannot be read.
        """
        try:
            with self._fs.open_input_stream(self._path(name)) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, wholly or not at all; one of that name is replaced.

        Raises:
            OSError: it cannot be written.
        """
        path = self._path(name)
        if self._is_local:
            _write_local(Path(path), Path(self._path(WRITING)), data)
            return
        if self._fs.type_name not in _WITHOUT_FOLDERS:
            self._fs.create_dir(path.rpartition("/")[0], recursive=True)
        with self._fs.open_output_stream(path) as stream:  # an object appears when the stream is closed
            stream.write(data)

    def has(self, name: str) -> bool:
        """Is there a file of that name?"""
        return bool(self._fs.get_file_info(self._path(name)).type != self._missing)

    def files(self, folder: str = "") -> list[Listed]:
        """All files below a folder of it, in the order of their paths, folder by folder; none where there is no such folder."""
        from pyarrow import fs  # noqa: PLC0415

        base = self._path(folder)
        infos = self._fs.get_file_info(fs.FileSelector(base, allow_not_found=True, recursive=True))
        found = [
            Listed(info.path[len(base.rstrip("/")) + 1 :], int(info.size or 0))
            for info in infos
            if info.type == self._file
        ]
        return sorted(found, key=lambda one: one.name.split("/"))

    def address_of(self, name: str) -> str:
        """The address that leads to a file of a folder that was given as an address, whatever characters are in its name."""
        base, mark, asked = self._given.partition("?")
        return f"{base.rstrip('/')}/{quote(name) if self._is_decoded else name}{mark}{asked}"

    def remove_folder(self, folder: str) -> None:
        """Take a folder away with all that is in it; nothing where there is none."""
        if self.has(folder):
            self._fs.delete_dir(self._path(folder))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root or "/"


def _write_local(path: Path, folder: Path, data: bytes) -> None:
    """Write it in a folder of what is not whole, from which it then goes to its place: a kill leaves nothing among what is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / uuid.uuid4().hex
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    sync_folder(path.parent)
