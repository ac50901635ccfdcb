"""Publication lines: date, time and zone as pages print them, and as their metadata hold them.

Strict on purpose: a line counts only when hardly anything but the date stands in it, so that the day of an event in a
headline or a caption is never taken for the day of publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache

from extractor.documents.bylines import is_byline
from extractor.documents.phrases import phrases
from extractor.knowledge.outlets import Zone
from extractor.records import Precision

LONGEST_LINE = 160
FIRST_YEAR, LAST_YEAR = 1995, 2099


@dataclass(frozen=True, slots=True)
class Stamp:
    """A printed publication date. `zone` is the offset where one is printed; `later` marks the time of a change."""

    day: date
    precision: Precision
    clock: time | None = None
    zone: tzinfo | None = None
    text: str = ""
    later: bool = False
    weekday_fits: bool = True

    @property
    def exactness(self) -> tuple[bool, bool, bool]:
        """Orders stamps: publication before change, then with time, then with zone."""
        return (not self.later, self.clock is not None, self.zone is not None)


@cache
def _date_pattern() -> re.Pattern[str]:
    months = "|".join(sorted(phrases().months, key=len, reverse=True))
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"""(?<![\d/.-])(?:
            (?P<y_iso>{year})[-/.](?P<m_iso>\d{{1,2}})[-/.](?P<d_iso>\d{{1,2}})(?!\d)
          | (?P<d_name>\d{{1,2}})(?:st|nd|rd|th)?[\s.,/-]{{0,3}}(?P<m_name>{months})\b\.?[\s.,/-]{{0,3}}(?P<y_name>{year})(?!\d)
          | (?P<d_num>\d{{1,2}})(?P<sep>[/.-])(?P<m_num>\d{{1,2}})(?P=sep)(?P<y_num>{year}|\d\d)(?![\d/-])
        )
        | \b(?P<m_en>{months})\.?\s+(?P<d_en>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y_en>{year})(?!\d)""",
        re.IGNORECASE | re.VERBOSE,
    )


_DATE_AT_ALL = re.compile(r"(?:19|20)\d\d|\d[/.-]\d{1,2}[/.-]\d\d")
_CLOCK = re.compile(
    r"(?<![\d./])(?:T|\b)?(?P<hour>[01]?\d|2[0-4])\s?[:.](?P<minute>[0-5]\d)(?:[:.][0-5]\d(?:\.\d+)?)?(?!\d)"
    r"\s*(?P<half>[ap]\.?m\b\.?)?\s*(?P<zone>wita|wib|wit|z\b|(?:gmt|utc)?\s?[+-]\d{1,2}:?(?:\d\d)?)?",
    re.IGNORECASE,
)
_URL_DATE = re.compile(
    r"/(?P<year>20\d\d)(?:[/-](?P<month>0[1-9]|1[0-2])(?:[/-](?P<day>0[1-9]|[12]\d|3[01]))?)?(?=[/-]|$)"
)
_URL_DATE_DMY = re.compile(r"/(?P<day>0[1-9]|[12]\d|3[01])/(?P<month>0[1-9]|1[0-2])/(?P<year>20\d\d)/")
_URL_DATE_RUN = re.compile(r"/(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])/")
_SEGMENTS = re.compile(r"\s*[|•·►»]\s*|\s+(?:[–—-]+|[/Il])(?=\s)\s+|\s+[Il]$|^\s*[–—-]+\s*|\s{2,}|\t")
_LABEL = re.compile(r"^(?:\w+\s){0,3}\w+\s*:\s*")
_WEEKDAY_END = re.compile(r"\b(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\b[\s,]*$", re.IGNORECASE)
_IN_SECTION = re.compile(r"\b(?:in|kategori|category|rubrik|di)\b\s*:?\s*[\w &,/-]{1,40}$", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,6}", re.IGNORECASE)


def date_line(line: str) -> Stamp | None:
    """The publication date that a line prints, if that is what the line is for; `line` with its runs of spaces."""
    if len(line) > LONGEST_LINE or _DATE_AT_ALL.search(line) is None:
        return None
    match = _first_date(line)
    if match is None:
        return None
    stamp = _stamp(line, match)
    if stamp is None:
        return None
    rest = line[: match.start()] + "\x00" + line[match.end() :]
    rest = _CLOCK.sub("", rest, count=1)
    rest = phrases().beside_date.sub("", rest)
    segments = [segment.strip() for segment in _SEGMENTS.split(rest) if segment.strip()]
    others = [segment for segment in segments if "\x00" not in segment]
    dated = " ".join(segment for segment in segments if "\x00" in segment)
    if sum(len(segment.split()) for segment in others) > 12 or any(len(segment.split()) > 7 for segment in others):
        return None
    return stamp if _says_only_when(dated, line) else None


def _says_only_when(dated: str, line: str) -> bool:
    """Is there nothing beside the date (where NUL stands) but words of publication, a place or a by-line?"""
    known = phrases()
    prefix = dated.partition("\x00")[0]
    left = _IN_SECTION.sub("", dated.replace("\x00", " ").strip())
    words = [word.strip(".,;:()[]/") for word in left.split()]
    words = [word for word in words if word and word.casefold() not in known.date_words]
    words = [word for word in words if word.casefold() not in known.weekdays]
    if not words:
        return True
    if line.rstrip().endswith(".") or "(" in prefix:
        return False
    if all(_DOMAIN.fullmatch(word) for word in words):
        return len(words) <= 2
    prefix = _WEEKDAY_END.sub("", prefix)
    named = all(
        word[0].isupper() or word.casefold() in known.nobody or word.casefold() in known.sections for word in words
    )
    if is_byline(left):
        return len(words) <= 7
    return named and len(words) <= 3 and prefix.rstrip().endswith((",", "/", ".")) and not re.search(r"\d", left)


def find_stamp(text: str) -> Stamp | None:
    """The first date in a string that is known to hold a publication date: metadata, an attribute."""
    match = _first_date(text[:LONGEST_LINE])
    return None if match is None else _stamp(text[:LONGEST_LINE], match)


def tail_stamp(line: str) -> Stamp | None:
    """The date of a line that says in words that it is one of publication ("Diterbitkan pada 3 Mei 2021")."""
    said = phrases().publish.search(line[:LONGEST_LINE])
    return find_stamp(line[said.end() :]) if said else None


def iso_stamp(text: str) -> Stamp | None:
    """A machine-written moment: ISO 8601 in its usual spellings, or seconds since 1970."""
    trimmed = text.strip()
    if re.fullmatch(r"\d{9,13}", trimmed):
        seconds = int(trimmed) / (1000 if len(trimmed) > 10 else 1)
        moment = datetime.fromtimestamp(seconds, tz=UTC)
        return Stamp(moment.date(), Precision.MINUTE, moment.time(), UTC, trimmed)
    normal = re.sub(r"(T\d\d:\d\d(?::\d\d)?)(?:\.\d+)", r"\1", trimmed.replace(" +", "+"))
    try:
        moment = datetime.fromisoformat(normal)
    except ValueError:
        return None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    if len(normal) <= 10:
        return Stamp(moment.date(), Precision.DAY, text=trimmed)
    return Stamp(moment.date(), Precision.MINUTE, moment.time().replace(microsecond=0), moment.tzinfo, trimmed)


def address_stamp(address: str) -> Stamp | None:
    """The date in an address, as exact as it stands there: "/2018/12/11/", "/29/09/2023/", "/20221004/", "/2019/10/", "/2021/"."""
    path = re.sub(r"^\w+:/*[^/]*", "", address).split("?")[0]
    for pattern in (_URL_DATE_DMY, _URL_DATE_RUN, _URL_DATE):
        for match in pattern.finditer(path):
            year, month, day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
            try:
                found = date(year, month, day)
            except ValueError:
                continue
            precision = Precision.DAY if match["day"] else Precision.MONTH if match["month"] else Precision.YEAR
            return Stamp(found, precision, text=match[0].strip("/"))
    return None


def _first_date(line: str) -> re.Match[str] | None:
    return next((match for match in _date_pattern().finditer(line) if _day(match) is not None), None)


def _day(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    for kind in ("iso", "name", "num", "en"):
        if groups[f"y_{kind}"] is None:
            continue
        year, day, printed = int(groups[f"y_{kind}"]), int(groups[f"d_{kind}"]), groups[f"m_{kind}"]
        month = int(printed) if printed.isdigit() else phrases().months[printed.casefold()]
        year += 2000 if year < 100 else 0
        if kind == "num" and month > 12 >= day:
            day, month = month, day
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        return found if FIRST_YEAR <= year <= LAST_YEAR else None
    return None


def _stamp(line: str, match: re.Match[str]) -> Stamp | None:
    day = _day(match)
    if day is None:
        return None
    clock, zone, end = _time_of_day(line, match)
    before = line[: match.start()].casefold()
    weekday = re.search(r"(\w+['’`‘]?\w*)[\s,./-]*$", before)
    known = phrases()
    printed = known.weekdays.get(weekday[1]) if weekday else None
    later = any(word in known.later for word in re.findall(r"\w+", before))
    text = line[match.start() : max(end, match.end())].strip()
    precision = Precision.DAY if clock is None else Precision.MINUTE
    return Stamp(day, precision, clock, zone, text, later, printed is None or printed == day.weekday())


def _time_of_day(line: str, day: re.Match[str]) -> tuple[time | None, tzinfo | None, int]:
    """The time printed after the date, else the one before it; with its zone and where it ends."""
    for start, part in ((day.end(), line[day.end() : day.end() + 40]), (0, line[: day.start()][-40:])):
        for match in _CLOCK.finditer(part):
            hour, minute = int(match["hour"]) % 24, int(match["minute"])
            if match["half"] and match["half"][0] in "pP" and hour < 12:
                hour += 12
            elif match["half"] and match["half"][0] in "aA" and hour == 12:
                hour = 0
            return time(hour, minute), _zone(match["zone"]) or _zone_beside(part), start + match.end()
    return None, _zone_beside(line[day.end() : day.end() + 40]), day.end()


def _zone_beside(part: str) -> tzinfo | None:
    named = re.search(r"\b(WITA|WIB|WIT)\b", part, re.IGNORECASE)
    return _zone(named[1]) if named else None


def _zone(printed: str | None) -> tzinfo | None:
    if not printed:
        return None
    name = printed.strip().upper()
    if name in Zone.__members__:
        return Zone[name].tz
    if name == "Z":
        return UTC
    offset = re.search(r"([+-])(\d{1,2}):?(\d\d)?$", name)
    if offset is None or int(offset[2]) > 14:
        return None
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
