"""Reading an office at a place in the text: title, body and area ("Kepala Bidang Kepesertaan BPJS Ketenagakerjaan Tegal")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from extractor.entities.area_names import AreaName
from extractor.entities.bodies import AGENCY, Body, BodyReader
from extractor.entities.words import Words
from extractor.knowledge.area_words import area_words
from extractor.knowledge.files import load_toml
from extractor.knowledge.institutions import joiners, public_words, sites
from extractor.knowledge.titles import acting, around, given_names, offices, title_key
from extractor.language.names import is_degree, never_names, openers, read_honorifics
from extractor.language.phrases import Phrases, key, words_of
from extractor.records import OrganizationKind

_ROMAN = re.compile(r"^(?:[IVX]{1,5}|\d{1,2}|[A-D])$")
_COMMAND = re.compile(r"^\d{3,4}/[A-Z]")  # "Dandim 0413/Bangka"
_SITE_WORDS = frozenset(("wilayah", "kanwil", "cabang", "kakacab", "kacab", "kakanwil", "pincab"))
_BRANCH_WORDS = frozenset(("cabang", "perintis", "kcp", "kacab", "kancab", "pincab"))
_LOCAL_TITLES = frozenset(("kapolsek", "danramil", "bhabinkamtibmas", "babinsa"))
_FAR_BODY = 40  # words back to the body that "direkturnya" speaks of
_SHORT_HEADS = ("kadis", "kadin", "sekdis", "kasat")
_LINKS = frozenset(("di", "pada", "dari", "bidang", "urusan", "wilayah", "untuk"))


@dataclass(frozen=True, slots=True)
class Office:
    """An office at words `[start, end)`: `title` as printed, the body and the area it names, the whole phrase as `text`."""

    start: int
    end: int
    title: str
    body: Body | None
    area: AreaName | None
    of_government: bool
    text: str
    capital: bool

    @property
    def bare(self) -> bool:
        """Does it name neither body nor area ("Bupati")?"""
        return self.body is None and self.area is None


@cache
def _implied_bodies() -> Phrases[str]:
    return Phrases(load_toml("titles.toml")["implied"].items())


@cache
def _village_heads() -> frozenset[tuple[str, ...]]:
    return frozenset(title_key(title) for title in load_toml("titles.toml")["village_heads"]["titles"])


@cache
def _branch_heads() -> Phrases[bool]:
    return Phrases((title, True) for title in load_toml("titles.toml")["branch_heads"]["titles"])


def is_branch_head(office: Office) -> bool:
    """Does the office head a branch of the agency, though it does not say so ("Kepala Cabang")?"""
    words = words_of(office.title)
    match = _branch_heads().match(words, 0)
    return match is not None and match[0] == len(words)


def _is_short_head(word: str) -> bool:
    """Is the word, if it has a capital, a title glued together ("Kadisnaker")?"""
    return word.startswith(_SHORT_HEADS) and len(word) > 6


def _speaks_of_body(word: str) -> bool:
    """May the word be a title with the ending that speaks of a body named before ("direkturnya")?"""
    return word.endswith("nya") and len(word) >= 7


@dataclass(slots=True)
class _Walk:
    """A phrase being read: from `begin` to `end`, its title up to `title_end`."""

    begin: int
    end: int
    title_end: int
    government: bool
    body: Body | None = None
    area: AreaName | None = None


@cache
def _openers() -> frozenset[str]:
    """Words with which an office can begin, those apart that only a capital or an ending makes one."""
    return frozenset().union(acting().openers, offices().openers)


class OfficeReader:
    """Reads offices in one text; at words outside of `openings` there is none."""

    def __init__(self, words: Words, bodies: BodyReader) -> None:
        self.words = words
        self.bodies = bodies
        openers = _openers()
        self.openings = {
            i for i, word in enumerate(words.keys) if word in openers or (words.capital[i] and _is_short_head(word))
        }
        for i, word in enumerate(words.keys):
            if _speaks_of_body(word):  # "Direkturnya", "ketua umumnya"
                self.openings.update((i - 1, i))

    def read(self, i: int) -> Office | None:
        """The office named from word `i`, or `None`."""
        if i not in self.openings:
            return None
        words = self.words
        held = acting().match(words.keys, i)
        begin = held[0] if held is not None else i
        if held is not None and begin < len(words) and words.texts[begin] == ".":
            begin += 1  # "Pj. Bupati"
        title = self._title_at(begin)
        if title is None:
            return self._of_the_body_before(begin)
        end, government = title
        walk = _Walk(begin, end, end, government)
        while walk.end < len(words) and words.sentences[walk.end] == words.sentences[i] and self._step(walk):
            pass
        while walk.end > begin + 1 and self._is_link(walk.end - 1):
            walk.end -= 1
        walk.title_end = min(walk.title_end, walk.end)
        self._complete(walk, i)
        body, area = walk.body, walk.area
        return Office(
            i,
            self._after_newness(walk.end),
            words.read(i, walk.title_end),
            body,
            area or (body.area if body else None),
            government,
            words.read(i, walk.end),
            words.capital[begin],
        )

    def _after_newness(self, i: int) -> int:
        """After "yang baru" or "terpilih" behind an office, where its holder's name follows."""
        words = self.words
        j = i
        while j < len(words) and j - i < 3 and words.keys[j] in around("newness") and words.texts[j].islower():
            j += 1
        if j == i or words.keys[j - 1] == "yang" or j + 1 >= len(words):
            return i
        return j if words.capital[j] or (words.texts[j] in (",", ":") and words.capital[j + 1]) else i

    def _title_at(self, i: int) -> tuple[int, bool] | None:
        """The title at word `i`: the index after it and whether it heads an area."""
        words = self.words
        title = offices().match(words.keys, i)
        if title is None:
            short = i < len(words) and words.capital[i] and _is_short_head(words.keys[i])
            return (i + 1, False) if short else None
        end, family = title
        if family == "general" and words.texts[i].islower() and end - i == 1:
            named = self._name_or_body_at(end) or self._noun_and_name_at(end)
            return (end, False) if named else None  # "anggota" and "wakil" are ordinary words, too
        return end, family == "government"

    def _noun_and_name_at(self, i: int) -> bool:
        """Does a noun follow that says of what, and a name after a comma ("ketua koperasi, Haji Ahmad")?"""
        words = self.words
        if i + 2 >= len(words) or words.texts[i + 1] != "," or not words.capital[i + 2]:
            return False
        return words.keys[i] in around("led")

    def _step(self, walk: _Walk) -> bool:
        """One part more of the phrase: a body, an area, a word of the title or a link; whether it may go on."""
        words, j = self.words, walk.end
        body = self.bodies.read(j)
        if body is not None and (
            not walk.government or body.kind is OrganizationKind.LOCAL_GOVERNMENT or body.is_branch
        ):
            walk.body, walk.end = body, body.end
            return False
        if (k := self.after_acronym(j)) > j:
            walk.end = k
            return True
        if words.keys[j - 1] in _SITE_WORDS and words.capital[j] and (site := sites().match(words.keys, j)) is not None:
            walk.area = AreaName(j, site[0], words.read(j, site[0]), "", None)
            form = "Wilayah" if words.keys[j - 1] in ("wilayah", "kanwil", "kakanwil") else "Cabang"
            name = f"{AGENCY} {form} {walk.area.name}"
            walk.body = Body(walk.begin, site[0], name, AGENCY, OrganizationKind.BPJSTK, walk.area)
            walk.end = site[0]
            return False
        local = walk.government or words.keys[walk.begin] in _LOCAL_TITLES or words.keys[j - 1] in _BRANCH_WORDS
        area = self.bodies.areas.read_area(j, all_kinds=local)
        if area is not None and not (words.keys[j] in public_words() and self.bodies.read(area.end) is not None):
            return self._take_area(walk, area)
        if walk.government and j > walk.title_end:
            return False
        return self._take_word(walk)

    def _take_area(self, walk: _Walk, area: AreaName) -> bool:
        """An area ends the phrase, but for the body that it stands before and the larger area that it lies in."""
        walk.area, walk.end = area, area.end
        following = self.bodies.read(walk.end)
        if following is not None and following.kind in (OrganizationKind.BPJSTK, OrganizationKind.LOCAL_GOVERNMENT):
            return True
        if walk.end + 1 < len(self.words) and self.words.texts[walk.end] == ",":
            around = self.bodies.areas.read_area(walk.end + 1)
            if around is not None and around.level:
                walk.end = around.end
        return False

    def _take_word(self, walk: _Walk) -> bool:
        """A word of the title ("Kepesertaan", "II"), or a link between two of its parts."""
        words, j = self.words, walk.end
        word = words.texts[j]
        of_title = (
            words.capital[j] and (words.keys[j] in public_words() or _ROMAN.match(word)) and not self._opens_office(j)
        )
        if not of_title and j == walk.title_end and self._is_acronym_of_body(j):
            walk.body = Body(j, j + 1, word, word, OrganizationKind.OTHER, None, short=True)
            walk.end = j + 1
            return False
        numbered = word.isdigit() and j == walk.title_end and len(word) <= (3 if walk.government else 1)
        if of_title or numbered or _COMMAND.match(word):
            walk.end = walk.title_end = j + 1
            return True
        if j == walk.title_end and self._is_unit_before_body(j):
            walk.end = walk.title_end = j + 1
            return True
        if j + 1 >= len(words) or not words.capital[j + 1] or self._opens_office(j + 1):
            return False
        public = words.keys[j + 1] in public_words()
        joins = (word.lower() in joiners() or word == ",") and public and j > walk.begin + 1
        links = word in _LINKS and (
            public or self.bodies.read(j + 1) is not None or self.bodies.areas.read_area(j + 1) is not None
        )
        if joins or links:
            walk.end = j + 1
            return True
        return False

    def _is_acronym_of_body(self, j: int) -> bool:
        """An acronym right after a title is a body: "Kepala DPMG M Syaifuddin", "Menteri P2MI Abdul Kadir"."""
        words = self.words
        word = words.texts[j]
        following = words.texts[j + 1] if j + 1 < len(words) else ""
        acronym = word.isupper() and 3 <= len(word) <= 9 and word.isalnum() and not is_degree(word)
        return acronym and not following.isdigit() and not (following.isupper() and len(following) > 2)

    def _is_unit_before_body(self, j: int) -> bool:
        """A unit that no list knows, right before the body or a word of its title: "Kabag Ops Polres …", "Manajer Legal PT …"."""
        words = self.words
        if j + 1 >= len(words) or not words.capital[j] or not words.capital[j + 1]:
            return False
        if words.sentences[j + 1] != words.sentences[j] or words.texts[j].isupper():
            return False
        if words.keys[j] in given_names() or words.keys[j] in openers():
            return False
        body = self.bodies.read(j + 1)
        return body is not None and read_honorifics(words.texts, words.keys, j)[0] == j

    def _is_link(self, i: int) -> bool:
        word = self.words.texts[i]
        return word.lower() in joiners() or word in _LINKS or word == ","

    def _complete(self, walk: _Walk, i: int) -> None:
        """What the words alone do not give: the village of a village head, the branch of "Kepala Cabang Luwuk", the body of "Kadis"."""
        words, j = self.words, walk.end
        if walk.body is None and walk.area is None and j < len(words) and words.capital[j]:
            title = title_key(words.read(walk.begin, walk.title_end))
            if words.sentences[j] == words.sentences[i] and title in _village_heads():
                walk.area = self._village_after(j)
                walk.end = walk.area.end if walk.area is not None else j
        if walk.body is None and walk.area is not None and _branch_heads().match(words.keys, walk.begin) is not None:
            name = f"{AGENCY} Cabang {walk.area.name}"
            walk.body = Body(i, walk.end, name, AGENCY, OrganizationKind.BPJSTK, walk.area)
        if walk.body is None:
            walk.body = self._implied(i, walk.begin, walk.end, walk.area)

    def _of_the_body_before(self, i: int) -> Office | None:
        """The office in the body named last before it: "Direkturnya", "ketua umumnya"."""
        words = self.words
        for end in (i + 1, i + 2):
            if end > len(words) or not _speaks_of_body(words.keys[end - 1]):
                continue
            parts = [*words.texts[i : end - 1], words.texts[end - 1][:-3]]
            match = offices().match([key(part) for part in parts], 0)
            if match is None or match[0] != len(parts):
                continue
            title = " ".join(parts)
            for j in range(i - 1, max(-1, i - _FAR_BODY), -1):
                body = self.bodies.read(j)
                if body is not None and body.end <= i and body.kind is not OrganizationKind.BPJSTK:
                    return Office(
                        i, end, title, replace(body, start=i, end=end), None, False, f"{title} {body.name}", False
                    )
            if key(title) in around("own"):
                return None
            return Office(i, end, title, None, None, False, title, False)
        return None

    def _implied(self, i: int, begin: int, end: int, area: AreaName | None) -> Body | None:
        """The body that a short title names: "Kadis Kesehatan Nias Utara" heads "Dinas Kesehatan Nias Utara"."""
        words = self.words
        match = _implied_bodies().match(words.keys, begin)
        if match is None:
            return None
        stop = area.start if area is not None else end
        middle = words.read(match[0], stop) if stop > match[0] else ""
        stem = f"{match[1]} {middle}".strip()
        if " " not in stem and area is None:
            return None
        kind = OrganizationKind.LOCAL_GOVERNMENT if stem.startswith("Dinas") else OrganizationKind.LAW_ENFORCEMENT
        return Body(i, end, f"{stem} {area.full}" if area is not None else stem, stem, kind, area)

    def _village_after(self, i: int) -> AreaName | None:
        """The village or district that a local office names and the gazetteer's larger areas lack: "Kepala Desa Olilit Raya, Ny. Maria".

        Up to a comma or a polite word the capitals are the area; a run without either is split before a given name, else
        two words are left for the person.
        """
        words = self.words
        if (known := self.bodies.areas.own_village(i)) is not None:
            return known
        end = i
        while (
            end < len(words)
            and words.sentences[end] == words.sentences[i]
            and words.capital[end]
            and end - i < 6
            and words.keys[end] not in never_names()
            and not read_honorifics(words.texts, words.keys, end)[1]
        ):
            end += 1
        after = words.texts[end] if end < len(words) else "."
        named = after == "," and end + 1 < len(words) and words.capital[end + 1]
        named = named or (end < len(words) and words.keys[end] in ("kecamatan", "kec", "kabupaten", "kab", "sekaligus"))
        named = named or bool(end < len(words) and read_honorifics(words.texts, words.keys, end)[1])
        if not named:
            split = next((k for k in range(i + 1, end) if words.keys[k] in given_names()), None)
            if split is None and i > 3 and end - i <= 3 and after in (",", ".", ")") and self._in_apposition(i):
                split = end
            if split is None or (
                split == end - 1 and split - i == 2 and words.keys[split - 1] not in area_words().closing
            ):
                split = end - 2 if end - i >= 3 else i
            end = split
        return AreaName(i, end, words.read(i, end), "", None) if end > i else None

    def _in_apposition(self, i: int) -> bool:
        """Does the office that ends before word `i` follow a name and a comma ("Sarpin, Kepala Desa Kandangsapi, …")?"""
        words = self.words
        j = i - 1
        while j > 0 and offices().match(words.keys, j) is None:
            j -= 1
        j = next((k for k in range(max(1, j - 2), j + 1) if offices().match(words.keys, k) is not None), j)
        if j > 1 and words.keys[j - 1] in ("selaku", "sebagai"):
            return True
        return j > 1 and words.texts[j - 1] == "," and words.capital[j - 2]

    def after_acronym(self, i: int) -> int:
        """After "(DPMD)" or "(Sekda)": a short form in brackets inside an office."""
        texts = self.words.texts
        if (
            i + 2 < len(texts)
            and texts[i] == "("
            and texts[i + 2] == ")"
            and texts[i + 1][0].isupper()
            and len(texts[i + 1]) < 16
        ):
            return i + 3
        return i

    def _opens_office(self, i: int) -> bool:
        match = offices().match(self.words.keys, i)
        return match is not None and (match[1] == "government" or self.words.keys[i] not in public_words())

    def _name_or_body_at(self, i: int) -> bool:
        words = self.words
        return i < len(words) and (words.capital[i] or self.bodies.read(i) is not None)
