"""Programs and schemes of the agency that a post names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.words import Words
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


@dataclass(frozen=True, slots=True)
class _Wording:
    """One way to name a program; `phrases` stand in every text that it matches, in small letters if `any_case`."""

    pattern: re.Pattern[str]
    phrases: tuple[str, ...]
    any_case: bool

    @classmethod
    def of(cls, source: str) -> _Wording:
        """The wording of a pattern of the file."""
        pattern = re.compile(source)
        any_case = bool(pattern.flags & re.IGNORECASE)
        phrases = _plain_phrases(source)
        return cls(pattern, tuple(phrase.lower() for phrase in phrases) if any_case else phrases, any_case)

    def may_match(self, printed: str, lower: str) -> bool:
        """Can the pattern match the text, given with single blanks, as printed and in small letters?"""
        text = lower if self.any_case else printed
        return all(phrase in text for phrase in self.phrases)


_ESCAPED = re.compile(r"\\[^s][?*+]?|\\s[?*]")
_CHOICE = re.compile(r"\[[^\]]*\][?*+]?")
_GROUP = re.compile(r"\([^()]*\)[?*+]?")
_OPTIONAL = re.compile(r".[?*]")


def _plain_phrases(source: str) -> tuple[str, ...]:
    r"""What stands word for word in all that a pattern matches: "jaminan hari tua" for `(?i)\bjaminan\s+hari\s+tua\b`."""
    rest = _CHOICE.sub("\n", _ESCAPED.sub("\n", source)).replace(r"\s+", " ")
    while (less := _GROUP.sub("\n", rest)) != rest:
        rest = less
    if "|" in rest or "{" in rest:
        return ()  # too rich to be read so plainly
    return tuple(phrase for part in _OPTIONAL.sub("\n", rest).split("\n") if len(phrase := part.strip()) > 1)


@cache
def _patterns() -> tuple[tuple[ProgramCode, tuple[str, ...], tuple[_Wording, ...]], ...]:
    return tuple(
        (ProgramCode(entry["code"]), tuple(entry["needs"]), tuple(map(_Wording.of, entry["patterns"])))
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
        doc._.programs = find_programs(Words.of(doc).text)
        return doc


def find_programs(text: str) -> tuple[Program, ...]:
    """The programs that `text` names, in order of first mention; overlapping mentions of one program count once."""
    found: dict[ProgramCode, list[Span]] = {}
    printed = " ".join(text.split())
    lower = printed.lower()
    for code, needs, wordings in _patterns():
        if not any(map(lower.__contains__, needs)):
            continue
        patterns = [wording.pattern for wording in wordings if wording.may_match(printed, lower)]
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
