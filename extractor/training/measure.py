"""The figures of models/README.md.

    python -m extractor.training.measure [--model FOLDER] [--corpus FOLDER] [--public FOLDER] [--seeds 0,1,2]

Prints Markdown tables: what the model marks, by label; the families of facts by the rules alone, by the model alone, by both; how far
the confidence of events can be believed; and, with public data, the public test parts, for the model and, with `--seeds`, for networks
trained anew with each seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import mean
from typing import Annotated, Final

import typer
from spacy.language import Language

from extractor.evaluate import score
from extractor.evaluate.facts import Facts, JsonObject
from extractor.evaluate.report import Report
from extractor.pipeline import Extractor
from extractor.records import Record
from extractor.tagging.trained import read_trained, shipped_model
from extractor.training.baseline import network_alone
from extractor.training.corpus import CorpusPost, read_corpus
from extractor.training.model import held_out_words, training_posts
from extractor.training.public_data import PUBLIC_SETS, TaggedSentence, training_sentences
from extractor.training.scores import Counts, public_scores, reliability, span_scores
from extractor.training.trainer import TrainingData, train

PARTS: Final = ("dev", "test")


def main(
    model: Annotated[Path | None, typer.Option(help="Folder of the model; that of the program if not given.")] = None,
    corpus: Annotated[Path, typer.Option(help="The corpus.")] = Path("corpus"),
    public: Annotated[Path | None, typer.Option(help="The folder of public data.")] = None,
    seeds: Annotated[str, typer.Option(help="Seeds of networks to train for the public test parts: 0,1,2.")] = "",
) -> None:
    """Print the tables."""
    folder = model or shipped_model()
    if folder is None:
        raise typer.BadParameter("the program came without a model; name one", param_hint="--model")
    nlp = read_trained(folder)
    for part in PARTS:
        posts = read_corpus(corpus, part)
        print_spans(f"Spans and sentences, corpus {part}", span_scores(nlp, training_posts(posts)))
        print_families(f"Families of facts, corpus {part}", posts, folder, nlp)
    if public is not None:
        print_public(nlp, public)
        if seeds:
            print_seeds([int(one) for one in seeds.split(",")], corpus, public)


def print_spans(title: str, counts: Mapping[str, Counts]) -> None:
    """One row a label: precision, recall, F1 of strict spans or of sentences, and how many there are."""
    typer.echo(f"\n### {title}\n\n| label | precision | recall | F1 | gold |\n| --- | ---: | ---: | ---: | ---: |")
    for label, one in counts.items():
        said = one.right + one.extra
        precision, recall = one.right / said if said else 1.0, one.right / one.gold if one.gold else 1.0
        typer.echo(f"| {label} | {precision:.3f} | {recall:.3f} | {one.f1:.3f} | {one.gold} |")


def print_families(title: str, posts: Sequence[CorpusPost], folder: Path, nlp: Language) -> None:
    """One row a family: F1 by the rules alone, by the network alone, by both; then the reliability of confidence by both."""
    gold = {post.id: post.gold for post in posts}
    both = _records(Extractor(folder), posts)
    columns: list[Report] = [
        score(gold, _records(Extractor(None), posts)),
        score(gold, {post.id: network_alone(nlp, post) for post in posts}),
        score(gold, both),
    ]
    typer.echo(f"\n### {title}\n\n| family | rules alone | network alone | both |\n| --- | ---: | ---: | ---: |")
    for family in columns[0].families:
        typer.echo(f"| {family} | {' | '.join(f'{one.families[family].f1:.3f}' for one in columns)} |")
    typer.echo(f"| headline | {' | '.join(f'{one.headline:.3f}' for one in columns)} |")
    print_reliability(gold, both)


def print_reliability(gold: Mapping[str, Facts], records: Mapping[str, JsonObject]) -> None:
    """One row a range of confidence: events said, their mean confidence, the share that is right."""
    typer.echo("\n| confidence | events | mean confidence | right |\n| --- | ---: | ---: | ---: |")
    for one in reliability(gold, records):
        typer.echo(f"| {one.low:.1f} to {one.high:.1f} | {one.said} | {one.mean:.2f} | {one.right:.2f} |")


def print_public(nlp: Language, public: Path) -> None:
    """Strict spans on the public test parts."""
    for one in PUBLIC_SETS:
        print_spans(f"{one.name} test, the model", public_scores(nlp, one.read(public, "test")))


def print_seeds(seeds: Sequence[int], corpus: Path, public: Path) -> None:
    """Strict spans on the public test parts of networks trained anew, and the mean of their F1."""
    posts = read_corpus(corpus, "train")
    sentences = training_sentences(
        public, held_out_words([post for part in PARTS for post in read_corpus(corpus, part)]), typer.echo
    )
    jobs = [(seed, posts, sentences, public) for seed in seeds]
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(_seed_scores, jobs))
    typer.echo(
        f"\n| seed | {' | '.join(f'{one.name} test' for one in PUBLIC_SETS)} |\n| --- |{' ---: |' * len(PUBLIC_SETS)}"
    )
    for seed, row in zip(seeds, found, strict=True):
        typer.echo(f"| {seed} | {' | '.join(f'{one:.3f}' for one in row)} |")
    typer.echo(f"| mean | {' | '.join(f'{mean(column):.3f}' for column in zip(*found, strict=True))} |")


def _seed_scores(job: tuple[int, Sequence[CorpusPost], Sequence[TaggedSentence], Path]) -> list[float]:
    seed, posts, sentences, public = job
    nlp = train(TrainingData(training_posts(posts), sentences), seed=seed)
    return [public_scores(nlp, one.read(public, "test"))["all"].f1 for one in PUBLIC_SETS]


def _records(extractor: Extractor, posts: Iterable[CorpusPost]) -> dict[str, JsonObject]:
    return {post.id: _plain(extractor.extract_document(post.document)) for post in posts}


def _plain(record: Record) -> JsonObject:
    return record.model_dump(mode="json")


if __name__ == "__main__":
    typer.run(main)
