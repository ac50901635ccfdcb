"""When a post of a listing was published or changed."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from email.utils import parsedate_to_datetime

from extractor.documents.stamps import address_stamp, find_stamp, iso_stamp
from extractor.records import Precision

_MAIL = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4} \d\d?:\d\d")
_AGO = re.compile(
    r"(?:\d+|satu|dua|tiga|beberapa)\s+(?:detik|menit|jam|hari|minggu|bulan|tahun)\s+(?:yang\s+)?lalu|kemarin|hari ini",
    re.IGNORECASE,
)
_LONGEST = 120


def moment_of(text: str | None, zone: tzinfo) -> datetime | date | None:
    """A date of a feed, sitemap or attribute, with its own offset or else that of `zone`; the day alone where no time is said.

    Reads RFC 822 and ISO 8601 and what sites make of them: Indonesian names of days and months, a missing offset.
    """
    if not text or not text.strip():
        return None
    text = text.strip()[:_LONGEST]
    if _MAIL.search(text):
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:  # an Indonesian month in the mail form
            pass
        else:
            return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    stamp = iso_stamp(text) or find_stamp(text)
    if stamp is None:
        return None
    if stamp.clock is None:
        return stamp.day
    return datetime.combine(stamp.day, stamp.clock, stamp.zone or zone)


def printed_moment(text: str | None, zone: tzinfo, now: datetime) -> datetime | date | None:
    """A date as a listing prints it, "2 jam lalu" and "kemarin" counted from `now` (with offset): these give the day alone."""
    found = moment_of(text, zone)
    if found is not None or not text or (ago := _AGO.search(text)) is None:
        return found
    import dateparser  # noqa: PLC0415  slow to load, and few listings need it

    settings = {"DATE_ORDER": "DMY", "RELATIVE_BASE": now.astimezone(zone).replace(tzinfo=None)}
    parsed = dateparser.parse(ago[0], languages=["id"], settings=settings)
    return parsed.date() if parsed else None


def local(moment: datetime | date | None, zone: tzinfo) -> datetime | date | None:
    """The moment on the outlet's clock, so that its day is the outlet's day."""
    return moment.astimezone(zone) if isinstance(moment, datetime) and moment.tzinfo else moment


def exact(moment: datetime | date | None) -> datetime | None:
    """The moment, unless only its day is known."""
    return moment if isinstance(moment, datetime) else None


def day_of(moment: datetime | date | None) -> date | None:
    """The day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def day_in_address(url: str) -> date | None:
    """The day of publication in an address ("/2024/05/14/judul"), if it is all there."""
    stamp = address_stamp(url)
    return stamp.day if stamp and stamp.precision is Precision.DAY else None
