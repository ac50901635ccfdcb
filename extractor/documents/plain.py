"""A post copied as plain text."""

from __future__ import annotations

import re

from extractor.documents.datelines import DOMAIN, proper_place
from extractor.documents.document import Caution
from extractor.documents.draft import Draft
from extractor.documents.furniture import body_of
from extractor.documents.heading import read_head
from extractor.documents.lines import Kind, Line, address_in, lines_of, paragraphs
from extractor.documents.mastheads import owner_in, spelled_out
from extractor.documents.phrases import phrases

_CRAWLED = re.compile(r"\A\s*date \d{4}-\d\d-\d\d(?=\s)")
"""Some archives write the day of publication in front of the text they keep."""

_POSTED_BY = re.compile(
    r"(?:diposting|diposkan|diterbitkan|posted|published) oleh\s+(?P<name>[^|\d]{3,40}?)\s+(?:di|pada|on|,|\d)",
    re.IGNORECASE,
)


def read_plain(text: str, title: str | None = None) -> Draft:
    """Title, publication, by-line, dateline and body of a cleaned text; `title` where it is already known."""
    lines = lines_of(_CRAWLED.sub(r"\g<0>\n", text, count=1))
    found = paragraphs(lines)
    head = read_head(found, text, title)
    body = body_of([*head.lead, *found[head.body :]], head.title)
    if not body.kept:
        body.kept = [line for line in head.captions if line.kind is Kind.TEXT]
    draft = Draft(text=body.text, title=head.title, url=head.url, author=head.author or body.author)
    draft.page = head.page or body.page
    draft.stamps = sorted(head.stamps, key=lambda stamp: stamp.exactness, reverse=True) + body.stamps
    draft.outlets = head.outlets
    draft.cautions = body.cautions
    if head.dateline is not None:
        draft.dateline_stamp = head.dateline.stamp
        if head.dateline.place is not None:
            draft.dateline = proper_place(head.dateline.place, draft.text)
            if head.dateline.place.split()[0].endswith(".") or "." in head.dateline.place.strip("."):
                draft.cautions.append(Caution("dateline", head.dateline.place, f"read as {draft.dateline}"))
    draft.url = draft.url or _last_address(lines[-3:] if lines else [])
    _footer_outlet(body.footer, draft)
    return draft


def _last_address(lines: list[Line]) -> str | None:
    return next((address for line in lines if line.kind is Kind.ADDRESS and (address := address_in(line.text))), None)


def _footer_outlet(footer: list[str], draft: Draft) -> None:
    """The outlet that a footer names: the blog that posted, the owner of the copyright; it may spell out a dateline's initials."""
    nobody = phrases().nobody
    named = [posted["name"].strip() for line in footer if (posted := _POSTED_BY.search(line)) is not None]
    named = [name for name in named if name.casefold() not in nobody and not name.casefold().startswith("redaksi")]
    named += owner_in(footer)
    named += [
        name
        for line in footer
        if re.match(r"(?:copyright|©|hak cipta|\(c\))", line, re.IGNORECASE)
        for name in DOMAIN.findall(line)
    ]
    whole = spelled_out(named, draft.outlets[0]) if draft.outlets else None
    draft.outlets = [*([whole] if whole else []), *draft.outlets, *named]
