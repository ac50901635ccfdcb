"""What speaks against one happening, whatever speaks for it: other times, areas, people, one wording filled with other facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from extractor.stories.account import DISTRICT, REGENCY, REPORTS, Account, Happening
from extractor.stories.figures import Figure, agree, told_wrong
from extractor.stories.names import OFFICIAL, Name, same_name, stands_in
from extractor.stories.settings import rules


def conflict(one: Account, other: Account) -> str:
    """What no misprint explains: other times, areas, recipients; "" if nothing."""
    if (gap := apart(one.anchor, other.anchor)) is not None and gap > rules().window:
        return f"{gap} days apart"
    most = rules().event_days_apart if both_printed(one, other) else rules().unprinted_days_apart
    if (gap := apart(one.day, other.day)) is not None and gap > most and not _meet(one, other):
        return f"happenings {gap} days apart"
    if _disjoint(one.regencies, other.regencies) and _surely_there(one) and _surely_there(other):
        return "other regency"
    if not (one.regencies and other.regencies) and _disjoint(one.provinces, other.provinces):
        return "other province"
    if _periods_differ(one, other):
        return "reports of two periods"
    if other_heirs(one, other) and (other_village(one, other) or other_hamlet(one.main, other.main)):
        return "other recipients in another village"
    if other_head(one, other) and other_place(one, other):
        return "another branch in another town"
    return ""


def _disjoint(one: Iterable[str], other: Iterable[str]) -> bool:
    first, second = set(one), set(other)
    return bool(first and second and not first & second)


def _surely_there(account: Account) -> bool:
    """Is the article's regency more than the seat of a branch or a hospital that it names once?"""
    main = account.main.place[:REGENCY] if account.main else ""
    return any(times > 1 or code == main for code, times in account.regencies.items())


def other_regency(one: Account, other: Account) -> bool:
    """Are the main happenings in two regencies, and each article more about its own than about the other's?"""
    here, there = (account.main.place[:REGENCY] if account.main else "" for account in (one, other))
    if len(here) < REGENCY or len(there) < REGENCY or here == there:
        return False
    return all(
        account.regencies.get(own, 0) > 2 * account.regencies.get(others, 0)
        for account, own, others in ((one, here, there), (other, there, here))
    )


def told_again(one: Account, other: Account) -> bool:
    """Is one of them about what was covered or paid so far, and are their days too far apart for one occasion?"""
    if not any(account.main and account.main.type in REPORTS for account in (one, other)):
        return False
    gaps = [abs((a - b).days) for a in one.days for b in other.days]
    gap = min(gaps) if gaps else apart(one.anchor, other.anchor)
    return gap is not None and gap > rules().told_after


def apart(one: date | None, other: date | None) -> int | None:
    """Days between two days; `None` where one is not known."""
    return abs((one - other).days) if one and other else None


def both_printed(one: Account, other: Account) -> bool:
    """Are the days of both main happenings printed with a number? A weekday alone may be misread by a week."""
    return all(account.main is not None and account.main.printed for account in (one, other))


def _meet(one: Account, other: Account) -> bool:
    """Does each tell a happening of the type of the other's main one on its day?"""
    return all(
        any(event.day == main.day and event.type == main.type for event in account.happenings)
        for account, main in ((one, other.main), (other, one.main))
        if main
    )


def _periods_differ(one: Account, other: Account) -> bool:
    """Are both mainly reports, of months that differ?"""
    mains = [account.main for account in (one, other)]
    if not all(main and main.type in REPORTS for main in mains):
        return False
    months = [{event.start[:7] for event in account.happenings if len(event.start) >= 7} for account in (one, other)]
    gap = apart(one.anchor, other.anchor)
    return bool(months[0] and months[1] and not months[0] & months[1]) and (gap is None or gap > rules().told_after)


def other_heirs(one: Account, other: Account) -> bool:
    """Do both name who received or died, and nobody of the one in the other?"""
    if not one.heirs or not other.heirs:
        return False
    for account, heirs in ((one, other.heirs), (other, one.heirs)):
        known = {part for name in account.people for part in name.parts} | set(account.capitals)
        if any(part in known for heir in heirs for part in heir):
            return False
    return True


def other_village(one: Account, other: Account) -> bool:
    """Do both name districts or villages, and no district in common?"""
    return _disjoint(*({area[:DISTRICT] for area in account.villages} for account in (one, other)))


def other_district(one: Happening | None, other: Happening | None) -> bool:
    """Are both happenings in districts or villages, of two districts?"""
    places = [event.place[:DISTRICT] for event in (one, other) if event and len(event.place) >= DISTRICT]
    return len(places) == 2 and places[0] != places[1]


def other_hamlet(one: Happening | None, other: Happening | None) -> bool:
    """Are both happenings in villages that the decree lists, of one district, and not the same?"""
    places = [event.place for event in (one, other) if event and len(event.place) > DISTRICT]
    return len(places) == 2 and places[0] != places[1] and places[0][:DISTRICT] == places[1][:DISTRICT]


def other_types(one: Account, other: Account) -> bool:
    """Are both about happenings whose types are known, and none the same?"""
    return bool(one.first_types and other.first_types and not one.first_types & other.first_types)


def other_head(one: Account, other: Account) -> bool:
    """Do both name heads of branches of the agency, and nobody of that name in the other?"""
    if not one.heads or not other.heads:
        return False
    named = [(head, account) for heads, account in ((one.heads, other), (other.heads, one)) for head in heads]
    return not any(
        set(head.parts) & set(account.capitals) or any(set(head.parts) & set(name.parts) for name in account.people)
        for head, account in named
    )


def other_place(one: Account, other: Account) -> bool:
    """Are the main happenings in places that the other article does not name?"""
    return _unnamed(one, other) and _unnamed(other, one)


def _unnamed(one: Account, other: Account) -> bool:
    """Is the main happening of the one in a place that the other does not name?"""
    name = one.main.place_name.casefold() if one.main else ""
    return (
        bool(name and other.main and other.main.place_name) and name not in other.areas and name not in other.capitals
    )


def template(one: Account, other: Account, copied: float) -> str:
    """Is it one wording filled with other facts: other people, figures, villages?"""
    wanted = rules().template
    if copied < wanted["copied"]:
        return ""
    facts = [len(_own_people(account)) + len(_own_figures(account)) + len(account.villages) for account in (one, other)]
    if min(facts) < wanted["facts"]:
        return ""
    few, many = (one, other) if facts[0] <= facts[1] else (other, one)
    shared = (
        sum(
            any(same_name(name, known) for known in many.people) or stands_in(name, many.capitals)
            for name in _own_people(few)
        )
        + sum(any(_one_figure(figure, known) for known in many.figures) for figure in _own_figures(few))
        + sum(area in many.villages for area in few.villages)
    )
    return "one wording, other facts" if shared < wanted["shared"] * min(facts) else ""


def _own_people(account: Account) -> list[Name]:
    return [name for name in account.people if name.rank != OFFICIAL]


def _own_figures(account: Account) -> list[Figure]:
    return [figure for figure in account.figures if figure.telling and figure.digits > 2]


def _one_figure(one: Figure, other: Figure) -> bool:
    return one.money == other.money and (agree(one, other) or told_wrong(one, other))
