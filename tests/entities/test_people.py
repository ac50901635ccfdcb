"""People are found with their offices or ties, whatever the order of the words, and each is one entry."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(scope="session")
def people(read):
    """Names of a text with the main role of each as printed."""

    def roles(text):
        return {person.name: person.ties[0].text if person.ties else None for person in read(text)._.people}

    return roles


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Bupati Alor Markus Lapenangga membuka kegiatan itu.", "Markus Lapenangga", "Bupati Alor"),
        ("Wakil Bupati Sumba Timur Umbu Rihi hadir.", "Umbu Rihi", "Wakil Bupati Sumba Timur"),
        ("Wali Kota Bitung Ruddy Tendean mengatakan hal itu.", "Ruddy Tendean", "Wali Kota Bitung"),
        ("Sekda Kabupaten Buol Yasin Lamato membacakan sambutan.", "Yasin Lamato", "Sekda Kabupaten Buol"),
        ("Kapolres Sikka AKBP Deni Prasetya turut hadir.", "Deni Prasetya", "Kapolres Sikka"),
        (
            "Kepala Bidang Kepesertaan BPJS Ketenagakerjaan Tegal Rudi Hartanto mengatakan iuran itu murah.",
            "Rudi Hartanto",
            "Kepala Bidang Kepesertaan BPJS Ketenagakerjaan Tegal",
        ),
        (
            "Kepala Kejaksaan Negeri Banggai Edi Wibowo menandatangani naskah itu.",
            "Edi Wibowo",
            "Kepala Kejaksaan Negeri Banggai",
        ),
        (
            "Plt Kepala Dinas Sosial Kabupaten Kaur Yuni Astarini hadir.",
            "Yuni Astarini",
            "Plt Kepala Dinas Sosial Kabupaten Kaur",
        ),
        (
            "Ketua Komisi IV DPRD Kota Palu Andi Nurhayati menyoroti tunggakan itu.",
            "Andi Nurhayati",
            "Ketua Komisi IV DPRD Kota Palu",
        ),
        (
            "Kepala BPJAMSOSTEK Cabang Manado Sunardi Wijaya menyerahkan santunan.",
            "Sunardi Wijaya",
            "Kepala BPJAMSOSTEK Cabang Manado",
        ),
        (
            "Direktur PT Sinar Lestari, Hendra Gunawan, mendaftarkan buruhnya.",
            "Hendra Gunawan",
            "Direktur PT Sinar Lestari",
        ),
        ("Kepala Desa Lewolaga, Petrus Kean, menerima kartu itu.", "Petrus Kean", "Kepala Desa Lewolaga"),
        (
            "Menurut Camat Kanatang, Yakub Retang, warganya siap.",
            "Yakub Retang",
            "Camat Kanatang",
        ),
    ],
)
def test_an_office_before_the_name_is_the_persons_role(people, text, name, role):
    assert people(text) == {name: role}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (
            "Yuliana Saputri selaku Kepala BPJS Ketenagakerjaan Cabang Bitung menjelaskan program itu.",
            "Yuliana Saputri",
            "Kepala BPJS Ketenagakerjaan Cabang Bitung",
        ),
        (
            "Hasan Basri selaku Ketua DPRD Kabupaten Buton menyambut baik.",
            "Hasan Basri",
            "Ketua DPRD Kabupaten Buton",
        ),
        (
            "Ratna Kusuma, Kepala BPJS Ketenagakerjaan Cabang Palopo, menyebut iuran itu ringan.",
            "Ratna Kusuma",
            "Kepala BPJS Ketenagakerjaan Cabang Palopo",
        ),
        (
            "Hal itu disampaikan Agus Salim, Asisten II Setda Kabupaten Donggala.",
            "Agus Salim",
            "Asisten II Setda Kabupaten Donggala",
        ),
        (
            "“Kami siap membantu para nelayan,” kata Benyamin Rumbiak, Bupati Sarmi.",
            "Benyamin Rumbiak",
            "Bupati Sarmi",
        ),
        (
            "Siti Rahayu (Kepala Dinas Tenaga Kerja Kabupaten Ngawi) ikut mendampingi.",
            "Siti Rahayu",
            "Kepala Dinas Tenaga Kerja Kabupaten Ngawi",
        ),
    ],
)
def test_an_office_after_the_name_is_the_persons_role(people, text, name, role):
    assert people(text) == {name: role}


@pytest.mark.parametrize(
    ("text", "name", "tie"),
    [
        ("Siti Aminah, ahli waris, menerima santunan Rp42 juta.", "Siti Aminah", "ahli waris"),
        ("Santunan diterima Nur Hayati, istri korban.", "Nur Hayati", "istri korban"),
        ("Yohanes Tani, nelayan asal Desa Waeura, merasa tenang.", "Yohanes Tani", "nelayan asal Desa Waeura"),
        ("Supriadi (34), tukang ojek, mengaku terbantu.", "Supriadi", "tukang ojek"),
        ("Salah seorang pedagang, Marlina Tuti, mengaku terbantu.", "Marlina Tuti", "pedagang"),
    ],
)
def test_kinship_or_trade_ties_a_private_person_to_the_story(people, text, name, tie):
    assert people(text) == {name: tie}


def test_the_dead_whose_kin_receives_is_a_person_too(people):
    found = people("Santunan diserahkan kepada Siti Aminah, istri almarhum Darmawan Saleh.")
    assert found == {"Siti Aminah": "istri almarhum Darmawan Saleh", "Darmawan Saleh": None}


@pytest.mark.parametrize(
    ("text", "name", "honorifics"),
    [
        ("Bupati Alor Drs. H. Taufik Rahmadi, M.M. hadir.", "Taufik Rahmadi", ["Drs.", "H.", "M.M."]),
        ("Bupati Alor Hj. Siti Rahma, S.Sos hadir.", "Siti Rahma", ["Hj.", "S.Sos"]),
        ("Bupati Alor Dr. Ir. Yusran Lamadike, MT hadir.", "Yusran Lamadike", ["Dr.", "Ir.", "MT"]),
        ("Bupati Alor Bapak Markus Lapenangga SH hadir.", "Markus Lapenangga", ["Bapak", "SH"]),
        ("Bupati Alor Habib Salim Assegaf hadir.", "Habib Salim Assegaf", []),
        ("Bupati Alor I Made Sudarsana hadir.", "I Made Sudarsana", []),
        ("Bupati Alor Andi Nurhayati hadir.", "Andi Nurhayati", []),
        ("Bupati Alor Tengku Zulfan Effendi hadir.", "Tengku Zulfan Effendi", []),
    ],
)
def test_honorifics_and_degrees_are_no_part_of_the_name(read, text, name, honorifics):
    (person,) = read(text)._.people
    assert (person.name, person.honorifics) == (name, honorifics)


def test_everybody_in_a_list_of_guests_has_their_own_office(people):
    text = (
        "Turut hadir Kepala Dinas Tenaga Kerja Kabupaten Berau Zulkifli Azhari, "
        "Kepala Kejaksaan Negeri Berau Edi Wibowo, dan Ketua Apindo Berau Fransiskus Tallo."
    )
    assert people(text) == {
        "Zulkifli Azhari": "Kepala Dinas Tenaga Kerja Kabupaten Berau",
        "Edi Wibowo": "Kepala Kejaksaan Negeri Berau",
        "Fransiskus Tallo": "Ketua Apindo Berau",
    }


def test_a_list_with_the_offices_after_the_names(people):
    text = (
        "Hadir dalam rapat itu Zulkifli Azhari, Kepala Dinas Sosial Kabupaten Berau; "
        "Edi Wibowo, Camat Sambaliung; dan Lukman Hamid, Kapolsek Sambaliung."
    )
    assert people(text) == {
        "Zulkifli Azhari": "Kepala Dinas Sosial Kabupaten Berau",
        "Edi Wibowo": "Camat Sambaliung",
        "Lukman Hamid": "Kapolsek Sambaliung",
    }


@pytest.mark.parametrize(
    ("lead", "later", "name"),
    [
        (
            "Kepala Cabang BPJS Ketenagakerjaan Bapak Dwi Candra Purnama membuka acara.",
            "ujar Chandra",
            "Dwi Candra Purnama",
        ),
        ("Kepala Cabang BPJS Ketenagakerjaan Dwi Candra Purnama membuka acara.", "ujar Candra", "Dwi Candra Purnama"),
        ("Bupati Alor Markus Lapenangga membuka acara.", "ujar Markus", "Markus Lapenangga"),
        ("Bupati Alor Markus Lapenangga membuka acara.", "kata Lapenangga", "Markus Lapenangga"),
        ("Bupati Alor Markus Lapenangga membuka acara.", "kata Bupati", "Markus Lapenangga"),
        ("Bupati Alor Markus Lapenangga membuka acara.", "kata Bupati Markus", "Markus Lapenangga"),
        ("Wakil Gubernur Kalimantan Tengah Edi Pranata membuka acara.", "kata Wagub", "Edi Pranata"),
        ("Wali Kota Bitung Ruddy Tendean membuka acara.", "kata Walikota Bitung", "Ruddy Tendean"),
        ("Bupati Alor Markus Lapenangga membuka acara.", "kata Marcus Lapenangga", "Markus Lapenangga"),
    ],
)
def test_a_later_short_mention_is_the_same_person(read, lead, later, name):
    text = f"{lead} “Kami ingin semua pekerja terlindungi,” {later}."
    (person,) = read(text)._.people
    assert person.name == name
    assert len(person.mentions) == 2
    assert person.mentions[-1].of(text) in later


@pytest.mark.parametrize(
    ("text", "nickname"),
    [
        ("Ridwan, panggilan akrab Ridwansyah Lubis, adalah Kepala BPJS Ketenagakerjaan Cabang Dumai.", "Ridwan"),
        ("Tono, panggilan akrab Hartono Lubis, adalah Kepala BPJS Ketenagakerjaan Cabang Dumai.", "Tono"),
        ("Kepala BPJS Ketenagakerjaan Cabang Dumai Hartono Lubis yang akrab disapa Tono hadir.", "Tono"),
        ("Bupati Rokan Hilir Ridwansyah Lubis hadir. Ridwan, sapaan akrabnya, puas.", "Ridwan"),
    ],
)
def test_a_nickname_is_the_same_person(read, text, nickname):
    (person,) = read(text)._.people
    assert person.name.endswith("Lubis")
    assert person.aliases == [nickname]


def test_two_people_of_one_surname_stay_two(people):
    text = "Bupati Nias Barat Eliyunus Waruwu dan Camat Lahomi Sabar Waruwu hadir."
    assert people(text) == {"Eliyunus Waruwu": "Bupati Nias Barat", "Sabar Waruwu": "Camat Lahomi"}


def test_the_fuller_office_is_the_main_role(read):
    text = "Bupati Markus Lapenangga hadir. Markus Lapenangga, Bupati Alor, memberi sambutan."
    (person,) = read(text)._.people
    assert [tie.text for tie in person.ties] == ["Bupati Alor", "Bupati"]


@pytest.mark.parametrize(
    "text",
    [
        "Acara digelar di Jalan Jenderal Sudirman, Kota Bitung.",
        "Rapat berlangsung di Hotel Mega Permata.",
        "Jaminan Kematian dan Jaminan Hari Tua terus ditingkatkan.",
        "Bupati dan Wali Kota se-Sulawesi Utara diundang.",
        "Para pengusaha diminta segera mendaftarkan pekerjanya.",
        "Warga Kabupaten Sumba Timur menyambut baik program itu.",
        "PT Bukit Makmur Sentosa menunggak iuran.",
        "Pada Selasa dan Rabu, Dinas Tenaga Kerja Kabupaten Ngawi membuka layanan.",
    ],
)
def test_streets_hotels_programs_and_groups_are_no_people(people, text):
    assert people(text) == {}


OFFICES = ["Bupati Alor", "Camat Kanatang", "Kepala BPJS Ketenagakerjaan Cabang Bitung", "Ketua DPRD Kota Palu"]
FIRST = ["Markus", "Siti", "Rudi", "Yohanes", "Ahmad", "Dewi", "Ketut"]
LAST = ["Lapenangga", "Hartanto", "Rumbiak", "Prasetya", "Simanjuntak", "Wibowo"]
ORDERS = [
    "{office} {name} membuka rapat itu.",
    "{office}, {name}, membuka rapat itu.",
    "{name} selaku {office} membuka rapat itu.",
    "{name}, {office}, membuka rapat itu.",
    "Rapat itu dibuka {office} {name}.",
    "Rapat itu dibuka oleh {office}, {name}.",
]


@given(
    office=st.sampled_from(OFFICES),
    first=st.sampled_from(FIRST),
    last=st.sampled_from(LAST),
    order=st.sampled_from(ORDERS),
)
@settings(max_examples=80, deadline=None)
def test_the_order_of_office_and_name_does_not_matter(people, office, first, last, order):
    assert people(order.format(office=office, name=f"{first} {last}")) == {f"{first} {last}": office}


@given(
    st.permutations(["Bupati Alor Markus Lapenangga", "Camat Kanatang Yakub Retang", "Kapolres Sikka Deni Prasetya"])
)
@settings(deadline=None)
def test_people_come_in_order_of_first_mention(read, guests):
    text = f"Hadir {guests[0]}, {guests[1]}, dan {guests[2]}."
    found = read(text)._.people
    assert [person.name for person in found] == [" ".join(guest.split()[2:]) for guest in guests]
    assert all(span.of(text) in text for person in found for span in person.mentions)
