"""Annotated posts: the format, its errors, and taking furniture away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.training.annotated import (
    SPAN_LABELS,
    AnnotatedPost,
    AnnotatedSpan,
    AnnotationError,
    parse_annotated,
    read_annotated,
)

POST = """<post>
<noise>KABAR ALOR
Beranda | Daerah</noise>

<title>Nelayan <trigger event="1">Terima</trigger> <amount>Rp42 Juta</amount></title>

<place>KALABAHI</place> - <person>Yuliana Maniku</person>, <role>istri almarhum <person>Frans Maniku</person></role>,
menerima santunan. <noise>Baca juga: Harga Ikan &amp; Kopra</noise>Ia lega.
</post>"""


def test_taking_the_elements_away_leaves_the_text():
    post = parse_annotated(POST, "here", "alor")
    assert post.text.startswith("KABAR ALOR\nBeranda | Daerah\n\nNelayan Terima Rp42 Juta\n\nKALABAHI - Yuliana")
    assert post.text.endswith("Harga Ikan & KopraIa lega.\n")
    assert [(span.label, words) for span, words in post.of("person", "role", "trigger")] == [
        ("trigger", "Terima"),
        ("person", "Yuliana Maniku"),
        ("role", "istri almarhum Frans Maniku"),
        ("person", "Frans Maniku"),
    ]
    assert [span.event for span, _ in post.of("trigger")] == [1]


def test_without_furniture_the_spans_still_mark_their_words():
    post = parse_annotated(POST, "here", "alor")
    bare = post.without_noise()
    assert "Beranda" not in bare.text
    assert "Baca juga" not in bare.text
    assert [words for _, words in bare.of(*SPAN_LABELS)] == [words for _, words in post.of(*SPAN_LABELS)]


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<post>Ikan & kopra</post>", "not well-formed"),
        ("<artikel>x</artikel>", "not <post>"),
        ("<post><orang>Frans</orang></post>", "<orang> is no element"),
        ("<post><person> Frans</person></post>", "white space"),
        ("<post><person></person>Frans</post>", "empty <person>"),
        ("<post><trigger>menerima</trigger></post>", 'event="N"'),
        ('<post><trigger event="0">menerima</trigger></post>', 'event="N"'),
        ('<post><person id="1">Frans</person></post>', "attribute id"),
    ],
)
def test_what_is_not_of_the_format_is_told_with_its_file_and_reason(xml, reason):
    with pytest.raises(AnnotationError, match=r"posts/1\.xml: ") as error:
        parse_annotated(xml, "posts/1.xml", "1")
    assert reason in str(error.value)


def test_a_file_is_named_after_its_post(tmp_path):
    (tmp_path / "ende-2020.xml").write_text("<post><title>Santunan</title></post>", encoding="utf-8")
    assert read_annotated(tmp_path / "ende-2020.xml").id == "ende-2020"


WORD = st.text(alphabet="abc é&<\n", min_size=1, max_size=6)
PIECES = st.lists(st.tuples(st.sampled_from(["", "noise", "person", "place"]), WORD), min_size=1, max_size=12)


@given(PIECES)
def test_noise_taken_away_anywhere_moves_every_other_span_with_its_words(pieces):
    text, spans = "", []
    for label, words in pieces:
        if label:
            spans.append(AnnotatedSpan(len(text), len(text) + len(words), label))
        text += words
    post = AnnotatedPost("x", text, tuple(spans))
    bare = post.without_noise()
    assert bare.text == "".join(words for label, words in pieces if label != "noise")
    assert [(s.label, w) for s, w in bare.of("person", "place")] == [p for p in pieces if p[0] in ("person", "place")]
