"""Reading offices and names at a place in the text, and telling what is neither."""

from __future__ import annotations

import re

from extractor.entities.bodies import BodyReader
from extractor.entities.offices import Office, OfficeReader
from extractor.entities.words import Words
from extractor.knowledge.titles import around, given_names, headline_verbs
from extractor.language.names import Name, also_names, is_initial, never_names, openers, read_name
from extractor.records import OrganizationKind

_LEVELS = frozenset(("desa", "kelurahan", "kecamatan", "kampung", "nagari", "gampong", "distrik", "dusun"))
_AGE = re.compile(r"^\d{1,2}$")


class Reader:
    """Offices, names and ages in one text; `body_start` is where its headline ends."""

    def __init__(self, words: Words, bodies: BodyReader, body_start: int = 0) -> None:
        self.words = words
        self.body_start = body_start
        self.bodies = bodies
        self.reader = OfficeReader(words, self.bodies)
        self._read: dict[int, Office | None] = {}
        self._names: dict[int, Name | None] = {}
        # Words that the post uses as names of areas: "warga Sesela" after "Desa Sesela".
        self.of_areas = {
            following
            for word, following, capital in zip(words.keys, words.keys[1:], words.capital[1:], strict=False)
            if capital and word in _LEVELS
        }
        self.places_of: dict[str, list[int]] = {}
        for i, capital in enumerate(words.capital):
            if capital:
                self.places_of.setdefault(words.keys[i], []).append(i)

    # reading ---------------------------------------------------------------------------------------------------------

    def office_at(self, i: int) -> Office | None:
        """The office read from word `i`; read once."""
        if i not in self.reader.openings:
            return None
        if i not in self._read:
            self._read[i] = self.reader.read(i)
        return self._read[i]

    def _barrier(self, i: int, inside: bool) -> bool:
        """Does word `i` begin something that a name ends before?"""
        words = self.words
        word = words.keys[i]
        if word == "hari":  # a name, but for the days that bear one
            following = i + 1 < len(words) and words.capital[i + 1] and words.keys[i + 1] not in around("after_day")
            return not following or words.starts[i] < self.body_start
        if (
            word in never_names()
            and not is_initial(words.texts[i])
            and not (inside and word in also_names() and self._in_body(i))
        ):
            return True
        if word.endswith("nya") and len(word) > 5 and word not in given_names():
            return True  # "Dikatakannya", "Rinciannya"
        at_start = words.sentence_range(words.sentences[i])[0] == i
        if word in openers() and (at_start or not (word in also_names() or (inside and self._in_body(i)))):
            return True
        if words.starts[i] < self.body_start and _is_headline_verb(word):
            return True
        body = self.bodies.read(i)
        if body is not None and body.end - i > (1 if body.kind is OrganizationKind.LOCAL_GOVERNMENT else 0):
            return True
        office = self.office_at(i)
        return office is not None and office.capital

    def _in_body(self, i: int) -> bool:
        """In the body a capitalised opener inside a run is a surname ("Lukas Mau"), in a headline it is just a word."""
        return self.words.starts[i] >= self.body_start

    def name_at(self, i: int) -> Name | None:
        """A name that could stand at word `i`, inside its sentence; read once."""
        if i not in self._names:
            self._names[i] = self._read_name(i) if i < len(self.words) else None
        return self._names[i]

    def _read_name(self, i: int) -> Name | None:
        words = self.words
        _, stop = words.sentence_range(words.sentences[i])
        found = read_name(words.texts, words.keys, i, stop, self._barrier)
        if found is None:
            return None
        if found.end > stop:
            found = Name(found.start, found.first, found.last, min(found.end, stop), found.honorifics)
        return found

    def is_area(self, name: Name) -> bool:
        """Is the run of capitals wholly the name of an area?"""
        match = self.bodies.areas.match_area(name.first)
        return match is not None and match.end >= self.words.ends[name.last - 1]

    def age_after(self, i: int) -> tuple[int, bool]:
        """The index after an age ("(34)", "(34 tahun)", ", 34 tahun"), and whether one stands at word `i`."""
        texts = self.words.texts
        if i + 2 < len(texts) and texts[i] == "(" and _AGE.match(texts[i + 1]):
            j = i + 2
            while j < len(texts) and texts[j] in ("tahun", "th", "thn", "tahun."):
                j += 1
            if j < len(texts) and texts[j] == ")":
                return j + 1, True
        if i + 2 < len(texts) and texts[i] == "," and _AGE.match(texts[i + 1]) and texts[i + 2] in ("tahun", "thn"):
            return i + 3, True
        return i, False

    # evidence --------------------------------------------------------------------------------------------------------


def is_verb(word: str) -> bool:
    """Does a word in small letters look like a verb: active, passive, accidental?"""
    return len(word) > 5 and word.startswith(("me", "ber", "di", "ter")) and word not in around("nouns")


def _is_headline_verb(word: str) -> bool:
    if word in headline_verbs():
        return True
    return (
        len(word) > 6
        and word not in given_names()
        and (
            word.endswith("kan")
            or word.startswith(
                ("diber", "diteng", "ditet", "dipan", "disan", "dimin", "dijam", "meng", "meny", "memb", "berik")
            )
        )
    )
