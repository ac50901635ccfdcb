"""What the network says by itself: its marks as facts, with no rule but those of cutting words and sentences.

The yardstick for what the rules add. Sums, counts, programs, rules, dates and the parts of events have no marks and stay empty.
"""

from __future__ import annotations

from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractor.evaluate.facts import JsonObject
from extractor.records import EventType
from extractor.tagging.roles import SPANS
from extractor.tagging.sentence_events import LABELS, SCORES
from extractor.training.corpus import CorpusPost

_SURE: Final = 0.3  # probability from which a sentence tells an event; the best on the dev part
_GAP: Final = 3  # words between a name and its role


def network_alone(nlp: Language, post: CorpusPost) -> JsonObject:
    """A record with the people, roles, bodies and areas that the network marks, and an event for each type it reads in some sentence."""
    doc = nlp(post.text)
    relevant = post.document.relevance
    return {
        "article": {
            "text": "",
            "relevance": relevant,
            "title": post.document.title,
            "published": post.document.published_iso,
        },
        "people": _people(doc),
        "organizations": _named(doc, "ORG"),
        "places": _named(doc, "PLACE"),
        "events": _events(doc) if relevant >= 0.5 else [],
    }


def _people(doc: Doc) -> list[JsonObject]:
    """Each name once, the longest first of those that share a word, with the phrase of office beside it."""
    found: dict[str, dict[str, Any]] = {}
    for span in sorted((one for one in doc.ents if one.label_ == "PERSON"), key=lambda one: -len(one)):
        known = next((name for name in found if set(span.text.split()) & set(name.split())), None)
        person = found.setdefault(known or span.text, {"id": f"p{len(found)}", "name": span.text, "roles": []})
        role = _role(doc, span)
        if role is not None and not person["roles"]:
            person["roles"] = [{"text": role}]
    return [*found.values()]


def _role(doc: Doc, name: Span) -> str | None:
    for phrase in doc.spans[SPANS]:
        if 0 <= name.start - phrase.end <= _GAP or 0 <= phrase.start - name.end <= _GAP:
            return " ".join(phrase.text.split())
    return None


def _named(doc: Doc, label: str) -> list[JsonObject]:
    names = dict.fromkeys(" ".join(one.text.split()) for one in doc.ents if one.label_ == label)
    return [{"id": f"{label}{number}", "name": name} for number, name in enumerate(names)]


def _events(doc: Doc) -> list[dict[str, Any]]:
    best = doc.user_data[SCORES].max(axis=0, initial=0.0)
    kinds = {kind.value for kind in EventType}
    return [
        {"type": label, "status": "occurred", "confidence": float(best[column])}
        for column, label in enumerate(LABELS)
        if label in kinds and best[column] >= _SURE
    ]
