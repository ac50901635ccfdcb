"""The wording of an office completed from the rest of the post: "Bupati" of the post's regency, "Ketua Komisi I" of its council."""

from __future__ import annotations

from spacy.tokens import Doc

from extractor.entities.offices import Office, is_branch_head
from extractor.entities.organizations import Organization, home_areas
from extractor.entities.words import Words
from extractor.knowledge.titles import title_key
from extractor.records import PlaceKind

# Heads of areas: the level of area that each heads.
_LEVELS = {
    "gubernur": (PlaceKind.PROVINCE,),
    "bupati": (PlaceKind.REGENCY,),
    "wali": (PlaceKind.CITY,),
    "sekretaris": (PlaceKind.REGENCY, PlaceKind.CITY),
}


def completed_text(doc: Doc, office: Office, organization: Organization | None) -> str:
    """The office as the post gives it, its body or area filled in where the post names them elsewhere.

    A part of a body ("Ketua Komisi I", "Kepala Dinas Perikanan") takes the body's full name with its area; a head of an
    area that is printed bare takes the one area of that level that the post speaks of most.
    """
    body = office.body
    if (
        body is not None
        and organization is not None
        and office.start < body.start
        and body.area is None
        and organization.name != body.name
    ):
        words, full = Words.of(doc), organization.name
        printed = words.read(body.start, body.end)
        # An acronym without an area gains nothing from being spelled out: the post's own form stays.
        if organization.area is not None or full.startswith(printed):
            return f"{words.read(office.start, body.start)} {full}"
    if office.bare and is_branch_head(office):
        return _of_the_branch(doc, office)
    if office.bare and office.of_government:
        title = title_key(office.title)
        if "desa" in title:
            return office.text
        for word, kinds in _LEVELS.items():
            if word in title:
                area = next((home_areas(doc)[kind] for kind in kinds if kind in home_areas(doc)), None)
                return f"{office.text} {area.name}" if area is not None else office.text
    return office.text


def _of_the_branch(doc: Doc, office: Office) -> str:
    """A bare "Kepala Cabang" heads the one branch that the post names."""
    branches = [one for one in doc._.organizations if one.is_branch]
    if len(branches) != 1:
        return office.text
    last = title_key(office.title)[-1]
    return f"{office.text} {branches[0].name.replace(' Cabang ', ' ') if last == 'cabang' else branches[0].name}"
