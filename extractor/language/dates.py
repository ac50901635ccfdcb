"""Dates in running text: the days, months, periods and years that a post names, with what they mean.

The grammar is in `date_grammar`, the rules by which a missing year is found and an impossible date is read in
`resolution`. No dates are law numbers ("Inpres 2/2021", "Nomor 24 Tahun 2011"), times alone ("14.30 WITA"), fractions
("5/6 orang", "24/7"), figures and days of a schedule ("setiap Senin", "Senin-Jumat").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from extractor.language.date_grammar import scan_dates
from extractor.language.printed_dates import Form, Toward
from extractor.language.resolution import Precision, resolve_all
from extractor.language.spans import Span

_ISO_LENGTH = {"year": 4, "month": 7, "day": 10, "minute": 10}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date in a text.

    `start` and `end` bound it: `end` is the last day of a range or period and `None` for a single day, month or year;
    `start` is `None` where nothing fixes it. `precision` is `minute` where a `time` is printed; a week ("pekan depan")
    is known to the `month`. `form` is how it is printed: `full`, `day_month` (no year), `day` ("tanggal 5"),
    `weekday`, `relative` ("kemarin", "bulan lalu"), `month`, `period` ("triwulan III", "2023-2027"), `year`, or
    `bare_year` for four digits without a word that makes them a year. `toward` is the side of publication on which the
    words around put it ("lalu", "mendatang"). `inferred` marks a date of which the year, month or day was filled in.
    `warning` is `weekday` or `date_format`, `message` says how it was read.
    """

    span: Span
    text: str
    start: date | None
    end: date | None
    precision: Precision
    time: time | None
    form: Form
    inferred: bool
    toward: Toward | None = None
    warning: str | None = None
    message: str | None = None

    def iso(self) -> str | None:
        """`start` cut to the precision: "2023", "2023-07" or "2023-07-20"; a time of day is not in it."""
        return _cut(self.start, self.precision)

    def iso_end(self) -> str | None:
        """`end` cut to the precision."""
        return _cut(self.end, self.precision)


def _cut(day: date | None, precision: Precision) -> str | None:
    return None if day is None else day.isoformat()[: _ISO_LENGTH[precision]]


def find_dates(text: str, published: date | None = None, evidence: Sequence[date | int] = ()) -> tuple[Moment, ...]:
    """The dates of a text in order, not overlapping.

    `published` is the day of publication. `evidence` is what else fixes the year of the post: days known from
    elsewhere (its address) and years that it cannot precede (of the regulations it cites; those in the text are found
    anyway).
    """
    scan = scan_dates(text)
    known = [_day(item) if isinstance(item, date) else item for item in evidence]
    resolutions = resolve_all(scan, None if published is None else _day(published), known)
    return tuple(
        Moment(
            printed.span,
            printed.span.of(text),
            resolved.start,
            resolved.end,
            resolved.precision,
            printed.clock,
            printed.form,
            resolved.inferred,
            printed.toward,
            resolved.warning,
            resolved.message,
        )
        for printed, resolved in zip(scan.dates, resolutions, strict=True)
    )


def _day(moment: date) -> date:
    """The day of a date that may be a `datetime`, which does not compare with one."""
    return moment.date() if isinstance(moment, datetime) else moment
