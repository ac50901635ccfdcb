"""What is told of stories."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about the same happening.

    Attributes:
        key: of the story.
        title: headline of the article that stands for it.
        type: event type of what it is about, if its articles tell any event.
        day: of the happening, else of the first publication; ISO 8601; `None` where no article says.
        province_code: where it happened, if known.
        articles: ids of its articles, that which stands for the story first.
        outlets: their names without repetition, in the same order; those without a name left out.
        is_new: had it no article before the runs asked for?
    """

    key: int
    title: str | None
    type: str | None
    day: str | None
    province_code: str | None
    articles: tuple[str, ...]
    outlets: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What one article says where articles of a story contradict each other.

    Attributes:
        article: its id.
        outlet: its name, if known.
        value: number, ISO 8601 day or area name, as text.
        text: as printed.
        start: of `text` in the article's text; `None` for the headline.
        end: of `text`, exclusive.
    """

    article: str
    outlet: str | None
    value: str
    text: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One thing that articles of a story tell differently.

    Attributes:
        key: of the contradiction.
        story: key of the story.
        title: of the story.
        kind: `amount`, `quantity`, `date` or `place`.
        what: what is told: a kind of amount ("benefit"), a unit ("participant"), an event type.
        sides: what each article says, the value told by most first; two values at least.
    """

    key: int
    story: int
    title: str | None
    kind: str
    what: str
    sides: tuple[Side, ...]
