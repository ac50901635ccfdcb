"""Two happenings on one day before the same officials are two; features and announcements of one happening are one with it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

import pytest

from extractor.stories.comparing import compare
from extractor.stories.contradictions import contradictory
from extractor.stories.grouping import group
from extractor.stories.reading import stories
from extractor.stories.settings import rules
from extractor.stories.taking import account_of

TELLING = run_path(str(Path(__file__).with_name("telling.py")))
Telling, agreement, RELEASE = (TELLING[name] for name in ("Telling", "agreement", "RELEASE"))
DAY = date(2019, 5, 24)
AFTER = timedelta(days=1)


def told(
    name, *, lead="", types=(), title="Kabar", count=None, day=DAY, published=DAY + AFTER, relevance=0.95, town=None
):
    """A day of the regent and the head of the branch."""
    one = Telling(name, name, published, title, relevance)
    one.say(lead)
    place = one.place(town, None, "other") if town else None
    who = [
        (one.person("Marselinus Bere", "Wakil Bupati"), "party"),
        (one.person("Yohanes Seran", "Kepala BPJS Ketenagakerjaan Cabang"), "party"),
    ]
    figures = [one.quantity(count, f"{count} orang")] if count else []
    for type_ in types:
        one.event(type_, day, place, who, figures)
    return one.record()


def points(one, other):
    return compare(account_of(one), account_of(other))


def test_day_town_and_officials_alone_make_no_story():
    one, other = told("a", types=["agreement"]), told("b", types=["meeting"])
    found = points(one, other)
    assert sum(part.points for part in found.evidence if part.setting) > rules().points["setting_most"]
    assert "one day and town" in found.reason
    taught = told(
        "a", types=["socialization"], title="Guru Belajar Klaim", lead="Guru bertanya perihal jalan rusak, cedera."
    )
    signed = told(
        "b", types=["agreement"], title="Nota Diteken", lead="Naskah itu dibubuhi materai, iuran ditanggung kas."
    )
    assert not points(taught, signed).linked


def test_what_happens_in_the_morning_does_not_happen_in_the_evening():
    morning, evening = told("a", lead="Pada pagi hari."), told("b", lead="Pada sore hari.")
    one, other = (
        told(name, lead=f"Pada {half} hari.", types=["agreement"]) for name, half in (("a", "pagi"), ("b", "sore"))
    )
    assert "in the morning and in the evening" in points(one, other).reason
    assert points(one, other).score < points(one, told("b", lead="Pada pagi hari.", types=["agreement"])).score
    assert "morning" not in points(morning, evening).reason, "days that are not told are not one"


def test_an_event_told_behind_is_not_what_an_article_is_about():
    one = Telling("a", "a", DAY, "Edukasi")
    one.event("socialization", DAY)
    one.say(RELEASE * 3)
    one.say("Sorenya nota diteken.")
    record = one.record()
    late = record.events[0].model_copy(
        update={"type": "agreement", "id": "e2", "trigger": one_span(record.article.text, "diteken")}
    )
    both = account_of(record.model_copy(update={"events": [late.model_copy(update={"id": "e1"}), record.events[0]]}))
    assert both.main.type == "socialization"
    assert both.first_types == {"socialization"}


def one_span(text, words):
    from extractor.records import Spanned

    start = text.rindex(words)
    return Spanned(start=start, end=start + len(words), text=words)


def test_related_types_speak_neither_for_nor_against():
    enrolled, taught, served = (told(name, types=[name]) for name in ("enrollment", "socialization", "service"))
    assert rules().fits("socialization", "enrollment")
    assert "socialization" not in points(enrolled, taught).reason
    assert "socialization, not service" in points(taught, served).reason


def market(name, *, lead, type_, behind, venue=None):
    """A post of a day of the mayor: its own happening first, the other one in the last sentence, sometimes as an event."""
    one = Telling(name, name, DAY + AFTER, "Kabar")
    one.event(type_, DAY)
    one.say(f"{lead} {RELEASE} {RELEASE} Sebelumnya ia di {behind}.")
    record = one.record()
    if not venue:
        return record
    span = one_span(record.article.text, behind)
    late = {"id": "e2", "type": "service", "venue": behind, "trigger": span}
    return record.model_copy(update={"events": [*record.events, record.events[0].model_copy(update=late)]})


def test_the_other_happening_in_the_last_sentence_makes_two_happenings_no_one():
    opening = market("a", lead="Loket Ketsoblak Rarat dibuka.", type_="service", behind="Fiditan")
    talk = market("b", lead="Nelayan Fiditan bertanya.", type_="socialization", behind="Loket Ketsoblak Rarat")
    assert "named in both" not in points(opening, talk).reason
    again = market("c", lead="Nelayan ramai.", type_="service", behind="Loket Ketsoblak Rarat")
    assert "named in both: ketsoblak, rarat" in points(opening, again).reason, "one happening, told to the end"


def test_a_hall_that_is_named_in_passing_is_no_common_hall():
    hall = "Loket Ketsoblak Rarat"
    one, other = (market(name, lead="Ramai.", type_="service", behind=hall, venue=hall) for name in ("a", "b"))
    assert "one venue" not in points(one, other).reason
    at_once = one.events[1].model_copy(update={"trigger": None})
    near = one.model_copy(update={"events": [one.events[0], at_once]})
    assert "one venue" in points(near, near.model_copy(update={"id": "0" * 16})).reason


def test_an_accident_of_weeks_ago_is_why_an_article_is_written_not_what_it_is_about():
    paid = DAY + timedelta(days=19)
    one = Telling("a", "a", paid + AFTER, "Jadi Bahan Evaluasi")
    one.event("incident", DAY)
    one.event("benefit_handover", paid)
    assert account_of(one.record()).main.type == "benefit_handover"
    fresh = Telling("b", "b", DAY + AFTER, "Tenggelam")
    fresh.event("incident", DAY)
    assert account_of(fresh.record()).main.type == "incident"


def test_two_features_hardly_about_the_agency_are_in_one_story_only_over_a_third_article(tmp_path):
    from extractor.store import Store

    news = told("a", types=["enrollment"], count=1652)
    features = [told(name, lead=f"Kemarin 1652 kartu {name}.", count=1652, relevance=0.2) for name in ("b", "c")]
    assert not points(*features).conflict
    assert not points(*features).linked
    for records, together in ((features, 1), ([*features, news], 3)):
        with Store(tmp_path / f"{len(records)}.db") as store:
            store.upsert(records, store.begin_run("test"))
            group(store)
            assert max(len(one.articles) for one in stories(store)) == together


def test_a_feature_without_an_event_tells_its_day_by_yesterday():
    feature = told("b", lead="Kemarin 1652 kartu dibagi.", count=1652)
    found = points(told("a", types=["enrollment"], count=1652), feature)
    assert "both on 2019-05-24" in found.reason
    assert found.linked


def test_a_feature_that_names_the_agency_once_needs_more_evidence_and_one_about_health_insurance_gets_none():
    news, feature = told("a", types=["enrollment"], count=1652), told("b", lead="Kemarin.", count=1652, relevance=0.2)
    assert "hardly about the agency" in points(news, feature).reason
    health = feature.model_copy(
        update={"organizations": [body("BPJS Kesehatan", "bpjs_kesehatan", feature.article.text)]}
    )
    assert points(news, health).conflict == "about another matter, and no copy"


def body(name, kind, text):
    from extractor.records import Organization

    return Organization(id="o1", name=name, kind=kind, aliases=[], place=None, mentions=[one_span(text, "Kemarin")])


def branch(name, head, town):
    one = Telling(name, name, DAY, "Hari Pelanggan")
    one.text, one.places = "", []
    place = one.place(town, None, "other")
    one.event("other", DAY, place, [(one.person(head, f"Kepala BPJS Ketenagakerjaan Cabang {town}"), "subject")])
    one.say(RELEASE)
    return one.record()


def test_a_release_of_two_branches_is_two_happenings_even_where_no_area_is_known():
    tegal, purwokerto = branch("a", "Mulyono Sasongko", "Tegal"), branch("b", "Anggraini Puspita", "Purwokerto")
    assert points(tegal, purwokerto).conflict == "another branch in another town"
    assert points(tegal, branch("b", "Mulyono Sasongko", "Tegal")).linked


def test_days_printed_without_a_year_keep_two_months_apart():
    july = told("a", lead="Rabu (18/7), perusahaan didatangi.", published=None, count=1127)
    august = told("b", types=["enforcement"], day=date(2018, 8, 15), published=date(2018, 8, 16), count=745)
    assert "other days printed" in points(july, august).reason


def test_an_announcement_the_day_before_contradicts_no_date():
    signed = agreement("a", DAY, 5746)
    announced = Telling("b", "b", DAY - AFTER, "Besok Diteken", regency="73.13")
    announced.event("agreement", DAY - AFTER)
    announced.event("agreement", DAY, status="planned")
    assert contradictory([account_of(signed), account_of(announced.record())]) == []


def test_a_town_without_a_code_contradicts_the_city_that_others_tell():
    def opened(name, town, code, city):
        one = Telling(name, name, DAY, "Kantor Dibuka")
        if city:
            one.place(city, code[:5], "city")
        one.event("service", DAY, one.place(town, code, "village" if code else "other"))
        return account_of(one.record())

    one, other = opened("a", "Ketsoblak", "81.72.02.1003", "Tual"), opened("b", "Langgur", None, None)
    (found,) = contradictory([one, other])
    assert (found.kind, {side.value for side in found.sides}) == ("place", {"Kota Tual", "Langgur"})
    assert contradictory([one, opened("c", "Ketsoblak", None, None)]) == []


@pytest.mark.parametrize("others", [10, 40])
def test_the_work_for_an_article_does_not_grow_with_those_it_resembles(tmp_path, monkeypatch, others):
    from extractor.store import Store

    calls = []
    monkeypatch.setattr("extractor.stories.grouping.compare", lambda *given: calls.append(given) or compare(*given))
    monkeypatch.setitem(rules().caps, "candidates", 5)
    with Store(tmp_path / "news.db") as store:
        run = store.begin_run("test")
        store.upsert(
            [told(f"n{number}", types=["agreement"], lead=f"Kabar {number}.") for number in range(others)], run
        )
        monkeypatch.setattr("extractor.stories.comparing.Comparison.linked", property(lambda self: False))
        group(store)
        calls.clear()
        store.upsert([told("new", types=["agreement"], lead="Kabar baru.")], run)
        group(store)
    assert len(calls) == 5
