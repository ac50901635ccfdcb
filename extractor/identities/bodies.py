"""What body a name means: its words without the area and the wording that varies, and the area.

Two names with one `sign` mean one body. A name without an area means the body of the article's only regency where each area has its own
(a Dinas, a Kejaksaan Negeri); where even that is not known, its body is that of this one article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.identities.rules import opened, opens, phrases, rules
from extractor.knowledge.areas import Area, area_key, areas
from extractor.knowledge.files import load_toml
from extractor.language.phrases import Phrases, words_of
from extractor.records import PlaceKind

_BRACKETS = re.compile(r"\([^)]*\)")
_WIDE = (PlaceKind.PROVINCE, PlaceKind.REGENCY, PlaceKind.CITY)
_LONGEST_AREA = 5  # words


@dataclass(frozen=True, slots=True)
class Home:
    """Where an article plays: code of the only regency of its events (or places) and of the only province; `None` where there are several.

    `article` is its id; `has_province` says that a body of a province's level is in it, which a Dinas without an area may belong to.
    """

    article: str
    regency: str | None
    province: str | None
    has_province: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A body as compared.

    Attributes:
        sign: equal for two names of one body.
        stem: its words without area.
        kind: as in the record.
        area: code of its area, if known.
        why: how the name was read.
        broad: does it have too many people to tell who is who by it?
        certain: is the body known, not only that of this article?
        stated: does the name say the area (or need none)? Else it is the article's.
    """

    sign: str
    stem: tuple[str, ...]
    kind: str
    area: str | None
    why: str
    broad: bool
    certain: bool = True
    stated: bool = True


def read_body(name: str, kind: str, code: str | None, home: Home) -> Body:
    """What body a name means; `code` is that of the area that the record gives it."""
    words = words_of(_BRACKETS.sub(" ", name)) or words_of(name) or (name.casefold(),)
    agency = agencies().match(words, 0)
    if agency is not None:
        return _of_agency(agency[1], words[agency[0] :], kind, code, home)
    if kind == "company" or words[0] in rules()["bodies"]["legal_forms"]:
        return _company(words, kind, code, home)
    return _public(words, kind, code, home)


def _body(
    stem: tuple[str, ...],
    kind: str,
    area: str | None,
    why: str,
    *,
    sign: str = "",
    certain: bool = True,
    stated: bool = True,
) -> Body:
    return Body(
        sign or f"{' '.join(stem)}|{area or ''}",
        stem,
        kind,
        area,
        why,
        bool(opens(stem, phrases("bodies", "words", "broad"))) and not {"cabang", "wilayah"} & set(stem),
        certain,
        stated,
    )


# the agency ----------------------------------------------------------------------------------------------------------------------


def _of_agency(agency: str, rest: tuple[str, ...], kind: str, code: str | None, home: Home) -> Body:
    name = words_of(agency)
    region = opens(rest, phrases("bodies", "words", "region"))
    while not region and (size := opens(rest, phrases("bodies", "words", "branch"))):
        rest = rest[size:]
        region = opens(rest, phrases("bodies", "words", "region"))
    site = rest[region:]
    if not site:
        return _body(name, kind, None, f"{agency} as a whole")
    if region:  # their names are those of no area ("Sulawesi Maluku"), and the country has each once
        return _body((*name, "wilayah", *site), kind, None, f'{agency}, regional office "{" ".join(site)}"')
    site = _without_province(site)
    return _branch((*name, "cabang"), site, kind, code, home)


def _branch(stem: tuple[str, ...], site: tuple[str, ...], kind: str, code: str | None, home: Home) -> Body:
    """The branch at a site of a body that is all over the country: told by the site's name and, where two provinces have it, by that."""
    named = _named(" ".join(site))
    found = {area.province for area in named}
    known = code or home.regency or home.province
    province = known[:2] if known and known[:2] in found else None
    if len(found) == 1:
        province = next(iter(found))
    if found and province is None:
        return _only_here((*stem, *site), kind, None, home)
    codes = [area.code or area.parent for area in named if area.province == province]
    near = [one for one in codes if one == (code or "")[:5]] or codes
    area = near[0] if len(set(near)) == 1 else province
    sign = f"{' '.join(stem)}|{area_key(' '.join(site))}|{province or ''}"
    return _body((*stem, *site), kind, area, f'the branch "{" ".join(site)}" of {" ".join(stem[:-1])}', sign=sign)


def _without_province(site: tuple[str, ...]) -> tuple[str, ...]:
    """The site's own name where that of its province stands before it: "Bali Denpasar" is Denpasar."""
    for size in range(1, len(site)):
        provinces = {one.code for one in areas().named(" ".join(site[:size])) if one.kind is PlaceKind.PROVINCE}
        rest = " ".join(site[size:])
        if provinces and any(one.province in provinces and one.kind in _WIDE for one in areas().named(rest)):
            return site[size:]
    return site


@cache
def agencies() -> Phrases[str]:
    """The names of the two agencies; the value is the name by which each is known."""
    data = load_toml("institutions.toml")["agency"]
    book: Phrases[str] = Phrases((name, data["name"]) for name in data["names"] if "(" not in name)
    for name in data["health_names"]:
        if "(" not in name:
            book.add(name, data["health_name"])
    return book


# companies ------------------------------------------------------------------------------------------------------------------------


def _company(words: tuple[str, ...], kind: str, code: str | None, home: Home) -> Body:
    forms = rules()["bodies"]["legal_forms"]
    stem = tuple(word for word in words if word not in forms) or words
    nationwide = opens(stem, phrases("bodies", "nationwide"))
    if nationwide == len(stem):
        return _body(stem, kind, None, "known all over the country by its name")
    if nationwide:
        rest = stem[nationwide:]
        rest = rest[opens(rest, phrases("bodies", "words", "branch")) :] or rest
        return _branch((*stem[:nationwide], "cabang"), rest, kind, code, home)
    # A long name is rarely borne by two companies of a province; a short one by two of a regency neither.
    area = (code or home.regency or home.province) and (
        (code or home.regency or home.province or "")[:2] if len(stem) >= 3 else (code or home.regency)
    )
    if not area:
        return _only_here(stem, kind, None, home)
    wide = "province" if len(area) == 2 else "regency"
    return _body(stem, kind, area, f"the name without the legal form, and the {wide}", stated=code is not None)


# public bodies ----------------------------------------------------------------------------------------------------------------------


def _public(words: tuple[str, ...], kind: str, code: str | None, home: Home) -> Body:
    for short, full in opened("bodies", "spelled"):
        if words[: len(short)] == short:
            words = (*words_of(full), *words[len(short) :])
            break
    if opens(words, phrases("bodies", "national")):
        return _body(words, kind, code, "the country has one of that name")
    stem, area, is_clear = _split(words, code, home)
    if not is_clear:
        return _only_here(words, kind, None, home)
    area = area or code
    if area is not None:
        if opens(stem, phrases("bodies", "words", "of_regency")):
            area = area[:5]
        return _body(stem, kind, area, f"the name without its area, and the area {area}")
    if kind in rules()["bodies"]["by_area"]:
        if home.regency and not home.has_province:
            why = f"no area in the name: that of the article's only regency, {home.regency}"
            return _body(stem, kind, home.regency, why, stated=False)
    elif kind in rules()["bodies"]["with_branches"] and (home.regency or len(stem) >= 3):
        # "Asosiasi Pengusaha Indonesia" may be the whole body or its branch: the two are not taken for one.
        where = home.regency or home.province
        if where:
            why = f"the name, and the article's area {where}"
            return _body(stem, kind, where, why, sign=f"{' '.join(stem)}|~{where}", stated=False)
    return _only_here(stem, kind, None, home)


def _only_here(stem: tuple[str, ...], kind: str, area: str | None, home: Home) -> Body:
    return _body(
        stem,
        kind,
        area,
        "no area known: of this article alone",
        sign=f"{' '.join(stem)}|@{home.article}",
        certain=False,
        stated=False,
    )


def _split(words: tuple[str, ...], code: str | None, home: Home) -> tuple[tuple[str, ...], str | None, bool]:
    """The name without the area at its end, the area's code if it names one, and whether it is clear which is meant."""
    for size in range(min(_LONGEST_AREA, len(words) - 1), 0, -1):
        named = _named(" ".join(words[-size:]))
        if not named and not (code and area_key(" ".join(words[-size:])) == _key_of(code)):
            continue
        stem = words[:-size]
        kinds: list[str] = []
        for level, fixed in opened_levels():
            if stem[-len(level) :] == level and len(stem) > len(level):
                kinds = fixed
                # "Pemerintah Kabupaten" keeps the word: the government of a city of that name is another.
                stem = stem if stem[0] == "pemerintah" else stem[: -len(level)]
                break
        fitting = [one for one in named if not kinds or one.kind in kinds]
        codes = [one.code or one.parent for one in fitting]
        if code in codes or (code and not codes):
            return stem, code, True
        if len(set(codes)) == 1:
            return stem, codes[0], True
        for around in (code, home.regency, home.province):
            near = {one for one in codes if one and around and (one.startswith(around) or around.startswith(one))}
            near = {one for one in near if len(one) >= 5} or near
            if len(near) == 1:
                return stem, near.pop(), True
        return (stem, code, True) if code else (words, None, False)
    return words, None, True


@lru_cache(maxsize=4096)
def _named(name: str) -> tuple[Area, ...]:
    """Provinces, regencies, cities and towns of a name."""
    return tuple(one for one in areas().named(name) if one.kind in _WIDE or areas().is_town(one))


@lru_cache(maxsize=4096)
def _key_of(code: str) -> str:
    try:
        return area_key(areas().get(code).name)
    except KeyError:
        return ""


@cache
def opened_levels() -> tuple[tuple[tuple[str, ...], list[str]], ...]:
    """Words of level before an area in a name, and the kinds of area that they fix; the longest first."""
    levels = rules()["bodies"]["levels"]
    return tuple(sorted(((words_of(word), kinds) for word, kinds in levels.items()), key=lambda one: -len(one[0])))


def family_of(body: Body) -> str | None:
    """The family of offices that a body has, by the first words of its name, else by its kind."""
    for words, family in opened("families", "bodies"):
        if body.stem[: len(words)] == words:
            return family
    kinds: dict[str, str] = rules()["families"]["kinds"]
    return kinds.get(body.kind)
