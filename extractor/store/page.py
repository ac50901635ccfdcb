"""The page of the store, docs/store.md: how to open it, questions and their SQL, all tables and columns.

`python -m extractor.store.page` prints it.
"""

from __future__ import annotations

import sys
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from extractor.store.tables import Column, Table, tables


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the query that answers it.

    Attributes:
        name: a word, for addresses.
        title: the question in English.
        sql: one statement that reads.
    """

    name: str
    title: str
    sql: str


def questions() -> tuple[Question, ...]:
    """The examples of questions.toml, in its order."""
    told = tomllib.loads(_file("questions.toml"))["question"]
    return tuple(Question(one["name"], one["title"], one["sql"].strip()) for one in told)


def page() -> str:
    """The page as Markdown."""
    stored = [one for one in tables() if not one.is_view]
    views = [one for one in tables() if one.is_view]
    return "\n".join(
        [
            _file("introduction.md"),
            "## Questions\n",
            *(f"{one.title}\n\n```sql\n{one.sql}\n```\n" for one in questions()),
            "## Tables and views\n",
            "| | a row is |\n| --- | --- |",
            *(f"| [`{one.name}`](#{one.name}) | {_cell(one.about)} |" for one in [*views, *stored]),
            "\nThe type is SQLite's: `NUMERIC` is a whole or a decimal number. A column marked → holds the key (or code) of a row there.\n",
            "## Views\n",
            *map(_section, views),
            "## Tables\n",
            *map(_section, stored),
        ]
    )


def _section(table: Table) -> str:
    null = "" if table.is_view else " null |"  # SQLite does not know it of a view's columns
    head = f"| column | type |{null} is |\n| --- | --- |{' --- |' if null else ''} --- |"
    rows = "\n".join(_row(column, with_null=bool(null)) for column in table.columns)
    return f"### {table.name}\n\n{_sentence(table.about)}\n\n{head}\n{rows}\n"


def _row(column: Column, *, with_null: bool) -> str:
    refers = f"→ [`{column.refers}`](#{column.refers}); " if column.refers else ""
    null = (" |" if column.required else " null |") if with_null else ""
    return f"| `{column.name}` | {column.type} |{null} {refers}{_cell(column.about)} |"


def _sentence(about: str) -> str:
    return f"{about[:1].upper()}{about[1:]}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _file(name: str) -> str:
    return (files("extractor.store") / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.stdout.write(page())
