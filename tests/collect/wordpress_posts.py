"""The posts that the WordPress under test is seeded with: made up, each different, the same for the same seed."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NotRequired, TypedDict
from zoneinfo import ZoneInfo

PARTS = Path(__file__).resolve().parent / "wordpress" / "posts.toml"
ZONE = ZoneInfo("Asia/Makassar")
FIRST_DAY = datetime(2024, 3, 1, tzinfo=ZONE)
DAYS = 61
MATCHING, OTHERS, DRAFTS, PRIVATE, FUTURE = 200, 40, 30, 20, 10


class SitePost(TypedDict):
    """A post as seeded: `url` its permalink, `date` with offset, `text` its paragraphs as lines, `matching`: about the agency."""

    id: int
    url: str
    title: str
    date: datetime
    status: str
    text: str
    matching: bool
    pages: int
    sticky: bool
    modified: NotRequired[datetime]
    password: NotRequired[str]


def written(seed: int) -> list[SitePost]:
    """The posts to seed, the same for the same seed; their titles and texts differ from one another."""
    parts = tomllib.loads(PARTS.read_text(encoding="utf-8"))
    draw = random.Random(seed)
    spellings = [name["name"] for name in parts["spellings"] for _ in range(name["share"])]
    draw.shuffle(spellings)
    statuses = ["publish"] * (MATCHING + OTHERS) + ["draft"] * DRAFTS + ["private"] * PRIVATE + ["future"] * FUTURE
    titles: set[str] = set()
    posts: list[SitePost] = []
    for number, status in enumerate(statuses):
        matching = not MATCHING <= number < MATCHING + OTHERS
        kind = "matching" if matching else ("passing", "health", "passing")[number % 3]
        agency = spellings[number % len(spellings)]
        pages = 3 if matching and number % 16 == 0 else 2 if matching and number % 16 == 1 else 1
        title, text = _post(draw, parts, kind, agency, titles, pages)
        if kind == "passing" and number % 2:
            text += f"\n{parts['passing']['mention'].format(agency=agency)}"
        posts.append(
            SitePost(
                id=0,
                url="",
                title=title,
                date=_date(draw, number, status),
                status=status,
                text=text,
                matching=matching,
                pages=pages,
                sticky=number in (3, 70, 150),
            )
        )
    for post in posts[5:MATCHING:13]:
        post["modified"] = post["date"] + timedelta(days=draw.randint(0, 9), minutes=draw.randint(20, 600))
    posts[MATCHING + 2]["password"] = "rahasia"  # noqa: S105 — of a made-up post
    return posts


def _post(
    draw: random.Random, parts: Mapping[str, Any], kind: str, agency: str, titles: set[str], pages: int
) -> tuple[str, str]:
    words, forms = parts["words"], parts[kind]
    while True:
        same = {name: draw.choice(words[name]) for name in ("place", "district", "sector", "office", "day")}
        title = _filled(draw, draw.choice(forms["titles"]), words, same, agency)
        if title not in titles:
            titles.add(title)
            break
    sentences = [
        _filled(draw, form, words, same, agency)
        for form in draw.sample(forms["sentences"], min(len(forms["sentences"]), draw.randint(6, 10) + 3 * (pages - 1)))
    ]
    lines = [_filled(draw, draw.choice(forms["leads"]), words, same, agency)]
    while sentences:
        taken = draw.randint(1, 3)
        lines.append(" ".join(sentences[:taken]))
        sentences = sentences[taken:]
    return title, "\n".join(lines)


def _filled(
    draw: random.Random, form: str, words: Mapping[str, list[str]], same: Mapping[str, str], agency: str
) -> str:
    return form.format(
        agency=agency,
        **same,
        PLACE=same["place"].upper(),
        Sector=same["sector"].title(),
        given=draw.choice(words["given"]),
        family=draw.choice(words["family"]),
        count=draw.randint(12, 980),
        more=f"{draw.randint(2, 48)}.{draw.randint(100, 999)}",
        small=draw.randint(11, 94),
        sum=draw.randint(12, 480),
        years=draw.randint(2, 9),
    )


def _date(draw: random.Random, number: int, status: str) -> datetime:
    """Spread over the days, at all hours, some just after midnight: yesterday in UTC."""
    if status == "future":
        return datetime.now(ZONE).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=10 + number % 20)
    hour = 0 if number % 17 == 0 else draw.randint(5, 23)
    return FIRST_DAY + timedelta(days=draw.randrange(DAYS), hours=hour, minutes=draw.randint(1, 59))
