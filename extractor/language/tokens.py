"""The tokens of a Doc read as arrays: no object and no property for each of them."""

from __future__ import annotations

from typing import Any, Final

from spacy.attrs import IS_SPACE, LOWER, NORM, PREFIX, SHAPE, SUFFIX
from spacy.tokens import Doc

_CACHE = "jamsos_token_texts"
_ASKED: Final = (IS_SPACE, LOWER, NORM, PREFIX, SHAPE, SUFFIX)
_MOST_KNOWN = 30_000  # texts kept, 6 MB
# spaCy numbers a text by its hash, the same in every vocabulary, and decodes it anew each time that it is asked for.
_known: dict[int, str] = {}


def token_texts(doc: Doc) -> list[str]:
    """What each token of `doc` prints, read once."""
    texts: list[str] | None = doc.user_data.get(_CACHE)
    if texts is None:
        texts = doc.user_data[_CACHE] = _texts(doc)
    return texts


def _texts(doc: Doc) -> list[str]:
    orths: Any = doc.to_array("ORTH")
    strings = doc.vocab.strings
    if len(_known) < _MOST_KNOWN:
        return [_known.get(orth) or _known.setdefault(orth, strings[orth]) for orth in orths.tolist()]
    return [_known.get(orth) or strings[orth] for orth in orths.tolist()]


def know_only_what_is_asked(vocab: Any) -> None:
    """Let a vocabulary work out of a word it meets first only what the pipeline asks of one, not whether it looks like an address."""
    getters = vocab.lex_attr_getters
    vocab.lex_attr_getters = {attribute: getters[attribute] for attribute in _ASKED if attribute in getters}
