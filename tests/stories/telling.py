"""Records as outlets tell happenings, made without reading posts: each fact stands in the text it is said to stand in."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from extractor.records import Record

REGENCIES = {"35.09": "Jember", "73.13": "Wajo", "33.10": "Klaten", "33.71": "Magelang"}


class Telling:
    """A record in the making: sentences are added with the facts they state."""

    def __init__(self, name, outlet, published, title, relevance=0.95, regency="35.09"):
        self.name, self.outlet, self.published, self.title, self.relevance = name, outlet, published, title, relevance
        self.text = ""
        self.people, self.organizations, self.places, self.amounts, self.quantities, self.events = (
            [],
            [],
            [],
            [],
            [],
            [],
        )
        self.regency = self.place(REGENCIES[regency], regency, "regency")

    def say(self, sentence):
        self.text += (" " if self.text else "") + sentence

    def _span(self, words):
        start = self.text.rindex(words)
        return {"start": start, "end": start + len(words), "text": words}

    def person(self, name, role=None):
        id_ = f"p{len(self.people) + 1}"
        self.say(f"{name} ({role})." if role else f"{name}.")
        roles = [{"title": role.split()[0], "organization": None, "text": role}] if role else []
        spans = [self._span(name)]
        self.people.append(
            {"id": id_, "name": name, "honorifics": [], "aliases": [], "roles": roles, "mentions": spans}
        )
        return id_

    def place(self, name, code, kind):
        id_ = f"l{len(self.places) + 1}"
        self.say(f"{name},")
        spans = [self._span(name)]
        self.places.append(
            {"id": id_, "name": name, "kind": kind, "code": code, "province_code": code and code[:2], "mentions": spans}
        )
        return id_

    def amount(self, value, printed, kind="benefit", bound=None):
        id_ = f"m{len(self.amounts) + 1}"
        self.say(f"Nilainya {printed}.")
        facts = {
            "id": id_,
            "value": value,
            "currency": "IDR",
            "kind": kind,
            "per": None,
            "bound": bound,
            "recipient": None,
        }
        self.amounts.append(facts | self._span(printed))
        return id_

    def quantity(self, value, printed, unit="worker", kind="coverage", bound=None):
        id_ = f"q{len(self.quantities) + 1}"
        self.say(f"Tercatat {printed}.")
        facts = {"id": id_, "value": value, "unit": unit, "kind": kind, "bound": bound, "as_of": None}
        self.quantities.append(facts | self._span(printed))
        return id_

    def event(self, type_, day=None, place=None, participants=(), figures=(), status="occurred", printed=True):
        words = f"{day.day}/{day.month}/{day.year}" if day else None
        if words:
            self.say(f"Hari itu ({words}).")
        when = (
            {"start": day.isoformat(), "end": None, "precision": "day", "text": words if printed else "kemarin"}
            if day
            else None
        )
        self.events.append(
            {
                "id": f"e{len(self.events) + 1}",
                "type": type_,
                "status": status,
                "date": when,
                "place": place or self.regency,
                "venue": None,
                "participants": [{"entity": id_, "role": role} for id_, role in participants],
                "programs": [],
                "regulations": [],
                "amounts": [id_ for id_ in figures if id_[0] == "m"],
                "quantities": [id_ for id_ in figures if id_[0] == "q"],
                "trigger": None,
                "evidence": [],
                "confidence": 0.9,
            }
        )

    def record(self):
        published = self.published.isoformat() if self.published else None
        article = {
            "title": self.title,
            "url": None,
            "outlet": self.outlet,
            "author": None,
            "published": published,
            "published_precision": "day" if published else None,
            "dateline": None,
            "language": "id",
            "text": self.text,
            "page": None,
            "relevance": self.relevance,
            "source": {
                "path": f"{self.name}.txt",
                "sha256": hashlib.sha256(f"{self.name} {self.title} {self.text}".encode()).hexdigest(),
                "fetched": None,
                "warc": None,
            },
        }
        return Record.model_validate(
            {
                "schema_version": "1.0",
                "id": hashlib.sha256(self.name.encode()).hexdigest()[:16],
                "article": article,
                "people": self.people,
                "organizations": self.organizations,
                "places": self.places,
                "programs": [],
                "regulations": [],
                "amounts": self.amounts,
                "quantities": self.quantities,
                "quotes": [],
                "events": self.events,
                "warnings": [],
            }
        )


RELEASE = (
    "Santunan itu terdiri atas santunan sekaligus, santunan berkala dan biaya pemakaman, sebagaimana diatur pemerintah bagi peserta "
    "yang meninggal dunia bukan karena kecelakaan kerja. Keluarga yang ditinggalkan diharapkan dapat melanjutkan hidup dan tidak "
    "terjerat utang. Warga yang bekerja di sektor informal diimbau segera mendaftar secara mandiri di kantor cabang terdekat atau "
    "lewat aplikasi, karena iurannya murah dan manfaatnya besar bagi anak dan istri yang menunggu di rumah setiap hari."
)
VILLAGES = {
    "Sumberejo": ("35.09.12.2003", "Siti Romlah", "Suyitno"),
    "Sanenrejo": ("35.09.18.2008", "Misnati", "Buasan"),
}


def handover(name, village, day, *, outlet=None, release=RELEASE, count=None, told=1, printed=True, heirs=None):
    """A benefit handed over in a village, as the agency's release tells it."""
    code, widow, dead = VILLAGES.get(village, ("35.09.08.2004", f"Halimatus {village}", f"Samsul {village}"))
    widow, dead = heirs or (widow, dead)
    one = Telling(name, outlet or name.title(), day + timedelta(days=told), f"Ahli Waris di {village} Terima Santunan")
    place = one.place(village, code, "village")
    people = [(one.person(widow, f"istri {dead}"), "recipient"), (one.person(dead), "recipient")]
    head = one.person("Dadang Kurnianto", "Kepala BPJS Ketenagakerjaan Cabang Jember")
    figures = [one.amount(42_000_000, "Rp 42 juta")]
    if count:
        figures.append(one.quantity(count, f"{count:,} pekerja".replace(",", ".")))
    one.event("benefit_handover", day, place, [*people, (head, "giver")], figures, printed=printed)
    one.say(release)
    return one.record()


def agreement(
    name, day, count, *, outlet=None, bound=None, printed_count=None, published=None, status="occurred", words=""
):
    """An agreement between a regency and the agency, each outlet in its own words."""
    one = Telling(name, outlet or name.title(), published or day, f"Wajo Teken Kerja Sama {name}", regency="73.13")
    regent = one.person("Andi Baso Paranrengi", "Pj Bupati Wajo")
    head = one.person("Rismawati Tahir", "Kepala BPJS Ketenagakerjaan Cabang Bone")
    figure = one.quantity(count, printed_count or f"{count:,} honorer".replace(",", "."), bound=bound)
    one.event("agreement", day, None, [(regent, "party"), (head, "party")], [figure], status=status)
    one.say(words)
    return one.record()


DAY = date(2023, 8, 8)
SIGNED = date(2024, 3, 5)
