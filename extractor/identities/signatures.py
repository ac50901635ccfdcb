"""What an article says of a person and of a body, as one signature: equal signatures of two articles mean the same, others are compared.

A signature that nothing anchors (no area, no body, a private person of one name) bears the id of its article, and so is of that article alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from extractor.identities.bodies import Body, Home, read_body
from extractor.identities.names import NameForm, form, search_words
from extractor.identities.offices import Office, Place, read_office
from extractor.identities.rules import limit
from extractor.knowledge.areas import area_key
from extractor.language.phrases import words_of

OFFICE, PRIVATE, NONE = "office", "private", "none"


@dataclass(frozen=True)
class Signature:
    """A person as one or more articles name them.

    Attributes:
        text: the whole of it; equal texts are one signature.
        name: as printed, without polite words.
        status: `office`, `private` (kin, a trade) or `none` (no role told).
        title: of the office, else of the tie, in small letters; `None` without a role.
        family: of offices, where known.
        body: sign of the office's body, if it tells who is who.
        area: code of the area.
        stated: does the article give the area with the office?
        day: of the article; only for people without an office.
        role: the whole phrase of the tie of a private person.
        first_day: first day of its articles.
        last_day: last such day.
        key: in the store.
    """

    text: str
    name: str
    status: str
    title: str | None
    family: str | None
    body: str | None
    area: str | None
    stated: bool
    day: str | None
    role: str | None
    first_day: str | None = None
    last_day: str | None = None
    key: int = 0

    @cached_property
    def form(self) -> NameForm:
        """The name as compared."""
        return form(self.name)

    @property
    def regency(self) -> str | None:
        """Code of the regency or city; that of the province where the area is one."""
        return self.area[:5] if self.area else None

    def blocks(self) -> frozenset[str]:
        """Those with whom it may be one person share one of these; empty for a signature that stands alone."""
        words = self.form.full
        whole = " ".join(sorted((*self.form.words, *self.form.optional)))
        found: set[str] = set()
        if self.status == OFFICE:
            anchors = [f"a:{self.regency}" if self.regency else "", f"b:{self.body}" if self.body else ""]
            found = {f"{word}|{anchor}" for word in words[:2] for anchor in anchors if anchor}
        elif self.day and self.regency:
            half = date.fromisoformat(self.day).toordinal() // limit("private_days")
            found = {f"{whole}|{self.regency}|{part}" for part in (half, half + 1)}
        if self.status != PRIVATE and self.regency and len(words) > 1:
            found.add(f"{whole}|{self.regency}|n")
        return frozenset(found)

    def words(self) -> frozenset[str]:
        """Words under which the name is found."""
        return search_words(self.name)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of an article with roles (key, title, organization's key, text)."""

    key: int
    name: str
    roles: Sequence[tuple[int, str, int | None, str]]


@dataclass(frozen=True, slots=True)
class BodyRow:
    """An organization of an article."""

    key: int
    name: str
    kind: str
    code: str | None


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """What is read of an article: its id and day, codes of its events' places, its places, organizations and people."""

    key: int
    id: str
    day: str | None
    event_codes: Sequence[str]
    places: Sequence[Place]
    bodies: Sequence[BodyRow]
    people: Sequence[PersonRow]


@dataclass(frozen=True, slots=True)
class Reading:
    """An article read: its bodies, signatures and offices by the keys of their rows."""

    bodies: Mapping[int, Body]
    people: Mapping[int, Signature]
    offices: Mapping[int, tuple[int, Office]]
    """By the key of a role: the key of the person and the office held."""


def read(article: ArticleRows) -> Reading:
    """What an article says of bodies, people and offices; a function of its rows alone."""
    home = _home(article)
    bodies = {row.key: read_body(row.name, row.kind, row.code, home) for row in article.bodies}
    places = {area_key(place.name): place for place in article.places}
    people: dict[int, Signature] = {}
    offices: dict[int, tuple[int, Office]] = {}
    for row in article.people:
        held: list[Office] = []
        for key, title, body, text in row.roles:
            office = read_office(title, text, bodies.get(body or -1), places, home)
            if office is not None:
                held.append(office)
                offices[key] = (row.key, office)
        people[row.key] = _signature(row, held, home, article.day)
    return Reading(bodies, people, offices)


def _signature(row: PersonRow, held: Sequence[Office], home: Home, day: str | None) -> Signature:
    known = form(row.name)
    if held:
        return _of_office(row.name, held, home)
    size = len(known.full) + len([word for word in known.optional if len(word) > 1])
    title, text = (" ".join(words_of(row.roles[0][1])), row.roles[0][3]) if row.roles else (None, None)
    status = PRIVATE if row.roles else NONE
    if size < 2 or home.regency is None or day is None:
        return _signed(Signature("", row.name, status, title, None, None, None, False, None, text), home.article)
    return _signed(Signature("", row.name, status, title, None, None, home.regency, False, day, text))


def _of_office(name: str, held: Sequence[Office], home: Home) -> Signature:
    """By the first office that is clear, else by the first."""
    office = next((one for one in held if one.sign), held[0])
    body = office.body.sign if office.body is not None and office.body.certain else None
    narrow = body if office.body is not None and (office.is_of_head_office or not office.body.broad) else None
    one = Signature(
        "",
        name,
        OFFICE,
        " ".join(office.title),
        office.family,
        narrow,
        office.area,
        office.stated,
        None,
        # A body with too many people does not tell who is who, but is part of the office all the same.
        body if narrow is None else None,
    )
    known = form(name)
    if office.is_shared and len(known.full) < 2:
        return _signed(one, home.article)
    # An office that is not quite clear ("Ketua", a Kabid of some Dinas) makes one person of equal names only where these are rare.
    clear = office.sign is not None or not (office.is_bare or known.is_common)
    return _signed(one, None if clear and (narrow or office.area) else home.article, anchored=True)


def _signed(one: Signature, only: str | None = None, *, anchored: bool = False) -> Signature:
    """With its text.

    `only` is the article that it is of, if it is of one alone; such a one is compared with others only where something anchors it.
    """
    parts = [one.name, one.status, one.title, one.body, one.area, one.stated, one.day, one.role]
    if only is not None:
        parts.append(only)
        if not anchored:
            one = replace(one, area=None, body=None, day=None)
    return replace(one, text=json.dumps(parts, ensure_ascii=False))


def _home(article: ArticleRows) -> Home:
    """Where an article plays: where its events do, else where its places are."""
    codes = [*article.event_codes] or [place.code for place in article.places]
    regencies, provinces = {code[:5] for code in codes if len(code) >= 5}, {code[:2] for code in codes}
    province_bodies = any(row.kind == "local_government" and row.code and len(row.code) == 2 for row in article.bodies)
    return Home(
        article.id,
        next(iter(regencies)) if len(regencies) == 1 else None,
        next(iter(provinces)) if len(provinces) == 1 else None,
        province_bodies or any("provinsi" in words_of(row.name) for row in article.bodies),
    )


@lru_cache(maxsize=8192)
def days_between(one: str, other: str) -> int:
    """Days from one day to another, never negative."""
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
