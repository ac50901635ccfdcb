"""Events as the pipeline holds them, and the candidates they are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.entities.places import Place
from extractor.language.dates import Moment
from extractor.language.spans import Span
from extractor.records import EventStatus, EventType, ParticipantRole


@dataclass(frozen=True, slots=True)
class Trigger:
    """A sentence that announces an event: where, how strongly (see `knowledge/events.toml`), and in what status."""

    type: EventType
    sentence: int
    start: int  # words of the phrase that announces it
    end: int
    weight: float
    status: EventStatus
    rule: float = 0.0  # weight by `events.toml`, 0 where no rule speaks for it
    odds: float = 0.0  # log-odds by the reader of sentences, 0 where there is none


@dataclass(frozen=True, slots=True)
class Participant:
    """A part in an event: index into `doc._.people` (`person`) or `doc._.organizations` (not `person`)."""

    person: bool
    index: int
    role: ParticipantRole


@dataclass(slots=True)
class Event:
    """One happening or one stated intention; amounts and quantities are indexes into the Doc's tuples."""

    type: EventType
    status: EventStatus
    triggers: list[Trigger]
    moment: Moment | None = None
    place: Place | None = None
    venue: str | None = None
    participants: list[Participant] = field(default_factory=list)
    programs: list[int] = field(default_factory=list)
    regulations: list[int] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)
    quantities: list[int] = field(default_factory=list)
    evidence: list[Span] = field(default_factory=list)
    giver: int | None = None  # index into doc._.people: who gives a directive, whom an incident befell
    confidence: float = 0.0
    sentences: list[int] = field(init=False)  # numbers of the sentences that announce the event, in order

    def __post_init__(self) -> None:
        self.sentences = sorted({trigger.sentence for trigger in self.triggers})

    @property
    def best(self) -> Trigger:
        """The trigger with most weight, the first of equals."""
        return max(self.triggers, key=lambda t: (t.weight, -t.sentence))

    def drop_weak(self, threshold: float) -> None:
        """Leave the triggers that reach the threshold; if none does, the best."""
        self.triggers = [one for one in self.triggers if one.weight >= threshold] or [self.best]
        self.sentences = sorted({trigger.sentence for trigger in self.triggers})

    def add(self, trigger: Trigger) -> None:
        """A further trigger, of the same sentence as the last one or a later one."""
        self.triggers.append(trigger)
        if trigger.sentence != self.sentences[-1]:
            self.sentences.append(trigger.sentence)
