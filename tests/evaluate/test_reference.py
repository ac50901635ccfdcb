"""The figures are those of the reference scorer, on the same input."""

from __future__ import annotations

import json
import random
import subprocess
import sys

import pytest

from extractor.evaluate import read_gold, read_records, score


def noisy_record(article, gold, seed):
    """Make a record of gold facts with some lost, some misspelt, some invented, some given to the wrong event."""
    chance = random.Random(f"{article} {seed}")

    def keep(items):
        return [item for item in items or [] if chance.random() > 0.2]

    def slip(text):
        at = chance.randrange(len(text)) if text else 0
        return text if chance.random() > 0.3 else text[:at] + chance.choice(["", "x", " "]) + text[at + 1 :]

    people = [
        {"id": f"p{i}", "name": slip(p["name"]), "roles": roles(p, chance)} for i, p in enumerate(keep(gold["people"]))
    ]
    organizations = [
        *keep(gold["organizations"]),
        *(["BPJS Ketenagakerjaan", "PT Contoh Saja"] * (chance.random() > 0.5)),
    ]
    organizations = [{"id": f"o{i}", "name": slip(name)} for i, name in enumerate(organizations)]
    places = [{"id": f"l{i}", "name": slip(name)} for i, name in enumerate(keep([*gold["places"], "Antah Berantah"]))]
    amounts = [{**a, "id": f"m{i}"} for i, a in enumerate(keep([*gold["amounts"], {"value": 7, "kind": "aid"}]))]
    quantities = keep(
        [*gold["quantities"], {"value": 7, "unit": "case", "kind": "other"}, {"value": 7, "unit": "award"}]
    )
    quantities = [{**q, "id": f"q{i}"} for i, q in enumerate(quantities)]

    def some(items):
        return [item["id"] for item in items if chance.random() > 0.5]

    events = [
        {
            "type": event["type"] if chance.random() > 0.1 else "meeting",
            "status": chance.choice([event["status"], "planned"]),
            "date": chance.choice([None, {"start": event["date"]}, {"start": "2020-02-02"}]),
            "place": chance.choice([None, *[place["id"] for place in places]]),
            "participants": [{"entity": one} for one in some([*people, *organizations])],
            "programs": keep(event["programs"]),
            "regulations": keep([*event["regulations"], "uu-1-1970"]),
            "amounts": some(amounts),
            "quantities": some(quantities),
        }
        for event in keep([*gold["events"], *gold["events"][:1]])
    ]
    return {
        "article": {
            "text": "abc",
            "published": chance.choice([gold["published"], None, "2020-02-02T08:00:00+07:00"]),
            "title": slip(gold["title"] or ""),
            "relevance": chance.random(),
            "source": {"path": f"somewhere/{article}.txt"},
        },
        "people": people,
        "organizations": organizations,
        "places": places,
        "programs": [{"code": code} for code in keep([*gold["programs"], "JHT"])],
        "regulations": [{"id": one} for one in keep([*gold["regulations"], "uu-1-1970"])],
        "amounts": amounts,
        "quantities": quantities,
        "events": events,
        "quotes": [{"start": 0, "end": 2, "text": chance.choice(["ab", "xy"])}],
    }


def roles(person, chance):
    if not person["role"] or chance.random() < 0.2:
        return []
    title = person["role"] if chance.random() > 0.3 else " ".join(person["role"].split()[:2])
    return [{"title": title, "organization": chance.choice([None, "o0"]), "text": chance.choice([None, title])}]


@pytest.mark.parametrize("folder", ["seeds", "dev", "dev-real"])
@pytest.mark.parametrize("seed", range(3))
def test_all_figures_are_those_of_the_reference_scorer(shared, tmp_path, folder, seed):
    reference, gold_folder = shared("tools/score.py"), shared(folder)
    gold = read_gold(gold_folder)
    lines = [noisy_record(article, facts, seed) for article, facts in gold.items()][1:]  # the first has no record
    records = tmp_path / "records.jsonl"
    records.write_text("".join(json.dumps(line) + "\n" for line in lines))
    command = [sys.executable, str(reference), str(gold_folder), str(records), "--json"]
    expected = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert score(gold, read_records(records)).as_json() == expected
    assert 0.2 < expected["headline"] < 0.95  # the noise left something right and something wrong


def test_the_figures_of_no_records_at_all_are_those_of_the_reference_scorer(shared, tmp_path):
    reference, gold_folder = shared("tools/score.py"), shared("dev")
    records = tmp_path / "records.jsonl"
    records.write_text("")
    command = [sys.executable, str(reference), str(gold_folder), str(records), "--json"]
    expected = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert score(read_gold(gold_folder), {}).as_json() == expected
