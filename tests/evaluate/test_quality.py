"""Gates of quality: no change may make the records worse than they were."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import pytest

from extractor.evaluate import read_gold

quality = runpy.run_path(str(Path(__file__).resolve().parent.parent / "quality.py"))
measure = quality["measure"]


@pytest.fixture(scope="module")
def reports(extractor):
    return {part: quality["of_corpus"](extractor, part) for part in quality["PARTS"]}


@pytest.mark.parametrize("part", quality["PARTS"])
def test_the_own_corpus_is_read_as_well_as_ever(reports, part):
    floor = tomllib.loads(quality["FLOOR"].read_text(encoding="utf-8"))[part]
    now = quality["f1_of"](reports[part])
    assert set(floor) == set(now)
    fallen = {family: (floor[family], now[family]) for family in floor if now[family] < floor[family]}
    assert fallen == {}, f"(floor, now) in corpus/{part}: {fallen}"
    assert reports[part].details["grounding"] == 1.0
    assert reports[part].without_record == ()


def test_the_readme_claims_no_better_figures_than_are_measured(reports):
    table = quality["README"].read_text(encoding="utf-8").split(quality["BEGIN"])[1].split(quality["END"])[0]
    rows = re.findall(r"^\| ([\w ]+?) \|((?: [\d.]+ \|)+)$", table, re.MULTILINE)
    now = {part: quality["f1_of"](report) for part, report in reports.items()}
    assert [family.replace(" ", "_") for family, _ in rows] == list(now["dev"])
    for family, cells in rows:
        for part, claimed in zip(now, cells.split("|")[:-1], strict=True):
            assert float(claimed) <= now[part][family.replace(" ", "_")], "run `make floor` and read the diff"


@pytest.mark.parametrize(("folder", "headline", "family"), [("seeds", 0.88, 0.0), ("dev", 0.75, 0.55)])
def test_the_reference_posts_are_read_well(extractor, shared, folder, headline, family):
    posts = sorted(shared(folder).glob("*.txt"))
    report, _ = measure(extractor, posts, shared(folder))
    figures = quality["f1_of"](report)
    assert report.headline >= headline, figures
    assert min(figures.values()) >= family, figures
    assert report.details["grounding"] == 1.0
    assert report.without_record == ()


def test_no_reference_post_of_another_topic_has_an_event(extractor, shared):
    gold = read_gold(shared("dev"))
    off_topic = [shared("dev") / f"{article}.txt" for article, facts in gold.items() if not facts["relevant"]]
    assert off_topic
    _, records = measure(extractor, off_topic, shared("dev"))
    assert {article: record.events for article, record in records.items() if record.events} == {}


def seed(extractor, shared, number):
    (post,) = shared("seeds").glob(f"{number:03}_*.txt")
    (record,) = extractor.stream([str(post)])
    return record


def test_the_seed_with_a_misprinted_count_is_read_as_meant_with_a_warning(extractor, shared):
    record = seed(extractor, shared, 0)
    assert 35_000 in [quantity.value for quantity in record.quantities]
    assert [warning for warning in record.warnings if "35.0000" in (warning.text or "")]


@pytest.mark.parametrize("number", [1, 3])
def test_the_seeds_with_teasers_keep_nothing_of_them(extractor, shared, number):
    text = seed(extractor, shared, number).article.text.casefold()
    assert "baca juga" not in text
    (post,) = shared("seeds").glob(f"{number:03}_*.txt")
    lines = post.read_text(encoding="utf-8").splitlines()
    teasers = teasers_in(lines)
    assert teasers
    assert [line for line in teasers if line.casefold() in text] == []


def teasers_in(lines):
    """The headlines that "Baca juga" lines announce: behind a colon, or in the next lines that are no date."""
    found = []
    for at, line in enumerate(lines):
        if line.strip().casefold().startswith("baca juga"):
            behind = line.partition(":")[2].strip()
            following = [one.strip() for one in lines[at + 1 :] if one.strip() and not any(c.isdigit() for c in one)]
            found += [behind] if behind else following[:1]
    return found


def test_the_seed_without_a_year_is_dated_by_its_weekday(extractor, shared):
    record = seed(extractor, shared, 4)
    dates = [event.date.start for event in record.events if event.type == "meeting" and event.date]
    assert "2022-08-25" in dates
