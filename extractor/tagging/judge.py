"""Judgements learnt from the corpus: how likely a reading is right, from named pieces of evidence.

Each judge is a logistic regression: a weight a piece of evidence, all printed in `judges.json` beside the trained network, fitted by
`extractor.training.judges`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

Evidence = dict[str, float]
NAMES: Final = ("person", "role", "trigger", "event", "participant", "program", "figure", "place", "day")
_MOST: Final = 5.0  # log-odds beyond which a probability says no more


@dataclass(frozen=True, slots=True)
class Judge:
    """A logistic regression over named evidence; evidence it does not know weighs nothing."""

    bias: float
    weights: Mapping[str, float]
    threshold: float = 0.5

    def log_odds(self, evidence: Evidence) -> float:
        """The sum of the weights of the evidence."""
        total, weight_of = self.bias, self.weights.get
        for name, value in evidence.items():
            if value:  # most is absent
                total += weight_of(name, 0.0) * value
        return total

    def probability(self, evidence: Evidence) -> float:
        """How likely the reading is right, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.log_odds(evidence)))))

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
    except (KeyError, TypeError, json.JSONDecodeError) as error:
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
