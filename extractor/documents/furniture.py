"""What of a page's paragraphs is the post: pointers to other posts, captions, bars and footers taken out.

Works on paragraphs in page order, knows the phrases of `furniture.toml`, and errs towards keeping: a sentence stays
unless a rule names it. A pointer to another post that is glued into a line is cut out of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.documents.bylines import author_of_signature, signature, writer_in
from extractor.documents.document import Caution, PageNumber
from extractor.documents.lines import Kind, Line, capitalised, ends_sentence, words_in
from extractor.documents.phrases import phrases
from extractor.documents.stamps import Stamp, date_line, tail_stamp

MOST_TEASERS = 12
"""Headlines that a list of other posts holds at most."""

MOST_WORDS_ABOVE_DATE = 60
"""Words of the body above a publication line; one further down is that of another post."""


@dataclass(slots=True)
class Body:
    """The paragraphs kept, and what the dropped ones said of the post."""

    kept: list[Line] = field(default_factory=list)
    captions: list[Line] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    author: str | None = None
    page: PageNumber | None = None
    footer: list[str] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The body, a paragraph a line."""
        return "\n".join(line.text for line in self.kept)


def body_of(paragraphs: Sequence[Line], title: str | None = None) -> Body:
    """The post among the paragraphs from its first one on; `title` is dropped where it is repeated."""
    body = Body()
    end = _end_of_post(paragraphs)
    related = _Related()
    heading = _comparable(title) if title else None
    for line in paragraphs[:end]:
        if related.takes(line, body.kept):
            continue
        if line.kind in (Kind.RELATED, Kind.RELATED_HEADING):
            related.open(line, signed=bool(body.kept) and signature(body.kept[-1].text) is not None)
            continue
        if heading is not None and len(line.text) < 2 * len(heading) and _comparable(line.text) == heading:
            continue
        _place(line, body)
    _read_footer(paragraphs[end:], body)
    _trim(body)
    if not body.kept:
        body.kept = [line for line in body.captions if len(line.text.split()) >= 8]
    return body


def page_number(line: str) -> PageNumber | None:
    """The page that a line names: "Pages ( 3 of 3 ): 12 3" is 3 of 3, a bar "Halaman 1 2 3 Selanjutnya" the first of three."""
    known = phrases()
    bare = line.strip(" •-")
    for pattern in known.pages:
        if (match := pattern.fullmatch(bare)) is not None and 1 <= int(match[1]) <= int(match[2]):
            return PageNumber(int(match[1]), int(match[2]))
    bar = known.page_bar.fullmatch(bare)
    if bar is None:
        return None
    numbers = [int(number) for number in re.findall(r"\d+", bar[1])]
    if numbers != list(range(1, len(numbers) + 1)):
        return None
    forward = re.search(r"selanjutnya|berikutnya|next|[»›]", bare, re.IGNORECASE) is not None
    return PageNumber(1, len(numbers)) if forward else None


def is_caption(line: Line) -> bool:
    """Does the paragraph caption a picture: "Foto: …", "… (Dok. Humas)", "SERAHKAN KARTU : …"?"""
    if line.kind is Kind.CAPTION:
        return True
    known = phrases()
    if len(line.text.split()) > 70:
        return False
    end = line.text[-120:]
    return bool(
        known.caption_credit.search(end)
        or known.caption_ending.search(end)
        or (known.caption_label.match(line.text) and not line.text.isupper())
    )


def _comparable(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _end_of_post(paragraphs: Sequence[Line]) -> int:
    """Index of the paragraph with which the footer begins; a "footer" before the larger part of the post is none."""
    words = [len(line.text.split()) if line.kind is Kind.TEXT else 0 for line in paragraphs]
    before, whole = 0, sum(words)
    for number, line in enumerate(paragraphs):
        if line.kind is Kind.END and before >= min(40, 0.5 * whole):
            return number
        before += words[number]
    return len(paragraphs)


class _Related:
    """Follows a list of other posts from its marker on and says which paragraphs belong to it."""

    def __init__(self) -> None:
        self._left = 0
        self._block = -1
        self._heading = False
        self._final = False

    def open(self, line: Line, *, signed: bool) -> None:
        """A marker; behind the initials of the author a heading of this kind ends the post."""
        self._heading = line.kind is Kind.RELATED_HEADING
        self._left, self._block = MOST_TEASERS, line.block
        self._final = signed and self._heading

    def takes(self, line: Line, kept: Sequence[Line]) -> bool:
        """Is this paragraph one of the list?"""
        if self._final:
            return True
        if not self._left or (signature(line.text) is not None and len(line.text) <= 40):
            return False
        if line.kind in (Kind.RELATED, Kind.RELATED_HEADING):
            return False
        if line.kind is Kind.DATE and self._heading and kept:
            self._final = True  # another post's date: what follows is its teaser
            return True
        if self._is_teaser(line):
            self._left -= 1
            return True
        self._left = 0
        return False

    def _is_teaser(self, line: Line) -> bool:
        if line.kind is Kind.ITEM:
            return self._heading or line.block == self._block
        if line.kind is not Kind.TEXT:
            return line.kind is not Kind.CAPTION and self._heading
        if not self._heading:
            return False
        if line.text.endswith(("…", "...", "[...]", "[…]")):
            return True
        words = len(line.text.split())
        if words > 25:
            return False
        sentence = ends_sentence(line.text) and not (line.text.endswith(("?", "!")) or capitalised(line.text) > 0.8)
        return not sentence


def _place(line: Line, body: Body) -> None:
    if line.kind is Kind.PAGE:
        body.page = body.page or page_number(line.text)
    elif line.kind is Kind.BYLINE:
        body.author = body.author or writer_in(line.text)
    elif line.kind is Kind.DATE:
        stamp = date_line(line.raw)
        if stamp is not None and len(body.kept) <= 4 and words_in(body.kept) < MOST_WORDS_ABOVE_DATE:
            body.stamps.append(stamp)
    elif line.kind is Kind.CAPTION:
        body.captions.append(line)
    elif line.kind in (Kind.TEXT, Kind.ITEM):
        cut, cautions = without_glued(line.text)
        body.cautions.extend(cautions)
        if not re.search(r"\w", cut):
            return
        kept = line if cut == line.text else replace(line, text=cut)
        (body.captions if line.kind is Kind.TEXT and _is_picture(kept) else body.kept).append(kept)


def _is_picture(line: Line) -> bool:
    """A caption inside the body: short, and with the credit behind it; a signature of initials is none."""
    return len(line.text.split()) <= 40 and is_caption(line) and signature(line.text) is None


def without_glued(text: str) -> tuple[str, list[Caution]]:
    """The line without "Baca juga: …" inside it and without advertising marks.

    Where the foreign headline ends is read from the next sentence end, quotation mark or sentence opening; this is a
    guess and cautioned as `furniture`.
    """
    known = phrases()
    small = text.lower()
    if any(hint in small for hint in known.inside_hints):
        text = " ".join(known.inside.sub(" ", text).split())
    cautions: list[Caution] = []
    if not any(hint in small for hint in known.related_hints):
        return text, cautions
    start = 0
    pieces: list[str] = []
    while (match := known.related_inside.search(text, start)) is not None:
        end = _headline_end(text, match.end())
        pieces.append(text[start : match.start()])
        cautions.append(
            Caution(
                "furniture", text[match.start() : end][:200].strip(), "taken for a pointer to another post and left out"
            )
        )
        start = end
    pieces.append(text[start:])
    return " ".join("".join(piece + " " for piece in pieces).split()) if cautions or pieces else text, cautions


def _headline_end(text: str, start: int) -> int:
    """Where a headline that begins at `start` ends within its line, at the latest after 30 words."""
    window = text[start : start + 260]
    stop = re.search(r"[.?!…]\s+(?=[A-Z“\"])|\s(?=[“\"][A-Z])|\s{2,}|\n", window)
    limit = stop.end() if stop else len(window)
    opening = next(
        (m for m in phrases().sentence_opening.finditer(window[:limit]) if len(window[: m.start()].split()) >= 3), None
    )
    if opening is not None and stop is not None and stop.group().startswith((".", "?", "!", "…")) and limit < 90:
        return start + limit
    if opening is not None:
        return start + opening.end()
    if stop is not None:
        return start + limit
    return len(text) if len(text) - start <= 260 else start + window.rfind(" ")


def _read_footer(footer: Sequence[Line], body: Body) -> None:
    for line in footer[:60]:
        if line.kind is Kind.PAGE:
            body.page = body.page or page_number(line.text)
        elif line.kind is Kind.BYLINE:
            body.author = body.author or writer_in(line.text)
        stamp = tail_stamp(line.text) if len(line.text) <= 160 else None
        if stamp is not None:
            body.stamps.append(stamp)
        body.footer.append(line.text[:300])


def _trim(body: Body) -> None:
    """Takes headlines of other posts off the end, and the author's initials off the last sentence."""
    signed_at = next((n for n in range(len(body.kept) - 1, -1, -1) if signature(body.kept[n].text) is not None), None)
    if signed_at is not None and words_in(body.kept[signed_at + 1 :]) <= 0.3 * words_in(body.kept):
        sentence, sign = signature(body.kept[signed_at].text) or ("", "")
        body.author = body.author or author_of_signature(sign)
        tail = [
            line
            for line in body.kept[signed_at + 1 :]
            if line.kind is Kind.TEXT and ends_sentence(line.text) and len(line.text.split()) >= 20
        ]
        kept = body.kept[:signed_at]
        body.kept = [*kept, replace(body.kept[signed_at], text=sentence), *tail] if sentence else [*kept, *tail]
    if body.kept:
        body.kept[-1] = replace(body.kept[-1], text=re.sub(r"(?<=[.!?”\"])\s*\*+$", "", body.kept[-1].text))
    while len(body.kept) > 1 and _is_stray(body.kept[-1], body.kept[-2]):
        body.kept.pop()


def _is_stray(line: Line, before: Line) -> bool:
    """A headline left at the end of a page: no sentence, capitalised, not of the list that a colon announced."""
    if (
        line.kind is not Kind.TEXT
        or ends_sentence(line.text)
        or before.text.endswith(":")
        or re.search(r"[:;]", line.text)
    ):
        return False
    words = len(line.text.split())
    return words <= 2 or (words <= 14 and capitalised(line.text) >= 0.7 and before.kind is Kind.TEXT)
