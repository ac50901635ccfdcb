"""The corpus: every post has its gold facts, and gold keeps to the guide and the vocabularies of the contract."""

from __future__ import annotations

import html
import json
import re
import runpy
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from extractor import records
from extractor.training.annotated import read_annotated
from extractor.training.corpus import check_corpus

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PARTS = ("train", "dev", "test")
TABLE = runpy.run_path(str(Path(__file__).resolve().parent / "corpus_table.py"))
GOLD = sorted((CORPUS / "gold").rglob("*.json"))
POSTS = sorted(path for path in (CORPUS / "posts").rglob("*") if path.is_file())

FAMILIES = {"people", "organizations", "places", "programs", "regulations", "amounts", "quantities", "events"}
HEADER = {"id", "published", "title", "outlet", "dateline", "relevant", "optional", *FAMILIES}
EVENT = {"type", "status", "date", "place", "participants", "programs", "regulations", "amounts", "quantities"}
REGULATION = re.compile(r"[a-z]+-[a-z0-9.]+-(19|20)\d\d")


def article_of(path):
    return path.name.removesuffix(".gz").rsplit(".", 1)[0]


@pytest.fixture(params=GOLD, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def gold(path):
    return json.loads(path.read_text(encoding="utf-8"))


def is_day(text):
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and date.fromisoformat(text) is not None


def is_moment(text):
    return bool(re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", text)) or is_day(text)


def test_there_are_posts_of_every_kind_and_in_every_part():
    assert len(POSTS) >= 240
    assert sum(post.name.endswith((".html", ".html.gz")) for post in POSTS) >= 30
    assert {post.parent.name for post in POSTS} == set(PARTS)
    assert {int(post.stem[-4:]) for post in POSTS} == set(range(2014, 2027))


def test_every_type_of_event_is_told_twenty_times_and_a_seventh_of_the_posts_is_off_topic():
    facts = [json.loads(path.read_text(encoding="utf-8")) for path in GOLD]
    told = Counter(event["type"] for one in facts for event in one["events"])
    assert {kind: told[kind] for kind in records.EventType if told[kind] < 20} == {}
    assert 0.13 < sum(not one["relevant"] for one in facts) / len(facts) < 0.18


def test_posts_come_from_every_province():
    provinces = {row[2] for row in TABLE["rows"]()} - {"–"}
    assert len(provinces) == 38


def test_the_table_of_posts_is_as_the_files_are():
    assert (CORPUS / "POSTS.md").read_text(encoding="utf-8") == TABLE["table"](), "run `make table` and read the diff"


def test_every_post_has_spans_that_agree_with_its_text_and_its_gold():
    spans = {(path.parent.name, path.stem) for path in (CORPUS / "spans").rglob("*.xml")}
    assert spans == {(path.parent.name, path.stem) for path in GOLD}
    assert list(check_corpus(CORPUS)) == []


def test_the_paragraphs_marked_in_a_page_stand_in_the_page():
    missing = []
    for page in (post for post in POSTS if post.suffix == ".html"):
        raw = page.read_bytes()
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("cp1252")
        visible = squeezed(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", " ", text))))
        spans = read_annotated(CORPUS / "spans" / page.parent.name / f"{page.stem}.xml").without_noise()
        missing += [f"{page.name}: {line}" for line in spans.text.split("\n") if squeezed(line) not in visible]
    assert missing == []


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_every_post_has_gold_and_every_gold_its_post_in_the_same_part():
    posts = {(post.parent.name, article_of(post)) for post in POSTS}
    assert {(one.parent.name, one.stem) for one in GOLD} == posts


def test_no_post_stands_in_two_parts():
    names = Counter(article_of(post) for post in POSTS)
    texts = Counter(post.read_bytes() for post in POSTS)
    assert {name for name, times in names.items() if times > 1} == set()
    assert max(texts.values()) == 1


def test_gold_is_named_as_its_file_and_has_the_fields_of_the_guide(path, gold):
    assert gold["id"] == path.stem
    assert set(gold) <= HEADER
    assert set(gold) >= HEADER - {"optional"}
    assert isinstance(gold["relevant"], bool)
    assert set(gold.get("optional") or {}) <= FAMILIES | {"participants"}


def test_gold_is_published_on_a_day_of_the_calendar(gold):
    assert gold["published"] is None or is_day(gold["published"])


def test_gold_of_another_topic_owes_no_events(gold):
    assert gold["relevant"] or gold["events"] == []


def test_people_are_named_once_and_without_degrees(gold):
    assert all(set(person) == {"name", "role"} and person["name"].strip() for person in gold["people"])
    assert all(person["role"] is None or person["role"].strip() for person in gold["people"])
    assert max(Counter(person["name"] for person in gold["people"]).values(), default=1) == 1
    assert not [person["name"] for person in gold["people"] if "," in person["name"]]


@pytest.mark.parametrize("family", ["organizations", "places", "programs", "regulations"])
def test_names_and_codes_are_listed_once(gold, family):
    assert all(isinstance(name, str) and name.strip() == name != "" for name in gold[family])
    assert len(set(gold[family])) == len(gold[family])


def test_codes_are_those_of_the_contract(gold):
    assert set(gold["programs"]) <= set(records.ProgramCode)
    kinds = {kind.lower() for kind in records.RegulationKind}
    assert [rule for rule in gold["regulations"] if not REGULATION.fullmatch(rule)] == []
    assert {rule.split("-")[0] for rule in gold["regulations"]} <= kinds


def test_figures_are_in_whole_units_and_their_kinds_are_those_of_the_contract(gold):
    for amount in gold["amounts"]:
        assert set(amount) == {"value", "kind", "per"}
        assert amount["value"] > 0
        assert amount["kind"] in set(records.AmountKind)
        assert amount["per"] is None or amount["per"] in set(records.Per)
    for quantity in gold["quantities"]:
        assert set(quantity) == {"value", "unit", "kind"}
        assert quantity["value"] >= 0
        assert quantity["unit"] in set(records.QuantityUnit)
        assert quantity["kind"] in set(records.QuantityKind)


def test_events_are_of_the_contracts_types_and_on_days_of_the_calendar(gold):
    for event in gold["events"]:
        assert set(event) == EVENT
        assert event["type"] in set(records.EventType)
        assert event["status"] in set(records.EventStatus)
        assert event["date"] is None or is_moment(event["date"])


def test_what_has_happened_happened_before_it_was_published(gold):
    for event in gold["events"]:
        if event["status"] == "occurred" and event["date"] and gold["published"]:
            assert event["date"] <= gold["published"]


def test_the_arguments_of_an_event_are_facts_of_the_article(gold):
    people = {person["name"] for person in gold["people"]}
    names = people | set(gold["organizations"]) | set((gold.get("optional") or {}).get("organizations") or [])
    free = gold.get("optional") or {}
    for event in gold["events"]:
        assert set(event["participants"]) <= names | set(free.get("participants") or [])
        assert event["place"] is None or event["place"] in [*gold["places"], *(free.get("places") or [])]
        for family in ("programs", "regulations"):
            assert set(event[family]) <= {*gold[family], *(free.get(family) or [])}
        for family in ("amounts", "quantities"):
            values = {figure["value"] for figure in [*gold[family], *(free.get(family) or [])]}
            assert set(event[family]) <= values
            assert len(set(event[family])) == len(event[family])


WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
WHOLE_DATE = re.compile(
    r"\b(senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu)\b(?: \w+)?[,\s(]{1,3}(\d{1,2})[\s/-]+(\w+)[\s/-]+(\d{4})",
    re.I,
)


def test_whole_dates_in_posts_fall_on_the_weekday_that_is_printed_with_them():
    seen, wrong = 0, []
    for post in POSTS:
        for found in WHOLE_DATE.finditer(post.read_text(encoding="utf-8", errors="replace")):
            month = found[3][:3].lower()
            number = int(month) if month.isdigit() else MONTHS.index(month) + 1
            day = date(int(found[4]), number, int(found[2]))
            seen += 1
            if WEEKDAYS[day.weekday()] != re.sub("['’]", "", found[1].lower()):
                wrong.append(f"{post.name}: {found[0]}")
    assert seen > 40
    assert wrong == []
