"""Addresses that others collected: plain lists, and the tables of news tools such as news-watch; each is fetched anew."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from os import PathLike, fspath

from extractor.collect.model import Candidate
from extractor.documents.batches import ADDRESS, PUBLISHED, TITLE, delimiter_of, rows_in
from extractor.documents.document import DocumentError
from extractor.documents.encoding import decode
from extractor.documents.files import MOST_BYTES, extension, opened, translated
from extractor.documents.html_metadata import read_stamp
from extractor.documents.identity import canonical_url

VIA = "urls"

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)  # "kabar.example:8080/a" begins with none


class ListError(Exception):
    """A list of addresses that cannot be read at all; the message names the file and what to do."""


def urls(path: str | PathLike[str], *, complain: Callable[[str], None]) -> Iterator[Candidate]:
    """The addresses in a file, each post once.

    A text file holds one address a line; empty lines and lines that begin with # are passed over. Of .csv, .json and
    .jsonl files, as news-watch and other tools write them, link, title and date of publication are taken (the columns
    that `extractor extract` knows). `complain` is told in one line, file:number: reason, of whatever is no address.

    Raises:
        ListError: the file cannot be read, or holds no address.
    """
    shown = fspath(path)
    seen: set[str] = set()
    for number, row in _rows(shown, complain):
        given = _field(row, ADDRESS)
        try:
            address = _address(given)
        except ValueError as error:
            complain(f"{shown}:{number}: {error}")
            continue
        key = canonical_url(address)
        if key not in seen:
            seen.add(key)
            yield Candidate(address, VIA, _field(row, TITLE) or None, _published(_field(row, PUBLISHED)))
    if not seen:
        raise ListError(f"{shown}: no address in it. Give one address a line, or a table with a column link or url.")


def _rows(path: str, complain: Callable[[str], None]) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Rows with the number of their line, or of their place in a list, from 1."""
    kind = extension(path)
    try:
        with opened(path, any_size=True) as stream, translated():
            text = decode(stream.read())[0].removeprefix("\ufeff")
    except DocumentError as error:
        if error.code == "empty-file":
            return
        raise ListError(f"{path}: {error}") from error
    if kind == ".csv":
        yield from _table(text)
    elif kind == ".json":
        yield from _json(path, text)
    else:
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or (kind != ".jsonl" and line.lstrip().startswith("#")):
                continue
            if kind != ".jsonl":
                yield number, {"url": line}
                continue
            try:
                yield number, _lower(json.loads(line, strict=False))
            except (ValueError, RecursionError):
                complain(f"{path}:{number}: not valid JSON")


def _table(text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    csv.field_size_limit(MOST_BYTES)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter_of(text.split("\n", maxsplit=1)[0]))
    line = 2  # a row's text may have line breaks: it is named by the line on which it begins
    for row in rows:
        yield line, _lower(row)
        line = rows.line_num + 1


def _json(path: str, text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    try:
        whole = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise ListError(f"{path}: not valid JSON. Correct it, or give one address a line.") from error
    if isinstance(whole, dict):
        found = rows_in(whole)
        whole = [whole] if found is None else found
    for number, row in enumerate(whole if isinstance(whole, list) else [], 1):
        yield number, {"url": row} if isinstance(row, str) else _lower(row)


def _lower(row: object) -> Mapping[str, object]:
    return {str(key).strip().casefold(): value for key, value in row.items()} if isinstance(row, Mapping) else {}


def _field(row: Mapping[str, object], names: tuple[str, ...]) -> str:
    found = (value.strip() for name in names if isinstance(value := row.get(name), str))
    return next((value for value in found if value), "")


def _address(given: str) -> str:
    """An address that can be asked, https where it names no scheme.

    Raises:
        ValueError: says why it is none.
    """
    if not given:
        raise ValueError("no address")
    if len(given.split()) > 1:
        raise ValueError(f"not one web address: {given[:80]!r}")
    if (scheme := _SCHEME.match(given)) and scheme[0].lower() not in ("http:", "https:"):
        raise ValueError(f"neither http nor https: {given[:80]!r}")
    canonical_url(given)
    return given if scheme else f"https://{given.removeprefix('//')}"


def _published(printed: str) -> datetime | date | None:
    """The day, with the time where its zone is known too."""
    stamp = read_stamp(printed) if printed else None
    if stamp is None:
        return None
    if stamp.clock is not None and stamp.zone is not None:
        return datetime.combine(stamp.day, stamp.clock, stamp.zone)
    return stamp.day
