"""The trained pipeline on disk: where it lies, how it is written and read.

It travels in the wheel, under this package; in a checkout it lies in `models/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.util import load_config

import extractor.tagging.word_classes  # noqa: F401 - registers the layers
from extractor.language import sentences
from extractor.language.tokenizer import Indonesian, blank_indonesian
from extractor.tagging import roles, sentence_events
from extractor.tagging.judge import Judges, read_judges
from extractor.tagging.ops import networks_of, use_numpy_products

NAME: Final = "jamsos_news"
JUDGES: Final = "judges.json"
# Of no use: the layers know words by their hashes, and the tokenizer is made from its patterns.
_LEFT_OUT: Final = ["vocab", "tokenizer"]
_COMPONENTS: Final = (sentences.NAME, "tok2vec", roles.NAME, "ner", sentence_events.NAME)
_HERE: Final = Path(__file__).resolve().parent


class ModelError(ValueError):
    """A folder that holds no usable model: says which, and what to do."""


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Tell in one way whatever spaCy and others say who cannot make sense of a model's files.

    Raises:
        ModelError: a file is missing, broken, or of another make.
    """
    try:
        yield
    except ModelError:
        raise
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise ModelError(
            f"{folder}: not a model of this version ({reason}). Train it anew with `extractor train`."
        ) from error


def shipped_model() -> Path | None:
    """The folder of the model that came with the program, or `None` where there is none."""
    for folder in (_HERE / NAME, _HERE.parent.parent / "models" / NAME):
        if (folder / "config.cfg").is_file():
            return folder
    return None


def write_trained(nlp: Language, folder: Path) -> None:
    """Write a trained pipeline into `folder`."""
    nlp.to_disk(folder, exclude=_LEFT_OUT)


def read_trained(folder: Path) -> Language:
    """Read a trained pipeline.

    Raises:
        ModelError: the folder holds none, or one of another version.
    """
    if not (folder / "config.cfg").is_file():
        raise ModelError(f"{folder}: holds no model (no config.cfg). `extractor train` writes one.")
    with reading(folder):
        nlp = Indonesian.from_config(load_config(folder / "config.cfg"))
        if missing := [name for name in _COMPONENTS if name not in nlp.pipe_names]:
            raise ValueError(f"config.cfg names no components {', '.join(missing)}")
        nlp.from_disk(folder, exclude=_LEFT_OUT)
    for network in networks_of(nlp):
        use_numpy_products(network)
    return nlp


def judges_of(folder: Path) -> Judges:
    """The judges of a model; none if it has no file of them (then its marks are made and nobody asks for them).

    Raises:
        ModelError: the file is none of this version.
    """
    path = folder / JUDGES
    if not path.is_file():
        return {}
    try:
        return read_judges(path)
    except ValueError as error:
        raise ModelError(str(error)) from error


def blank() -> Language:
    """A pipeline that marks sentences and nothing else, for working by the rules alone."""
    nlp = blank_indonesian()
    nlp.add_pipe(sentences.NAME)
    return nlp


__all__ = [
    "JUDGES",
    "NAME",
    "ModelError",
    "blank",
    "judges_of",
    "read_trained",
    "reading",
    "shipped_model",
    "write_trained",
]
