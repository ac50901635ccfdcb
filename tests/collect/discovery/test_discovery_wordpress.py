"""WordPress: all matching posts, through paging, moving posts, odd servers and closed doors."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from extractor.collect.discovery import wordpress
from extractor.collect.discovery.ways import Asked, WayClosed
from extractor.collect.model import CollectError, Outcome, Window

WIT = timedelta(hours=9)
START = datetime(2024, 5, 1, 0, 0)
HOME = "https://kabar.example"


class Press:
    """As much of WordPress's posts interface as is asked here; `after`, `before` are on the site's clock, both exclusive."""

    def __init__(self, knows=("search", "after", "before", "modified_after"), totals=True, most=100):
        self.posts, self.knows, self.totals, self.most = [], knows, totals, most
        self.asked = []
        self.between = None  # called before every answer

    def post(self, number, when, text="BPJS Ketenagakerjaan", modified=None, status="publish"):
        gmt = when - WIT
        self.posts.append(
            {
                "link": f"{HOME}/berita-{number}/",
                "date": when.isoformat(),
                "date_gmt": gmt.isoformat(),
                "modified_gmt": (modified or gmt).isoformat(),
                "title": {"rendered": f"Berita &#8220;{number}&#8221;"},
                "content": {"rendered": f"<p>{text}</p>"},
                "status": status,
                "sticky": False,
            }
        )

    def __call__(self, query):
        self.asked.append(query)
        if self.between:
            self.between(self)
        rows = [one for one in self.posts if self._fits(one, query)]
        rows.sort(key=lambda one: one["date"], reverse=True)
        size, page = min(int(query["per_page"]), self.most), int(query["page"])
        pages = -(-len(rows) // size)
        if page > max(1, pages):
            return 400, {"Content-Type": "application/json"}, b'{"code": "rest_post_invalid_page_number"}'
        fields = set(query["_fields"].split(","))
        part = [{key: one[key] for key in one if key in fields} for one in rows[(page - 1) * size : page * size]]
        headers = {"Content-Type": "application/json", **({"X-WP-TotalPages": str(pages)} if self.totals else {})}
        return 200, headers, json.dumps(part).encode()

    def _fits(self, one, query):
        asked = {key: value for key, value in query.items() if key in self.knows}
        text = (one["title"]["rendered"] + one["content"]["rendered"]).lower()
        return (
            all(word in text for word in asked.get("search", "").lower().split())
            and one["date"] > asked.get("after", "")
            and one["date"] < asked.get("before", "9")
            and one["modified_gmt"] + "Z" > asked.get("modified_after", "")
        )


def found(site, outlet, asked, get=None):
    return [one.url for one in wordpress.discover(outlet, asked, get or site.get)]


def urls(*numbers):
    return {f"{HOME}/berita-{number}/" for number in numbers}


@pytest.fixture
def press():
    return Press()


@pytest.fixture
def site(make_site, press):
    return make_site({"/wp-json/wp/v2/posts": press})


def test_every_post_of_many_pages_is_found_once(site, press, make_outlet):
    for number in range(350):
        press.post(number, START + timedelta(hours=number))
    once = found(site, make_outlet(), Asked(keywords=("BPJS Ketenagakerjaan",)))
    assert len(once) == len(set(once)) == 350


def test_over_a_real_connection_too(site, press, make_outlet, serve):
    for number in range(230):
        press.post(number, START + timedelta(hours=number))
    with serve(site) as (base, get):
        once = found(site, make_outlet(base=base), Asked(keywords=("Jamsostek", "BPJS Ketenagakerjaan")), get)
    assert len(once) == len(set(once)) == 230


def test_posts_that_move_between_pages_are_not_lost(site, press, make_outlet):
    for number in range(300):
        press.post(number, START + timedelta(hours=number))

    def withdraw_one(press):
        newest = max(press.posts, key=lambda one: one["date"])
        press.posts.remove(newest)

    press.between = withdraw_one
    once = set(found(site, make_outlet(), Asked(keywords=("BPJS Ketenagakerjaan",))))
    assert urls(*range(290)) <= once


def test_posts_published_meanwhile_do_no_harm(site, press, make_outlet):
    for number in range(250):
        press.post(number, START + timedelta(hours=number))
    late = iter(range(1000, 2000))
    press.between = lambda press: press.post(next(late), START + timedelta(days=60))
    assert urls(*range(250)) <= set(found(site, make_outlet(), Asked(keywords=("BPJS Ketenagakerjaan",))))


def test_more_posts_of_one_second_than_a_page_holds_are_all_found(site, press, make_outlet):
    for number in range(250):
        press.post(number, START)
    for number in range(250, 280):
        press.post(number, START - timedelta(days=1))
    assert set(found(site, make_outlet(), Asked(keywords=("BPJS Ketenagakerjaan",)))) == urls(*range(280))


@pytest.mark.parametrize("knows", [("search",), ("search", "before"), ("search", "after")])
def test_a_server_that_overlooks_the_window_is_read_all_the_same(make_site, make_outlet, knows):
    press = Press(knows=knows)
    for number in range(360):
        press.post(number, START + timedelta(days=number))
    window = Window(date(2025, 1, 1), date(2025, 1, 31))
    got = found(make_site({"/wp-json/wp/v2/posts": press}), make_outlet(), Asked(("BPJS Ketenagakerjaan",), window))
    wanted = {number for number in range(360) if window.holds((START + timedelta(days=number)).date())}
    assert urls(*wanted) <= set(got)


def test_a_server_without_totals_is_read_to_its_end(make_site, make_outlet):
    press = Press(knows=("search",), totals=False)
    for number in range(200):  # two full pages: only the refusal of a third tells the end
        press.post(number, START + timedelta(hours=number))
    got = found(make_site({"/wp-json/wp/v2/posts": press}), make_outlet(), Asked(("BPJS Ketenagakerjaan",)))
    assert set(got) == urls(*range(200))


def test_the_day_is_that_of_the_outlets_clock(site, press, make_outlet):
    press.post(1, datetime(2024, 5, 2, 0, 30))  # still the 1st in UTC
    (one,) = wordpress.discover(make_outlet(), Asked(), site.get)
    assert one.day == date(2024, 5, 2)
    assert one.published.utcoffset() == WIT
    assert one.title == "Berita “1”"
    assert one.modified == datetime(2024, 5, 1, 15, 30, tzinfo=UTC)


def test_the_first_and_the_last_second_of_the_window_belong_to_it(site, press, make_outlet):
    press.post(1, datetime(2024, 5, 2, 0, 0, 0))
    press.post(2, datetime(2024, 5, 2, 23, 59, 59))
    window = Window(date(2024, 5, 2), date(2024, 5, 2))
    assert set(found(site, make_outlet(), Asked(window=window))) == urls(1, 2)


def test_drafts_that_leak_are_no_candidates(site, press, make_outlet):
    press.post(1, START)
    press.post(2, START, status="draft")
    press.post(3, START, status="private")
    assert set(found(site, make_outlet(), Asked())) == urls(1)


def test_an_old_post_edited_lately_is_found_again(site, press, make_outlet):
    press.post(1, START, modified=START + timedelta(days=30))
    press.post(2, START + timedelta(days=1))
    press.post(3, START + timedelta(days=31))
    # planned on the second day, out on the 31st: its last change lies long before
    press.post(4, START + timedelta(days=31), modified=START + timedelta(days=1))
    changed = (START + timedelta(days=29)).replace(tzinfo=UTC)
    asked = Asked(window=Window(START.date()), changed_since=changed)
    assert set(found(site, make_outlet(), asked)) == urls(1, 3, 4)


def test_a_wordpress_that_does_not_know_changes_still_gives_no_more_than_was_changed(make_site, make_outlet):
    press = Press(knows=("search", "after", "before"))
    for number in range(150):
        press.post(number, START + timedelta(hours=number))
    press.post(500, START, modified=START + timedelta(days=30))
    changed = (START + timedelta(days=29)).replace(tzinfo=UTC)
    got = found(make_site({"/wp-json/wp/v2/posts": press}), make_outlet(), Asked(changed_since=changed))
    assert set(got) == urls(500)


def test_a_site_that_does_not_search_is_searched_here(make_site, make_outlet):
    press = Press(knows=("after", "before"))
    for number in range(260):
        press.post(number, START + timedelta(hours=number), text="Panen raya" if number % 10 else "Kantor BPJAMSOSTEK")
    got = found(make_site({"/wp-json/wp/v2/posts": press}), make_outlet(), Asked())
    assert len(got) == 26
    assert set(got) == urls(*range(0, 260, 10))


def test_a_site_without_pretty_links_is_asked_by_its_other_address(make_site, press, make_outlet):
    press.post(1, START)
    site = make_site({"/": press})
    assert set(found(site, make_outlet(), Asked())) == urls(1)
    assert sum("wp-json" in target for target in site.asked) == 1  # once was enough to see


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((404, {}, b"<html>"), "404"),
        ((200, {}, b"<html><body>Beranda</body></html>"), "no list of posts"),
        ((200, {}, b'{"code": "rest_no_route", "message": "..."}'), "rest_no_route"),
        ((200, {}, b'{"code": "rest_disabled"}'), "shut: rest_disabled"),
        ((401, {}, b'{"code": "rest_login_required"}'), "shut"),
        ((403, {}, b"Forbidden"), "shut"),
    ],
)
def test_a_site_that_keeps_the_interface_shut_closes_the_way(make_site, make_outlet, answer, reason):
    site = make_site({"/wp-json/wp/v2/posts": answer, "/": answer})
    with pytest.raises(WayClosed, match=reason):
        found(site, make_outlet(), Asked())


def test_a_refusal_that_is_handed_through_is_understood_too(make_site, make_outlet, make_fetched):
    def get(url):
        return make_fetched(url, b'{"code": "rest_forbidden"}', status=403)

    with pytest.raises(WayClosed, match="rest_forbidden"):
        found(make_site(), make_outlet(), Asked(), get)


def test_a_break_in_the_middle_is_an_error_after_what_was_found(site, press, make_outlet):
    for number in range(150):
        press.post(number, START + timedelta(hours=number))
    got = []

    def get(url):
        if len(got) >= 100:
            raise CollectError(Outcome.FAILED, url, "reset")
        return site.get(url)

    with pytest.raises(CollectError, match="reset"):
        got.extend(one for one in _kept(wordpress.discover(make_outlet(), Asked(("BPJS Ketenagakerjaan",)), get), got))
    assert len(got) == 100


def _kept(candidates, into):
    for one in candidates:
        into.append(one)
    return ()


def test_warnings_of_php_before_the_answer_do_no_harm(make_site, press, make_outlet):
    press.post(1, START)

    def noisy(query):
        status, headers, body = press(query)
        return status, headers, b"\xef\xbb\xbf<br />Deprecated: Function on line 3<br />\n" + body

    assert set(found(make_site({"/wp-json/wp/v2/posts": noisy}), make_outlet(), Asked())) == urls(1)


def test_four_questions_find_what_five_keywords_hold(site, press, make_outlet):
    wordings = [
        "BPJS Ketenagakerjaan",
        "BPJamsostek",
        "BP Jamsostek",
        "BPJS-TK",
        "BPJS Naker",
        "Jamsostek",
        "Panen raya",
    ]
    for number, wording in enumerate(wordings):
        press.post(number, START + timedelta(hours=number), text=wording)
    assert set(found(site, make_outlet(), Asked())) == urls(0, 1, 2, 3, 4, 5)
    assert [query["search"] for query in press.asked] == ["BPJS Ketenagakerjaan", "BPJS-TK", "BPJS Naker", "Jamsostek"]


def test_nothing_is_asked_for_a_plan(make_outlet):
    window = Window(date(2024, 5, 2), date(2024, 5, 3))
    first, *others = wordpress.addresses(make_outlet(), Asked(window=window))
    assert first == (
        "https://kabar.example/wp-json/wp/v2/posts?search=BPJS+Ketenagakerjaan&after=2024-05-01T00:00:00&before=2024-05-05T00:00:00"
        "&per_page=100&page=1&_fields=link,date,date_gmt,modified_gmt,title,status,sticky,content.protected&orderby=date&order=desc"
    )
    assert len(others) == 3
