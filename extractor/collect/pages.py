"""From the first page of a candidate to the whole post: its own address, its further pages, its text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from extractor.collect.fetching import Stopped
from extractor.collect.model import CollectError, Fetched, Outcome
from extractor.collect.paging import WHOLE, all_page, base_of, links_of, page_links, page_number, paging_rules
from extractor.documents.document import Document, DocumentError
from extractor.documents.encoding import clean, decode
from extractor.documents.html import parse
from extractor.documents.identity import canonical_key
from extractor.documents.joining import PageBytes, brings_more, charset_of, document_of, draft_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from extractor.documents.draft import Draft

MOST_PAGES = 20
"""Pages of one post that are fetched."""

Getter = Callable[[str], Fetched]
"""Fetches an address, asking unconditionally; raises `CollectError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSet:
    """A whole post.

    Attributes:
        url: the post's own address, under which all its copies go.
        pages: the responses to keep, in order; where the site offers a page with the whole text, the first page and that one.
        document: read from `pages` by `documents.joining`, as reading them back from the archive gives it.
        text_hash: of title and text with white space folded.
        aliases: the other addresses that lead to the post: the one asked, the one that answered, its AMP page; without `url`.
        missed: what else was asked for the post and not got, a reason each.
    """

    url: str
    pages: tuple[Fetched, ...]
    document: Document
    text_hash: str
    aliases: tuple[str, ...]
    missed: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Of the record that the post will give."""
        return self.document.id


@dataclass(slots=True)
class _Reading:
    """A post while its pages come in."""

    get: Getter
    pages: list[Fetched] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def attempt(self, url: str, *, patient: bool = False) -> Fetched | None:
        """The response, or `None` where that page cannot be had for good; `patient`: also where it may be had another time.

        Raises:
            CollectError: `BLOCKED` or `FAILED`, so that the post is asked again rather than kept in part.
            Stopped: when the run is to stop.
        """
        try:
            answer = self.get(url)
        except CollectError as error:
            if isinstance(error, Stopped) or (not patient and error.outcome in (Outcome.BLOCKED, Outcome.FAILED)):
                raise
            self.missed.append(str(error))
            return None
        return answer if answer.body else None

    def add(self, page: Fetched) -> bool:
        """Keeps a further page if it can be read and has something that the pages before it lack."""
        try:
            draft = draft_of(page_bytes(page))
        except DocumentError as error:
            self.missed.append(f"{page.final_url}: {error.reason}")
            return False
        if not brings_more(draft.text, [one.text for one in self.drafts], self.drafts[0].title):
            return False
        self.pages.append(page)
        self.drafts.append(draft)
        return True


def read_post(first: Fetched, get: Getter, *, cms: str | None = None) -> PageSet:
    """The whole post of which `first` is a page, asking `get` for what is missing; `cms` is the outlet's family, if known.

    An AMP page makes way for the page that it names as its original, a later page for the first one, unless those fail.
    Further pages are asked in order, the page with all of them before them if there is one, at most `MOST_PAGES`.

    Raises:
        CollectError: `NOT_A_PAGE` where `first` is no post, or one behind a password; `BLOCKED` or `FAILED` where a further page could not be had now.
    """
    reading = _Reading(get)
    page, tree = _first_page(first, reading)
    if _asks_for_password(tree):
        raise CollectError(Outcome.NOT_A_PAGE, first.url, "a post behind a password")
    url = _address(tree, page.final_url)
    try:
        draft = draft_of(page_bytes(page))
    except DocumentError as error:
        raise CollectError(Outcome.NOT_A_PAGE, first.url, error.reason) from error
    reading.pages, reading.drafts = [page], [draft]
    posts = tuple(dict.fromkeys((base_of(page.final_url)[0], url)))
    _add_further(reading, tree, posts, cms)
    try:
        document = document_of([page_bytes(one) for one in reading.pages], reading.drafts, url=url, source_path=url)
    except DocumentError as error:
        raise CollectError(Outcome.NOT_A_PAGE, first.url, error.reason) from error
    names = (first.url, first.final_url, page.url, page.final_url, *_amp_links(tree, page.final_url))
    return PageSet(
        url=url,
        pages=tuple(reading.pages),
        document=document,
        text_hash=text_hash(document.title, document.text),
        aliases=tuple(name for name in dict.fromkeys(names) if name != url),
        missed=tuple(reading.missed),
    )


def post_address(page: Fetched) -> str:
    """The address of the post that a page belongs to: what the page itself names, if that can be true, else where it stood.

    A canonical link to another site, to the front page or to a list is a mistake of the site and not followed. AMP marks,
    mobile hosts, tracking parameters, fragments and page numbers are taken off.
    """
    return _address(_tree(page), page.final_url)


def page_bytes(page: Fetched) -> PageBytes:
    """The page as `extractor.documents` wants it."""
    return PageBytes(page.body, charset_of(page.header("content-type")), page.final_url)


def text_hash(title: str | None, text: str) -> str:
    """SHA-256 of title and text in hex digits; white space does not matter."""
    return hashlib.sha256(" ".join(f"{title or ''}\n{text}".split()).encode("utf-8", "surrogatepass")).hexdigest()


def _first_page(first: Fetched, reading: _Reading) -> tuple[Fetched, HtmlElement | None]:
    """The page to begin with instead of an AMP page or a later page of the post."""
    tree = _tree(first)
    address = _address(tree, first.final_url)
    base, number = base_of(first.final_url)
    is_later = number is not None and number > 1
    wanted = address if _is_amp(tree, first.final_url) else base if is_later else None
    if wanted is None or wanted == first.final_url:
        return first, tree
    better = reading.attempt(wanted, patient=True)
    if better is None or not _same_post(better.final_url, address, base):
        return first, tree
    other = _tree(better)
    if other is None or _is_amp(other, better.final_url):
        return first, tree
    return better, other


def _add_further(reading: _Reading, tree: HtmlElement | None, posts: tuple[str, ...], cms: str | None) -> None:
    first = reading.pages[0]
    if tree is None or base_of(first.final_url)[1] == WHOLE:
        return
    links = page_links(tree, first.final_url, posts)
    declared = reading.drafts[0].page
    is_part = bool(links) or (declared is not None and (declared.of or 2) > 1)
    if not is_part:
        return
    whole = links.pop(WHOLE, None) or all_page(posts[0], cms)
    if whole is not None and _add_whole(reading, whole, posts):
        return
    asked: set[int] = {1}
    while len(reading.pages) < MOST_PAGES:
        number = min((one for one in links if one not in asked), default=None)
        if number is None:
            return
        asked.add(number)
        page = reading.attempt(links[number])
        if page is None:
            continue
        if not _is_further(page.final_url, links[number], posts) or not reading.add(page):
            return  # sites answer for a page that they have not with the first, the last, or another post
        more = _tree(page)
        for one, address in page_links(more, page.final_url, posts).items() if more is not None else ():
            if one != WHOLE:
                links.setdefault(one, address)


def _add_whole(reading: _Reading, address: str, posts: tuple[str, ...]) -> bool:
    """Adds the page that holds all, unless there is none or it holds no more than the first."""
    page = reading.attempt(address)
    return page is not None and _is_further(page.final_url, address, posts) and reading.add(page)


def _is_further(found: str, asked: str, posts: tuple[str, ...]) -> bool:
    """Did the address asked for answer itself, or another that is a further page of the post?"""
    if found == asked or urlsplit(found)[1:4] == urlsplit(asked)[1:4]:
        return True
    return any(page_number(found, post) is not None for post in posts)


def _same_post(found: str, *addresses: str) -> bool:
    """Does the address found go for one of the others? A redirect to the front page does not."""
    return any(canonical_key(found) == canonical_key(address) for address in addresses)


def _address(tree: HtmlElement | None, final_url: str) -> str:
    home = _folded(final_url)
    for named in _named_addresses(tree, final_url):
        address = _folded(named)
        if _may_be(address, home):
            return urlunsplit(urlsplit(address)._replace(scheme=urlsplit(home).scheme))
    return home


def _named_addresses(tree: HtmlElement | None, url: str) -> list[str]:
    """What the page calls its own address: the canonical link, then og:url."""
    if tree is None:
        return []
    named = [address for link, address in links_of(tree, url) if _rel(link) == "canonical"][:1]
    for meta in tree.iter("meta"):
        if (meta.get("property") or "").casefold() == "og:url" and (content := (meta.get("content") or "").strip()):
            try:
                address = urljoin(url, content)
            except ValueError:
                continue
            if address.startswith(("http://", "https://")):
                named.append(address)
    return named


def _may_be(address: str, home: str) -> bool:
    """May a page that stood at `home` truly belong to `address`?"""
    key, own = canonical_key(address), canonical_key(home)
    if key == own:
        return True
    if key is None or own is None or re.split("[/?]", key)[0] != re.split("[/?]", own)[0]:
        return False
    parts = urlsplit(address)
    pieces = [piece for piece in parts.path.casefold().split("/") if piece]
    if not pieces or re.fullmatch(r"index\.\w+", pieces[-1]):
        return any(value.isdigit() for _, value in parse_qsl(parts.query))  # "/?p=1234"
    if pieces[0] in paging_rules().listings and urlsplit(home).path.casefold().split("/")[1:2] != pieces[:1]:
        return False
    return re.search(r"[\d-]", pieces[-1]) is not None or any(value.isdigit() for _, value in parse_qsl(parts.query))


def _folded(url: str) -> str:
    """The address without fragment, page number, tracking parameters, the host and the ending of AMP and mobile pages."""
    parts = urlsplit(base_of(url)[0])
    kept = [
        pair for pair in parse_qsl(parts.query) if "?" in (canonical_key(f"host.example/?{urlencode([pair])}") or "")
    ]
    host = re.sub(r"^(?:m|amp|mobile)\.(?=[^.]+\.)", "", parts.netloc)
    path = re.sub(r"(?<=[^/])/amp/?$", "/" if parts.path.endswith("/") else "", re.sub(r"\.amp$", "", parts.path))
    return urlunsplit((parts.scheme, host, path, urlencode(kept), ""))


def _is_amp(tree: HtmlElement | None, url: str) -> bool:
    if tree is not None and (tree.get("amp") is not None or tree.get("⚡") is not None):
        return True
    parts = urlsplit(url)
    in_query = any(name.casefold() == "amp" for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return in_query or parts.netloc.startswith("amp.") or re.search(r"^/amp/|/amp/?$|\.amp$", parts.path) is not None


def _amp_links(tree: HtmlElement | None, url: str) -> list[str]:
    return [] if tree is None else [address for link, address in links_of(tree, url) if _rel(link) == "amphtml"][:1]


def _asks_for_password(tree: HtmlElement | None) -> bool:
    fields = paging_rules().password_fields
    return tree is not None and any(one.get("name") in fields for one in tree.iter("input"))


def _rel(link: HtmlElement) -> str:
    return (link.get("rel") or "").strip().casefold()


def _tree(page: Fetched) -> HtmlElement | None:
    """The elements of a page, `None` where it holds none."""
    try:
        return parse(clean(decode(page.body)[0]))
    except DocumentError:
        return None
