"""When an event happened."""

from __future__ import annotations

from extractor.events.model import Event
from extractor.events.outline import Outline
from extractor.events.scene import Scene
from extractor.knowledge.events import small_words, types_in
from extractor.language.dates import Moment
from extractor.records import EventStatus, EventType


class When:
    """Dates events: by the dates in and near their sentences, else by the day that the post is about."""

    def __init__(self, scene: Scene, outline: Outline) -> None:
        self.scene = scene
        self.outline = outline

    def moment(self, event: Event) -> Moment | None:
        """The date of an event, or `None` where nothing fixes it."""
        scene = self.scene
        published = scene.published
        if event.type in types_in("reports"):
            return self._as_of(event)
        candidates: list[tuple[float, int, Moment]] = []
        for trigger in sorted(event.triggers, key=lambda t: -t.weight):
            at = scene.words.starts[trigger.start]
            for moment in self._near(trigger.sentence, event.status, incident=event.type is EventType.INCIDENT):
                if (
                    event.type in types_in("occasions")
                    and event.status is EventStatus.OCCURRED
                    and moment.precision == "year"
                    and scene.main_moment is not None
                ):
                    continue
                assert moment.start is not None  # noqa: S101 - moments without a day are not indexed
                future = published is not None and moment.start > published
                fits = 1.0
                if event.status is EventStatus.PLANNED:
                    fits = 1.5 if future or moment.form in ("relative", "month", "year", "period") else 0.2
                elif event.status in (EventStatus.OCCURRED, EventStatus.ONGOING) and future:
                    fits = 0.1
                if scene.is_today(moment) and scene.main_moment is not None:
                    fits *= 0.3
                if scene.is_of_dateline(moment) and moment is not scene.main_moment:
                    fits *= 0.3
                exact = {"minute": 1.0, "day": 1.0, "month": 0.6, "year": 0.4}[moment.precision]
                candidates.append((fits * exact - abs(moment.span.start - at) / 2000, -moment.span.start, moment))
        best = max(candidates, key=lambda c: c[:2]) if candidates else None
        if event.status is EventStatus.PLANNED:
            return best[2] if best and best[0] > 0.45 else None
        if best is not None and best[0] > 0.3:
            return best[2]
        if event.type is EventType.DIRECTIVE or (
            event.status is EventStatus.OCCURRED and event.type not in types_in("own_date_only")
        ):
            return scene.main_moment
        if (
            event.type is EventType.REGULATION
            and event.status is EventStatus.OCCURRED
            and any(self._same_occasion(s) for s in event.sentences)
        ):
            return scene.main_moment
        return None

    def _near(self, sentence: int, status: EventStatus, *, incident: bool = False) -> list[Moment]:
        """The dates of a sentence; of a plan also those of the next sentence in its paragraph."""
        scene = self.scene
        found = list(scene.moments_in.get(sentence, ()))
        follow = sentence + 1
        if status is EventStatus.PLANNED and not found and follow < scene.sentence_count and scene.goes_on(follow):
            found = list(scene.moments_in.get(follow, ()))
        return [m for m in found if m.start is not None and (incident or not scene.is_aside(m))]

    def _as_of(self, event: Event) -> Moment | None:
        """Of a report, the day up to which it counts, or its period; of coverage else the day it was stated."""
        scene = self.scene
        found = [m for s in event.sentences for m in scene.moments_in.get(s, ()) if not scene.is_aside(m)]
        until = [m for m in found if scene.is_as_of(m) and m.precision != "year" and not self._is_future(m)]
        if event.type is EventType.COVERAGE_REPORT:
            return until[0] if until else scene.main_moment
        periods = [m for m in found if m.precision in ("month", "year") and not self._is_future(m)]
        if periods:
            return periods[0]
        return until[0] if until else None

    def _is_future(self, moment: Moment) -> bool:
        published = self.scene.published
        return published is not None and moment.start is not None and moment.start > published

    def _same_occasion(self, sentence: int) -> bool:
        """Does the sentence speak of the occasion told before ("pada kesempatan itu", "penutup pertemuan tersebut")?"""
        begin, end = self.scene.words.sentence_range(sentence)
        return bool(small_words("occasion").intersection(self.scene.words.keys[begin:end]))
