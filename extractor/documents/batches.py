"""Lists of articles as news tools write them: JSON, JSON Lines and CSV, read one article at a time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO

from extractor.documents.document import DocumentError
from extractor.documents.encoding import clean, decode
from extractor.documents.files import MOST_BYTES, extension, opened, read_bytes, translated
from extractor.documents.places import BEGINNING, DONE, Inside

TITLE = ("title", "headline", "judul")
CONTENT = (
    "isi_berita",
    "konten",
    "content",
    "text",
    "body",
    "article_text",
    "full_text",
    "maintext",
    "isi",
    "html",
    "content_html",
)
PUBLISHED = (
    "publish_date",
    "published",
    "published_at",
    "publishedat",
    "date",
    "date_publish",
    "publication_date",
    "pub_date",
    "pubdate",
    "tanggal",
    "datetime",
    "timestamp",
)
AUTHOR = ("author", "authors", "penulis", "byline", "reporter")
ADDRESS = ("tautan", "link", "url", "canonical_url", "canonical_link", "source_url", "permalink")
OUTLET = ("outlet", "source", "publisher", "site", "site_name", "source_domain", "media")
FETCHED = ("fetched", "fetched_at", "crawled_at", "scraped_at", "retrieved_at", "date_download")
_ROWS = ("articles", "data", "items", "posts", "results")


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a list, its fields as given; `digest` is the SHA-256 of its own part of the file."""

    content: str
    digest: str
    title: str | None = None
    published: str | None = None
    author: str | None = None
    url: str | None = None
    outlet: str | None = None
    fetched: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An article of a list, or why it is none.

    Attributes:
        number: in the list, from 1; `None` for the only article of a file.
        article: itself.
        behind: the place from which reading can go on.
    """

    number: int | None
    article: Article | DocumentError
    behind: Inside


def rows_in(whole: Mapping[str, Any]) -> list[Any] | None:
    """The list that an object of JSON holds its articles in, if it does."""
    return next((whole[key] for key in _ROWS if isinstance(whole.get(key), list)), None)


def delimiter_of(head: str) -> str:
    """What parts the columns of a table, by its first line."""
    return ";" if head.count(";") > head.count(",") else ","


def articles(path: str, start: Inside = BEGINNING) -> Iterator[Listed]:
    """The articles of a list, errors in their place.

    Args:
        path: of the file.
        start: where to begin. In a list of lines (.jsonl) that place is sought out, in a packed one by unpacking what lies before it; of
            other lists what lies before it is read and passed over.

    Raises:
        DocumentError: for a file that cannot be read at all.
    """
    kind = extension(path)
    if kind == ".json":
        yield from islice(_json(path), start.number, None)
    elif kind == ".csv":
        yield from _csv(path, start.number)
    else:
        yield from _json_lines(path, start)


def _json(path: str) -> Iterator[Listed]:
    data = read_bytes(path)
    try:
        whole = json.loads(decode(data)[0], strict=False)
    except (ValueError, RecursionError) as error:
        if b"\n{" in data.strip():
            for number, one in enumerate(_json_lines(path, BEGINNING), 1):
                yield replace(one, behind=Inside(number=number))
            return
        raise DocumentError(
            "invalid-json", f"not valid JSON ({_where(error)})", "Correct or fetch the file again."
        ) from error
    if isinstance(whole, dict):
        rows = rows_in(whole)
        if rows is None:
            yield Listed(None, _article(whole, hashlib.sha256(data).hexdigest()), DONE)
            return
        whole = rows
    if not isinstance(whole, list) or not whole:
        raise DocumentError(
            "no-articles", "the JSON holds neither an article nor a list of them", "See the README for the fields."
        )
    for number, row in enumerate(whole, 1):
        yield Listed(number, _article(row, None), Inside(number=number))


def _json_lines(path: str, start: Inside) -> Iterator[Listed]:
    number, at, line = start.number, start.at, start.line
    with opened(path, any_size=True) as stream:
        if at:
            with translated():
                stream.seek(at)
        for size, data in _lines(stream):
            at, line = at + size, line + 1
            if not isinstance(data, DocumentError) and not data.strip(b" \t\r\n\xef\xbb\xbf"):
                continue
            number += 1
            yield Listed(number, _of_line(data, line), Inside(at=at, number=number, line=line))
    if not number:
        raise DocumentError("empty-file", "the file is empty", "Fetch it again or remove it.")


def _of_line(data: bytes | DocumentError, line: int) -> Article | DocumentError:
    if isinstance(data, DocumentError):
        return data
    try:
        row = json.loads(decode(data.removeprefix(b"\xef\xbb\xbf"))[0], strict=False)
    except DocumentError as error:
        return error
    except (ValueError, RecursionError) as error:
        return DocumentError("invalid-json", f"line {line} is not valid JSON ({_where(error)})", "Correct the line.")
    return _article(row, hashlib.sha256(data.strip()).hexdigest())


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | DocumentError]]:
    """Lines with their sizes in bytes."""
    while True:
        with translated():
            line = stream.readline(MOST_BYTES + 1)
        if not line:
            return
        size = len(line)
        if size <= MOST_BYTES:
            yield size, line
            continue
        while line and not line.endswith(b"\n"):
            with translated():
                line = stream.readline(MOST_BYTES)
            size += len(line)
        yield (
            size,
            DocumentError("too-large", f"a line of more than {MOST_BYTES // 2**20} MB", "Give posts one by one."),
        )


def _csv(path: str, known: int) -> Iterator[Listed]:
    """The rows of a table behind the first `known` ones."""
    csv.field_size_limit(MOST_BYTES)
    with opened(path, any_size=True) as stream:
        with translated():
            sample = stream.read(65536)
        if not sample.strip():
            raise DocumentError("empty-file", "the file is empty", "Fetch it again or remove it.")
        encoding = _encoding(sample)
        text = io.TextIOWrapper(
            io.BufferedReader(_Rejoined(sample, stream)), encoding=encoding, errors="replace", newline=""
        )
        rows = csv.DictReader(text, delimiter=delimiter_of(sample.split(b"\n", maxsplit=1)[0].decode("latin-1")))
        columns = {(name or "").strip().casefold() for name in rows.fieldnames or ()}
        if not columns & set(CONTENT):
            raise DocumentError(
                "no-articles", "the table has no column content, text or body", "Name the columns in the first line."
            )
        number = 0
        while True:
            number += 1
            try:
                with translated():
                    row = next(rows, None)
            except csv.Error as error:
                if number > known:
                    wrong = DocumentError("invalid-csv", f"row {number} cannot be read ({error})", "Correct the row.")
                    yield Listed(number, wrong, DONE)
                return
            if row is None:
                return
            if number > known:
                article = _article({key: value for key, value in row.items() if key}, None)
                yield Listed(number, article, Inside(number=number))


class _Rejoined(io.RawIOBase):
    """A stream whose beginning has been read already."""

    def __init__(self, sample: bytes, rest: BinaryIO) -> None:
        self._sample, self._rest = io.BytesIO(sample), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._sample.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def _encoding(sample: bytes) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for cut in range(4):  # the sample may end within a character
        try:
            sample[: len(sample) - cut].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return "utf-8-sig"
    return "cp1252"


def _article(row: object, digest: str | None) -> Article | DocumentError:
    if not isinstance(row, Mapping):
        return DocumentError(
            "not-an-article",
            "this is no object with fields",
            "Give title, content, publish_date, author, link, source.",
        )
    fields = {str(key).strip().casefold(): value for key, value in row.items()}
    content = _field(fields, CONTENT)
    if not content:
        return DocumentError(
            "not-an-article",
            "there is no field content, text or body with text in it",
            "Name the text's field content.",
        )
    if digest is None:
        canonical = json.dumps(row, ensure_ascii=False, sort_keys=True, default=str)
        digest = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
    given = {
        name: _field(fields, keys) for name, keys in (("title", TITLE), ("published", PUBLISHED), ("author", AUTHOR))
    }
    return Article(
        content,
        digest,
        url=_field(fields, ADDRESS),
        outlet=_field(fields, OUTLET),
        fetched=_field(fields, FETCHED),
        **given,
    )


def _field(fields: Mapping[str, object], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = fields.get(key)
        if isinstance(value, list):
            value = ", ".join(str(one) for one in value if one)
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("title")
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(int(value))
        if (
            isinstance(value, str)
            and value.strip()
            and value.strip().casefold() not in ("none", "null", "nan", "n/a", "-")
        ):
            return value.strip() if keys is CONTENT else " ".join(clean(value).split())
    return None


def _where(error: Exception) -> str:
    return (
        f"{error.msg} at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else "nested too deeply"
    )
