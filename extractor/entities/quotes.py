"""Direct speech with its speaker, and who speaks in each sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractor.entities.people import Person
from extractor.entities.words import Words
from extractor.knowledge.files import load_toml
from extractor.knowledge.titles import around
from extractor.language.spans import Span

_WORD = re.compile(r"\w+")
_QUOTE = re.compile(r"“([^“”]{12,1500})”|\"([^\"\n]{12,1500})\"|«([^«»]{12,1500})»")
_FAR = 40  # words that company stands farther from the verb
_NEAR = 90  # code points between a closing quotation mark and its speaker


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech without its marks; `speaker` is an index into `doc._.people`, or `None`."""

    span: Span
    speaker: int | None


@cache
def _speech_words() -> frozenset[str]:
    data = load_toml("titles.toml")["speech"]
    said = frozenset(
        w
        for w in data["after"]
        if w.startswith(("me", "ber"))
        and w
        not in (
            "menerima",
            "membuka",
            "memimpin",
            "menghadiri",
            "menyerahkan",
            "menandatangani",
            "mendampingi",
            "meninggal",
            "mewakili",
            "merupakan",
            "bersama",
            "beserta",
        )
    )
    return said | frozenset(data["before"])


@cache
def _pronouns() -> frozenset[str]:
    """Words by which a sentence goes on with the speaker before: "ia", "ujarnya"."""
    stems = load_toml("titles.toml")["speech"]["with_nya"]
    return frozenset(("ia", "dia", "beliau")).union(f"{stem}nya" for stem in stems)


def _goes_on(sentence: str) -> bool:
    """Does the sentence, by a pronoun or as direct speech, go on with the speaker before?"""
    return sentence.startswith(("“", '"')) or not _pronouns().isdisjoint(_WORD.findall(sentence.lower()))


@Language.factory("jamsos_quotes", assigns=["doc._.quotes"], requires=["doc._.people"])
def make_quotes(nlp: Language, name: str) -> QuoteFinder:
    """The component that finds direct speech."""
    return QuoteFinder()


class QuoteFinder:
    """Writes `doc._.quotes`, and `doc.user_data["speakers"]`: for each sentence the index of the person who speaks, or `None`."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the direct speech of `doc`."""
        words = Words.of(doc)
        people: tuple[Person, ...] = doc._.people
        speakers = sentence_speakers(words, people)
        doc.user_data["speakers"] = speakers
        quotes = []
        for match in _QUOTE.finditer(words.text):
            group = next(g for g in (1, 2, 3) if match.group(g) is not None)
            span = Span(*match.span(group))
            if len(match.group(group).split()) < 4:
                continue
            quotes.append(Quote(span, _speaker_of(words, match.start(), match.end(), people, speakers)))
        doc._.quotes = tuple(quotes)
        return doc


def _speaker_of(
    words: Words, start: int, end: int, people: tuple[Person, ...], speakers: list[int | None]
) -> int | None:
    after = words.text[end : end + _NEAR]
    stop = re.search(r"[.\n“\"]", after)
    reach = end + (stop.start() if stop else len(after))
    for number, person in enumerate(people):
        if any(end <= m.start < reach for m in person.mentions):
            return number
    return speakers[words.sentence_at(start)] if len(words) else None


def _is_beside(words: Words, i: int, begin: int) -> bool:
    """Is the person at word `i` only named as company: "Benyamin, didampingi Kabid Lidya, mengatakan"?"""
    return bool(around("company").intersection(words.keys[max(begin, i - 9) : i]))


def sentence_speakers(words: Words, people: tuple[Person, ...]) -> list[int | None]:
    """For each sentence, the index of the person who speaks in it.

    A person beside a verb of speech, else a pronoun or a quotation that goes on with the speaker before. A sentence without
    either has none.
    """
    at: dict[int, list[tuple[int, int]]] = {}
    for number, person in enumerate(people):
        for mention in person.mentions:
            i = words.word_at(mention.start)
            at.setdefault(words.sentences[i], []).append((i, number))
    verbs = _speech_words()
    out: list[int | None] = []
    last: int | None = None
    for sentence in range(len(words.sentence_starts)):
        begin, end = words.sentence_range(sentence)
        named = sorted(at.get(sentence, []))
        speaker: int | None = None
        spoken = [i for i in range(begin, end) if words.keys[i] in verbs] if named else []
        if spoken:
            speaker = min(
                named, key=lambda pair: min(abs(pair[0] - v) for v in spoken) + _is_beside(words, pair[0], begin) * _FAR
            )[1]
        elif not named and last is not None and _goes_on(words.text[words.starts[begin] : words.ends[end - 1]]):
            speaker = last
        if speaker is not None:
            last = speaker
        elif named:
            last = named[0][1]
        out.append(speaker)
    return out
