"""Bodies of a post: every mention read, short forms spelled out, mentions of one body joined."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.area_names import AreaName
from extractor.entities.bodies import AGENCY, Body, BodyReader
from extractor.entities.offices import Office
from extractor.entities.winners import winning_governments
from extractor.entities.words import Words
from extractor.knowledge.areas import area_key
from extractor.language.spans import Span
from extractor.records import OrganizationKind, PlaceKind

FEW = 300  # bodies up to which mentions are joined; a text with more is no news post
_HOME = "jamsos_home"
_LEVEL_WORDS = re.compile(r"\b(provinsi|kabupaten|kota|kantor|cabang|wilayah|republik|indonesia|ri)\b", re.IGNORECASE)


@dataclass(slots=True)
class Organization:
    """A body of the post: full `name`, `stem` without the area, `area` as read, mentions in text order."""

    name: str
    stem: str
    kind: OrganizationKind
    area: AreaName | None
    aliases: list[str] = field(default_factory=list)
    mentions: list[Span] = field(default_factory=list)
    named_apart: bool = False  # named outside of anybody's office

    @property
    def is_branch(self) -> bool:
        """Is it a branch or regional office of the agency?"""
        return self.kind is OrganizationKind.BPJSTK and self.name != AGENCY


@Language.factory("jamsos_organizations", assigns=["doc._.organizations"], requires=["doc._.offices"])
def make_organizations(nlp: Language, name: str) -> OrganizationFinder:
    """The component that finds bodies."""
    return OrganizationFinder()


class OrganizationFinder:
    """Writes `doc._.organizations`: a tuple of `Organization` in order of first mention."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the bodies of `doc`."""
        words = Words.of(doc)
        offices: tuple[Office, ...] = doc._.offices
        found = _mentions(BodyReader.of(doc), offices)
        home = home_area(found, offices)
        doc.user_data[_HOME] = home
        doc._.organizations = tuple(_without_headline_branches(_join(words, found, home), doc._.title_end))
        return doc


def _without_headline_branches(organizations: list[Organization], body_start: int) -> list[Organization]:
    """A headline says "BPJS Ketenagakerjaan Tual" of what the body calls the branch of Maluku in Tual: the body's branch counts."""
    in_body = any(o.is_branch and o.mentions[-1].start >= body_start for o in organizations)
    return [o for o in organizations if not (in_body and o.is_branch and o.mentions[-1].start < body_start)]


def home_areas(doc: Doc) -> dict[PlaceKind, AreaName]:
    """The area of each level that the post speaks of most, as this component found it."""
    return cast("dict[PlaceKind, AreaName]", doc.user_data.get(_HOME, {}))


def _mentions(reader: BodyReader, offices: tuple[Office, ...]) -> list[tuple[Body, bool]]:
    """Every body of the text, and whether it stands outside of an office."""
    words = reader.words
    inside: dict[int, Office] = {}
    for office in offices:
        for i in range(office.start, office.end):
            inside[i] = office
    out: list[tuple[Body, bool]] = []
    won = {i for i, word in enumerate(words.keys) if word in _PLACES_WON}
    end = 0  # of the last body
    for i in sorted(won.union(reader.openings, (office.start for office in offices))):
        if i < end:
            continue
        body = reader.read(i)
        if body is None and (winner := _winner(reader, i)) is not None:
            out.append((winner, True))
            end = winner.end
            continue
        if (
            body is not None
            and not (body.short and body.kind is OrganizationKind.COMPANY)
            and not _is_venue(words, body)
        ):
            out.append((body, i not in inside))
            end = body.end
            continue
        held = inside.get(i)
        if held is not None and held.start == i and held.body is not None and held.body.start == i:
            out.append((held.body, False))
    named = {i for body, _ in out for i in range(body.start, body.end)}
    won_by = [one for one in winning_governments(reader) if one.start not in named and one.start not in inside]
    return sorted([*out, *((one, True) for one in won_by)], key=lambda item: item[0].start)


_PLACES_WON = frozenset(("terbaik", "juara", "peringkat", "pemenang"))
_RANKS = frozenset(("i", "ii", "iii", "pertama", "kedua", "ketiga", "1", "2", "3", "4", "5"))
_BY = frozenset(("yaitu", "yakni", "adalah", "diraih", "oleh", "kepada", ":", "–", "-", ","))


def _winner(reader: BodyReader, i: int) -> Body | None:
    """A winner without a head that a list names: "Terbaik 1 yaitu Prima Alam Gemilang"."""
    words = reader.words
    if words.keys[i] not in _PLACES_WON or i + 2 >= len(words) or words.keys[i + 1] not in _RANKS:
        return None
    j = i + 2
    while j < len(words) and words.keys[j] in _BY and words.sentences[j] == words.sentences[i]:
        j += 1
    if (
        j == i + 2
        or j >= len(words)
        or not words.capital[j]
        or reader.read(j) is not None
        or reader.areas.read_area(j) is not None
    ):
        return None
    end = j
    while (
        end < len(words)
        and words.sentences[end] == words.sentences[i]
        and (words.capital[end] or words.texts[end] == "&")
    ):
        end += 1
    name = words.read(j, end)
    return Body(j, end, name, name, OrganizationKind.COMPANY, None)


_VENUES = frozenset(
    ("hotel", "restoran", "resto", "rm", "kafe", "kampus", "gereja", "aula", "graha", "rumah", "kantor")
)


def _is_venue(words: Words, body: Body) -> bool:
    """A hotel or restaurant where something takes place is no actor: "di Hotel Mega Permata", "Ballroom Hotel Rafflesia"."""
    before = words.keys[body.start - 1] if body.start else ""
    if body.kind is OrganizationKind.BPJSTK:
        return False
    return words.keys[body.start] in _VENUES and before in (
        "di",
        "ballroom",
        "aula",
        "halaman",
        "bertempat",
        "convention",
    )


def home_area(found: list[tuple[Body, bool]], offices: tuple[Office, ...]) -> dict[PlaceKind, AreaName]:
    """The area of each level that governments and offices of the post name most: it completes "Pemkab" and "DPRD"."""
    counts: dict[PlaceKind, Counter[str]] = {}
    names: dict[str, AreaName] = {}
    areas = [o.area for o in offices if o.area is not None] + [b.area for b, _ in found if b.area is not None]
    for area in areas:
        if area.area is None:
            continue
        names.setdefault(area.name, area)
        counts.setdefault(area.area.kind, Counter())[area.name] += 1
    return {kind: names[counter.most_common(1)[0][0]] for kind, counter in counts.items()}


_LEVEL_OF = {
    "Pemerintah Provinsi": (PlaceKind.PROVINCE,),
    "Pemerintah Kabupaten": (PlaceKind.REGENCY,),
    "Pemerintah Kota": (PlaceKind.CITY,),
    "Pemerintah Daerah": (),  # any government: none in particular
    "Pemerintah Desa": (),
    "Pemerintah Kecamatan": (),
}


def _spelled_out(body: Body, home: dict[PlaceKind, AreaName]) -> tuple[str, str, AreaName | None] | None:
    """A short government form completed by the post's own area; `None` where nothing completes it."""
    for kind in _LEVEL_OF.get(body.stem, ()):
        if kind in home:
            return f"{body.stem} {home[kind].name}", body.stem, home[kind]
    return None


def _join(words: Words, found: list[tuple[Body, bool]], home: dict[PlaceKind, AreaName]) -> list[Organization]:
    out: list[Organization] = []
    late: list[tuple[Body, bool]] = []
    spelled = _own_acronyms(words, [body for body, _ in found])
    for body, apart in found:
        known = spelled.get(words.read(body.start, body.end))
        if known is not None:
            _add(out, words, body, apart, known)
            continue
        if body.short:
            late.append((body, apart))
            continue
        _add(out, words, body, apart)
    for body, apart in late:
        full = [
            o for o in out if o.stem.lower() == body.stem.lower() or o.stem.lower().startswith(body.stem.lower() + " ")
        ]
        if len({_name_key(o.name) for o in full}) == 1:
            _mention(full[0], words, body, apart)
            continue
        completed = _spelled_out(body, home)
        if completed is not None:
            _add(out, words, body, apart, completed)
        elif body.stem not in _LEVEL_OF and not full:
            _add(out, words, body, apart)
        elif full:
            _mention(full[0], words, body, apart)
    _absorb_parts(out)
    for one in out:
        one.mentions.sort()
    return sorted(out, key=lambda o: o.mentions[0].start)


def _own_acronyms(words: Words, bodies: list[Body]) -> dict[str, tuple[str, str, AreaName | None]]:
    """What the article itself spells out: "Museum Rekor Indonesia (MURI)" fixes a later "MURI"."""
    out: dict[str, tuple[str, str, AreaName | None]] = {}
    for body in bodies:
        for i in range(body.start + 1, min(body.end + 1, len(words) - 2)):
            acronym = words.texts[i + 1]
            if words.texts[i] == "(" and words.texts[i + 2] == ")" and acronym.isupper() and len(acronym) > 2:
                out.setdefault(acronym, (body.name, body.stem, body.area))
    return out


def _add(
    out: list[Organization],
    words: Words,
    body: Body,
    apart: bool,
    spelled: tuple[str, str, AreaName | None] | None = None,
) -> None:
    name, stem, area = spelled or (body.name, body.stem, body.area)
    for known in out if len(out) <= FEW else ():
        if known.kind is body.kind and _same_body(known, name, stem, area):
            if len(name) > len(known.name) and not (
                known.is_branch and "Cabang" in known.name and "Cabang" not in name
            ):
                known.name, known.area = name, area or known.area
            _mention(known, words, body, apart)
            return
    fresh = Organization(name, stem, body.kind, area)
    _mention(fresh, words, body, apart)
    out.append(fresh)


def _mention(known: Organization, words: Words, body: Body, apart: bool) -> None:
    known.mentions.append(words.span(body.start, body.end))
    known.named_apart = known.named_apart or apart
    printed = words.read(body.start, body.end)
    if printed not in (known.name, *known.aliases):
        known.aliases.append(printed)


@lru_cache(maxsize=4096)
def _name_key(name: str) -> str:
    return area_key(_LEVEL_WORDS.sub("", name)) or area_key(name)


def _same_body(known: Organization, name: str, stem: str, area: AreaName | None) -> bool:
    if _name_key(known.name) == _name_key(name):
        return True
    if known.stem.lower() != stem.lower() or (
        known.kind is OrganizationKind.BPJSTK and (known.area is None) != (area is None)
    ):
        return False
    if known.area is None or area is None:
        # "Dinas Perikanan" after "Dinas Perikanan Kabupaten Kepulauan Tanimbar"
        return known.kind is not OrganizationKind.COMPANY
    return _same_area(known.area, area)


def _same_area(a: AreaName, b: AreaName) -> bool:
    if a.area is not None and b.area is not None and a.area.code is not None and a.area.code == b.area.code:
        return True
    return area_key(a.name) == area_key(b.name)


def _absorb_parts(out: list[Organization]) -> None:
    """A company named by a part of its name ("CV Lasinrang" of "CV Lasinrang Karya") is the same company."""
    companies = [o for o in out if o.kind is OrganizationKind.COMPANY]
    begun: dict[str, list[Organization]] = defaultdict(
        list
    )  # the companies whose names begin with these words and have more
    for one in companies:
        for end in (i for i, letter in enumerate(one.name) if letter == " "):
            begun[one.name[:end]].append(one)
    absorbed: set[int] = set()
    for part in companies:
        whole = next((o for o in begun.get(part.name, ()) if id(o) not in absorbed), None)
        if whole is not None:
            whole.mentions += part.mentions
            absorbed.add(id(part))
    out[:] = [o for o in out if id(o) not in absorbed]


def organization_of(office: Office, organizations: tuple[Organization, ...]) -> Organization | None:
    """The body of the post that an office belongs to."""
    if office.body is None:
        return None
    wanted = _name_key(office.body.name)
    for one in organizations:
        if _name_key(one.name) == wanted:
            return one
    stem = office.body.stem.lower()
    full = [
        o
        for o in organizations
        if (o.stem.lower() == stem or (office.body.short and o.stem.lower().startswith(stem + " ")))
        and (office.body.area is None or o.area is None or area_key(o.area.name) == area_key(office.body.area.name))
    ]
    return full[0] if full else None
