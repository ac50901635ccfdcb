"""Many spans asked together answer as each of them would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.language.spans import Cover, Span

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 40), st.integers(1, 12))


@given(st.lists(SPANS, max_size=8), SPANS)
def test_a_cover_holds_and_meets_what_one_of_its_spans_does(spans: list[Span], asked: Span) -> None:
    cover = Cover(spans)
    assert cover.contains(asked) == any(one.contains(asked) for one in spans)
    assert cover.overlaps(asked) == any(one.overlaps(asked) for one in spans)
