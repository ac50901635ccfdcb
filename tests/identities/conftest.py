"""Small records of who held what office where, and a store of them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from extractor.records import Record
from extractor.store import Store

PLACES = {
    "poso": ("Poso", "regency", "72.02"),
    "palu": ("Palu", "city", "72.71"),
    "bantul": ("Bantul", "regency", "34.02"),
    "kalteng": ("Kalimantan Tengah", "province", "62"),
    "kapuas": ("Kapuas", "regency", "62.03"),
}


@dataclass(frozen=True)
class Role:
    """An office or tie as a record has it: title, whole phrase, organization and its kind."""

    title: str
    text: str
    body: str | None = None
    kind: str = "local_government"


# A handful of offices by short names; the phrase says the area unless it is bare.
ROLES: dict[str, Role | None] = {
    "none": None,
    "bupati": Role("Bupati", "Bupati Poso"),
    "bupati bare": Role("Bupati", "Bupati"),
    "pj bupati": Role("Pj Bupati", "Pj Bupati Poso"),
    "wabup": Role("Wabup", "Wabup Poso"),
    "bupati bantul": Role("Bupati", "Bupati Bantul"),
    "bupati kapuas": Role("Bupati", "Bupati Kapuas"),
    "gubernur": Role("Gubernur", "Gubernur Kalimantan Tengah"),
    "wagub": Role("Wakil Gubernur", "Wakil Gubernur Kalimantan Tengah"),
    "sekda": Role("Sekda", "Sekda Poso"),
    "sekretaris daerah": Role("Sekretaris Daerah", "Sekretaris Daerah Kabupaten Poso"),
    "kacab": Role("Kepala", "Kepala BPJS Ketenagakerjaan Cabang Poso", "BPJS Ketenagakerjaan Cabang Poso", "bpjstk"),
    "kacab short": Role("Kacab", "Kacab BPJamsostek Poso", "BPJamsostek Poso", "bpjstk"),
    "kacab text": Role("Kepala", "Kepala Kantor Cabang Perintis BPJS Ketenagakerjaan Poso"),
    "kacab bantul": Role(
        "Kepala", "Kepala BPJS Ketenagakerjaan Bantul", "BPJS Ketenagakerjaan Cabang Bantul", "bpjstk"
    ),
    "kabid kepesertaan": Role(
        "Kepala Bidang Kepesertaan",
        "Kepala Bidang Kepesertaan BPJS Ketenagakerjaan Cabang Poso",
        "BPJS Ketenagakerjaan Cabang Poso",
        "bpjstk",
    ),
    "kadisnaker": Role("Kepala", "Kepala Dinas Tenaga Kerja Kabupaten Poso", "Dinas Tenaga Kerja Kabupaten Poso"),
    "kadisnaker short": Role("Kadisnaker", "Kadisnaker Poso"),
    "kadisnaker bare": Role("Kepala", "Kepala Dinas Tenaga Kerja", "Dinas Tenaga Kerja"),
    "kadisnaker bantul": Role("Kepala", "Kepala Dinas Tenaga Kerja Bantul", "Dinas Tenaga Kerja Bantul"),
    "kadisnakertrans": Role(
        "Kepala", "Kepala Dinas Tenaga Kerja dan Transmigrasi Poso", "Dinas Tenaga Kerja dan Transmigrasi Poso"
    ),
    "kepala": Role("Kepala", "Kepala"),
    "kepala seksi": Role(
        "Kepala Seksi Perdata dan Tata Usaha Negara", "Kepala Seksi Perdata dan Tata Usaha Negara Kejari Poso"
    ),
    "kadinsos": Role("Kepala", "Kepala Dinas Sosial Kabupaten Poso", "Dinas Sosial Kabupaten Poso"),
    "kapolres": Role("Kapolres", "Kapolres Poso"),
    "kasi datun bare": Role("Kasi Datun", "Kasi Datun"),
    "kajari": Role("Kepala", "Kepala Kejaksaan Negeri Poso", "Kejaksaan Negeri Poso", "law_enforcement"),
    "kasi datun": Role("Kasi Datun", "Kasi Datun Kejari Poso", "Kejaksaan Negeri Poso", "law_enforcement"),
    "ketua apindo": Role("Ketua", "Ketua Apindo Poso", "Asosiasi Pengusaha Indonesia Poso", "association"),
    "direktur": Role("Direktur", "Direktur PT Maju Jaya Abadi", "PT Maju Jaya Abadi", "company"),
    "direktur tbk": Role("Direktur", "Direktur PT. Maju Jaya Abadi (Tbk)", "PT. Maju Jaya Abadi (Tbk)", "company"),
    "dirut bpjs": Role("Direktur Utama", "Direktur Utama BPJS Ketenagakerjaan", "BPJS Ketenagakerjaan", "bpjstk"),
    "menaker": Role("Menaker", "Menaker"),
    "anggota dprd": Role("Anggota", "Anggota DPRD Poso", "Dewan Perwakilan Rakyat Daerah Poso"),
    "camat": Role("Camat", "Camat Lage"),
    "kades": Role("Kepala Desa", "Kepala Desa Tagolu"),
    "istri": Role("istri", "istri almarhum Yusak Tolimba"),
    "istri lain": Role("istri", "istri almarhum Markus Pelima"),
    "ahli waris": Role("ahli waris", "ahli waris"),
    "nelayan": Role("nelayan", "nelayan"),
    "sopir": Role("sopir", "sopir truk"),
    "warga": Role("warga", "warga"),
}

Person = tuple[str, str] | tuple[str, Role | None]
Make = Callable[..., Record]


def post(
    number: int, people: Sequence[Person], *, place: str = "poso", day: str | None = "2024-03-01", meet: bool = False
) -> Record:
    """A record of the article `number`: people with a role (by its name in `ROLES`), an event at the place in which they take part."""
    name, kind, code = PLACES[place]
    text = f"Artikel {number}. " + " ".join(who for who, _ in people)
    bodies: list[dict[str, Any]] = []
    named = []
    for position, (who, role_name) in enumerate(people, 1):
        role = ROLES[role_name] if isinstance(role_name, str) else role_name
        roles = []
        if role is not None:
            body = None
            if role.body is not None:
                body = next((one["id"] for one in bodies if one["name"] == role.body), None)
                if body is None:
                    body = f"o{len(bodies) + 1}"
                    bodies.append(
                        {"id": body, "name": role.body, "kind": role.kind, "aliases": [], "place": None, "mentions": []}
                    )
            roles = [{"title": role.title, "organization": body, "text": role.text}]
        named.append(
            {"id": f"p{position}", "name": who, "honorifics": [], "aliases": [], "roles": roles, "mentions": []}
        )
    actors = [one["id"] for one in [*named, *bodies]] if meet else []
    return Record.model_validate(
        {
            "schema_version": "1.0",
            "id": f"{number:016x}",
            "article": {
                **dict.fromkeys(("url", "author", "dateline", "page")),
                "title": f"Judul {number}",
                "outlet": "Kabar Poso",
                "published": day,
                "published_precision": "day" if day else None,
                "language": "id",
                "text": text,
                "relevance": 0.9,
                "source": {
                    "path": f"posts/{number}.txt",
                    "sha256": hashlib.sha256(repr((number, people, place, day)).encode()).hexdigest(),
                    "fetched": None,
                    "warc": None,
                },
            },
            "people": named,
            "organizations": bodies,
            "places": [
                {"id": "l1", "name": name, "kind": kind, "code": code, "province_code": code[:2], "mentions": []},
                {
                    "id": "l2",
                    "name": "Lage",
                    "kind": "district",
                    "code": "72.02.11",
                    "province_code": "72",
                    "mentions": [],
                },
                {
                    "id": "l3",
                    "name": "Tagolu",
                    "kind": "village",
                    "code": "72.02.11.2003",
                    "province_code": "72",
                    "mentions": [],
                },
            ]
            if place == "poso"
            else [{"id": "l1", "name": name, "kind": kind, "code": code, "province_code": code[:2], "mentions": []}],
            **{key: [] for key in ("programs", "regulations", "amounts", "quantities", "warnings")},
            "quotes": [{"speaker": "p1", "start": 0, "end": 7, "text": text[:7]}] if meet else [],
            "events": [
                {
                    **dict.fromkeys(("venue", "trigger")),
                    "id": "e1",
                    "type": "meeting",
                    "status": "occurred",
                    "date": None,
                    "place": "l1",
                    "participants": [{"entity": id_, "role": "attendee"} for id_ in actors],
                    **{key: [] for key in ("programs", "regulations", "amounts", "quantities", "evidence")},
                    "confidence": 0.9,
                }
            ],
        }
    )


def partition_of(store: Store) -> set[frozenset[tuple[str, str]]]:
    """Who is one person: sets of (article, id in its record)."""
    found: dict[int, set[tuple[str, str]]] = {}
    for person, article, id_ in store.database.rows(
        "SELECT s.person, a.id, e.id FROM people e JOIN person_signatures s ON s.key = e.signature JOIN articles a ON a.key = e.article"
    ):
        found.setdefault(person, set()).add((article, id_))
    return {frozenset(one) for one in found.values()}


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with an empty store, to be copied: making one takes longer than most tests."""
    path = tmp_path_factory.mktemp("empty") / "news.db"
    Store(path).close()
    return path


@pytest.fixture
def fresh(empty_store: Path, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Give a new empty store at each call."""
    opened: list[Store] = []

    def made() -> Store:
        path = tmp_path / f"news{len(opened)}.db"
        shutil.copyfile(empty_store, path)
        opened.append(Store(path))
        opened[-1].database.rows("PRAGMA synchronous = OFF")  # nobody pulls the plug here
        return opened[-1]

    yield made
    for one in opened:
        one.close()


@pytest.fixture
def store(fresh: Callable[[], Store]) -> Store:
    """An empty store."""
    return fresh()
