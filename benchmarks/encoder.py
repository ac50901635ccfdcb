"""An encoder of the size that the transformers of Indonesian have (12 layers, 768 wide), with random weights: right or wrong, it takes the same time.

Plain numpy, its products by the same library as ours. It is spared what a real one does besides: cutting words into pieces, windows that
overlap, and the components above it. So it is faster than the models it stands for.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

NAME: Final = "bench_encoder"
LAYERS, WIDTH, HEADS, INNER = 12, 768, 12, 3072
WINDOW: Final = 128  # tokens, as spacy-transformers cuts posts; without its overlap


class Encoder:
    """A spaCy component that writes `doc.tensor`, shape (tokens, `WIDTH`)."""

    def __init__(self) -> None:
        draw = np.random.default_rng(1)

        def weights(*shape: int) -> Any:
            return (draw.standard_normal(shape, dtype="float32") * np.float32(0.02)).astype("float32")

        self.words = weights(10_000, WIDTH)
        self.layers = [
            (weights(WIDTH, 3 * WIDTH), weights(WIDTH, WIDTH), weights(WIDTH, INNER), weights(INNER, WIDTH))
            for _ in range(LAYERS)
        ]

    def __call__(self, doc: Doc) -> Doc:
        """Encode the words of `doc`, window by window."""
        vectors = self.words[doc.to_array("ORTH") % len(self.words)]
        windows = [self._encoded(vectors[at : at + WINDOW]) for at in range(0, len(vectors), WINDOW)]
        doc.tensor = np.concatenate(windows) if windows else vectors
        return doc

    def _encoded(self, vectors: Any) -> Any:
        for mixing, joining, widening, narrowing in self.layers:
            vectors = _normal(vectors + self._attended(vectors @ mixing) @ joining)
            vectors = _normal(vectors + _gelu(vectors @ widening) @ narrowing)
        return vectors

    def _attended(self, mixed: Any) -> Any:
        count = len(mixed)
        asked, offered, said = mixed.reshape(count, 3, HEADS, WIDTH // HEADS).transpose(1, 2, 0, 3)
        scores = asked @ offered.transpose(0, 2, 1) * np.float32((WIDTH // HEADS) ** -0.5)
        scores = np.exp(scores - scores.max(axis=2, keepdims=True))
        shares = scores / scores.sum(axis=2, keepdims=True)
        return (shares @ said).transpose(1, 0, 2).reshape(count, WIDTH)


def _normal(vectors: Any) -> Any:
    centred = vectors - vectors.mean(axis=1, keepdims=True)
    return centred / np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(1e-5))


def _gelu(values: Any) -> Any:
    return values / (1 + np.exp(np.float32(-1.702) * values))


@Language.factory(NAME, assigns=["doc.tensor"])
def make_encoder(nlp: Language, name: str) -> Encoder:
    """The component that encodes."""
    return Encoder()
