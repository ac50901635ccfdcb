"""Records as a table for people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from extractor.records import Record
from extractor.run.table import Row, print_rows, rows
from extractor.run.terminal import printable


def test_an_event_is_a_row_of_date_event_who_where_how_much(record):
    (row,) = rows(Record.model_validate(record))
    assert row == Row(
        date="2022-08-25",
        event="benefit handover",
        who="Rahmat Suleman",
        where="Mandala Jaya",
        how_much="Rp 42 juta, 12 ahli waris",
    )


def test_what_is_not_known_is_a_dash_and_what_has_not_happened_says_so(record):
    record["events"][0] |= {"status": "planned", "date": None, "place": None, "participants": []}
    record["events"][0] |= {"amounts": [], "quantities": [], "venue": None}
    (row,) = rows(Record.model_validate(record))
    assert row == Row("-", "benefit handover (planned)", "-", "-", "-")


def test_several_days_a_venue_and_a_crowd_are_put_in_short(record):
    record["people"] = [record["people"][0] | {"id": f"p{i}", "name": f"Tamu {i}"} for i in range(1, 9)]
    record["events"][0]["participants"] = [{"entity": f"p{i}", "role": "attendee"} for i in range(1, 9)]
    record["events"][0] |= {"venue": "Aula Kantor"}
    record["events"][0]["date"]["end"] = "2022-08-27"
    (row,) = rows(Record.model_validate(record))
    assert row.date == "2022-08-25 to 2022-08-27"
    assert row.where == "Aula Kantor, Mandala Jaya"
    assert row.who == "Tamu 1, Tamu 2, Tamu 3, Tamu 4, and 4 more"


@pytest.mark.parametrize("width", [20, 40, 71, 72, 80, 200])
def test_the_table_fits_the_terminal_and_says_everything(record, capsys, width):
    print_rows(rows(Record.model_validate(record)), Console(width=width))
    printed = capsys.readouterr().out
    assert max(len(line) for line in printed.splitlines()) <= width
    read = "".join(printed.split()).replace("│", "")
    assert all(word in read for word in ("2022-08-25", "handover", "Suleman", "Mandala", "42juta"))


def test_markup_and_terminal_commands_of_a_post_are_shown_or_dropped_not_obeyed(record, capsys):
    record["places"][0]["name"] = "[red]Mandala[/red]\x1b[31m\x07 Jaya\u202e"
    print_rows(rows(Record.model_validate(record)), Console(width=200))
    printed = capsys.readouterr().out
    assert "[red]Mandala[/red] [31m Jaya" in printed
    assert not set("\x1b\x07\u202e") & set(printed)


@given(st.text(st.characters(exclude_categories=[])))
def test_printable_text_is_one_line_that_any_terminal_takes(text):
    shown = printable(text)
    assert shown.encode() is not None
    assert len(shown.splitlines()) <= 1
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in shown)
