"""Cells that a spreadsheet shows as text and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

SEPARATOR = "; "
"""Between the texts of a list."""

# A sign with which a spreadsheet takes a cell for a formula or a command, after blanks and what cannot be seen; also the wide forms of
# East Asian keyboards, which some programs take for the narrow ones.
_COMMANDS = frozenset("=+-@＝＋－＠")
# What a spreadsheet turns into a number, date or time of its own: groups of digits, a power of ten, leading zeros, more than 15 digits.
_FIGURES = re.compile(r"\d+([-.,:/]\d+)+|\d+[eE]\d+|0\d+|\d{16,}")
_ISO_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_LINE_END = re.compile("\r\n?")
# Characters that XML and spreadsheets do not allow, and those that turn the reading direction, so that a text shows other than it is.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    r"""The text without what no cell may hold: control characters become U+FFFD, signs of direction go, line ends are `\n`."""
    if text.isprintable():  # most are
        return text
    return _TURNING.sub("", _FORBIDDEN.sub("\ufffd", _LINE_END.sub("\n", text)))


def defused(text: str) -> str:
    """The text as a cell of a CSV file that every spreadsheet shows as it is.

    An apostrophe stands before one that would be taken for a formula ("=1+1", "-2+3|cmd"), and before one that would become another
    value: an area code that looks like a time of day (11.01), an id of nothing but digits, a number as printed (5.746).
    """
    shown = plain(text)
    if shown[:1].isalpha():  # most are
        return shown
    first = next((sign for sign in shown if not _is_unseen(sign)), "")
    is_command = first in _COMMANDS or shown[:1] in {"\t", "\n"}
    return f"'{shown}" if is_command or _is_misread(shown.strip()) else shown


def _is_misread(text: str) -> bool:
    return bool(_FIGURES.fullmatch(text)) and not _ISO_DAY.fullmatch(text)


def joined(texts: Sequence[str]) -> str:
    """A list as one text."""
    return SEPARATOR.join(texts)


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or sign == "\ufffd" or unicodedata.category(sign) in {"Cf", "Cc"}
