"""Digits and number words that count nothing: labels, codes, years, times, ages and parts of dates.

The words that give a label away ("Nomor", "Pasal", "kelas", "juara") are in `data/numbers.toml`, those of dates in
`data/dates.toml`.
"""

from __future__ import annotations

import re

from extractor.language.lexicon import GAP, SPACE, Before, begins_line, either, last_word, word_lists
from extractor.language.numerals import Numeral

_NUMBERS = word_lists("numbers")
_WORDS = _NUMBERS["exclusions"]
_DATES = word_lists("dates")
_MONTH_NAMES = [*_DATES["months"], *_DATES["english_months"], *_DATES["month_abbreviations"]]
_MONTHS = either(_MONTH_NAMES)
_ZONES = either(_WORDS["zones"])
_REACH = 28  # characters before a figure in which its label stands
_LONGEST_PLAIN = 9  # digits; longer plain runs are identity, account and telephone numbers
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_OLDEST = 120

# digits joined by what joins no figure: "29/10", "08:41", "0812-3456-7890", "842.2/0737", "10-10-2018"
_CODE = re.compile(r"[0-9]++(?:[.,][0-9]++)*+(?:(?:\s?/\s?|:)[0-9]++|[0-9]*+(?:[-–][0-9]++){2,})(?:[.,:/–-][0-9]++)*+")
_MAY_BE_CODE = re.compile(r"[0-9]++(?:[.,][0-9]++)*+\s?[/:–-]|[0-9]{1,2}[.:][0-9]{2}")
_CLOCK = re.compile(
    rf"(?:[01]?[0-9]|2[0-4])[.:][0-5][0-9](?:{GAP}[-–]{GAP}[0-9]{{1,2}}[.:][0-9]{{2}})?{SPACE}?{_ZONES}\b",
    re.IGNORECASE,
)
_CURRENCY_SIGNS = ("Rp", "IDR", "USD", "US$", "SGD", "RM", "$", "€", "£")
_CURRENCY = rf"{either(_CURRENCY_SIGNS)}\.?:?"
_CURRENCY_ENDINGS = [sign + mark for sign in _CURRENCY_SIGNS for mark in ("", ".")]
_MONEY_BEFORE = Before(_CURRENCY, _CURRENCY_ENDINGS, reach=8)
_LABEL = Before(
    rf"(?:{either(_WORDS['labels'])}{GAP}:?|{_CURRENCY})", [*_WORDS["labels"], *_CURRENCY_ENDINGS], reach=28
)
_ROAD = re.compile(rf"(?<!\w){either(_WORDS['roads'])}{SPACE}(?:[^\W\d_][\w.']*{SPACE}){{1,3}}\Z", re.IGNORECASE)
_GLUED_BEFORE = re.compile(r"(?:[^\W\d_]-|[A-Za-z]{1,4}\.|[0-9][-–:/]|[/\\#@_$+*=°])\Z")
_RANGE_BEFORE = re.compile(r"[0-9%]\s?[-–]\Z")
_GLUED_AFTER = re.compile(r"[^\W\d]|[/:°'’][0-9A-Za-z]|-[A-Za-z]|[-–][0-9]+(?:[/:]|[-–][0-9])|/[0-9]")
_LATER_DAYS = rf"(?:{GAP}(?:[-–—,&/]|dan\b|s\.?/?d\.?|sampai(?:{SPACE}dengan)?\b|hingga\b){GAP}[0-9]{{1,2}}){{0,3}}"
_MONTH_AFTER = re.compile(rf"{_LATER_DAYS}{GAP}[-/]?(?:bulan{SPACE})?{_MONTHS}\b", re.IGNORECASE)
_MONTH_BEFORE = Before(_MONTHS, _MONTH_NAMES, reach=16)
_YEAR_AFTER = re.compile(r",? (?:19|20)[0-9]{2}\b")
_DAYS_BEFORE = re.compile(
    rf"(?<!\w)(?:tanggal|tgl\.?){SPACE}[0-9]{{1,2}}{GAP}(?:[-–,]|dan|sampai|hingga|s/d){GAP}\Z", re.IGNORECASE
)
_YEAR_WORDS = [*_DATES["words"]["year_words"], *_MONTH_NAMES]
_YEAR_BEFORE = Before(either(_YEAR_WORDS), _YEAR_WORDS, reach=28)
_COUNTED_AFTER = re.compile(rf"{SPACE}{either(_NUMBERS['counted']['nouns'])}\b", re.IGNORECASE)
_AGE_AFTER = re.compile(rf"{GAP}(?:tahun|thn|th)?\.?\s?(?:\)|/)", re.IGNORECASE)
_LIST_NUMBER = re.compile(r"[0-9]{1,2}[.)][^\S\n]")
_SCORE_WORDS = ("skor", "menang", "kalah", "unggul", "imbang", "telak", "kedudukan", "tipis")
_SCORE_BEFORE = re.compile(rf"(?<!\w){either(_SCORE_WORDS)}{SPACE}(?:tipis{SPACE})?(?:[0-9]+[-–])?\Z", re.IGNORECASE)
_DAY_JOINTS = ("dan", "sampai", "hingga", "s/d", "-", "–", ",")
_LONGEST_MONTH = 31  # days
_DASHES = ("-", "–")
_APART_BEFORE = frozenset(("", " ", "\n", "\t", "\xa0", "("))
_APART_AFTER = frozenset(("", " ", "\n", "\t", "\xa0", ",", ";", ")"))
_DOWN = re.compile(r"[-–]([0-9]{1,3})(?![0-9.,]*[0-9])")
_UP = re.compile(r"([0-9]{1,3})[-–]\Z")
_PLACE_BEFORE = Before(either(_WORDS["places"]), _WORDS["places"], reach=16)
_CAPITAL_BEFORE = re.compile(r"(?<!\w)[A-Z][\w'’.-]* \Z")
_CAPITAL_AFTER = re.compile(r" [A-Z]")
_ONE_BY_ONE = re.compile(rf"(?<!\w)satu{SPACE}(?:per|demi){SPACE}\Z", re.IGNORECASE)
_FRACTION_AFTER = re.compile(rf"{SPACE}per[^\S\n]?{either(_NUMBERS['units'])}\b", re.IGNORECASE)
_ONE_IDIOM = re.compile(rf"(?:-|{SPACE}){either(_WORDS['after_one'])}\b", re.IGNORECASE)


def skip_code(text: str, start: int) -> int | None:
    """Where the code, date, time or fraction that begins at `text[start]` ends; `None` if there is none."""
    if _MAY_BE_CODE.match(text, start) is None:
        return None
    code = _CODE.match(text, start) or _CLOCK.match(text, start)
    return None if code is None else code.end()


def is_counted(text: str, end: int) -> bool:
    """Is the figure that ends at `end` followed by something that posts count?"""
    return _COUNTED_AFTER.match(text, end) is not None


def is_money(text: str, start: int) -> bool:
    """Does a currency sign stand before `text[start]`?"""
    return _MONEY_BEFORE(text, start)


def is_said_to_be_year(text: str, start: int) -> bool:
    """Does a word before `text[start]` make four digits there a year, whatever follows?"""
    return _YEAR_BEFORE(text, start)


def is_label_or_code(text: str, numeral: Numeral, *, percent: bool) -> bool:
    """Does the numeral count nothing, by what stands around it?"""
    start, end = numeral.span.start, numeral.span.end
    if _LABEL(text, start):
        return True
    if numeral.form != "digits":
        return numeral.form == "words" and _is_name_or_idiom(text, numeral)
    if _is_glued_before(text, start) or (not percent and _is_glued_after(text, end)):
        return True
    if numeral.scale > 1 or percent:
        return False
    printed = numeral.span.of(text)
    return (
        _is_code(text, printed, start, end)
        or _is_year(text, printed, start, end)
        or _is_part_of_date(text, printed, start, end)
        or _is_age(text, numeral)
        or _is_score(text, numeral)
        or _is_house_number(text, start)
    )


def _is_glued_before(text: str, start: int) -> bool:
    """Is something fast before the digits that makes a code of them? Blanks and brackets are not looked at closer."""
    if text[start - 1 : start] in _APART_BEFORE:
        return False
    before = text[max(0, start - 4) : start]
    return _GLUED_BEFORE.search(before) is not None and _RANGE_BEFORE.search(before) is None


def _is_glued_after(text: str, end: int) -> bool:
    return text[end : end + 1] not in _APART_AFTER and _GLUED_AFTER.match(text, end) is not None


def _is_name_or_idiom(text: str, numeral: Numeral) -> bool:
    start, end = numeral.span.start, numeral.span.end
    if numeral.value == 1 and (_ONE_IDIOM.match(text, end) or _ONE_BY_ONE.search(text, max(0, start - 16), start)):
        return True
    if _FRACTION_AFTER.match(text, end):
        return True
    if not text[start].isupper() or " " in numeral.span.of(text):
        return False
    if _PLACE_BEFORE(text, start):
        return True
    after_name = _CAPITAL_BEFORE.search(text, max(0, start - 20), start) is not None
    return after_name and _CAPITAL_AFTER.match(text, end) is None


def _is_code(text: str, printed: str, start: int, end: int) -> bool:
    if printed.isdigit() and (len(printed) > _LONGEST_PLAIN or (printed[0] == "0" and len(printed) > 1)):
        return True
    return end <= start + 2 and _LIST_NUMBER.match(text, start) is not None and begins_line(text, start)


def _is_year(text: str, printed: str, start: int, end: int) -> bool:
    if len(printed) != 4 or not printed.isdigit() or not _FIRST_YEAR <= int(printed) <= _LAST_YEAR:
        return False
    return not is_counted(text, end) or is_said_to_be_year(text, start)


def _is_part_of_date(text: str, printed: str, start: int, end: int) -> bool:
    if len(printed) > 2 or int(printed) > _LONGEST_MONTH:
        return False
    if _MONTH_AFTER.match(text, end):
        return True
    before = last_word(text, start)
    if before.endswith(_DAY_JOINTS) and _DAYS_BEFORE.search(text, max(0, start - _REACH), start):
        return True
    return _YEAR_AFTER.match(text, end) is not None and _MONTH_BEFORE(text, start)


def _is_age(text: str, numeral: Numeral) -> bool:
    bracketed = text[numeral.span.start - 1 : numeral.span.start] == "("
    return bracketed and numeral.value < _OLDEST and _AGE_AFTER.match(text, numeral.span.end) is not None


def _is_score(text: str, numeral: Numeral) -> bool:
    """A score: "34-18" goes down, so it is no range; "menang 2-3" says what it is."""
    start, end = numeral.span.start, numeral.span.end
    down = _DOWN.match(text, end) if text[end : end + 1] in _DASHES else None
    up = _UP.search(text, max(0, start - 4), start) if text[start - 1 : start] in _DASHES else None
    if down is None and up is None:
        return False
    if (down and int(down.group(1)) <= numeral.value) or (up and int(up.group(1)) >= numeral.value):
        return True
    return _SCORE_BEFORE.search(text, max(0, start - _REACH), start) is not None


def _is_house_number(text: str, start: int) -> bool:
    return text[start - 2 : start - 1].isalpha() and _ROAD.search(text, max(0, start - _REACH), start) is not None
