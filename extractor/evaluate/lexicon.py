"""Words as the scorer sees them: lower case, no accents or punctuation, usual short forms spelled out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.knowledge.files import load_toml

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = str.maketrans({"’": "'", "`": "'"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of `knowledge/scoring.toml`; `short_forms` maps one word to the words it stands for."""

    honorifics: frozenset[str]
    dropped_from_names: frozenset[str]
    dropped_from_areas: frozenset[str]
    dropped_from_roles: frozenset[str]
    rewrites: tuple[tuple[re.Pattern[str], str], ...]
    short_forms: Mapping[str, tuple[str, ...]]
    unit_groups: Mapping[str, str]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once a process."""
    data = load_toml("scoring.toml")
    names = frozenset(data["dropped_from_names"])
    return Lexicon(
        honorifics=frozenset(data["honorifics"]),
        dropped_from_names=names,
        dropped_from_areas=names | frozenset(data["dropped_from_areas"]),
        dropped_from_roles=frozenset(data["dropped_from_roles"]),
        rewrites=tuple((re.compile(rule["pattern"]), rule["to"]) for rule in data["rewrite"]),
        short_forms={short: tuple(full.split()) for short, full in data["short_forms"].items()},
        unit_groups=data["unit_groups"],
    )


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of `text`, in order: "Kadis Sosial Prov. Papua" gives kepala, dinas, sosial, provinsi, papua."""
    known = lexicon()
    folded = unicodedata.normalize("NFKD", text).translate(_APOSTROPHES).lower()
    for pattern, full in known.rewrites:
        folded = pattern.sub(full, folded)
    found: list[str] = []
    for word in _WORD.findall(folded.replace("'", "")):
        found.extend(known.short_forms.get(word, (word,)))
    return tuple(found)
