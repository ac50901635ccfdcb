"""Programs and schemes of the agency that a post names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractor.knowledge.files import load_toml
from extractor.language.spans import Span
from extractor.records import ProgramCode


@dataclass(frozen=True, slots=True)
class Program:
    """A program with its mentions in text order."""

    code: ProgramCode
    name: str
    mentions: tuple[Span, ...]


@cache
def program_names() -> dict[ProgramCode, str]:
    """The full name of each program."""
    return {ProgramCode(entry["code"]): entry["name"] for entry in load_toml("programs.toml")["program"]}


@cache
def _patterns() -> tuple[tuple[ProgramCode, tuple[str, ...], tuple[re.Pattern[str], ...]], ...]:
    return tuple(
        (ProgramCode(entry["code"]), tuple(entry["needs"]), tuple(re.compile(pattern) for pattern in entry["patterns"]))
        for entry in load_toml("programs.toml")["program"]
    )


@Language.factory("jamsos_programs", assigns=["doc._.programs"])
def make_programs(nlp: Language, name: str) -> ProgramFinder:
    """The component that finds programs."""
    return ProgramFinder()


class ProgramFinder:
    """Writes `doc._.programs`: a tuple of `Program` in order of first mention."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the programs of `doc`."""
        doc._.programs = find_programs(doc.text)
        return doc


def find_programs(text: str) -> tuple[Program, ...]:
    """The programs that `text` names, in order of first mention; overlapping mentions of one program count once."""
    found: dict[ProgramCode, list[Span]] = {}
    lower = " ".join(text.lower().split())
    for code, needs, patterns in _patterns():
        if not any(need in lower for need in needs):
            continue
        spans = sorted(
            {Span(*m.span()) for pattern in patterns for m in pattern.finditer(text)}, key=lambda s: (s.start, -s.end)
        )
        mentions: list[Span] = []
        for span in spans:
            if not mentions or span.start >= mentions[-1].end:
                mentions.append(span)
        if mentions:
            found[code] = mentions
    names = program_names()
    programs = [Program(code, names[code], tuple(sorted(spans))) for code, spans in found.items()]
    return tuple(sorted(programs, key=lambda program: program.mentions[0]))
