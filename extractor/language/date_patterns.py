"""Patterns of printed dates, built from the words in `data/dates.toml`; how they join into dates is in `date_grammar`."""

from __future__ import annotations

import re

from extractor.language.calendar_words import (
    ANY_WEEKDAY,
    DAY_STEPS,
    DAYPART,
    FULL_MONTH,
    LISTS,
    MONTH,
    PARTS,
    PERIOD_MONTHS,
    PERIOD_NUMBERS,
    THROUGH,
    UNIT_STEPS,
    UNITS,
    WORDS,
    YEAR,
)
from extractor.language.lexicon import COMMA, GAP, SPACE, Before, either
from extractor.language.numerals import STARTING_WORDS


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_DAY = r"[0-9]{1,2}"
_FULL_YEAR = r"(?:19|20)[0-9]{2}"
_END = r"(?![0-9]|[/-][0-9])"
_MISPRINTED_YEAR = rf"2[0-9]{{2}}(?={GAP}(?:[.,;)]|\Z))"  # "12 Desember 216"
_THE_YEAR = rf"(?:tahun{SPACE})?"
_STEP = either(UNIT_STEPS)

ISO = _pattern(rf"(?P<y1>{_FULL_YEAR})(?P<sign>[/.-])(?P<m1>{_DAY})(?P=sign)(?P<d1>{_DAY})(?![0-9/-])")
NUMERIC = _pattern(
    rf"(?P<d1>{_DAY})(?:\s?(?:[-–&]|s/d|dan)\s?(?P<d2>{_DAY})(?=\s?/))?\s?(?P<sign>[/.-])\s?(?P<m1>{_DAY})"
    rf"(?:\s?[/.-]\s?(?P<y1>{_FULL_YEAR}|2[0-9]{{2}}(?=[\s).,;]|\Z)|[0-9]{{2}}))?{_END}"
)
NUMERIC_END = _pattern(rf"{THROUGH}(?P<d2>{_DAY})[/.-](?P<m2>{_DAY})(?:[/.-](?P<y2>{_FULL_YEAR}|[0-9]{{2}}))?{_END}")
WORDED = _pattern(
    rf"(?P<d1>{_DAY})(?:(?:{THROUGH}|{GAP}(?:dan|,|&){GAP})(?P<d2>{_DAY})){{0,3}}(?:st|nd|rd|th)?{GAP}[-/]?(?:bulan{SPACE})?(?P<m1>{MONTH})(?!\w)"
    rf"(?:\.?{GAP}[,/-]?{GAP}{_THE_YEAR}(?P<y1>{YEAR}|{_MISPRINTED_YEAR})|-(?P<short>[0-9]{{2}})(?![0-9])|{SPACE}tahun{SPACE}(?P<step>{_STEP})\b)?"
)
WORDED_END = _pattern(
    rf"{THROUGH}(?:{ANY_WEEKDAY}{COMMA})?(?P<d2>{_DAY}){GAP}(?P<m2>{MONTH})(?!\w)(?:\.?{COMMA}{_THE_YEAR}(?P<y2>{YEAR}))?"
)
ENGLISH = _pattern(rf"(?P<m1>{MONTH})\.?{SPACE}(?P<d1>{_DAY})(?:st|nd|rd|th)?,?{SPACE}(?P<y1>{YEAR})")
MONTHS = _pattern(
    rf"(?P<m1>{MONTH})(?!\w)(?:\.?{SPACE}{_THE_YEAR}(?P<y1>{YEAR}))?"
    rf"(?:{THROUGH}(?:bulan{SPACE})?(?P<m2>{MONTH})(?!\w)(?:\.?{SPACE}{_THE_YEAR}(?P<y2>{YEAR}))?)?(?:{SPACE}tahun{SPACE}(?P<step>{_STEP})\b)?"
)
YEARS = _pattern(rf"(?P<y1>{_FULL_YEAR})(?:(?:{THROUGH}|/)(?P<y2>{_FULL_YEAR}))?(?![0-9]|[.,:/-][0-9]|[-/][a-z])")
PERIOD = _pattern(
    rf"(?:(?P<kind>{either(PERIOD_MONTHS)}){GAP}(?P<number>{either(PERIOD_NUMBERS)})(?!\w|[.,][0-9])|Q(?P<quarter>[1-4]))"
    rf"(?:{GAP}[-/]?{GAP}{_THE_YEAR}(?P<y1>{YEAR})|{SPACE}tahun{SPACE}(?P<step>{_STEP})\b)?"
)
DAY_WORD = _pattern(rf"(?P<word>{either(DAY_STEPS)})(?!\w)(?:{SPACE}{DAYPART}\b)?")
UNIT = _pattern(rf"(?P<unit>{either(UNITS)}){SPACE}(?P<step>{_STEP})(?!\w)")
PART_OF_UNIT = _pattern(
    rf"{PARTS}{SPACE}(?P<unit>bulan|tahun)\b(?:{SPACE}(?P<step>{_STEP})(?!\w)|(?!{SPACE}(?:[0-9]|anggaran|{MONTH}|yang|pertama|ajaran)))"
)
DAYS_ALONE = _pattern(rf"(?P<d1>{_DAY})(?:(?:{THROUGH}|{SPACE}dan{SPACE})(?P<d2>{_DAY}))?(?![0-9.,/:-]*[0-9])")

WEEKDAY_LED = _pattern(
    rf"(?P<first>{ANY_WEEKDAY})(?P<more>(?:{THROUGH}|{GAP}/{GAP}|{SPACE}dan{SPACE}){ANY_WEEKDAY})?"
    rf"(?:{COMMA}{DAYPART})?{COMMA}(?P<open>\()?{GAP}(?:{either(LISTS['on_the_day'])}{GAP})?(?=[0-9])"
)
WEEKDAY_RANGE = _pattern(rf"{ANY_WEEKDAY}{THROUGH}{ANY_WEEKDAY}(?!\w)")

# what may follow a date
_MOVES = either([*LISTS["past"], *LISTS["future"], *LISTS["present"]])
TAIL = _pattern(rf"(?:{SPACE}(?:{DAYPART}|{_MOVES})(?!\w)){{1,3}}")
DAY_TAIL = _pattern(rf"(?:{SPACE}(?:{DAYPART}|{either([*LISTS['past'], *LISTS['future']])})(?!\w)){{1,3}}")
PAST = _pattern(rf"(?<!\w){either(LISTS['past'])}(?!\w)")
FUTURE = _pattern(rf"(?<!\w){either(LISTS['future'])}(?!\w)")
_ZONE = either(LISTS["zones"])
_ABOUT = rf"(?:{either(LISTS['about'])}{SPACE})?"
CLOCK = _pattern(
    rf"(?:{GAP}[,|/–-]?{GAP}{_ABOUT}{either(LISTS['clock'])}{GAP}(?P<h1>[0-9]{{1,2}})(?:[.:](?P<n1>[0-9]{{2}}))?(?![0-9.,:]*[0-9])"
    rf"|{GAP}[,|/–-]?{GAP}(?P<h2>[0-9]{{1,2}})[.:](?P<n2>[0-9]{{2}})(?::[0-9]{{2}})?(?={GAP}{_ZONE}\b)"
    rf"|(?:T|{GAP}[,|–-]?{GAP})(?P<h3>[0-9]{{1,2}}):(?P<n3>[0-9]{{2}})(?::[0-9]{{2}})?(?![0-9:]))(?:{GAP}{_ZONE}\b)?"
)
CLOSING = _pattern(rf"{GAP}(?:,?{GAP}{DAYPART}{GAP})?\)")

# what stands before a date
CUE_REACH = 36  # characters
PART_BEFORE = _pattern(rf"(?<!\w)(?:{PARTS}{SPACE})?(?:bulan{SPACE})?\Z")
PART_OF_YEAR_BEFORE = _pattern(rf"(?<!\w)(?:{PARTS}{SPACE})?(?:(?:tahun(?:{SPACE}anggaran)?|ta){SPACE})?\Z")
PART_OF_UNIT_BEFORE = _pattern(rf"(?<!\w){PARTS}{SPACE}\Z")
MONTH_CUE = _pattern(rf"(?<!\w){either([*LISTS['month_cues'], *LISTS['parts']])}{SPACE}\Z")
YEAR_CUE = _pattern(rf"(?<!\w){either([*LISTS['year_cues'], *LISTS['parts']])}{SPACE}\Z")
SINCE = Before(
    rf"{either(LISTS['since'])}(?:{SPACE}(?:{either(LISTS['on_the_day'])}|hari|bulan|{PARTS}))?",
    [*LISTS["since"], *LISTS["on_the_day"], *LISTS["parts"], "hari", "bulan"],
    reach=CUE_REACH,
)
DEADLINE = Before(
    rf"{either(LISTS['deadline'])}(?:{SPACE}(?:{either(LISTS['on_the_day'])}|hari|bulan|pada|{PARTS}))?",
    [*LISTS["deadline"], *LISTS["on_the_day"], *LISTS["parts"], "hari", "bulan", "pada"],
    reach=CUE_REACH,
)
PLANNED = _pattern(rf"(?<!\w){either(LISTS['planned'])}{SPACE}[^.,;:!?()\"“”]*\Z")
HABITUAL = Before(
    rf"{either([*LISTS['habitual'], *LISTS['titles']])}(?:{SPACE}(?:hari|malam))?",
    [*LISTS["habitual"], *LISTS["titles"], "hari", "malam"],
    reach=CUE_REACH,
)
BARE_DAY_CUE = Before(
    rf"{either(LISTS['before_bare_day'])}(?:{GAP},)?(?:{GAP}\()?",
    [word + mark for word in LISTS["before_bare_day"] for mark in ("", ",", "(", ",(")] + ["("],
    reach=CUE_REACH,
)
SENTENCE_START = re.compile(r"(?:\A|[.!?:\n–—]|[.!?]?[\"“‘(])\s*\Z")
CAPITAL_BEFORE = re.compile(r"(?<!\w)[A-Z][\w'’.-]*[^\S\n]\Z")
CAPITAL_AFTER = re.compile(r"[^\S\n][A-Z]")
COUNT_BEFORE = _pattern(
    rf"(?<![\w.,-])(?P<count>[0-9]{{1,2}}|{either(STARTING_WORDS)}(?:{SPACE}(?:belas|puluh))?){SPACE}\Z"
)
UNCOUNTED_BEFORE = _pattern(
    rf"(?<!\w)(?:beberapa|sekian|berapa|puluhan|belasan|ratusan|[0-9]+{THROUGH}[0-9]+){SPACE}\Z"
)
_AND = rf"{GAP}(?:,|dan\b|&|atau\b|serta\b){GAP}"
MONTH_LISTED_AFTER = re.compile(rf"{_AND}(?:dan{SPACE})?{FULL_MONTH}(?!\w)")
MONTH_LISTED_BEFORE = re.compile(rf"(?<!\w){FULL_MONTH}{_AND}(?:dan{SPACE})?\Z")
LISTING = _pattern(rf"{GAP}{either(LISTS['listing'])}{GAP}|{THROUGH}")

# regulation numbers
REGULATION_BEFORE = Before(
    rf"{either(WORDS['regulations']['words'])}(?:{GAP}:)?", WORDS["regulations"]["words"], reach=CUE_REACH
)
REGULATION = _pattern(
    rf"[0-9][\w.-]*+(?:\s?/\s?[\w.-]++)*+(?:{SPACE}(?:tahun|thn|th)\.?{SPACE}(?P<year>{_FULL_YEAR})(?![0-9]))?(?!{SPACE}{MONTH}\b)"
)
YEAR_OF_NUMBER = re.compile(r"(?:^|/\s?)((?:19|20)[0-9]{2})\Z")
ON_THE_DAY = _pattern(rf"{either(LISTS['on_the_day'])}{GAP}(?=[0-9])")
