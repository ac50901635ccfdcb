"""A model trained for a moment, for tests of what surrounds training: it knows next to nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractor.training.corpus import read_corpus
from extractor.training.model import train_model
from extractor.training.trainer import Recipe

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
POSTS = 12


def brief(**changed):
    """A recipe of a few steps on a narrow network."""
    recipe = Recipe()
    recipe.training.update({"steps": 6, "copies": 1, **changed})
    recipe.network.update({"width": 32, "depth": 2, "rows": [500, 200, 200, 200], "hidden": 16})
    return recipe


@pytest.fixture(scope="session", name="brief")
def brief_recipe():
    """Makes a brief recipe; what is given by name is changed in it."""
    return brief


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory):
    """A corpus of the first relevant posts of the project's."""
    folder = tmp_path_factory.mktemp("corpus")
    for part, number in (("train", POSTS), ("dev", 2), ("test", 2)):
        names = sorted(path.stem for path in (CORPUS / "gold" / part).glob("a*.json")) or []
        names += sorted({path.stem for path in (CORPUS / "gold" / part).glob("*.json")} - set(names))
        for name in names[:number]:
            for kind in ("posts", "gold", "spans"):
                (folder / kind / part).mkdir(parents=True, exist_ok=True)
                for path in (CORPUS / kind / part).glob(f"{name}.*"):
                    shutil.copy(path, folder / kind / part)
    return folder


@pytest.fixture(scope="session")
def small_model(small_corpus, tmp_path_factory):
    """The folder of a model trained for a moment, and the judges with what they said of held-out posts."""
    folder = tmp_path_factory.mktemp("model") / "brief"
    fitted = train_model(read_corpus(small_corpus, "train"), [], folder, recipe=brief(), report=lambda line: None)
    return folder, fitted
