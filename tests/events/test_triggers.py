"""A sentence announces an event of the right type, and says whether it happened."""

from __future__ import annotations

import pytest

SENTENCES = {
    "meeting": [
        "BPJS Ketenagakerjaan Cabang Bitung menggelar rapat koordinasi dengan Pemerintah Kota Bitung.",
        "Wali Kota Bitung Ruddy Tendean menerima audiensi BPJS Ketenagakerjaan Cabang Bitung.",
        "BPJS Ketenagakerjaan Cabang Bitung melakukan kunjungan kerja ke Kejaksaan Negeri Banggai.",
        "Pemerintah Kota Bitung melakukan monitoring dan evaluasi bersama BPJS Ketenagakerjaan Cabang Bitung.",
    ],
    "socialization": [
        "BPJS Ketenagakerjaan Cabang Bitung menggelar sosialisasi program jaminan sosial kepada para nelayan.",
        "BPJS Ketenagakerjaan Cabang Bitung mengadakan bimbingan teknis bagi perangkat desa.",
        "Sebanyak 80 mahasiswa mengikuti seminar BPJS Ketenagakerjaan Cabang Bitung.",
    ],
    "agreement": [
        "Pemerintah Kota Bitung dan BPJS Ketenagakerjaan Cabang Bitung menandatangani nota kesepahaman.",
        "Kejaksaan Negeri Banggai meneken MoU dengan BPJS Ketenagakerjaan Cabang Bitung.",
        "BPJS Ketenagakerjaan Cabang Bitung dan Universitas Tadulako menyepakati perjanjian kerja sama.",
    ],
    "benefit_handover": [
        "BPJS Ketenagakerjaan Cabang Bitung menyerahkan santunan kematian Rp 42 juta kepada Siti Aminah, ahli waris.",
        "Wali Kota Bitung Ruddy Tendean menyerahkan santunan JKM kepada 12 ahli waris peserta BPJS Ketenagakerjaan.",
        "Dua anak almarhum menerima beasiswa Rp174 juta dari BPJS Ketenagakerjaan Cabang Bitung.",
    ],
    "benefit_report": [
        "Sepanjang tahun 2022, BPJS Ketenagakerjaan Cabang Bitung membayarkan klaim Rp 78,5 miliar untuk 6.200 kasus.",
        "Hingga Juli 2023, total klaim yang dibayarkan BPJS Ketenagakerjaan Cabang Bitung mencapai Rp 12,4 miliar.",
    ],
    "enrollment": [
        "Pemerintah Kabupaten Alor mendaftarkan 1.200 nelayan sebagai peserta BPJS Ketenagakerjaan.",
        "PT Sinar Lestari menanggung iuran BPJS Ketenagakerjaan 500 pekerja rentan.",
        "Wali Kota Bitung Ruddy Tendean menyerahkan kartu peserta BPJS Ketenagakerjaan kepada 200 nelayan.",
    ],
    "coverage_report": [
        "Hingga Juli 2023, sebanyak 35.000 pekerja atau 26,7 persen di Kota Bitung sudah terlindungi.",
        "Dari 4.300 nelayan di Kabupaten Alor, baru 1.150 orang yang terdaftar sebagai peserta BPJS Ketenagakerjaan.",
    ],
    "award": [
        "Pemerintah Kota Bitung meraih Paritrana Award 2023.",
        "BPJS Ketenagakerjaan Cabang Bitung menerima penghargaan dari Pemerintah Kota Bitung.",
    ],
    "regulation": [
        "Bupati Alor Markus Lapenangga menerbitkan Peraturan Bupati Nomor 11 Tahun 2023 tentang pekerja rentan.",
        "DPRD Kabupaten Alor mengesahkan Perda tentang perlindungan tenaga kerja.",
    ],
    "directive": [
        "Bupati Alor Markus Lapenangga menginstruksikan seluruh camat mendaftarkan perangkat desa.",
        "Wali Kota Bitung Ruddy Tendean meminta seluruh perusahaan segera mendaftarkan pekerjanya.",
        "Gubernur Sulawesi Utara Edi Pranata mengimbau para pengusaha agar mendaftarkan pekerjanya.",
    ],
    "enforcement": [
        "Kejaksaan Negeri Banggai memanggil 12 perusahaan yang menunggak iuran BPJS Ketenagakerjaan.",
        "BPJS Ketenagakerjaan Cabang Bitung menyerahkan Surat Kuasa Khusus kepada Kejaksaan Negeri Banggai.",
    ],
    "service": [
        "BPJS Ketenagakerjaan Cabang Bitung meresmikan kantor baru di Kota Bitung.",
        "BPJS Ketenagakerjaan Cabang Bitung meluncurkan aplikasi Jamsostek Mobile.",
        "Desa Waeura dikukuhkan sebagai Desa Sadar Jaminan Sosial Ketenagakerjaan.",
    ],
    "aid": [
        "BPJS Ketenagakerjaan Cabang Bitung menyalurkan bantuan 100 paket sembako kepada warga.",
        "BPJS Ketenagakerjaan Cabang Bitung menyerahkan bantuan satu unit ambulans.",
    ],
    "incident": [
        "Yohanes Tani, buruh PT Sinar Lestari, tewas tertimpa besi di Kota Bitung, Selasa (29/8/2023).",
    ],
    "appointment": [
        "Rudi Hartanto resmi menjabat Kepala BPJS Ketenagakerjaan Cabang Bitung.",
        "Serah terima jabatan Kepala BPJS Ketenagakerjaan Cabang Bitung berlangsung khidmat.",
    ],
    "other": [
        "BPJS Ketenagakerjaan Cabang Bitung memperingati Hari Pelanggan Nasional.",
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SENTENCES.items() for text in texts])
def test_each_type_is_announced(tell, kind, text):
    events = tell(text).events
    assert [event.type for event in events] == [kind]
    assert events[0].trigger.text in text


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Pemerintah Kota Bitung menandatangani nota kesepahaman dengan BPJS Ketenagakerjaan.", "occurred"),
        ("Pemerintah Kota Bitung telah menandatangani nota kesepahaman dengan BPJS Ketenagakerjaan.", "occurred"),
        ("Pemerintah Kota Bitung akan menandatangani nota kesepahaman dengan BPJS Ketenagakerjaan.", "planned"),
        ("Pemerintah Kota Bitung segera meneken MoU dengan BPJS Ketenagakerjaan.", "planned"),
        ("Pemerintah Kota Bitung berencana meneken MoU dengan BPJS Ketenagakerjaan.", "planned"),
        ("Dalam waktu dekat Pemerintah Kota Bitung menandatangani MoU dengan BPJS Ketenagakerjaan.", "planned"),
        ("Pemerintah Kota Bitung diharapkan meneken MoU dengan BPJS Ketenagakerjaan.", "urged"),
        ("Pemerintah Kabupaten Alor akan mendaftarkan 1.200 nelayan sebagai peserta BPJS Ketenagakerjaan.", "planned"),
        ("Pemerintah Kabupaten Alor bakal mendaftarkan 1.200 nelayan sebagai peserta BPJS Ketenagakerjaan.", "planned"),
        (
            "Pemerintah Kabupaten Alor sudah mendaftarkan 1.200 nelayan sebagai peserta BPJS Ketenagakerjaan.",
            "occurred",
        ),
        ("DPRD Kabupaten Alor menyusun raperda tentang perlindungan tenaga kerja.", "planned"),
        ("Bupati Alor Markus Lapenangga diminta menerbitkan Perda tentang pekerja rentan.", "urged"),
        ("Bupati Alor Markus Lapenangga menginstruksikan camat agar mendaftarkan perangkat desa.", "occurred"),
    ],
)
def test_small_words_say_whether_it_happened(tell, text, status):
    (event,) = tell(text).events
    assert event.status == status


@pytest.mark.parametrize(
    "text",
    [
        "Pemerintah Kota Bitung belum menandatangani nota kesepahaman dengan BPJS Ketenagakerjaan.",
        "Tanpa penandatanganan nota kesepahaman, data tetap dikirim.",
        "BPJS Ketenagakerjaan tidak pernah menyerahkan santunan kepada calo.",
        "Kantor itu tidak meresmikan apa pun.",
    ],
)
def test_what_is_denied_is_no_event(tell, text):
    assert tell(text).events == []


@pytest.mark.parametrize(
    "text",
    [
        "BPJS Ketenagakerjaan adalah badan hukum publik.",
        "Iurannya Rp16.800 per bulan.",
        "Peserta berhak atas santunan kematian Rp 42 juta sesuai PP Nomor 82 Tahun 2019.",
        "Jika peserta meninggal dunia, ahli waris berhak atas santunan.",
    ],
)
def test_what_the_law_grants_and_what_always_holds_is_no_event(tell, text):
    assert tell(text).events == []
