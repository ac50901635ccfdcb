"""The post as events see it: what stands in which sentence, the day and the place that the post is about, who speaks where."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from functools import cached_property

from spacy.tokens import Doc

from extractor.entities.organizations import Organization, organization_of
from extractor.entities.people import Person
from extractor.entities.places import Place
from extractor.entities.words import Words
from extractor.knowledge.titles import title_key
from extractor.language.dates import Moment
from extractor.language.spans import Cover, Span
from extractor.records import OrganizationKind, PlaceKind

_WIDE = (PlaceKind.REGENCY, PlaceKind.CITY, PlaceKind.PROVINCE)
_ORIGIN = frozenset(("asal", "warga", "kelahiran", "berasal"))
_AT = frozenset(("di", "bertempat", "se", "kota", "kabupaten", "kecamatan", "desa", "kelurahan", "distrik", "kampung"))
_ASIDE_BEFORE = frozenset(("sejak", "lambat", "tenggat", "sebelum", "kelahiran"))
_UNTIL = frozenset(("hingga", "sampai", "per", "akhir", "posisi"))
_ASIDE_VERBS = frozenset(
    (
        *("meninggal", "wafat", "berpulang", "lahir", "terdaftar", "tewas", "gugur", "didaftarkan", "kecelakaan"),
        *("tenggelam", "hilang", "tertimpa", "jatuh", "terjatuh"),
    )
)
_ASIDE_REACH = 7  # words
_GOVERNMENT_HEADS = {
    "gubernur": "Pemerintah Provinsi",
    "bupati": "Pemerintah Kabupaten",
    "wali": "Pemerintah Kota",
    "sekretaris": "",
}
_EXACT = {PlaceKind.VILLAGE: 0, PlaceKind.DISTRICT: 1, PlaceKind.OTHER: 1}  # others 3
_DATELINE = 60  # letters from the beginning of the body to the day in a dateline
_AFTER_DATELINE = re.compile(r"\s*\)?\s*(?:\([^()\n]{2,40}\)\s*)?[-–—]")
_LEAD = 5  # sentences of the body in which the main happening is dated and placed


class Scene:
    """One post, indexed by sentence."""

    def __init__(self, doc: Doc, words: Words) -> None:
        self.doc = doc
        self.words = words
        found = doc._
        self.people: tuple[Person, ...] = found.people
        self.organizations: tuple[Organization, ...] = found.organizations
        self.places: tuple[Place, ...] = found.place_entities
        self.published: date | None = found.published
        body_start: int = found.title_end
        self.first_body = next((s for s, i in enumerate(words.sentence_starts) if words.starts[i] >= body_start), 0)
        self.people_in = self._index([list(p.mentions) for p in self.people])
        self.organizations_in = self._index([o.mentions for o in self.organizations])
        self.places_in = self._index([list(p.mentions) for p in self.places])
        self.programs_in = self._index([list(p.mentions) for p in found.programs])
        self.regulations_in = self._index([list(r.mentions) for r in found.regulations])
        self.figures_in: dict[int, list[int]] = defaultdict(list)  # starts of sums and counts
        for figure in (*found.amounts, *found.quantities):
            self.figures_in[words.sentence_at(figure.span.start)].append(figure.span.start)
        self.moments_in: dict[int, list[Moment]] = defaultdict(list)
        for moment in found.dates:
            if moment.start is not None:
                self.moments_in[self.words.sentence_at(moment.span.start)].append(moment)
        self._named: dict[int, dict[int, list[int]]] = {}
        self._spots: dict[tuple[int, ...], Place | None] = {}
        self._bodies: dict[int, int | None] = {}
        self._alone: dict[int, frozenset[int]] = {}
        self._covered: dict[int, Cover] = {}
        self.speakers: list[int | None] = doc.user_data.get("speakers", [None] * len(words.sentence_starts))

    def _index(self, mentions: list[list[Span]]) -> dict[int, list[int]]:
        out: dict[int, list[int]] = defaultdict(list)
        for number, spans in enumerate(mentions):
            for span in spans:
                sentence = self.words.sentence_at(span.start)
                if out[sentence][-1:] != [number]:  # numbers come in order
                    out[sentence].append(number)
        return out

    def sentences_with(self, index: dict[int, list[int]], number: int) -> list[int]:
        """The sentences that name a thing, by its number in one of the indexes by sentence ("people_in"); in text order."""
        known = self._named.get(id(index))
        if known is None:
            known = self._named[id(index)] = defaultdict(list)
            for sentence in sorted(index):
                for one in index[sentence]:
                    known[one].append(sentence)
        return known[number]

    def sentence_span(self, sentence: int) -> Span:
        """The text range of a sentence."""
        begin, end = self.words.sentence_range(sentence)
        return self.words.span(begin, end)

    @property
    def sentence_count(self) -> int:
        """Sentences of headline and body."""
        return len(self.words.sentence_starts)

    def in_title(self, sentence: int) -> bool:
        """Does the sentence belong to the headline?"""
        return sentence < self.first_body

    @cached_property
    def paragraphs(self) -> list[int]:
        """For each sentence the number of its paragraph."""
        out: list[int] = []
        for sentence in range(self.sentence_count):
            out.append((out[-1] + (not self.goes_on(sentence))) if out else 0)
        return out

    @cached_property
    def main_moment(self) -> Moment | None:
        """The day the post is about: of the exact past days of the lead the last one, else the first of the body.

        Days of something else ("sejak", "meninggal Juni lalu") are left out.
        """
        published = self.published
        lead: list[Moment] = []
        for sentence in range(self.first_body, self.sentence_count):
            for moment in self.moments_in.get(sentence, ()):
                if moment.precision not in ("day", "minute") or moment.start is None or self.is_aside(moment):
                    continue
                if published is not None and (moment.start > published or (published - moment.start).days > 60):
                    continue
                if self.is_as_of(moment):
                    continue
                if sentence >= self.first_body + _LEAD and not lead:
                    return moment
                if sentence < self.first_body + _LEAD:
                    lead.append(moment)
        lead = [m for m in lead if not self.is_today(m)] or lead
        lead = [m for m in lead if not self.is_of_dateline(m)] or lead
        if not lead:
            return None
        return max(lead, key=lambda m: (m.start, -m.span.start)) if published is not None else lead[0]

    def is_as_of(self, moment: Moment) -> bool:
        """Is it the day up to which something is counted ("hingga 31 Juli", "per Agustus 2023")?"""
        i = self.words.index_at(moment.span.start)
        return any(w in _UNTIL for w in self.words.keys[max(0, i - 2) : i]) or self.words.keys[
            min(i, len(self.words) - 1)
        ] in ("akhir", "hingga", "sampai")

    def is_today(self, moment: Moment) -> bool:
        """Does the text say no more than "hari ini"? In direct speech that is the day of the speech, not of the post."""
        return moment.form == "relative" and moment.text.lower() in (
            "hari ini",
            "siang ini",
            "pagi ini",
            "sore ini",
            "malam ini",
        )

    def is_of_dateline(self, moment: Moment) -> bool:
        """Is it the day in the dateline ("SEBA, SAVU POS (19/10/2016) -"), on which the post was written?"""
        words = self.words
        begin = words.starts[words.sentence_starts[self.first_body]]
        near = moment.span.start - begin <= _DATELINE
        return near and _AFTER_DATELINE.match(words.text, moment.span.end) is not None

    def is_aside(self, moment: Moment) -> bool:
        """Is it the date of something else: since when somebody is a participant, until when a thing is due, when somebody died?"""
        words = self.words
        i = words.index_at(moment.span.start)
        begin = words.sentence_range(words.sentence_at(moment.span.start))[0]
        if i > begin and words.keys[i - 1] in _ASIDE_BEFORE:
            return True
        return any(w in _ASIDE_VERBS for w in words.keys[max(begin, i - _ASIDE_REACH) : i])

    @cached_property
    def dateline_place(self) -> Place | None:
        """The place that the dateline names."""
        dateline = self.doc._.dateline
        if dateline:
            folded = _fold(dateline)
            for place in self.places:
                if _fold(place.name) == folded:
                    return place
        first = self.places[0] if self.places else None
        if first is not None and first.mentions and first.mentions[0].start <= self.doc._.title_end + 3:
            return first
        return None

    @cached_property
    def home(self) -> Place | None:
        """The regency or city (else the province) that the post is about: the one most named, the dateline's before others."""
        best: tuple[float, Place] | None = None
        for place in self.places:
            if place.kind not in _WIDE:
                continue
            weight = float(len(place.mentions)) + (1.5 if place is self.dateline_place else 0)
            if place.kind is PlaceKind.PROVINCE:
                weight *= 0.8
            if any(self.in_title(self.words.sentence_at(m.start)) for m in place.mentions):
                weight += 1
            if best is None or weight > best[0]:
                best = (weight, place)
        return best[1] if best else self.dateline_place

    def spot(self, sentences: list[int]) -> Place | None:
        """The most exact place under the province that the sentences set the happening at ("di Posko Desa Hantakan")."""
        asked = tuple(sentences)
        if asked not in self._spots:
            self._spots[asked] = self._find_spot(sentences)
        return self._spots[asked]

    def _find_spot(self, sentences: list[int]) -> Place | None:
        found = [
            (_EXACT.get(place.kind, 3), mention.start, place)
            for sentence in sentences
            for number, place in ((number, self.places[number]) for number in self.places_in.get(sentence, ()))
            if place.kind is not PlaceKind.PROVINCE
            for mention in self._places_at[sentence, number]
            if self.is_location(mention)
        ]
        return min(found, key=lambda item: item[:2])[2] if found else None

    @cached_property
    def _places_at(self) -> dict[tuple[int, int], list[Span]]:
        """Where areas are named, by the sentence and the number of the place."""
        found: dict[tuple[int, int], list[Span]] = defaultdict(list)
        for number, place in enumerate(self.places):
            for mention in place.mentions:
                found[self.words.sentence_at(mention.start), number].append(mention)
        return found

    @cached_property
    def located(self) -> list[tuple[int, int]]:
        """Where areas are named as where something is ("di Posko Desa Hantakan"): (sentence, number of the place), in text order."""
        found = [
            (mention.start, number)
            for number, place in enumerate(self.places)
            for mention in place.mentions
            if self.is_location(mention)
        ]
        return [(self.words.sentence_at(start), number) for start, number in sorted(found)]

    def is_location(self, mention: Span) -> bool:
        """Is the area where something is: after "di" in its phrase, not where somebody comes from?"""
        words = self.words
        i = words.index_at(mention.start)
        begin = words.sentence_range(words.sentences[i])[0]
        for j in range(i - 1, max(begin, i - 9) - 1, -1):
            word = words.keys[j]
            if word in _ORIGIN or word in ("dari", "dengan", "bupati", "gubernur", "oleh", "kepada", "bersama"):
                return False
            if word in ("di", "bertempat", "pada"):
                return not (j > begin and words.keys[j - 1] in ("dusun", "perusahaan", "operator"))
            if not words.capital[j] and word not in _AT and word not in (",", "(", "jalan", "dan"):
                return False
        return False

    def area_in(self, sentences: list[int]) -> Place | None:
        """The regency, city or province that the sentences speak of, outside of names of bodies."""
        for sentence in sentences:
            for number in self.places_in.get(sentence, ()):
                place = self.places[number]
                if place.kind not in _WIDE:
                    continue
                for mention in self._places_at[sentence, number]:
                    if not self._bodies_starting_in(sentence).overlaps(mention) and not self._offices.contains(mention):
                        return place
        return None

    def stands_alone(self, organization: int, sentence: int) -> bool:
        """Does the sentence name the body outside of a named person's office?"""
        if organization not in self._alone:
            free = [m for m in self.organizations[organization].mentions if not self._offices_held.contains(m)]
            self._alone[organization] = frozenset(self.words.sentence_at(m.start) for m in free)
        return sentence in self._alone[organization]

    @cached_property
    def _offices_held(self) -> Cover:
        """Where the offices of named people stand."""
        held = [tie.office for person in self.people for tie in person.ties if tie.office is not None]
        return Cover(self.words.span(o.start, o.end) for o in held)

    @cached_property
    def _offices(self) -> Cover:
        """Where any office stands."""
        return Cover(self.words.span(o.start, o.end) for o in self.doc._.offices)

    def _bodies_starting_in(self, sentence: int) -> Cover:
        """Where bodies are named whose names begin in the sentence."""
        if sentence not in self._covered:
            mentioned = [m for n in self.organizations_in.get(sentence, ()) for m in self.organizations[n].mentions]
            span = self.sentence_span(sentence)
            self._covered[sentence] = Cover(m for m in mentioned if span.start <= m.start < span.end)
        return self._covered[sentence]

    @cached_property
    def _bodies_named(self) -> Cover:
        """Where any body is named."""
        return Cover(m for o in self.organizations for m in o.mentions)

    def in_offices_alone(self, place: int) -> bool:
        """Is the area named in offices and bodies only ("Bupati Bima"), never in its own right?"""
        return all(
            self._offices.contains(mention) or self._bodies_named.overlaps(mention)
            for mention in self.places[place].mentions
        )

    @cached_property
    def agency(self) -> int | None:
        """Index of the agency's branch that the post is about, else of the agency itself."""
        branches = [(len(o.mentions), -n, n) for n, o in enumerate(self.organizations) if o.is_branch]
        if branches:
            return max(branches)[2]
        return next((n for n, o in enumerate(self.organizations) if o.kind is OrganizationKind.BPJSTK), None)

    def body_of(self, person: int) -> int | None:
        """Index of the body that a person speaks for."""
        if person not in self._bodies:
            self._bodies[person] = self._find_body(person)
        return self._bodies[person]

    def _find_body(self, person: int) -> int | None:
        for tie in self.people[person].ties:
            if tie.office is not None:
                found = organization_of(tie.office, self.organizations)
                if found is not None:
                    return next(n for n, one in enumerate(self.organizations) if one is found)
                if tie.office.of_government:
                    return self._government_of(
                        title_key(tie.office.title), tie.office.area.name if tie.office.area else None
                    )
        return None

    def _government_of(self, title: tuple[str, ...], area: str | None) -> int | None:
        """The government that a regent, mayor, governor or their deputy or secretary speaks for, if the post names it."""
        stem = next((s for word, s in _GOVERNMENT_HEADS.items() if word in title), None)
        if stem is None:
            return None
        for number, one in enumerate(self.organizations):
            if (
                one.stem.startswith(stem or "Pemerintah")
                and one.stem.startswith("Pemerintah")
                and one.area is not None
                and (area is None or _fold(one.area.name) == _fold(area))
            ):
                return number
        return None

    def goes_on(self, sentence: int) -> bool:
        """Does the sentence stay in the paragraph of the one before?"""
        words = self.words
        start = words.sentence_starts[sentence]
        return start > 0 and "\n" not in words.text[words.ends[start - 1] : words.starts[start]]

    def is_agency_person(self, person: int) -> bool:
        """Does the person hold an office of the agency?"""
        return any(
            tie.office is not None and tie.office.body is not None and tie.office.body.kind is OrganizationKind.BPJSTK
            for tie in self.people[person].ties
        )

    def is_official(self, person: int) -> bool:
        """Does the person hold an office?"""
        return any(tie.office is not None for tie in self.people[person].ties)


def _fold(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())
