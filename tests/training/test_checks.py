"""Spans against gold: what disagrees is told, what agrees is not."""

from __future__ import annotations

import pytest

from extractor.training.annotated import parse_annotated
from extractor.training.checks import complaints

POST = """<post><title>Nelayan Alor Terima Santunan</title>

<place>Kalabahi</place> - <person>Yuliana Maniku</person>, <role>istri nelayan</role>, <trigger event="1">menerima</trigger>
santunan <program>JKM</program> <amount>Rp42 juta</amount> bersama <quantity>dua anak</quantity>. Kata <person>Yuli</person>.</post>"""
GOLD = {
    "people": [{"name": "Yuliana Maniku", "role": "istri nelayan"}],
    "places": ["Kalabahi"],
    "programs": ["JKM"],
    "regulations": [],
    "amounts": [{"value": 42_000_000, "kind": "benefit", "per": None}],
    "quantities": [{"value": 2, "unit": "child", "kind": "beneficiary"}],
    "events": [{"type": "benefit_handover"}],
}


def told(**changed):
    return complaints(parse_annotated(POST, "here", "alor"), {**GOLD, **changed})


def test_spans_and_gold_that_agree_give_no_complaint():
    assert told() == []


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"people": []}, "<person>Yuliana Maniku</person> is no person of the gold"),
        ({"people": [*GOLD["people"], {"name": "Frans Maniku", "role": None}]}, "Frans Maniku is in the gold"),
        ({"places": ["Kalabahi", "Ende"]}, "the place Ende is in the gold"),
        ({"amounts": [*GOLD["amounts"], {"value": 5}]}, "2 amounts in the gold, and only 1 <amount>"),
        ({"quantities": []}, "1 <quantity> in the post, and no quantities in the gold"),
        ({"programs": []}, "there are <program> in the post"),
        ({"events": []}, '<trigger event="1">, and the gold has 0 events'),
        ({"events": [*GOLD["events"], {"type": "aid"}]}, "no <trigger> tells event 2 (aid)"),
    ],
)
def test_what_disagrees_is_told(changed, complaint):
    assert [one for one in told(**changed) if complaint in one]
