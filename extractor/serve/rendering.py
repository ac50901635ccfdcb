"""Templates: everything that is filled in is escaped; what a name means that is not there is an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extractor.digest.page import web_address
from extractor.serve.assets import address_of
from extractor.serve.texts import texts_in

Told = str | int | float | Sequence[object] | None


@cache
def environment(language: str) -> Environment:
    """The templates, with words, numbers and days of a language."""
    texts = texts_in(language)
    made = Environment(
        loader=PackageLoader("extractor.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        t=texts,
        word=texts.word,
        vocabulary=texts.table,
        asset=address_of,
        address=address,
        language=language,
        web_address=web_address,
    )
    made.filters.update(
        number=texts.number,
        rupiah=texts.rupiah,
        rupiah_full=texts.rupiah_full,
        percent=texts.percent,
        day=texts.day,
        moment=texts.moment,
    )
    return made


def address(path: str, asked: Mapping[str, Told] | None = None, /, **more: Told) -> str:
    """An address with its query: what is `None` or empty is left out, lists are repeated; `more` goes over `asked`."""
    pairs: list[tuple[str, object]] = []
    for name, value in {**(asked or {}), **more}.items():
        if isinstance(value, (list, tuple)):
            pairs += [(name, one) for one in value]
        elif value is not None and value != "":
            pairs.append((name, value))
    return f"{path}?{urlencode(pairs)}" if pairs else path


def hidden(name: str, value: str) -> Markup:
    """A field of a form that nobody sees."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)
