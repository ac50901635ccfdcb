"""The head of a page: headline, publication line, by-line, masthead, and where the body begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractor.documents.bylines import writer_in
from extractor.documents.datelines import DOMAIN, Dateline, dated_place, dateline_alone, dateline_of
from extractor.documents.document import PageNumber
from extractor.documents.furniture import is_caption, page_number
from extractor.documents.lines import Kind, Line, address_in, capitalised, ends_sentence
from extractor.documents.mastheads import is_masthead, outlets_of_page
from extractor.documents.phrases import phrases
from extractor.documents.stamps import LONGEST_LINE, Stamp, date_line, tail_stamp
from extractor.knowledge.outlets import outlets

LOOK_AHEAD = 4
"""Paragraphs after a first sentence in which a dateline still shows that sentence to be a caption or a standfirst."""

_SENTENCE_INSIDE = re.compile(r"[a-z)”\"][.!?]\s+[A-Z“\"]")

MOST_CANDIDATES = 100
"""Lines above the body that are weighed as headlines."""

LONGEST_TITLE = 28
"""Words."""


@dataclass(slots=True)
class Head:
    """What stands above the body; `body` is the index of the first paragraph that belongs to it, `lead` a standfirst."""

    body: int = 0
    title: str | None = None
    author: str | None = None
    dateline: Dateline | None = None
    stamps: list[Stamp] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    url: str | None = None
    page: PageNumber | None = None
    captions: list[Line] = field(default_factory=list)
    lead: list[Line] = field(default_factory=list)


def read_head(paragraphs: list[Line], text: str, title: str | None = None) -> Head:
    """Reads the head of a page from its paragraphs; `title` is given where metadata already tell it.

    A caption that runs into the dateline of the body is parted from it in `paragraphs`.
    """
    head = Head(title=title)
    candidates: list[Line] = []
    for number in range(min(12, len(paragraphs)) - 1, -1, -1):
        _part_from_credit(paragraphs, number)
    number = 0
    while number < len(paragraphs):
        line = paragraphs[number]
        if line.kind is Kind.TEXT or (line.kind is Kind.ITEM and len(line.text.split()) >= 15):
            if _begins_body(paragraphs, number, text, head):
                break
            if is_caption(line):
                head.captions.append(line)
            elif len(candidates) < MOST_CANDIDATES:
                candidates.append(line)
        else:
            _note(line, head)
        number += 1
    head.body = number
    if head.dateline is None:
        head.dateline = _dated_dateline(paragraphs[:number], text)
    if head.title is None:
        head.title = _title(candidates, paragraphs, text)
    head.lead = _lead(candidates, head.title)
    head.outlets = outlets_of_page(paragraphs[: head.body + 40], head)
    return head


def read_above(paragraphs: Sequence[Line], text: str) -> Head:
    """Reads lines that are known to stand above the body; of several possible headlines the nearest to it is likeliest."""
    head = Head(body=len(paragraphs))
    candidates = [line for line in paragraphs if line.kind is Kind.TEXT and not is_caption(line)]
    for line in paragraphs:
        _note(line, head)
    head.title = _title(candidates, paragraphs, text, nearest=True)
    head.outlets = outlets_of_page(paragraphs, head)
    return head


def _dated_dateline(above: Sequence[Line], text: str) -> Dateline | None:
    """The dateline that stands with the date on the line above the body."""
    if not above or above[-1].kind is not Kind.DATE:
        return None
    place = dated_place(above[-1].text, text)
    return None if place is None else Dateline(place, None, None, 0, True)


def _part_from_credit(paragraphs: list[Line], number: int) -> None:
    """Parts a caption from the body that runs on behind it: "… (Dok. Humas)BIMA - Sebanyak …"."""
    line = paragraphs[number]
    glued = re.search(r"\)\s?(?=[A-Z][A-Z ]{2,30}(?:, ?[\w.]{3,30})?\s?(?:[–—-]|--)\s)", line.text[:400])
    if (
        glued is None
        or line.kind not in (Kind.TEXT, Kind.CAPTION)
        or not is_caption(replace(line, text=line.text[: glued.end()].strip()))
    ):
        return
    caption, rest = line.text[: glued.end()].strip(), line.text[glued.end() :].strip()
    paragraphs[number : number + 1] = [
        replace(line, text=caption, raw=caption, kind=Kind.CAPTION),
        replace(line, text=rest, raw=rest, kind=Kind.TEXT),
    ]


def _note(line: Line, head: Head) -> None:
    if line.kind is Kind.DATE:
        stamp = date_line(line.raw)
        if stamp is not None:
            head.stamps.append(stamp)
        head.author = head.author or writer_in(line.raw)
    elif line.kind is Kind.END and len(line.text) <= LONGEST_LINE:
        stamp = tail_stamp(line.text)  # "Diterbitkan oleh Admin pada 3 Mei 2021"
        if stamp is not None:
            head.stamps.append(stamp)
    elif line.kind is Kind.BYLINE:
        head.author = head.author or writer_in(line.raw)
    elif line.kind is Kind.ADDRESS:
        head.url = head.url or address_in(line.text)
    elif line.kind is Kind.PAGE:
        head.page = head.page or page_number(line.text)
    elif line.kind is Kind.CAPTION:
        head.captions.append(line)


def _begins_body(paragraphs: Sequence[Line], number: int, text: str, head: Head) -> bool:
    line = paragraphs[number]
    dateline = _opening_dateline(line, text)
    if dateline is not None:
        head.dateline = dateline
        return True
    following = next((p for p in paragraphs[number + 1 : number + 3] if p.kind is Kind.TEXT), None)
    alone = dateline_alone(line.text, text) if _may_be_dateline(paragraphs, number) else None
    if alone is not None and following is not None and (len(following.text.split()) >= 12 or is_prose(following.text)):
        head.dateline = alone
        return True
    if not is_prose(line.text, titled=head.title is not None) or is_caption(line):
        return False
    if head.title is not None and _same(line.text, head.title):
        return False
    for later in paragraphs[number + 1 : number + 1 + LOOK_AHEAD]:
        opening = _opening_dateline(later, text)
        if opening is not None and opening.sure and len(line.text.split()) <= 60:
            head.captions.append(line)
            return False
    return True


def _may_be_dateline(paragraphs: Sequence[Line], number: int) -> bool:
    """Can a line of its own be a dateline here? Above a date stands a by-line, at the top a masthead, in capitals a headline."""
    line = paragraphs[number]
    below = paragraphs[number + 1 : number + 2]
    if below and below[0].kind in (Kind.DATE, Kind.BYLINE):
        return False
    texts = [one for one in paragraphs[:number] if one.kind is Kind.TEXT]
    if not texts:
        return bool(below) and is_prose(below[0].text) and below[0].text[0].isupper()
    return not (texts[-1].block == line.block and texts[-1].text.isupper() and line.text.isupper())


def _opening_dateline(line: Line, text: str) -> Dateline | None:
    """The dateline of a paragraph of some length."""
    if line.kind is not Kind.TEXT:
        return None
    dateline = dateline_of(line.text, text)
    if dateline is None:
        return None
    rest = line.text[dateline.end :]
    words = len(rest.split())
    return dateline if words >= 14 or (words >= 5 and ends_sentence(rest) and not is_caption(line)) else None


def is_prose(text: str, *, titled: bool = False) -> bool:
    """Is this a sentence or a paragraph, and no headline? With the headline `titled` already a doubtful line is prose."""
    words = len(text.split())
    if words > LONGEST_TITLE:
        return True
    small = capitalised(text) < 0.6
    if words >= 12 and small and (titled or _SENTENCE_INSIDE.search(text)):
        return True
    if words < 5 or not re.search(r"(?:[.…]|[.,!?][\"”’'»])[)\]*]*$|[.!?]\s*\([^()]{1,30}\)$|,-$", text):
        return False
    return words >= 10 or capitalised(text) < 0.8


def _lead(candidates: Sequence[Line], title: str | None) -> list[Line]:
    """Lines between headline and body that are no headline themselves: a standfirst belongs to the post."""
    below = False
    lead = []
    for line in candidates:
        if title is not None and (line.text in title or title in line.text):
            below = True
        elif below and len(line.text.split()) >= 10 and capitalised(line.text) < 0.6:
            lead.append(line)
    return lead


def _same(one: str, other: str) -> bool:
    return re.sub(r"[\W_]+", "", one.casefold()) == re.sub(r"[\W_]+", "", other.casefold())


def _title(candidates: Sequence[Line], paragraphs: Sequence[Line], text: str, *, nearest: bool = False) -> str | None:
    """The likeliest headline of the lines above the body; neighbouring lines of one block may be one headline.

    Of equals the first wins, or the last, where it is the `nearest` to the body that counts.
    """
    runs = _runs(candidates, paragraphs)
    masthead = runs[0] if len(runs) > 1 and is_masthead(runs[0]) else None
    above_date = {line.text for line, below in pairwise(paragraphs) if below.kind is Kind.DATE}
    best: tuple[float, str] | None = None
    for order, run in enumerate(reversed(runs) if nearest else runs):
        score = (
            _title_score(run, text)
            - 0.4 * order
            - (4.0 if run is masthead else 0)
            + (1.5 if any(run.endswith(line) for line in above_date) else 0)
        )
        if score >= 1 and (best is None or score > best[0]):
            best = (score, run)
    return best[1] if best else None


def _runs(candidates: Sequence[Line], paragraphs: Sequence[Line]) -> list[str]:
    """Candidates, with two or three that adjoin and look like one wrapped headline joined."""
    position = {id(line): number for number, line in enumerate(paragraphs)}
    runs: list[str] = []
    last: Line | None = None
    for line in candidates:
        adjoins = last is not None and last.block == line.block and position[id(line)] == position[id(last)] + 1
        if adjoins and runs and _is_one_headline(runs[-1], line.text):
            runs[-1] = f"{runs[-1]} {line.text}"
        else:
            runs.append(line.text)
        last = line
    return runs


def _is_one_headline(first: str, second: str) -> bool:
    words = len(first.split())
    if ends_sentence(first) or words < 4 or words + len(second.split()) > LONGEST_TITLE or _same(first, second):
        return False
    return first.casefold() not in phrases().sections and len(second) <= 1.3 * len(first) and len(first) >= 28


def _title_score(line: str, text: str) -> float:
    known = phrases()
    words = len(line.split())
    bare = line.casefold().strip(" ,.:")
    if words > LONGEST_TITLE or bare in known.sections or outlets().by_name(line) or DOMAIN.fullmatch(line):
        return 0.0
    score = 3.0 if words >= 5 else 1.5 if words == 4 else 0.5
    score += 3.0 if words >= 4 and not line.endswith(".") and text.count(line) > 1 else 0.0
    score += 2.0 if known.subject.search(line) else 0.0
    score -= 3.0 if known.slogan.search(line) else 0.0
    score -= 3.0 if line.endswith((":", ",", ".")) else 0.0
    score -= 3.0 if re.search(r"\(\s*\d{1,2}/\d{1,2}", line) else 0.0  # the day of a picture
    return score
