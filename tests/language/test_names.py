"""A name is told from the polite words before it and the degrees after it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.language.names import (
    LONGEST_NAME,
    also_names,
    honorifics,
    is_degree,
    is_initial,
    never_names,
    not_names,
    openers,
    read_degrees,
    read_honorifics,
    read_name,
)
from extractor.language.phrases import key
from extractor.language.tokenizer import blank_indonesian

NLP = blank_indonesian()


def nowhere(_i, _inside):
    """Nothing bars a name."""
    return False


def parse(text, barrier=nowhere):
    """Name proper and honorifics at the beginning of a text, or nothing."""
    texts = [token.text for token in NLP(text) if not token.is_space]
    found = read_name(texts, [key(t) for t in texts], 0, len(texts), barrier)
    return None if found is None else (" ".join(texts[found.first : found.last]), list(found.honorifics))


@pytest.mark.parametrize(
    ("text", "name", "polite"),
    [
        ("Markus Lapenangga hadir", "Markus Lapenangga", []),
        ("Supriadi hadir", "Supriadi", []),
        ("Drs. H. Taufik Rahmadi, M.M. hadir", "Taufik Rahmadi", ["Drs.", "H.", "M.M."]),
        ("Hj. Siti Rahma, S.Sos hadir", "Siti Rahma", ["Hj.", "S.Sos"]),
        ("Ir. Yusran Lamadike MT hadir", "Yusran Lamadike", ["Ir.", "MT"]),
        ("Prof. Dr. Basir Rahman hadir", "Basir Rahman", ["Prof.", "Dr."]),
        ("dr. Maria Tallo, Sp.A hadir", "Maria Tallo", ["dr.", "Sp.A"]),
        ("Bapak Markus Lapenangga hadir", "Markus Lapenangga", ["Bapak"]),
        ("almarhum Darmawan Saleh dimakamkan", "Darmawan Saleh", ["almarhum"]),
        ("AKBP Deni Prasetya hadir", "Deni Prasetya", ["AKBP"]),
        ("KH Zainal Abidin hadir", "Zainal Abidin", ["KH"]),
        ("Habib Salim Assegaf hadir", "Habib Salim Assegaf", []),
        ("I Made Sudarsana hadir", "I Made Sudarsana", []),
        ("Andi Nurhayati hadir", "Andi Nurhayati", []),
        ("M. Fauzan hadir", "M. Fauzan", []),
        ("Yusuf A. Taliki hadir", "Yusuf A. Taliki", []),
        ("Ahmad bin Saleh hadir", "Ahmad bin Saleh", []),
        ("Nur'aini Hasan hadir", "Nur'aini Hasan", []),
        ("Umar-Said Lamadike hadir", "Umar-Said Lamadike", []),
    ],
)
def test_the_name_proper_stands_between_honorifics_and_degrees(text, name, polite):
    assert parse(text) == (name, polite)


@pytest.mark.parametrize("text", ["hadir di sana", "Senin pagi", "A hadir", "2021 pekerja", ", lalu", "Bapak hadir"])
def test_where_no_name_stands(text):
    assert parse(text) is None


def test_a_day_ends_a_name():
    assert parse("Markus Lapenangga Selasa lalu") == ("Markus Lapenangga", [])


def test_a_barrier_ends_a_name():
    assert parse("Markus Lapenangga Bupati Alor", lambda i, _inside: i == 2) == ("Markus Lapenangga", [])


def test_a_run_of_capitals_is_cut_at_the_longest_name():
    name, _ = parse(" ".join(["Markus", "Ratu", "Lede", "Umbu", "Rihi", "Petrus", "Kean", "Tani"]))
    assert name == "Markus Ratu Lede Umbu Rihi Petrus"
    assert len(name.split()) == LONGEST_NAME


@pytest.mark.parametrize("word", ["S.Sos", "SH", "M.Si", "S.E.", "M.M.", "S.Pd", "SE", "MT", "S.T.", "MH", "S.IP"])
def test_degrees(word):
    assert is_degree(word)


@pytest.mark.parametrize("word", ["", ".", ",", "sh", "Markus", "Sumba", "dan", "42"])
def test_other_words_are_no_degrees(word):
    assert not is_degree(word)


@pytest.mark.parametrize(("word", "expected"), [("M.", True), ("A", True), ("HM.", True), ("Ma", False), ("", False)])
def test_initials(word, expected):
    assert is_initial(word) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Drs.", "H.", "Taufik"], (2, ("Drs.", "H."))),
        (["Bapak", "Taufik"], (1, ("Bapak",))),
        (["h", "Taufik"], (0, ())),
        (["mas", "kawin"], (0, ())),
        (["almarhum", "Taufik"], (1, ("almarhum",))),
        (["Taufik"], (0, ())),
    ],
)
def test_honorifics_count_by_their_capitals(words, expected):
    assert read_honorifics(words, [key(w) for w in words], 0) == expected


def test_degrees_stand_with_or_without_commas():
    assert read_degrees([",", "SH", "hadir"], 0) == (2, ("SH",))
    assert read_degrees(["SH", "MH", "hadir"], 0) == (2, ("SH", "MH"))
    assert read_degrees([",", "Bupati", "Alor"], 0) == (0, ())


def test_the_word_lists_are_of_small_letters_and_do_not_mix():
    assert all(word == word.lower() for word in openers() | never_names() | also_names())
    assert also_names() & openers()
    assert not_names() == openers() | never_names()
    assert len(honorifics()) > 20


WORD = st.sampled_from(
    ["Drs.", "H.", "Bapak", "Markus", "Lapenangga", "bin", "SH", "M.Si", ",", ".", "Senin", "hadir", "A.", "42", "Ma"]
)


@given(st.lists(WORD, max_size=12), st.integers(0, 12))
def test_a_name_lies_in_the_words_and_its_parts_in_order(texts, start):
    found = read_name(texts, [key(t) for t in texts], start, len(texts), nowhere) if start <= len(texts) else None
    if found is not None:
        assert start <= found.start <= found.first < found.last <= found.end <= len(texts)
        assert 1 <= found.size <= LONGEST_NAME
        assert texts[found.first][0].isupper()
        assert not set(texts[found.first : found.last]) & {",", "Senin", "hadir", "42"}
