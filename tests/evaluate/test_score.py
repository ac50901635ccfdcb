"""Gold against records: the figures of small cases that can be counted by hand."""

from __future__ import annotations

import json

import pytest
from rich.console import Console

from extractor.evaluate import UnreadableError, read_gold, read_records, score

GOLD = {
    "published": "2022-08-26",
    "title": "Dua Belas Ahli Waris Terima Santunan",
    "relevant": True,
    "people": [{"name": "Rahmat Suleman", "role": "Kepala Dinas Tenaga Kerja"}],
    "organizations": ["Dinas Tenaga Kerja"],
    "places": ["Mandala Jaya"],
    "programs": ["JKM"],
    "regulations": ["inpres-2-2021"],
    "amounts": [{"value": 42000000, "kind": "benefit", "per": None}],
    "quantities": [{"value": 12, "unit": "heir", "kind": "beneficiary"}],
    "events": [
        {
            "type": "benefit_handover",
            "status": "occurred",
            "date": "2022-08-25",
            "place": "Mandala Jaya",
            "participants": ["Rahmat Suleman"],
            "programs": ["JKM"],
            "regulations": ["inpres-2-2021"],
            "amounts": [42000000],
            "quantities": [12],
        }
    ],
}


def figures(record, **changes):
    return score({"santunan": {**GOLD, **changes}}, {"santunan": record})


def test_a_record_that_says_what_gold_says_is_perfect(record):
    report = figures(record)
    assert report.headline == 1.0
    assert set(report.details.values()) == {1.0}
    assert report.mistakes == ()


def test_the_headline_is_the_mean_of_ten_families(record):
    record["places"] = []
    record["organizations"][0]["place"] = record["events"][0]["place"] = None
    report = figures(record)
    assert report.families["places"].f1 == 0.0
    arguments = report.families["event_arguments"]  # one of seven arguments is missing
    assert (arguments.precision, arguments.recall, arguments.f1) == (1.0, round(6 / 7, 4), 0.9231)
    assert report.headline == pytest.approx((8 + 0 + 0.9231) / 10, abs=1e-4)


def test_a_fact_too_many_costs_precision_unless_gold_calls_it_optional(record):
    record["programs"].append({"code": "JHT", "name": "Jaminan Hari Tua", "mentions": []})
    assert figures(record).families["programs"].precision == 0.5
    assert figures(record, optional={"programs": ["JHT"]}).families["programs"].precision == 1.0


def test_an_article_without_a_record_misses_everything(record):
    report = score({"santunan": GOLD, "lain": GOLD}, {"santunan": record})
    assert report.without_record == ("lain",)
    assert report.families["people"].recall == 0.5
    assert report.details["relevant"] == 0.5


def test_an_off_topic_article_owes_nothing_and_each_of_its_events_is_a_false_alarm(record):
    report = figures(record, relevant=False)
    assert (report.families["events"].found, report.families["events"].gold) == (1, 0)
    assert report.families["people"].found == 0
    assert report.details["relevant"] == 0.0


def test_the_role_of_a_person_who_is_not_found_is_missed_too(record):
    record["people"] = []
    record["events"][0]["participants"] = []
    assert figures(record).families["roles"].recall == 0.0


def test_a_role_that_gold_does_not_know_is_not_judged(record):
    roles = figures(record, people=[{"name": "Rahmat Suleman", "role": None}]).families["roles"]
    assert (roles.gold, roles.found) == (0, 0)


def test_the_agency_beside_its_branch_is_neither_owed_nor_wrong(record):
    branch = "BPJS Ketenagakerjaan Cabang Mandala"
    record["organizations"][0]["name"] = branch
    gold = ["BPJS Ketenagakerjaan", branch]
    assert figures(record, organizations=gold).families["organizations"].f1 == 1.0
    record["organizations"].append(record["organizations"][0] | {"id": "o2", "name": "BPJS Ketenagakerjaan"})
    assert figures(record, organizations=gold).families["organizations"].f1 == 1.0


def test_a_body_read_off_a_role_is_not_held_against_the_record(record):
    assert figures(record, organizations=[]).families["organizations"].precision == 1.0


def test_events_of_one_type_are_paired_by_their_arguments(record):
    other = {**GOLD["events"][0], "date": "2022-01-01", "amounts": [], "participants": []}
    report = figures(record, events=[other, GOLD["events"][0]])
    assert (report.families["events"].recall, report.details["event_dates"]) == (0.5, 1.0)


def test_an_optional_event_excuses_one_found_event_of_its_type(record):
    assert figures(record, events=[], optional={"events": ["benefit_handover"]}).families["events"].found == 0
    assert figures(record, events=[], optional={"events": ["meeting"]}).families["events"].found == 1


def test_an_optional_participant_costs_nothing(record):
    event = {**GOLD["events"][0], "participants": []}
    assert figures(record, events=[event]).families["event_arguments"].precision < 1.0
    free = {"participants": ["Rahmat Suleman"]}
    assert figures(record, events=[event], optional=free).families["event_arguments"].precision == 1.0


def test_a_span_that_reads_something_else_is_not_grounded(record):
    spans = 8
    record["amounts"][0]["text"] = "Rp 43 juta"
    assert figures(record).details["grounding"] == round((spans - 1) / spans, 4)


def test_kinds_of_figures_are_a_detail_not_a_family(record):
    record["amounts"][0]["kind"] = "aid"
    report = figures(record)
    assert (report.families["amounts"].f1, report.details["amount_kind"]) == (1.0, 0.0)


def test_mistakes_are_listed_with_their_article(record):
    record["places"][0]["name"] = "Jauh Sekali"
    lines = list(figures(record).mistake_lines())
    assert '[places] santunan missed "Mandala Jaya"' in lines
    assert '[places] santunan extra  "Jauh Sekali"' in lines
    assert any(line.startswith("[event_arguments] santunan wrong") for line in lines)


def test_only_keeps_the_articles_whose_id_starts_so(record):
    report = score({"santunan": GOLD, "lain": GOLD}, {"santunan": record}, only="san")
    assert report.headline == 1.0


def test_the_report_prints_every_family_and_detail(record, capsys):
    report = figures(record)
    report.print(Console(width=80))
    printed = capsys.readouterr().out
    assert all(name in printed for name in (*report.families, *report.details, "headline"))


def test_the_json_report_holds_the_figures_and_where_asked_for_the_mistakes(record):
    record["places"] = []
    record["organizations"][0]["place"] = record["events"][0]["place"] = None
    report = json.loads(json.dumps(figures(record).as_json(mistakes=True)))
    assert report["people"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "gold": 1, "found": 1}
    assert report["missing_records"] == []
    assert report["errors"]["places"] == ['santunan missed "Mandala Jaya"']
    assert "errors" not in figures(record).as_json()


def test_gold_is_read_from_a_folder_and_the_folders_below_it(tmp_path):
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "a.gold.json").write_text(json.dumps(GOLD))
    (tmp_path / "b.json").write_text(json.dumps(GOLD))
    assert sorted(read_gold(tmp_path)) == ["a", "b"]
    assert list(read_gold(tmp_path / "dev")) == ["a"]


def test_a_record_belongs_to_the_gold_file_of_its_posts_name(tmp_path, record):
    records = tmp_path / "records.jsonl"
    records.write_text(json.dumps(record) + "\n\n")
    assert list(read_records(records)) == ["santunan"]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.json", "{", "not JSON"),
        ("a.json", "[]", "not a JSON object"),
        ("a.txt", "", "holds no gold file"),
        ("x/a.gold.json", "{}", "a second gold file"),
    ],
)
def test_unusable_gold_is_refused_by_name(tmp_path, name, content, complaint):
    (tmp_path / "x").mkdir()
    (tmp_path / name).write_text(content)
    if "second" in complaint:
        (tmp_path / "a.json").write_text("{}")
    with pytest.raises(UnreadableError, match=complaint):
        read_gold(tmp_path)


@pytest.mark.parametrize(("line", "complaint"), [("{", "not JSON"), ("7", "not a JSON object"), ("{}", "not a record")])
def test_unusable_records_are_refused_by_file_and_line(tmp_path, record, line, complaint):
    records = tmp_path / "records.jsonl"
    records.write_text(json.dumps(record) + "\n" + line + "\n")
    with pytest.raises(UnreadableError, match=rf"records\.jsonl#2: {complaint}"):
        read_records(records)


def test_missing_files_are_named(tmp_path):
    with pytest.raises(UnreadableError, match="no such folder"):
        read_gold(tmp_path / "nowhere")
    with pytest.raises(UnreadableError, match="cannot be read"):
        read_records(tmp_path / "nowhere.jsonl")
