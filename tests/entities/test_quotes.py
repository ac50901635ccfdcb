"""Direct speech is found with the person who speaks."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def quotes(read):
    """Direct speech of a text as (speaker's name, words)."""

    def said(text):
        doc = read(text)
        return [(None if q.speaker is None else doc._.people[q.speaker].name, q.span.of(text)) for q in doc._.quotes]

    return said


SPEECH = "Kami ingin semua nelayan terlindungi"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"“{SPEECH},” kata Bupati Alor Markus Lapenangga.", "Markus Lapenangga"),
        (f'"{SPEECH}," kata Bupati Alor Markus Lapenangga.', "Markus Lapenangga"),
        (f"“{SPEECH},” ujar Markus Lapenangga, Bupati Alor, Senin.", "Markus Lapenangga"),
        (f"Bupati Alor Markus Lapenangga mengatakan, “{SPEECH}.”", "Markus Lapenangga"),
        (f"Bupati Alor Markus Lapenangga menegaskan: “{SPEECH}.”", "Markus Lapenangga"),
        (f"Bupati Alor Markus Lapenangga membuka acara. “{SPEECH},” ujarnya.", "Markus Lapenangga"),
        (f"Bupati Alor Markus Lapenangga membuka acara. “{SPEECH},” kata dia.", "Markus Lapenangga"),
        (f"Bupati Alor Markus Lapenangga membuka acara. “{SPEECH},” kata Bupati.", "Markus Lapenangga"),
        (f"Bupati Alor Markus Lapenangga membuka acara. “{SPEECH},” tutur Markus.", "Markus Lapenangga"),
        (f"“{SPEECH},” kata Siti Aminah, istri almarhum Darmawan Saleh.", "Siti Aminah"),
        (f"“{SPEECH}.”", None),
    ],
)
def test_the_speaker_stands_before_after_or_is_meant(quotes, text, speaker):
    ((found, words),) = quotes(text)
    assert found == speaker
    assert words.rstrip(",.") == SPEECH


def test_who_spoke_last_goes_on(quotes):
    text = (
        f"Bupati Alor Markus Lapenangga membuka acara. “{SPEECH},” katanya. "
        "“Iurannya ringan dan manfaatnya besar,” imbuhnya."
    )
    assert [speaker for speaker, _ in quotes(text)] == ["Markus Lapenangga", "Markus Lapenangga"]


def test_two_speakers_each_have_their_words(quotes):
    text = (
        f"“{SPEECH},” kata Bupati Alor Markus Lapenangga.\n"
        "Camat Kanatang Yakub Retang menambahkan, “Warga kami siap membayar iuran.”\n"
        "“Data sudah kami serahkan kemarin,” ujarnya."
    )
    assert [speaker for speaker, _ in quotes(text)] == ["Markus Lapenangga", "Yakub Retang", "Yakub Retang"]


@pytest.mark.parametrize(
    "text",
    [
        "Program “Desa Sadar” diluncurkan.",
        "Mereka meraih predikat “Terbaik”.",
        "Tema acara “Kerja Aman” dipilih panitia.",
        "Tanda kutip “ini tidak pernah ditutup lagi oleh siapa pun juga.",
        "Kata orang, hujan akan turun.",
    ],
)
def test_names_in_quotation_marks_are_no_speech(quotes, text):
    assert quotes(text) == []
