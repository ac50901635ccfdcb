"""Quality on the project's own corpus: measured, kept as a floor, and told in the README.

Run as a program (`make floor`), it measures anew and writes tests/quality_floor.toml and the table of the README; a person
reads the diff before it is kept.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

from extractor import Extractor
from extractor.evaluate import Report, read_gold, score
from extractor.records import Record

ROOT = Path(__file__).resolve().parent.parent
FLOOR = ROOT / "tests" / "quality_floor.toml"
README = ROOT / "README.md"
PARTS = ("dev", "test")
BEGIN, END = "<!-- quality: written by `make floor` -->\n", "<!-- end of quality -->\n"


def measure(extractor: Extractor, posts: list[Path], gold: Path) -> tuple[Report, dict[str, Record]]:
    """Score of the posts against their gold facts, and the records by article id.

    Raises:
        ValueError: a post cannot be read.
    """
    records = {}
    for outcome in extractor.stream(posts):
        if not isinstance(outcome, Record):
            raise ValueError(str(outcome))
        records[Path(outcome.article.source.path).stem] = outcome
    plain = {article: json.loads(record.model_dump_json()) for article, record in records.items()}
    return score(read_gold(gold), plain), records


def of_corpus(extractor: Extractor, part: str) -> Report:
    """Score of a part of the corpus."""
    return measure(extractor, [ROOT / "corpus" / "posts" / part], ROOT / "corpus" / "gold" / part)[0]


def f1_of(report: Report) -> dict[str, float]:
    """F1 by family, and the headline."""
    return {family: figures.f1 for family, figures in report.families.items()} | {"headline": report.headline}


def floor_text(figures: dict[str, dict[str, float]]) -> str:
    """The floor file: its opening comment as it stands, each figure one hundredth under what was measured."""
    comment = "".join(line for line in FLOOR.read_text("utf-8").splitlines(keepends=True) if line.startswith("#"))
    parts = []
    for part, families in figures.items():
        lines = [f"{family} = {max(0, math.floor(100 * f1) - 1) / 100}\n" for family, f1 in families.items()]
        parts.append(f"\n[{part}]\n{''.join(lines)}")
    return comment + "".join(parts)


def table_text(figures: dict[str, dict[str, float]]) -> str:
    """The README's table: a row a family, a column a part."""
    rows = [f"| F1 by family | {' | '.join(figures)} |", f"| --- |{' ---: |' * len(figures)}"]
    for family in next(iter(figures.values())):
        cells = " | ".join(f"{math.floor(100 * families[family]) / 100:.2f}" for families in figures.values())
        rows.append(f"| {family.replace('_', ' ')} | {cells} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Measure, and write the floor and the table."""
    extractor = Extractor()
    figures = {part: f1_of(of_corpus(extractor, part)) for part in PARTS}
    FLOOR.write_text(floor_text(figures), encoding="utf-8")
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    README.write_text(f"{before}{BEGIN}{table_text(figures)}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
