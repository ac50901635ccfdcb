"""Bytes to characters: which encoding, and the characters as the rest of the house expects them."""

from __future__ import annotations

import codecs
import html
import re
import unicodedata

from extractor.documents.document import Caution, DocumentError

_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP, DOCX or other packed file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a media file",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x7fELF": "a program",
    b"SQLite format": "a database",
    b"{\\rtf": "an RTF document",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
}
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\ufffc\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\x0b\x0c]")
_MOJIBAKE = re.compile(
    "[\u00c2\u00c3\u00c5][\u0080-\u00bf\u0152\u0153\u2013-\u2122]|\u00e2\u20ac|\u00e2[\u0080-\u00bf]{2}|\u00ef\u00bb\u00bf|\u00f0\u0178"
)
_TAG = re.compile(
    r"</?(?:p|br|div|span|strong|b|i|em|u|a|img|figure|figcaption|h[1-6]|font|center|blockquote|li|ul|ol|table|tr|td)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)

LONGEST_REPAIRED = 300_000
"""Characters; repairing mojibake takes ten seconds a million, and no post is that long."""

REMEDY_SAVE = "Save it as UTF-8 text."


def decode(data: bytes) -> tuple[str, list[Caution]]:
    """The characters of a text or page, with a caution where the encoding had to be guessed.

    A byte order mark decides, then valid UTF-8, then the page's meta charset, then cp1252; few broken bytes in
    otherwise valid UTF-8 become U+FFFD.

    Raises:
        DocumentError: `binary-file`, `null-bytes` or `broken-encoding`.
    """
    _refuse_binary(data)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded(data, name)
    if b"\x00" in data:
        utf16 = _utf16_without_mark(data)
        if utf16 is None:
            raise DocumentError("null-bytes", "the file holds null bytes, so it is no text", REMEDY_SAVE)
        return _decoded(data, utf16)
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    declared = _META_CHARSET.search(data[:4096])
    if declared is not None:
        name = declared[1].decode("ascii").lower()
        try:
            if codecs.lookup(name).name != "utf-8":
                return data.decode("cp1252" if codecs.lookup(name).name == "iso8859-1" else name), []
        except (LookupError, UnicodeDecodeError):
            pass
    return _guess(data)


def _decoded(data: bytes, name: str) -> tuple[str, list[Caution]]:
    try:
        return data.decode(name), []
    except UnicodeDecodeError as error:
        raise DocumentError(
            "broken-encoding", f"the bytes are not the {name} that they begin as", REMEDY_SAVE
        ) from error


def _guess(data: bytes) -> tuple[str, list[Caution]]:
    loose = data.decode("utf-8", "replace")
    broken = loose.count("�")
    beyond = sum(1 for c in loose if ord(c) > 127) - broken
    if broken <= max(3, 0.001 * len(loose)) and beyond > 2 * broken:
        return loose, [Caution("encoding", None, f"{broken} broken bytes in UTF-8 text, shown as U+FFFD")]
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DocumentError("broken-encoding", "the bytes are neither UTF-8 nor cp1252", REMEDY_SAVE) from error
    odd = sum(1 for c in text if ord(c) > 127 and not (c.isalpha() or c in "‘’“”–—…•·©®™°²³½¼¾ «»‚„€£§±×÷´¨¯¸¹º"))
    if odd > 0.02 * len(text) + 3:
        raise DocumentError("broken-encoding", "the bytes are neither UTF-8 nor readable as cp1252", REMEDY_SAVE)
    return text, [Caution("encoding", None, "not UTF-8; read as cp1252")]


def _refuse_binary(data: bytes) -> None:
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise DocumentError("binary-file", f"the file is {what}, not text", "Give the post as text or HTML.")
    sample = data[:65536]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _utf16_without_mark(sample):
        return
    control = sum(sample.count(bytes((code,))) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    if control > 0.02 * len(sample):
        raise DocumentError("binary-file", "the file is binary, not text", "Give the post as text or HTML.")


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 shows in plain text by a null at every other byte."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 8:
        return None
    if sample[1::2].count(0) > 0.8 * half and sample[::2].count(0) == 0:
        return "utf-16-le"
    if sample[::2].count(0) > 0.8 * half and sample[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def clean(text: str, *, markup: bool = False) -> str:
    """Characters repaired: mojibake, NFC, no zero-width, control or half characters, plain spaces, LF as line end.

    A text of more than `LONGEST_REPAIRED` characters keeps its mojibake. With `markup` the entities and stray tags that
    content systems leave in copied text are resolved as well.
    """
    if not text.isascii():
        text = _SURROGATE.sub("�", text)
    if len(text) <= LONGEST_REPAIRED and _MOJIBAKE.search(text):
        from ftfy import fix_encoding  # noqa: PLC0415 — costs a tenth of a second that most posts need not pay

        text = fix_encoding(text)
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\x85", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    if markup:
        text = _TAG.sub(_line_break, text) if "<" in text else text
        text = html.unescape(text) if "&" in text else text
    text = unicodedata.normalize("NFC", text) if not text.isascii() else text
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return _SPACES.sub(" ", _CONTROL.sub("", _SPACES.sub(" ", text)))


def _line_break(tag: re.Match[str]) -> str:
    return "\n" if re.match(r"</?(?:p|br|div|h[1-6]|li|tr|blockquote|figure)\b", tag[0], re.IGNORECASE) else ""
