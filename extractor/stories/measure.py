"""How well posts are grouped, on posts of which it is known: `python -m extractor.stories.measure FOLDER`.

The folder holds `posts/` and `stories.toml`: `[[story]]` with `name` and `posts` (files without their ending), `[[look_alike]]` with `posts`
and `why`, `[[contradiction]]` with `story`, `kind`, `unit` and `values` (what each post says).
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from extractor.records import Record
from extractor.run.terminal import printable
from extractor.store import Store
from extractor.stories.grouping import group
from extractor.stories.reading import contradictions, links, stories

Pair = tuple[str, str]


@dataclass(slots=True)
class Figures:
    """What came of it.

    Attributes:
        posts: number of posts.
        right: pairs rightly in one story.
        wrong: pairs wrongly in one story.
        missed: pairs of one story that are not in one.
        look_alikes: pairs of look-alikes that are in one story.
        found: contradictions found.
        overlooked: contradictions that were not.
        false: contradictions told that are none.
        errors: each error in words.
    """

    posts: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    look_alikes: int = 0
    found: int = 0
    overlooked: int = 0
    false: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of the pairs in one story that belong there."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs that belong in one story that are there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    def __str__(self) -> str:
        return (
            f"{self.posts} posts; pairs: {self.right} right, {self.wrong} wrong, {self.missed} missed; precision {self.precision:.3f}, "
            f"recall {self.recall:.3f}, F1 {self.f1:.3f}; look-alikes merged: {self.look_alikes}; "
            f"contradictions: {self.found} found, {self.overlooked} overlooked, {self.false} false"
        )


def extracted(folder: Path) -> dict[str, Record]:
    """The records of the posts of a folder, by the names of their files without ending.

    Raises:
        ValueError: a post gave no record.
    """
    from extractor.pipeline import Extractor  # noqa: PLC0415 - takes a second, and who has records need not wait for it

    files = sorted((folder / "posts").iterdir())
    records = {}
    for file, outcome in zip(files, Extractor().stream(files), strict=True):
        if not isinstance(outcome, Record):
            raise ValueError(str(outcome))
        records[file.name.partition(".")[0]] = outcome
    return records


def measure(records: Mapping[str, Record], gold: Mapping[str, Any]) -> Figures:
    """Group records in a store of their own and compare with what `stories.toml` says.

    Args:
        records: by name of post.
        gold: content of `stories.toml`.
    """
    names = {record.id: name for name, record in records.items()}
    figures = Figures(posts=len(records))
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "news.db") as store:
        store.upsert(records.values(), store.begin_run("measure"))
        group(store)
        told = stories(store)
        reasons = {
            frozenset((names[link.article], names[link.other])): link.reason
            for one in told
            for link in links(store, one.key)
        }
        _grouped(figures, [{names[id_] for id_ in one.articles} for one in told], gold, sorted(records), reasons)
        found = [
            (one.kind, {names[side.article]: side.value for side in one.sides}, one.what)
            for one in contradictions(store)
        ]
    _contradicted(figures, found, gold)
    return figures


def _grouped(
    figures: Figures,
    told: Iterable[set[str]],
    gold: Mapping[str, Any],
    names: list[str],
    reasons: Mapping[frozenset[str], str],
) -> None:
    belongs = {post: story["name"] for story in gold.get("story", ()) for post in story["posts"]}
    together = {frozenset(pair) for posts in told for pair in combinations(sorted(posts), 2)}
    for pair in combinations(names, 2):
        meant = belongs.get(pair[0], pair[0]) == belongs.get(pair[1], pair[1])
        found = frozenset(pair) in together
        figures.right += meant and found
        figures.wrong += found and not meant
        figures.missed += meant and not found
        if meant != found:
            figures.errors.append(
                f"{'missed' if meant else 'wrong'}: {pair[0]} and {pair[1]} {reasons.get(frozenset(pair), '')}".rstrip()
            )
    for one in gold.get("look_alike", ()):
        for pair in combinations(one["posts"], 2):
            if frozenset(pair) in together:
                figures.look_alikes += 1
                figures.errors.append(f"look-alikes merged: {pair[0]} and {pair[1]}: {one['why']}")


def _contradicted(figures: Figures, found: list[tuple[str, dict[str, str], str]], gold: Mapping[str, Any]) -> None:
    left = list(found)
    for one in gold.get("contradiction", ()):
        values = {post: str(value) for post, value in one["values"].items()}
        match = next((other for other in left if other[0] == one["kind"] and _same(other[1], values)), None)
        if match is None:
            figures.overlooked += 1
            figures.errors.append(
                f"contradiction overlooked: {one['story']}: {one['kind']} {one.get('unit', '')} {values}"
            )
        else:
            figures.found += 1
            left.remove(match)
    figures.false += len(left)
    figures.errors += [f"no contradiction: {kind} {what} {sides}" for kind, sides, what in left]


def _same(told: Mapping[str, str], meant: Mapping[str, str]) -> bool:
    """Do two posts at least say what they are meant to say, and differ in it?"""
    agreed = {post: value for post, value in told.items() if meant.get(post) == value}
    return len(set(agreed.values())) > 1


def main(arguments: list[str]) -> int:
    """Print figures and errors of each folder."""
    for argument in arguments:
        folder = Path(argument)
        gold = tomllib.loads((folder / "stories.toml").read_text(encoding="utf-8"))
        figures = measure(extracted(folder), gold)
        for line in (*figures.errors, f"{folder}: {figures}"):
            print(printable(line))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
