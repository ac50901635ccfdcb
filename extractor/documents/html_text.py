"""The text of a piece of HTML, with lines and paragraphs as a reader sees them and without what is no reading matter."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.documents.phrases import phrases
from extractor.documents.site_rules import site_rules, xpath_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

# fmt: off
_SKIPPED = frozenset({
    "amp-ad", "amp-embed", "amp-iframe", "amp-img", "amp-social-share", "aside", "audio", "button", "canvas", "dialog", "figcaption", "figure",
    "footer", "form", "head", "iframe", "input", "ins", "map", "nav", "noscript", "object", "option", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
})
_PARAGRAPHS = frozenset({
    "address", "article", "blockquote", "body", "center", "details", "div", "dl", "fieldset", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "ul",
})
# fmt: on
_LINES = frozenset({"br", "dd", "dt", "li", "tr"})
_LINK_START, _LINK_END = "\ue000", "\ue001"


def text_of(root: HtmlElement, drop: Sequence[str] = ()) -> str:
    """Lines and paragraphs of an element; `drop` are selectors of further furniture within it.

    The headline of another post that is linked behind "Baca juga:" inside a sentence is left out, since here the link
    tells where it ends.
    """
    dropped = {element for selector in drop for element in root.xpath(xpath_of(selector))}
    weight = max(1, len(root.text_content()))
    parts: list[str] = []
    walk: list[tuple[HtmlElement, bool]] = [(root, False)]
    while walk:
        element, leaving = walk.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if leaving:
            _close(tag, parts)
            if element is not root and element.tail:
                parts.append(_flat(element.tail))
            continue
        if not tag or (element is not root and (element in dropped or _is_furniture(element, tag, weight))):
            if element is not root and element.tail:
                parts.append(_flat(element.tail))
            continue
        _open(element, tag, parts)
        if element.text:
            parts.append(_flat(element.text))
        walk.append((element, True))
        walk.extend((child, False) for child in reversed(element))
    return _tidy("".join(parts))


def _open(element: HtmlElement, tag: str, parts: list[str]) -> None:
    if tag in _PARAGRAPHS:
        parts.append("\n\n")
    elif tag == "li":
        parent = element.getparent()
        numbered = parent is not None and parent.tag == "ol"
        number = 1 + sum(1 for _ in element.itersiblings("li", preceding=True)) if numbered and len(parent) < 200 else 0
        parts.append(f"\n{number}. " if number else "\n- ")
    elif tag in _LINES:
        parts.append("\n")
    elif tag in ("td", "th"):
        parts.append(" ")
    elif tag == "a":
        parts.append(_LINK_START)


def _close(tag: str, parts: list[str]) -> None:
    if tag in _PARAGRAPHS:
        parts.append("\n\n")
    elif tag == "a":
        parts.append(_LINK_END)


def _is_furniture(element: HtmlElement, tag: str, weight: int) -> bool:
    if tag in _SKIPPED or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if "display:none" in (element.get("style") or "").replace(" ", ""):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".casefold().split()
    if not names or not any(_names_furniture(name) for name in names):
        return False
    return len(element.text_content()) < 0.4 * weight  # a wrapper called "content-with-sidebar" is none


def _names_furniture(name: str) -> bool:
    words = site_rules().drop_words
    if name in words:
        return True
    pieces = re.split(r"[-_]+", name)
    return any(piece in words for piece in pieces) or any("-".join(pair) in words for pair in pairwise(pieces))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _tidy(text: str) -> str:
    if _LINK_START in text:
        inside = phrases().related_inside
        linked = re.compile(
            rf"(?:{inside.pattern})[\s{_LINK_START}]*{_LINK_START}[^{_LINK_END}\n]*{_LINK_END}", inside.flags
        )
        text = linked.sub(lambda m: "" if _amid_text(m) else m[0], text)
        text = text.replace(_LINK_START, "").replace(_LINK_END, "")
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r" {2,}", " ", text))
    text = re.sub(r"(\n[-–•] |\n\d+\. )\n+", r"\1", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _amid_text(match: re.Match[str]) -> bool:
    """Does a pointer stand inside a line of text, not on one of its own?"""
    line_start = match.string.rfind("\n", 0, match.start()) + 1
    return len(match.string[line_start : match.start()].split()) >= 4
