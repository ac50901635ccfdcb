"""Pairs of facts, one to one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.evaluate.matching import match, unique


def same_letter(a: str, b: str) -> bool:
    return a.lower() == b.lower()


def test_equal_facts_find_each_other_before_those_that_are_only_alike():
    matching = match(["a", "A"], ["A", "a"], same_letter)
    assert sorted(matching.pairs) == [("A", "A"), ("a", "a")]


def test_a_fact_is_nobodys_second_partner():
    matching = match(["a", "b"], ["A", "a", "c"], same_letter)
    assert (matching.pairs, matching.missed, matching.extra) == ([("a", "a")], ["b"], ["A", "c"])


def test_the_first_of_several_that_are_the_same_is_kept():
    assert unique(["a", "A", "b", "B", "a"], same_letter) == ["a", "b"]


@given(st.lists(st.sampled_from("aAbBc")), st.lists(st.sampled_from("aAbBc")))
def test_every_fact_is_paired_missed_or_extra_and_none_twice(gold, found):
    matching = match(gold, found, same_letter)
    assert sorted([pair[0] for pair in matching.pairs] + matching.missed) == sorted(gold)
    assert sorted([pair[1] for pair in matching.pairs] + matching.extra) == sorted(found)
    assert not any(same_letter(a, b) for a in matching.missed for b in matching.extra)
