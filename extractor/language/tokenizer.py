"""Tokens of Indonesian news text: a spaCy tokenizer that repairs what the stock one gets wrong.

The stock one keeps `Kamis(25`, `No.44` and `H.Ahmad` together, takes the period off `PT.` and `Jl.`, cuts `BPJS-TK` and
`2/2021` in three, and reads 15,963 exceptions for three seconds. This one has none: what stays whole is a pattern, what
is cut off is a pattern, and both are made from `data/abbreviations.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # Cython without stubs
from spacy.tokens import Doc
from spacy.util import registry

from extractor.language.lexicon import word_lists

NAME = "jamsos.indonesian.v1"

ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
DOUBLE_QUOTES = '"“”„‟«»″'
SINGLE_QUOTES = "'‘’‚‛`´′"
OPENING = "(\\[{<"
CLOSING = ")\\]}>"
DASHES = "–—―"
DOMAINS = "com|net|org|info|id|tv|news|my|sg|io|me|xyz|site|online|press"
WEB = rf"(?i:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]*\w|(?:[\w-]+\.)+(?:{DOMAINS}))"
LONGEST = 160  # characters of one chunk; the longest web address seen in a post's text has 140
_UNBROKEN = re.compile(rf"\S{{{LONGEST + 1}}}")
_CHUNK = re.compile(rf"\S{{{LONGEST}}}|\S*\s+|\S+")
MOST_KNOWN = 100_000  # chunks of which the tokens are kept; with the usual 10,000 a large batch is soon cut up anew
UNITS = "juta|jt|ribu|rb|miliar|milyar|triliun|trilyun|persen|orang"


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words (without period) that never end a sentence, and those that may."""
    data = word_lists("abbreviations")
    never = [word for group in data["before"].values() for word in group]
    may = data["after"]["words"]
    return frozenset(never) | {word.upper() for word in never}, frozenset(may) | {word.upper() for word in may}


@cache
def _degrees() -> str:
    """Return a pattern for academic degrees, with or without their periods but for the last."""
    return "|".join(
        r"\.?".join(re.escape(part) for part in degree.split())
        for degree in sorted(word_lists("abbreviations")["after"]["degrees"], key=lambda degree: (-len(degree), degree))
    )


@cache
def _initials() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:[A-Z]\.)+|(?:{_degrees()})\.)")


def ends_no_sentence(token: str) -> bool:
    """Tell whether a token with its period never ends a sentence: "PT.", "Drs.", "Rp."."""
    return token.endswith(".") and token[:-1] in _abbreviations()[0]


def may_end_sentence(token: str) -> bool:
    """Tell whether a token's own period may end a sentence as well: "dll.", "Tbk.", "S.Sos.", "A."."""
    return token.endswith(".") and (token[:-1] in _abbreviations()[1] or _initials().fullmatch(token) is not None)


def _whole() -> str:
    """Return what is one token although it has a mark inside or at its end."""
    never, may = _abbreviations()
    slashed = r"[sS]/[dD]|[aA]/[nN]|[dD]/[aA]|[cC]/[qQ]"
    return rf"(?:(?:{_either(never | may)})\.|(?:[A-Z]\.){{1,4}}|(?:{_degrees()})\.?|{slashed})$"


def _prefixes() -> str:
    never, may = _abbreviations()
    glued = _either(word for word in never | may if word not in ("Rp.", "Rp", "rp"))
    alternatives = [
        rf"[{ZERO_WIDTH}]",
        rf"[{DOUBLE_QUOTES}{SINGLE_QUOTES}{OPENING}{CLOSING}{DASHES}]",
        r"(?:\.{2,}|…)",
        r"[-,:;!?.…/\\|*•·●▪►=~+_]",
        r"(?:Rp|RP|rp|IDR|USD|US\$|\$|€|S\$)\.?(?=[\d.])",  # Rp.20.000, Rp20.000
        rf"(?:{glued})\.(?=[^\s.,])",  # No.44, PT.Maju
        rf"(?!(?:{_degrees()})(?!\w))[A-Z]\.(?=[A-Z](?:[\w'’]{{2}}|\.))",  # M.Taufan, but not S.Sos
    ]
    return rf"^(?:{'|'.join(alternatives)})"


def _suffixes() -> str:
    alternatives = [
        rf"[{ZERO_WIDTH}]",
        rf"[{DOUBLE_QUOTES}{SINGLE_QUOTES}{OPENING}{CLOSING}{DASHES}]",
        r"(?:\.{2,}|…)",
        r"(?<=\d),-{1,2}",  # 3.000.000,-
        r"[-,:;!?./\\|*•·=~+_]",
        r"(?<=\d)%",
        rf"(?<=\d)(?:{UNITS})",
        r"(?<=\w)-(?:[Nn]ya|ku|mu|lah|kah|pun)",
    ]
    return rf"(?=[\W_{''.join({unit[0] for unit in UNITS.split('|')})}])(?:{'|'.join(alternatives)})$"


def _infixes() -> str:
    quotes = DOUBLE_QUOTES + OPENING + CLOSING
    marks = rf"[{ZERO_WIDTH}{quotes}{SINGLE_QUOTES}{DASHES}|.,;:!?…/-]"
    # The look at the next character first makes a plain word five times cheaper.
    return rf"(?={marks})(?:{'|'.join(_inner_marks(quotes))})"


def _inner_marks(quotes: str) -> list[str]:
    return [
        rf"[{ZERO_WIDTH}]",
        rf"(?<=\w)[.,;:!?]+(?=[{quotes}{SINGLE_QUOTES}])",  # JKM.(Anas), siap."
        rf"[{quotes}{DASHES}|]",
        rf"(?<=[{quotes}])[.,;:!?]+",
        rf"(?<=[.,!?])[{SINGLE_QUOTES}](?=\w)",  # siap,'ujar
        r"(?:\.{2,}|…)",
        r"(?<=[a-z]{2})[.!?](?=[A-Z])",  # tersebut.Kegiatan
        r"(?<=[a-z]{2}[A-Z])[.!?](?=[A-Z][a-z])",
        r"(?<=[A-Z]{3})[.!?](?=[A-Z][a-z])",  # JKM.Kegiatan
        r"(?<=\d)[.!?](?=[A-Z][a-z])",
        r"(?<=\w)[!?](?=[A-Za-z])",
        r"(?<=[\w.])[,;](?=[^\W\d])",
        r"(?<=\w),-{0,2}(?=\()",
        r"(?<=[^\W\d]),(?=\d)",
        r"(?<=[^\W\d]):(?=\w)",
        r"(?<=[^\W\d])/(?=[^\W\d])",
        r"(?<=[A-Z]{3})-(?=[A-Z][a-z])",  # the dateline SAUMLAKI-Desa
    ]


class IndonesianTokenizer(Tokenizer):  # type: ignore[misc]
    """spaCy's tokenizer, which needs quadratic time for a chunk without blanks, on pieces of at most `LONGEST`."""

    def __call__(self, text: str) -> Doc:
        """Return the tokens of `text`; a hostile chunk of a million brackets takes seconds, not hours."""
        if _UNBROKEN.search(text) is None:
            tokens: Doc = super().__call__(text)
            return tokens
        words: list[str] = []
        spaces: list[bool] = []
        for chunk in _CHUNK.findall(text):
            piece = super().__call__(chunk)
            words += [token.text for token in piece]
            spaces += [bool(token.whitespace_) for token in piece]
        return Doc(self.vocab, words=words, spaces=spaces)


def create_tokenizer(nlp: Language) -> Tokenizer:
    """Return the tokenizer for a pipeline's vocabulary.

    `Kamis(25/08)` gives Kamis ( 25/08 ); `Rp.20.000` gives Rp. 20.000; the period stays on `PT.`, `Drs.`, `dll.`,
    initials and degrees; BPJS-TK, ke-77, 2/2021, times, decimals, web and mail addresses stay whole; every quotation
    mark but an apostrophe inside a word, every bracket and every zero-width character is a token of its own.
    """
    return IndonesianTokenizer(
        nlp.vocab,
        rules={},
        prefix_search=re.compile(_prefixes()).search,
        suffix_search=re.compile(_suffixes()).search,
        infix_finditer=re.compile(_infixes()).finditer,
        token_match=re.compile(_whole()).match,
        url_match=re.compile(rf"(?:{WEB})$").match,
        max_cache_size=MOST_KNOWN,
    )


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]
def _registered() -> Callable[[Language], Tokenizer]:
    return create_tokenizer


class Indonesian(Language):  # type: ignore[no-untyped-call]  # spaCy marks no types there
    """spaCy's Indonesian without its 16,000 tokenizer exceptions, which this tokenizer has no use for and which take a tenth of a second."""

    lang = "id"


def blank_indonesian() -> Language:
    """Return an empty Indonesian pipeline with this tokenizer; it survives `to_disk` and `spacy.load`."""
    return Indonesian.from_config({"nlp": {"lang": "id", "tokenizer": {"@tokenizers": NAME}}})
