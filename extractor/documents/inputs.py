"""The door: paths or a text in memory become documents, one after another, and failures where there is none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from os import PathLike

from extractor.documents.assembly import assemble
from extractor.documents.batches import Article
from extractor.documents.bylines import author_name
from extractor.documents.document import Caution, Document, DocumentError, Failure
from extractor.documents.draft import Draft
from extractor.documents.encoding import clean, decode
from extractor.documents.files import PAGES, STANDARD_INPUT, extension, read_bytes
from extractor.documents.finding import find_posts
from extractor.documents.html import is_html, read_fragment, read_page
from extractor.documents.html_metadata import read_stamp
from extractor.documents.markdown import from_markdown
from extractor.documents.plain import read_plain
from extractor.documents.posts import ArchivedPost, ArchiveEnd, Crawls, FilePost, ListedPost
from extractor.documents.stamps import Stamp, iso_stamp
from extractor.records import Precision


def read_inputs(paths: Iterable[str | PathLike[str]]) -> Iterator[Document | Failure]:
    """The posts under the paths, in order, read one at a time.

    A path is a file, a folder (walked with its folders in the order of names), or "-" for standard input. Text (.txt,
    .md), pages (.html, .htm, also packed as .gz), lists of articles (.json, .jsonl, .csv) and web archives (.warc,
    .warc.gz) are read; other files in folders, hidden files, READMEs and gold facts (.gold.json) are passed over. An
    article of a list has its number behind the path: "batch.jsonl#17", a post of an archive its offset in bytes:
    "posts.warc.gz#4711". Nothing in a file raises: whatever is no post is a `Failure`.
    """
    crawls = Crawls()
    for found in find_posts(paths):
        if isinstance(found, Failure):
            yield found
        elif isinstance(found, ArchiveEnd):
            if (failure := crawls.ended(found)) is not None:
                yield failure
        elif (read := read_post(found)) is not None:
            crawls.found(found)
            yield read


def read_post(post: FilePost | ListedPost | ArchivedPost) -> Document | Failure | None:
    """The document of a post that was found; `None` for a page of somebody's archive that is no post."""
    if isinstance(post, ArchivedPost):
        from extractor.documents.warc import read_archived  # noqa: PLC0415 — loads libraries that other inputs do not need

        return read_archived(post)
    if isinstance(post, ListedPost):
        return _listed(post.article, post.shown)
    try:
        return _single(post.path, post.shown)
    except DocumentError as error:
        return error.failure(post.shown)


def read_text(text_or_html: str, url: str | None = None, published: datetime | date | str | None = None) -> Document:
    """The document of one post in memory, plain text or HTML, whichever it looks like.

    `url` is where the post stands, `published` when it appeared, where the caller knows; both go before what the text
    says. `source_path` is the address, or "-" without one.

    Raises:
        DocumentError: where the text is no post.
        ValueError: for a `published` string that is no ISO 8601 moment.
    """
    draft = _draft(text_or_html, url)
    if published is not None:
        draft.stamps.insert(0, _given_stamp(published))
    digest = hashlib.sha256(text_or_html.encode("utf-8", "surrogatepass")).hexdigest()
    return assemble(draft, url or STANDARD_INPUT, digest, url=url)


def _single(path: str, shown: str) -> Document:
    data = read_bytes(path)
    text, cautions = decode(data)
    kind = extension(path) if path != STANDARD_INPUT else ""
    draft = _draft(text, None, page=kind in PAGES, markdown=kind == ".md")
    draft.cautions = [*cautions, *draft.cautions]
    return assemble(draft, shown, hashlib.sha256(data).hexdigest())


def _listed(article: Article, shown: str) -> Document | Failure:
    try:
        title = clean(article.title, markup=True) if article.title else None
        if is_html(article.content):
            whole = "<html" in article.content[:2000].casefold()
            draft = (
                read_page(clean(article.content), article.url)
                if whole
                else read_fragment(clean(article.content), title)
            )
        else:
            draft = read_plain(clean(article.content, markup=True), title)
        _add_fields(draft, article, title)
        fetched = iso_stamp(article.fetched) if article.fetched else None
        moment = (
            datetime.combine(fetched.day, fetched.clock, fetched.zone)
            if fetched and fetched.clock and fetched.zone
            else None
        )
        return assemble(draft, shown, article.digest, url=article.url, fetched=moment)
    except DocumentError as error:
        return error.failure(shown)


def _add_fields(draft: Draft, article: Article, title: str | None) -> None:
    draft.title = title or draft.title
    draft.author = author_name(article.author) or draft.author
    if article.outlet:
        draft.outlets.insert(0, article.outlet)
    if article.published:
        stamp = read_stamp(article.published)
        if stamp is None:
            draft.cautions.append(
                Caution("published", article.published[:80], "the publication date given cannot be read")
            )
        else:
            draft.stamps = _agreeing(stamp, draft.stamps)


def _agreeing(given: Stamp, seen: list[Stamp]) -> list[Stamp]:
    """The date given for an article, with the time of day from the page where both name one day."""
    exact = [stamp for stamp in seen if given.clock is None and stamp.clock is not None and stamp.day == given.day]
    return [*exact, given, *seen]


def _draft(text: str, url: str | None, *, page: bool = False, markdown: bool = False) -> Draft:
    if page or is_html(text):
        if "<html" in text[:5000].casefold() or "<head" in text[:5000].casefold() or page:
            return read_page(clean(text), url)
        return read_fragment(clean(text))
    fields: dict[str, str] = {}
    if markdown:
        text, fields = from_markdown(text.replace("\r\n", "\n"))
    draft = read_plain(clean(text, markup=True), fields.get("title") or fields.get("judul"))
    if (printed := fields.get("date") or fields.get("published")) and (stamp := read_stamp(printed)):
        draft.stamps.insert(0, stamp)
    draft.author = author_name(fields.get("author")) or draft.author
    draft.url = fields.get("url") or fields.get("link") or draft.url
    return draft


def _given_stamp(published: datetime | date | str) -> Stamp:
    if isinstance(published, str):
        stamp = iso_stamp(published)
        if stamp is None:
            raise ValueError(f"not an ISO 8601 moment: {published!r}")
        return stamp
    if isinstance(published, datetime):
        clock = published.time().replace(second=0, microsecond=0)
        return Stamp(published.date(), Precision.MINUTE, clock, published.tzinfo, published.isoformat())
    return Stamp(published, Precision.DAY, text=published.isoformat())
