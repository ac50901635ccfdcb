"""Names of months, weekdays and periods, as dictionaries and as pieces of patterns.

The words are in `data/dates.toml`.
"""

from __future__ import annotations

from extractor.language.lexicon import GAP, SPACE, either, word_lists

WORDS = word_lists("dates")
LISTS: dict[str, list[str]] = WORDS["words"]


def plain(word: str) -> str:
    """A word as the dictionaries hold it: lower case, one blank, one kind of apostrophe."""
    return " ".join(word.lower().split()).translate({ord(mark): "'" for mark in "’‘`´ʼ"})


def _plain_keys(*tables: dict[str, int]) -> dict[str, int]:
    return {plain(word): value for table in tables for word, value in table.items()}


MONTH_NUMBERS = _plain_keys(WORDS["months"], WORDS["english_months"], WORDS["month_abbreviations"])
WEEKDAY_NUMBERS = _plain_keys(WORDS["weekdays"], WORDS["english_weekdays"])
FULL_MONTHS = frozenset(_plain_keys(WORDS["months"]))
PERIOD_NUMBERS = _plain_keys(WORDS["period_numbers"])
PERIOD_MONTHS = _plain_keys(WORDS["periods"])
DAY_STEPS = _plain_keys(WORDS["day_words"])
UNIT_STEPS = _plain_keys(WORDS["unit_steps"])
UNITS = {plain(word): unit for word, unit in (WORDS["units"] | WORDS["one_of_unit"]).items()}

MONTH = either([*WORDS["months"], *WORDS["english_months"], *WORDS["month_abbreviations"]])
FULL_MONTH = either(WORDS["months"])
WEEKDAY = either(WORDS["weekdays"])
ANY_WEEKDAY = either([*WORDS["weekdays"], *WORDS["english_weekdays"]])
DAYPART = either(LISTS["dayparts"])
THROUGH = rf"{GAP}{either(LISTS['through'])}{GAP}"
PARTS = either(LISTS["parts"])
YEAR = r"(?:19|20)[0-9]{2}(?![0-9]|[.,][0-9])"
TAIL = rf"(?:{SPACE}(?:{DAYPART}|{either([*LISTS['past'], *LISTS['future'], *LISTS['present']])})\b){{1,3}}"


def month_number(word: str) -> int:
    """1 to 12 for the name or abbreviation of a month."""
    return MONTH_NUMBERS[plain(word.rstrip("."))]
