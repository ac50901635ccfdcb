"""The result of an evaluation, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.evaluate.tally import Figures, Mistake


@dataclass(frozen=True, slots=True)
class Report:
    """Figures by family, their plain mean (`headline`), shares of details right, and what went wrong.

    `details` are shares, 0 to 1, `None` where there was no case; `without_record` are gold articles that no record
    belongs to, which count as records without a single fact.
    """

    families: Mapping[str, Figures]
    headline: float
    details: Mapping[str, float | None]
    without_record: tuple[str, ...]
    mistakes: tuple[Mistake, ...]

    def as_json(self, mistakes: bool = False) -> dict[str, Any]:
        """The report as plain values, with the mistakes by family where they are asked for."""
        report: dict[str, Any] = {family: figures.as_json() for family, figures in self.families.items()}
        report |= {
            "headline": self.headline,
            "detail": dict(self.details),
            "missing_records": list(self.without_record),
        }
        if mistakes:
            report["errors"] = {
                family: [f"{one.article} {one.fault} {one.what}" for one in self.mistakes if one.family == family]
                for family in self.families
            }
        return report

    def print(self, console: Console) -> None:
        """Print the tables of figures and details."""
        console.print(self._family_table())
        console.print(self._detail_table())
        if self.without_record:
            console.print(Text(f"no record for: {', '.join(self.without_record)}", style="bold red"))

    def mistake_lines(self) -> Iterator[str]:
        """One line for each mistake, family by family."""
        for family in self.families:
            yield from (str(mistake) for mistake in self.mistakes if mistake.family == family)

    def _family_table(self) -> Table:
        table = Table("family", title=None, show_footer=True)
        table.columns[0].footer = "headline"
        for heading in ("precision", "recall", "F1", "gold", "found"):
            table.add_column(heading, justify="right")
        table.columns[3].footer = f"{self.headline:.4f}"
        for family, figures in self.families.items():
            shares = (f"{share:.3f}" for share in (figures.precision, figures.recall, figures.f1))
            table.add_row(family, *shares, str(figures.gold), str(figures.found))
        return table

    def _detail_table(self) -> Table:
        table = Table("detail")
        table.add_column("right", justify="right")
        for detail, share in self.details.items():
            table.add_row(detail, "-" if share is None else f"{share:.3f}")
        return table
