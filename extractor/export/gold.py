"""Reviewed posts as a folder of gold, which `extractor evaluate` and `extractor train --more` read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from extractor.export.model import ExportError, Written
from extractor.export.selection import Selection
from extractor.export.writing import whole_file
from extractor.review.gold import Reviewed, gold_of, reviewed_posts
from extractor.run.lines import to_line

RECORDS: Final = "records.jsonl"
"""The file that holds what the extraction says of the same posts."""

_FOLDERS: Final = ("posts", "gold")
_OURS: Final = re.compile(r"[0-9a-f]{16}\.json")


def write_gold(selection: Selection, folder: Path) -> Written:
    """Write the chosen posts whose review holds: `posts/ID.json`, `gold/ID.json`, and `records.jsonl` to compare them with.

    Gold and text are those of the last review: what was corrected since counts once the post is reviewed again, and is counted apart.
    Posts of an earlier export that are not among them go.

    Raises:
        ExportError: nothing is reviewed, the folder holds something else, or cannot be written to.
        StoreError: the store cannot be read.
    """
    chosen = [
        id_
        for (id_,) in selection.store.database.rows(
            "SELECT id FROM articles WHERE key IN (SELECT key FROM chosen_articles) ORDER BY id"
        )
    ]
    posts = list(reviewed_posts(selection.store, chosen))
    written = Written({"posts": 0})
    whole = []
    for one in posts:
        if one.post["text"].strip():
            whole.append(one)
        else:
            written.notes.append(f"{one.record}: has no text beside its headline, and is left out.")
    if not whole:
        raise ExportError(
            "no post is marked as reviewed. Open `extractor serve`, correct a post, and mark it as reviewed (key M)."
        )
    _check(folder)
    for one in whole:
        _write_json(folder / "posts" / f"{one.record}.json", _post(one))
        _write_json(folder / "gold" / f"{one.record}.json", gold_of(one))
    _write_records(selection, whole, folder / RECORDS)
    _clear(folder, {f"{one.record}.json" for one in whole})
    written.rows["posts"] = len(whole)
    if stale := sum(one.is_stale for one in whole):
        written.rows["corrected since their review"] = stale
    return written


def _post(one: Reviewed) -> dict[str, Any]:
    """A post in the fields that `extractor extract` reads; what it does not tell is left out."""
    post = one.post
    fields = {
        "title": post["title"],
        "content": post["text"],
        "publish_date": post["published"],
        "author": post["author"],
        "link": post["url"],
        "source": post["outlet"],
    }
    return {name: value for name, value in fields.items() if value is not None}


def _write_records(selection: Selection, posts: Iterable[Reviewed], path: Path) -> None:
    """The records as they are now, each under the path of its post, by which `extractor evaluate` knows it."""
    with whole_file(path) as part, part.open("wb") as out:
        for one in posts:
            record = selection.store.record(one.record)
            if record is None:
                continue
            source = record.article.source.model_copy(update={"path": f"posts/{one.record}.json"})
            article = record.article.model_copy(update={"source": source})
            out.write(to_line(record.model_copy(update={"article": article})))


def _write_json(path: Path, value: dict[str, Any]) -> None:
    with whole_file(path) as part:
        part.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="replace")


def _check(folder: Path) -> None:
    """Nobody's files are mixed with gold, or taken for it."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ExportError(f"{folder}: is a file. Name a folder with -o.")
    strange = [one.name for one in folder.iterdir() if one.name not in (*_FOLDERS, RECORDS)]
    strange += [
        f"{name}/{one.name}"
        for name in _FOLDERS
        if (folder / name).is_dir()
        for one in (folder / name).iterdir()
        if not _OURS.fullmatch(one.name)
    ]
    if strange:
        raise ExportError(f"{folder}: holds other files ({sorted(strange)[0]}). Name a new folder with -o.")


def _clear(folder: Path, kept: set[str]) -> None:
    for name in _FOLDERS:
        for one in (folder / name).iterdir():
            if one.name not in kept:
                one.unlink()
