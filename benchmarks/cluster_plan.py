"""What a large run on a cluster would take, reckoned from what `cluster.py` measured: the table in docs/cluster.md.

python benchmarks/cluster.py --posts 600 --json out/cluster.json
python benchmarks/cluster_plan.py out/cluster.json
python benchmarks/cluster_plan.py out/cluster.json --posts 5e6 --cores 16 --price 0.025 --form jsonl

Prices are assumptions: give those of your provider.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

SPLIT_MB = 16.0
HELD = {"jsonl": 2.0, "parquet": 3.6}
"""Memory that a process takes to write a split of 64 MB of lines, by the size of these: measured without the network, which needs none for it."""


@dataclass(frozen=True)
class Costs:
    """What a post costs, as measured.

    Attributes:
        ms: CPU milliseconds in a process of the cluster, reading and writing included.
        planning_ms: CPU milliseconds to find its place in a file.
        bytes_in, bytes_out: of it in the input, of its record in the output.
        held_bytes: of memory that its record takes until its split is written.
        memory_mb: the most that a process held in the run that was measured.
    """

    ms: float
    planning_ms: float
    bytes_in: float
    bytes_out: float
    held_bytes: float
    memory_mb: float

    @classmethod
    def measured(cls, figures: Mapping[str, float], form: str) -> Costs:
        """Of what `cluster.py --json` wrote, for posts in JSONL and records in a form (`jsonl`, `parquet`)."""
        return cls(
            figures[f"cluster to {form}, cpu ms a post"],
            figures["planning jsonl, cpu ms a post"],
            figures["bytes in a post, jsonl"],
            figures[f"bytes out a post, {form}"],
            figures["bytes out a post, jsonl"] * HELD[form],
            figures[f"cluster to {form}, peak memory of a worker, MB"],
        )


@dataclass(frozen=True)
class Plan:
    """What `posts` of these costs take, in splits of `split_mb` million bytes of the input."""

    costs: Costs
    posts: float
    split_mb: float = SPLIT_MB

    @property
    def core_hours(self) -> float:
        """Of extraction."""
        return self.posts * self.costs.ms / 3.6e6

    @property
    def planning_core_hours(self) -> float:
        """Of finding where the splits begin."""
        return self.posts * self.costs.planning_ms / 3.6e6

    def hours(self, cores: float) -> float:
        """If all cores are as fast as those measured and none waits."""
        return (self.core_hours + self.planning_core_hours) / cores

    def price(self, core_hour: float) -> float:
        """In the money in which a core hour is given; storage, requests and traffic are not in it."""
        return (self.core_hours + self.planning_core_hours) * core_hour

    @property
    def splits(self) -> float:
        """Number of them."""
        return self.posts * self.costs.bytes_in / (self.split_mb * 1e6)

    @property
    def posts_of_a_split(self) -> float:
        """Number of them."""
        return self.posts / self.splits

    @property
    def split_minutes(self) -> float:
        """Of one core, for a split."""
        return self.posts_of_a_split * self.costs.ms / 6e4

    @property
    def memory_mb(self) -> float:
        """Of a process: the most that was measured, and the records of a split."""
        return self.costs.memory_mb + self.posts_of_a_split * self.costs.held_bytes / 1e6

    def megabytes_a_second(self, cores: float) -> float:
        """That all cores read together while they extract."""
        return cores * self.costs.bytes_in / self.costs.ms / 1e3


def rows(plan: Plan, cores: Sequence[float], prices: Sequence[float]) -> Iterator[tuple[str, str]]:
    """The table, a line each."""
    yield "extraction", f"{plan.core_hours:,.0f} core hours"
    yield "planning", f"{plan.planning_core_hours:,.0f} core hours"
    for count in cores:
        read = plan.megabytes_a_second(count)
        yield (
            f"time on {count:,.0f} cores",
            f"{plan.hours(count):,.1f} hours; together they read {read:,.1f} MB a second",
        )
    for one in prices:
        yield f"price, if a core hour cost {one:g} $", f"{plan.price(one):,.0f} $"
    yield (
        "splits",
        (
            f"{plan.splits:,.0f} of {plan.split_mb:g} MB: {plan.posts_of_a_split:,.0f} posts, "
            f"{plan.split_minutes:,.1f} minutes of a core each"
        ),
    )
    yield "read", f"{plan.posts * plan.costs.bytes_in / 1e9:,.0f} GB, twice: to plan and to extract"
    yield "written", f"{plan.posts * plan.costs.bytes_out / 1e9:,.0f} GB"
    yield "memory of a process", f"{plan.memory_mb:,.0f} MB"
    yield "lost with a machine", f"what its cores had in hand: {plan.split_minutes / 2:,.1f} minutes of each on average"


def main() -> None:
    """Print the table, as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", type=Path, help="what cluster.py --json wrote")
    parser.add_argument("--posts", type=float, default=100e6)
    parser.add_argument("--cores", type=float, nargs="+", default=[64, 1000])
    parser.add_argument("--price", type=float, nargs="+", default=[0.01, 0.04], help="of a core hour; an assumption")
    parser.add_argument("--form", choices=("parquet", "jsonl"), default="parquet")
    parser.add_argument(
        "--bytes-out", type=float, help="of a record in the output, if you know better than made-up posts"
    )
    parser.add_argument("--split-mb", type=float, default=SPLIT_MB)
    asked = parser.parse_args()
    costs = Costs.measured(json.loads(asked.figures.read_text(encoding="utf-8")), asked.form)
    if asked.bytes_out is not None:
        costs = replace(costs, bytes_out=asked.bytes_out)
    print("| | |\n|---|---|")
    for name, value in rows(Plan(costs, asked.posts, asked.split_mb), asked.cores, asked.price):
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
