"""A digest from the store: what the runs after a run brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from math import log2, log10

from extractor.collect.history import History
from extractor.digest import window
from extractor.digest.checks import differences, doubts, edited, holders
from extractor.digest.details import Details
from extractor.digest.interest import interest
from extractor.digest.model import Counts, Cut, Digest, Share, StoryLine, Unread
from extractor.digest.money import Payment, paid, payments
from extractor.digest.rules import load, most
from extractor.digest.selection import Selection, Window
from extractor.digest.troubles import troubled
from extractor.knowledge.outlets import OutletRegistry
from extractor.store import Store
from extractor.stories.model import Story
from extractor.stories.reading import new_stories


def digest(
    store: Store,
    *,
    at: datetime,
    after_run: int | None = None,
    upto: int | None = None,
    history: History | None = None,
    areas: Iterable[str] = (),
    registry: OutletRegistry | None = None,
) -> Digest:
    """What is new since a run; the store is only read.

    Args:
        store: to ask; its stages of identities and stories have worked.
        at: the moment, with its time zone; what is ahead lies after it.
        after_run: the run after which the new begins; the last that a written digest tells of, if not given.
        upto: the last run to tell of; the last that has ended, if not given. A run gives its own.
        history: of collecting, for outlets that fell silent.
        areas: names or codes of the areas of interest, which come first.
        registry: of the outlets, for their names; the known ones, if not given.

    Raises:
        DigestError: an area is not known.
        StateError: the state of collecting cannot be read.
        StoreError: the store cannot be read.
    """
    wanted = interest(areas)
    after = window.last_digested(store) if after_run is None else after_run
    runs = Window(after, window.last_ended(store) if upto is None else upto)
    selection = Selection(store, runs)
    provinces = selection.province_names()
    details = Details(store, provinces)
    told = _Stories(store, selection, wanted.codes)
    edits, failures = selection.edits(), selection.failures()
    today = at.astimezone(window.WIB).date().isoformat()
    return Digest(
        at=at,
        after_run=runs.after,
        upto=runs.upto,
        since=window.begun(store, runs.after),
        areas=wanted.names,
        counts=Counts(
            posts=len(selection.articles),
            outlets=len({new.post.outlet for new in selection.articles.values() if new.post.outlet}),
            stories=len(told.new),
            further=sum(told.posts[story.key] for story in told.all if not story.is_new),
            events=selection.events(),
            aside=selection.aside,
            edited=len(edits),
            failed=len(failures),
        ),
        stories=Cut.made(told.all, most("stories"), lambda story: told.line(story, details)),
        provinces=told.shares(lambda story: story.province_code, provinces, "provinces"),
        types=told.shares(lambda story: story.type, {}, "types"),
        paid=paid(selection, told.new, told.handed, details),
        figures=Cut.made(told.with_figures(), most("figures"), lambda pair: details.quantities(pair[0], pair[1])),
        ahead=Cut.made(selection.ahead(today), most("ahead"), lambda one: details.planned(*one)),
        holders=holders(store, runs),
        differences=differences(store, runs, details),
        doubts=doubts(selection),
        edited=edited(edits, details),
        unread=Cut.made(failures, most("unread"), lambda one: Unread(*one)),
        outlets=troubled(history, at, registry),
    )


class _Stories:
    """The stories with new articles, the weightiest first."""

    def __init__(self, store: Store, selection: Selection, areas: Sequence[str]) -> None:
        self._selection, self._rules = selection, load("rules.toml")["weight"]
        new = selection.articles
        about = [
            story for story in new_stories(store, selection.window.after) if any(id_ in new for id_ in story.articles)
        ]
        self.posts = {story.key: sum(id_ in new for id_ in story.articles) for story in about}
        """Number of new articles by the key of the story."""
        self._within, self._sums = selection.within(areas), selection.weights()
        latest = sorted(about, key=lambda story: (story.day or "", story.key), reverse=True)
        self.all = sorted(latest, key=self._rank)
        """New ones and those told further."""
        self.new = [story for story in self.all if story.is_new]
        self.handed: list[Payment] = payments(selection, self.new, "benefit_handover")
        """Money handed over, of the new ones only: of the others it was told before."""

    def line(self, story: Story, details: Details) -> StoryLine:
        """A story as it is shown."""
        new = self._new(story)
        return StoryLine(
            post=self._selection.articles[new[0]].post,
            what=details.happening(new, story.type, story.day),
            outlets=len(story.outlets),
            posts=len(new),
            in_area=self._in_area(story),
            is_new=story.is_new,
        )

    def shares(self, key: Callable[[Story], str | None], names: dict[str, str], what: str) -> Cut[Share]:
        """The stories by province or type: those with most stories first, what is not known last."""
        stories, posts, money = Counter[str | None](), Counter[str | None](), Counter[str | None]()
        handed = {one.story: one.value for one in self.handed}
        for story in self.all:
            stories[key(story)] += story.is_new
            posts[key(story)] += self.posts[story.key]
            money[key(story)] += handed.get(story.key, 0)
        order = sorted(posts, key=lambda one: (one is None, -stories[one], -posts[one], one or ""))
        return Cut.made(
            order,
            most(what),
            lambda one: Share(one, names.get(one or ""), posts[one], stories[one], money[one]),
        )

    def with_figures(self) -> list[tuple[str, list[str]]]:
        """Targets and coverage, each story once: the first new article that tells some, and their ids."""
        told = self._selection.told()
        found = []
        for story in self.all:
            first = next((id_ for id_ in self._new(story) if self._selection.articles[id_].key in told), None)
            if first is not None:
                found.append((first, told[self._selection.articles[first].key]))
        return found

    def _new(self, story: Story) -> list[str]:
        return [id_ for id_ in story.articles if id_ in self._selection.articles]

    def _keys(self, story: Story) -> list[int]:
        return [self._selection.articles[id_].key for id_ in self._new(story)]

    def _in_area(self, story: Story) -> bool:
        return any(key in self._within for key in self._keys(story))

    def _rank(self, story: Story) -> tuple[bool, float]:
        """Areas of interest first, then by weight."""
        largest = max((self._sums.get(key, 0.0) for key in self._keys(story)), default=0.0)
        weight = float(self._rules["types"].get(story.type or "", 0.0))
        weight += self._rules["outlets"] * log2(max(1, len(story.outlets)))
        weight += self._rules["money"] * log10(max(1.0, largest / self._rules["money_from"]))
        return not self._in_area(story), -weight
