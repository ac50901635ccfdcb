"""The data files load, say where they come from, and speak the vocabulary of the record."""

from __future__ import annotations

import csv
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.entities.programs import find_programs, program_names
from extractor.knowledge.events import affinity, event_words, owned_figures, small_words, types_in
from extractor.knowledge.files import load_toml
from extractor.knowledge.institutions import branches, governments, heads, spelled
from extractor.knowledge.titles import offices
from extractor.language.phrases import words_of
from extractor.records import (
    AmountKind,
    EventType,
    OrganizationKind,
    ProgramCode,
    QuantityKind,
    QuantityUnit,
    RegulationKind,
)

ROOM = Path(str(files("extractor.knowledge")))
TOML = sorted(path.relative_to(ROOM).as_posix() for path in ROOM.rglob("*.toml"))
CSV = sorted(path.relative_to(ROOM).as_posix() for path in ROOM.rglob("*.csv"))
# Files whose strings are phrases of words; others hold regular expressions, names and addresses.
PHRASE_FILES = ("events.toml", "institutions.toml", "titles.toml", "figures.toml")


def keys(value):
    """Every key of parsed TOML."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if isinstance(value, dict):
        yield from value
    for one in inner:
        yield from keys(one)


def phrases(value):
    """Every string inside a list of parsed TOML."""
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, str))
        for inner in value:
            yield from phrases(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from phrases(inner)


def test_the_room_holds_data():
    assert set(PHRASE_FILES) | {"programs.toml", "regulations.toml"} <= set(TOML)
    assert CSV


def table(name):
    return tomllib.loads((ROOM / name).read_text(encoding="utf-8"))


def test_every_table_loads_and_holds_something():
    assert [name for name in TOML if not table(name)] == []


def test_every_file_says_its_source():
    texts = {name: (ROOM / name).read_text(encoding="utf-8") for name in [*TOML, *CSV]}
    assert [name for name, text in texts.items() if not re.search(r"^# source: \S", text, re.MULTILINE)] == []


@pytest.mark.parametrize("name", CSV)
def test_every_list_has_columns_one_of_them_a_code(name):
    lines = (ROOM / name).read_text(encoding="utf-8").splitlines()
    rows = list(csv.reader(line for line in lines if line and not line.startswith("#")))
    assert rows
    for row in rows:
        assert len(row) == (3 if name == "areas_points.csv" else 2)  # code, latitude, longitude
        assert all(cell == cell.strip() != "" for cell in row)
        assert any(re.fullmatch(r"\d{2}(\.\d{2}(\.\d{2})?)?", cell) for cell in row)


def test_no_key_and_no_listed_string_is_blank():
    blank = [name for name in TOML if not all(one.strip() for one in (*keys(table(name)), *phrases(table(name))))]
    assert blank == []


@pytest.mark.parametrize("name", PHRASE_FILES)
def test_every_phrase_has_words(name):
    assert [phrase for phrase in phrases(load_toml(name)) if not words_of(phrase)] == []


def test_the_list_of_sources_names_every_file():
    listed = (ROOM / "SOURCES.md").read_text(encoding="utf-8")
    named = {
        name: f"`{name}`" in listed or f"`{Path(name).parent}/*{Path(name).suffix}`" in listed for name in TOML + CSV
    }
    assert [name for name, there in named.items() if not there] == []


# events ------------------------------------------------------------------------------------------------------------


def test_every_type_of_event_has_words_and_no_other():
    rules = load_toml("events.toml")["type"]
    assert set(rules) == {kind.value for kind in EventType}
    assert all(rule["alone"] for rule in rules.values())


def test_weights_of_event_words_are_positive_and_in_reason():
    words = event_words()
    data = load_toml("events.toml")["type"]
    assert all(0 < weight <= 5 for rule in data.values() for weight in rule["alone"].values())
    assert all(pair.weight > 0 and pair.within > 0 for pair in words.pairs)
    assert words.threshold > words.lead_bonus > 0
    assert words.against > 0


def test_both_sides_of_every_pair_have_words():
    for rule in load_toml("events.toml")["type"].values():
        for pair in rule["pairs"]:
            assert pair["a"]
            assert pair["b"]


def test_a_word_can_be_found_by_the_phrase_it_stands_in():
    book = event_words().book
    for rule in load_toml("events.toml")["type"].values():
        for phrase in rule["alone"]:
            assert book.match(words_of(phrase), 0) is not None


def test_figures_belong_to_types_of_events_by_kinds_of_the_record():
    table = affinity()
    assert set(table["amount"]) == {kind.value for kind in AmountKind}
    assert set(table["quantity"]) == {kind.value for kind in QuantityKind}
    assert all(0 < weight <= 1 for kinds in table.values() for types in kinds.values() for weight in types.values())
    assert owned_figures() <= set(table["amount"]) | set(table["quantity"])


def test_groups_of_types_and_lists_of_small_words_are_not_empty():
    data = load_toml("events.toml")
    assert all(types_in(group) for group in data["groups"])
    assert all(small_words(name) for name in data["words"])


# figures -----------------------------------------------------------------------------------------------------------


def test_units_and_kinds_of_figures_are_those_of_the_record():
    data = load_toml("figures.toml")
    assert set(data["units"]) <= {unit.value for unit in QuantityUnit}
    assert set(data["amount_cues"]) <= {kind.value for kind in AmountKind}
    assert set(data["quantity_cues"]) <= {kind.value for kind in QuantityKind}


@pytest.mark.parametrize("family", ["amount_cues", "quantity_cues"])
def test_weights_of_cues_are_positive(family):
    for entry in load_toml("figures.toml")[family].values():
        assert entry["words"]
        assert all(weight > 0 for weight in entry["words"].values())


# bodies and offices ------------------------------------------------------------------------------------------------


def test_heads_of_bodies_are_of_kinds_of_the_record():
    data = load_toml("institutions.toml")["heads"]
    assert set(data) <= {kind.value for kind in OrganizationKind}
    for entry in data.values():
        for phrase in entry["words"]:
            assert phrase in heads()


def test_short_forms_of_governments_leave_room_for_the_area():
    forms = load_toml("institutions.toml")["governments"]
    assert all(full.startswith("Pemerintah ") for full in forms.values())
    assert sum("{area}" in full for full in forms.values()) >= len(forms) - 2
    assert all(phrase in governments() for phrase in forms)


def test_short_forms_have_full_forms():
    assert len(spelled()) > 20
    assert len(branches()) > 5
    assert all(len(full) >= 3 for full in load_toml("institutions.toml")["spelled"].values())


@pytest.mark.parametrize("title", ["Bupati", "Wali Kota", "Wagub", "Kepala", "Kadis", "Kajari", "Kapolres", "Ketua"])
def test_the_usual_offices_are_listed(title):
    assert title in offices()


# programs and regulations ------------------------------------------------------------------------------------------

PROGRAMS = load_toml("programs.toml")["program"]


def test_every_program_of_the_record_is_listed_once():
    codes = [entry["code"] for entry in PROGRAMS]
    assert len(set(codes)) == len(codes)
    assert set(codes) == {code.value for code in ProgramCode} - {"OTHER"}


def test_patterns_of_programs_compile_and_match_no_empty_text():
    for entry in PROGRAMS:
        assert entry["patterns"]
        assert all(re.compile(pattern).search("") is None for pattern in entry["patterns"])


def test_what_a_program_needs_is_in_small_letters():
    for entry in PROGRAMS:
        assert entry["needs"]
        assert all(need == need.lower().strip() != "" for need in entry["needs"])


@pytest.mark.parametrize("entry", PROGRAMS, ids=lambda entry: entry["code"])
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_whatever_a_pattern_matches_holds_what_the_program_needs(entry, data):
    pattern = data.draw(st.sampled_from(entry["patterns"]))
    printable = st.characters(min_codepoint=32, max_codepoint=126)
    match = re.search(pattern, data.draw(st.from_regex(pattern, alphabet=printable)))
    assert match is not None
    printed = " ".join(match[0].lower().split())  # a post has single blanks within a line
    assert any(need in printed for need in entry["needs"])


def test_the_name_of_a_program_is_found_as_the_program():
    for code, name in program_names().items():
        assert code in [program.code for program in find_programs(f"Ada program {name} di sini.")], name


def test_kinds_of_regulations_are_those_of_the_record_and_their_patterns_compile():
    entries = load_toml("regulations.toml")["regulation"]
    assert {entry["kind"] for entry in entries} <= {kind.value for kind in RegulationKind}
    assert {"UU", "PP", "Perpres", "Inpres", "Pergub", "Perbup", "Perwali", "Perda", "SE"} <= {
        entry["kind"] for entry in entries
    }
    for entry in entries:
        for pattern in entry["patterns"]:
            assert re.compile(pattern).search("") is None
