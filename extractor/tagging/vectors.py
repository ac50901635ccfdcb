"""Token vectors as the trained `tok2vec` computes them, in a fraction of its time.

The network has two parts. The lower one reads a word by itself, so that its answer for a word is the same in every post: it is computed when a
word is met first, and kept. The upper one looks at neighbours, a word further with each layer: it is computed over blocks small enough for the
processor's cache, each with as many words around it as it looks at, in few numpy operations on arrays that are used again.

What was kept may not change a record: a word's vector has the same bits whichever post it is met in first. So the lower part multiplies
each word by itself; products of many rows at once round in ways that depend on how many there are.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

from extractor.tagging.ops import NumpyProducts

NAME: Final = "jamsos_vectors"
MOST_KNOWN: Final = 20_000  # words kept, 10 MB; then all are forgotten
_BLOCK: Final = 512  # words
_SMALL: Final = np.float32(1e-8)  # thinc's, added to a variance


class RowProducts(NumpyProducts):
    """Matrix products in which a row's result does not depend on the other rows."""

    name = "numpy"

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices, each row of the first multiplied by itself."""
        if trans1 or out is not None:  # asked for in training alone
            return super().gemm(x, y, out, trans1, trans2)
        return np.matmul(x[:, None, :], y.T if trans2 else y)[:, 0]


class _Layer(NamedTuple):
    """A residual layer over a word and its two neighbours."""

    weights: Any  # shape (3 x width, pieces x width): pieces before units, their maximum is then one of long rows
    bias: Any  # shape (pieces x width,)
    scale: Any  # of the normalization, shape (width,)
    shift: Any


class Vectors:
    """Writes `doc.tensor`, shape (tokens, width), as a trained `tok2vec` would; give it one with `take`."""

    def __init__(self) -> None:
        self._embed: Model[list[Doc], list[Any]] | None = None
        self._layers: tuple[_Layer, ...] = ()
        self._pieces = 0
        self._known: dict[
            int, int
        ] = {}  # row of the table by the number spaCy gives a text, the same in every vocabulary
        self._table: Any = None
        self._learning = Lock()

    def take(self, network: Model[list[Doc], list[Any]]) -> None:
        """Compute what `network` computes; its lower part is used, and multiplies row by row from now on.

        Raises:
            ValueError: the network is not of the make of this version's recipe.
        """
        try:
            embed, above = network.layers
            layers = above.layers[0].layers
            windows = [node.attrs["window_size"] for node in above.walk() if node.name == "expand_window"]
            if windows != [1] * len(layers) or above.attrs["pad"] != len(layers) or not layers:
                raise ValueError("another window")
            self._layers = tuple(_layer(layer) for layer in layers)
        except (ValueError, KeyError, IndexError, AttributeError) as error:
            raise ValueError(f"{network.name[:80]}: not a network that can be computed so ({error})") from error
        ops = RowProducts()
        for node in embed.walk():
            node.ops = ops
        self._embed = embed
        width = len(self._layers[0].scale)
        self._pieces = len(self._layers[0].bias) // width
        self._known, self._table = {}, np.empty((1024, width), dtype="float32")

    def __call__(self, doc: Doc) -> Doc:
        """Give `doc` its vectors."""
        if self._embed is not None:
            doc.tensor = self._seen_with_neighbours(self._words(doc, self._embed))
        return doc

    def _words(self, doc: Doc, embed: Model[list[Doc], list[Any]]) -> Any:
        """The vector of each word by itself; shape (tokens, width)."""
        orths: list[int] = doc.to_array("ORTH").tolist()
        with self._learning:
            new = [orth for orth in dict.fromkeys(orths) if orth not in self._known]
            if new:
                if len(self._known) + len(new) > MOST_KNOWN:
                    self._known = {}
                    new = list(dict.fromkeys(orths))
                self._learn(new, embed(_doc_of(doc, new), is_train=False)[0][0])
            known = self._known
            return self._table[[known[orth] for orth in orths]]

    def _learn(self, orths: list[int], vectors: Any) -> None:
        first = len(self._known)
        needed = first + len(orths)
        if needed > len(self._table):
            table = np.empty((max(needed, 2 * len(self._table)), self._table.shape[1]), dtype="float32")
            table[:first] = self._table[:first]
            self._table = table
        self._table[first:needed] = vectors
        self._known.update(zip(orths, range(first, needed), strict=True))

    def _seen_with_neighbours(self, words: Any) -> Any:
        """The vectors after all layers; shape (tokens, width)."""
        reach = len(self._layers)
        count, width = words.shape
        out = np.empty_like(words)
        padded = np.zeros(
            (count + 2 * reach, width), dtype="float32"
        )  # as spaCy pads, so that the first word has neighbours
        padded[reach : reach + count] = words
        rows = min(_BLOCK, count) + 2 * reach
        window = np.zeros((rows, 3 * width), dtype="float32")
        hidden = np.empty((rows, self._pieces * width), dtype="float32")
        for start in range(0, count, _BLOCK):
            end = min(count, start + _BLOCK)
            block = padded[start : end + 2 * reach].copy()
            for layer in self._layers:
                _add(layer, block, window[: len(block)], hidden[: len(block)])
            out[start:end] = block[reach : reach + end - start]
        return out


def _add(layer: _Layer, block: Any, window: Any, hidden: Any) -> None:
    """Add to the vectors of `block` what a layer makes of them; `window` and `hidden` are room to work in."""
    width = block.shape[1]
    window[0, :width] = 0.0
    window[1:, :width] = block[:-1]
    window[:, width : 2 * width] = block
    window[:-1, 2 * width :] = block[1:]
    window[-1, 2 * width :] = 0.0
    np.matmul(window, layer.weights, out=hidden)
    hidden += layer.bias
    best = hidden[:, :width]
    for piece in range(width, hidden.shape[1], width):
        np.maximum(best, hidden[:, piece : piece + width], out=best)
    best -= (np.add.reduce(best, axis=1) / np.float32(width))[:, None]
    variance = np.einsum("ij,ij->i", best, best) / np.float32(width) + _SMALL
    best *= (1.0 / np.sqrt(variance))[:, None]
    best *= layer.scale
    best += layer.shift
    block += best


def _layer(residual: Model[Any, Any]) -> _Layer:
    (maxout,) = [node for node in residual.walk() if node.name == "maxout"]
    (norm,) = [node for node in residual.walk() if node.name == "layernorm"]
    weights: Any = maxout.get_param("W")
    bias: Any = maxout.get_param("b")
    width, pieces, seen = weights.shape
    if seen != 3 * width:
        raise ValueError("a layer of another shape")
    flat = weights.swapaxes(0, 1).reshape(pieces * width, seen).T
    return _Layer(np.ascontiguousarray(flat), bias.T.reshape(-1).copy(), norm.get_param("G"), norm.get_param("b"))


def _doc_of(doc: Doc, orths: list[int]) -> list[Doc]:
    strings = doc.vocab.strings
    return [Doc(doc.vocab, words=[strings[orth] for orth in orths])]


@Language.factory(NAME, assigns=["doc.tensor"])
def make_vectors(nlp: Language, name: str) -> Vectors:
    """The component that computes token vectors; it knows nothing before it is given a network."""
    return Vectors()
