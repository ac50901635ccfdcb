"""What a site's front page says of it: its name, where it is, what it was made with, where its feeds and its search are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractor.collect.model import Fetched
from extractor.collect.paging import links_of
from extractor.documents.document import DocumentError
from extractor.documents.encoding import clean, decode
from extractor.documents.html import is_html, parse
from extractor.knowledge.files import load_toml
from extractor.knowledge.outlets import host_of, name_key, provinces

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_REST = "https://api.w.org/"
_TITLE_PARTS = re.compile(r"\s+[-–—|»•:]\s+|\s*[|»•]\s*|:\s")
_SEARCH_FIELDS = frozenset({"s", "q", "query", "cari", "keyword", "keywords", "kata", "search", "k", "key"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """A front page as read.

    Attributes:
        host: as it answered, with "www." and port.
        names: what may be the site's name, the likeliest first.
        description: its own words about itself, "" if it has none.
        families: CMS families that signs speak for, the heaviest first, with their weight.
        signs: the signs seen, for a person.
        rest: address of WordPress's REST API as linked.
        feeds: addresses of its feeds, without those of comments.
        sitemaps: addresses of sitemaps that it links to.
        search: address of its search with `{query}`, from its search form.
        headlines: links of at least four words.
    """

    host: str
    names: tuple[str, ...]
    description: str
    families: tuple[tuple[str, int], ...]
    signs: tuple[str, ...]
    rest: str | None
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    search: str | None
    headlines: int


def read_front_page(fetched: Fetched) -> FrontPage:
    """Reads a front page.

    Raises:
        DocumentError: for what is no HTML.
    """
    text = clean(decode(fetched.body)[0])
    if not is_html(text):
        raise DocumentError("not-html", "what came is no HTML", "Give the address of a site.")
    tree = parse(text)
    tags = _meta_tags(tree)
    title = " ".join((tree.findtext(".//title") or "").split())
    links = list(links_of(tree, fetched.final_url))
    host = urlsplit(fetched.final_url).netloc.casefold()
    families, signs = _families(tree, tags.get("generator", ""), host, links)
    return FrontPage(
        host=host,
        names=_names(tags, title, host),
        description=" ".join(filter(None, (tags.get("description") or tags.get("og:description"), title))),
        families=families,
        signs=signs,
        rest=next((address for link, address in links if link.get("rel") == _REST), None),
        feeds=tuple(address for link, address in links if _is_feed(link, address)),
        sitemaps=tuple(address for link, address in links if (link.get("rel") or "").casefold() == "sitemap"),
        search=_search(tree, fetched.final_url),
        headlines=sum(1 for link, _ in links if link.tag == "a" and len((link.text_content() or "").split()) >= 4),
    )


def guess_province(*texts: str) -> tuple[str | None, str]:
    """The code of the province that texts name most often, and the word that named it; `None` and why, if none or several do.

    A name within another ("Riau" in "Kepulauan Riau") does not count; short forms count inside a domain too ("kaltengpos").
    """
    found: Counter[str] = Counter()
    words: dict[str, str] = {}
    pattern, codes, short, shorts = _province_words()
    for text in texts:
        matches = [(match[0], codes[match[0].casefold()]) for match in pattern.finditer(text)]
        if "." in text and " " not in text:
            matches = matches or [(match[0], shorts[match[0].casefold()]) for match in short.finditer(text)]
        for word, code in matches:
            found[code] += 1
            words.setdefault(code, word)
    best = found.most_common(2)
    if not best:
        return None, "no province is named"
    if len(best) == 2 and best[0][1] == best[1][1]:
        return None, f"both {words[best[0][0]]} and {words[best[1][0]]} are named"
    return best[0][0], words[best[0][0]]


@cache
def _province_words() -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str], dict[str, str]]:
    """Patterns for whole words and for domains, each with the code of what it finds; the longest name goes first."""
    codes = {name.casefold(): one.code for one in provinces().values() for name in (one.name, *one.short)}
    shorts = {
        re.sub(r"\W", "", name): code for name, code in codes.items() if len(name) >= 5 or name in ("bali", "aceh")
    }
    whole, inside = (
        "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) for names in (codes, shorts)
    )
    return (
        re.compile(rf"(?<![\w])(?:{whole})(?![\w])", re.IGNORECASE),
        codes,
        re.compile(inside, re.IGNORECASE),
        shorts,
    )


def _meta_tags(tree: HtmlElement) -> dict[str, str]:
    tags: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").strip().casefold()
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            tags.setdefault(name, content)
    return tags


def _names(tags: dict[str, str], title: str, host: str) -> tuple[str, ...]:
    """Declared names, then the part of the title that the host's name is made of, then its first part."""
    parts = [part.strip() for part in _TITLE_PARTS.split(title) if part.strip()]
    label = name_key(host_of(host).rsplit(".", 1)[0])
    alike = [part for part in parts if name_key(part) and (name_key(part) in label or label in name_key(part))]
    declared = [tags.get("og:site_name"), tags.get("application-name")]
    candidates = [*declared, *alike, *parts[:1]]
    return tuple(dict.fromkeys(name for name in candidates if name and len(name.split()) <= 6))


def _families(
    tree: HtmlElement, generator: str, host: str, links: list[tuple[HtmlElement, str]]
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    data = load_toml("outlets/_detection.toml")
    loaded = [address for link, address in links if link.tag == "link"]
    loaded += [e.get("src") or e.get("data-src") or "" for e in tree.iter("script", "img", "iframe")]
    classes = {name for e in tree.iter() if isinstance(e.tag, str) for name in (e.get("class") or "").split()}
    seen = {"host": [host.partition(":")[0]], "generator": [generator], "loads": loaded, "class": sorted(classes)}
    weights: Counter[str] = Counter()
    signs = []
    for family, kinds in data["family"].items():
        for kind, patterns in kinds.items():
            for pattern in patterns:
                sign = re.compile(rf"^(?:{pattern})$" if kind == "class" else pattern, re.IGNORECASE)
                if (hit := next((text for text in seen[kind] if text and sign.search(text)), None)) is not None:
                    weights[family] += data["weights"][kind]
                    signs.append(f"{family}: {kind} {hit[:100]}")
    return tuple(weights.most_common()), tuple(signs)


def _is_feed(link: HtmlElement, address: str) -> bool:
    if link.tag != "link" or "alternate" not in (link.get("rel") or "").casefold().split():
        return False
    if (link.get("type") or "").casefold() not in _FEEDS:
        return False
    return "comment" not in address.casefold() and "komentar" not in (link.get("title") or "").casefold()


def _search(tree: HtmlElement, url: str) -> str | None:
    """Where the site's own search form leads, if it asks by address."""
    for form in tree.iter("form"):
        if (form.get("method") or "get").casefold() != "get":
            continue
        named = [e.get("name") or "" for e in form.iter("input") if (e.get("type") or "text") in ("text", "search")]
        field = next((name for name in named if name.casefold() in _SEARCH_FIELDS), None)
        action = (form.get("action") or url).strip()
        address = urlsplit(action)
        if field is None or (address.netloc and host_of(address.netloc) != host_of(url)):
            continue
        path = address.path or urlsplit(url).path or "/"
        if not path.startswith("/"):
            path = urlsplit(url).path.rpartition("/")[0] + f"/{path}"
        return f"{path}?{address.query + '&' if address.query else ''}{field}={{query}}"
    return None
