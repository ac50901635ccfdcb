"""Governments that win: where places in a competition are told, "Kabupaten Badung" is the government, not the area."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.entities.area_names import AreaName
from extractor.entities.bodies import Body, BodyReader
from extractor.knowledge.institutions import winning
from extractor.records import OrganizationKind, PlaceKind

_STEMS = {
    PlaceKind.PROVINCE: "Pemerintah Provinsi",
    PlaceKind.REGENCY: "Pemerintah Kabupaten",
    PlaceKind.CITY: "Pemerintah Kota",
}
_GAP = 3  # words from one winner to the next of a list


def winning_governments(reader: BodyReader) -> Iterator[Body]:
    """The governments named by their areas as winners, in text order."""
    words = reader.words
    for sentence in range(len(words.sentence_starts)):
        begin, end = words.sentence_range(sentence)
        if not winning("contest").intersection(words.keys[begin:end]):
            continue
        last = -1  # the end of the winner before
        for i in range(begin, end):
            if i < last or not words.capital[i] or reader.read(i) is not None:
                continue
            area = reader.areas.read_area(i, all_kinds=words.keys[i] in winning("village_levels"))
            if area is None or area.end > end:
                continue
            before = words.keys[i - 1] if i > begin else ""
            after = words.keys[area.end] if area.end < end else ""
            goes_on = before in winning("joined") and 0 < i - last <= _GAP and last > 0
            if not (before in winning("before") or after in winning("after") or goes_on):
                continue
            if (body := _government(area)) is not None:
                yield body
                last = area.end


def _government(area: AreaName) -> Body | None:
    """The government of an area whose level is known."""
    level = area.level.lower()
    if level in winning("village_levels"):
        stem = f"Pemerintah {area.level}"
    elif area.area is not None and area.area.kind in _STEMS:
        stem = _STEMS[area.area.kind]
    else:
        return None
    return Body(area.start, area.end, f"{stem} {area.name}", stem, OrganizationKind.LOCAL_GOVERNMENT, area)
