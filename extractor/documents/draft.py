"""What one source says of its post before it is put together with what is known of outlets and zones."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.documents.document import Caution, PageNumber
from extractor.documents.stamps import Stamp


@dataclass(slots=True)
class Draft:
    """The parts of a post as read; `stamps` and `outlets` hold all readings, the most trustworthy first."""

    text: str = ""
    title: str | None = None
    url: str | None = None
    author: str | None = None
    dateline: str | None = None
    stamps: list[Stamp] = field(default_factory=list)
    dateline_stamp: Stamp | None = None
    outlets: list[str] = field(default_factory=list)
    page: PageNumber | None = None
    language: str | None = None
    cautions: list[Caution] = field(default_factory=list)
