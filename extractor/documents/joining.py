"""The pages of one post, as bytes, become one `Document`: whoever has just fetched them and whoever reads them back from an archive gets the same."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractor.documents.assembly import assemble
from extractor.documents.document import Caution, Document, DocumentError, PageNumber
from extractor.documents.draft import Draft
from extractor.documents.encoding import clean, decode
from extractor.documents.html import is_html, read_page
from extractor.documents.lines import ends_sentence

FEWEST_WORDS_REPEATED = 8
"""Words of a line that two pages share anywhere and only one of them has for the text; a shorter one may be meant twice."""

_ALL = re.compile(r"[?&](?:page|halaman|hal|showpage)=all\b|/all/?(?:[?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageBytes:
    """One page: its bytes as HTML (unpacked), the charset that the server named (`None`: none), the address that gave it."""

    body: bytes
    charset: str | None
    url: str

    @property
    def is_whole(self) -> bool:
        """Does the address say that the page holds all the others ("?page=all", "/all")?"""
        return _ALL.search(self.url) is not None


def charset_of(content_type: str | None) -> str | None:
    """The charset that a Content-Type header names."""
    named = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type or "", re.IGNORECASE)
    return named[1] if named else None


def read_pages(
    pages: Sequence[PageBytes],
    *,
    url: str,
    fetched: datetime | None = None,
    source_path: str,
    warc: tuple[str, int] | None = None,
) -> Document:
    """The document of a post of one or more pages, given in their order.

    `url` is the post's canonical address, from which its id is made; `sha256` is that of all bodies one after the other.
    The first page gives title, date and author, later ones what it lacks. A later page that cannot be read is left out
    with the caution `pages`; `Document.page` is set where the pages themselves name more pages than there are.

    Raises:
        DocumentError: where the first page is no post, or the pages together hold none.
        ValueError: without any page.
    """
    drafts = [draft_of(pages[0])] if pages else []
    for number, page in enumerate(pages[1:], 2):
        try:
            drafts.append(draft_of(page))
        except DocumentError as error:
            missed = Caution("pages", page.url[:200], f"page {number} is left out: {error.reason}")
            drafts.append(Draft(cautions=[missed]))
    return document_of(pages, drafts, url=url, fetched=fetched, source_path=source_path, warc=warc)


def document_of(
    pages: Sequence[PageBytes],
    drafts: Sequence[Draft],
    *,
    url: str,
    fetched: datetime | None = None,
    source_path: str,
    warc: tuple[str, int] | None = None,
) -> Document:
    """As `read_pages`, for pages whose drafts (`draft_of`) have been made already.

    Raises:
        DocumentError: where the pages together hold no post.
        ValueError: without any page.
    """
    if not pages:
        raise ValueError("a post has at least one page")
    digest = hashlib.sha256()
    for page in pages:
        digest.update(page.body)
    draft = joined(drafts, [page.is_whole for page in pages])
    document = assemble(draft, source_path, digest.hexdigest(), url=url, fetched=fetched)
    return document if warc is None else replace(document, warc=warc)


def draft_of(page: PageBytes) -> Draft:
    """What one page says.

    Raises:
        DocumentError: for bytes that are no text, `not-html`, and all that `html.read_page` refuses.
    """
    text, cautions = _characters(page)
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") or not is_html(text):
        raise DocumentError("not-html", "not a page: what came is no HTML", "Give the post's own address.")
    draft = read_page(clean(text), page.url)
    draft.cautions = [*cautions, *draft.cautions]
    return draft


def joined(drafts: Sequence[Draft], whole: Sequence[bool]) -> Draft:
    """One draft of several in page order; `whole[n]` tells that the n-th page holds the text of all of them.

    Headline and lead that a site prints on each page, and paragraphs printed again at the border of two pages, stay once;
    a sentence cut by the border becomes one again.
    """
    if len(drafts) == 1:
        return replace(drafts[0], page=None) if whole[0] else drafts[0]
    out = replace(drafts[0])
    best = max((n for n, is_all in enumerate(whole) if is_all), key=lambda n: _words(drafts[n].text), default=None)
    is_complete = best is not None and _words(drafts[best].text) >= _words(drafts[0].text)
    if best is not None and is_complete:
        out.text = drafts[best].text
    else:
        out.text = join_texts([draft.text for draft in drafts], out.title)
    out.author = next((draft.author for draft in drafts if draft.author), None)
    out.title = next((draft.title for draft in drafts if draft.title), None)
    out.stamps = next((draft.stamps for draft in drafts if draft.stamps), [])
    out.outlets = [name for draft in drafts for name in draft.outlets]
    out.cautions = [caution for draft in drafts for caution in draft.cautions]
    read = sum(1 for draft in drafts if draft.text)
    of = max((draft.page.of or 0 for draft in drafts if draft.page), default=0)
    out.page = PageNumber(1, of) if of > read and not is_complete else None
    if out.page is not None:
        out.cautions.append(Caution("pages", None, f"{read} of {of} pages are at hand"))
    return out


def join_texts(texts: Sequence[str], title: str | None = None) -> str:
    """The texts of pages as one, a paragraph a line, without what pages repeat (`title`: the headline, dropped from later pages)."""
    kept: list[str] = []
    seen: set[str] = {_key(title)} if title else set()
    for number, text in enumerate(texts):
        lines = [line for line in text.split("\n") if line.strip()]
        fresh = lines if number == 0 else _without_repeated(lines, seen)
        seen.update(map(_key, lines))
        if kept and fresh and not ends_sentence(kept[-1]) and fresh[0][:1].islower():
            kept[-1] = f"{kept[-1]} {fresh[0]}"
            fresh = fresh[1:]
        kept += fresh
    return "\n".join(kept)


def brings_more(text: str, texts: Sequence[str], title: str | None = None) -> bool:
    """Does a further page hold at least one line that the pages before it have not?"""
    return join_texts([*texts, text], title) != join_texts(texts, title)


def _without_repeated(lines: list[str], seen: set[str]) -> list[str]:
    """The lines without those seen: long ones anywhere, short ones at the page's top and bottom only."""
    known = [_key(line) in seen for line in lines]
    top = next((n for n, is_known in enumerate(known) if not is_known), len(lines))
    bottom = next((n for n in range(len(lines), top, -1) if not known[n - 1]), top)
    return [
        line
        for line, is_known in zip(lines[top:bottom], known[top:bottom], strict=True)
        if not (is_known and _words(line) >= FEWEST_WORDS_REPEATED)
    ]


def _characters(page: PageBytes) -> tuple[str, list[Caution]]:
    """The page decoded; the server's charset is believed where the bytes themselves leave a doubt, since many servers name a wrong one."""
    try:
        text, cautions = decode(page.body)
    except DocumentError as error:
        named = _named(page) if error.code == "broken-encoding" else None
        if named is None:
            raise
        return named, []
    if cautions and (named := _named(page)) is not None:
        return named, []
    return text, cautions


def _named(page: PageBytes) -> str | None:
    try:
        name = codecs.lookup((page.charset or "").strip(" \"'")).name
        if name.startswith("utf"):
            return None
        return page.body.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _key(line: str) -> str:
    return re.sub(r"[\W_]+", "", line.casefold())


def _words(text: str) -> int:
    return len(text.split())
