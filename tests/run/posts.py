"""Small posts of every kind of input, and some that are none; loaded by `runpy.run_path`."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PLACES = ("Wera", "Sape", "Ambalawi", "Langgudu", "Lambu", "Monta", "Parado", "Woha", "Belo", "Palibelo")


def text(number: int) -> str:
    """A post that tells its number."""
    place = PLACES[number % len(PLACES)]
    day = f"{1 + number % 28}/{1 + number % 12}/{2012 + number % 11}"  # far apart: no two of them are of one story
    return (
        f"Santunan ke-{number} untuk Nelayan {place}\n\n{place.upper()} - BPJS Ketenagakerjaan Cabang Bima menyerahkan santunan jaminan "
        f"kematian Rp {number + 20} juta kepada {number + 2} ahli waris nelayan di {place}, ({day}).\n\n"
        '"Bantuan ini meringankan beban keluarga," kata Kepala Cabang Bima Rahmat Suleman kepada para tamu.\n'
    )


def page(number: int) -> str:
    """The same as a page."""
    title, _, *paragraphs = text(number).splitlines()
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        + "".join(f"<p>{one}</p>" for one in paragraphs if one)
        + "</article></body></html>"
    )


def article(number: int) -> dict[str, str]:
    """The same as an article of a list."""
    title, _, body = text(number).split("\n", 2)
    return {"title": title, "content": body, "link": f"https://kabartambora.example/{number}"}


def archive(path: Path, pages: list[str]) -> None:
    """A web archive of others with these pages."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
        for number, one in enumerate(pages):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"https://kabartambora.example/{path.stem}/{number}",
                    "response",
                    payload=io.BytesIO(one.encode()),
                    http_headers=headers,
                )
            )


def inputs(folder: Path, posts: int = 150) -> list[str]:
    """Paths under which there are so many posts and a few failures: files in folders, lists, web archives."""
    files, listed = posts * 2 // 5, posts // 5
    for number in range(files):
        into = folder / "files" / f"{number % 4}" / ("a" if number % 3 else "b")
        into.mkdir(parents=True, exist_ok=True)
        (into / f"{number:03}.txt").write_text(text(number), encoding="utf-8")
    (folder / "files" / "1" / "empty.txt").touch()
    (folder / "files" / "2" / "link").symlink_to(folder / "files" / "0")  # of the same posts once more
    lines = [json.dumps(article(number)) for number in range(files, files + listed)]
    lines[3:3] = ["", "{no json"]
    (folder / "list.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as table:
        rows = csv.DictWriter(table, ["title", "content", "link"])
        rows.writeheader()
        rows.writerows(article(number) for number in range(files + listed, files + listed + listed // 2))
    first = files + listed + listed // 2
    packed = "\n".join(json.dumps(article(number)) for number in range(first, first + listed // 2))
    (folder / "packed.jsonl.gz").write_bytes(gzip.compress(packed.encode()))
    pages = [page(number) for number in range(first + listed // 2, posts)]
    pages[2:2] = ["<html><body><a href='/'>Beranda</a></body></html>"]
    archive(folder / "crawl.warc.gz", pages)
    archive(folder / "nothing.warc.gz", pages[2:3])
    names = ("files", "list.jsonl", "nowhere.txt", "table.csv", "packed.jsonl.gz", "crawl.warc.gz", "nothing.warc.gz")
    return [str(folder / name) for name in names]
