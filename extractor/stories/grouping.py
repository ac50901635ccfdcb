"""The stage `stories`: new and edited articles find the story they tell."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extractor.store import Store
from extractor.stories.account import Account, packed, unpacked
from extractor.stories.comparing import Comparison, compare
from extractor.stories.copies import shared, shingles
from extractor.stories.partition import parted
from extractor.stories.settings import rules
from extractor.stories.taking import account_of
from extractor.stories.writing import drop_empty, release, write_story

STAGE = "stories"

# Those of about the same day, the nearest first, and those without a day, which are worth comparing with any: each is a walk along the
# index that ends after so many rows, however large the store is.
_BEFORE = (
    "SELECT article FROM story_terms WHERE term = ? AND day BETWEEN ? AND ? ORDER BY day DESC, article DESC LIMIT ?"
)
_AFTER = "SELECT article FROM story_terms WHERE term = ? AND day BETWEEN ? AND ? ORDER BY day, article LIMIT ?"
_NEWEST = "SELECT article FROM story_terms WHERE term = ? ORDER BY day DESC, article DESC LIMIT ?"


def group(store: Store) -> int:
    """Group the articles that wait for it, some hundred a transaction; gives their number.

    Which articles make a story does not depend on the order in which they came, as long as none of the caps of `rules.toml` is met; the
    number of a story is that of its first article. A run that ends in the middle has done whole batches, the next one does the rest.

    Raises:
        StoreError: the store cannot be read or written.
    """
    done = 0
    while batch := store.pending(STAGE):
        accounts = {key: account_of(record) for key, record in zip(batch, store.records(batch), strict=True)}
        with store.database.change() as db:
            _Grouping(store, db).take(accounts)
            db.executemany("DELETE FROM pending WHERE stage = ? AND article = ?", [(STAGE, key) for key in batch])
        done += len(batch)
    return done


class _Grouping:
    """A batch on its way into stories."""

    def __init__(self, store: Store, db: sqlite3.Connection) -> None:
        self._store, self._db = store, db
        self._accounts: dict[int, Account] = {}
        self._shingles: dict[int, frozenset[str]] = {}
        self._compared: dict[tuple[int, int], Comparison] = {}

    def take(self, accounts: dict[int, Account]) -> None:
        """Take in new and edited articles."""
        touched = set(accounts) | self._forget(accounts)
        self._accounts.update(accounts)
        self._db.executemany(
            "INSERT INTO story_accounts VALUES (?, ?)", [(key, packed(account)) for key, account in accounts.items()]
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO story_terms VALUES (?, ?, ?)",
            sorted(self._terms(accounts)),  # as the index has them
        )
        for key in accounts:
            self._link(key)
        self._regroup(touched)

    def _terms(self, accounts: dict[int, Account]) -> Iterator[tuple[int, int, int]]:
        for key, account in accounts.items():
            day = _day(account)
            yield from ((term, day, key) for term in account.terms)

    def _forget(self, keys: Iterable[int]) -> set[int]:
        """Take away what is known of articles that come again; gives the articles that were linked to them."""
        neighbours: set[int] = set()
        for key in keys:
            row = self._db.execute("SELECT account FROM story_accounts WHERE article = ?", (key,)).fetchone()
            if row is None:
                continue
            neighbours |= set(self._linked(key))
            former = unpacked(row[0])
            if former is not None:  # else its terms stay: they make it a candidate in vain, no more
                self._db.executemany(
                    "DELETE FROM story_terms WHERE term = ? AND day = ? AND article = ?",
                    [(term, _day(former), key) for term in former.terms],
                )
            self._db.execute("DELETE FROM story_links WHERE article = ?", (key,))
            self._db.execute("DELETE FROM story_links WHERE other = ?", (key,))
            self._db.execute("DELETE FROM story_accounts WHERE article = ?", (key,))
        return neighbours

    # finding and comparing -----------------------------------------------------------------------------------------------

    def _link(self, key: int) -> None:
        """Compare an article with those that share terms with it, and keep what links them."""
        for other in self._candidates(key):
            comparison = self._compare(key, other)
            if comparison.linked:
                self._db.execute(
                    "INSERT OR REPLACE INTO story_links VALUES (?, ?, ?, ?, ?)",
                    (min(key, other), max(key, other), comparison.kind, comparison.score, comparison.reason),
                )

    def _candidates(self, key: int) -> list[int]:
        """Articles worth comparing with one, those first that share most terms: no more than the caps allow, nor more than are near in time."""
        account, caps = self._account(key), rules().caps
        found: Counter[int] = Counter()
        for term, weight in account.terms.items():
            for other in self._sharing(term, _day(account)):
                found[other] += weight
        del found[key]
        worth = [(weight, other) for other, weight in found.items() if weight >= caps["shared"]]
        return [other for _, other in sorted(worth, key=lambda one: (-one[0], one[1]))[: caps["candidates"]]]

    def _sharing(self, term: int, day: int) -> set[int]:
        most, window = rules().caps["in_term"], rules().window
        if not day:
            return {article for (article,) in self._db.execute(_NEWEST, (term, most))}
        before = self._db.execute(_BEFORE, (term, day - window, day, most))
        after = self._db.execute(_AFTER, (term, day + 1, day + window, most))
        no_day = self._db.execute(_AFTER, (term, 0, 0, most))
        return {article for rows in (before, after, no_day) for (article,) in rows}

    def _compare(self, key: int, other: int) -> Comparison:
        pair = (min(key, other), max(key, other))
        if pair not in self._compared:
            one, two = self._account(pair[0]), self._account(pair[1])
            copied = shared(self._parts(pair[0]), self._parts(pair[1])) if set(one.bands) & set(two.bands) else 0.0
            self._compared[pair] = compare(one, two, copied)
        return self._compared[pair]

    def _account(self, key: int) -> Account:
        if key not in self._accounts:
            (text,) = self._db.execute("SELECT account FROM story_accounts WHERE article = ?", (key,)).fetchone()
            known = unpacked(text)
            if known is None:
                (record,) = self._store.records([key])
                known = account_of(record)
                self._db.execute("UPDATE story_accounts SET account = ? WHERE article = ?", (packed(known), key))
            self._accounts[key] = known
        return self._accounts[key]

    def _parts(self, key: int) -> frozenset[str]:
        if key not in self._shingles:
            (text,) = self._db.execute("SELECT text FROM texts WHERE article = ?", (key,)).fetchone()
            self._shingles[key] = shingles(text)
        return self._shingles[key]

    # stories -------------------------------------------------------------------------------------------------------------

    def _linked(self, key: int) -> dict[int, float]:
        rows = self._db.execute(
            "SELECT other, score FROM story_links WHERE article = ? UNION ALL SELECT article, score FROM story_links WHERE other = ?",
            (key, key),
        )
        return dict(rows.fetchall())

    def _regroup(self, touched: set[int]) -> None:
        """Cut each net of links that a touched article belongs to into stories anew."""
        seen: set[int] = set()
        nets: list[set[int]] = []
        late: list[int] = []
        for seed in sorted(touched):
            if seed not in seen:
                net, whole = self._net(seed)
                if whole:
                    nets.append(net)
                    seen |= net
                else:
                    late.append(seed)
        former = release(self._db, seen)  # all at once: an article that leaves a story takes along its number
        for net in nets:
            for story in self._stories(net):
                self._write(story)
        drop_empty(self._db, former)
        if late:
            self._join_best(late)

    def _net(self, seed: int) -> tuple[set[int], bool]:
        """Articles joined to one by links, over others if need be; says whether these are all."""
        net, waiting = {seed}, [seed]
        while waiting:
            for other in sorted(self._linked(waiting.pop())):
                if other not in net:
                    net.add(other)
                    waiting.append(other)
            if len(net) > rules().caps["story"]:
                return net, False
        return net, True

    def _stories(self, net: set[int]) -> list[list[int]]:
        if len(net) == 1:
            return [list(net)]
        keys = {self._account(key).id: key for key in net}
        links = {
            (min(ids), max(ids)): score
            for key in net
            for other, score in self._linked(key).items()
            if key < other and (ids := (self._account(key).id, self._account(other).id))
        }

        def compared(one: str, other: str) -> tuple[float, bool]:
            comparison = self._compare(keys[one], keys[other])
            return comparison.score, bool(comparison.conflict)

        return [sorted(keys[id_] for id_ in ids) for ids in parted(keys, links, compared, rules().together)]

    def _join_best(self, seeds: Sequence[int]) -> None:
        """In a net too large to be cut anew an article joins the story of its best link that it fits and that has room, else begins one."""
        most, waiting = rules().caps["largest"], set(seeds)
        groups: dict[int, set[int]] = {}
        joined: dict[int, int] = {}
        for story in release(self._db, seeds):
            groups[story] = self._members(story)
        for seed in seeds:
            homes = (
                joined.get(other) if other in waiting else self._story(other)
                for other, _ in sorted(self._linked(seed).items(), key=lambda link: (-link[1], link[0]))
            )
            for home in (one for one in homes if one is not None):
                if home not in groups:
                    groups[home] = self._members(home)
                if len(groups[home]) < most and self._fits(seed, groups[home]):
                    joined[seed] = home
                    break
            groups.setdefault(joined.setdefault(seed, -seed), set()).add(seed)
        former = release(self._db, set().union(*groups.values())) | {story for story in groups if story > 0}
        for group in sorted(filter(None, groups.values()), key=min):
            self._write(sorted(group))
        drop_empty(self._db, former)

    def _fits(self, key: int, members: set[int]) -> bool:
        """Is an article as much of a story as `parted` asks for? A few members answer for all, from its first day to its last.

        Else a chain of links from day to day would make one story of a whole quarter.
        """
        most = rules().caps["asked"]
        ordered = sorted(members, key=lambda one: (_day(self._account(one)), one))
        asked = {ordered[round(part * (len(ordered) - 1) / (most - 1))] for part in range(most)}
        compared = [self._compare(key, one) for one in sorted(asked)]
        if any(comparison.conflict for comparison in compared):
            return False
        return sum(comparison.score for comparison in compared) >= rules().together * len(compared)

    def _story(self, key: int) -> int | None:
        (story,) = self._db.execute("SELECT story FROM articles WHERE key = ?", (key,)).fetchone()
        return None if story is None else int(story)

    def _members(self, story: int) -> set[int]:
        return {key for (key,) in self._db.execute("SELECT key FROM articles WHERE story = ?", (story,))}

    def _write(self, story: Sequence[int]) -> None:
        write_story(self._db, {key: self._account(key) for key in story})


def _day(account: Account) -> int:
    return account.anchor.toordinal() if account.anchor else 0
