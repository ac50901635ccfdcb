"""Reading the name of a body at a place in the text: the agency and its branches, governments, offices, companies.

`BodyReader.read(i)` answers for one word; which bodies a post names in the end, and which mentions are one body, is decided
in `organizations`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from spacy.tokens import Doc

from extractor.entities.area_names import AreaName, AreaReader, is_acronym, proper
from extractor.entities.words import Words
from extractor.knowledge.institutions import (
    body_words,
    branches,
    governments,
    heads,
    industries,
    joiners,
    name_levels,
    ordinary_heads,
    public_words,
    sites,
    spelled,
)
from extractor.knowledge.titles import given_names, offices
from extractor.records import OrganizationKind, PlaceKind

AGENCY = "BPJS Ketenagakerjaan"
HEALTH = "BPJS Kesehatan"
_CACHE = "jamsos_bodies"
_AGENCY_NAMES = {OrganizationKind.BPJSTK: AGENCY, OrganizationKind.BPJS_KESEHATAN: HEALTH}
# The agency under all its names, misprints of "Ketenagakerjaan" included; a name in full, an acronym, a trade mark.
# A literal before its boundary, B(?<!\wB) for \bB, lets the search leap from one B to the next.
_AGENCY = re.compile(
    r"B(?<!\wB)(?:adan\s+Penyelenggara(?:an)?\s+Jaminan\s+Sosial\s*(?:\(\s*BPJS\s*\)\s*)?[Kk]et[ae]n\w+(?:\s+[Kk]erja\w*)?"
    r"|PJS?[\s-]*(?:[Kk](?:et[ae]n\w+(?:\s+[Kk]erja\w*)?|ETENAGA\s?KERJAAN)|TK\b|[Nn]aker\b|NAKER\b|J?[Aa]msostek\b|JAMSOSTEK\b|[Tt]enaga\s+[Kk]erja\w*)"
    r"|P\s*J?amsostek\b|PJAMSOSTEK\b|P\s+JAMSOSTEK\b|PJS\s+KETENAGA\s*KERJAAN\b|PJSTK\b)",
)
_HEALTH = re.compile(
    r"B(?<!\wB)(?:adan\s+Penyelenggara(?:an)?\s+Jaminan\s+Sosial\s*(?:\(\s*BPJS\s*\)\s*)?[Kk]esehatan|PJS[\s-]*(?:[Kk]esehatan|KESEHATAN|[Kk]es\b))"
)
_ROMAN = re.compile(r"^(?:[IVX]{1,5}|\d{1,3}|[A-D])$")
# Bodies that an area may follow right away ("Baznas Batola", "Apindo Kaltim"); a company's "Kalsel" is its name.
_OF_AREAS = (OrganizationKind.RELIGIOUS, OrganizationKind.ASSOCIATION, OrganizationKind.UNION)
LONGEST_COMPANY = 6
_SEARCHED = 20_000  # characters in which another mention of a company is looked for


@dataclass(frozen=True, slots=True)
class Body:
    """A body named at words `[start, end)`.

    `name` is the full form, `stem` the part without the area ("Dinas Sosial", "BPJS Ketenagakerjaan"), by which later
    short mentions are joined; `area` is the area in the name; `short` says that the text has only a short form that
    needs another mention or the post's own area to be spelled out ("Pemkab").
    """

    start: int
    end: int
    name: str
    stem: str
    kind: OrganizationKind
    area: AreaName | None
    short: bool = False

    @property
    def is_branch(self) -> bool:
        """Is it a branch or regional office of the agency?"""
        return self.kind is OrganizationKind.BPJSTK and self.name != AGENCY


@cache
def _openers() -> frozenset[str]:
    """Words, the agency's own names apart, with which the name of a body can begin."""
    return frozenset().union(branches().openers, governments().openers, heads().openers)


class BodyReader:
    """Reads bodies in one text.

    Attributes:
        words: of the text.
        areas: reads areas in them.
        openings: words with which the name of a body can begin.
    """

    @classmethod
    def of(cls, doc: Doc) -> BodyReader:
        """The reader of the words of `doc`, made once: what it has read it knows."""
        if _CACHE not in doc.user_data:
            doc.user_data[_CACHE] = cls(Words.of(doc))
        return cast("BodyReader", doc.user_data[_CACHE])

    def __init__(self, words: Words) -> None:
        self.words = words
        self.areas = AreaReader(words)
        self._agency: dict[int, tuple[int, OrganizationKind]] = {}
        for pattern, kind in ((_AGENCY, OrganizationKind.BPJSTK), (_HEALTH, OrganizationKind.BPJS_KESEHATAN)):
            for match in pattern.finditer(words.text):
                start = words.index_at(match.start())
                self._agency.setdefault(start, (words.index_until(match.end()), kind))
        openers = _openers()
        self.openings = {i for i, word in enumerate(words.keys) if word in openers}.union(self._agency)
        self._bodies: dict[int, Body | None] = {}

    # bodies ----------------------------------------------------------------------------------------------------------

    def read(self, i: int) -> Body | None:
        """The body named from word `i`, or `None`."""
        if i not in self.openings:
            return None
        if i not in self._bodies:
            self._bodies[i] = self._read(i)
        return self._bodies[i]

    def _read(self, i: int) -> Body | None:
        words = self.words
        if i in self._agency:
            return self._read_agency(i, i)
        branch = branches().match(words.keys, i)
        if branch is not None:
            # "Kantor Cabang BPJS Ketenagakerjaan Tegal", "Kantor Wilayah Banten BPJS Ketenagakerjaan"
            j = self._skip_acronym(branch[0])
            if j in self._agency:
                return self._read_agency(i, j, form=branch[1])
            area = self.areas.read_area(j) if j < len(words) and words.capital[j] else None
            if area is not None and area.end in self._agency and words.keys[i] not in ("area", "unit"):
                end, kind = self._agency[area.end]
                return self._branch(i, end, kind, branch[1], area)
            if area is not None and (
                (words.keys[i] in ("kcp", "kancab", "kacab") and words.texts[i].isupper())
                or (j - i > 1 and words.capital[i] and words.capital[j - 1])
            ):
                return self._branch(i, area.end, OrganizationKind.BPJSTK, branch[1], area)
        if not words.capital[i]:
            government = governments().match(words.keys, i)
            if government is None or not words.keys[i].startswith("pem"):
                return None
            return self._read_government(i, government)
        government = governments().match(words.keys, i)
        if government is not None:
            return self._read_government(i, government)
        head = heads().match(words.keys, i)
        if head is not None and self._case_fits(i, head[0], head[1].phrase):
            return self._read_head(i, head[0], head[1].kind, head[1].phrase)
        return None

    def _skip_acronym(self, i: int) -> int:
        """After "(KCP)" or "(BPJS)"."""
        texts = self.words.texts
        if i + 2 < len(texts) and texts[i] == "(" and texts[i + 2] == ")" and is_acronym(texts[i + 1]):
            return i + 3
        return i

    def _read_agency(self, start: int, i: int, form: str = "") -> Body:
        words = self.words
        end, kind = self._agency[i]
        j = self._skip_acronym(end)
        # A second name of the agency may stand before the branch: "… atau BPJAMSOSTEK Cabang Papua", "… (BPJAMSOSTEK) Maluku".
        if j < len(words) and words.texts[j] in ("atau", "/", "(") and j + 1 in self._agency:
            j = self._agency[j + 1][0]
            j += j < len(words) and words.texts[j] == ")"
        if not self.areas.same(j, i):
            return _whole_agency(start, end, kind)
        k = j
        while (branch := branches().match(words.keys, k)) is not None:
            form = branch[1] or form
            k = self._skip_acronym(branch[0])
        site = sites().match(words.keys, k) if k < len(words) and words.capital[k] else None
        if site is not None:
            return self._branch(start, site[0], kind, form, AreaName(k, site[0], site[1], "", None))
        area = self.areas.read_area(k, all_kinds=k > j) if self.areas.same(k, i) else None
        if area is not None and (
            k > j or not area.level or start < i or area.level in ("Kabupaten", "Kota", "Provinsi")
        ):
            return self._branch(start, area.end, kind, form, area)
        if k > j and self.areas.same(k, i) and words.capital[k] and words.texts[k - 1] != ")":
            # A branch of a name that the gazetteer lacks: capitals up to a comma or a small letter.
            stop = self.areas.capitals_end(k, i, most=3)
            if stop > k and (stop == len(words) or words.texts[stop] in ",.()" or words.texts[stop].islower()):
                return self._branch(start, stop, kind, form, AreaName(k, stop, words.read(k, stop), "", None))
        return _whole_agency(start, end, kind)

    def _branch(self, start: int, end: int, kind: OrganizationKind, form: str, area: AreaName) -> Body:
        stem = _AGENCY_NAMES[kind]
        where = area.full if area.level in ("Kabupaten", "Kota") and not form else area.name
        if not form and kind is OrganizationKind.BPJSTK and not area.level:
            form = "Cabang"  # a branch with only an area in its name
        if end < len(self.words) and self.words.texts[end] == "Raya" and kind is OrganizationKind.BPJSTK:
            end, where = end + 1, f"{where} Raya"
        name = " ".join(part for part in (stem, form, where) if part)
        return Body(start, end, name, stem, kind, area)

    def _read_government(self, i: int, match: tuple[int, str]) -> Body | None:
        words = self.words
        end, form = match
        j = self._skip_acronym(end)
        kind = OrganizationKind.LOCAL_GOVERNMENT
        if "{area}" not in form:
            return Body(i, end, form, form, kind, None)
        stem = form.replace(" {area}", "")
        area = (
            self.areas.read_area(j, all_kinds="Desa" in form or "Kecamatan" in form) if self.areas.same(j, i) else None
        )
        if area is None and self.areas.same(j, i) and words.capital[j] and stem.endswith(("Desa", "Kecamatan")):
            stop = self.areas.capitals_end(j, i, most=4)
            area = AreaName(j, stop, words.read(j, stop), "", None)
        if area is None:
            if not words.keys[i].startswith(("pemkab", "pemko", "pemprov", "pemprop")) and not words.capital[i]:
                return None
            return Body(i, end, stem, stem, kind, None, short=True)
        if stem == "Pemerintah Daerah":
            levels = {PlaceKind.PROVINCE: "Provinsi", PlaceKind.REGENCY: "Kabupaten", PlaceKind.CITY: "Kota"}
            found = levels.get(area.area.kind) if area.area else None
            stem = f"Pemerintah {area.level or found or 'Daerah'}"
        return Body(i, area.end, f"{stem} {area.name}", stem, kind, area)

    def _case_fits(self, i: int, end: int, phrase: str) -> bool:
        """Acronyms must be printed as such ("RS", "NU"); ordinary heads need only their capital."""
        printed = self.words.texts[i]
        first = phrase.split(maxsplit=1)[0].rstrip(".")
        if first.isupper() and len(first) <= 5:
            return printed.rstrip(".").isupper()
        return end > i

    def _read_head(self, i: int, end: int, kind: OrganizationKind, phrase: str) -> Body | None:
        words = self.words
        j = self._skip_acronym(end) if words.texts[min(end, len(words) - 1)] == "(" else end
        free = kind in (
            OrganizationKind.COMPANY, OrganizationKind.EDUCATION, OrganizationKind.HEALTH, OrganizationKind.UNION,
            OrganizationKind.ASSOCIATION, OrganizationKind.RELIGIOUS, OrganizationKind.OTHER,
        )  # fmt: skip
        if not self.areas.same(j, i):
            stop, area = j, None
        else:
            stop, area = (
                self._free_tail(j, kind)
                if free
                else self._public_tail(
                    j, all_kinds=kind is OrganizationKind.LAW_ENFORCEMENT or phrase.startswith("Kantor ")
                )
            )
        if kind is OrganizationKind.COMPANY and area is None and self._after_office(j):
            stop = self._known_company(i, j, stop)
        more = stop > j
        if not more and phrase in ordinary_heads():
            return None
        full = spelled().match(words.keys, i)
        stem_end = area.start if area is not None else stop
        head_text = full[1] if full is not None and full[0] == end else proper(words.read(i, end))
        tail = words.read(end, stem_end) if stem_end > end else ""
        tail = re.sub(r"\s*\([^)]*\)", "", tail).strip(" ,")
        stem = " ".join(part for part in (head_text, proper(tail)) if part)
        name = f"{stem} {area.full}" if area is not None else stem
        return Body(i, max(stop, end), name, stem, kind, area, short=not more)

    def _known_company(self, i: int, j: int, stop: int) -> int:
        """Where the company's name ends that an office precedes and a person may follow: as it is printed elsewhere in the text."""
        starts, ends, text = self.words.starts, self.words.ends, self.words.text[:_SEARCHED]
        for end in range(stop - 1, j, -1):
            printed = text[starts[i] : ends[end - 1]]
            at = text.find(printed) if printed else -1
            if at == starts[i]:
                at = text.find(printed, at + 1)
            if at >= 0 and not text[at + len(printed) :][:2].strip()[:1].isupper():
                return end
        return stop

    def _area_at(self, j: int, i: int) -> AreaName | None:
        """An area at word `j` in the sentence of word `i`."""
        return self.areas.read_area(j, unknown=False) if self.areas.same(j, i) and self.words.capital[j] else None

    def _after_office(self, i: int) -> bool:
        """Does the body stand right after the title of an office ("Direktur PT …"), so that a name may follow it?"""
        words = self.words
        return any(words.keys[k] in body_words("offices") for k in range(max(0, i - 3), i))

    def _public_tail(self, i: int, *, all_kinds: bool = False) -> tuple[int, AreaName | None]:
        """The rest of a public body's name: ordinary institution words and joiners, then an area."""
        words = self.words
        public, joins = public_words(), joiners()
        j = i
        while self.areas.same(j, i):
            word = words.texts[j]
            joined = j > i and words.keys[j] in public and words.texts[j - 1].lower() in joins  # "Masyarakat dan Desa"
            if not joined and words.keys[j] in name_levels() and (area := self.areas.read_area(j)) is not None:
                return area.end, area
            if (
                (words.capital[j] and words.keys[j] in public)
                or (j > i and (word.lower() in joins or word == ",") and self._public_at(j + 1))
                or ((j == i or words.keys[j - 1] == "kelas") and _ROMAN.match(word) and words.capital[j])
            ):
                j += 1
            elif word == "(" and (k := self._skip_acronym(j)) > j:
                following = self.areas.read_area(k) if k < len(words) and words.capital[k] else None
                if following is None and not self._public_at(k):
                    return (k if j > i else j), None
                j = k
            else:
                break
        area = (
            self.areas.read_area(j, unknown=False, all_kinds=all_kinds)
            if self.areas.same(j, i) and words.capital[j]
            else None
        )
        if area is None and self.areas.same(j, i) and words.capital[j] and self._of_a_village(i, j):
            area = self.areas.own_village(j)
        while j > i and words.texts[j - 1].lower() in (*joins, ","):
            j -= 1
        return (area.end, area) if area is not None else (j, None)

    def _of_a_village(self, i: int, j: int) -> bool:
        """Do the words before `j`, or the head before `i`, name a body that villages have ("Badan Permusyawaratan Desa", "BPD")?"""
        keys = self.words.keys
        return any(
            keys[k] in body_words("village_levels") or keys[k] in body_words("village_bodies")
            for k in range(max(0, i - 3), j)
        )

    def _public_at(self, i: int) -> bool:
        words = self.words
        if i >= len(words) or not words.capital[i] or words.keys[i] not in public_words():
            return False
        if words.keys[i] in body_words("openers"):
            return False
        office = offices().match(words.keys, i)
        return office is None or words.keys[i] in ("pengawasan", "pengawas", "pimpinan", "pengurus", "perwakilan")

    def _free_tail(self, i: int, kind: OrganizationKind) -> tuple[int, AreaName | None]:
        """The rest of a company's, school's or association's name: capitals and numbers as they come."""
        words = self.words
        j = i
        while self.areas.same(j, i) and j - i < LONGEST_COMPANY:
            word = words.texts[j]
            if (
                words.keys[j] in body_words("streets")
                or words.keys[j] in body_words("days")
                or words.keys[j].startswith("rp")
            ):
                break
            if words.capital[j] and words.keys[j] in body_words("small"):
                break
            if j > i and kind in (*_OF_AREAS, OrganizationKind.OTHER) and words.keys[j] in name_levels():
                area = self.areas.read_area(j)
                return (area.end, area) if area is not None else (j, None)
            if j > i and self.areas.opens_person(j, i):
                break
            if j > i and j in self._agency:
                break
            if (
                j > i
                and words.capital[j]
                and self._after_office(i)
                and words.keys[j] in given_names() - body_words("trade_names")
            ):
                break
            if (j > i or kind in _OF_AREAS) and words.capital[j]:
                area = self.areas.read_area(j, unknown=False)
                if area is not None:
                    return area.end, area
            if (
                words.capital[j]
                or (word.isdigit() and (j > i or kind is OrganizationKind.EDUCATION))
                or (
                    word in body_words("doctors")
                    and kind is OrganizationKind.HEALTH
                    and words.capital[min(j + 1, len(words) - 1)]
                )
                or (word[0].isdigit() and any(c.isalpha() for c in word))
                or (
                    j > i
                    and j + 1 < len(words)
                    and words.capital[j + 1]
                    and (
                        word in ("&", "-", "–")
                        or (word == "dan" and kind in _OF_AREAS and words.keys[j + 1] in industries())
                    )
                )
            ):
                j += 1
            elif word == "(" and j + 2 < len(words) and words.keys[j + 1] in ("persero", "tbk"):
                j += 3
            elif j > i and (k := self._skip_acronym(j)) > j and (area := self._area_at(k, i)) is not None:
                return area.end, area
            else:
                break
        while j > i and words.texts[j - 1] in ("&", "-", "–", "dan"):
            j -= 1
        return j, None


def _whole_agency(start: int, end: int, kind: OrganizationKind) -> Body:
    """One of the two agencies named without a branch."""
    name = _AGENCY_NAMES[kind]
    return Body(start, end, name, name, kind, None)
