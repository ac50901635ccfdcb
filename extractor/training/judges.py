"""Fitting of the judges: logistic regressions over the evidence that the pipeline collects on posts with gold facts.

A network has seen the posts that it was trained on, and is surer of them than of others. So the judges learn from what networks say of
posts that were kept from them: the posts are parted in folds, and a network trained on the others reads each fold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from spacy.tokens import Doc

from extractor.entities.people import join
from extractor.entities.people.evidence import Rivals, of_person, of_role
from extractor.entities.words import Words
from extractor.evaluate.facts import EventFact, Facts
from extractor.evaluate.same import same_participant, same_person, same_place, same_role, same_value
from extractor.events.arguments import JUDGE_OF, Filler
from extractor.events.belonging import Candidate
from extractor.events.grouping import group
from extractor.events.model import Event
from extractor.events.scene import Scene
from extractor.events.selection import event_evidence
from extractor.events.triggers import find_cues, find_triggers, readings
from extractor.tagging.judge import Evidence, Judge
from extractor.training.annotated import AnnotatedPost

Report = Callable[[str], None]
FOLDS: Final = 5
STRENGTHS: Final = (0.02, 0.05, 0.15, 0.5)  # inverse regularization, tried by cross-validation
# Which of the cuts that are as good is taken: the middle one, but for these. A wrong event brings all its arguments with it, and a wrong area
# costs more than none; an event that is missed has taken its programs and figures with it, so that of these too few are found. Chosen on
# the development posts.
_STRICT: Final = ("event", "place")
_GENEROUS: Final = ("program", "figure")
_CHANCE: Final = 0.005
_CUTS: Final = np.arange(0.2, 0.71, 0.02)
_CONTEXTS: Final = (40, 20, 8, 0)  # letters either side by which a trigger is found again


@dataclass(frozen=True, slots=True)
class JudgedPost:
    """A post read by the pipeline up to the events, its spans, and its gold facts."""

    doc: Doc
    annotated: AnnotatedPost | None
    gold: Facts


@dataclass(slots=True)
class Rows:
    """Evidence with what is right, and the post each row comes from; `missed` counts what is right and that nothing speaks for at all."""

    evidence: list[Evidence] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    post: list[int] = field(default_factory=list)
    missed: int = 0

    def add(self, evidence: Evidence, right: bool, post: int) -> None:
        """Add one row."""
        self.evidence.append(evidence)
        self.right.append(right)
        self.post.append(post)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A judge, and what it says of each row when fitted on the other posts."""

    judge: Judge
    held_out: Any  # array of probabilities
    right: Any  # array of 0 and 1
    f1: float


def fit_people(posts: Sequence[JudgedPost], report: Report) -> dict[str, Fitted]:
    """Fit the judges of people and of their roles.

    Args:
        posts: read by networks that have not seen them (see `extractor.training.model`).
        report: called with a line for each judge.

    Raises:
        ValueError: if a judge finds only right or only wrong readings to learn from.
    """
    people, roles = Rows(), Rows()
    for number, post in enumerate(posts):
        joiner = join(post.doc, {})
        joiner.gather()
        people.missed += len(post.gold.get("people") or [])
        gold = post.gold.get("people") or []
        free = [
            one if isinstance(one, str) else one["name"]
            for one in (post.gold.get("optional") or {}).get("people") or []
        ]
        for mentions in joiner.groups:
            name = max(mentions, key=lambda mention: mention.name.size).text
            known = next((one for one in gold if same_person(one["name"], name)), None)
            if known is not None or not any(same_person(one, name) for one in free):
                people.add(of_person(joiner.scan, joiner.network, mentions), known is not None, number)
            if known is None or not known.get("role"):
                continue
            candidates = joiner.role_candidates(mentions)
            rivals = Rivals([tie for tie, _ in candidates])
            for tie, mention in candidates:
                roles.add(of_role(joiner.scan, mention, tie, rivals), same_role(known["role"], tie.text), number)
    people.missed -= sum(people.right)
    return {"person": _fitted("person", people, report), "role": _fitted("role", roles, report)}


def fit_events(posts: Sequence[JudgedPost], report: Report) -> dict[str, Fitted]:
    """Fit the judges of events and of what belongs to them.

    Args:
        posts: as for `fit_people`, read with the judges of people.
        report: called with a line for each judge.

    Raises:
        ValueError: if a judge finds only right or only wrong readings to learn from.
    """
    fitted: dict[str, Fitted] = {}

    def fit_one(name: str, rows: Rows) -> None:
        fitted[name] = _fitted(name, rows, report)

    triggers = Rows()
    for number, post in enumerate(posts):
        if post.annotated is None:
            continue
        for evidence, right in trigger_rows(post):
            triggers.add(evidence, right, number)
        triggers.missed += len(told_types(post))
    triggers.missed -= sum(triggers.right)
    fit_one("trigger", triggers)
    events = Rows()
    arguments: dict[str, Rows] = defaultdict(Rows)
    for number, post in enumerate(posts):
        scene, groups = _groups(post, fitted["trigger"].judge)
        matched = match_groups(post, groups)
        if post.doc._.relevant:
            events.missed += len(post.gold.get("events") or []) - len(matched)
        free = list((post.gold.get("optional") or {}).get("events") or [])
        for event, evidence in event_evidence(scene, groups):
            if id(event) in matched or event.type.value not in free:
                events.add(evidence, id(event) in matched, number)
        for name, evidence, right in argument_rows(post, scene, groups, matched):
            arguments[name].add(evidence, right, number)
    fit_one("event", events)
    for name in dict.fromkeys(JUDGE_OF.values()):
        fit_one(name, arguments[name])
    return fitted


def trigger_rows(post: JudgedPost) -> Iterator[tuple[Evidence, bool]]:
    """Each reading of a sentence with whether a trigger marks it."""
    words = Words.of(post.doc)
    told = told_types(post)
    for reading in readings(post.doc, words, find_cues(words)):
        yield reading.evidence, (reading.sentence, reading.type.value) in told


def told_types(post: JudgedPost) -> set[tuple[int, str]]:
    """Each sentence with each type of event that a trigger in it tells of."""
    types = [event["type"] for event in post.gold.get("events") or []]
    return {(sentence, types[event]) for event, sentences in marked_sentences(post).items() for sentence in sentences}


def _groups(post: JudgedPost, judge: Judge) -> tuple[Scene, list[Event]]:
    words = Words.of(post.doc)
    scene = Scene(post.doc, words)
    return scene, group(scene, find_triggers(post.doc, words, find_cues(words), judge))


def match_groups(post: JudgedPost, groups: Sequence[Event]) -> dict[int, EventFact]:
    """The gold event that each group is, by `id` of the group: of its type, with most marked sentences in common."""
    gold = post.gold.get("events") or []
    if post.annotated is None:
        return _match_by_type(groups, gold)
    marked = marked_sentences(post)
    pairs = sorted(
        (-len(set(one.sentences) & marked.get(number, set())), at, number)
        for number, event in enumerate(gold)
        for at, one in enumerate(groups)
        if one.type.value == event["type"] and set(one.sentences) & marked.get(number, set())
    )
    found: dict[int, EventFact] = {}
    taken: set[int] = set()
    for _, at, number in pairs:
        if id(groups[at]) not in found and number not in taken:
            found[id(groups[at])] = gold[number]
            taken.add(number)
    return found


def _match_by_type(groups: Sequence[Event], gold: Sequence[EventFact]) -> dict[int, EventFact]:
    """Without spans: the one group of a type is the one gold event of that type; where there are several, none is."""
    found: dict[int, EventFact] = {}
    for one in groups:
        same = [event for event in gold if event["type"] == one.type.value]
        if len(same) == 1 and sum(other.type is one.type for other in groups) == 1:
            found[id(one)] = same[0]
    return found


def argument_rows(
    post: JudgedPost, scene: Scene, groups: Sequence[Event], matched: Mapping[int, EventFact]
) -> Iterator[tuple[str, Evidence, bool]]:
    """Whatever may belong to the right events, with whether the gold says that it does; what gold leaves open is left out."""
    events = [one for one in groups if id(one) in matched]
    filler = Filler(scene, events)
    filler.by_rule()
    free = (post.gold.get("optional") or {}).get("participants") or []
    for event in events:
        for one in filler.belongings.of(event):
            right = _belongs(scene, one, matched[id(event)])
            if (
                right
                or one.slot != "participants"
                or not any(same_participant(_name(scene, one), name) for name in free)
            ):
                yield JUDGE_OF[one.slot], one.context.spelt_out(one.evidence), right


def _name(scene: Scene, one: Candidate) -> str:
    return scene.people[one.number].name if one.person else scene.organizations[one.number].name


def _belongs(scene: Scene, one: Candidate, gold: EventFact) -> bool:
    if one.slot == "participants":
        return any(same_participant(name, _name(scene, one)) for name in gold.get("participants") or [])
    if one.slot == "programs":
        return scene.doc._.programs[one.number].code.value in (gold.get("programs") or [])
    if one.slot == "date":
        return gold.get("date") is not None and scene.doc._.dates[one.number].iso() == gold.get("date")
    if one.slot == "place":
        place = gold.get("place")
        return place is not None and same_place(place, scene.places[one.number].name)
    items = scene.doc._.amounts if one.slot == "amounts" else scene.doc._.quantities
    values = (gold.get("amounts") if one.slot == "amounts" else gold.get("quantities")) or []
    return any(same_value(value, items[one.number].value) for value in values)


def marked_sentences(post: JudgedPost) -> dict[int, set[int]]:
    """For each gold event, from 0, the sentences of the Doc that its triggers stand in; empty without spans."""
    if post.annotated is None:
        return {}
    words = Words.of(post.doc)
    squeezed, offsets = _squeezed(words.text)
    plain = post.annotated.without_noise()
    found: dict[int, set[int]] = defaultdict(set)
    for span, _ in plain.of("trigger"):
        if span.event is None or span.event > len(post.gold.get("events") or []):
            continue
        for context in _CONTEXTS:
            before = _squeezed(plain.text[max(0, span.start - context) : span.start])[0]
            inside = _squeezed(plain.text[span.start : span.end + context])[0]
            at = squeezed.find(before + inside)
            if at >= 0:
                found[span.event - 1].add(words.sentence_at(offsets[at + len(before)]))
                break
    return found


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text without white space, and the offset of each letter left."""
    kept = [(char, at) for at, char in enumerate(text) if not char.isspace()]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def _fitted(name: str, rows: Rows, report: Report) -> Fitted:
    one = _fit(name, rows)
    told = f"{len(rows.right)} readings, {sum(rows.right)} right"
    report(f"judge {name}: {told}, F1 {one.f1:.3f} on posts held out, cut {one.judge.threshold:.2f}")
    return one


def _fit(name: str, rows: Rows) -> Fitted:
    right = np.array(rows.right, dtype=int)
    if len(set(rows.right)) < 2:
        raise ValueError(
            f"the judge {name!r} has {len(right)} readings to learn from, all of one kind: more posts are needed"
        )
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform(rows.evidence)
    folds = list(GroupKFold(min(FOLDS, len(set(rows.post)))).split(table, right, rows.post))
    held_out = {strength: _held_out(table, right, folds, strength) for strength in STRENGTHS}
    strength = min(STRENGTHS, key=lambda one: _log_loss(held_out[one], right))
    probabilities = held_out[strength]
    tried = [(float(cut), _f1(probabilities >= cut, right, rows.missed)) for cut in _CUTS]
    good = _as_good_as_the_best(tried)
    cut, f1 = good[-1] if name in _STRICT else good[0] if name in _GENEROUS else good[len(good) // 2]
    model = _regression(strength).fit(table, right)
    weights = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0].tolist(), strict=True))
    return Fitted(Judge(float(model.intercept_[0]), weights, round(float(cut), 2)), probabilities, right, f1)


def _as_good_as_the_best(cuts: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The cuts whose F1 is within half a point of the best: which of them is best by a hair is chance."""
    best = max(f1 for _, f1 in cuts)
    return [(cut, f1) for cut, f1 in cuts if f1 >= best - _CHANCE]


def _held_out(table: Any, right: Any, folds: Iterable[tuple[Any, Any]], strength: float) -> Any:
    probabilities = np.zeros(len(right))
    for train, test in folds:
        probabilities[test] = _regression(strength).fit(table[train], right[train]).predict_proba(table[test])[:, 1]
    return probabilities


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=2000)


def _log_loss(probabilities: Any, right: Any) -> float:
    bounded = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return float(-np.mean(right * np.log(bounded) + (1 - right) * np.log(1 - bounded)))


def _f1(said: Any, right: Any, missed: int) -> float:
    hits = float((said & (right == 1)).sum())
    return 2 * hits / max(1.0, float(said.sum() + right.sum() + missed))
