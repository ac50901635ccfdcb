"""An annotated post for the eyes: each label in its colour, what is nested underlined, furniture faint."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from extractor.training.annotated import AnnotatedPost

COLORS: Final = {
    "title": "bold",
    "noise": "dim",
    "person": "green",
    "role": "italic",
    "org": "blue",
    "place": "magenta",
    "venue": "bright_magenta",
    "program": "cyan",
    "regulation": "bright_cyan",
    "amount": "yellow",
    "quantity": "bright_yellow",
    "date": "bright_green",
    "quote": "bright_black",
    "trigger": "bold red",
}


def colored(post: AnnotatedPost) -> Text:
    """The post with its spans in colours; a trigger is followed by the number of its event in brackets."""
    text = Text(post.text)
    for span in post.spans:
        text.stylize(COLORS[span.label], span.start, span.end)
    shown, at = Text(), 0
    for span in sorted((one for one in post.spans if one.event is not None), key=lambda one: one.end):
        shown.append_text(text[at : span.end])
        shown.append(f"[{span.event}]", style="red")
        at = span.end
    shown.append_text(text[at:])
    return shown


def legend() -> Text:
    """Every label in its colour."""
    shown = Text()
    for label, color in COLORS.items():
        shown.append(label, style=color).append("  ")
    return shown
