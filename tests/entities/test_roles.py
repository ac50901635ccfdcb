"""A role is worded as the post gives it, and completed where the post gives the rest elsewhere."""

from __future__ import annotations

import pytest

from extractor.entities.roles import completed_text


@pytest.fixture(scope="session")
def roles(read):
    """The main role of each person of a text, completed."""

    def worded(text):
        from extractor.entities.organizations import organization_of

        doc = read(text)
        return {
            person.name: completed_text(
                doc, person.ties[0].office, organization_of(person.ties[0].office, doc._.organizations)
            )
            for person in doc._.people
        }

    return worded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bupati Markus Lapenangga membuka acara. Pemkab Alor siap membayar iuran.",
            {"Markus Lapenangga": "Bupati Alor"},
        ),
        (
            "Gubernur Edi Pranata membuka acara. Pemprov Kalteng siap membayar iuran.",
            {"Edi Pranata": "Gubernur Kalimantan Tengah"},
        ),
        (
            "Wali Kota Ruddy Tendean membuka acara. Pemkot Bitung siap membayar iuran.",
            {"Ruddy Tendean": "Wali Kota Bitung"},
        ),
        ("Bupati Markus Lapenangga membuka acara.", {"Markus Lapenangga": "Bupati"}),
        (
            "Kepala Dinas Perikanan Yusuf Taliki hadir. Dinas Perikanan Kabupaten Berau punya datanya.",
            {"Yusuf Taliki": "Kepala Dinas Perikanan Kabupaten Berau"},
        ),
        (
            "Wagub Kalteng Edi Pranata membuka acara.",
            {"Edi Pranata": "Wagub Kalteng"},
        ),
        (
            "Kepala Desa Waeura, Petrus Kean, hadir. Pemkab Buru mendukung.",
            {"Petrus Kean": "Kepala Desa Waeura"},
        ),
    ],
)
def test_a_bare_office_takes_the_area_of_the_post(roles, text, expected):
    assert roles(text) == expected


def test_the_record_links_the_role_to_the_body(extractor):
    record = extractor.extract(
        "Kepala BPJS Ketenagakerjaan Cabang Bitung Sunardi Wijaya menyerahkan santunan kepada ahli waris nelayan di Aula "
        "Kantor Wali Kota Bitung pada Senin itu, disaksikan keluarga besar almarhum dan para tetangga."
    )
    (person,) = record.people
    (role,) = person.roles
    names = {one.id: one.name for one in record.organizations}
    assert (role.title, names[role.organization]) == ("Kepala", "BPJS Ketenagakerjaan Cabang Bitung")
    assert role.text == "Kepala BPJS Ketenagakerjaan Cabang Bitung"
