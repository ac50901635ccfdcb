"""What office a role of a person is: title, body and area, read from how the article puts it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extractor.identities.bodies import Body, Home, agencies, family_of, read_body
from extractor.identities.rules import opened, opens, phrases, rules
from extractor.knowledge.areas import area_key, areas
from extractor.knowledge.institutions import heads
from extractor.knowledge.titles import acting, kin, offices, title_key, trades
from extractor.language.phrases import key, words_of
from extractor.records import PlaceKind

_COUNTRY = "ID"
_GLUED = re.compile(r"^(Pjs?|Plt|Plh)\.(?=\w)", re.IGNORECASE)  # "Pj.Bupati"
_LEVELS = {"province": 2, "regency": 5, "city": 5, "district": 8, "village": 13}  # letters of a code


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the article: its name, kind and code."""

    name: str
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Office:
    """An office as compared.

    Attributes:
        title: in small letters, short forms spelled out; "kepala" for whoever heads the body.
        body: that it belongs to, if the article says; a head of an area has none.
        area: code of its area: of the area headed, else of the body, else of the article's only regency.
        stated: does the article say the area with the office?
        family: of offices within which a person moves; `None` where nothing tells.
        former: does the article speak of who held it once?
        body_name: the body as printed, if no organization of the record is meant.
    """

    title: tuple[str, ...]
    body: Body | None
    area: str | None
    stated: bool
    family: str | None
    former: bool
    body_name: str | None = None

    @property
    def sign(self) -> str | None:
        """Equal for two mentions of one office; `None` where it is not clear which office of that title is meant."""
        if self.body is not None and self.body.certain and (self.is_of_head_office or not _is_whole(self.body)):
            return f"{' '.join(self.title)}|{self.body.sign}"
        if self.body is None and self.area is not None and not self.is_bare and self.is_of_area:
            return f"{' '.join(self.title)}||{self.area}"
        return None

    @property
    def is_of_area(self) -> bool:
        """Is it told by its area alone (Bupati, Kapolres)?"""
        return head_level(self.title) is not None or is_country_head(self.title) or (self.stated and not self.is_shared)

    @property
    def is_of_head_office(self) -> bool:
        """Is it an office of the whole of a body that has branches everywhere (Direktur Utama)?"""
        return (
            self.body is not None
            and _is_whole(self.body)
            and bool(opens(self.title, phrases("country_heads", "of_head_office")))
        )

    @property
    def is_bare(self) -> bool:
        """Does it say too little without a body (Kepala, Ketua)?"""
        return self.body is None and self.title in phrases("titles", "words", "bare")

    @property
    def is_shared(self) -> bool:
        """Is it held by several at once (Anggota, Staf)?"""
        return bool(opens(self.title, phrases("titles", "words", "shared")))

    @property
    def is_of_interest(self) -> bool:
        """Is a new holder news?"""
        if self.title in phrases("interest", "titles"):
            return True
        return (
            self.title in (("kepala",), ("ketua",))
            and self.body is not None
            and bool(opens(self.body.stem, phrases("interest", "heads_of")))
        )

    @property
    def printed(self) -> str:
        """The title as people read it."""
        capitals = rules()["titles"]["words"]["capitals"]
        small = ("dan", "di", "of", "and")
        return " ".join(
            word.upper() if word in capitals else word if word in small else word.capitalize() for word in self.title
        )


def read_office(title: str, text: str, body: Body | None, places: Mapping[str, Place], home: Home) -> Office | None:
    """The office of a role; `None` for a tie of kinship, a trade, and a title that says only that somebody acts for another ("Pj").

    Args:
        title: of the role.
        text: of the role, the whole phrase.
        body: of the role's organization, if it names one.
        places: the article's places by the key of their name.
        home: where the article plays.
    """
    words, rest = normal_title(title), _after(title, text)
    if not words or not _is_office(title, text, body is not None):
        return None
    former = words_of(title)[:1] == ("mantan",)
    level = head_level(words)
    if level is not None:
        area = _area_named(rest, level, places, home)
        stated = area is not None
        if area is None and body is not None and body.area and body.certain:
            area, stated = body.area[: _LEVELS[level]] if level != "region" else body.area, True
        if area is None:
            area = _home_of(level, home)
        return Office(words, None, area, stated, _family(words, None), former)
    if is_country_head(words):
        return Office(words, None, _COUNTRY, True, "ministry", former)
    name = None
    if body is None:
        words, body, name = _body_in(words, title, rest, home)
    if body is not None:
        words = _short(words, body)
        stated = body.area is not None and body.stated
        office = Office(words, body, body.area or home.regency, stated, _family(words, body), former, name)
        return replace(office, area=None) if office.is_of_head_office else office
    area = _area_named(rest, "region", places, home) if rest else None
    return Office(words, None, area or home.regency, area is not None, _family(words, None), former)


@lru_cache(maxsize=8192)
def normal_title(title: str) -> tuple[str, ...]:
    """A title in small letters, acting prefixes gone, short forms spelled out."""
    words = title_key(_GLUED.sub(r"\1. ", title))
    for short, full in opened("titles", "same"):
        if words[: len(short)] == short:
            return (*words_of(full), *words[len(short) :])
    return words


@lru_cache(maxsize=8192)
def head_level(title: tuple[str, ...]) -> str | None:
    """The level of areas that the office heads; `None` for any other."""
    return next((level for level in rules()["area_heads"] if title in phrases("area_heads", level)), None)


@lru_cache(maxsize=8192)
def is_country_head(title: tuple[str, ...]) -> bool:
    """Is it an office that the country has one of, a minister's for one?"""
    size = opens(title, phrases("country_heads", "opening"))
    return title in phrases("country_heads", "whole") or 0 < size < len(title)


def _is_whole(body: Body) -> bool:
    """Is it a body as a whole that has branches everywhere, or a ministry?"""
    return body.broad and body.area is None


def _is_office(title: str, text: str, has_body: bool) -> bool:
    words = words_of(_GLUED.sub(r"\1. ", title))
    if words and acting().match(words, 0) is not None and words[0] != "mantan":
        return True
    if opens(words, phrases("titles", "words", "never_offices")) and not (title[:1].isupper() and has_body):
        return False
    if kin().match(words, 0) is not None and title[:1].islower():
        return False
    known = offices().match(words, 0) is not None or opens(words[1:], phrases("titles", "words", "head_of_body")) > 0
    trade = trades().match(words, 0)
    if trade is not None and trade[0] == len(words):
        return known and (has_body or title[:1].isupper())
    return (known or has_body) and (title[:1].isupper() or has_body or bool(_after(title, text)))


def _after(title: str, text: str) -> str:
    """The phrase of an office after its title."""
    at = text.casefold().find(title.casefold())
    return text[at + len(title) :].strip(" ,.()") if at >= 0 else ""


def _short(words: tuple[str, ...], body: Body) -> tuple[str, ...]:
    """The title of a body's head as "kepala", however called."""
    if words in phrases("titles", "words", "heads"):
        return ("kepala",)
    if (
        words[0] in ("kepala", "sekretaris")
        and len(words) > 1
        and words[1] in rules()["titles"]["words"]["head_of_body"]
    ):
        return words[:1]
    size = len(words)
    if words[0] in ("kepala", "ketua", "sekretaris") and body.stem[: size - 1] == words[1:]:
        return words[:1]
    return words


def _body_in(
    words: tuple[str, ...], title: str, rest: str, home: Home
) -> tuple[tuple[str, ...], Body | None, str | None]:
    """A body that the phrase names though the record has none for it: "Kepala Badan Kepegawaian Kota Sorong"; as read and as printed."""
    keys = words_of(rest)
    keys = keys[opens(keys, phrases("bodies", "words", "branch")) :]  # "Kantor Cabang Perintis BPJS Ketenagakerjaan X"
    if agencies().match(keys, 0) is not None:
        return words, read_body(" ".join(keys), "bpjstk", None, home), rest
    if (head := heads().match(words_of(rest), 0)) is not None and head[0] < len(words_of(rest)):
        return words, read_body(rest, str(head[1].kind), None, home), rest
    if len(words) == 1 or words[0] not in ("kepala", "ketua", "sekretaris"):
        return words, None, None
    keys = (*words[1:], *words_of(rest))
    if (head := heads().match(keys, 0)) is None or head[0] == len(keys):
        return words, None, None
    # A title that is short for a longer one ("Kadisnaker Poso") does not hold the body's name as printed.
    inside = title.split(maxsplit=1)[-1] if key(title.split(maxsplit=1)[0]) == words[0] else " ".join(words[1:]).title()
    return words[:1], read_body(" ".join(keys), str(head[1].kind), None, home), f"{inside} {rest}".strip()


def _area_named(rest: str, level: str, places: Mapping[str, Place], home: Home) -> str | None:
    """Code of the area that stands after the title, if it is clear which is meant."""
    words = [word for word in rest.replace("(", " ").replace(",", " ").split() if word]
    while words and key(words[0]) in (
        "kabupaten",
        "kota",
        "provinsi",
        "kab",
        "kecamatan",
        "distrik",
        "desa",
        "kelurahan",
        "kampung",
        "nagari",
        "gampong",
        "di",
        "daerah",
    ):
        words = words[1:]
    kinds = _kinds(level)
    for size in range(min(5, len(words)), 0, -1):
        name = " ".join(words[:size])
        place = places.get(area_key(name))
        if place is not None and place.kind in kinds:
            return place.code
        found = [one.code for one in areas().named(name) if one.code and one.kind in kinds]
        if len(found) > 1:
            found = [one for one in found if home.province and one.startswith(home.province)]
            found = [one for one in found if home.regency and one.startswith(home.regency)] if len(found) > 1 else found
        if len(found) == 1 and (
            level not in ("district", "village") or (home.province and found[0].startswith(home.province))
        ):
            return found[0]
    return None


@cache
def _kinds(level: str) -> frozenset[str]:
    if level == "region":
        return frozenset((PlaceKind.PROVINCE, PlaceKind.REGENCY, PlaceKind.CITY))
    if level == "village":
        return frozenset((PlaceKind.VILLAGE,))
    return frozenset((PlaceKind(level),))


def _home_of(level: str, home: Home) -> str | None:
    """The area that a head without one heads: the article's only province or regency, of the right kind."""
    if level == "province":
        return home.province
    if level in ("regency", "city") and home.regency:
        return home.regency if areas().get(home.regency).kind == PlaceKind(level) else None
    return None


def _family(title: tuple[str, ...], body: Body | None) -> str | None:
    """The family of an office: by its title, else by its body."""
    for family, titles in rules()["families"]["titles"].items():
        if titles and opens(title, phrases("families", "titles", family)):
            if body is not None and family == "regional_service" and body.kind != "local_government":
                break
            return str(family)
    return family_of(body) if body is not None else None
