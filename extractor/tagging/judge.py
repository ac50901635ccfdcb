"""Judgements learnt from the corpus: how likely a reading is right, from named pieces of evidence.

Each judge is a logistic regression: a weight a piece of evidence, all printed in `judges.json` beside the trained network, fitted by
`extractor.training.judges`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

Evidence = dict[str, float]
NAMES: Final = ("person", "role", "trigger", "event", "participant", "program", "figure", "place", "day")
_MOST: Final = 5.0  # log-odds beyond which a probability says no more


@dataclass(frozen=True, eq=False, slots=True)
class Context:
    """What many readings have in common: evidence that speaks for all of them, and which of their own counts once more, and under what name.

    With ("meeting", ("title",)) in `apart`, the evidence "title" counts as "title" and as "meeting title".
    """

    facts: tuple[str, ...] = ()
    apart: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def spelt_out(self, evidence: Evidence) -> Evidence:
        """All evidence under all its names, what is absent left out."""
        found = {name: value for name, value in evidence.items() if value}
        for prefix, names in self.apart:
            found |= {f"{prefix} {name}": found[name] for name in names if name in found}
        return dict.fromkeys(self.facts, 1.0) | found


_ALONE: Final = Context()


@dataclass(frozen=True, slots=True)
class Judge:
    """A logistic regression over named evidence; evidence it does not know weighs nothing."""

    bias: float
    weights: Mapping[str, float]
    threshold: float = 0.5
    _in_context: dict[Context, tuple[float, dict[str, float]]] = field(default_factory=dict, compare=False, repr=False)

    def log_odds(self, evidence: Evidence, context: Context = _ALONE) -> float:
        """The sum of the weights of the evidence."""
        known = self._in_context.get(context)
        if known is None:
            known = self._in_context[context] = self._joined(context)
        total, weights = known
        weight_of = weights.get
        for name, value in evidence.items():
            if value and (weight := weight_of(name)):  # most is absent
                total += weight * value
        return total

    def _joined(self, context: Context) -> tuple[float, dict[str, float]]:
        """Bias and weights where the weights of all names of one piece of evidence are added up."""
        weights = dict(self.weights)
        for prefix, names in context.apart:
            for name in names:
                weights[name] = weights.get(name, 0.0) + self.weights.get(f"{prefix} {name}", 0.0)
        return self.bias + sum(self.weights.get(name, 0.0) for name in context.facts), weights

    def probability(self, evidence: Evidence, context: Context = _ALONE) -> float:
        """How likely the reading is right, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.log_odds(evidence, context)))))

    def accepts(self, evidence: Evidence) -> bool:
        """Is the reading likely enough to be kept?"""
        return self.probability(evidence) >= self.threshold


Judges = Mapping[str, Judge]


def read_judges(path: Path) -> dict[str, Judge]:
    """Read the judges of a model.

    Raises:
        ValueError: the file is not what `write_judges` writes.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {name: Judge(data[name]["bias"], data[name]["weights"], data[name]["threshold"]) for name in NAMES}
    except (KeyError, TypeError, ValueError) as error:  # JSON's and UTF-8's are the last
        raise ValueError(f"{path}: not a file of judges: {error!r}. Train the model anew.") from error


def write_judges(path: Path, judges: Judges) -> None:
    """Write judges as JSON, sorted, weights to four places, those of nothing left out."""
    data = {
        name: {
            "bias": round(judge.bias, 4),
            "threshold": judge.threshold,
            "weights": {key: round(value, 4) for key, value in sorted(judge.weights.items()) if abs(value) >= 0.00005},
        }
        for name, judge in sorted(judges.items())
    }
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def log_odds(probability: float) -> float:
    """The log-odds of a probability, at most five either way."""
    bounded = min(1 - 1e-6, max(1e-6, probability))
    return max(-_MOST, min(_MOST, math.log(bounded / (1 - bounded))))
