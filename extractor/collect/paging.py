"""Addresses and links of the pages of one post: which address is a further page of which, and where a page's links lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from extractor.documents.identity import canonical_url
from extractor.documents.site_rules import select, site_rules
from extractor.knowledge.files import load_toml

if TYPE_CHECKING:
    from lxml.html import HtmlElement

WHOLE = 0
"""The "number" of the page that holds all the others."""

LARGEST_NUMBER = 400
"""A number behind a post's address that is larger is an id, not a page; Disway counts paragraphs, so it is not the count of pages."""


@dataclass(frozen=True, slots=True)
class PagingRules:
    """The content of `knowledge/outlets/_pages.toml`."""

    parameters: frozenset[str]
    path_words: frozenset[str]
    all_words: frozenset[str]
    next_text: re.Pattern[str]
    all_text: re.Pattern[str]
    not_in: frozenset[str]
    listings: frozenset[str]
    password_fields: frozenset[str]
    all_page: dict[str, str]


@cache
def paging_rules() -> PagingRules:
    """The rules of the package, read once."""
    data = load_toml("outlets/_pages.toml")
    texts = {name: re.compile(f"(?:{'|'.join(data[name])})", re.IGNORECASE) for name in ("next_texts", "all_texts")}
    return PagingRules(
        parameters=frozenset(data["parameters"]),
        path_words=frozenset(data["path_words"]),
        all_words=frozenset(data["all_words"]),
        next_text=texts["next_texts"],
        all_text=texts["all_texts"],
        not_in=frozenset(data["not_in"]),
        listings=frozenset(data["listings"]),
        password_fields=frozenset(data["password_fields"]),
        all_page=data["all_page"],
    )


def base_of(url: str) -> tuple[str, int | None]:
    """The address of a post without the mark of a page, and the number of the page (`WHOLE`: the one with all; `None`: no mark).

    A number at the end of a path is taken for a page only behind a part that reads like a headline ("/2024/slug-kata/2").
    """
    rules = paging_rules()
    parts = urlsplit(url)
    number: int | None = None
    kept = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name.casefold() in rules.parameters and number is None and (read := _number(value)) is not None:
            number = read
        else:
            kept.append((name, value))
    if number is not None:
        return urlunsplit(parts._replace(query=urlencode(kept), fragment="")), number
    pieces = parts.path.rstrip("/").split("/")
    slash = "/" if parts.path.endswith("/") else ""
    if len(pieces) > 2 and (read := _number(pieces[-1])) is not None:
        cut = 2 if pieces[-2].casefold() in rules.path_words and len(pieces) > 3 else 1
        if cut == 2 or _reads_like_headline(pieces[-2]) or read == WHOLE:
            path = "/".join(pieces[:-cut]) + slash
            return urlunsplit(parts._replace(path=path, fragment="")), read
    return urlunsplit(parts._replace(fragment="")), None


def page_number(url: str, post: str, *, any_parameter: bool = False) -> int | None:
    """Which page of the post at address `post` is at `url`: 2 and more, or `WHOLE`; `None` if it is another post or the first page.

    With `any_parameter` one further parameter of whatever name with a number also marks a page.
    """
    rules = paging_rules()
    try:
        one, other = _plain(url), _plain(post)
    except ValueError:
        return None
    if one.netloc != other.netloc:
        return None
    if one.path == other.path:
        added = [pair for pair in parse_qsl(one.query) if pair not in parse_qsl(other.query)]
        lost = [pair for pair in parse_qsl(other.query) if pair not in parse_qsl(one.query)]
        if len(added) != 1 or lost:
            return None
        name, value = added[0]
        return _further(value) if any_parameter or name.casefold() in rules.parameters else None
    if one.query != other.query or not other.path or not one.path.startswith(f"{other.path}/"):
        return None
    *words, last = one.path.removeprefix(f"{other.path}/").split("/")
    if len(words) > 1 or (words and words[0].casefold() not in rules.path_words):
        return None
    return _further(last)


def page_links(tree: HtmlElement, url: str, posts: tuple[str, ...]) -> dict[int, str]:
    """The further pages of a post that the page at `url` links to, by number, the addresses absolute.

    `posts` are the addresses under which the post goes (as asked, canonical, AMP). Links under comments and lists of
    other posts do not count.
    """
    rules = paging_rules()
    found: dict[int, str] = {}
    in_bars = {link for bar in select(tree, site_rules().pages) for link in bar.iter("a")}
    for link, address in links_of(tree, url):
        text = " ".join((link.text_content() or "").split())
        says_next = "next" in (link.get("rel") or "").casefold().split() or rules.next_text.fullmatch(text) is not None
        says_all = rules.all_text.fullmatch(text) is not None
        loose = says_next or link in in_bars
        numbers = (page_number(address, post, any_parameter=loose or says_all) for post in posts)
        number = next((one for one in numbers if one is not None), None)
        if number is None or _amid_others(link):
            continue
        found.setdefault(WHOLE if says_all else number, address)
    return found


def links_of(tree: HtmlElement, url: str) -> Iterator[tuple[HtmlElement, str]]:
    """All links of a page, those of its head too, with absolute web addresses."""
    base = next((e.get("href") for e in tree.iter("base") if e.get("href")), None)
    try:
        home = urljoin(url, base) if base else url
    except ValueError:
        home = url
    for link in tree.iter("a", "link"):
        href = (link.get("href") or "").strip()
        if not href or href.startswith("#"):
            continue
        try:
            address = urljoin(home, href)
        except ValueError:  # a link that is no address
            continue
        if address.startswith(("http://", "https://")):
            yield link, address


def all_page(post: str, cms: str | None) -> str | None:
    """Where a family keeps the page with all of a post, if it does."""
    mark = paging_rules().all_page.get(cms or "")
    if mark is None:
        return None
    parts = urlsplit(post)
    if mark.startswith("/"):
        return urlunsplit(parts._replace(path=parts.path.rstrip("/") + mark))
    query = f"{parts.query}&{mark[1:]}" if parts.query else mark[1:]
    return urlunsplit(parts._replace(query=query))


@lru_cache(maxsize=8192)  # menus are the same on all pages of a site
def _plain(url: str) -> SplitResult:
    """The address as `canonical_url` has it, but with pages 1 and "all" still told from the post itself.

    Raises:
        ValueError: for a string that is no absolute web address.
    """
    base, number = base_of(url)
    plain = urlsplit(f"//{canonical_url(base)}")
    if number is None or number == 1:
        return plain
    marked = urlsplit(url)
    if marked.query != urlsplit(base).query:
        mark = next(pair for pair in parse_qsl(marked.query) if pair not in parse_qsl(urlsplit(base).query))
        return plain._replace(query="&".join(filter(None, (plain.query, urlencode([mark])))))
    tail = marked.path.rstrip("/").removeprefix(urlsplit(base).path.rstrip("/"))
    return plain._replace(path=plain.path + tail)


def _number(value: str) -> int | None:
    if value.casefold() in paging_rules().all_words:
        return WHOLE
    return int(value) if re.fullmatch(r"[1-9]\d{0,2}", value) and int(value) <= LARGEST_NUMBER else None


def _further(value: str) -> int | None:
    number = _number(value)
    return None if number == 1 else number


def _reads_like_headline(piece: str) -> bool:
    return piece.count("-") >= 2 and re.search(r"[a-z]{3}", piece, re.IGNORECASE) is not None


def _amid_others(link: HtmlElement) -> bool:
    """Does the link stand among comments or links to other posts?"""
    words = paging_rules().not_in
    for element in link.iterancestors():
        if element.tag in ("body", "html", "article", "main"):
            return False  # classes of the page as a whole say nothing of one link
        names = f"{element.get('class') or ''} {element.get('id') or ''}".casefold().split()
        if any(name in words or re.split(r"[-_]", name)[0] in words for name in names):
            return True
    return False
