"""How good the records are: gold facts against found facts, family by family.

`read_gold` and `read_records` read the two sides, `score` compares them and gives a `Report`, which prints as a table
or as JSON. What counts as the same name, role or figure is said in `same`; the word lists behind it are data
(`knowledge/scoring.toml`).
"""

from __future__ import annotations

from extractor.evaluate.facts import Facts, UnreadableError, read_gold, read_records
from extractor.evaluate.report import Report
from extractor.evaluate.score import score

__all__ = ["Facts", "Report", "UnreadableError", "read_gold", "read_records", "score"]
