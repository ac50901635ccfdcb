"""By-lines: who wrote a post, from labelled lines ("Reporter: …") and from initials behind its last word ("(ger)")."""

from __future__ import annotations

import re

from extractor.documents.phrases import phrases

LONGEST_NAME = 6
"""Words in a name with its label taken off; a longer "name" is a sentence."""

_SEGMENTS = re.compile(r"\s*[|•·;]\s*|\s{2,}|\s+/\s+(?=\w+\s*:)|\s+[–—]\s+")
_COLON = re.compile(r"\s*[:：]\s*")
_SIGNATURE = re.compile(r"(?P<before>^|[.!?”\"’*,)…]|,-)[\s*]*[(\[]\s*(?P<sign>[^()\[\]\n]{1,40}?)\s*[)\]][\s.*/—–-]*$")
_INITIALS = re.compile(r"[A-Za-z0-9.*&'’+-]+(?:\s*[/,|&-]\s*[A-Za-z0-9.*&'’+-]+|\s[A-Za-z0-9.*]+){0,4}")
_NOT_A_NAME = re.compile(
    r"\d{1,2}\s*[/-]\s*\d{1,2}|\d{4}|^\d+$|\bred\.?$(?<=, red)|persen|^(?:JKK|JKM|JHT|JKP|JP|BPU|PU|UCJ|MoU|PKS|Tbk|Persero|BPJS)$"
)


def is_byline(line: str) -> bool:
    """Is the line nothing but labelled names ("Reporter: Deni | Editor: Uzi"), "oleh", or "Oleh Budi"?"""
    known = phrases()
    if len(line) > 160 or not (known.writer.match(line) or known.other.match(line)) or len(line.split()) > 16:
        return False
    segments = _SEGMENTS.split(line)
    return bool(segments) and all(_label(segment) is not None for segment in segments if segment)


def writer_in(line: str) -> str | None:
    """The writer whom a by-line or publication line names; `None` for none and for "admin" and the like."""
    for segment in _SEGMENTS.split(line):
        found = _label(segment)
        if found is not None and found[0] and (name := author_name(found[1])) is not None:
            return name
    inside = re.search(
        r"\b(?:oleh|by|penulis|reporter|pewarta)\b\s*:?\s+(?P<name>[A-Z][\w.'’ ]{1,40})", line, re.IGNORECASE
    )
    return author_name(inside["name"]) if inside and inside["name"][0].isupper() else None


def author_name(printed: str | None) -> str | None:
    """A name worth keeping, or `None`: "admin", "redaksi" and a newsroom's abbreviations are nobody."""
    if not printed:
        return None
    name = re.sub(
        r"^(?:by|oleh|penulis|reporter|editor)\s*:?\s+", "", printed.strip(" .,:;-–—|/@"), flags=re.IGNORECASE
    ).strip()
    name = re.sub(r"^[\w-]+(?:\.[\w-]+)*\.(?:com?|id|net|news)\s+", "", name, flags=re.IGNORECASE)
    known = phrases()
    if not name or len(name.split()) > LONGEST_NAME or re.search(r"https?:|www\.|@|\d{4}", name):
        return None
    key = name.casefold().strip(".0123456789_ ")
    if not key:
        return None
    first = key.split()[0]
    return (
        None if key in known.nobody or first in ("tim", "redaksi", "admin", "team", "kontributor", "redaktur") else name
    )


def _label(segment: str) -> tuple[bool, str] | None:
    """Whether the label of a segment is a writer's, and the name after it; `None` for a segment without label."""
    known = phrases()
    writer = known.writer.match(segment)
    label = writer or known.other.match(segment)
    if label is None:
        return None
    rest = segment[label.end() :]
    colon = _COLON.match(rest)
    name = rest[colon.end() :] if colon else rest.strip()
    words = name.split()
    if colon is not None:
        return (writer is not None, name) if len(words) <= LONGEST_NAME + 2 and not name.endswith("?") else None
    if not words:
        return (writer is not None, "")
    if writer is None or label[0].casefold() not in (
        "oleh",
        "by",
        "laporan wartawan",
        "ditulis oleh",
        "penulis",
        "reporter",
    ):
        return None
    if label[0].casefold() == "laporan wartawan":
        return True, name.rpartition(",")[2].strip()
    named = all(word[0].isupper() or word.casefold().strip(".,") in known.nobody for word in words)
    return (True, name) if named and len(words) <= 4 and not name.endswith((".", "?")) else None


def signature(text: str) -> tuple[str, str] | None:
    """The text without the initials behind it, and the initials: "… katanya. (ger)" gives "… katanya." and "ger"."""
    match = _SIGNATURE.search(text, max(0, len(text) - 80))
    if match is None:
        return None
    sign = match["sign"]
    if _INITIALS.fullmatch(sign) is None or _NOT_A_NAME.search(sign) or len(sign.split()) > 4:
        return None
    return text[: match.start("sign")].rstrip(" ([*").rstrip(), sign


def author_of_signature(sign: str) -> str | None:
    """The initials without those of nobody: "sho/yit" stays, "red/hms" is `None`, "rm01/adv" is "rm01"."""
    parts = [part.strip() for part in re.split(r"\s*[/|,&]\s*", sign)]
    kept = [part for part in parts if part and part.casefold().strip("*.") not in phrases().nobody]
    return "/".join(kept) if any(re.search(r"[^\W\d_]", part) for part in kept) else None
