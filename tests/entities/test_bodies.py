"""A body is named in full and is of the right kind, however a post writes it."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def bodies(read):
    """Names and kinds of the bodies of a text."""
    return lambda text: {one.name: one.kind.value for one in read(text)._.organizations}


@pytest.mark.parametrize(
    "name",
    [
        "BPJS Ketenagakerjaan",
        "BPJSTK",
        "BPJS TK",
        "BPJS-TK",
        "BPJamsostek",
        "BPJAMSOSTEK",
        "BP Jamsostek",
        "BPJS KETENAGAKERJAAN",
        "Badan Penyelenggara Jaminan Sosial (BPJS) Ketenagakerjaan",
        "Badan Penyelenggara Jaminan Sosial Ketenagakerjaan",
        "BPJS Ketenagkerjaan",  # misprint
        "BPJS Ketenagakerjaam",  # misprint
    ],
)
def test_the_agency_has_many_names(bodies, name):
    assert bodies(f"Para nelayan terdaftar di {name} sejak lama.") == {"BPJS Ketenagakerjaan": "bpjstk"}


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("BPJS Ketenagakerjaan Cabang Bitung", "BPJS Ketenagakerjaan Cabang Bitung"),
        ("BPJS Ketenagakerjaan Kantor Cabang Bitung", "BPJS Ketenagakerjaan Cabang Bitung"),
        ("BPJS Ketenagakerjaan Kacab Bitung", "BPJS Ketenagakerjaan Cabang Bitung"),
        ("BPJAMSOSTEK Cabang Bitung", "BPJS Ketenagakerjaan Cabang Bitung"),
        ("BPJSTK Cabang Bitung", "BPJS Ketenagakerjaan Cabang Bitung"),
        ("BPJamsostek KC Bitung", "BPJS Ketenagakerjaan Cabang Bitung"),
        ("Kantor Cabang BPJS Ketenagakerjaan Bitung", "BPJS Ketenagakerjaan Cabang Bitung"),
        (
            "BPJS Ketenagakerjaan Kantor Cabang Perintis Buol",
            "BPJS Ketenagakerjaan Kantor Cabang Perintis Buol",
        ),
        ("BPJS Ketenagakerjaan KCP Buol", "BPJS Ketenagakerjaan Kantor Cabang Perintis Buol"),
        (
            "BPJS Ketenagakerjaan Kantor Wilayah Kalimantan",
            "BPJS Ketenagakerjaan Wilayah Kalimantan",
        ),
        ("Kanwil BPJS Ketenagakerjaan Kalimantan", "BPJS Ketenagakerjaan Wilayah Kalimantan"),
    ],
)
def test_a_branch_is_its_own_body(bodies, printed, name):
    assert bodies(f"Pihak {printed} membuka layanan itu.") == {name: "bpjstk"}


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Pemprov Kalteng", "Pemerintah Provinsi Kalimantan Tengah"),
        ("Pemkab Alor", "Pemerintah Kabupaten Alor"),
        ("Pemkot Bitung", "Pemerintah Kota Bitung"),
        ("Pemko Padang", "Pemerintah Kota Padang"),
        ("Pemerintah Kabupaten Sumba Timur", "Pemerintah Kabupaten Sumba Timur"),
        ("Pemerintah Provinsi Nusa Tenggara Timur", "Pemerintah Provinsi Nusa Tenggara Timur"),
        ("Pemerintah Desa Waeura", "Pemerintah Desa Waeura"),
        ("Pemdes Waeura", "Pemerintah Desa Waeura"),
        ("Pemkab Lutim", "Pemerintah Kabupaten Luwu Timur"),
    ],
)
def test_a_government_is_spelled_out(bodies, printed, name):
    assert bodies(f"Iuran itu dibayar {printed} tahun ini.") == {name: "local_government"}


@pytest.mark.parametrize(
    ("printed", "name", "kind"),
    [
        ("Kejari Banggai", "Kejaksaan Negeri Banggai", "law_enforcement"),
        ("Kejati Sulawesi Utara", "Kejaksaan Tinggi Sulawesi Utara", "law_enforcement"),
        ("Polres Sikka", "Kepolisian Resor Sikka", "law_enforcement"),
        ("Disnaker Kota Palu", "Dinas Tenaga Kerja Kota Palu", "local_government"),
        ("Disnakertrans Kabupaten Buol", "Dinas Tenaga Kerja dan Transmigrasi Kabupaten Buol", "local_government"),
        ("Dinsos Kabupaten Kaur", "Dinas Sosial Kabupaten Kaur", "local_government"),
        ("Dinas Perikanan Kabupaten Berau", "Dinas Perikanan Kabupaten Berau", "local_government"),
        ("Kementerian Ketenagakerjaan", "Kementerian Ketenagakerjaan", "national_government"),
        ("Kemnaker", "Kementerian Ketenagakerjaan", "national_government"),
        ("BPJS Kesehatan", "BPJS Kesehatan", "bpjs_kesehatan"),
        ("PT Sinar Lestari", "PT Sinar Lestari", "company"),
        ("CV Maju Bersama", "CV Maju Bersama", "company"),
        ("Bank BRI", "Bank BRI", "company"),
        ("Universitas Tadulako", "Universitas Tadulako", "education"),
        ("SMK Negeri 2 Palu", "SMK Negeri 2 Palu", "education"),
        ("RSUD Undata", "RSUD Undata", "health"),
        ("Nahdlatul Ulama", "Nahdlatul Ulama", "religious"),
        ("Serikat Pekerja Seluruh Indonesia", "Serikat Pekerja Seluruh Indonesia", "union"),
    ],
)
def test_other_bodies_bear_their_full_name_and_kind(bodies, printed, name, kind):
    assert bodies(f"Surat itu dikirim kepada {printed} pekan ini.") == {name: kind}


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("DPRD Kabupaten Buton", "local_government"),
        ("DPR RI", "national_government"),
        ("Apindo Kalimantan Timur", "association"),
        ("PT. Sinar Lestari Tbk", "company"),
        ("KSPSI Kota Batam", "union"),
        ("Kodim Alor", "law_enforcement"),
        ("Puskesmas Kalabahi", "health"),
        ("Keuskupan Agung Kupang", "religious"),
    ],
)
def test_a_body_is_of_its_kind_whether_spelled_out_or_not(read, printed, kind):
    (one,) = read(f"Surat itu dikirim kepada {printed} pekan ini.")._.organizations
    assert one.kind.value == kind


@pytest.mark.parametrize(
    "text",
    [
        "Para pengusaha dan pekerja diminta hadir.",
        "Banyak perusahaan swasta menunggak iuran.",
        "Acara itu berlangsung di Hotel Mega Permata.",
        "Semua kepala dinas diundang ke kantor bupati.",
        "Pemerintah terus memperluas perlindungan.",
        "Seluruh rumah sakit di daerah itu siap.",
    ],
)
def test_groups_and_venues_are_no_bodies(bodies, text):
    assert bodies(text) == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hadir Ketua Serikat Pekerja Dermaga Kota Bitung.", ["Serikat Pekerja Dermaga Kota Bitung"]),
        (
            "Hadir Ketua Serikat Buruh Karet dan Kimia Bitung.",
            ["Serikat Buruh Karet dan Kimia Bitung"],
        ),
        ("Guru itu mengajar pada SDN 7 Tandurusa.", ["SDN 7 Tandurusa"]),
        ("Korban dibawa ke RSUD dr Sutomo.", ["RSUD dr Sutomo"]),
        (
            "Surat dikirim Balai Pengawasan Ketenagakerjaan Provinsi Maluku.",
            ["Balai Pengawasan Ketenagakerjaan Provinsi Maluku"],
        ),
        ("Surat dikirim Dinas Dukcapil Sikka.", ["Dinas Kependudukan dan Pencatatan Sipil Sikka"]),
        (
            "Hadir Kepala Dinas Pemberdayaan Masyarakat dan Desa Sutrisno Adi.",
            ["Dinas Pemberdayaan Masyarakat dan Desa"],
        ),
        (
            "PT Kelapa Wangi memberi helm. Bersama Direktur PT Kelapa Wangi Surya Darma ia pulang.",
            ["PT Kelapa Wangi"],
        ),
        ("Acara digelar di Kantor Camat Bola, Sikka.", []),
    ],
)
def test_a_name_ends_where_the_body_does(read, text, names):
    assert [organization.name for organization in read(text)._.organizations] == names
