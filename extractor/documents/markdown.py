"""Markdown notes of a post to plain text: front matter, headings, emphasis and links resolved."""

from __future__ import annotations

import re

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>.{0,4000}?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>\w+)\s*:\s*(?P<value>.+?)\s*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,1000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\((?:https?:|/|#|mailto:)[^)\n]{0,1000}\)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,500}?)(?<=\S)\1(?![\w*])")
_QUOTE = re.compile(r"^>[ \t]?", re.MULTILINE)


def from_markdown(text: str) -> tuple[str, dict[str, str]]:
    """Plain text and the fields of the front matter ("title", "date", "author", "url"), names in small letters."""
    fields: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front is not None:
        fields = {field["name"].casefold(): field["value"].strip("\"'") for field in _FIELD.finditer(front["fields"])}
        text = text[front.end() :]
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _HEADING.sub(r"\1", text)
    return _QUOTE.sub("", _EMPHASIS.sub(r"\2", text)), fields
