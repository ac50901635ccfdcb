"""Training of the pipeline: one network of word vectors and the components that learn with it, each from the data that teaches it.

Sentences of the public sets teach names of people, bodies and places; posts of the corpus teach these and phrases of
office. A set that says nothing of a component is not shown to it.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final

from spacy.language import Language
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

import extractor.language.sentences
import extractor.tagging.word_classes  # noqa: F401 - registers the layers
from extractor.language.tokenizer import blank_indonesian
from extractor.tagging import roles, sentence_events
from extractor.tagging.ops import networks_of, use_numpy_products
from extractor.training.annotated import AnnotatedPost
from extractor.training.augment import augmented, name_words
from extractor.training.examples import TrainingPost, entity_example, role_example, sentence_example
from extractor.training.public_data import TaggedSentence
from extractor.training.sentences import fit_sentences

ENTITIES: Final = "ner"
POSTS: Final = "posts"
SENTENCES: Final = "sentences"
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What the pipeline learns from: annotated posts without furniture, and sentences of public sets."""

    posts: Sequence[TrainingPost]
    sentences: Sequence[TaggedSentence] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of `recipe.toml`."""

    network: dict[str, Any] = field(default_factory=lambda: dict(_recipe()["network"]))
    training: dict[str, Any] = field(default_factory=lambda: dict(_recipe()["training"]))


def _recipe() -> dict[str, Any]:
    return tomllib.loads(files("extractor.training").joinpath("recipe.toml").read_text(encoding="utf-8"))


def untrained(recipe: Recipe) -> Language:
    """The pipeline with its components, before any training."""
    network = recipe.network
    width, hidden = network["width"], network["hidden"]
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": width, "upstream": "*"}
    words = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": width,
        "attrs": network["features"],
        "rows": network["rows"],
        "include_static_vectors": False,
    }
    transitions = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": hidden,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": listener,
    }
    vectors = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "jamsos.NewsEmbed.v1",
            "width": width,
            "class_width": network["class_width"],
            "embed": words,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": width,
            "depth": network["depth"],
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }
    nlp = blank_indonesian()
    nlp.add_pipe("id_sentences")
    nlp.add_pipe("tok2vec", config={"model": vectors})
    nlp.add_pipe(roles.NAME, config={"model": transitions})
    nlp.add_pipe(ENTITIES, config={"model": transitions})
    nlp.add_pipe(sentence_events.NAME)
    for layers in networks_of(nlp):
        use_numpy_products(layers)
    return nlp


def train(data: TrainingData, recipe: Recipe | None = None, seed: int = 0, report: Report | None = None) -> Language:
    """Train the pipeline from nothing.

    Args:
        data: what to learn from; what is held out is held out by the caller.
        recipe: the settings; those of `recipe.toml` if none are given.
        seed: of everything drawn. Figures differ a little between processors even with one seed.
        report: called with a line of progress now and then.

    Raises:
        ValueError: if there is nothing to learn from.
    """
    if not data.posts:
        raise ValueError("no annotated post to learn from")
    recipe = recipe or Recipe()
    settings = recipe.training
    fix_random_seed(seed)
    rng = random.Random(seed)  # noqa: S311 - for drawing, not for secrets
    nlp = untrained(recipe)
    posts = with_copies(data.posts, settings["copies"], rng)
    streams: dict[tuple[str, str], list[Example]] = {
        (ENTITIES, POSTS): [entity_example(nlp, one) for one in posts],
        (roles.NAME, POSTS): [role_example(nlp, one) for one in posts],
    }
    if data.sentences:
        streams[ENTITIES, SENTENCES] = [sentence_example(nlp, one) for one in data.sentences]
    optimizer = _initialized(nlp, streams, settings)
    batches = {stream: _batches(examples, settings, rng) for stream, examples in streams.items()}
    vectors: Any = nlp.get_pipe("tok2vec")
    listeners = dict(vectors.listener_map)
    losses: dict[str, float] = {}
    for step in range(1, settings["steps"] + 1):
        for (learner, _), stream in batches.items():
            if learner == roles.NAME and step % settings["roles_every"]:
                continue
            # The vectors learn when their last listener does: only the one who learns may listen.
            vectors.listener_map = {learner: listeners[learner]}
            others = [name for name in (roles.NAME, ENTITIES) if name != learner]
            nlp.update(next(stream), sgd=optimizer, drop=settings["dropout"], losses=losses, exclude=others)
        if report is not None and step % 250 == 0:
            told = ", ".join(f"{name} {loss / 250:.1f}" for name, loss in losses.items() if name != "tok2vec")
            report(f"step {step} of {settings['steps']}: {told}")
            losses = {}
    vectors.listener_map = listeners
    for network in networks_of(nlp):
        _keep_averages(network, optimizer)
    happenings: Any = nlp.get_pipe(sentence_events.NAME)
    happenings.take(fit_sentences(nlp, data.posts))
    return nlp


def with_copies(posts: Sequence[TrainingPost], copies: int, rng: random.Random) -> list[TrainingPost]:
    """The posts, each followed by so many augmented copies."""
    names = name_words(one.post for one in posts)

    def copy(post: AnnotatedPost) -> AnnotatedPost:
        return augmented(post, names, rng)

    return [made for one in posts for made in (one, *(TrainingPost(copy(one.post), one.events) for _ in range(copies)))]


def _initialized(nlp: Language, streams: dict[tuple[str, str], list[Example]], settings: dict[str, Any]) -> Any:
    """Give every component its labels and sizes; each sees the examples that teach it."""
    named = streams[ENTITIES, POSTS] + streams.get((ENTITIES, SENTENCES), [])
    samples = {"tok2vec": named[:10], roles.NAME: streams[roles.NAME, POSTS], ENTITIES: named}
    for name, sample in samples.items():
        component: Any = nlp.get_pipe(name)
        component.initialize(lambda sample=sample: sample, nlp=nlp)
    nlp._link_components()
    return Adam(
        learn_rate=settings["learn_rate"],
        beta1=0.9,
        beta2=0.999,
        eps=1e-8,
        L2=0.01,
        L2_is_weight_decay=True,
        grad_clip=1.0,
        use_averages=True,
    )


def _batches(examples: list[Example], settings: dict[str, Any], rng: random.Random) -> Iterator[list[Example]]:
    """Batches without end, in an order drawn anew each round; they grow from `words_first` to `words_last` words."""
    size = float(settings["words_first"])
    batch: list[Example] = []
    words = 0
    while True:
        rng.shuffle(examples)
        for one in examples:
            batch.append(one)
            words += len(one.reference)
            if words >= size:
                yield batch
                batch, words = [], 0
                size = min(size * settings["growth"], settings["words_last"])


def _keep_averages(model: Any, optimizer: Any) -> None:
    """Leave the network with the weights averaged over training, which generalize better than the last ones."""
    for node in model.walk():
        for name in node.param_names:
            average = optimizer.averages.get((node.id, name))
            if average is not None and node.has_param(name):
                node.set_param(name, average)
