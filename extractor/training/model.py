"""A whole model: the network, the judges that weigh it against the rules, and the folder that holds both.

The judges must learn from what a network says of posts it has not seen. So the posts are parted in folds; for each a network is trained
on the others and reads the fold. These networks are thrown away: the one that ships has seen all posts.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from extractor.evaluate.facts import EventFact
from extractor.pipeline import Extractor
from extractor.records import EventStatus
from extractor.tagging import sentence_events
from extractor.tagging.judge import write_judges
from extractor.tagging.trained import JUDGES, read_trained, write_trained
from extractor.training.corpus import CorpusPost
from extractor.training.examples import TrainingPost
from extractor.training.judges import Fitted, JudgedPost, Report, fit_events, fit_people
from extractor.training.public_data import TaggedSentence
from extractor.training.sentences import fit_sentences
from extractor.training.silver import silver_spans
from extractor.training.trainer import Recipe, TrainingData, train

FOLDS: Final = 3
SHORTER: Final = 0.5  # steps of a network that only reads a fold, of those of the network that ships


def train_model(
    posts: Sequence[CorpusPost],
    sentences: Sequence[TaggedSentence],
    folder: Path,
    *,
    weighed: Sequence[CorpusPost] = (),
    recipe: Recipe | None = None,
    seed: int = 0,
    workers: int = 2,
    report: Report = print,
) -> dict[str, Fitted]:
    """Train a model and write it into `folder`, which is made anew; returns the judges with what they say of held-out posts.

    Args:
        posts: annotated posts to learn from; those without spans give the judges their facts alone.
        sentences: of public sets, without leaks (`extractor.training.public_data.without_leaks`).
        weighed: posts that the networks do not learn from, for the judges to learn from too (part `dev` of the corpus).
        folder: where the model goes; replaced as a whole once everything has succeeded.
        recipe: settings of the network.
        seed: of everything drawn.
        workers: networks trained at the same time, one core each.
        report: called with lines of progress.

    Raises:
        ValueError: there is too little to learn from.
    """
    recipe = recipe or Recipe()
    shorter = Recipe(recipe.network, {**recipe.training, "steps": max(1, int(recipe.training["steps"] * SHORTER))})
    folds = [[post for number, post in enumerate(posts) if number % FOLDS == fold] for fold in range(FOLDS)]
    with TemporaryDirectory() as scratch, ProcessPoolExecutor(workers) as pool:
        made = Path(scratch) / "model"
        jobs = [pool.submit(_network, posts, sentences, made, recipe, seed)]
        parts = [Path(scratch) / f"fold{number}" for number in range(FOLDS)]
        for fold, part in zip(folds, parts, strict=True):
            others = [post for post in posts if post not in fold]
            jobs.append(pool.submit(_network, others, sentences, part, shorter, seed))
        for number, job in enumerate(jobs, start=1):
            report(f"network {number} of {len(jobs)}: {job.result()}")
        fitted = fit_judges([*zip(parts, folds, strict=True), (made, weighed)], report)
        _read_sentences_of(made, [*posts, *weighed])
        write_judges(made / JUDGES, {name: one.judge for name, one in fitted.items()})
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(made, folder)
    return fitted


def fit_judges(folds: Sequence[tuple[Path, Sequence[CorpusPost]]], report: Report) -> dict[str, Fitted]:
    """Fit all judges on posts that are each read by a network which has not seen them.

    Args:
        folds: folders of networks, each with the posts kept from it.
        report: called with a line for each judge.
    """
    readers = [(Extractor(folder), posts) for folder, posts in folds]
    people = fit_people([_judged(reader, post) for reader, posts in readers for post in posts], report)
    for reader, _ in readers:
        finder: Any = reader.nlp.get_pipe("jamsos_people")
        finder.judges = {name: one.judge for name, one in people.items()}
    events = fit_events([_judged(reader, post) for reader, posts in readers for post in posts], report)
    return {**people, **events}


def _read_sentences_of(folder: Path, posts: Sequence[CorpusPost]) -> None:
    """Let the reader of sentences of a written network learn from all posts, those too that only the judges had learnt from so far."""
    nlp = read_trained(folder)
    reader: Any = nlp.get_pipe(sentence_events.NAME)
    reader.take(fit_sentences(nlp, training_posts(posts)))
    write_trained(nlp, folder)


def _judged(reader: Extractor, post: CorpusPost) -> JudgedPost:
    return JudgedPost(reader.annotate(post.document), post.spans, post.gold)


def _network(
    posts: Sequence[CorpusPost], sentences: Sequence[TaggedSentence], folder: Path, recipe: Recipe, seed: int
) -> str:
    """Train one network and write it; returns the last line of progress."""
    lines: list[str] = ["no line of progress"]
    nlp = train(TrainingData(training_posts(posts), sentences), recipe, seed, lines.append)
    write_trained(nlp, folder)
    return lines[-1]


def training_posts(posts: Sequence[CorpusPost]) -> list[TrainingPost]:
    """The posts without their furniture, each with the types and statuses of its gold events.

    Of a post without spans those are looked up, and what happens in its sentences stays unknown.
    """
    made: list[TrainingPost] = []
    for post in posts:
        if post.spans is not None:
            events = tuple(_kind(event) for event in post.gold.get("events") or [])
            made.append(TrainingPost(post.spans.without_noise(), events))
        else:
            made.append(TrainingPost(silver_spans(post.id, post.text, post.gold), None))
    return made


def _kind(event: EventFact) -> tuple[str, str]:
    return event["type"], event.get("status") or EventStatus.OCCURRED.value


def held_out_words(posts: Iterable[CorpusPost]) -> list[list[str]]:
    """The words of each post that a model is chosen or measured on (parts dev and test): no training text may share a run of them."""
    return [post.text.split() for post in posts]
