"""Bodies: unpacked as they come, never more of them than their limit."""

from __future__ import annotations

import gzip
import random
import runpy
import tracemalloc
import zlib
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.collect.reading import PIECE, BrokenBody, TooLarge, gunzip, read_body

bodies = runpy.run_path(str(Path(__file__).with_name("bodies.py")))
PACKINGS = bodies["PACKINGS"]
TEXT = b"Santunan jaminan kematian diterima ahli waris. " * 9000  # several pieces when unpacked
NOISE = random.Random(7).randbytes(3 * PIECE)
MOST = 2**20


def pieces(data: bytes, size: int = PIECE) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("body", [b"", b"a", TEXT, NOISE, bytes(PIECE), bytes(PIECE * 4)])
def test_what_was_packed_is_unpacked(packing, body):
    packed = PACKINGS[packing](body)
    got = read_body(pieces(packed), packing.removeprefix("bare-"), MOST)
    assert got.plain == body
    assert got.packed == packed


@given(
    st.binary(max_size=300), st.integers(1, 40), st.sampled_from(sorted(PACKINGS)), st.sampled_from(sorted(PACKINGS))
)
def test_it_does_not_matter_in_which_pieces_a_body_comes(body, size, inner, outer):
    packed = PACKINGS[outer](PACKINGS[inner](body))
    encoding = f"{inner}, {outer}".replace("bare-", "")
    assert read_body(pieces(packed, size), encoding, MOST).plain == body


def test_a_body_that_is_not_packed_is_kept_once():
    got = read_body(pieces(TEXT), "identity", MOST)
    assert got.plain == TEXT
    assert got.plain is got.packed


@pytest.mark.parametrize("size", [1, 7, PIECE])
def test_gzip_of_several_members_is_one_body_and_padding_is_none(size):
    packed = gzip.compress(TEXT) + gzip.compress(b"akhir") + bytes(20)
    assert read_body(pieces(packed, size), "x-gzip", MOST).plain == TEXT + b"akhir"


@pytest.mark.parametrize("packing", PACKINGS)
def test_packed_data_that_ends_too_soon_is_broken(packing):
    with pytest.raises(BrokenBody):
        read_body(pieces(PACKINGS[packing](TEXT)[:-9]), packing.removeprefix("bare-"), MOST)


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "zstd", "gzip, gzip, gzip"])
def test_what_does_not_unpack_as_declared_is_broken(encoding):
    with pytest.raises(BrokenBody):
        read_body([b"x<html>this is no packed data at all</html>"], encoding, MOST)


@pytest.mark.parametrize(
    ("encoding", "body"), [(None, TEXT), ("gzip", gzip.compress(TEXT)), ("br", brotli.compress(TEXT))]
)
def test_the_limit_holds_for_what_comes_and_for_what_it_becomes(encoding, body):
    assert read_body(pieces(body), encoding, len(TEXT)).plain == TEXT
    with pytest.raises(TooLarge):
        read_body(pieces(body), encoding, len(TEXT) - 1)
    assert read_body(pieces(body), encoding, 1000, cut=True).plain == TEXT[:1000]


def test_the_limit_holds_for_packed_bytes_too():
    with pytest.raises(TooLarge):
        read_body(pieces(gzip.compress(b"") * 1000), "gzip", 5000)


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", bodies["gzip_bomb"]()),
        ("deflate", zlib.compress(bytes(64 * 2**20))),
        ("br", bodies["brotli_bomb"]()),
        ("gzip, gzip", gzip.compress(bodies["gzip_bomb"]())),
    ],
    ids=["gzip", "deflate", "br", "gzip in gzip"],
)
def test_a_bomb_costs_its_limit_and_no_more(encoding, bomb):
    coming = pieces(bomb)
    tracemalloc.start()
    with pytest.raises(TooLarge):
        read_body(coming, encoding, MOST)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST + 2**20


def test_the_bombs_are_what_they_say():
    rest = zlib.decompressobj(31)
    assert rest.decompress(bodies["gzip_bomb"](2**21)) == bytes(2**21)
    assert rest.eof  # its check sum and length are right
    assert brotli.decompress(bodies["brotli_bomb"](2**21)) == bytes(2**21)
    assert len(bodies["gzip_bomb"]()) < 2 * 2**20


def test_a_gzip_file_is_unpacked_within_a_limit():
    assert gunzip(gzip.compress(TEXT), MOST) == TEXT
    with pytest.raises(TooLarge):
        gunzip(bodies["gzip_bomb"](), MOST)
    with pytest.raises(BrokenBody):
        gunzip(gzip.compress(TEXT)[:-1], MOST)
