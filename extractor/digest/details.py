"""What is told of single stories, read from the records of their articles: only of those that are shown."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.digest.model import Ahead, DigestError, Edit, Figure, Happening, Post, ToldFigures, Who, unique
from extractor.digest.rules import load, most
from extractor.knowledge.titles import kin, offices, trades
from extractor.language.phrases import words_of
from extractor.records import Event, Person, Record
from extractor.run.figures import amount_phrase, quantity_phrase
from extractor.store import Store

_NOTHING = Happening(None, None, None, None, None, None, (), ())


class Details:
    """Reads the records that are shown.

    Args:
        store: with the records.
        provinces: names of the provinces by code.
    """

    def __init__(self, store: Store, provinces: dict[str, str]) -> None:
        self._store, self._provinces = store, provinces
        self._read: dict[str, Record] = {}

    def post(self, id_: str) -> Post:
        """An article by its id."""
        return self._post(self._record(id_))

    def happening(self, articles: Iterable[str], type_: str | None, day: str | None) -> Happening:
        """The event of this type, on this day if one is, that the first of these articles to have one tells."""
        best: tuple[int, Record, Event] | None = None
        for id_ in list(articles)[: most("articles_of_a_story")]:
            record = self._record(id_)
            for event in record.events:
                fits = 2 * (event.type == type_) + (event.date is not None and event.date.start == day)
                if best is None or fits > best[0]:
                    best = fits, record, event
            if best is not None and best[0] >= 2:
                break
        return _NOTHING if best is None else self._happening(best[1], best[2])

    def planned(self, article: str, event: str, is_new: bool) -> Ahead:
        """An event that is ahead."""
        record = self._record(article)
        found = next(one for one in record.events if one.id == event)
        return Ahead(self._happening(record, found), self._post(record), is_new)

    def amount(self, article: str, id_: str) -> ToldFigures:
        """A sum, and where the event that tells it was."""
        record = self._record(article)
        figure = next(Figure(str(one.kind), amount_phrase(one)) for one in record.amounts if one.id == id_)
        event = next((one for one in record.events if id_ in one.amounts), None)
        return ToldFigures(self._post(record), self._place(record, event), (figure,))

    def quantities(self, article: str, ids: list[str]) -> ToldFigures:
        """Counts of an article, in the order of their ids, none twice, and where they hold."""
        record = self._record(article)
        chosen = [one for one in record.quantities if one.id in ids]
        chosen.sort(key=lambda one: ids.index(one.id))
        event = next((one for one in record.events if set(one.quantities) & set(ids)), None)
        told = unique(Figure(str(one.kind), quantity_phrase(one)) for one in chosen)
        return ToldFigures(self._post(record), self._place(record, event), tuple(told[: most("figures_of_a_story")]))

    def edit(self, article: str, before: int, now: int) -> Edit:
        """What an edit changed."""
        old, new = self._store.record(article, before), self._record(article)
        if old is None or new is None:  # no such version: nothing is known of what it said
            return Edit(self.post(article), None, (), ())
        was, is_ = _figures(old), _figures(new)
        changed = old.article.title != new.article.title
        return Edit(
            self._post(new),
            old.article.title if changed else None,
            tuple(one for one in was if one not in is_)[: most("figures_of_a_story")],
            tuple(one for one in is_ if one not in was)[: most("figures_of_a_story")],
        )

    def _record(self, id_: str) -> Record:
        if id_ not in self._read:
            found = self._store.record(id_)
            if found is None:
                raise DigestError(f"{self._store.path}: the article {id_} went away while it was read. Run again.")
            self._read[id_] = found
        return self._read[id_]

    def _post(self, record: Record) -> Post:
        one = record.article
        day = one.published[:10] if one.published else None
        return Post(record.id, one.title, one.outlet, one.url, day)

    def _happening(self, record: Record, event: Event) -> Happening:
        place = next((one for one in record.places if one.id == event.place), None)
        province = self._provinces.get(place.province_code or "") if place else None
        date = event.date
        return Happening(
            str(event.type),
            str(event.status),
            date.start if date else None,
            date.end if date else None,
            place.name if place else None,
            province if place and place.code != place.province_code else None,
            _who(record, event),
            _how_much(record, event),
        )

    def _place(self, record: Record, event: Event | None) -> str | None:
        if event is None or event.place is None:
            return None
        return next(one.name for one in record.places if one.id == event.place)


def _who(record: Record, event: Event) -> tuple[Who, ...]:
    """People with an office; where there are none, organizations: those who receive have a right to be left alone."""
    roles = load("rules.toml")["who"]["roles"]
    people = {one.id: one for one in record.people}
    bodies = {one.id: one for one in record.organizations}
    parts = sorted(event.participants, key=lambda one: roles.index(one.role))
    ids = unique(one.entity for one in parts)
    named = [
        Who(people[id_].name, people[id_].roles[0].text) for id_ in ids if id_ in people and _in_office(people[id_])
    ]
    return tuple((named or [Who(bodies[id_].name, None) for id_ in ids if id_ in bodies])[: most("who")])


def _in_office(person: Person) -> bool:
    """Is the person told with an office, and not with kin or a trade?"""
    words = words_of(person.roles[0].title) if person.roles else ()
    if kin().match(words, 0) is not None or trades().match(words, 0) is not None:
        return False
    return any(offices().match(words, start) is not None for start in range(len(words)))


def _how_much(record: Record, event: Event) -> tuple[str, ...]:
    """The largest sums, then the counts, of an event."""
    amounts = sorted((one for one in record.amounts if one.id in event.amounts), key=lambda one: -one.value)
    counts = [one for one in record.quantities if one.id in event.quantities]
    phrases = unique([*map(amount_phrase, amounts)])[: most("figures_of_an_event") - bool(counts)]
    return tuple(unique([*phrases, *map(quantity_phrase, counts)])[: most("figures_of_an_event")])


def _figures(record: Record) -> list[str]:
    return unique([*map(amount_phrase, record.amounts), *map(quantity_phrase, record.quantities)])
