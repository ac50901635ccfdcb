"""Articles find the story they tell: whatever their order, however often they are looked at, and edited ones anew."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from runpy import run_path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.store import Store
from extractor.stories.grouping import group
from extractor.stories.reading import links, new_stories, stories, story, story_of
from extractor.stories.taking import account_of

TELLING = run_path(str(Path(__file__).with_name("telling.py")))
handover, agreement, Telling, DAY, RELEASE = (
    TELLING[name] for name in ("handover", "agreement", "Telling", "DAY", "RELEASE")
)
SIGNED = date(2024, 3, 5)

POSTS = [
    handover("warta", "Sumberejo", DAY),
    handover("sorot", "Sumberejo", DAY, release=RELEASE[: len(RELEASE) // 2] + " Ia akan berjualan pecel."),
    handover("kabar", "Sumberejo", DAY, release="Romlah pulang naik ojek membawa tanda terima.", told=3, printed=False),
    handover("lintas", "Sanenrejo", DAY + timedelta(days=2)),
    handover("pesisir", "Puger", DAY + timedelta(days=35)),
    handover("tahun", "Sumberejo", DAY + timedelta(days=365), heirs=("Halimah", "Kasdi")),
    agreement("celebes", SIGNED, 5746, status="planned", published=SIGNED - timedelta(days=1), words="Besok diteken."),
    agreement("lontara", SIGNED, 5747, published=SIGNED + timedelta(days=1), words="Jangan ada nama hantu."),
    agreement("saddang", SIGNED, 5700, bound="approx", printed_count="5.700-an honorer", words="Apa untungnya?"),
    agreement("tempe", SIGNED + timedelta(days=366), 6112, words="Diperpanjang setahun lagi."),
]
EXPECTED = [
    {"warta", "sorot", "kabar"},
    {"lintas"},
    {"pesisir"},
    {"tahun"},
    {"celebes", "lontara", "saddang"},
    {"tempe"},
]
NAMES = {one.id: one.article.source.path.removesuffix(".txt") for one in POSTS}


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "news.db") as opened:
        yield opened


def keep(store, records, at_once=True):
    run = store.begin_run("test")
    for batch in [records] if at_once else [[one] for one in records]:
        store.upsert(batch, run)
        group(store)
    return run


def told(store):
    """Stories as sets of names, and all links, and what contradicts what: nothing that hangs on numbers."""
    groups = sorted(sorted(NAMES[id_] for id_ in one.articles) for one in stories(store))
    leads = sorted(NAMES[one.articles[0]] for one in stories(store))
    evidence = sorted(
        (*sorted((NAMES[one.article], NAMES[one.other])), one.kind, one.score, one.reason)
        for found in stories(store)
        for one in links(store, found.key)
    )
    sides = store.database.rows(
        "SELECT c.kind, c.what, d.position, a.id, d.value, d.text FROM contradictions c "
        "JOIN contradiction_sides d ON d.contradiction = c.key JOIN articles a ON a.key = d.article ORDER BY 1, 2, 3, 4"
    )
    return groups, leads, evidence, sides


def whole(store):
    """Every table of the stage, byte by byte."""
    tables = ("stories", "story_links", "contradictions", "contradiction_sides", "story_accounts", "story_terms")
    dump = [store.database.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables[:4]]
    dump += [sorted(store.database.rows(f"SELECT * FROM {table}")) for table in tables[4:]]
    return [*dump, store.database.rows("SELECT key, story, lead FROM articles ORDER BY key")]


def names_of_story(store, name):
    found = story_of(store, next(id_ for id_, known in NAMES.items() if known == name))
    return {NAMES[id_] for id_ in found.articles}


def test_articles_about_one_happening_become_one_story_and_look_alikes_do_not(store):
    keep(store, POSTS)
    assert [set(one) for one in told(store)[0]] == sorted(EXPECTED, key=sorted)


@given(st.permutations(POSTS), st.booleans())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_in_which_articles_come_makes_no_difference(tmp_path_factory, posts, at_once):
    with (
        Store(tmp_path_factory.mktemp("one") / "news.db") as one,
        Store(tmp_path_factory.mktemp("other") / "news.db") as other,
    ):
        keep(one, POSTS)
        keep(other, posts, at_once)
        assert told(one) == told(other)


def test_grouping_bit_by_bit_gives_the_same_tables_as_grouping_all_at_once(tmp_path):
    with Store(tmp_path / "a.db") as one, Store(tmp_path / "b.db") as other:
        keep(one, POSTS)
        keep(other, POSTS, at_once=False)
        assert whole(one) == whole(other)


def test_looking_at_all_articles_again_changes_nothing(store):
    keep(store, POSTS)
    before = whole(store)
    assert group(store) == 0
    with store.database.change() as db:
        db.execute("INSERT INTO pending SELECT 'stories', key FROM articles")
    assert group(store) == len(POSTS)
    assert whole(store) == before


def test_every_story_has_one_lead_and_every_article_a_story(store):
    keep(store, POSTS)
    assert store.database.rows("SELECT sum(lead), count(*) FROM articles GROUP BY story HAVING sum(lead) <> 1") == []
    assert store.database.rows("SELECT count(*) FROM articles WHERE story IS NULL") == [(0,)]
    assert store.database.rows("SELECT key FROM stories WHERE key NOT IN (SELECT story FROM articles)") == []


def counted(store):
    """Events of the articles that stand for their stories, by province and month: as the view says, and as their articles do."""
    said = store.database.rows("SELECT province_code, month, events FROM events_by_province_and_month ORDER BY 1, 2")
    true = store.database.rows(
        "SELECT e.province_code, e.month, count(*) FROM events e JOIN articles a ON a.key = e.article AND a.lead = 1 GROUP BY 1, 2 ORDER BY 1, 2"
    )
    return said, true


def test_the_events_of_a_happening_count_once_whoever_comes_to_stand_for_it(store):
    keep(store, POSTS)
    said, true = counted(store)
    assert said == true
    assert sum(number for *_, number in said) < store.database.rows("SELECT count(*) FROM events")[0][0]
    keep(store, [edited("warta", "Sanenrejo", DAY + timedelta(days=2)), edited("celebes", "Puger", DAY)])
    said, true = counted(store)
    assert said == true


def test_a_plan_does_not_stand_for_the_story_of_what_happened(store):
    keep(store, POSTS)
    assert NAMES[story_of(store, POSTS[7].id).articles[0]] != "celebes"


def test_the_number_of_a_story_stays_when_articles_are_added(store):
    keep(store, POSTS[:1])
    before = story_of(store, POSTS[0].id)
    keep(store, POSTS[1:])
    after = story_of(store, POSTS[0].id)
    assert (before.key, len(before.articles)) == (after.key, 1)
    assert len(after.articles) == 3


def test_stories_that_a_later_article_joins_keep_the_smaller_number(store):
    far, near = agreement("pagi", SIGNED, 5746, words="Satu."), agreement("sore", SIGNED, 5746, words="Dua.")
    keep(store, [POSTS[3], far])
    first = story_of(store, far.id).key
    keep(store, [near])
    assert story_of(store, near.id).key == story_of(store, far.id).key == first


def edited(name, village, day):
    """Another text under the id of an article that is there."""
    new = handover(f"{name} lagi", village, day)
    old = next(one for one in POSTS if NAMES[one.id] == name)
    return new.model_copy(update={"id": old.id})


def test_an_edited_article_leaves_its_story_and_joins_the_one_it_now_tells(store):
    keep(store, POSTS)
    keep(store, [edited("sorot", "Sanenrejo", DAY + timedelta(days=2))])
    assert names_of_story(store, "warta") == {"warta", "kabar"}
    assert names_of_story(store, "sorot") == {"sorot", "lintas"}
    assert store.database.rows("PRAGMA foreign_key_check") == []


def test_an_edited_first_article_leaves_its_number_to_no_other_story(store):
    keep(store, POSTS)
    keep(store, [edited("warta", "Sanenrejo", DAY + timedelta(days=2))])
    assert names_of_story(store, "warta") == {"warta", "lintas"}
    assert names_of_story(store, "kabar") == {"sorot", "kabar"}
    with Store(store.path.with_name("anew.db")) as anew:
        changed = [store.record(one.id) for one in POSTS]
        keep(anew, changed)
        assert told(anew) == told(store)
        assert whole(anew)[:4] == whole(store)[:4]


def test_a_run_that_dies_between_batches_is_finished_by_the_next(store, monkeypatch):
    run = store.begin_run("test")
    store.upsert(POSTS, run)
    pending = type(store).pending
    monkeypatch.setattr(type(store), "pending", lambda self, stage: pending(self, stage, 3))
    monkeypatch.setattr("extractor.stories.grouping.account_of", dying_after(5))
    with pytest.raises(KeyboardInterrupt):
        group(store)
    assert len(pending(store, "stories")) == len(POSTS) - 3
    monkeypatch.undo()
    group(store)
    with Store(store.path.with_name("undisturbed.db")) as undisturbed:
        keep(undisturbed, POSTS)
        assert whole(undisturbed) == whole(store)


def dying_after(times):
    from extractor.stories.taking import account_of

    left = [times]

    def account(record):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return account_of(record)

    return account


def test_accounts_of_another_version_are_made_anew(store):
    keep(store, POSTS[:2])
    with store.database.change() as db:
        db.execute("""UPDATE story_accounts SET account = '{"form": 0}'""")
    keep(store, POSTS[2:])
    assert names_of_story(store, "kabar") == {"warta", "sorot", "kabar"}


def test_an_article_on_another_matter_joins_as_a_copy_only(store):
    off = [one.model_copy(update={"article": one.article.model_copy(update={"relevance": 0.1})}) for one in POSTS[:3]]
    keep(store, off)
    assert names_of_story(store, "warta") == {"warta", "sorot"}, "the third tells the same in its own words"


def test_new_stories_are_those_with_new_articles(store):
    first = keep(store, [POSTS[0], POSTS[3]])
    keep(store, [POSTS[1], POSTS[4]])
    found = {NAMES[one.articles[0]]: one.is_new for one in new_stories(store, first)}
    assert found == {"warta": False, "pesisir": True}
    assert new_stories(store, 2) == []


def test_a_story_says_what_where_and_when(store):
    keep(store, POSTS)
    one = story_of(store, POSTS[0].id)
    assert (one.type, one.day, one.province_code) == ("benefit_handover", "2023-08-08", "35")
    assert set(one.outlets) == {"Warta", "Sorot", "Kabar"}
    assert story(store, one.key) == one
    assert story(store, 999) is None
    assert story_of(store, "0" * 16) is None
    assert [found.key for found in stories(store, least_articles=3, limit=1)] == [story_of(store, POSTS[6].id).key]
    assert [found.day for found in stories(store, since="2024-06-01")] == ["2025-03-06", "2024-08-07"]


def test_links_tell_the_evidence(store):
    keep(store, POSTS)
    found = links(store, story_of(store, POSTS[0].id).key)
    copy = next(one for one in found if one.kind == "copy")
    assert "of the text in common" in copy.reason
    assert all("Siti Romlah" in one.reason for one in found)


@pytest.mark.parametrize(("cap", "largest"), [(1, 200), (2, 200), (1, 2), (1, 1)])
def test_a_net_too_large_to_be_cut_still_gives_each_article_one_story(store, monkeypatch, cap, largest):
    from extractor.stories.settings import rules

    monkeypatch.setitem(rules().caps, "story", cap)
    monkeypatch.setitem(rules().caps, "largest", largest)
    keep(store, POSTS, at_once=False)
    keep(store, [edited("warta", "Sanenrejo", DAY + timedelta(days=2))])
    assert store.database.rows("PRAGMA foreign_key_check") == []
    assert store.database.rows("SELECT count(*) FROM articles WHERE story IS NULL") == [(0,)]
    assert store.database.rows("SELECT story FROM articles GROUP BY story HAVING sum(lead) <> 1") == []
    assert store.database.rows("SELECT sum(articles) FROM stories") == [(len(POSTS),)]
    assert store.database.rows("SELECT key FROM stories WHERE articles > ?", largest) == []


def test_a_service_that_goes_on_from_day_to_day_is_no_story_of_a_quarter(store):
    """Each post is like that of the day before, none like that of the month before."""
    first = date(2024, 1, 8)
    for number in range(60):
        day = first + timedelta(days=number)
        one = Telling(f"gerai-{number}", "Pesisir", day, "Gerai layanan keliling menyapa nelayan Jember")
        head = one.person("Rismawati Tahir", "Kepala BPJS Ketenagakerjaan Cabang Jember")
        guest = one.person("Muji Slamet", "nelayan")
        one.event("service", day, None, [(head, "organizer"), (guest, "attendee")], printed=False)
        keep(store, [one.record()], at_once=True)
    spans = store.database.rows("SELECT articles, julianday(last_day) - julianday(first_day) FROM stories")
    assert sum(articles for articles, _ in spans) == 60
    assert 0 < max(days for _, days in spans) <= 10


def test_what_many_copies_contradict_is_found_by_their_figures_not_by_their_number(store, monkeypatch):
    from extractor.stories import contradictions

    asked = []
    real = contradictions.told_wrong
    monkeypatch.setattr(contradictions, "told_wrong", lambda one, other: asked.append(1) or real(one, other))
    copies = [agreement(f"outlet {number}", SIGNED, 5746, words="Sama.") for number in range(12)]
    accounts = [account_of(one) for one in [*copies, agreement("lontara", SIGNED, 5747, words="Lain.")]]
    (few,) = contradictions.contradictory([accounts[0], accounts[-1]])
    once = len(asked)
    asked.clear()
    (many,) = contradictions.contradictory(accounts)
    assert len(asked) == once
    assert (many.kind, many.what, len(many.sides)) == (few.kind, few.what, 13)
