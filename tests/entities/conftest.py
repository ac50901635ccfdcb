"""Texts read by the whole pipeline: the components need one another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from extractor import Extractor


@pytest.fixture(scope="session")
def read(extractor: Extractor) -> Callable[[str], Doc]:
    """Read a text without a headline: the Doc with all that the components found."""
    return extractor.nlp
