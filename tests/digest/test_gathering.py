"""What a digest holds: the new, once, with honest sums, and everything that is cut counted."""

from __future__ import annotations

import runpy
from datetime import date, timedelta
from pathlib import Path

import pytest

from extractor.digest import DigestError, last_digested, mark_digested, run_before
from extractor.digest.rules import most

NEWSROOM = runpy.run_path(str(Path(__file__).with_name("newsroom.py")))
TODAY = NEWSROOM["today"]()


def handover(post, title, *values, at="53.10", **more):
    """A post on benefits handed over: the values of its amounts."""
    amounts = tuple(value if isinstance(value, dict) else {"value": value} for value in values)
    events = ({"day": "2026-05-11", "place": "l1", "amounts": [f"m{n}" for n in range(1, len(amounts) + 1)], **more},)
    return post(title, places=(at,), amounts=amounts, events=events)


# which runs --------------------------------------------------------------------------------------------------------------


def test_the_new_begins_after_the_last_run_that_a_digest_told(newsroom, post):
    first = newsroom.run(post("Satu"))
    mark_digested(newsroom.store, first)
    newsroom.run(post("Dua"))
    newsroom.run(post("Tiga"))
    made = newsroom.digest()
    assert (made.after_run, made.upto, made.counts.posts) == (first, first + 2, 2)


def test_a_store_of_which_nothing_was_told_is_new_altogether(newsroom, post):
    newsroom.run(post("Satu"))
    made = newsroom.digest()
    assert (made.after_run, made.since, made.counts.posts) == (0, None, 1)


def test_a_digest_that_was_not_written_leaves_its_runs_untold(newsroom, post):
    newsroom.run(post("Satu"))
    newsroom.digest()
    assert last_digested(newsroom.store) == 0


def test_marking_a_run_marks_those_before_it_and_none_after(newsroom, post):
    runs = [newsroom.run(post(title)) for title in ("Satu", "Dua", "Tiga")]
    mark_digested(newsroom.store, runs[1])
    told = newsroom.store.database.rows("SELECT key, digested IS NOT NULL FROM runs ORDER BY key")
    assert told == [(runs[0], 1), (runs[1], 1), (runs[2], 0)]


def test_days_begin_at_midnight_in_jakarta(newsroom, post):
    runs = [
        newsroom.run(post(title)) for title in ("Satu", "Dua")
    ]  # 5 o'clock of the 12th and 13th there, 22 of the 11th here
    assert run_before(newsroom.store, date(2026, 5, 12)) == 0
    assert run_before(newsroom.store, date(2026, 5, 13)) == runs[0]


def test_a_run_that_is_still_at_work_is_not_told_by_others(newsroom, post):
    done = newsroom.run(post("Satu"))
    working = newsroom.run(post("Dua"), ends=False)
    assert newsroom.digest().upto == done
    assert newsroom.digest().counts.posts == 1
    assert newsroom.digest(upto=working).counts.posts == 2


def test_nothing_new_is_empty_though_something_is_ahead(newsroom, post):
    ahead = {"type": "meeting", "status": "planned", "day": "2026-05-30", "place": "l1"}
    mark_digested(newsroom.store, newsroom.run(post("Rapat", places=("53",), events=(ahead,))))
    newsroom.run()
    made = newsroom.digest()
    assert made.is_empty
    assert made.ahead.total == 1


# counts ------------------------------------------------------------------------------------------------------------------


def test_posts_about_something_else_are_counted_apart(newsroom, post):
    aside = post(
        "Harga cabai", relevance=0.2, events=({"type": "meeting"},), warnings=(("number_format", "1.0", "read as 10"),)
    )
    newsroom.run(post("Santunan", outlet="Pos Ruteng"), aside)
    made = newsroom.digest()
    assert (made.counts.posts, made.counts.aside, made.counts.outlets, made.counts.events) == (1, 1, 1, 0)
    assert [one.post.title for one in made.stories.shown] == ["Santunan"]
    assert made.doubts == ()


def test_what_is_cut_is_counted(newsroom, post):
    number = most("stories") + 3
    newsroom.run(
        *(
            post(f"Pos nomor {n} {'x' * n}", text=f"{n} " * 9, warnings=(("number_format", str(n), "read"),))
            for n in range(number)
        )
    )
    made = newsroom.digest()
    assert made.counts.stories == number
    assert (len(made.stories.shown), made.stories.more) == (most("stories"), 3)
    (doubts,) = made.doubts
    assert (len(doubts.doubts.shown), doubts.doubts.total) == (most("doubts_of_a_code"), number)


def test_of_warnings_that_say_little_only_the_number_is_told(newsroom, post):
    newsroom.run(
        post("Satu", warnings=(("timezone", "08.00", "read as WIB"), ("place_name", "Ruten", "read as Ruteng")))
    )
    assert [(one.code, len(one.doubts.shown), one.doubts.total) for one in newsroom.digest().doubts] == [
        ("place_name", 1, 1),
        ("timezone", 0, 1),
    ]


# money -------------------------------------------------------------------------------------------------------------------


def test_a_total_and_its_parts_are_counted_once(newsroom, post):
    newsroom.run(handover(post, "Satu", 174_000_000, 42_000_000, 132_000_000))
    assert newsroom.digest().paid.total == 174_000_000


def test_a_story_is_counted_once_with_what_most_of_its_outlets_tell(newsroom):
    posts = TODAY[:3]
    other = posts[0].model_copy(
        update={
            "amounts": [
                posts[0].amounts[0].model_copy(update={"value": 43_000_000, "start": None, "end": None, "text": None})
            ]
        }
    )
    newsroom.run(other, *posts[1:])
    made = newsroom.digest()
    assert made.counts.stories == 1
    assert (made.paid.total, made.paid.stories) == (42_000_000, 1)
    assert made.provinces.shown[0].paid == 42_000_000


@pytest.mark.parametrize(
    "hedge", [{"bound": "approx"}, {"bound": "max"}, {"per": "person"}], ids=["around", "up to", "a person"]
)
def test_what_is_no_exact_whole_sum_is_not_added_up(newsroom, post, hedge):
    newsroom.run(handover(post, "Satu", {"value": 50_000_000, **hedge}))
    paid = newsroom.digest().paid
    assert (paid.total, paid.stories, paid.hedged) == (0, 0, 1)


@pytest.mark.parametrize(
    "more",
    [{"status": "planned"}, {"type": "benefit_report"}, {"type": "award"}],
    ids=["planned", "reported for a time", "a prize"],
)
def test_only_what_was_handed_over_is_added_up(newsroom, post, more):
    newsroom.run(handover(post, "Satu", 50_000_000, **more))
    assert newsroom.digest().paid.total == 0


def test_sums_reported_stand_side_by_side(newsroom, post):
    newsroom.run(
        handover(post, "Cabang bayar", 5_000_000_000, type="benefit_report"),
        handover(post, "Provinsi bayar", 90_000_000_000, at="33", type="benefit_report"),
    )
    reports = newsroom.digest().paid.reports
    assert [one.figures[0].phrase for one in reports.shown] == ["Rp 90 miliar", "Rp 5 miliar"]


def test_money_of_a_story_told_further_is_not_counted_again(newsroom):
    first, *further = TODAY[:3]
    after = newsroom.run(first)
    newsroom.run(*further)
    made = newsroom.digest(after_run=after)
    assert (made.counts.stories, made.counts.further, made.paid.total) == (0, 2, 0)
    (story,) = made.stories.shown
    assert (story.is_new, story.posts, story.outlets) == (False, 2, 3)


# order -------------------------------------------------------------------------------------------------------------------


def test_areas_of_interest_come_before_all_else(newsroom, post):
    newsroom.run(
        handover(post, "Mahal", 900_000_000),
        post("Rapat", places=("81.03",), events=({"type": "meeting", "place": "l1"},)),
    )
    made = newsroom.digest(areas=["Maluku"])
    assert [(one.post.title, one.in_area) for one in made.stories.shown] == [("Rapat", True), ("Mahal", False)]
    assert made.areas == ("Maluku",)


def test_a_place_that_is_only_named_is_not_where_it_happened(newsroom, post):
    newsroom.run(
        post("Rapat", places=("53.10", "81"), events=({"type": "meeting", "place": "l1"},)),
        post("Kisah", places=("81",)),
    )
    assert {one.post.title for one in newsroom.digest(areas=["81"]).stories.shown if one.in_area} == {"Kisah"}


def test_many_outlets_weigh_more_than_one(newsroom, post):
    newsroom.run(handover(post, "Sendiri", 42_000_000, at="81"), *TODAY[:3])
    assert newsroom.digest().stories.shown[0].outlets == 3


def test_an_unknown_area_is_refused_with_what_to_do(newsroom):
    with pytest.raises(DigestError, match="Atlantis: no province, regency or city"):
        newsroom.digest(areas=["Atlantis"])


def test_people_are_named_by_their_office_and_heirs_are_left_alone(newsroom, post):
    newsroom.run(
        post(
            "Santunan",
            people=(
                ("Maria Wea", "istri", "almarhum Petrus"),
                ("Yohanes Lodo", "Bupati", "Manggarai"),
                ("Ani", None, None),
            ),
            events=({"who": (("p1", "recipient"), ("p2", "giver"), ("p3", "attendee"))},),
        )
    )
    (story,) = newsroom.digest().stories.shown
    assert [(one.name, one.office) for one in story.what.who] == [("Yohanes Lodo", "Bupati Manggarai")]


# ahead, edits, failures --------------------------------------------------------------------------------------------------


def plan(day, **more):
    return {"type": "agreement", "status": "planned", "day": day, "place": "l1", **more}


def test_what_is_ahead_is_told_by_day_whichever_run_brought_it(newsroom, post):
    after = newsroom.run(post("Lama", places=("53",), events=(plan("2026-06-01"),)))
    newsroom.run(
        post("Baru", places=("81",), events=(plan("2026-05-20", status="urged"), plan("2026-05-01"))),
        post("Bulan depan", places=("33",), events=(plan("2026-06"), plan("2026-04"))),
    )
    made = newsroom.digest(after_run=after)
    assert [(one.what.start, one.post.title, one.is_new) for one in made.ahead.shown] == [
        ("2026-05-20", "Baru", True),
        ("2026-06", "Bulan depan", True),
        ("2026-06-01", "Lama", False),
    ]


def test_a_plan_for_this_very_day_is_ahead(newsroom, post):
    newsroom.run(post("Hari ini", events=(plan("2026-05-12", place=None),)))  # 6 o'clock in Jakarta
    assert newsroom.digest().ahead.total == 1
    assert newsroom.digest(at=newsroom.now + timedelta(days=1)).ahead.total == 0


def test_an_edited_post_tells_what_changed_and_is_not_new(newsroom):
    after = newsroom.run(*NEWSROOM["yesterday"]())
    newsroom.run(TODAY[-1])
    made = newsroom.digest(after_run=after)
    (edit,) = made.edited.shown
    assert (edit.title_before, edit.gone, edit.come) == (
        "Pemkab Malteng daftarkan nelayan",
        ("120 orang",),
        ("150 orang",),
    )
    assert (made.counts.posts, made.counts.edited, made.is_empty) == (0, 1, False)


def test_a_post_that_came_and_was_edited_since_is_only_new(newsroom):
    newsroom.run(*NEWSROOM["yesterday"]())
    newsroom.run(TODAY[-1])
    made = newsroom.digest(after_run=0)
    assert (made.counts.posts, made.counts.edited) == (1, 0)


def test_posts_that_could_not_be_read_are_told(newsroom):
    newsroom.run(failures=(("a.html", "listing-page", "a.html: not a post."),))
    made = newsroom.digest()
    assert (made.counts.failed, made.unread.shown[0].message, made.is_empty) == (1, "a.html: not a post.", False)


def test_targets_stand_before_what_was_reached_once_a_story(newsroom, post):
    newsroom.run(
        post(
            "Target",
            places=("81",),
            counts=({"value": 41.5, "unit": "percent"}, {"value": 60_000, "unit": "worker", "kind": "target"}),
            events=({"type": "meeting", "place": "l1", "quantities": ["q1", "q2"]},),
        )
    )
    (told,) = newsroom.digest().figures.shown
    assert (told.place, [(one.kind, one.phrase) for one in told.figures]) == (
        "Maluku",
        [("target", "60.000 pekerja"), ("coverage", "41,5%")],
    )


# outlets, contradictions, offices ----------------------------------------------------------------------------------------


def test_contradictions_stand_side_by_side_with_their_outlets(newsroom):
    newsroom.run(*TODAY[:3])
    (found,) = newsroom.digest().differences.shown
    sides = [(side.value, sorted(one.outlet for one in side.posts.shown)) for side in found.sides.shown]
    assert (found.kind, sides) == ("quantity", [("5747", ["Flores Kini", "Lontar News"]), ("5746", ["Pos Ruteng"])])


def test_a_new_office_holder_is_told_with_whom_they_follow(newsroom, post):
    def head(name, day):
        return post(
            f"{name} bertemu",
            day=day,
            places=("53.10",),
            people=((name, "Bupati", "Manggarai"),),
            events=({"type": "meeting", "day": day, "place": "l1", "who": (("p1", "speaker"),)},),
        )

    after = newsroom.run(head("Yohanes Lodo", "2025-02-01"))
    newsroom.run(head("Herybertus Nabit", "2026-05-10"))
    (holder,) = newsroom.digest(after_run=after).holders.shown
    assert (holder.name, holder.title, holder.follows) == ("Herybertus Nabit", "Bupati", "Yohanes Lodo")
