"""What makes two articles one happening, and what makes them two, however alike their words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

import pytest

from extractor.stories.account import packed, unpacked
from extractor.stories.comparing import compare
from extractor.stories.copies import bands, shared, shingles
from extractor.stories.figures import Figure, agree, told_wrong
from extractor.stories.names import OFFICIAL, PRIVATE, Name, name_parts, same_name
from extractor.stories.partition import parted
from extractor.stories.taking import account_of

TELLING = run_path(str(Path(__file__).with_name("telling.py")))
handover, agreement, Telling, DAY, RELEASE = (
    TELLING[name] for name in ("handover", "agreement", "Telling", "DAY", "RELEASE")
)

OTHER_WORDS = (
    "Para honorer bernapas lega setelah bertahun-tahun bekerja tanpa jaminan, kata seorang penjaga pintu air yang pernah patah tangan. "
    "Ia dulu berutang kepada mertua untuk ongkos berobat, dan kini kartu pesertanya dibagikan lewat kecamatan mulai pekan depan."
)


def compared(one, other):
    copied = shared(shingles(one.article.text), shingles(other.article.text))
    return compare(account_of(one), account_of(other), copied)


def branch(name, regency, head, heirs, cases):
    """A day of one release, filled in by a branch."""
    one = Telling(name, name, date(2019, 9, 4), "Peringati Hari Pelanggan", regency=regency)
    people = [(one.person(heir, "istri almarhum"), "recipient") for heir in heirs]
    people.append((one.person(head, "Kepala BPJS Ketenagakerjaan Cabang"), "giver"))
    one.event(
        "benefit_handover",
        date(2019, 9, 4),
        None,
        people,
        [one.quantity(cases, f"{cases} kasus", "case", "beneficiary")],
    )
    one.say(RELEASE)
    return one.record()


@pytest.mark.parametrize(
    "other",
    [
        handover("b", "Sanenrejo", DAY + timedelta(days=2)),
        handover("b", "Sanenrejo", DAY),
        handover("b", "Sumberejo", DAY, heirs=("Halimah Tuba", "Kasdi Wiryo"), count=912, told=2),
        handover("b", "Sumberejo", DAY + timedelta(days=365)),
        handover("b", "Puger", DAY + timedelta(days=35), told=0),
    ],
    ids=["another village", "another village, same day", "another family", "next year", "next month"],
)
def test_one_wording_with_other_facts_is_another_happening(other):
    found = compared(handover("a", "Sumberejo", DAY, count=538), other)
    assert found.copied > 0.5
    assert not found.linked


def test_one_release_filled_in_by_two_branches_is_two_happenings():
    klaten = branch("a", "33.10", "Heru Wibisono", ["Tri Lestari"], 7204)
    magelang = branch("b", "33.71", "Budi Santosa", ["Umi Salamah"], 8911)
    assert compared(klaten, magelang).conflict == "other regency"
    same_town = branch("c", "33.10", "Budi Santosa", ["Umi Salamah", "Nur Kholis"], 8911)
    both = branch("d", "33.10", "Heru Wibisono", ["Tri Lestari", "Sugiyono"], 7204)
    assert compared(both, same_town).conflict == "one wording, other facts"


def test_last_months_words_with_this_months_figures_are_two_reports():
    def report(name, month, covered):
        one = Telling(name, name, date(2025, month, 11), "Cakupan")
        one.event("coverage_report", date(2025, month - 1, 28), figures=[one.quantity(covered, f"{covered} orang")])
        one.say(RELEASE)
        return one.record()

    assert not compared(report("a", 3, 78_364), report("b", 4, 80_127)).linked
    assert compared(report("a", 3, 78_364), report("b", 3, 78_364)).linked


def test_different_words_about_one_event_are_linked_by_their_facts():
    one = agreement("a", date(2024, 3, 5), 5746, words=RELEASE)
    other = agreement("b", date(2024, 3, 5), 5746, published=date(2024, 3, 8), words=OTHER_WORDS)
    found = compared(one, other)
    assert found.linked
    assert found.kind == "event"
    assert "5.746 honorer in both" in found.reason
    assert "both on 2024-03-05" in found.reason


def test_comparing_does_not_depend_on_which_comes_first():
    one, other = handover("a", "Sumberejo", DAY), handover("b", "Sumberejo", DAY, release="Ia pulang.")
    assert compared(one, other) == compared(other, one)


def test_an_account_is_read_back_as_it_was():
    account = account_of(handover("a", "Sumberejo", DAY, count=538))
    assert unpacked(packed(account)) == account


def test_an_article_on_a_day_that_no_calendar_has_is_compared_without_it():
    one = handover("a", "Sumberejo", DAY)
    odd = one.model_copy(update={"article": one.article.model_copy(update={"published": "2023-02-31"})})
    assert account_of(odd).anchor == DAY
    assert compared(odd, handover("b", "Sumberejo", DAY)).linked


def figure(value, *, rounded=False, money=False):
    return Figure(value, money, "", "", rounded, 0, 1, str(value), "", "")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (figure(5700, rounded=True), figure(5746), True),
        (figure(19_000, rounded=True), figure(18_960), True),
        (figure(1_700_000_000), figure(1_740_000_000), True),  # Rp 1,7 miliar
        (figure(41_600_000), figure(41_620_000), True),
        (figure(100, rounded=True), figure(127), True),  # seratusan
        (figure(100, rounded=True), figure(58), False),
        (figure(5746), figure(5747), False),
        (figure(1_200_000_000), figure(1_020_000_000), False),
        (figure(42_000_000), figure(84_000_000), False),
        (figure(5000), figure(5060), False),  # nothing says that it is round
    ],
)
def test_figures_agree_if_one_is_the_other_rounded(one, other, expected):
    assert agree(one, other) is expected
    assert agree(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (figure(5746), figure(5747), True),
        (figure(1_200_000_000), figure(1_020_000_000), True),
        (figure(1_470_000_000), figure(1_740_000_000), True),  # digits swapped
        (figure(6830), figure(6380), True),
        (figure(138), figure(139), True),
        (figure(5700, rounded=True), figure(5747), False),
        (figure(42_000_000), figure(84_000_000), False),
        (figure(5746), figure(6112), False),
        (figure(23), figure(14), False),
    ],
)
def test_a_slip_is_told_from_another_figure(one, other, expected):
    assert told_wrong(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Frans Ngera", "Fransiskus Ngera", True),
        ("Zulkifli Rauf", "Zulkifli Rauf Resmi", True),
        ("Rismawati", "Rismawati Tahir", True),
        ("Siti Romlah", "Siti Rohmah Wati", False),
        ("Andi Baso Paranrengi", "Andi Mappasessu Rivai", False),
        ("Ali", "Ali Akbar", False),
    ],
)
def test_names_are_one_if_all_parts_of_the_shorter_are_in_the_longer(one, other, expected):
    names = [Name(name, name_parts(name), PRIVATE) for name in (one, other)]
    assert same_name(*names) is expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("Pj Bupati Wajo", OFFICIAL),
        ("Camat Ambulu", "local"),
        ("istri almarhum", PRIVATE),
        ("Kepala Desa Latiung", "local"),
    ],
)
def test_office_holders_of_every_other_post_are_known(role, expected):
    one = Telling("a", "a", DAY, "x")
    one.person("Nama Orang", role)
    assert account_of(one.record()).people[0].rank == expected


def test_fingerprints_are_the_same_in_every_process_and_meet_for_near_copies():
    text = RELEASE * 2
    assert bands(shingles(text))[:2] == (8271035108459252872, 3062225468599927349)
    assert set(bands(shingles(text))) & set(bands(shingles(text.replace("sekaligus", "sekali"))))
    assert not set(bands(shingles(text))) & set(
        bands(shingles("Harga gabah turun di Sidrap sejak banjir surut kemarin."))
    )
    assert bands(shingles("")) == ()


def test_a_round_up_joins_one_story_and_does_not_join_two():
    links = {("a", "a2"): 9.0, ("a", "round"): 7.5, ("a2", "round"): 7.0, ("b", "round"): 6.0}

    def scores(one, other):
        return (links.get((one, other), 3.0), {one[0], other[0]} == {"a", "b"})

    expected = [frozenset({"a", "a2", "round"}), frozenset({"b"})]
    assert parted(["a", "a2", "b", "round"], links, scores, 2.0) == expected
    assert parted(["round", "b", "a2", "a"], dict(reversed(links.items())), scores, 2.0) == expected


def test_a_chain_of_links_joins_no_articles_that_have_little_in_common():
    links = {("a", "b"): 9.0, ("b", "c"): 5.0}

    def scores(one, other):
        return links.get((one, other), -3.0), False

    assert parted("abc", links, scores, 2.0) == [frozenset("ab"), frozenset("c")]
    assert parted("abc", links, scores, 1.0) == [frozenset("abc")]


def handed_over(name, regency, village, day=DAY):
    """Benefits handed over in a village, in words that every branch uses."""
    one = Telling(name, name, day, "Santunan diserahkan", regency=regency)
    where = one.place(*village, "village") if village else None
    head = one.person("Rismawati Tahir", "Kepala BPJS Ketenagakerjaan Cabang")
    one.event("benefit_handover", day, where, [(head, "giver")])
    one.say(RELEASE[len(RELEASE) // 2 :])
    return one.record()


def test_two_villages_of_a_district_are_two_happenings():
    first = handed_over("a", "35.09", ("Sumberejo", "35.09.08.2002"))
    again = handed_over("b", "35.09", ("Sumberejo", "35.09.08.2002"))
    other = handed_over("c", "35.09", ("Andongsari", "35.09.08.2003"))
    assert compared(first, again).linked
    apart = compared(first, other)
    assert any("other villages" in str(part) for part in apart.evidence)
    assert apart.score < compared(first, again).score - 4


def test_two_regencies_are_two_happenings_though_the_one_names_the_other_once():
    def told(name, own, beside=None):
        one = Telling(name, name, DAY, "Santunan diserahkan", regency=own[1])
        for _ in range(2):
            one.place(*own)
        one.event("benefit_handover", DAY)
        if beside:
            one.place(*beside)
        return one.record()

    klaten, magelang = ("Klaten", "33.10", "regency"), ("Magelang", "33.71", "city")
    found = compared(told("a", klaten), told("b", magelang, beside=klaten))
    assert found.conflict == ""
    assert [part.points for part in found.evidence if part.words == "happenings in two regencies"] == [-3.0]
    assert not any("main area" in part.words or "regency 33" in part.words for part in found.evidence)


def test_what_is_covered_so_far_is_told_on_more_than_one_occasion():
    def told(name, day):
        one = Telling(name, name, day, "Klaim dibayar", regency="33.10")
        figures = [one.quantity(6431, "6.431 penerima manfaat", "participant", "beneficiary")]
        figures.append(one.amount(71_648_000_000, "Rp71.648.000.000"))
        one.event("benefit_report", None, None, [], figures)
        one.say(f"Ia mengatakannya Rabu ({day.day}/{day.month}/{day.year}).")
        return one.record()

    soon, late = (compared(told("a", DAY), told("b", DAY + timedelta(days=days))) for days in (0, 12))
    figures = [
        sum(part.points for part in found.evidence if "6.431" in part.words or "Rp71" in part.words)
        for found in (soon, late)
    ]
    assert soon.linked
    assert figures[0] == 5.0
    assert figures[1] == 1.5
