"""Areas of interest by the names that people give them."""

from __future__ import annotations

import pytest

from extractor.digest import DigestError
from extractor.digest.interest import interest


@pytest.mark.parametrize(
    "name, codes",
    [
        ("Maluku", ("81",)),
        ("NTT", ("53",)),
        ("Kupang", ("53.71", "53.01")),
        ("Kota Kupang", ("53.71",)),
        ("Kabupaten Kupang", ("53.01",)),
        ("53.01", ("53.01",)),
        ("Gorontalo", ("75",)),
    ],
)
def test_a_name_is_the_widest_area_that_bears_it(name, codes):
    assert interest([name]).codes == codes


def test_two_names_of_one_area_are_one():
    assert interest(["NTT", "Nusa Tenggara Timur", "53"]).names == ("Nusa Tenggara Timur",)


@pytest.mark.parametrize("name", ["99", "99.99", "Atlantis", "Kota Atlantis", ""])
def test_an_unknown_area_is_refused(name):
    with pytest.raises(DigestError, match="^" + name):
        interest([name])
