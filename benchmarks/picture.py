"""The figures of a run as a picture for the README: a bar for each pipeline, and one for each part of ours.

python benchmarks/picture.py FIGURES.json PICTURE.svg
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from peers import WORDS

_WIDTH, _LEFT, _ROW, _TOP = 760, 300, 26, 58  # pixels
_BAR: Final = 380  # of the longest bar
_OURS, _THEIRS = "#2f6f9f", "#b9b9b9"
_NETWORK: Final = ("id_sentences", "tok2vec", "jamsos_vectors", "jamsos_marks", "sentence_events")
_STYLE: Final = (
    "text{font:13px system-ui,sans-serif;fill:#333}.h{font-weight:600;font-size:15px}.s{fill:#777;font-size:12px}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.s{fill:#aaa}}"
)

Bar = tuple[str, float, bool]  # what it says, milliseconds, is it ours?


def picture(result: dict[str, Any]) -> str:
    """An SVG of the figures that `speed.py` measured."""
    beside = _peers(result)
    parts = _parts(result["stages"])
    second = _TOP + len(beside) * _ROW + 70
    height = second + len(parts) * _ROW + 20
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" role="img">',
        f"<title>Milliseconds a post on one core</title><style>{_STYLE}</style>",
        *_chart(
            f"A post of {WORDS} words on one core",
            "milliseconds of processor time, on a logarithmic scale",
            beside,
            24,
            logarithmic=True,
        ),
        *_chart(
            f"Where they go in a post of {result['stages']['words_a_post']} words",
            "milliseconds of processor time",
            parts,
            second - 34,
        ),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _peers(result: dict[str, Any]) -> list[Bar]:
    found = result["peers"]
    bars: list[Bar] = [
        (what, found[name], ours)
        for what, name, ours in (
            ("spaCy's tokenizer alone", f"spacy_blank_id_tokens_{WORDS}_words_ms", False),
            ("this program: text to record", f"whole_pipeline_{WORDS}_words_ms", True),
            ("its network as spaCy runs it", f"network_by_spacy_{WORDS}_words_ms", False),
            ("encoder of a transformer's size, numpy", f"encoder_by_numpy_{WORDS}_words_ms", False),
        )
        if name in found
    ]
    bars += [(name, one["ms"], False) for name, one in result.get("others", {}).items() if "ms" in one]
    return sorted(bars, key=lambda bar: bar[1])


def _parts(found: dict[str, Any]) -> list[Bar]:
    """The stages: what the network takes, the four longest of the others, and the rest."""
    network = sum(ms for stage, ms in found["stages_ms"].items() if stage in _NETWORK)
    others = sorted(((ms, stage) for stage, ms in found["stages_ms"].items() if stage not in _NETWORK), reverse=True)
    named = [(stage.removeprefix("jamsos_"), ms, True) for ms, stage in others[:4]]
    return [("network", network, True), *named, ("the rest", sum(ms for ms, _ in others[4:]), True)]


def _chart(title: str, unit: str, bars: Sequence[Bar], top: int, *, logarithmic: bool = False) -> list[str]:
    most = max(ms for _, ms, _ in bars)
    least = min(ms for _, ms, _ in bars) / 2
    lines = [
        f'<text class="h" x="12" y="{top}">{escape(title)}</text><text class="s" x="12" y="{top + 17}">{escape(unit)}</text>'
    ]
    for number, (what, ms, ours) in enumerate(bars):
        y = top + 34 + number * _ROW
        share = math.log(ms / least) / math.log(most / least) if logarithmic else ms / most
        width = max(1, round(_BAR * share))
        shown = f"{ms:,.0f}" if ms >= 10 else f"{ms:.1f}"
        lines.append(
            f'<text x="{_LEFT - 8}" y="{y + 13}" text-anchor="end">{escape(what)}</text>'
            f'<rect x="{_LEFT}" y="{y}" width="{width}" height="{_ROW - 8}" rx="2" fill="{_OURS if ours else _THEIRS}"/>'
            f'<text x="{_LEFT + width + 6}" y="{y + 13}">{shown}</text>'
        )
    return lines


def main() -> None:
    """Draw the figures of a file."""
    figures, drawn = map(Path, sys.argv[1:3])
    drawn.write_text(picture(json.loads(figures.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
