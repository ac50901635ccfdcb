"""Texts for people to check in Label Studio."""

from __future__ import annotations

import json

from lxml import etree

from extractor.export import export, label_config


def test_each_result_reads_in_the_text_what_it_says(store, out):
    assert export(store, "label-studio", out / "tasks.json").rows == {"tasks": 3}
    tasks = json.loads((out / "tasks.json").read_text(encoding="utf-8"))
    results = [(task["data"]["text"], result["value"]) for task in tasks for result in task["predictions"][0]["result"]]
    assert len(results) > 15
    assert all(text[value["start"] : value["end"]] == value["text"] for text, value in results)
    first = tasks[0]
    assert first["meta"] == {
        "article_id": "0000000000000001",
        "outlet": "Koran Contoh",
        "published": "2022-08-26T08:41:00+09:00",
        "url": "https://koran.example/santunan",
    }
    assert first["predictions"][0]["score"] == 0.9
    marked = {
        result["id"]: (result["value"]["labels"], result["meta"]["text"])
        for result in first["predictions"][0]["result"]
    }
    assert marked["m1"] == (["AMOUNT"], ["benefit: Rp 42 juta"])
    assert marked["e1"] == (["EVENT"], ["benefit_handover, occurred"])
    assert "m2" not in marked  # the headline alone states it
    assert len(marked) == len(first["predictions"][0]["result"])


def test_the_labelling_configuration_fits_the_tasks(store, out):
    export(store, "label-studio", out / "tasks.json")
    view = etree.fromstring(label_config())
    known = {one.get("value") for one in view.iter("Label")}
    labels, text = view.find("Labels"), view.find("Text")
    for task in json.loads((out / "tasks.json").read_text(encoding="utf-8")):
        assert (text.get("value"), "text" in task["data"]) == ("$text", True)
        for result in task["predictions"][0]["result"]:
            assert (result["from_name"], result["to_name"]) == (labels.get("name"), text.get("name"))
            assert set(result["value"]["labels"]) <= known
