"""The door: files, folders, lists of articles and standard input, and one clear line for whatever is no post."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.documents import Document, Failure, read_inputs

SENTENCE = (
    "BPJS Ketenagakerjaan Cabang Bima menyerahkan santunan kepada tiga ahli waris nelayan di Wera, Senin (11/3). "
)
TITLE = "Tiga Ahli Waris Nelayan Wera Terima Santunan"
POST = f"{TITLE}\n\nRabu, 13 Maret 2024\n\nWERA, KABARTAMBORA - {SENTENCE * 2}\n"
PAGE = (
    f"<html><body><h1>{TITLE}</h1><div class='entry-content'><p>{SENTENCE * 4}</p><p>{SENTENCE}</p></div></body></html>"
)
ARTICLE = {
    "title": TITLE,
    "content": SENTENCE * 3,
    "publish_date": "2024-03-13 09:15:00",
    "author": "Nursalam",
    "link": "https://kabartambora.example/a",
    "source": "Kabar Tambora",
}


def only(path: object) -> Document | Failure:
    (found,) = read_inputs([path])
    return found


def text(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", POST.encode()),
        ("a.TXT", POST.encode("utf-16")),
        ("a.md", f"---\ntitle: {TITLE}\ndate: 2024-03-13\n---\n**WERA** - {SENTENCE * 2}".encode()),
        ("a.md", f"# {TITLE}\n\n*13 Maret 2024*\n\nWERA - {SENTENCE} [lagi](https://kabar.example)\n".encode()),
        ("a.html", PAGE.replace("</h1>", "</h1><p class='date'>13 Maret 2024</p>").encode()),
        ("a.html.gz", gzip.compress(PAGE.replace("</h1>", "</h1><time>13 Maret 2024</time>").encode())),
        ("a.json", json.dumps(ARTICLE).encode()),
    ],
)
def test_every_format_of_one_post(tmp_path, name, content):
    found = only(text(tmp_path / name, content))
    assert isinstance(found, Document), found
    assert (found.title, found.source_path) == (TITLE, str(tmp_path / name))
    assert str(found.published_on) == "2024-03-13"
    assert len(found.sha256) == 64


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("l.jsonl", "\n".join(json.dumps({**ARTICLE, "link": f"https://k.example/{n}"}) for n in range(3))),
        ("l.json", json.dumps([{**ARTICLE, "link": f"https://k.example/{n}"} for n in range(3)])),
        ("l.json", json.dumps({"articles": [{**ARTICLE, "link": f"https://k.example/{n}"} for n in range(3)]})),
        (
            "l.csv",
            "title,content,publish_date,author,link,source\n"
            + "".join(f'"{TITLE}","{SENTENCE * 3}",2024-03-13,Nursalam,https://k.example/{n},KT\n' for n in range(3)),
        ),
        (
            "l.csv",
            "judul;isi;tanggal;tautan\n"
            + "".join(f'"{TITLE}";"{SENTENCE * 3}";13/03/2024;https://k.example/{n}\n' for n in range(3)),
        ),
    ],
)
def test_articles_of_a_list_are_numbered(tmp_path, name, content):
    found = list(read_inputs([text(tmp_path / name, content)]))
    assert [document.source_path for document in found] == [f"{tmp_path / name}#{n}" for n in (1, 2, 3)]
    assert [document.url for document in found] == [f"https://k.example/{n}" for n in range(3)]
    assert {str(document.published_on) for document in found} == {"2024-03-13"}
    assert len({document.id for document in found}) == 3


@pytest.mark.parametrize(
    "fields",
    [
        {
            "title": TITLE,
            "maintext": SENTENCE * 3,
            "date_publish": "2024-03-13 09:15:00",
            "authors": ["Nursalam"],
            "url": "https://k.example/1",
            "source_domain": "k.example",
        },
        {
            "headline": TITLE,
            "text": f"<p>{SENTENCE * 3}</p><p>{SENTENCE}</p>",
            "published_at": 1710292500,
            "authors": ["Nursalam", "Red"],
            "url": "https://k.example/1",
        },
    ],
)
def test_fields_as_other_tools_name_them(tmp_path, fields):
    found = only(text(tmp_path / "a.json", json.dumps(fields)))
    assert isinstance(found, Document)
    assert (found.title, found.url, str(found.published_on)) == (TITLE, "https://k.example/1", "2024-03-13")
    assert found.author is not None
    assert found.author.startswith("Nursalam")


def test_folders_are_walked_in_the_order_of_names_and_what_is_no_post_is_passed_over(tmp_path):
    for name in (
        "b/2.txt",
        "b/1.txt",
        "a.txt",
        "c.html",
        "README.md",
        "a.gold.json",
        ".hidden.txt",
        "b/notes.pdf",
        ".git/x.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text(tmp_path / name, PAGE if name.endswith("html") else POST)
    found = [document.source_path for document in read_inputs([tmp_path])]
    assert found == [str(tmp_path / name) for name in ("a.txt", "b/1.txt", "b/2.txt", "c.html")]


def test_a_relative_path_stays_as_given(tmp_path, monkeypatch):
    text(tmp_path / "a.txt", POST)
    monkeypatch.chdir(tmp_path)
    assert only("a.txt").source_path == "a.txt"
    assert only(".").source_path == "./a.txt"


def test_reading_is_lazy(tmp_path):
    first, second = text(tmp_path / "1.txt", POST), text(tmp_path / "2.txt", POST)
    found = read_inputs([tmp_path])
    assert next(found).source_path == str(first)
    second.write_text(POST.replace(TITLE, "Judul yang Baru Ditulis Tadi"))
    assert next(found).title == "Judul yang Baru Ditulis Tadi"


@pytest.mark.parametrize("content", [POST, PAGE])
def test_standard_input_is_text_or_html(monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    found = only("-")
    assert (found.title, found.source_path) == (TITLE, "-")


REFUSED = {
    "empty.txt": (b"", "empty-file"),
    "blank.txt": (b"\xef\xbb\xbf \n\n", "empty-file"),
    "binary.txt": (bytes(range(256)) * 200, "binary-file"),
    "null.txt": (POST.encode() + b"\x00", "null-bytes"),
    "broken.txt": (b"\xc3\x28\xa0\xa1\xe2\x28\xa1\x81" * 200, "broken-encoding"),
    "damaged.html.gz": (gzip.compress(PAGE.encode())[:-9], "corrupt-gzip"),
    "plain.html.gz": (b"bukan gzip", "corrupt-gzip"),
    "bomb.txt.gz": (gzip.compress(b"0" * 40_000_000, 1), "too-large"),
    "list.html": (b"<html>" + b"<h2><a href='/a'>Bupati Serahkan Santunan ke Warga</a></h2>" * 20, "listing-page"),
    "menu.txt": (b"BERANDA | DAERAH | EKBIS\n\nMasuk", "no-paragraph"),
    "broken.json": (b"{oops", "invalid-json"),
    "deep.json": (b"[" * 200_000, "invalid-json"),
    "figures.json": (b"[]", "no-articles"),
    "table.csv": (b"a,b\n1,2\n", "no-articles"),
    "picture.png": (b"\x89PNG", "unknown-extension"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_whatever_is_no_post_is_one_line_with_reason_and_remedy(tmp_path, name):
    content, code = REFUSED[name]
    failure = only(text(tmp_path / name, content))
    assert isinstance(failure, Failure)
    assert failure.code == code
    assert failure.message.startswith(f"{tmp_path / name}: ")
    assert f" ({code}). " in failure.message
    assert failure.message.endswith(".")
    assert "\n" not in str(failure)


def test_a_file_of_fifty_megabytes_is_not_read(tmp_path):
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.truncate(50 * 2**20)
    start = time.perf_counter()
    assert only(tmp_path / "big.txt").code == "too-large"
    assert time.perf_counter() - start < 0.5


def test_a_broken_line_costs_only_itself(tmp_path):
    good = json.dumps(ARTICLE)
    found = list(read_inputs([text(tmp_path / "l.jsonl", f"{good}\n\n{{oops\n[1]\n{{}}\n{good}\n")]))
    assert [type(one).__name__ for one in found] == ["Document", "Failure", "Failure", "Failure", "Document"]
    assert [one.code for one in found[1:4]] == ["invalid-json", "not-an-article", "not-an-article"]
    assert [one.path for one in found[1:4]] == [f"{tmp_path / 'l.jsonl'}#{n}" for n in (2, 3, 4)]
    assert "line 3" in found[1].message


def test_links_in_a_circle_end(tmp_path):
    text(tmp_path / "a.txt", POST)
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "nothing.txt").symlink_to("nowhere.txt")
    found = list(read_inputs([tmp_path]))
    assert [one.code if isinstance(one, Failure) else "post" for one in found] == [
        "post",
        "symlink-loop",
        "not-found",
        "symlink-loop",
    ]


def test_a_linked_folder_is_read_once(tmp_path):
    (tmp_path / "a").mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    text(outside / "x.txt", POST)
    for name in ("b", "c"):
        (tmp_path / "a" / name).symlink_to(outside)
    assert len(list(read_inputs([tmp_path / "a"]))) == 1


def test_paths_to_nothing_and_folders_without_posts(tmp_path):
    assert only(tmp_path / "missing").code == "not-found"
    assert only(tmp_path).code == "no-posts"
    assert only(text(tmp_path / "README.md", "x")).code == "no-posts"
    os.mkfifo(tmp_path / "pipe.txt")
    assert only(tmp_path / "pipe.txt").code == "not-a-file"


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    secret = text(tmp_path / "secret.txt", POST)

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert only(secret).code == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_told(tmp_path):
    secret = text(tmp_path / "secret.txt", POST)
    secret.chmod(0)
    assert only(secret).code == "unreadable"


def test_a_file_name_that_is_no_text_is_shown_and_read(tmp_path):
    odd = os.fsencode(tmp_path) + b"/post-\xff.txt"
    Path(os.fsdecode(odd)).write_text(POST)
    found = only(os.fsdecode(odd))
    assert isinstance(found, Document)
    assert found.source_path.encode("utf-8").endswith(b"post-\\udcff.txt")


@pytest.mark.parametrize(
    "unit",
    [
        SENTENCE,
        "x" * 1000,
        "(",
        "Oleh ",
        "- ",
        "12 Mei 2021 ",
        "A, B - ",
        "Baca juga: ",
        f"{SENTENCE}Baca juga: Harga Naik ",
        "Baca juga: Naik\n",
        "x y\n",
        "Ã©â‚¬™ ",
        "Kabupaten ",
    ],
    ids=lambda unit: repr(unit[:12]),
)
def test_a_megabyte_of_anything_is_done_in_seconds(tmp_path, unit):
    start = time.process_time()
    found = only(text(tmp_path / "a.txt", unit * (1_000_000 // len(unit))))
    assert isinstance(found, Document | Failure)
    assert time.process_time() - start < 20


@pytest.mark.parametrize("tags", ["<div>", "<b>", "<p>", "<div></div>", "<"])
def test_a_million_tags_are_done_in_seconds(tmp_path, tags):
    start = time.process_time()
    found = only(text(tmp_path / "a.html", f"<html><body>{tags * 1_000_000}<p>{SENTENCE * 4}</p></body></html>"))
    assert isinstance(found, Document | Failure)
    assert time.process_time() - start < 10


def test_a_long_list_is_read_in_little_memory(tmp_path):
    line = json.dumps({**ARTICLE, "content": SENTENCE * 60}) + "\n"
    listed = text(tmp_path / "l.jsonl", line * 1000)
    program = (
        "import resource, sys; from extractor.documents import read_inputs\n"
        "found = read_inputs([sys.argv[1]]); next(found); before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "n = 1 + sum(1 for _ in found); print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(listed)], check=True, capture_output=True, text=True)
    count, grown = map(int, done.stdout.split())
    assert count == 1000
    assert grown < 5_000  # kilobytes; the file holds seven megabytes


def test_plain_text_does_not_load_what_only_pages_need():
    program = (
        "import sys; from extractor.documents import read_text\n"
        f"read_text({POST!r})\n"
        "print([m for m in ('trafilatura','htmldate','dateparser','ftfy','lxml','lokal','bs4','courlan') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
