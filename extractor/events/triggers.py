"""Which sentences announce which events."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from extractor.entities.words import Words
from extractor.events.model import Trigger
from extractor.knowledge.events import EventWords, Meaning, event_words, small_words
from extractor.records import EventStatus, EventType, QuantityUnit
from extractor.tagging.judge import Evidence, Judge, log_odds
from extractor.tagging.sentence_events import label_scores

_PURPOSE = 0.6  # force of what is only meant to be done ("untuk menyosialisasikan")
_MOST_CUES = 300  # of one sentence; more are no news
_NEVER = 10  # a word that rules a type out
_FURTHER = 0.35  # a further cue of one type in a sentence counts this much
_IN_SPEECH = 0.4  # direct speech rather comments than reports
_LEAD = 3  # sentences of the body that the lead is
_STATUS_REACH = 8  # words before a trigger in which a status cue speaks of it
_NOT_BY_CUE = (EventType.COVERAGE_REPORT, EventType.BENEFIT_REPORT, EventType.DIRECTIVE, EventType.INCIDENT)
_LEAST_PROBABILITY = 0.08  # by the network, for a type that no rule speaks for
_CANDIDATE = 0.2  # probability of a trigger that may make an event, if only with others or with what stands beside it
_MOST_WEIGHT = 6.0
_MOST_ODDS = 5.0
_COVERAGE_FIGURES = frozenset(("coverage", "potential", "target", "percent"))
_KINDS = tuple(
    (kind, kind.value) for kind in EventType
)  # an enumeration's `value` costs more than what is done with it
_TYPES = frozenset(name for _, name in _KINDS)
_VERB_PREFIXES = ("me", "di", "ber", "ter")
_NO_MEANING = Meaning((), (), (), (), (), None)
_CLAUSE_ENDS = frozenset((",", ";", ":", "(", ")", "sehingga", "karena", "tetapi", "namun", "yang"))


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of `events.toml` at words `[start, end)`."""

    start: int
    end: int
    meaning: Meaning
    force: float = 1.0  # 0 where it is negated, less than 1 where it is a mere purpose


def find_cues(words: Words) -> dict[int, list[Cue]]:
    """Every cue by sentence. Overlapping phrases are all kept: "menyerahkan" also inside "menyerahkan santunan"."""
    book = event_words().book
    out: dict[int, list[Cue]] = defaultdict(list)
    openers = book.openers
    for i, word in enumerate(words.keys):
        if word not in openers and not word.endswith("nya"):
            continue
        match = book.match(words.keys, i)
        if (
            match is None
            and words.keys[i].endswith("nya")
            and (stem := book.match([words.keys[i][:-3]], 0)) is not None
        ):
            # "kewajibannya" speaks against what "kewajiban" speaks against, but announces nothing.
            out[words.sentences[i]].append(Cue(i, i + 1, replace(stem[1], alone=(), first=(), second=(), status=None)))
        if match is None:
            continue
        end, meaning = match
        out[words.sentences[i]].append(Cue(i, end, meaning, _force(words, i)))
        if end - i > 1 and (single := book.match(words.keys[i : i + 1], 0)) is not None:
            out[words.sentences[i]].append(Cue(i, i + 1, single[1], _force(words, i)))
    return out


def _force(words: Words, i: int) -> float:
    """How much a cue at word `i` counts: nothing after "tidak" or "belum", less after "untuk"."""
    begin = words.sentence_range(words.sentences[i])[0]
    before = words.keys[max(begin, i - 3) : i]
    if small_words("negations").intersection(before):
        return 0.0
    return _PURPOSE if before and before[-1] in small_words("purposes") else 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence that may announce an event of a type: what the rules and the network make of it."""

    type: EventType
    sentence: int
    start: int  # words of the phrase that announces it
    end: int
    weight: float  # by `events.toml`; 0 where no rule speaks for it
    odds: float  # log-odds by the network; 0 where there is none
    status: EventStatus
    evidence: Evidence


def find_triggers(doc: Doc, words: Words, cues: dict[int, list[Cue]], judge: Judge | None = None) -> list[Trigger]:
    """The triggers of a post, in text order: for each sentence the types that the rules, or the judge, find likely enough.

    With a judge, triggers that it finds less likely than its threshold weigh less than the rules' threshold; see `grouping.group`.
    """
    threshold = event_words().threshold
    out: list[Trigger] = []
    for one in readings(doc, words, cues):
        weight = one.weight
        if judge is None:
            if weight < threshold or "needed_figure_missing" in one.evidence:
                continue
        else:
            probability = judge.probability(one.evidence)
            if probability < min(_CANDIDATE, judge.threshold):
                continue
            weight = threshold + log_odds(probability) - log_odds(judge.threshold)
        out.append(Trigger(one.type, one.sentence, one.start, one.end, weight, one.status, one.weight, one.odds))
    return out


def readings(doc: Doc, words: Words, cues: dict[int, list[Cue]]) -> list[Reading]:
    """What each sentence may announce: every type that a rule or the network sees at all, in text order."""
    rules = event_words()
    figures = _figures(doc, words)
    title = 1 if doc._.title_end else 0
    scores = list(label_scores(doc))
    out: list[Reading] = []
    for sentence in range(len(words.sentence_starts)):
        found = cues.get(sentence, [])[:_MOST_CUES]
        said = scores[words.sentence_numbers[sentence]] if scores else {}
        weights = _weights(found, rules, figures.get(sentence, {})) if found else {}
        denied = _denied(found)
        speech = words.opens_speech(sentence)
        lead = sentence < _LEAD + title
        has_figure = not _COVERAGE_FIGURES.isdisjoint(figures.get(sentence, ()))
        for kind, name in _KINDS:
            weight, cue = weights.get(kind, (0.0, None))
            probability = said.get(name, 0.0)
            if kind in denied or (weight <= 0 and probability < _LEAST_PROBABILITY):
                continue
            if cue is None:
                cue = Cue(*_predicate(words, sentence), _NO_MEANING)
            elif speech and kind in rules.occasions:
                weight -= _IN_SPEECH
            if lead:
                weight += rules.lead_bonus
            evidence = _evidence(kind, weight, probability if scores else None, said)
            evidence |= {"speech": float(speech), "lead": float(lead), "title": float(sentence < title)}
            if kind in rules.needs_figure and not has_figure:
                evidence["needed_figure_missing"] = 1.0
            odds = log_odds(probability) if scores else 0.0
            status = _status(words, found, cue, kind)
            out.append(Reading(kind, sentence, cue.start, cue.end, weight, odds, status, evidence))
    _tell_of_the_rest(out, title)
    return out


def _denied(cues: list[Cue]) -> set[EventType]:
    """The types that every cue of a sentence speaks of only to deny them ("belum menandatangani"): no word of it announces them."""
    told = {kind for cue in cues if cue.force for kind, _ in cue.meaning.alone}
    return {kind for cue in cues if not cue.force for kind, _ in cue.meaning.alone} - told


def _tell_of_the_rest(found: list[Reading], title: int) -> None:
    """Add to each reading's evidence what the other sentences of the post say of its type."""
    of_type: dict[EventType, list[Reading]] = defaultdict(list)
    of_sentence: dict[int, list[Reading]] = defaultdict(list)
    for one in found:
        of_type[one.type].append(one)
        of_sentence[one.sentence].append(one)
    for same in of_type.values():
        heaviest, likeliest = _Most([one.weight for one in same]), _Most([one.odds for one in same])
        sentences = {one.sentence for one in same}
        headline = sum(one.sentence < title and one.weight > 1 for one in same)
        for one in same:
            rule, network = heaviest.of_the_others(one.weight), likeliest.of_the_others(one.odds)
            rivals = [other.weight for other in of_sentence[one.sentence] if other is not one]
            own = one.sentence < title and one.weight > 1
            one.evidence["rule elsewhere"] = 0.0 if rule is None else rule
            one.evidence["network elsewhere"] = -_MOST_ODDS if network is None else network
            one.evidence["said by the headline"] = float(headline > own)
            one.evidence["most by rule"] = float(rule is None or rule <= one.weight)
            one.evidence["most by network"] = float(network is None or network <= one.odds)
            one.evidence["rule of a rival"] = max(rivals, default=0.0)
            one.evidence["beside one of its type"] = float(
                not sentences.isdisjoint((one.sentence - 1, one.sentence + 1))
            )


class _Most:
    """The most of some numbers, each one left out in its turn."""

    def __init__(self, numbers: list[float]) -> None:
        self._first, self._second = [*sorted(numbers, reverse=True)[:2], None, None][:2]

    def of_the_others(self, number: float) -> float | None:
        """The most of the numbers but this one of them; `None` where it is the only one."""
        return self._second if number == self._first else self._first


def _evidence(kind: EventType, weight: float, probability: float | None, said: dict[str, float]) -> Evidence:
    """What speaks for a reading, by name; of the other types the one that the network finds likeliest."""
    weight = max(0.0, min(_MOST_WEIGHT, weight))
    evidence = {
        f"is {kind}": 1.0,
        "rule": weight,
        f"rule {kind}": weight,
        "rule sure": float(weight >= event_words().threshold),
    }
    if probability is not None:
        odds = log_odds(probability)
        evidence |= {"network": odds, f"network {kind}": odds, "network sure": float(probability >= 0.5)}
        evidence["network and rule"] = probability * weight
        evidence["network other"] = max((p for name, p in said.items() if name in _TYPES and name != kind), default=0.0)
    return evidence


def _predicate(words: Words, sentence: int) -> tuple[int, int]:
    """The word that most likely says what happens in a sentence no rule speaks for: its first verb with an active or passive prefix."""
    begin, end = words.sentence_range(sentence)
    for i in range(begin, end):
        if len(words.keys[i]) > 5 and not words.capital[i] and words.keys[i].startswith(_VERB_PREFIXES):
            return i, i + 1
    return begin, begin + 1


def _weights(cues: list[Cue], rules: EventWords, figures: dict[str, int]) -> dict[EventType, tuple[float, Cue]]:
    alone: dict[EventType, list[tuple[float, Cue]]] = defaultdict(list)
    for cue in cues:
        for kind, weight in cue.meaning.alone:
            if cue.force:
                alone[kind].append((weight * cue.force, cue))
    pairs: dict[EventType, list[tuple[float, Cue]]] = defaultdict(list)
    for number in sorted({n for c in cues if c.force for n in c.meaning.first}):
        pair = rules.pairs[number]
        firsts = [c for c in cues if number in c.meaning.first and c.force]
        best = None
        for a in firsts:
            for b in cues:
                if number in b.meaning.second and (b.start >= a.end or b.end <= a.start):
                    gap = b.start - a.end if b.start >= a.end else a.start - b.end
                    if gap <= pair.within and (best is None or gap < best[0]):
                        best = (gap, a)
        if best is not None:
            pairs[pair.type].append((pair.weight * best[1].force, best[1]))
    against: dict[EventType, int] = defaultdict(int)
    for cue in cues:
        for kind in cue.meaning.unless:
            against[kind] += 1
        for kind in cue.meaning.never:
            against[kind] += _NEVER
    out: dict[EventType, tuple[float, Cue]] = {}
    for kind in {*alone, *pairs}:
        ranked = sorted(alone.get(kind, []), key=lambda item: -item[0])
        total = sum(weight if n == 0 else weight * _FURTHER for n, (weight, _) in enumerate(ranked[:4]))
        total += sum(weight for weight, _ in pairs.get(kind, []))
        for name, weight in rules.figures.get(kind, {}).items():
            total += weight * min(2, figures.get(name, 0))
        total -= rules.against * against[kind]
        trigger = ranked[0][1] if ranked else pairs[kind][0][1]
        out[kind] = (total, trigger)
    return out


def _figures(doc: Doc, words: Words) -> dict[int, dict[str, int]]:
    """For each sentence, how many figures of what kind it holds."""
    out: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for amount in doc._.amounts:
        at = out[words.sentence_at(amount.span.start)]
        at["amount"] += 1
        at[amount.kind.value] += 1
    for quantity in doc._.quantities:
        at = out[words.sentence_at(quantity.span.start)]
        at[quantity.kind.value] += 1
        if quantity.unit is QuantityUnit.PERCENT:
            at["percent"] += 1
        elif quantity.unit is QuantityUnit.CASE:
            at["case"] += 1
        elif quantity.unit in (QuantityUnit.WORKER, QuantityUnit.PARTICIPANT, QuantityUnit.PERSON):
            at["worker"] += 1
    for moment in doc._.dates:
        if moment.precision in ("day", "minute"):
            out[words.sentence_at(moment.span.start)]["date"] += 1
    for person in doc._.people:
        for mention in person.mentions:
            out[words.sentence_at(mention.start)]["person"] += 1
    return out


def _status(words: Words, cues: list[Cue], trigger: Cue, kind: EventType) -> EventStatus:
    """The status that the cue nearest before the trigger in its clause gives; what is told without a cue occurred."""
    if kind in _NOT_BY_CUE:
        return EventStatus.OCCURRED
    if trigger.end < len(words) and words.keys[trigger.end] in small_words("anaphors"):
        return EventStatus.OCCURRED  # "Dengan rapat ini diharapkan akan …" speaks of a meeting told before
    best: tuple[int, str] | None = None
    for cue in cues:
        status = cue.meaning.status
        if status is None or (cue.start < trigger.end and trigger.start < cue.end and cue.end - cue.start > 3):
            continue
        if cue.end <= trigger.start:
            between = words.keys[cue.end : trigger.start]
            distance = len(between) + 6 * sum(1 for w in between if w in _CLAUSE_ENDS)
        elif cue.start >= trigger.end:
            between = words.keys[trigger.end : cue.start]
            distance = 3 + len(between) + 6 * sum(1 for w in between if w in _CLAUSE_ENDS)
            if status == "urged":
                continue
        else:
            distance = 0
        if distance <= _STATUS_REACH + (2 if status == "planned" else 0) and (best is None or distance < best[0]):
            best = (distance, status)
    if best is None or best[1] == "past":
        return EventStatus.OCCURRED
    return EventStatus(best[1]) if best[1] in ("planned", "urged") else EventStatus.ONGOING
