"""Which signatures are one person, decided anew for those that something has changed for, and for all that they may be one with."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from extractor.identities.articles import SIGNATURE, signature, signatures_of
from extractor.identities.judging import Answer, judge
from extractor.identities.partition import Group, partition
from extractor.identities.rules import limit
from extractor.identities.signatures import Signature


class Deciding:
    """A decision about some signatures, within a transaction.

    Looks at the members of their blocks, at most `limits.block` of each: a larger block (a name too common in an area) joins nobody.
    Work depends on the number of signatures to decide and on that limit, not on the size of the store.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._blocks: dict[str, tuple[Signature, ...]] = {}

    def decide(self, keys: Iterable[int], without: Iterable[int] = ()) -> None:
        """Decide about signatures anew; those of `without` are taken away first, and do not tie others together any more."""
        gone, seeds = set(without), set(keys)
        if gone:
            seeds |= {one.key for members in self._components(seeds | gone) for one in members} | self._shrunk(gone)
            seeds -= gone
            self._take_away(gone)
            self._blocks.clear()
        self._write(
            [group for members in self._components(seeds) for group in partition(members, self._apart(members))]
        )

    def crossed(self, added: dict[str, int]) -> set[int]:
        """Members of blocks that have grown over the limit: they were compared, and are not any more."""
        return {
            key
            for block, number in added.items()
            if limit("block") < self._size(block, limit("block") + number + 1) <= limit("block") + number
            for key in self._keys(block)
        }

    def _shrunk(self, gone: set[int]) -> set[int]:
        """Members of blocks that come under the limit again when signatures go: they are to be compared."""
        lost: dict[str, int] = {}
        for one in signatures_of(self._db, gone).values():
            for block in one.blocks():
                lost[block] = lost.get(block, 0) + 1
        return self.crossed(lost)

    # who may be one with whom -------------------------------------------------------------------------------------------------------

    def _components(self, keys: set[int]) -> list[list[Signature]]:
        """The signatures with all that they may be one with, however many steps away, and all that are one with these until now."""
        known = signatures_of(self._db, keys)
        waiting, beside, compared = list(known), {key: set[int]() for key in known}, set[int]()
        while waiting:
            key = waiting.pop()
            near = self._near(known[key], compared)
            compared.add(key)
            for other in near:
                if other.key not in known:
                    known[other.key] = other
                    beside[other.key] = set()
                    waiting.append(other.key)
                beside[key].add(other.key)
                beside[other.key].add(key)
            if not waiting:
                for other in self._fellows(known.keys()):
                    known[other.key] = other
                    beside[other.key] = set()
                    waiting.append(other.key)
        return [[known[key] for key in sorted(members)] for members in _connected(beside)]

    def _near(self, one: Signature, compared: set[int]) -> list[Signature]:
        """Those that may be one with a signature, without those that have been compared with all theirs, it among them."""
        found: dict[int, Signature] = {}
        for block in one.blocks():
            for other in self._members(block):
                if other.key == one.key or other.key in found or other.key in compared:
                    continue
                if judge(one, other, timeless=True).answer is Answer.SAME:
                    found[other.key] = other
        return list(found.values())

    def _members(self, block: str) -> tuple[Signature, ...]:
        if block not in self._blocks:
            rows = self._db.execute(
                f"""
                SELECT {SIGNATURE} FROM person_blocks b JOIN person_signatures s ON s.key = b.signature
                WHERE b.block = ? LIMIT ?
                """,
                (block, limit("block") + 1),
            ).fetchall()
            self._blocks[block] = tuple(map(signature, rows)) if len(rows) <= limit("block") else ()
        return self._blocks[block]

    def _fellows(self, keys: Iterable[int]) -> list[Signature]:
        """Signatures that until now are of a person whom some of these are."""
        wanted = json.dumps(sorted(keys))
        rows = self._db.execute(
            f"""
            SELECT {SIGNATURE} FROM json_each(?) w JOIN person_signatures known ON known.key = w.value
            JOIN person_signatures s ON s.person = known.person
            WHERE s.key NOT IN (SELECT value FROM json_each(?))
            """,
            (wanted, wanted),
        ).fetchall()
        return [signature(row) for row in dict.fromkeys(rows)]

    def _apart(self, members: list[Signature]) -> set[frozenset[str]]:
        texts = {one.key: one.text for one in members}
        rows = self._db.execute(
            "SELECT one, other FROM person_apart WHERE one IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(texts)),),
        )
        return {frozenset((texts[one], texts[other])) for one, other in rows if other in texts}

    def _size(self, block: str, most: int) -> int:
        """Number of members, counted up to `most`."""
        (size,) = self._db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM person_blocks WHERE block = ? LIMIT ?)", (block, most)
        ).fetchone()
        return int(size)

    def _keys(self, block: str) -> list[int]:
        return [key for (key,) in self._db.execute("SELECT signature FROM person_blocks WHERE block = ?", (block,))]

    # writing ------------------------------------------------------------------------------------------------------------------------

    def _take_away(self, gone: set[int]) -> None:
        wanted = (json.dumps(sorted(gone)),)
        these = "(SELECT value FROM json_each(?))"
        for table in ("person_blocks", "person_words", "person_offices"):
            self._db.execute(f"DELETE FROM {table} WHERE signature IN {these}", wanted)
        for table in ("person_links", "person_apart"):
            for column in ("one", "other"):
                self._db.execute(f"DELETE FROM {table} WHERE {column} IN {these}", wanted)
        persons = self._db.execute(
            f"SELECT DISTINCT person FROM person_signatures WHERE key IN {these} AND person IS NOT NULL", wanted
        ).fetchall()
        self._db.execute(f"DELETE FROM person_signatures WHERE key IN {these}", wanted)
        self._drop_empty(key for (key,) in persons)

    def _drop_empty(self, persons: Iterable[int]) -> None:
        self._db.executemany(
            "DELETE FROM persons WHERE key = ? AND NOT EXISTS (SELECT 1 FROM person_signatures WHERE person = persons.key)",
            [(key,) for key in sorted(set(persons))],
        )

    def _write(self, groups: list[Group]) -> None:
        keys = [one.key for group in groups for one in group.signatures]
        wanted = json.dumps(sorted(keys))
        before = {
            key: (person, articles)
            for key, person, articles in self._db.execute(
                "SELECT key, person, articles FROM person_signatures WHERE key IN (SELECT value FROM json_each(?))",
                (wanted,),
            )
        }
        chosen = _chosen(groups, before)
        changed = []
        for number, group in enumerate(groups):
            name = _best_name(group)
            person = chosen.get(number)
            if person is None:
                (person,) = self._db.execute("INSERT INTO persons (name) VALUES (?) RETURNING key", (name,)).fetchone()
            else:
                self._db.execute("UPDATE persons SET name = ? WHERE key = ? AND name <> ?", (name, person, name))
            changed += [(person, one.key) for one in group.signatures if before[one.key][0] != person]
        self._db.executemany("UPDATE person_signatures SET person = ? WHERE key = ?", changed)
        self._drop_empty(person for key in keys if (person := before[key][0]) is not None)
        for column in ("one", "other"):
            self._db.execute(f"DELETE FROM person_links WHERE {column} IN (SELECT value FROM json_each(?))", (wanted,))
        by_text = {one.text: one.key for group in groups for one in group.signatures}
        self._db.executemany(
            "INSERT INTO person_links VALUES (?, ?, ?)",
            [(by_text[link.one], by_text[link.other], link.why) for group in groups for link in group.links],
        )


def _chosen(groups: list[Group], before: dict[int, tuple[int | None, int]]) -> dict[int, int]:
    """The key that each group keeps: the smallest that its signatures had; of two groups with one key that with more articles has it."""
    wanting: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        for person in {before[one.key][0] for one in group.signatures} - {None}:
            wanting.setdefault(int(person or 0), []).append(number)
    chosen: dict[int, int] = {}
    for person, numbers in sorted(wanting.items()):
        free = [number for number in numbers if number not in chosen]
        if free:
            weight = {
                number: (
                    -sum(before[one.key][1] for one in groups[number].signatures if before[one.key][0] == person),
                    min(one.key for one in groups[number].signatures),
                )
                for number in free
            }
            chosen[min(free, key=lambda number: weight[number])] = person
    return chosen


def _best_name(group: Group) -> str:
    """The fullest name: the most words that are no initials, then the most letters."""
    names = {one.name for one in group.signatures}
    return min(names, key=lambda name: (-sum(len(word.rstrip(".")) > 1 for word in name.split()), -len(name), name))


def _connected(beside: dict[int, set[int]]) -> list[set[int]]:
    found, seen = [], set[int]()
    for start in sorted(beside):
        if start in seen:
            continue
        members, waiting = {start}, [start]
        while waiting:
            for other in beside[waiting.pop()] - members:
                members.add(other)
                waiting.append(other)
        seen |= members
        found.append(members)
    return found
