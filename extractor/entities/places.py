"""The component `jamsos_places`: which areas a post names, and which area of the decree each name means.

`extractor.entities.place_candidates` says how firmly a name stands in its neighbourhood; here the whole post decides:
a weak name counts if the post names the same area plainly elsewhere, a district after "di" if it lies in a regency of
the post, and a name that several areas bear means the one that fits the other places. What nothing settles has no code.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.extensions import register
from extractor.entities.place_candidates import Candidate, find_candidates
from extractor.entities.place_words import Footing
from extractor.entities.words import Words
from extractor.knowledge.area_words import area_words
from extractor.knowledge.areas import PIECE, Area, area_key, areas, proper_case
from extractor.language.spans import Span
from extractor.records import PlaceKind

NAME = "jamsos_places"
_RANK = {
    PlaceKind.PROVINCE: 5,
    PlaceKind.CITY: 5,
    PlaceKind.REGENCY: 5,
    PlaceKind.COUNTRY: 5,
    PlaceKind.OTHER: 3,
    PlaceKind.DISTRICT: 1,
    PlaceKind.VILLAGE: 1,
}
_SEAT_RANK = 3
_IN_REGENCY = 3  # lies in a regency that the post names for certain
_BESIDE = 60  # characters between a village and the district or regency named with it
_AROUND_VILLAGES = frozenset({PlaceKind.DISTRICT, PlaceKind.REGENCY, PlaceKind.CITY})
_IN_PROVINCE = 3  # lies in a province of the post: a seat there outweighs a regency elsewhere


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """An area named at `span` (the name without its word of level).

    `name`: the full name, short forms spelled out, without the word of level; `kind`: its level, `other` for a town
    that is no area of the decree, an island, and a name of which it is open what level it means; `code`: the Kemendagri
    code, None if the name is not in the decree or it is open which area it means; `province_code`: of the province that
    it is or surely lies in; `explicit`: a word of level stands before the name; `misprint`: the post prints the name
    otherwise, and `name` is what it must mean.
    """

    span: Span
    name: str
    kind: PlaceKind
    code: str | None
    province_code: str | None
    explicit: bool
    misprint: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """An area with everywhere the post names it; the fields are those of `PlaceMention`.

    A city whose name another area of the post bears is called "Kota …", a regency "Kabupaten …" if that is a city.
    """

    name: str
    kind: PlaceKind
    code: str | None
    province_code: str | None
    mentions: tuple[Span, ...]


@Language.factory(NAME, assigns=["doc._.places", "doc._.place_entities"])
def make_places(nlp: Language, name: str) -> PlaceFinder:
    """Make the component `jamsos_places`."""
    return PlaceFinder()


class PlaceFinder:
    """Writes `doc._.places`, mentions in text order, and `doc._.place_entities`, areas in order of first mention.

    A misprinted name gives the doubt `place_name`.
    """

    def __init__(self) -> None:
        """Register the extensions."""
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Find the places of `doc`."""
        text = Words.of(doc).text
        mentions = find_places(text)
        doc._.places = mentions
        doc._.place_entities = group_places(mentions)
        misprints = tuple(
            ("place_name", mention.span.of(text), f"read as {mention.name}") for mention in mentions if mention.misprint
        )
        if misprints:
            doc._.doubts += misprints
        return doc


def find_places(text: str) -> tuple[PlaceMention, ...]:
    """Return the areas that a text names, in order, none overlapping."""
    candidates = find_candidates(text)
    context = _Context(candidates)
    kept = _supported(text, candidates, context)
    mentions = [mention for candidate in kept if (mention := _settle(text, candidate, context)) is not None]
    return _agree(sorted(mentions, key=lambda mention: (mention.span.start, -mention.span.end)))


class _Context:
    """Where the post is: the regencies and provinces that it names for certain."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.regencies: Counter[str] = Counter()
        self.provinces: Counter[str] = Counter()
        firm = [candidate for candidate in candidates if candidate.footing is Footing.FIRM and candidate.areas]
        for candidate in firm:
            self._count(candidate.areas)
        self._around = [candidate for candidate in firm if candidate.level in _AROUND_VILLAGES]
        self._starts = [candidate.start for candidate in self._around]
        for candidate in firm:
            if len(candidate.areas) > 1:
                self._count(_best(candidate.areas, self))

    def beside(self, offset: int) -> set[str]:
        """Return the codes of the districts named beside an offset, or else of the regencies and cities."""
        first = bisect_left(self._starts, offset - _BESIDE)
        last = bisect_right(self._starts, offset + _BESIDE)
        codes = {area.code for one in self._around[first:last] for area in _best(one.areas, self) if area.code}
        return {code for code in codes if len(code) > 5} or codes

    def _count(self, found: tuple[Area, ...]) -> None:
        provinces = {area.province for area in found}
        if len(provinces) != 1:
            return
        province = provinces.pop()
        if province is not None:
            self.provinces[province] += 1
        if len(found) == 1 and (regency := found[0].regency) is not None:
            self.regencies[regency] += 1


def _best(found: tuple[Area, ...], context: _Context) -> tuple[Area, ...]:
    """Return the areas of `found` that fit the post best: one if the name is settled."""
    # "Nabire" alone is the regency, not the district of that name in it.
    found = tuple(area for area in found if not any(_holds(other, area) for other in found))
    if len(found) < 2:
        return found
    scores = {area: _score(area, context) for area in found}
    highest = max(scores.values())
    return tuple(area for area in found if scores[area] == highest)


def _holds(outer: Area, inner: Area) -> bool:
    own = inner.kind in (PlaceKind.DISTRICT, PlaceKind.OTHER)
    return own and outer.code is not None and outer is not inner and len(outer.code) == 5 and inner.within(outer.code)


def _score(area: Area, context: _Context) -> int:
    score = _SEAT_RANK if areas().is_town(area) else _RANK[area.kind]
    if area.kind in (PlaceKind.DISTRICT, PlaceKind.OTHER) and area.regency in context.regencies:
        score += _IN_REGENCY
    if area.province in context.provinces:
        score += _IN_PROVINCE
    return score


def _supported(text: str, candidates: list[Candidate], context: _Context) -> list[Candidate]:
    """Return the candidates that count, seen against the whole post."""
    plain = {area for candidate in candidates if candidate.footing is Footing.FIRM for area in candidate.areas}
    keys = {
        area_key(text[candidate.start : candidate.end])
        for candidate in candidates
        if candidate.footing is Footing.FIRM and not candidate.verify
    }
    weak = area_words().weak
    kept: list[Candidate] = []
    for candidate in candidates:
        if candidate.footing is Footing.FIRM:
            kept.append(candidate)
            continue
        key = area_key(text[candidate.start : candidate.end])
        if key in keys or (key not in weak and not plain.isdisjoint(candidate.areas)):
            kept.append(candidate)
        elif candidate.footing is Footing.WHERE:
            near = tuple(area for area in candidate.areas if area.regency in context.regencies)
            if near:
                candidate.areas = near
                kept.append(candidate)
    return kept


def _settle(text: str, candidate: Candidate, context: _Context) -> PlaceMention | None:
    """Say which area a candidate means; None for a village that is none."""
    if candidate.level is PlaceKind.VILLAGE and candidate.ends:
        return _settle_village(text, candidate, context)
    span = Span(candidate.start, candidate.end)
    found = candidate.areas
    if candidate.level is not None:
        found = tuple(area for area in found if area.kind is candidate.level) or found
    best = _best(found, context)
    if candidate.dateline:  # a dateline names a town: where a province or regency has the name too, the city is meant
        best = tuple(area for area in best if area.kind is PlaceKind.CITY) or best
    if not best and candidate.level is not None:
        return _settle_unknown(text, span, candidate.level, context)
    area = best[0]
    name = areas().name_in(span.of(text), area, short=candidate.short)
    if candidate.short and len({one.name for one in best}) > 1:
        name = _printed(text, span)
    kinds, provinces = {one.kind for one in best}, {one.province for one in best}
    return PlaceMention(
        span,
        name,
        area.kind if len(kinds) == 1 else PlaceKind.OTHER,
        area.code if len(best) == 1 else None,
        area.province if len(provinces) == 1 else None,
        candidate.explicit,
    )


def _settle_unknown(text: str, span: Span, level: PlaceKind, context: _Context) -> PlaceMention:
    """Read a name that a word of level makes an area but no decree has: a misprint, or an area without code."""
    for area in areas().similar(span.of(text), level, context.regencies):
        return PlaceMention(span, area.name, area.kind, area.code, area.province, True, misprint=True)
    return PlaceMention(span, _printed(text, span), level, None, None, True)


def _settle_village(text: str, candidate: Candidate, context: _Context) -> PlaceMention | None:
    """Find where the village's name ends: the longest name that a regency of the post has a village of."""
    gazetteer = areas()
    beside = context.beside(candidate.end)
    for end in candidate.ends:
        printed = text[candidate.start : end]
        found = [area for regency in sorted(context.regencies) for area in gazetteer.villages(printed, regency)]
        rest = PIECE.search(text, end, candidate.end)
        if rest is not None and rest[0].lower() in area_words().closing:
            continue
        if found:
            found = [area for area in found if any(area.within(code) for code in beside)] or found
            span = Span(candidate.start, end)
            name = gazetteer.name_in(printed, found[0])
            code = found[0].code if len(found) == 1 else None
            provinces = {area.province for area in found}
            province = found[0].province if len(provinces) == 1 else None
            return PlaceMention(span, name, PlaceKind.VILLAGE, code, province, candidate.explicit)
    if candidate.verify and not candidate.explicit:
        return None
    for regency in sorted(context.regencies):
        for area in gazetteer.similar_villages(text[candidate.start : candidate.end], regency):
            span = Span(candidate.start, candidate.end)
            return PlaceMention(span, area.name, area.kind, area.code, area.province, True, misprint=True)
    if candidate.verify:
        return None
    span = Span(candidate.start, candidate.end)
    return PlaceMention(span, _printed(text, span), PlaceKind.VILLAGE, None, None, True)


def _printed(text: str, span: Span) -> str:
    name = " ".join(span.of(text).split())
    return proper_case(name) if name.isupper() or name.islower() else name


def _agree(mentions: list[PlaceMention]) -> tuple[PlaceMention, ...]:
    """Let mentions of open meaning follow the settled ones of the same name, and drop overlaps.

    Beside a province of its name, "Bengkulu" alone is the province, for the city is called "Kota Bengkulu".
    """
    settled: dict[str, set[tuple[PlaceKind, str | None, str | None]]] = {}
    for mention in mentions:
        if mention.kind is not PlaceKind.OTHER or mention.code is not None:
            settled.setdefault(area_key(mention.name), set()).add((mention.kind, mention.code, mention.province_code))
    agreed: list[PlaceMention] = []
    for mention in mentions:
        if agreed and agreed[-1].span.overlaps(mention.span):
            continue
        known = settled.get(area_key(mention.name), set())
        if mention.code is None and mention.kind is PlaceKind.OTHER and known:
            provinces = [one for one in known if one[0] is PlaceKind.PROVINCE]
            choice = known if len(known) == 1 else provinces
            if len(choice) == 1:
                kind, code, province = next(iter(choice))
                mention = replace(mention, kind=kind, code=code, province_code=province)  # noqa: PLW2901
        agreed.append(mention)
    return tuple(agreed)


def group_places(mentions: Iterable[PlaceMention]) -> tuple[Place, ...]:
    """Join the mentions of one area; areas in order of first mention."""
    groups: dict[tuple[str, str], list[PlaceMention]] = {}
    for mention in mentions:
        key = (mention.code or "", "" if mention.code else f"{mention.kind}:{area_key(mention.name)}")
        groups.setdefault(key, []).append(mention)
    names = Counter(area_key(_name(group)) for group in groups.values())
    return tuple(_place(group, names) for group in groups.values())


def _name(group: list[PlaceMention]) -> str:
    """Return the spelling that the post prints most often, the first of several."""
    return Counter(mention.name for mention in group).most_common(1)[0][0]


def _place(group: list[PlaceMention], names: Counter[str]) -> Place:
    first, name = group[0], _name(group)
    if names[area_key(name)] > 1 and first.kind is PlaceKind.CITY:
        name = f"Kota {name}"
    return Place(name, first.kind, first.code, first.province_code, tuple(mention.span for mention in group))
