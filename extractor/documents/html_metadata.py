"""What a page says of its post in its head: JSON-LD, OpenGraph, meta tags, canonical link."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from extractor.documents.bylines import author_name
from extractor.documents.datelines import DOMAIN, is_outlet
from extractor.documents.document import Caution
from extractor.documents.encoding import clean
from extractor.documents.stamps import Stamp, find_stamp, iso_stamp
from extractor.knowledge.outlets import host_of, name_key, outlets
from extractor.records import Precision

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ARTICLE_TYPES = frozenset(
    {
        "NewsArticle",
        "Article",
        "BlogPosting",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "TechArticle",
        "Report",
        "AdvertiserContentArticle",
    }
)
_DATE_TAGS = (
    "article:published_time",
    "datepublished",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "published_time",
    "parsely-pub-date",
    "content_publisheddate",
    "content_date",
    "contentdate",
    "cxenseparse:recs:publishtime",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "og:published_time",
    "og:article:published_time",
    "sailthru.date",
    "date",
)
_AUTHOR_TAGS = ("content_author", "dable:author", "article:author_name", "parsely-author", "dc.creator")
_SITE_TAGS = ("og:site_name", "application-name", "al:android:app_name", "twitter:app:name:iphone")
_PAGE = re.compile(r"(?:halaman|laman|page)\s*\d+(?:\s*(?:dari|of|/)\s*\d+)?", re.IGNORECASE)
_MICRODATA = re.compile(r"(?:schema:)?date(?:Published|Created)", re.IGNORECASE)
_TITLE_END = re.compile(r"\s+(?:[-–—|»•]|::)\s+")


@dataclass(slots=True)
class Metadata:
    """What the head of a page says.

    `weak_author` comes from a tag in which developers like to sign; `is_sure` tells that the headline does not come from
    the window's title bar alone.
    """

    title: str | None = None
    url: str | None = None
    site: str | None = None
    author: str | None = None
    weak_author: str | None = None
    stamps: list[Stamp] = field(default_factory=list)
    language: str | None = None
    body: str | None = None
    is_article: bool = False
    is_sure: bool = False
    cautions: list[Caution] = field(default_factory=list)


def page_metadata(tree: HtmlElement, url: str | None) -> Metadata:
    """Reads the head of a page; `url` is where it was fetched, for relative canonical links."""
    tags = _meta_tags(tree)
    found = Metadata(url=_canonical(tree, tags, url), language=tree.get("lang"))
    headlines: list[str] = []
    for article in _articles(tree, found):
        headlines.append(_string(article.get("headline")) or _string(article.get("name")) or "")
        found.author = found.author or _author(article.get("author"))
        found.site = found.site or _name(article.get("publisher"))
        found.body = found.body or _string(article.get("articleBody"))
        if (printed := _string(article.get("datePublished"))) and (stamp := read_stamp(printed)):
            found.stamps.append(stamp)
        found.is_article = True
    found.is_article = found.is_article or tags.get("og:type", "").casefold() == "article"
    found.stamps += [stamp for tag in _DATE_TAGS if tag in tags and (stamp := read_stamp(tags[tag]))]
    found.stamps += [stamp for printed in _microdata_dates(tree) if (stamp := read_stamp(printed))]
    found.author = found.author or next((name for tag in _AUTHOR_TAGS if (name := author_name(tags.get(tag)))), None)
    found.weak_author = author_name(tags.get("author") or tags.get("article:author"))
    named = [tags[tag] for tag in _SITE_TAGS if tags.get(tag)]
    found.site = next(
        (name for name in [*named[:1], found.site] if name and not DOMAIN.fullmatch(name)),
        next(iter(named), found.site),
    )
    headings = [" ".join(h.text_content().split()) for h in tree.iter("h1")][:3]
    title = tree.find(".//title")
    headlines += [
        tags.get("og:title", ""),
        *headings,
        tags.get("twitter:title", ""),
        title.text_content() if title is not None else "",
    ]
    found.is_sure = any(len(headline.split()) >= 3 for headline in headlines[:-1])
    found.title = _title(headlines, headings, found)
    _drop_site_as_author(found)
    return found


def _microdata_dates(tree: HtmlElement) -> list[str]:
    """Dates of publication that stand in the markup of the body."""
    found: list[HtmlElement] = tree.xpath("//*[@itemprop or @property][@content or @datetime]")
    named = [e for e in found if e.tag != "meta" and _MICRODATA.fullmatch(e.get("itemprop") or e.get("property") or "")]
    return [e.get("content") or e.get("datetime") or "" for e in named[:3]]


def read_stamp(printed: str) -> Stamp | None:
    """A date from metadata: ISO or Unix time, a printed date, or what dateparser makes of odd forms."""
    printed = clean(printed).strip()
    stamp = iso_stamp(printed) or find_stamp(printed)
    if stamp is not None or not re.search(r"\d", printed) or len(printed) > 80:
        return stamp
    from dateparser import parse  # noqa: PLC0415 — slow to load, and seldom needed

    moment = parse(printed, languages=["id", "en"], settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True})
    return None if moment is None else Stamp(moment.date(), Precision.DAY, None, moment.tzinfo, printed)


def without_site(title: str, site: str | None, url: str | None) -> str:
    """A page title without the site's name at its end or beginning."""
    parts = _TITLE_END.split(title.strip())
    names = {name_key(name) for name in (site or "", host_of(url or ""), host_of(url or "").split(".")[0]) if name}
    while len(parts) > 1 and (_is_site(parts[-1], names) or _PAGE.fullmatch(parts[-1])):
        parts.pop()
    if len(parts) > 1 and _is_site(parts[0], names) and len(parts[0].split()) <= 3:
        parts.pop(0)
    kept = title.strip()
    for edge in (parts[0], parts[-1]):
        if edge not in kept:
            return " - ".join(parts)
    return kept[kept.index(parts[0]) : kept.rindex(parts[-1]) + len(parts[-1])]


def _is_site(part: str, names: set[str]) -> bool:
    key = name_key(part)
    if (
        not key
        or key in names
        or any(len(name) > 5 and (name in key or key in name) and len(part.split()) <= 5 for name in names)
    ):
        return True
    return len(part.split()) <= 4 and (outlets().by_name(part) is not None or is_outlet(part))


def _meta_tags(tree: HtmlElement) -> dict[str, str]:
    tags: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and content.strip():
            tags.setdefault(name.strip().casefold(), clean(content, markup=True).strip())
    return tags


def _canonical(tree: HtmlElement, tags: dict[str, str], url: str | None) -> str | None:
    link: str | None = next(
        (e.get("href") for e in tree.iter("link") if (e.get("rel") or "").casefold() == "canonical"), None
    )
    for address in (link, tags.get("og:url"), url):
        if not address:
            continue
        whole: str = urljoin(url or "", address.strip())
        if re.match(r"https?://[^/]+\.[^/]+/\S", whole) or (whole.startswith("http") and address is url):
            return whole
    return url


def _articles(tree: HtmlElement, found: Metadata) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").casefold():
            continue
        text = re.sub(
            r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|\]\]>)\s*$",
            "",
            script.text or "",
        ).strip(" ;\n\t\r")
        if not text:
            continue
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            try:
                data = json.loads(re.sub(r",\s*(?=[}\]])", "", text), strict=False)
            except (ValueError, RecursionError):
                found.cautions.append(
                    Caution("metadata", text[:60], "JSON-LD of the page cannot be read and is left out")
                )
                continue
        yield from _articles_in(data)


def _articles_in(data: object) -> Iterator[dict[str, Any]]:
    waiting = [data]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting.extend(one[:50])
        elif isinstance(one, dict):
            kinds = one.get("@type")
            if ARTICLE_TYPES & set(kinds if isinstance(kinds, list) else [kinds] if isinstance(kinds, str) else []):
                yield one
            waiting.extend(
                one[key]
                for key in ("@graph", "mainEntity", "mainEntityOfPage")
                if isinstance(one.get(key), list | dict)
            )


def _string(value: object) -> str | None:
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), None)
    return clean(value, markup=True).strip() or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)


def _author(value: object) -> str | None:
    for one in value if isinstance(value, list) else [value]:
        if (name := author_name(_name(one))) is not None:
            return name
    return None


def _title(headlines: list[str], headings: list[str], found: Metadata) -> str | None:
    for headline in headlines:
        text = without_site(" ".join(clean(headline, markup=True).split()), found.site, found.url)
        if len(text.split()) < 3:
            continue
        cut = text.rstrip(" .…")
        whole = next(
            (h for h in headings if len(h) > len(cut) and h.startswith(cut[:60]) and text.endswith(("…", "..."))), None
        )
        return whole or text
    return None


def _drop_site_as_author(found: Metadata) -> None:
    """An account named like the site, or a developer's mark, is not an author."""
    site = {name_key(name) for name in (found.site or "", host_of(found.url or "").split(".")[0]) if name}
    for which in ("author", "weak_author"):
        name = getattr(found, which)
        if name is not None and (
            name_key(name) in site
            or is_outlet(name)
            or re.search(r"\b(?:web|digital|studio|developer|tech|team|tim|creative|theme)\b", name, re.IGNORECASE)
        ):
            setattr(found, which, None)
