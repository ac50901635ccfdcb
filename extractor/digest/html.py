"""A page as one HTML file, for a browser or the body of a mail."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from extractor.digest.page import Grid, Items, Page


def to_html(page: Page) -> str:
    """The page as HTML: styles in the elements, as mail programs want it, no script, nothing from outside."""
    return _template().render(page=page)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.tests["items"] = lambda block: isinstance(block, Items)
    environment.tests["grid"] = lambda block: isinstance(block, Grid)
    return environment.from_string(files("extractor.digest").joinpath("page.html.j2").read_text(encoding="utf-8"))
