"""spaCy is loaded without its command line, and nothing of it is lost."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_making_an_extractor_loads_no_command_line_of_spacy():
    code = "import sys, extractor; extractor.Extractor; print([m for m in sys.modules if m.startswith('spacy.cli')])"
    assert run(code) == "[]"


@pytest.mark.parametrize(
    "code",
    [
        "import extractor; extractor.Extractor; import spacy; print('spacy_version' in spacy.info(silent=True))",
        "import extractor; extractor.Extractor; from spacy.cli.info import info; print('spacy_version' in info(silent=True))",
    ],
)
def test_the_real_command_line_is_there_for_who_asks(code):
    assert run(code) == "True"


def test_a_spacy_that_is_loaded_already_is_left_alone():
    code = (
        "import sys, spacy; before = sys.modules['spacy.cli']; from extractor.language.start import load_spacy; "
        "load_spacy(); print(sys.modules['spacy.cli'] is before)"
    )
    assert run(code) == "True"
