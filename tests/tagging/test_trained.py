"""A folder that is no model is told in one way, whatever is wrong with it and whoever reads it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from spacy.training import Example

from extractor import Extractor
from extractor.run.models import load_extractor
from extractor.tagging.trained import ModelError, read_trained, shipped_model, write_trained


def broken(folder: Path, file: str, data: bytes) -> Path:
    """A copy of the shipped model in which one file holds something else."""
    shipped = shipped_model()
    assert shipped is not None
    shutil.copytree(shipped, folder / "model")
    (folder / "model" / file).write_bytes(data)
    return folder / "model"


@pytest.mark.parametrize(
    ("configuration", "reason"),
    [
        ("", "config.cfg names no components id_sentences, tok2vec, role_phrases, ner, sentence_events"),
        ('[nlp]\nlang = "id"\npipeline = ["id_sentences"]\n\n[components]\n\n[components.id_sentences]\n'
         'factory = "id_sentences"\n', "config.cfg names no components tok2vec, role_phrases, ner, sentence_events"),
        ("no configuration", "no section headers"),
        ('[nlp]\nlang = "en"\n', "does not match"),
    ],
)  # fmt: skip
def test_a_configuration_of_no_model_is_told_with_its_folder_and_the_reason(
    tmp_path: Path, configuration: str, reason: str
) -> None:
    (tmp_path / "config.cfg").write_text(configuration)
    for load in (Extractor, load_extractor):
        with pytest.raises(ModelError) as raised:
            load(str(tmp_path))
        told = str(raised.value)
        assert told.startswith(f"{tmp_path}: not a model of this version (")
        assert told.endswith("Train it anew with `extractor train`.")
        assert reason in told


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("meta.json", b"[1]"),
        ("tok2vec/cfg", b"[1]"),
        ("tok2vec/model", b"\x00" * 9),
        ("ner/moves", b""),
        ("sentence_events/features.json", b"[1]"),
        ("sentence_events/weights.npy", b""),
    ],
)
def test_a_broken_file_of_a_model_is_told_with_its_folder(tmp_path: Path, file: str, data: bytes) -> None:
    model = broken(tmp_path, file, data)
    with pytest.raises(ModelError, match="not a model of this version") as raised:
        Extractor(model)
    assert str(raised.value).startswith(f"{model}: ")


@pytest.mark.parametrize("data", [b"", b"\xff\x00", b"[1]"])
def test_broken_judges_are_told_with_their_file(tmp_path: Path, data: bytes) -> None:
    model = broken(tmp_path, "judges.json", data)
    with pytest.raises(ModelError, match="not a file of judges") as raised:
        Extractor(model)
    assert str(raised.value).startswith(f"{model / 'judges.json'}: ")


def test_a_network_of_another_make_is_told_with_its_folder(tmp_path: Path) -> None:
    shipped = shipped_model()
    assert shipped is not None
    nlp = read_trained(shipped)
    make = nlp.get_pipe_config("ner")["model"]
    nlp.remove_pipe("ner")
    nlp.add_pipe("ner", config={"model": {**make, "extra_state_tokens": True}})
    names: Any = nlp.get_pipe("ner")
    names.add_label("PERSON")
    names.initialize(lambda: [Example.from_dict(nlp.make_doc("Siti"), {"entities": [(0, 4, "PERSON")]})], nlp=nlp)
    write_trained(nlp, tmp_path / "model")
    with pytest.raises(ModelError, match="not a recognizer that can be decoded so") as raised:
        Extractor(tmp_path / "model")
    assert str(raised.value).startswith(f"{tmp_path / 'model'}: not a model of this version (")
