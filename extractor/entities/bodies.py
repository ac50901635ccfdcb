"""Reading the name of a body at a place in the text: the agency and its branches, governments, offices, companies.

`BodyReader.read(i)` answers for one word; which bodies a post names in the end, and which mentions are one body, is decided
in `organizations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from spacy.tokens import Doc

from extractor.entities.words import Words
from extractor.knowledge.areas import Area, AreaMatch, areas, match_area
from extractor.knowledge.institutions import (
    branches,
    governments,
    heads,
    industries,
    joiners,
    ordinary_heads,
    public_words,
    sites,
    spelled,
)
from extractor.knowledge.titles import given_names, offices
from extractor.language.names import read_honorifics
from extractor.language.phrases import Phrases
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
_ACRONYM = re.compile(r"^[A-Z][A-Za-z0-9/&.-]{1,15}$")
_ROMAN = re.compile(r"^(?:[IVX]{1,5}|\d{1,3}|[A-D])$")
_LEVELS = {
    "provinsi": (PlaceKind.PROVINCE,), "prov": (PlaceKind.PROVINCE,), "kabupaten": (PlaceKind.REGENCY,), "kab": (PlaceKind.REGENCY,),
    "kota": (PlaceKind.CITY,), "kecamatan": (PlaceKind.DISTRICT,), "kec": (PlaceKind.DISTRICT,), "distrik": (PlaceKind.DISTRICT,),
    "desa": (PlaceKind.VILLAGE,), "kelurahan": (PlaceKind.VILLAGE,), "kel": (PlaceKind.VILLAGE,), "kampung": (PlaceKind.VILLAGE,),
    "nagari": (PlaceKind.VILLAGE,), "gampong": (PlaceKind.VILLAGE,), "pekon": (PlaceKind.VILLAGE,), "dusun": (PlaceKind.OTHER,),
    "kalurahan": (PlaceKind.VILLAGE,), "tiyuh": (PlaceKind.VILLAGE,), "ohoi": (PlaceKind.VILLAGE,), "kapanewon": (PlaceKind.DISTRICT,),
    "negeri": (PlaceKind.VILLAGE,), "pulau": (PlaceKind.OTHER,),
}  # fmt: skip
_SMALL_LEVELS = frozenset(word for word, kinds in _LEVELS.items() if kinds[0] is PlaceKind.VILLAGE)
_SMALL = (PlaceKind.VILLAGE, PlaceKind.OTHER)
_WIDE = (PlaceKind.PROVINCE, PlaceKind.REGENCY, PlaceKind.CITY, PlaceKind.OTHER)
# Bodies that an area may follow right away ("Baznas Batola", "Apindo Kaltim"); a company's "Kalsel" is its name.
_OF_AREAS = (OrganizationKind.RELIGIOUS, OrganizationKind.ASSOCIATION, OrganizationKind.UNION)
LONGEST_COMPANY = 6
_SEARCHED = 20_000  # characters in which another mention of a company is looked for
_STREETS = frozenset(("jalan", "jl", "jln"))
_DAYS = frozenset(("senin", "selasa", "rabu", "kamis", "jumat", "jum'at", "sabtu", "minggu", "kategori", "terbaik"))
_OFFICE_WORDS = frozenset(
    (
        "direktur",
        "ketua",
        "kepala",
        "pimpinan",
        "manajer",
        "manager",
        "sekretaris",
        "owner",
        "pemilik",
        "hrd",
        "rektor",
        "bendahara",
        "humas",
        "dekan",
        "komisaris",
        "dirut",
        "ceo",
        "wakil",
        "perwakilan",
        "koordinator",
    )
)
# Given names that companies bear too.
_TRADE_NAMES = frozenset(
    (
        "makmur",
        "jaya",
        "sari",
        "surya",
        "mulia",
        "indah",
        "karya",
        "utama",
        "mega",
        "bumi",
        "agung",
        "indra",
        "bayu",
        "wahyu",
        "putra",
        "putri",
        "dewi",
        "ratna",
        "lestari",
        "kurnia",
        "rahmat",
        "insani",
        "mutiara",
        "cahyo",
        "arta",
    )
)
_HEADS_OF_VILLAGES = frozenset(("kepala", "sekretaris", "ketua"))
# Bodies of villages, by their acronyms.
_VILLAGE_BODIES = frozenset(("bpd", "bamuskam", "baperkam", "bumdes", "bpk", "bhp", "lpm", "lpmd", "karang", "pkk"))
# Words that no name of a body holds though headlines print them with a capital.
_SMALL_WORDS = frozenset(
    ("dan", "yang", "untuk", "di", "dengan", "dari", "ke", "pada", "serta", "oleh", "tak", "tidak")
)
_DOCTORS = frozenset(("dr", "dr.", "drs", "drs.", "prof", "prof."))  # hospitals bear their names: "RSUD dr. Murjani"
_OPENERS = frozenset(
    (
        "bagian",
        "dinas",
        "badan",
        "kantor",
        "sekretariat",
        "inspektorat",
        "kejaksaan",
        "komisi",
        "kementerian",
        "pemerintah",
        "dprd",
    )
)


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area read at words `[start, end)`: level word included, `name` spelled out, `level` as printed or empty."""

    start: int
    end: int
    name: str
    level: str
    area: Area | None

    @property
    def full(self) -> str:
        """Level and name: "Kabupaten Alor"."""
        return f"{self.level} {self.name}".strip()


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
    """Reads bodies and areas in one text."""

    @classmethod
    def of(cls, doc: Doc) -> BodyReader:
        """The reader of the words of `doc`, made once: what it has read it knows."""
        if _CACHE not in doc.user_data:
            doc.user_data[_CACHE] = cls(Words.of(doc))
        return cast("BodyReader", doc.user_data[_CACHE])

    def __init__(self, words: Words) -> None:
        self.words = words
        self._agency: dict[int, tuple[int, OrganizationKind]] = {}
        for pattern, kind in ((_AGENCY, OrganizationKind.BPJSTK), (_HEALTH, OrganizationKind.BPJS_KESEHATAN)):
            for match in pattern.finditer(words.text):
                start = words.index_at(match.start())
                self._agency.setdefault(start, (words.index_until(match.end()), kind))
        openers = _openers()
        self.openings = {i for i, word in enumerate(words.keys) if word in openers}.union(self._agency)
        self._bodies: dict[int, Body | None] = {}
        self._villages: Phrases[bool] | None = None
        self._matches: dict[int, AreaMatch | None] = {}

    def match_area(self, i: int) -> AreaMatch | None:
        """The name of an area that begins with word `i`, whatever it means there."""
        if i not in self._matches:
            self._matches[i] = match_area(self.words.text, self.words.starts[i])
        return self._matches[i]

    # areas -----------------------------------------------------------------------------------------------------------

    def read_area(self, i: int, *, all_kinds: bool = False, unknown: bool = True) -> AreaName | None:
        """The area at word `i`: "Kabupaten Alor", "Kalteng", "Tabalong-Balangan", "Desa Olilit Raya".

        Without a level word only provinces, regencies, cities, seats and islands are read, with `all_kinds` districts
        too. `unknown` allows names outside the gazetteer after a level word.
        """
        words = self.words
        if i >= len(words):
            return None
        level = ""
        j = i
        kinds: tuple[PlaceKind, ...] | None = None
        if words.keys[i] in _LEVELS and i + 1 < len(words) and words.capital[i + 1]:
            kinds = _LEVELS[words.keys[i]]
            level = {"kab": "Kabupaten", "prov": "Provinsi", "kec": "Kecamatan", "kel": "Kelurahan"}.get(
                words.keys[i], words.texts[i].capitalize()
            )
            j = i + 1
            if words.keys[j] in _LEVELS and j + 1 < len(words) and words.capital[j + 1]:  # "Kabupaten Kabupaten Pati"
                j += 1
        if not words.capital[j]:
            return None
        if kinds is not None and kinds[0] in _SMALL and unknown:
            return self._small_area(i, j, level)
        match = self.match_area(j)
        if match is not None:
            end = words.index_until(match.end)
            if words.ends[end - 1] != match.end:
                match = None
        if match is not None and kinds is None and read_honorifics(words.texts, words.keys, j)[1]:
            return None  # "Kepala Kacab Ibu Mega": polite words that are names of districts too
        if match is not None:
            allowed = kinds or (None if all_kinds else _WIDE)
            fitting = [
                a
                for a in match.candidates
                if allowed is None or a.kind in allowed or (kinds is None and (a.code is None or areas().is_town(a)))
            ]
            if not fitting and kinds and kinds[0] in _SMALL:
                return AreaName(i, end, _proper(words.read(j, end)), level, None)
            if fitting:
                area = fitting[0]
                name = area.name if match.short or words.read(j, end).isupper() else words.read(j, end)
                name, end = self._twin(name, end)
                if end < len(words) - 2 and words.texts[end] == "(" and words.texts[end + 2] == ")":
                    inner = words.texts[end + 1]
                    again = self.match_area(end + 1)
                    if (again is not None and again.short) or (_ACRONYM.match(inner) and inner.isupper()):
                        end += 3
                return AreaName(i, end, _proper(name), level, area)
        if not level or not unknown:
            return None
        end = self._capitals_end(j, i, most=4)
        return AreaName(i, end, _proper(words.read(j, end)), level, None) if end > j else None

    def _small_area(self, i: int, j: int, level: str) -> AreaName | None:
        """A village or hamlet after its level word: the capitals that follow, for gazetteers do not know them all."""
        words = self.words
        end = self._capitals_end(j, i, most=3)
        end = next((k for k in range(j + 1, end) if words.keys[k] in given_names()), end)
        if end == j:
            return None
        match = self.match_area(j)
        known = (
            [a for a in match.candidates if a.kind is PlaceKind.VILLAGE]
            if match is not None and match.end == words.ends[end - 1]
            else []
        )
        return AreaName(i, end, _proper(words.read(j, end)), level, known[0] if known else None)

    def own_village(self, i: int) -> AreaName | None:
        """A village at word `i` that the text names with its level elsewhere: "BPD Gobah" where "Desa Gobah" is spoken of."""
        words = self.words
        if self._villages is None:
            self._villages = Phrases((area.name, True) for area in self._villages_named())
        match = self._villages.match(words.keys, i)
        return None if match is None else AreaName(i, match[0], _proper(words.read(i, match[0])), "", None)

    def _villages_named(self) -> Iterator[AreaName]:
        """The villages that the text names with their level, but for those after a head's title, where a person may follow."""
        words = self.words
        for k, word in enumerate(words.keys[:-1]):
            if word not in _SMALL_LEVELS or not words.capital[k + 1]:
                continue
            before = words.keys[max(0, k - 2) : k]
            in_a_name = (
                before[-1:] == ["dan"] and before[0] in public_words()
            )  # "Pemberdayaan Masyarakat dan Desa Ahmad"
            area = None if in_a_name or set(before[-1:]) & _HEADS_OF_VILLAGES else self.read_area(k)
            if area is not None and area.end > k + 1:
                yield area

    def _twin(self, name: str, end: int) -> tuple[str, int]:
        """Two areas joined by a hyphen or a dash: "Tabalong-Balangan", "Sumbar-Riau"."""
        words = self.words
        if end + 1 < len(words) and words.texts[end] in ("-", "–", "/") and words.capital[end + 1]:
            match = self.match_area(end + 1)
            if match is not None and words.glued(end):
                stop = words.index_until(match.end)
                return f"{name}-{words.read(end + 1, stop)}", stop
        return name, end

    def _same(self, i: int, first: int) -> bool:
        """Is word `i` in the sentence of word `first`?"""
        return i < len(self.words) and self.words.sentences[i] == self.words.sentences[first]

    def _capitals_end(self, i: int, first: int, *, most: int) -> int:
        """After at most `most` capitalised words from word `i` in the sentence of word `first`, before a person or an office."""
        end = i
        while self._same(end, first) and end - i < most and self.words.capital[end] and not self._opens_person(end, i):
            end += 1
        return end

    def _opens_person(self, i: int, first: int) -> bool:
        words = self.words
        if i > first and read_honorifics(words.texts, words.keys, i)[1]:
            return True
        return offices().match(words.keys, i) is not None or words.keys[i] in _LEVELS

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
            area = self.read_area(j) if j < len(words) and words.capital[j] else None
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
        if i + 2 < len(texts) and texts[i] == "(" and texts[i + 2] == ")" and _ACRONYM.match(texts[i + 1]):
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
        if not self._same(j, i):
            return _whole_agency(start, end, kind)
        k = j
        while (branch := branches().match(words.keys, k)) is not None:
            form = branch[1] or form
            k = self._skip_acronym(branch[0])
        site = sites().match(words.keys, k) if k < len(words) and words.capital[k] else None
        if site is not None:
            return self._branch(start, site[0], kind, form, AreaName(k, site[0], site[1], "", None))
        area = self.read_area(k, all_kinds=k > j) if self._same(k, i) else None
        if area is not None and (
            k > j or not area.level or start < i or area.level in ("Kabupaten", "Kota", "Provinsi")
        ):
            return self._branch(start, area.end, kind, form, area)
        if k > j and self._same(k, i) and words.capital[k] and words.texts[k - 1] != ")":
            # A branch of a name that the gazetteer lacks: capitals up to a comma or a small letter.
            stop = self._capitals_end(k, i, most=3)
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
        area = self.read_area(j, all_kinds="Desa" in form or "Kecamatan" in form) if self._same(j, i) else None
        if area is None and self._same(j, i) and words.capital[j] and stem.endswith(("Desa", "Kecamatan")):
            stop = self._capitals_end(j, i, most=4)
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
        if not self._same(j, i):
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
        head_text = full[1] if full is not None and full[0] == end else _proper(words.read(i, end))
        tail = words.read(end, stem_end) if stem_end > end else ""
        tail = re.sub(r"\s*\([^)]*\)", "", tail).strip(" ,")
        stem = " ".join(part for part in (head_text, _proper(tail)) if part)
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
        return self.read_area(j, unknown=False) if self._same(j, i) and self.words.capital[j] else None

    def _after_office(self, i: int) -> bool:
        """Does the body stand right after the title of an office ("Direktur PT …"), so that a name may follow it?"""
        words = self.words
        return any(words.keys[k] in _OFFICE_WORDS for k in range(max(0, i - 3), i))

    def _public_tail(self, i: int, *, all_kinds: bool = False) -> tuple[int, AreaName | None]:
        """The rest of a public body's name: ordinary institution words and joiners, then an area."""
        words = self.words
        public, joins = public_words(), joiners()
        j = i
        while self._same(j, i):
            word = words.texts[j]
            joined = j > i and words.keys[j] in public and words.texts[j - 1].lower() in joins  # "Masyarakat dan Desa"
            if not joined and words.keys[j] in _LEVELS and (area := self.read_area(j)) is not None:
                return area.end, area
            if (
                (words.capital[j] and words.keys[j] in public)
                or (j > i and (word.lower() in joins or word == ",") and self._public_at(j + 1))
                or ((j == i or words.keys[j - 1] == "kelas") and _ROMAN.match(word) and words.capital[j])
            ):
                j += 1
            elif word == "(" and (k := self._skip_acronym(j)) > j:
                following = self.read_area(k) if k < len(words) and words.capital[k] else None
                if following is None and not self._public_at(k):
                    return (k if j > i else j), None
                j = k
            else:
                break
        area = self.read_area(j, unknown=False, all_kinds=all_kinds) if self._same(j, i) and words.capital[j] else None
        if area is None and self._same(j, i) and words.capital[j] and self._of_a_village(i, j):
            area = self.own_village(j)
        while j > i and words.texts[j - 1].lower() in (*joins, ","):
            j -= 1
        return (area.end, area) if area is not None else (j, None)

    def _of_a_village(self, i: int, j: int) -> bool:
        """Do the words before `j`, or the head before `i`, name a body that villages have ("Badan Permusyawaratan Desa", "BPD")?"""
        keys = self.words.keys
        return any(keys[k] in _SMALL_LEVELS or keys[k] in _VILLAGE_BODIES for k in range(max(0, i - 3), j))

    def _public_at(self, i: int) -> bool:
        words = self.words
        if i >= len(words) or not words.capital[i] or words.keys[i] not in public_words():
            return False
        if words.keys[i] in _OPENERS:
            return False
        office = offices().match(words.keys, i)
        return office is None or words.keys[i] in ("pengawasan", "pengawas", "pimpinan", "pengurus", "perwakilan")

    def _free_tail(self, i: int, kind: OrganizationKind) -> tuple[int, AreaName | None]:
        """The rest of a company's, school's or association's name: capitals and numbers as they come."""
        words = self.words
        j = i
        while self._same(j, i) and j - i < LONGEST_COMPANY:
            word = words.texts[j]
            if words.keys[j] in _STREETS or words.keys[j] in _DAYS or words.keys[j].startswith("rp"):
                break
            if words.capital[j] and words.keys[j] in _SMALL_WORDS:
                break
            if j > i and kind in (*_OF_AREAS, OrganizationKind.OTHER) and words.keys[j] in _LEVELS:
                area = self.read_area(j)
                return (area.end, area) if area is not None else (j, None)
            if j > i and self._opens_person(j, i):
                break
            if j > i and j in self._agency:
                break
            if j > i and words.capital[j] and self._after_office(i) and words.keys[j] in given_names() - _TRADE_NAMES:
                break
            if (j > i or kind in _OF_AREAS) and words.capital[j]:
                area = self.read_area(j, unknown=False)
                if area is not None:
                    return area.end, area
            if (
                words.capital[j]
                or (word.isdigit() and (j > i or kind is OrganizationKind.EDUCATION))
                or (word in _DOCTORS and kind is OrganizationKind.HEALTH and words.capital[min(j + 1, len(words) - 1)])
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


def _proper(name: str) -> str:
    """A name printed all in capitals, in its usual case; short ones (acronyms) stay."""
    if not name.isupper() or len(name) <= 5:
        return name
    return " ".join(
        w if len(w) <= 3 and w in ("DKI", "DI", "PT", "CV", "II", "III", "IV", "VI") else w.capitalize()
        for w in name.split()
    )
