"""What speaks for and against an event, as named evidence for the judge of events."""

from __future__ import annotations

import math

from extractor.events.model import Event
from extractor.events.scene import Scene
from extractor.tagging.judge import Evidence


def of_event(scene: Scene, event: Event, events: list[Event], stands: bool) -> Evidence:
    """For a group of triggers being an event that a monitor would log.

    Args:
        scene: the post.
        event: the group.
        events: all groups of the post.
        stands: has the event what the rules ask of its type?
    """
    odds = [trigger.weight for trigger in event.triggers]
    best, own = max(odds), event.sentences
    rivals = [one for one in events if one is not event and set(one.sentences) & set(own)]
    same = [one for one in events if one.type is event.type]
    rank = sorted(same, key=lambda one: -one.best.weight).index(event)
    kind = event.type.value
    evidence = {
        f"is {kind}": 1.0,
        "best": best,
        f"best {kind}": best,
        "sum": math.log1p(sum(math.exp(min(5.0, one)) for one in odds)),
        "sentences": float(min(5, len(own))),
        "title": float(any(scene.in_title(s) for s in own)),
        "lead": float(any(0 <= s - scene.first_body <= 2 for s in own)),
        "late": own[0] / max(1, scene.sentence_count),
        f"status {event.status.value}": 1.0,
        f"{kind} {event.status.value}": 1.0,
        "stands": float(stands),
        f"{kind} stands": float(stands),
        "stronger rival": float(any(one.best.weight > best for one in rivals)),
        "rivals": float(min(3, len(rivals))),
        "rank": float(min(3, rank)),
        "others": math.log1p(len(events)),
        "best rule": max(trigger.rule for trigger in event.triggers),
        f"best rule {kind}": max(trigger.rule for trigger in event.triggers),
        "best network": max(trigger.odds for trigger in event.triggers),
        f"best network {kind}": max(trigger.odds for trigger in event.triggers),
        "last sentence": own[-1] / max(1, scene.sentence_count),
        "spread": float(own[-1] - own[0] > 2),
        "speech alone": float(all(scene.words.opens_speech(s) for s in own)),
    }
    for name, index in (
        ("people", scene.people_in),
        ("bodies", scene.organizations_in),
        ("days", scene.moments_in),
        ("programs", scene.programs_in),
        ("rules", scene.regulations_in),
        ("figures", scene.figures_in),
    ):
        held = float(min(3, len({str(one) for s in own for one in index.get(s, ())})))
        evidence[name] = held
        evidence[f"{kind} {name}"] = held
    return evidence
