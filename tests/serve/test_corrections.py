"""People correct facts: what they say is kept beside the extraction, and outlives it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from urllib.parse import urlencode

import pytest

from extractor.records import Record
from extractor.review.agreement import kappa
from extractor.review.ledger import corrections_of
from extractor.review.model import Family
from extractor.review.precision import quality_of
from extractor.review.queue import waiting
from extractor.review.state import Status, state_of
from extractor.store import Store, StoreError
from tests.serve.conftest import ADDRESS, filled

ID = "0123456789abcdef"


@pytest.fixture(scope="module")
def made(tmp_path_factory, request):
    """A store of one post, made once."""
    from tests.conftest import RECORD

    return filled(tmp_path_factory.mktemp("made") / "news.db", [Record.model_validate(RECORD)])


@pytest.fixture
def path(made, tmp_path):
    """A copy of it."""
    return shutil.copy(made, tmp_path / "news.db")


class Person:
    """Somebody with a browser."""

    def __init__(self, browse, signed_in, path, name="Rina", **settings) -> None:
        self.path, self.client = path, browse(path, **settings)
        self.csrf = signed_in(self.client, name)

    def page(self, own=False) -> str:
        return self.client.get(f"/records/{ID}?lang=en{'&own=1' if own else ''}").text

    def send(self, own=False, **fields):
        body = urlencode({"csrf": self.csrf} | fields, doseq=True)
        headers = {"origin": ADDRESS, "content-type": "application/x-www-form-urlencoded"}
        return self.client.post(f"/records/{ID}/corrections{'?own=1' if own else ''}", content=body, headers=headers)

    def does(self, own=False, **fields) -> None:
        answer = self.send(own, **fields)
        assert answer.status_code == 303, answer.text

    def reviews(self, own=False, relevant="1") -> None:
        seen = re.search(r'name="seen" value="(\w+)"', self.page(own))[1]
        self.does(own, action="review", seen=seen, relevant=relevant)

    def state(self):
        with Store(self.path, read_only=True) as store:
            return state_of(store.record(ID), corrections_of(store, ID))

    def entry(self, family, at=0):
        return [one for one in self.state().entries if one.fact.family == family][at]

    def key(self, family, at=0) -> str:
        return self.entry(family, at).key


@pytest.fixture
def person(browse, signed_in, path):
    """Make somebody: `person("Rina")`."""
    return lambda name="Rina", **settings: Person(browse, signed_in, path, name, **settings)


def extract_anew(path, **changes) -> None:
    """The post comes again, with other facts."""
    with Store(path) as store:
        store.upsert([store.record(ID).model_copy(update=changes)], store.begin_run("test"))


def test_a_fact_is_found_right_and_who_said_so_when_is_kept(person):
    rina = person()
    rina.does(action="accept", fact=rina.key("people"))
    entry = rina.entry("people")
    assert (entry.status, entry.decided.who) == (Status.ACCEPTED, "Rina")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", entry.decided.made)


def test_a_correction_never_changes_the_extraction(person, path):
    with Store(path, read_only=True) as store:
        before = list(store.lines())
    rina = person()
    rina.does(action="reject", fact=rina.key("amounts"))
    rina.does(action="edit", fact=rina.key("people"), name="Rahmat Sulaiman", role="Kadis")
    with Store(path, read_only=True) as store:
        assert list(store.lines()) == before
        assert store.database.rows("SELECT name FROM people") == [("Rahmat Suleman",)]
    assert "Rahmat Sulaiman (Kadis)" in rina.page()


def test_rows_of_corrections_are_only_added(person, path):
    rina = person()
    rina.does(action="reject", fact=rina.key("places"))
    with Store(path) as store:
        for query in ("UPDATE corrections SET who = 'Budi'", "DELETE FROM corrections"):
            with pytest.raises(StoreError, match="only added to"), store.database.change() as db:
                db.execute(query)


def test_an_undone_correction_stays_in_the_history_and_undoing_it_can_be_undone(person):
    rina = person()
    rina.does(action="reject", fact=rina.key("places"))
    rina.does(action="undo", correction="1")
    assert rina.entry("places").status is Status.FOUND
    assert [one.action for one in rina.state().history] == ["reject", "undo"]
    assert rina.send(action="undo", correction="1").status_code == 409


def test_the_last_word_on_a_fact_counts(person):
    rina, budi = person("Rina"), person("Budi")
    rina.does(action="reject", fact=rina.key("places"))
    budi.does(action="accept", fact=budi.key("places"))
    assert (budi.entry("places").status, budi.entry("places").decided.who) == (Status.ACCEPTED, "Budi")


def test_words_that_were_missed_are_added_where_they_stand(person):
    rina = person()
    text = "25/08"
    start = rina.client.get(f"/api/v1/records/{ID}").json()["article"]["text"].index(text)
    rina.does(
        action="add",
        family="quantities",
        value="1.250,5",
        unit="case",
        kind="other",
        selected=text,
        start=start,
        end=start + 5,
    )
    entry = rina.entry("quantities", -1)
    assert (entry.status, entry.fact.value) == (Status.ADDED, {"value": 1250.5, "unit": "case", "kind": "other"})
    assert [(one.start, one.text) for one in entry.fact.places] == [(start, text)]
    assert f'id="at-{entry.key}-1"' in rina.page()
    rina.does(action="reject", fact=entry.key)
    assert rina.entry("quantities", -1).status is Status.REJECTED


def test_figures_are_read_as_the_language_of_the_page_writes_them(person):
    rina = person()
    rina.client.cookies.set("lang", "en")
    rina.does(action="edit", fact=rina.key("amounts"), value="42,500,000", kind="benefit")
    assert rina.entry("amounts").fact.value == {"value": 42_500_000, "kind": "benefit", "per": None}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"action": "add", "family": "amounts", "value": "banyak", "kind": "benefit"}, "is no number"),
        ({"action": "add", "family": "programs", "code": "XYZ"}, "programs: code"),
        ({"action": "add", "family": "people"}, "people: name"),
        ({"action": "add", "family": "people", "name": "Ana", "selected": "tidak ada"}, "does not hold these words"),
        ({"action": "add", "family": "dragons", "name": "Ana"}, "is no family"),
        ({"action": "burn"}, "is no action"),
    ],
)
def test_what_makes_no_fact_is_refused_with_a_reason(person, fields, told):
    rina = person()
    answer = rina.send(**fields)
    assert answer.status_code == 422
    assert told in answer.text
    assert rina.state().history == ()


def test_a_fact_that_is_not_there_any_more_is_said_so(person):
    assert person().send(action="accept", fact="ffffffffffff").status_code == 409


def test_corrections_outlive_a_new_extraction(person, path):
    rina = person()
    rina.does(action="reject", fact=rina.key("organizations"))
    rina.does(
        action="edit", fact=rina.key("events"), type="aid", status="planned", date="2022-08", programs=["JKM", "JKK"]
    )
    anew = Record.model_validate_json(rina.client.get(f"/api/v1/records/{ID}").content)
    assert anew.quotes or anew.warnings or anew.quantities
    extract_anew(path, quotes=[], warnings=[])
    assert rina.entry("organizations").status is Status.REJECTED
    event = rina.entry("events")
    assert (event.status, event.is_gone, event.fact.value["type"]) == (Status.EDITED, False, "aid")
    assert event.fact.value["programs"] == ["JKM", "JKK"]


def test_a_correction_of_a_fact_that_a_new_extraction_loses_is_still_shown_and_says_so(person, path):
    rina = person()
    rina.does(action="accept", fact=rina.key("events"))
    extract_anew(path, events=[])
    entry = rina.entry("events")
    assert (entry.is_gone, entry.holds) == (True, True)
    assert "extraction has changed" in rina.page()


def test_a_rejected_sum_is_not_taken_for_the_same_sum_elsewhere(person, path, record):
    text = record["article"]["text"] + " Tahun lalu juga Rp 42 juta."
    second = dict(record["amounts"][0], id="m2", start=text.rindex("Rp 42 juta"), end=text.rindex("Rp 42 juta") + 10)
    article = Record.model_validate(record).article.model_copy(update={"text": text})
    amounts = Record.model_validate(
        record | {"article": record["article"] | {"text": text}, "amounts": [record["amounts"][0], second]}
    ).amounts
    extract_anew(path, article=article, amounts=amounts)
    rina = person()
    rina.does(action="reject", fact=rina.key("amounts", 0))
    assert [one.status for one in rina.state().entries if one.fact.family is Family.AMOUNTS] == [
        Status.REJECTED,
        Status.FOUND,
    ]
    one = Record.model_validate(
        record | {"article": record["article"] | {"text": text}, "amounts": [dict(second, id="m1")]}
    ).amounts
    extract_anew(path, amounts=one)
    told = [(one.status, one.is_gone) for one in rina.state().entries if one.fact.family is Family.AMOUNTS]
    assert told == [(Status.FOUND, False), (Status.REJECTED, True)]


def test_a_correction_follows_its_words_when_the_post_is_edited(person, path, record):
    rina = person()
    rina.does(action="reject", fact=rina.key("amounts"))
    told = record["amounts"][0]
    moved = record | {"article": record["article"] | {"text": "Ralat. " + record["article"]["text"]}}
    amounts = [dict(told, start=told["start"] + 7, end=told["end"] + 7)]
    bare = {
        name: []
        for name in ("people", "organizations", "places", "programs", "regulations", "quantities", "quotes", "events")
    }
    edited = Record.model_validate(moved | bare | {"amounts": [dict(amounts[0], recipient=None)]})
    source = edited.article.source.model_copy(update={"sha256": "3" * 64})
    with Store(path) as store:
        edited = edited.model_copy(update={"article": edited.article.model_copy(update={"source": source})})
        store.upsert([edited], store.begin_run("test"))
    assert (rina.entry("amounts").status, rina.entry("amounts").is_gone) == (Status.REJECTED, False)


def test_a_review_of_a_page_that_has_changed_meanwhile_is_refused(person):
    rina, budi = person("Rina"), person("Budi")
    seen = re.search(r'name="seen" value="(\w+)"', rina.page())[1]
    budi.does(action="reject", fact=budi.key("places"))
    assert rina.send(action="review", seen=seen).status_code == 409
    rina.reviews()
    assert "Reviewed by Rina" in rina.page()


def test_a_post_corrected_after_its_review_is_to_be_reviewed_again(person):
    rina = person()
    rina.reviews()
    assert not rina.state().is_stale
    rina.does(action="reject", fact=rina.key("places"))
    assert rina.state().is_stale
    assert "corrected since: review again" in rina.page()
    rina.does(action="undo", correction="2")
    assert not rina.state().is_stale


def test_a_reviewed_post_leaves_the_queue_and_comes_back_when_that_is_undone(person, path, record):
    def queue():
        with Store(path, read_only=True) as store:
            return [one.id for one in waiting(store)]

    rina = person()
    assert queue() == [ID]
    rina.reviews()
    assert queue() == []
    rina.does(action="undo", correction="1")
    assert queue() == [ID]


def test_the_queue_begins_with_the_most_doubtful(database):
    with Store(database, read_only=True) as store:
        found = waiting(store)
        ((least,),) = store.database.rows("SELECT min(confidence) FROM events")
    doubts = [one.doubt for one in found]
    assert doubts == sorted(doubts, reverse=True)
    assert least in [one.confidence for one in found]
    assert doubts[0] >= 1 - least


def test_two_people_who_review_apart_are_compared(person, path):
    rina, budi = person("Rina"), person("Budi")
    rina.does(own=True, action="reject", fact=rina.key("people"))
    rina.reviews(own=True)
    assert "Rahmat Suleman" in budi.page(own=True)
    assert 'class="chip s-rejected"' not in budi.page(own=True)
    budi.reviews(own=True)
    with Store(path, read_only=True) as store:
        (both,) = quality_of(store).agreements
        facts = len(state_of(store.record(ID), ()).entries)
    assert (both.one, both.other, both.posts, both.apart) == ("Budi", "Rina", 1, (ID,))
    assert (both.families["people"].f1, both.families["places"].f1) == (0.0, 1.0)
    assert both.decisions == facts
    assert both.kappa == 0.0  # one always kept: what they share is what chance would give
    page = budi.client.get("/review?lang=en").text
    assert "Budi and Rina" in page and f"/records/{ID}" in page


def test_who_saw_what_the_other_said_is_not_compared(person, path):
    rina, budi = person("Rina"), person("Budi")
    rina.does(action="reject", fact=rina.key("people"))
    rina.reviews()
    budi.reviews()
    with Store(path, read_only=True) as store:
        assert quality_of(store).agreements == ()


def test_kappa_is_agreement_beyond_chance():
    same = [("kept", "kept")] * 20 + [("rejected", "rejected")] * 15
    apart = [("kept", "rejected")] * 5 + [("rejected", "kept")] * 10
    assert kappa(same + apart) == 0.4  # Cohen's own form: 0.7 observed, 0.5 by chance
    assert kappa([("kept", "kept")] * 3) is None
    assert kappa([]) is None


def test_precision_by_type_compares_what_is_found_with_what_was_found_right(person, path):
    rina = person()
    type_ = rina.entry("events").fact.value["type"]
    rina.does(action="edit", fact=rina.key("events"), type="aid", status="occurred")
    rina.reviews()
    with Store(path, read_only=True) as store:
        quality = quality_of(store)
    assert (quality.types[type_].precision, quality.types[type_].found, quality.types[type_].gold) == (0.0, 1, 0)
    assert (quality.types["aid"].recall, quality.types["aid"].found, quality.types["aid"].gold) == (0.0, 0, 1)
    assert quality.report.families["people"].f1 == 1.0
    assert "0 %" in rina.client.get("/review?lang=id").text.replace("\u00a0", " ")


def test_who_has_no_name_is_asked_for_it(browse, path):
    client = browse(path)
    page = client.get(f"/records/{ID}")
    csrf = page.text.partition('name="csrf-token" content="')[2].partition('"')[0]
    assert "/session?next=%2Frecords%2F" in page.text and 'value="accept"' not in page.text
    answer = client.post(
        f"/records/{ID}/corrections", data={"csrf": csrf, "action": "accept"}, headers={"origin": ADDRESS}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/session?next=/records/{ID}")


def test_a_correction_from_another_site_or_without_its_token_is_refused(person):
    rina = person()
    fields = {"action": "accept", "fact": rina.key("people")}
    target = f"/records/{ID}/corrections"
    assert rina.client.post(target, data=fields, headers={"origin": ADDRESS}).status_code == 403
    fields["csrf"] = rina.csrf
    assert rina.client.post(target, data=fields, headers={"origin": "https://evil.example"}).status_code == 403
    assert rina.state().history == ()


def test_nothing_is_written_where_the_store_is_only_read(browse, path):
    client = browse(path, read_only=True)
    answer = client.post(f"/records/{ID}/corrections", data={"action": "accept"}, headers={"origin": ADDRESS})
    assert answer.status_code == 403
    assert sqlite3.connect(path).execute("SELECT count(*) FROM corrections").fetchone() == (0,)


def test_names_and_words_of_corrections_are_shown_as_text(person):
    rina = person("<b>Rina</b>")
    rina.does(action="add", family="people", name="<script>alert(1)</script>")
    page = rina.page()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "<b>Rina" not in page


@pytest.mark.parametrize("family", list(Family))
def test_every_fact_has_a_form_that_gives_it_back_as_it_is(person, family):
    rina = person()
    entries = [one for one in rina.state().entries if one.fact.family is family]
    assert rina.client.get(f"/records/{ID}/correct?family={family}&part=true").status_code == 200
    for entry in entries:
        page = rina.client.get(f"/records/{ID}/correct?fact={entry.key}").text
        form = page.partition('class="stack fact-form"')[2]
        fields = [(name, value) for name, value in re.findall(r'<input name="(\w+)" value="([^"]*)"', form)]
        fields += re.findall(r'<select name="(\w+)"[^>]*>.*?<option value="([^"]*)" selected', form)
        fields += re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', form)
        fields += re.findall(r'type="checkbox" name="(\w+)" value="([^"]*)" checked', form)
        told: dict[str, list[str]] = {}
        for name, value in fields:
            told.setdefault(name, []).append(value)
        rina.does(action="edit", fact=entry.key, **told)
        assert rina.state().entry(entry.key).fact.value == entry.fact.value


def test_programs_read_corrections_from_the_api(person):
    rina = person()
    rina.does(action="reject", fact=rina.key("people"))
    rina.does(action="undo", correction="1")
    told = rina.client.get(f"/api/v1/records/{ID}/corrections").json()
    assert told["record"] == ID
    assert [(one["action"], one["who"], one["holds"], one["undoes"]) for one in told["corrections"]] == [
        ("reject", "Rina", False, None),
        ("undo", "Rina", False, 1),
    ]
    assert told["corrections"][0]["target"]["value"]["name"] == "Rahmat Suleman"
    missing = rina.client.get("/api/v1/records/ffffffffffffffff/corrections")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
