"""Are two signatures one person? Yes, no, or nothing speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from extractor.identities.names import Likeness, Relation, compare, form, plain
from extractor.identities.rules import limit, opens, phrases, rules
from extractor.identities.signatures import NONE, OFFICE, PRIVATE, Signature, days_between
from extractor.knowledge.titles import kin
from extractor.language.phrases import words_of

_YEAR = 365


class Answer(Enum):
    """Whether two signatures are one person."""

    SAME = "same"
    OPEN = "open"
    """Nothing speaks against it, and too little for it."""
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer; for SAME how strong the evidence is (1 to 4) and what it is, readable."""

    answer: Answer
    strength: int = 0
    why: str = ""


_OPEN, _DIFFERENT = Verdict(Answer.OPEN), Verdict(Answer.DIFFERENT)
_NAMES = {
    Relation.IDENTICAL: "same name",
    Relation.VARIANT: "the name with initials or without a part that may be left out",
    Relation.PART: "one name is part of the other",
    Relation.SLIP: "names differ by a slip of the pen",
}


def judge(one: Signature, other: Signature, *, timeless: bool = False) -> Verdict:
    """Whether two signatures are one person; the same whichever comes first. `timeless` asks as if all articles were of one day."""
    likeness = compare(one.form, other.form)
    if likeness.relation is Relation.DIFFERENT:
        return _DIFFERENT
    gap = 0 if timeless else _gap(one, other)
    statuses = {one.status, other.status}
    if statuses == {OFFICE}:
        return _officers(one, other, likeness, gap)
    if OFFICE not in statuses:
        return _private(one, other, likeness, gap)
    return _DIFFERENT if PRIVATE in statuses else _nameless(one, other, likeness, gap)


# people in office --------------------------------------------------------------------------------------------------------------------


def _officers(one: Signature, other: Signature, likeness: Likeness, gap: int | None) -> Verdict:
    same_body = one.body is not None and one.body == other.body
    same_area = one.regency is not None and one.regency == other.regency
    if not same_body and not same_area:
        return _DIFFERENT
    if one.title == other.title and (same_body or _told_by_area(one, other)):
        return _one_office(one, likeness, gap)
    rare = likeness.relation is Relation.IDENTICAL and same_area and not one.form.is_common
    why = f"same name; same title: {one.title}; same area: {one.regency}"
    if one.title == other.title and None in (one.body, other.body):
        # "Ketua" without a body: of a rare name in one area it is no other, if both are without or the articles near each other;
        # so is "Kasi Datun", which says more, within years.
        days = limit("nameless_days") if _is_bare(one) else limit("area_years") * _YEAR
        near = gap is not None and (one.body == other.body or gap <= days)
        return Verdict(Answer.SAME, 2 if one.body == other.body else 1, why) if rare and near else _OPEN
    if rare and one.title == other.title and _one_within_other(one.body, other.body) and gap is not None:
        return Verdict(Answer.SAME, 2, f"{why}; one body's name is part of the other's: {one.body} | {other.body}")
    if not _families_agree(one.family, other.family):
        return _DIFFERENT
    where = f"same body: {one.body}" if same_body else f"same area: {one.regency}"
    why = f"{_NAMES[likeness.relation]} ({one.name} | {other.name}); offices that fit: {one.title} | {other.title}; {where}"
    if same_body:
        strength = {Relation.IDENTICAL: 3, Relation.VARIANT: 2, Relation.PART: 2}.get(likeness.relation, 0)
        return Verdict(Answer.SAME, strength, why) if strength and likeness.shared >= 2 else _OPEN
    if gap is None or gap > limit("area_years") * _YEAR:
        return _OPEN
    return Verdict(Answer.SAME, 2, why) if _area_suffices(one, other, likeness) else _OPEN


def _is_bare(one: Signature) -> bool:
    """Does the title say too little without a body?"""
    return words_of(one.title or "") in phrases("titles", "words", "bare")


def _one_within_other(one: str | None, other: str | None) -> bool:
    """Does one name of a body of some area go on where the other ends ("Dinas Tenaga Kerja", "Dinas Tenaga Kerja dan Transmigrasi")?"""
    short, long = sorted((one or "", other or ""), key=len)
    (stem, _, area), (longer, _, other_area) = short.partition("|"), long.partition("|")
    return bool(area) and area == other_area and " " in stem and longer.startswith(f"{stem} ")


def _told_by_area(one: Signature, other: Signature) -> bool:
    """Is it one office because title and area say so: Bupati of an area, and what has no body?"""
    if one.area != other.area or one.body or other.body:
        return False
    return not _is_bare(one) and one.role == other.role


def _one_office(one: Signature, likeness: Likeness, gap: int | None) -> Verdict:
    """The same office, and it has one holder at a time."""
    several = bool(opens(words_of(one.title or ""), phrases("titles", "words", "shared")))
    why = f"{_NAMES[likeness.relation]}; same office: {one.title}, {one.body or one.area}"
    relation, shared = likeness.relation, likeness.shared
    if relation is Relation.IDENTICAL:
        return Verdict(Answer.SAME, 4, why) if shared >= 2 or not several else _OPEN
    if several and shared < 2:
        return _OPEN
    if shared >= 2 and relation >= Relation.PART:
        return Verdict(Answer.SAME, 3, why)
    near = gap is not None and gap <= limit("short_name_years") * _YEAR
    return Verdict(Answer.SAME, 2, why) if near and shared >= 1 and likeness.letters >= 4 else _OPEN


def _area_suffices(one: Signature, other: Signature, likeness: Likeness) -> bool:
    """Do a name and an area tell that two offices are of one person?"""
    if likeness.relation < Relation.PART or likeness.shared < 2:
        return False
    if one.family == other.family == "regional_head":  # the deputy who becomes the head
        return one.area == other.area and likeness.letters >= limit("long_letters")
    if likeness.relation is not Relation.IDENTICAL:
        return likeness.shared >= 3
    if likeness.shared >= 3:
        return True
    return one.stated and other.stated and one.area == other.area and not one.form.is_common


@cache
def _together() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in rules()["families"]["together"])


def _families_agree(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and (one == other or frozenset((one, other)) in _together())


# private people --------------------------------------------------------------------------------------------------------------------------


def _private(one: Signature, other: Signature, likeness: Likeness, gap: int | None) -> Verdict:
    if likeness.relation is not Relation.IDENTICAL or one.regency is None or one.regency != other.regency:
        return _DIFFERENT
    if not _ties_agree(one, other):
        return _DIFFERENT
    if gap is None or gap > limit("private_days"):
        return _OPEN
    return Verdict(Answer.SAME, 1, f"same name; same area: {one.regency}; {gap} days apart; roles do not contradict")


def _nameless(one: Signature, other: Signature, likeness: Likeness, gap: int | None) -> Verdict:
    """A person without a role, and the same name in an office."""
    if likeness.relation is not Relation.IDENTICAL or one.regency is None or one.regency != other.regency:
        return _DIFFERENT
    if one.form.is_common or gap is None or gap > limit("nameless_days"):
        return _OPEN
    return Verdict(Answer.SAME, 1, f"same name; same area: {one.regency}; {gap} days apart; no role in the one article")


def _ties_agree(one: Signature, other: Signature) -> bool:
    """May two ties be of one person: not the wife of two men, not a fisher and a driver?"""
    if NONE in (one.status, other.status) or one.role == other.role:
        return True
    kin_of_one, kin_of_other = _relatives(one.role or ""), _relatives(other.role or "")
    if (
        kin_of_one
        and kin_of_other
        and not any(compare(form(a), form(b)).relation > Relation.SLIP for a in kin_of_one for b in kin_of_other)
    ):
        return False
    tie, other_tie = words_of(one.title or ""), words_of(other.title or "")
    are_kin = (kin().match(tie, 0) is not None, kin().match(other_tie, 0) is not None)
    if are_kin[0] != are_kin[1] or tie[:1] == other_tie[:1]:
        return True
    general = phrases("private", "general")
    return bool(opens(tie, general) or opens(other_tie, general))


@lru_cache(maxsize=16384)
def _relatives(role: str) -> tuple[str, ...]:
    """The name in a tie: "istri almarhum Mulyadi Tampung"."""
    words = role.split()
    if kin().match(words_of(role), 0) is None:
        return ()
    start = next(
        (i for i, word in enumerate(words) if i and word[:1].isupper() and plain(word) not in ("alm", "almarhum")), None
    )
    return (" ".join(words[start:]),) if start is not None else ()


def _gap(one: Signature, other: Signature) -> int | None:
    """Days between the articles of two signatures, 0 where they overlap; `None` where an article has no day."""
    if not (one.first_day and one.last_day and other.first_day and other.last_day):
        return None
    if one.first_day <= other.last_day and other.first_day <= one.last_day:
        return 0
    return min(days_between(one.first_day, other.last_day), days_between(other.first_day, one.last_day))
