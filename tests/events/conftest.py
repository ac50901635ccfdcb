"""Posts told to the whole pipeline, as records: the rules alone, whose every line is tested here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from extractor import Extractor, Record
from extractor.documents import Document
from extractor.records import Precision

PUBLISHED = date(2023, 8, 30)  # a Wednesday


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The rules without a model: what a judge makes of one sentence in an empty post is chance."""
    return Extractor(None)


@pytest.fixture(scope="session")
def tell(extractor: Extractor) -> Callable[..., Record]:
    """The record of a body that has been read: published on Wednesday 30 August 2023 unless said otherwise."""

    def record_of(
        text: str,
        *,
        title: str | None = None,
        published: date | None = PUBLISHED,
        dateline: str | None = None,
        relevance: float = 1.0,
    ) -> Record:
        return extractor.extract_document(
            Document(
                id="0123456789abcdef",
                title=title,
                url=None,
                outlet=None,
                author=None,
                published=published,
                published_precision=Precision.DAY if published else None,
                timezone=None,
                dateline=dateline,
                language="id",
                text=text,
                page=None,
                relevance=relevance,
                source_path="-",
                sha256="0" * 64,
            )
        )

    return record_of


@pytest.fixture(scope="session")
def only(tell: Callable[..., Record]) -> Callable[..., dict[str, object]]:
    """The one event of a text, its ids read as names and values."""

    def event_of(text: str, **more: object) -> dict[str, object]:
        record = tell(text, **more)
        (event,) = record.events
        names = {one.id: one.name for one in (*record.people, *record.organizations, *record.places)}
        values = {one.id: one.value for one in (*record.amounts, *record.quantities)}
        return {
            "type": event.type,
            "status": event.status,
            "date": (event.date.start, event.date.precision) if event.date else None,
            "until": event.date.end if event.date else None,
            "place": names[event.place] if event.place else None,
            "venue": event.venue,
            "participants": {names[one.entity]: one.role for one in event.participants},
            "programs": event.programs,
            "regulations": event.regulations,
            "amounts": [values[one] for one in event.amounts],
            "quantities": [values[one] for one in event.quantities],
            "trigger": event.trigger.text if event.trigger else None,
            "evidence": [span.text for span in event.evidence],
            "confidence": event.confidence,
        }

    return event_of
