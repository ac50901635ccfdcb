"""Addresses that others collected: a list, or the table of another tool; each post once, and a line for what is none."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from extractor.collect.lists import ListError, urls
from extractor.collect.model import Candidate


def read(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    complaints: list[str] = []
    found = list(urls(path, complain=complaints.append))
    return found, [complaint.removeprefix(f"{path}:") for complaint in complaints]


def test_a_text_file_holds_an_address_a_line(tmp_path):
    found, complaints = read(
        tmp_path / "urls.txt",
        "\ufeff# dari redaksi\r\n\r\nhttps://kabar.example/a\r\n  www.kabar.example/b  \r\nkabar.example:8080/c\r\n",
    )
    assert [one.url for one in found] == [
        "https://kabar.example/a",
        "https://www.kabar.example/b",
        "https://kabar.example:8080/c",
    ]
    assert {one.via for one in found} == {"urls"}
    assert complaints == []


def test_the_addresses_of_one_post_count_once(tmp_path):
    forms = (
        "https://kabar.example/a",
        "http://www.kabar.example/a/",
        "https://m.kabar.example/a?utm_source=x",
        "kabar.example/a/amp",
    )
    found, complaints = read(tmp_path / "urls.txt", "\n".join(forms))
    assert ([one.url for one in found], complaints) == ([forms[0]], [])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("beranda", "not a web address: 'beranda'"),
        ("file:///etc/passwd", "neither http nor https: 'file:///etc/passwd'"),
        ("javascript:alert(1)", "neither http nor https: 'javascript:alert(1)'"),
        ("https://kabar.example/a https://kabar.example/b", "not one web address"),
        ("https://[kabar.example/a", "Invalid IPv6 URL"),
    ],
)
def test_what_is_no_address_is_told_with_its_line_and_the_rest_is_read(tmp_path, line, told):
    found, (complaint,) = read(tmp_path / "urls.txt", f"https://kabar.example/1\n{line}\nhttps://kabar.example/2\n")
    assert [one.url for one in found] == ["https://kabar.example/1", "https://kabar.example/2"]
    assert complaint.startswith("2: ")
    assert told in complaint


ROWS = [
    {
        "title": "Nelayan Sape, Terlindungi",
        "publish_date": "2026-11-20 09:15:00",
        "author": "Nursalam",
        "content": "Satu baris.\nDua baris.",
        "keyword": "bpjs ketenagakerjaan",
        "category": "daerah",
        "source": "kabar",
        "link": "https://kabar.example/sape",
    },
    {
        "title": "Petani Lambu",
        "publish_date": "2026-11-21T09:15:00Z",
        "author": "",
        "content": "Satu baris.",
        "keyword": "bpjs",
        "category": "",
        "source": "kabar",
        "link": "https://kabar.example/lambu",
    },
]
CANDIDATES = [
    Candidate("https://kabar.example/sape", "urls", "Nelayan Sape, Terlindungi", date(2026, 11, 20)),
    Candidate("https://kabar.example/lambu", "urls", "Petani Lambu", datetime(2026, 11, 21, 9, 15, tzinfo=UTC)),
]


def table(rows, mark=","):
    quoted = [mark.join(f'"{value}"' for value in row.values()) for row in rows]
    return "\n".join([mark.join(rows[0]), *quoted]) + "\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("news.csv", table(ROWS)),
        ("news.csv", "\ufeff" + table(ROWS, ";")),
        ("news.json", json.dumps(ROWS)),
        ("news.json", json.dumps({"articles": ROWS})),
        ("news.jsonl", "\n".join(map(json.dumps, ROWS))),
    ],
)
def test_the_output_of_news_watch_gives_link_headline_and_day(tmp_path, name, content):
    assert read(tmp_path / name, content) == (CANDIDATES, [])


def test_a_json_list_of_bare_addresses_is_read_too(tmp_path):
    found, _ = read(tmp_path / "urls.json", '["https://kabar.example/a", "https://kabar.example/b"]')
    assert [one.url for one in found] == ["https://kabar.example/a", "https://kabar.example/b"]


def test_a_row_without_address_is_told_by_the_line_on_which_it_begins(tmp_path):
    rows = [ROWS[0], {**ROWS[1], "link": ""}, ROWS[1]]
    assert read(tmp_path / "news.csv", table(rows)) == (CANDIDATES, ["4: no address"])
    found, complaints = read(tmp_path / "news.jsonl", "{oops\n" + json.dumps(ROWS[0]) + "\n17\n")
    assert (found, complaints) == (CANDIDATES[:1], ["1: not valid JSON", "3: no address"])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("urls.txt", b"", "no address in it"),
        ("urls.txt", b"# nanti\n", "no address in it"),
        ("news.csv", b"title,content\na,b\n", "no address in it"),
        ("news.json", b"{oops", "not valid JSON"),
        ("news.xlsx", b"PK\x03\x04" + bytes(100), "a ZIP, DOCX or other packed file"),
    ],
)
def test_a_file_without_addresses_is_refused(tmp_path, name, content, told):
    with pytest.raises(ListError, match=told):
        read(tmp_path / name, content)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ListError, match="there is no such file"):
        list(urls(tmp_path / "urls.txt", complain=print))
