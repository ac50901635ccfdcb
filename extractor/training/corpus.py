"""Folders of annotated posts: `posts/`, `spans/` and `gold/`, each with or without parts (`train`, `dev`, `test`) inside.

The project's corpus has this form, and so has what a user gives to `extractor train --more`. A post whose gold has no file of spans is
used where facts are enough: the spans of its people, bodies and areas are looked up in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from extractor.documents import Document, Failure, read_inputs
from extractor.evaluate.facts import Facts, read_gold
from extractor.training.annotated import AnnotatedPost, read_annotated
from extractor.training.checks import complaints

PARTS: Final = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class CorpusPost:
    """A post as the program reads it, its spans (`None` where nobody marked them) and its gold facts."""

    document: Document
    spans: AnnotatedPost | None
    gold: Facts

    @property
    def id(self) -> str:
        """The stem of its files."""
        return _name(self.document)

    @property
    def text(self) -> str:
        """Headline, blank line, body, as the pipeline reads them."""
        return "\n\n".join(part for part in (self.document.title, self.document.text) if part)


def _name(document: Document) -> str:
    return Path(document.source_path).name.removesuffix(".gz").rsplit(".", 1)[0]


class CorpusError(ValueError):
    """A folder of posts that cannot be used: names the file and the reason."""


def read_corpus(folder: Path, part: str | None = None) -> list[CorpusPost]:
    """The posts of a folder, or of one part of it, in the order of their names.

    Raises:
        CorpusError: the folder has no posts or gold, a post has no gold, or a post cannot be read.
        extractor.training.annotated.AnnotationError: a file of spans is not of the format.
        extractor.evaluate.facts.UnreadableError: a gold file is none.
    """
    below = part or "."
    posts, gold = folder / "posts" / below, folder / "gold" / below
    for needed in (posts, gold):
        if not needed.is_dir():
            raise CorpusError(
                f"{needed}: no such folder. A folder of gold posts holds posts/ and gold/, and may hold spans/."
            )
    facts = read_gold(gold)
    found: list[CorpusPost] = []
    for item in read_inputs([posts]):
        if isinstance(item, Failure):
            raise CorpusError(f"{item.path}: {item.message}")
        name = _name(item)
        if name not in facts:
            raise CorpusError(f"{item.source_path}: no gold facts: {gold / name}.json is missing")
        spans = folder / "spans" / below / f"{name}.xml"
        found.append(CorpusPost(item, read_annotated(spans) if spans.is_file() else None, facts[name]))
    if not found:
        raise CorpusError(f"{posts}: holds no post")
    return found


def check_corpus(folder: Path) -> Iterator[str]:
    """What is wrong with the spans of a folder, a sentence each: format, text against the post, spans against the gold.

    Raises:
        CorpusError: the folder holds no spans.
    """
    files = sorted((folder / "spans").rglob("*.xml"))
    if not files:
        raise CorpusError(f"{folder / 'spans'}: holds no spans")
    gold_of: dict[Path, dict[str, Facts]] = {}  # by part, read once
    for path in files:
        part = path.parent.relative_to(folder / "spans")
        try:
            spans = read_annotated(path)
        except ValueError as error:
            yield str(error)
            continue
        if part not in gold_of:
            gold_of[part] = read_gold(folder / "gold" / part)
        gold = gold_of[part].get(path.stem)
        if gold is None:
            yield f"{path}: no gold facts"
            continue
        yield from (f"{path}: {sentence}" for sentence in complaints(spans, gold))
        post = folder / "posts" / part / f"{path.stem}.txt"
        if post.is_file() and post.read_text(encoding="utf-8").strip("\n") != spans.text.strip("\n"):
            yield f"{path}: without its elements not the text of {post}"
