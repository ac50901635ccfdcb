"""What is told of identities."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person in an office, as far as articles tell.

    Attributes:
        person: key of the person's identity.
        name: of the person.
        title: of the office, as `roles.title`: "Wakil Gubernur", "Kepala Cabang".
        body: the organization of the office, if known.
        area: name of the area that tells it from others of its kind, if known.
        first_day: first day on which an article shows the person in it (ISO 8601), if any article has a day.
        last_day: last such day.
        articles: number of articles that do.
        follows: who was seen in the office before, where that is asked for (`new_office_holders`).
    """

    person: int
    name: str
    title: str
    body: str | None
    area: str | None
    first_day: str | None
    last_day: str | None
    articles: int
    follows: Predecessor | None = None


@dataclass(frozen=True, slots=True)
class Predecessor:
    """Who held an office before.

    Attributes:
        person: key of the person's identity.
        name: of the person.
        last_day: last day on which an article shows the person in the office (ISO 8601), if any article has a day.
    """

    person: int
    name: str
    last_day: str | None


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person found by name.

    Attributes:
        person: key of the person's identity.
        name: the fullest that articles give.
        role: the office seen last, with body or area; else what ties a private person to the news; `None` where no article says.
        articles: number of articles.
        first_day: of the first article (ISO 8601), if any has a day.
        last_day: of the last.
    """

    person: int
    name: str
    role: str | None
    articles: int
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """A name and the number of articles that give it; `key` is that of the identity, where it is another's."""

    name: str
    articles: int
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody who takes part in the same events.

    Attributes:
        kind: `person` or `body`.
        key: of the identity.
        name: of it.
        events: number of events.
        last_day: of the last of them, else of the last article about one (ISO 8601), if known.
        types: types of the events, the most frequent first.
    """

    kind: str
    key: int
    name: str
    events: int
    last_day: str | None
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleAbout:
    """An article that names a person: `id`, `day` (ISO 8601), `outlet` and `title` as in the store."""

    id: str
    day: str | None
    outlet: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two ways in which articles tell of a person are one person: each as name, title and body or area, and what agrees."""

    one: str
    other: str
    why: str


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is known of a person.

    Attributes:
        person: key of the identity.
        name: the fullest that articles give.
        names: every name printed, the most frequent first.
        tenures: offices, the first first.
        ties: what ties a private person to the news ("istri almarhum …").
        organizations: bodies of the offices, the most frequent first.
        met: who takes part in the same events, the most frequent first.
        quotes: number of quotes.
        articles: that name the person, the last first.
        evidence: of the joins; empty where all articles tell of the person in one way.
    """

    person: int
    name: str
    names: tuple[Named, ...]
    tenures: tuple[Tenure, ...]
    ties: tuple[str, ...]
    organizations: tuple[Named, ...]
    met: tuple[Met, ...]
    quotes: int
    articles: tuple[ArticleAbout, ...]
    evidence: tuple[Evidence, ...]
