"""Laws, decrees and circulars that a post names by number and year."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.words import Words
from extractor.knowledge.files import load_toml
from extractor.language.spans import Span
from extractor.records import RegulationKind, regulation_id

# Between a kind and its number may stand the issuer: "Peraturan Bupati Kaur Nomor 11 Tahun 2022".
_ISSUER = r"(?:\s+(?:\(?[A-Z][\w.]*\)?|dan|tentang|Kab\.|Kabupaten|Kota)){0,6}?"
_NUMBER = r"(?:[Nn]omor|[Nn]omer|NOMOR|[Nn]o\b\.?|[Nn]r\.?)\s*:?\s*(?P<number>\d{1,4}(?:\.\d{1,3})?[A-Z]?)"
_YEAR = r"(?:\s*(?:[Tt]ahun|TAHUN|[Tt]hn\.?|[Tt]h\.?)\s*:?\s*|\s*/\s*(?:[A-Z]+\s*/\s*)*)(?P<year>(?:19|20)\d{2})"
_BARE = r"\s*(?P<bare>\d{1,3})\s*(?:/|\s+[Tt]ahun\s+)\s*(?P<bare_year>(?:19|20)\d{2})"


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation with its mentions in text order; `number` and `year` as far as the article gives them."""

    id: str
    kind: RegulationKind
    number: str | None
    year: int | None
    title: str | None
    mentions: tuple[Span, ...]


_FIRST_LETTERS = re.compile(r"(?P<small>\(\?i:[a-z])|(?P<large>[A-Z])|\[(?P<either>[A-Za-z]+)\]")


def _first_letters(pattern: str) -> str:
    r"""The letters with which what a pattern of the file matches can begin: "sS" for `(?i:surat\s+edaran)`.

    Raises:
        ValueError: if that cannot be seen at the pattern's beginning.
    """
    found = _FIRST_LETTERS.match(pattern)
    if found is None:
        raise ValueError(f"regulations.toml: a pattern begins with a letter, not as {pattern}")
    small = found["small"]
    return found["large"] or found["either"] or f"{small[-1]}{small[-1].upper()}"


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, RegulationKind]]:
    groups: dict[str, RegulationKind] = {}
    parts = []
    letters: set[str] = set()
    for number, entry in enumerate(load_toml("regulations.toml")["regulation"]):
        group = f"k{number}"
        groups[group] = RegulationKind(entry["kind"])
        gap = _ISSUER if entry.get("issuer") else r"(?:\s*\(?[A-Z][a-z]+\)?)??"
        letters.update(*map(_first_letters, entry["patterns"]))
        parts.append(rf"(?P<{group}>(?:{'|'.join(entry['patterns'])})(?![A-Za-z])){gap}")
    kinds = "|".join(f"(?:{part})" for part in parts)
    # The look at the first letter spares most places the alternatives.
    first = rf"\b(?=[{''.join(sorted(letters))}])"
    return re.compile(rf"{first}(?:{kinds})(?:\s*,?\s*{_NUMBER}(?:{_YEAR})?|{_BARE})"), groups


_TITLE = re.compile(r"\s*,?\s*(?:yang\s+)?[Tt]entang\s+(?P<title>[A-Z][^.,;“”\"()\n]{5,160})")


_CODE = re.compile(r"(?:[./-][A-Za-z0-9]+)+")
_LAST_YEAR = re.compile(r"(?:19|20)\d{2}$")
_WITH_CODES = (RegulationKind.SE, RegulationKind.SK, RegulationKind.KEPMEN)


@Language.factory("jamsos_regulations", assigns=["doc._.regulations"])
def make_regulations(nlp: Language, name: str) -> RegulationFinder:
    """The component that finds regulations."""
    return RegulationFinder()


class RegulationFinder:
    """Writes `doc._.regulations`: a tuple of `Regulation` in order of first mention."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the regulations of `doc`."""
        doc._.regulations = find_regulations(Words.of(doc).text)
        return doc


def find_regulations(text: str) -> tuple[Regulation, ...]:
    """The regulations that `text` names with a number, in order of first mention.

    A number without a year is joined to the same number with a year, if the text has just one ("Inpres Nomor 2" after
    "Inpres Nomor 2 Tahun 2021").
    """
    pattern, groups = _pattern()
    seen: list[tuple[RegulationKind, str, int | None, str | None, Span]] = []
    for match in pattern.finditer(text):
        kind = next(kind for group, kind in groups.items() if match.group(group))
        number = match.group("number") or match.group("bare")
        year = match.group("year") or match.group("bare_year")
        end = match.end()
        if (
            kind in _WITH_CODES
            and match.group("number")
            and (rest := _CODE.match(text, match.end("number"))) is not None
        ):
            # Circulars bear long codes: "842.2/0737/SET/2023"
            number, end = number + rest[0], max(end, rest.end())
            year = year or (last[0] if (last := _LAST_YEAR.search(rest[0])) is not None else None)
        number = number.lstrip("0") or number
        title = _TITLE.match(text, end)
        seen.append(
            (
                kind,
                number,
                int(year) if year else None,
                " ".join(title["title"].split()) if title else None,
                Span(match.start(), end),
            )
        )
    years: dict[tuple[RegulationKind, str], set[int]] = defaultdict(set)
    for kind, number, printed, _, _ in seen:
        years[kind, number].update(() if printed is None else (printed,))
    out: dict[str, tuple[Regulation, list[Span]]] = {}
    for kind, number, printed, title_text, span in seen:
        among = years[kind, number]
        settled = printed or (min(among) if len(among) == 1 else None)
        id_ = regulation_id(kind, number, settled)
        if id_ not in out:
            out[id_] = Regulation(id_, kind, number, settled, title_text, ()), []
        known, mentions = out[id_]
        mentions.append(span)
        if title_text and not known.title:
            out[id_] = replace(known, title=title_text), mentions
    return tuple(replace(known, mentions=tuple(mentions)) for known, mentions in out.values())
