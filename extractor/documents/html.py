"""A post as a web page: metadata first, then the rules of its site, then what trafilatura finds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING

from extractor.documents.bylines import author_name
from extractor.documents.document import Caution, DocumentError, PageNumber
from extractor.documents.draft import Draft
from extractor.documents.heading import read_above
from extractor.documents.html_metadata import Metadata, page_metadata, read_stamp
from extractor.documents.html_text import text_of
from extractor.documents.lines import lines_of
from extractor.documents.plain import read_plain
from extractor.documents.site_rules import SiteRule, select, site_rules
from extractor.documents.stamps import Stamp, address_stamp
from extractor.knowledge.outlets import outlets

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEWEST_BODY_WORDS = 40
"""Words an element must hold to be taken for the body without asking trafilatura."""

MOST_ELEMENTS = 50_000
"""Elements of a page; a page of news has some thousands, and one with more would take minutes."""

MOST_FOR_TRAFILATURA = 8_000
"""Elements beyond which trafilatura, which takes a millisecond for three of them, is not asked."""

_BLOCK_TAG = re.compile(r"<(?:p|div|br|article|h[1-3]|ul|table|section)\b[^<>]{0,500}>", re.IGNORECASE)
_LISTING = re.compile(
    r"^https?://[^/]+/?(?:\?.*)?$|/(?:category|kategori|tag|topik|topic|author|penulis|indeks|index|search|label|rubrik)(?:/|$)",
    re.IGNORECASE,
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s*-->")  # as browsers mark a saved page
_URL_PAGE = re.compile(r"[?&](?:page|halaman)=(\d{1,2})\b|/page/(\d{1,2})/?$|[a-z-]{8,}/(\d)/?(?:\?|$)", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Is this a page or a piece of one? Three block tags do; a stray tag in copied text does not."""
    head = text[:2000].lstrip().casefold()
    if head.startswith(("<!doctype html", "<html", "<?xml")) or "<html" in head:
        return True
    found = 0
    for _ in _BLOCK_TAG.finditer(text[:200_000]):
        found += 1
        if found >= 3:
            return True
    return head.startswith(("<p", "<div", "<article")) and found >= 1


def parse(text: str) -> HtmlElement:
    """The element tree of a page.

    Raises:
        DocumentError: `nested-html` for tags nested too deeply to be a page, `too-many-elements`, `empty-page` for one without any.
    """
    import lxml.html  # noqa: PLC0415 — plain text need not wait for it
    from lxml.etree import ParserError, XMLSyntaxError  # noqa: PLC0415 — with it

    parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True)
    source = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    try:
        tree: HtmlElement = lxml.html.document_fromstring(source, parser=parser)
    except (ParserError, XMLSyntaxError) as error:
        raise DocumentError(
            "empty-page", "not a post: the page holds no element", "Give the post's own page."
        ) from error
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise DocumentError(
            "nested-html", "the tags of the page are nested more than 250 deep", "Save the page anew, or give its text."
        )
    if sum(1 for _ in islice(tree.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        raise DocumentError(
            "too-many-elements", f"the page has more than {MOST_ELEMENTS} elements", "Give the text of the post."
        )
    return tree


def read_fragment(text: str, title: str | None = None) -> Draft:
    """A post's body as HTML without a page around it, as feeds and databases hold it."""
    return read_plain(text_of(parse(f"<div>{text}</div>")), title)


def read_page(text: str, url: str | None = None) -> Draft:
    """A page; `url` is where it was fetched.

    Raises:
        DocumentError: `nested-html`, `empty-page`, or `listing-page` for a page of links.
    """
    saved = _SAVED_FROM.search(text[:3000])
    url = url or (saved[1] if saved else None)
    tree = parse(text)
    found = page_metadata(tree, url)
    outlet = outlets().by_domain(found.url) if found.url else None
    published = found.stamps[0].day if found.stamps else None
    rules = site_rules().for_page(outlet, published)
    seen = _seen(tree, rules[:3])
    page = _page_number(tree, found.url or url)
    author = found.author or next(
        (name for rule in rules[:1] for e in select(tree, rule.authors)[:1] if (name := _name_of(e))), None
    )
    links = _links(tree)
    body, whole = _body(tree, found, rules)
    title = found.title if found.is_sure else _confirmed(found.title, tree)
    draft = read_plain(body, title)
    if draft.title is None or not found.stamps:
        _add_above(draft, tree, found)
    _refuse_listing(draft, found, links)
    draft.url = found.url or draft.url
    draft.author = author or draft.author or found.weak_author
    draft.page = draft.page or page or (None if whole else draft.page)
    draft.language = found.language
    draft.cautions = [*found.cautions, *draft.cautions]
    if found.site:
        draft.outlets.insert(0, found.site)
    draft.stamps = _stamps(found.stamps, [*draft.stamps, *seen])
    if not draft.stamps and address_stamp(draft.url or "") is None:
        draft.stamps = _by_htmldate(tree)
        draft.cautions += [
            Caution("published", stamp.text, "publication date guessed from the page") for stamp in draft.stamps
        ]
    return draft


def _body(tree: HtmlElement, found: Metadata, rules: Sequence[SiteRule]) -> tuple[str, bool]:
    """The body's text, and whether an element was found that holds nothing but it."""
    for rule in rules:
        for selector in rule.body:
            texts = [text_of(element, rule.drop) for element in select(tree, (selector,))[:5]]
            best = max(texts, key=len, default="")
            if len(best.split()) >= FEWEST_BODY_WORDS and _has_paragraph(best):
                return best, True
    extracted = _by_trafilatura(tree) if sum(1 for _ in tree.iter()) <= MOST_FOR_TRAFILATURA else ""
    if len(extracted.split()) >= FEWEST_BODY_WORDS:
        return extracted, False
    if found.body and len(found.body.split()) > len(extracted.split()):
        return text_of(parse(f"<div>{found.body}</div>")) if "<" in found.body else found.body, False
    return extracted or _densest(tree), False


def _has_paragraph(text: str) -> bool:
    return any(len(line.split()) >= 15 for line in text.split("\n"))


def _by_trafilatura(tree: HtmlElement) -> str:
    from trafilatura import extract  # noqa: PLC0415 — slow to load, and only pages of unknown make need it

    text = extract(
        deepcopy(tree), include_comments=False, include_tables=True, include_formatting=False, favor_recall=True
    )
    return re.sub(r"\n(?!\n)", "\n\n", text) if text else ""


def _densest(tree: HtmlElement) -> str:
    """The text of the element whose own paragraphs are longest together."""
    weights: dict[HtmlElement, int] = {}
    for paragraph in tree.iter("p", "br"):
        parent = paragraph.getparent()
        if parent is not None:
            weights[parent] = weights.get(parent, 0) + (
                len(paragraph.text_content()) if paragraph.tag == "p" else len(paragraph.tail or "")
            )
    best = max(weights, key=lambda element: weights[element], default=None)
    return text_of(best if best is not None else tree)


def _links(tree: HtmlElement) -> int:
    return sum(1 for link in tree.iter("a") if len((link.text_content() or "").split()) >= 4)


def _refuse_listing(draft: Draft, found: Metadata, links: int) -> None:
    longest = max((len(line.split()) for line in draft.text.split("\n")), default=0)
    listing = (
        links >= 8
        and not found.is_article
        and (longest < 40 or (found.url is not None and _LISTING.search(found.url) is not None and longest < 80))
    )
    if listing or (longest < 15 and links >= 3):
        reason = f"not a post: the page lists {links} links and no paragraph over 40 words"
        raise DocumentError("listing-page", reason, "Give the post's own address.")


def _stamp_of(element: HtmlElement) -> Stamp | None:
    machine = element.get("datetime") or element.get("content") or element.get("title")
    text = " ".join(element.text_content().split())
    printed = read_stamp(text) if 6 <= len(text) <= 120 else None
    if printed is not None and printed.clock is not None:
        return printed
    return (read_stamp(machine) if machine else None) or printed


def _name_of(element: HtmlElement) -> str | None:
    return author_name(" ".join((element.get("content") or element.text_content()).split()))


def _stamps(declared: list[Stamp], seen: list[Stamp]) -> list[Stamp]:
    """Publication moments in order of trust.

    Metadata go first, but not where they give no time of day, or UTC beside a time that the page prints: many sites
    write their local time and call it UTC.
    """
    first = declared[0] if declared else None
    if first is None:
        return seen
    doubtful = first.clock is None or _is_utc(first)
    printed = [
        stamp
        for stamp in seen
        if stamp.clock is not None and not _is_utc(stamp) and abs((stamp.day - first.day).days) <= 1
    ]
    return [*printed, *declared, *seen] if doubtful and printed else declared


def _by_htmldate(tree: HtmlElement) -> list[Stamp]:
    """What htmldate finds in the markup of a page that prints its date nowhere else."""
    from htmldate import find_date  # noqa: PLC0415 — slow to load, and seldom needed

    found = find_date(tree, extensive_search=False, original_date=True, outputformat="%Y-%m-%d")
    stamp = read_stamp(found) if found else None
    return [stamp] if stamp is not None else []


def _seen(tree: HtmlElement, rules: list[SiteRule]) -> list[Stamp]:
    """Publication lines where the first rule that knows a place for them says they stand; comments have dates too."""
    for rule in rules:
        elements = [
            e
            for e in select(tree, rule.dates)[:4]
            if not any("comment" in (up.get("class") or "") for up in e.iterancestors())
        ]
        stamps = [stamp for element in elements[:2] if (stamp := _stamp_of(element)) is not None]
        if stamps:
            return stamps
    return []


def _is_utc(stamp: Stamp) -> bool:
    return stamp.zone is not None and not stamp.zone.utcoffset(None)


def _confirmed(title: str | None, tree: HtmlElement) -> str | None:
    """A title that only the window's title bar names, if the page itself prints it too; sites write their slogan there."""
    return title if title is not None and title in " ".join(text_of(tree).split()) else None


def _add_above(draft: Draft, tree: HtmlElement, found: Metadata) -> None:
    """Headline, date and writer from the lines right above the body, for pages whose head names none."""
    lines = [line for line in text_of(tree).split("\n") if line.strip()]
    opening = draft.text.split("\n", maxsplit=1)[0][:60]
    start = next((number for number, line in enumerate(lines) if opening and opening in line), None)
    if start is None:
        return
    above = lines_of("\n\n".join(lines[max(0, start - 12) : start]))
    head = read_above(above, draft.text)
    draft.title = draft.title or head.title
    draft.author = draft.author or head.author
    if not found.stamps:
        draft.stamps = [*draft.stamps, *head.stamps]
    draft.outlets.extend(head.outlets)


def _page_number(tree: HtmlElement, url: str | None) -> PageNumber | None:
    """Which page of several this is, from the bar of page numbers, `rel=next`, and the address."""
    from_url = _URL_PAGE.search(url or "")
    number = int(next((group for group in from_url.groups() if group), 0)) if from_url else 0
    for bar in select(tree, site_rules().pages):
        numbers = [int(text) for e in bar.iter() if (text := (e.text or "").strip()).isdigit() and len(text) <= 2]
        if len(numbers) < 2 or min(numbers) > 2:
            continue
        linked = {
            int(text) for e in bar.iter("a") if e.get("href") and (text := (e.text_content() or "").strip()).isdigit()
        }
        current = [one for one in numbers if one not in linked]
        return PageNumber(number or (current[0] if current else 1), max(numbers))
    follows = any((e.get("rel") or "").casefold() == "next" for e in tree.iter("link"))
    if number > 1:
        return PageNumber(number, None if follows else number)
    return PageNumber(1, None) if follows and number == 1 else None
