"""Matrix products by numpy's own library.

thinc multiplies with the package `blis`, which on the processors this was measured on takes three times as long as the OpenBLAS inside
numpy (benchmarks/README.md). Everything else stays thinc's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from spacy.language import Language
from thinc.api import Model, NumpyOps


class NumpyProducts(NumpyOps):  # type: ignore[misc]  # Cython without stubs
    """thinc's operations on the CPU, matrix products apart."""

    name = "numpy"

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices, either of them transposed first, into `out` where that is given."""
        left, right = x.T if trans1 else x, y.T if trans2 else y
        if out is None:
            return np.ascontiguousarray(left @ right)
        np.matmul(left, right, out=out)
        return out


def networks_of(nlp: Language) -> Iterator[Model[Any, Any]]:
    """The networks of a pipeline's trained components."""
    for _, component in nlp.pipeline:
        if isinstance(network := getattr(component, "model", None), Model):
            yield network


def use_numpy_products(model: Model[Any, Any]) -> None:
    """Let a network and all its layers multiply by numpy."""
    ops = NumpyProducts()
    for layer in model.walk():
        layer.ops = ops
