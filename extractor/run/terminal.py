"""Text of strangers on a terminal."""

from __future__ import annotations

import re

# Control characters (among them the escape that starts a terminal command), characters that reverse or hide the text
# after them, and lone surrogates, which cannot be printed at all.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


def printable(text: str) -> str:
    """Give `text` on one line, nothing in it that a terminal would obey."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())
