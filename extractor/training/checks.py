"""Whether an annotated post and its gold facts tell the same: each complaint is a sentence an annotator can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.evaluate.facts import Facts
from extractor.training.annotated import AnnotatedPost

WORD = re.compile(r"\w+")


def complaints(post: AnnotatedPost, gold: Facts) -> list[str]:
    """What does not agree between the spans of a post and its gold facts; an empty list if all does.

    Compared are people, places, events, and the numbers of amounts, quantities, programs and regulations: names of
    organizations are spelled out in the gold, so that their words need not stand in the post.
    """
    return [*_people(post, gold), *_places(post, gold), *_counts(post, gold), *_events(post, gold), *_title(post)]


def _people(post: AnnotatedPost, gold: Facts) -> Iterator[str]:
    """A single word may be a nickname, which shares nothing with the name."""
    names = [person["name"] for person in gold["people"]]
    free = [one["name"] if isinstance(one, dict) else one for one in (gold.get("optional") or {}).get("people", [])]
    marked = {words for _, words in post.of("person")}
    for words in sorted(marked):
        if len(_words(words)) > 1 and not any(_words(words) & _words(name) for name in [*names, *free]):
            yield f"<person>{words}</person> is no person of the gold"
    for name in names:
        if not any(_words(words) <= _words(name) for words in marked):
            yield f"{name} is in the gold, and no <person> shows where"


def _places(post: AnnotatedPost, gold: Facts) -> Iterator[str]:
    marked = [_words(words) for _, words in post.of("place", "org", "role")]
    for name in gold["places"]:
        short = _words(name) - {"kabupaten", "kota", "provinsi", "kecamatan", "desa", "kelurahan"}
        if not any(short & words for words in marked) and not _abbreviated(name, post):
            yield f"the place {name} is in the gold, and no span shows where"


def _abbreviated(name: str, post: AnnotatedPost) -> bool:
    """Whether a marked place may be a short form: Sulsel, NTB, Jatim."""
    initials = "".join(word[0] for word in name.lower().split())
    heads = [word[:3] for word in name.lower().split()]
    for _, words in post.of("place", "org", "role"):
        for word in WORD.findall(words.lower()):
            if word == initials or all(head[:2] in word for head in heads):
                return True
    return False


def _counts(post: AnnotatedPost, gold: Facts) -> Iterator[str]:
    owed = (
        ("amounts", "amount", {one["value"] for one in gold["amounts"]}),
        ("quantities", "quantity", {one["value"] for one in gold["quantities"]}),
        ("regulations", "regulation", set(gold["regulations"])),
    )
    for family, label, values in owed:
        marked = sum(1 for _ in post.of(label))
        if marked < len(values):
            yield f"{len(values)} {family} in the gold, and only {marked} <{label}> in the post"
        if marked and not values and not (gold.get("optional") or {}).get(family):
            yield f"{marked} <{label}> in the post, and no {family} in the gold"
    if (
        not gold["programs"]
        and any(True for _ in post.of("program"))
        and not (gold.get("optional") or {}).get("programs")
    ):
        yield "there are <program> in the post, and no programs in the gold"


def _events(post: AnnotatedPost, gold: Facts) -> Iterator[str]:
    told = {span.event for span, _ in post.of("trigger")}
    for number in sorted(one for one in told if one is not None and one > len(gold["events"])):
        yield f'<trigger event="{number}">, and the gold has {len(gold["events"])} events'
    for number, event in enumerate(gold["events"], start=1):
        if number not in told:
            yield f"no <trigger> tells event {number} ({event['type']})"


def _title(post: AnnotatedPost) -> Iterator[str]:
    titles = sum(1 for _ in post.of("title"))
    if titles != 1:
        yield f"{titles} <title> in the post, where one is due"


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text) if len(word) > 1 or word.isdigit()}
