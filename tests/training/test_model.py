"""A whole model: training, the folder, reading it back, and learning from a user's own posts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from extractor import Extractor, Record
from extractor.tagging.judge import NAMES, read_judges
from extractor.tagging.trained import JUDGES, ModelError, read_trained, shipped_model
from extractor.training.corpus import CorpusError, check_corpus, read_corpus
from extractor.training.model import training_posts
from extractor.training.trainer import TrainingData, train

ROOT = Path(__file__).resolve().parents[2]


def test_a_model_holds_a_network_and_every_judge(small_model):
    folder, fitted = small_model
    assert set(fitted) == set(NAMES) == set(read_judges(folder / JUDGES))
    assert read_trained(folder).pipe_names == ["id_sentences", "tok2vec", "role_phrases", "ner", "sentence_events"]
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) < 20_000_000


def test_records_made_with_a_model_are_records_and_the_same_each_time(small_model, small_corpus):
    posts = sorted((small_corpus / "posts" / "dev").iterdir())
    first = [one.model_dump_json() for one in Extractor(small_model[0]).stream(posts) if isinstance(one, Record)]
    second = [one.model_dump_json() for one in Extractor(small_model[0]).stream(posts) if isinstance(one, Record)]
    assert len(first) == len(posts)
    assert first == second


def test_a_folder_without_a_model_or_with_a_broken_one_is_told(tmp_path, small_model):
    with pytest.raises(ModelError, match="holds no model"):
        Extractor(tmp_path)
    unjudged = tmp_path / "unjudged"
    shutil.copytree(small_model[0], unjudged)
    (unjudged / JUDGES).write_text("{}")
    with pytest.raises(ModelError, match="not a file of judges"):
        Extractor(unjudged)
    broken = tmp_path / "broken"
    shutil.copytree(small_model[0], broken)
    (broken / "ner" / "model").write_bytes(b"")
    with pytest.raises(ModelError, match="not a model of this version"):
        Extractor(broken)


def test_the_same_seed_gives_the_same_network(small_corpus, brief):
    data = TrainingData(training_posts(read_corpus(small_corpus, "train")[:4]))
    one, other = (train(data, brief(steps=3), seed=7).get_pipe("tok2vec").model.to_bytes() for _ in range(2))
    assert one == other


def test_gold_posts_without_spans_are_learnt_from_too(small_corpus, tmp_path):
    own = tmp_path / "own"
    shutil.copytree(small_corpus / "posts" / "dev", own / "posts")
    shutil.copytree(small_corpus / "gold" / "dev", own / "gold")
    posts = read_corpus(own)
    assert all(post.spans is None for post in posts)
    made = training_posts(posts)
    assert all(one.events is None and any(one.post.of("person")) for one in made)


def command(*arguments, cwd=ROOT):
    return subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, arguments)], check=False, cwd=cwd, capture_output=True, text=True
    )


def test_the_command_trains_with_a_users_posts_and_extract_uses_the_model(small_corpus, tmp_path):
    own = tmp_path / "own"
    for kind in ("posts", "gold"):
        shutil.copytree(small_corpus / kind / "dev", own / kind)
    done = command("train", "--corpus", small_corpus, "--more", own, "-o", tmp_path / "model", "--steps", 4)
    assert done.returncode == 0, done.stderr
    assert "without public data" in done.stderr
    post = next((small_corpus / "posts" / "test").iterdir())
    used = command("extract", post, "--model", tmp_path / "model")
    assert used.returncode == 0, used.stderr
    assert json.loads(used.stdout)["article"]["text"]
    without = command("extract", post, "--model", "-")
    assert without.returncode == 0, without.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("train", "--corpus", "nowhere"), "no such folder"),
        (("extract", "corpus/posts/dev", "--model", "nowhere"), "holds no model"),
        (("spans", "--check", "nowhere"), "holds no spans"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_1(arguments, reason):
    done = command(*arguments)
    assert done.returncode == 1
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_an_annotated_post_is_shown_with_the_numbers_of_its_events():
    path = next(path for path in sorted((ROOT / "corpus" / "spans" / "dev").iterdir()) if "trigger" in path.read_text())
    done = command("spans", path)
    assert done.returncode == 0
    assert "[1]" in done.stdout


def test_a_check_names_the_file_that_is_not_as_its_post(small_corpus, tmp_path):
    folder = tmp_path / "corpus"
    shutil.copytree(small_corpus, folder)
    assert list(check_corpus(folder)) == []
    spans = sorted((folder / "spans" / "train").glob("*.xml"))
    post = next(one for one in spans if (folder / "posts" / "train" / f"{one.stem}.txt").is_file())
    post.write_text(post.read_text(encoding="utf-8").replace("</title>", "!</title>"), encoding="utf-8")
    (complaint,) = check_corpus(folder)
    assert str(post) in complaint
    assert "not the text of" in complaint


def test_a_post_without_gold_is_told(small_corpus, tmp_path):
    folder = tmp_path / "corpus"
    shutil.copytree(small_corpus, folder)
    missing = next((folder / "gold" / "train").iterdir())
    missing.unlink()
    with pytest.raises(CorpusError, match=missing.name):
        read_corpus(folder, "train")


def test_the_model_that_ships_is_found():
    folder = shipped_model()
    assert folder is not None
    assert (folder / JUDGES).is_file()
