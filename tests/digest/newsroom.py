"""Hand-made posts, the runs that bring them, and the golden digests made of them.

Run as a program (`python tests/digest/newsroom.py`), it writes the golden digests in `resources/` anew; a person reads the diff.
"""

from __future__ import annotations

import hashlib
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from extractor.digest import digest
from extractor.digest.files import shown
from extractor.digest.model import Digest
from extractor.identities.resolving import resolve
from extractor.records import Record
from extractor.store import Store
from extractor.store.model import Counts
from extractor.stories.grouping import group

RESOURCES = Path(__file__).resolve().parent / "resources"
MONDAY = datetime(2026, 5, 11, 22, 0, tzinfo=UTC)  # 5 o'clock of Tuesday in Jakarta
NAMES = {
    "53": "Nusa Tenggara Timur",
    "81": "Maluku",
    "81.03": "Maluku Tengah",
    "53.10": "Manggarai",
    "33": "Jawa Tengah",
}
KINDS = {2: "province", 5: "regency", 8: "district"}


def post(
    title: str | None,
    *,
    text: str = "",
    outlet: str | None = "Kabar Tambora",
    url: str | None = None,
    day: str = "2026-05-11",
    relevance: float = 0.99,
    places: tuple[str, ...] = (),
    bodies: tuple[tuple[str, str], ...] = (),
    people: tuple[tuple[str, str, str | None], ...] = (),
    amounts: tuple[dict[str, Any], ...] = (),
    counts: tuple[dict[str, Any], ...] = (),
    events: tuple[dict[str, Any], ...] = (),
    warnings: tuple[tuple[str, str | None, str], ...] = (),
    id_: str | None = None,
) -> Record:
    """A record.

    Args:
        title: of the post, as `text`, `outlet`, `url` and `day` (of publication) are.
        text: of the post; one of its own is made where none is given.
        outlet: see `title`.
        url: see `title`.
        day: see `title`.
        relevance: is it about the agency?
        places: their codes; `l1` is the first.
        bodies: name and kind; `o1` is the first.
        people: name, title of the office (`None` for none), and the body (`o1`) or area that follows it; `p1` is the first.
        amounts: values that differ from those of a benefit; with `text`, the words of the post.
        counts: values that differ from those of a number of participants covered.
        events: values that differ from those of an event that happened; `day`, `place`, `who` (entity and role).
        warnings: code, printed text, message.
        id_: of the article; made from its title where none is given.
    """
    key = id_ or hashlib.sha256(f"{title}{outlet}".encode("utf-8", "replace")).hexdigest()[:16]
    text = text or f"{key} {title}"

    def span(words: str | None) -> dict[str, Any]:
        if words is None:
            return {"start": None, "end": None, "text": None}
        return {"start": text.index(words), "end": text.index(words) + len(words), "text": words}

    def role(office: str | None, of: str | None) -> list[dict[str, Any]]:
        if office is None:
            return []
        body = next((name for number, (name, _) in enumerate(bodies, 1) if of == f"o{number}"), of)
        whole = f"{office} {body}" if body else office
        return [{"title": office, "organization": of if of and of.startswith("o") else None, "text": whole}]

    plain = {
        "schema_version": "1.0",
        "id": key,
        "article": {
            **{"title": title, "url": url, "outlet": outlet, "author": None, "published": f"{day}T08:00:00+07:00"},
            **{"published_precision": "minute", "dateline": None, "language": "id", "text": text, "page": None},
            "relevance": relevance,
            "source": {
                **{"path": f"{key}.html", "fetched": None, "warc": None},
                "sha256": hashlib.sha256(f"{title}{text}".encode("utf-8", "replace")).hexdigest(),
            },
        },
        "people": [
            {"id": f"p{n}", "name": name, "honorifics": [], "aliases": [], "roles": role(office, of), "mentions": []}
            for n, (name, office, of) in enumerate(people, 1)
        ],
        "organizations": [
            {"id": f"o{n}", "name": name, "kind": kind, "aliases": [], "place": None, "mentions": []}
            for n, (name, kind) in enumerate(bodies, 1)
        ],
        "places": [
            {
                **{"id": f"l{n}", "name": NAMES[code], "kind": KINDS[len(code)], "code": code},
                **{"province_code": code[:2], "mentions": []},
            }
            for n, code in enumerate(places, 1)
        ],
        **{"programs": [], "regulations": [], "quotes": []},
        "amounts": [
            {
                **{"id": f"m{n}", "currency": "IDR", "kind": "benefit", "per": None, "bound": None, "recipient": None},
                **{name: value for name, value in one.items() if name != "text"},
                **span(one.get("text")),
            }
            for n, one in enumerate(amounts, 1)
        ],
        "quantities": [
            {
                **{"id": f"q{n}", "unit": "participant", "kind": "coverage", "bound": None, "as_of": None},
                **{name: value for name, value in one.items() if name != "text"},
                **span(one.get("text")),
            }
            for n, one in enumerate(counts, 1)
        ],
        "events": [_event(n, one) for n, one in enumerate(events, 1)],
        "warnings": [{"code": code, "text": printed, "message": message} for code, printed, message in warnings],
    }
    return Record.model_validate(plain)


def _event(number: int, given: dict[str, Any]) -> dict[str, Any]:
    one = dict(given)
    day, end, who = one.pop("day", None), one.pop("end", None), one.pop("who", ())
    precision = {4: "year", 7: "month"}.get(len(day or ""), "day")
    return {
        **{"id": f"e{number}", "type": "benefit_handover", "status": "occurred", "place": None, "venue": None},
        "date": {"start": day, "end": end, "precision": precision, "text": None} if day else None,
        "participants": [{"entity": entity, "role": role} for entity, role in who],
        **{"programs": [], "regulations": [], "amounts": [], "quantities": []},
        **{"trigger": None, "evidence": [], "confidence": 0.9},
        **one,
    }


class Newsroom:
    """A store, and a run a day from Monday on."""

    def __init__(self, path: Path) -> None:
        self.store = Store(path)
        self.path = path
        self._days = 0

    def __enter__(self) -> Newsroom:
        return self

    def __exit__(self, *raised: object) -> None:
        self.store.close()

    @property
    def now(self) -> datetime:
        """An hour after the last run began."""
        return MONDAY + timedelta(days=self._days - 1, hours=1)

    def run(self, *records: Record, failures: tuple[tuple[str, str, str], ...] = (), ends: bool = True) -> int:
        """A run that brings these, and failures (path, code, message); the next begins a day later."""
        at = MONDAY + timedelta(days=self._days)
        self._days += 1
        run = self.store.begin_run("test", at)
        counts: Counts = self.store.upsert(records, run)
        with self.store.database.change() as db:
            db.executemany(
                "INSERT INTO failures (run, path, code, message) VALUES (?, ?, ?, ?)", [(run, *one) for one in failures]
            )
        resolve(self.store)
        group(self.store)
        if ends:
            self.store.end_run(run, "finished", counts, len(failures), at + timedelta(minutes=20))
        return run

    def digest(self, **asked: Any) -> Digest:
        """What is new now."""
        return digest(self.store, **{"at": self.now, **asked})


HANDOVER = (
    "RUTENG - Bupati Manggarai Yohanes Lodo menyerahkan santunan jaminan kematian Rp 42 juta kepada ahli waris petani kopi di aula "
    "kantor bupati, Senin (11/5/2026). Kepala BPJS Ketenagakerjaan Cabang Ruteng Sari Wulandari menyebut {number} petani sudah terlindungi."
)


def yesterday() -> list[Record]:
    """What came before: an office-holder, and a post that will be edited."""
    return [
        post(
            "Pemkab Malteng daftarkan nelayan",
            text="MASOHI - Kepala Dinas Perikanan Maluku Tengah Hasan Lestaluhu mendaftarkan 120 nelayan, Jumat (8/5/2026).",
            url="https://kabarmasohi.example/nelayan",
            **{"outlet": "Kabar Masohi", "day": "2026-05-09", "places": ("81.03",), "id_": "00000000000000e1"},
            bodies=(("Dinas Perikanan Kabupaten Maluku Tengah", "local_government"),),
            people=(("Hasan Lestaluhu", "Kepala Dinas", "o1"),),
            counts=({"value": 120, "unit": "person", "text": "120 nelayan"},),
            events=(
                {
                    "type": "enrollment",
                    "day": "2026-05-08",
                    "place": "l1",
                    "who": (("p1", "organizer"),),
                    "quantities": ["q1"],
                },
            ),
        ),
    ]


def today() -> list[Record]:
    """What comes with the run that the golden digest tells of."""
    (edited,) = yesterday()
    handover = {
        **{"places": ("53.10", "53"), "bodies": (("BPJS Ketenagakerjaan Cabang Ruteng", "bpjstk"),)},
        "people": (("Yohanes Lodo", "Bupati", "Manggarai"), ("Sari Wulandari", "Kepala", "o1")),
        "amounts": ({"value": 42_000_000, "text": "Rp 42 juta"},),
        "events": (
            {
                **{"day": "2026-05-11", "place": "l1", "who": (("p1", "giver"), ("p2", "attendee"))},
                **{"amounts": ["m1"], "quantities": ["q1"]},
            },
        ),
    }
    return [
        *(
            post(
                title,
                text=HANDOVER.format(number=number),
                counts=({"value": int(number.replace(".", "")), "text": f"{number} petani"},),
                **{"outlet": outlet, "url": url, **handover},
            )
            for title, number, outlet, url in (
                (
                    "Santunan Rp 42 Juta untuk Petani Kopi",
                    "5.747",
                    "Flores Kini",
                    "https://floreskini.example/santunan",
                ),
                ("Bupati Serahkan Santunan Petani", "5.746", "Pos Ruteng", "https://posruteng.example/berita?id=7&a=b"),
                ("Petani Kopi Terima Santunan", "5.747", "Lontar News", None),
            )
        ),
        post(
            "Pemprov Maluku targetkan semua nelayan terdaftar",
            text="AMBON - Gubernur Maluku Karel Tuasikal akan meneken kerja sama dengan BPJS Ketenagakerjaan pada 20 Mei 2026.",
            url="https://kabarmasohi.example/target",
            **{"outlet": "Kabar Masohi", "places": ("81",)},
            bodies=(("Pemerintah Provinsi Maluku", "local_government"),),
            people=(("Karel Tuasikal", "Gubernur", "Maluku"),),
            counts=({"value": 60_000, "unit": "worker", "kind": "target"}, {"value": 41.5, "unit": "percent"}),
            events=(
                {
                    **{"type": "agreement", "status": "planned", "day": "2026-05-20", "place": "l1"},
                    **{"who": (("p1", "party"), ("o1", "party")), "quantities": ["q1"]},
                },
            ),
            warnings=(
                ("number_format", "60.0000", "read as 60000"),
                ("timezone", "11/05/2026 08:00", "no time zone printed; read as WIT after the places in the post"),
            ),
        ),
        post(
            "Klaim di Jawa Tengah capai Rp 1,2 triliun",
            **{"outlet": "Radar Lukulo", "places": ("33",), "url": "https://radarlukulo.example/klaim"},
            amounts=({"value": 1_200_000_000_000},),
            events=({"type": "benefit_report", "day": "2026-04", "place": "l1", "amounts": ["m1"]},),
        ),
        post("Harga cabai naik", outlet="Radar Lukulo", relevance=0.1),
        edited.model_copy(
            update={
                "article": edited.article.model_copy(
                    update={
                        "title": "Pemkab Malteng daftarkan 150 nelayan",
                        "text": edited.article.text.replace("120", "150"),
                        "source": edited.article.source.model_copy(update={"sha256": "1" * 64}),
                    }
                ),
                "quantities": [edited.quantities[0].model_copy(update={"value": 150, "text": "150 nelayan"})],
            }
        ),
    ]


def golden(folder: Path) -> Digest:
    """The digest that the golden files show, from a store in a folder."""
    with Newsroom(folder / "news.db") as room:
        after = room.run(*yesterday())
        broken = (
            ("archive/a.warc.gz#77", "no-text", "archive/a.warc.gz#77: not a post: no paragraph (listing-page)."),
        )
        room.run(*today(), failures=broken)
        return room.digest(after_run=after, areas=("Maluku",))


FILES = {"digest.id.md": ("markdown", "id"), "digest.en.md": ("markdown", "en"), "digest.id.html": ("html", "id")}
"""Golden files: format and language of each."""


def main() -> None:
    """Write all golden digests anew."""
    RESOURCES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = golden(Path(folder))
    for name, (format_, language) in FILES.items():
        (RESOURCES / name).write_text(shown(made, format_, language), encoding="utf-8")


if __name__ == "__main__":
    main()
