"""What speaks for a candidate being a person, and for a phrase being that person's role, as named evidence for the judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.entities.network import Network, WordRange
from extractor.entities.people.model import Mention, Tie
from extractor.entities.people.scanning import Scan
from extractor.knowledge.titles import around, given_names, kin, offices, trades
from extractor.language.phrases import words_of
from extractor.tagging.judge import Evidence

_GAP = 4  # words between a name and its role
_LINKS = frozenset(
    (",", "(", ")", ":", "yakni", "yaitu", "selaku", "sebagai", "yang", "juga", "adalah", "menjabat", "bernama")
)


def of_person(scan: Scan, network: Network, group: Sequence[Mention]) -> Evidence:
    """For the mentions of a group naming a person of the story."""
    words = scan.words
    kinds = sorted({kind for mention in group for kind in mention.evidence})
    names = [mention.name for mention in group]
    size = max(name.size for name in names)
    longest = max(group, key=lambda mention: mention.name.size).name
    ties = [tie for mention in group for tie in mention.ties]
    evidence: Evidence = {f"has {kind}": 1.0 for kind in kinds}
    if len(kinds) == 1:
        evidence[f"only {kinds[0]}"] = 1.0
    evidence |= {
        f"size {min(4, size)}": 1.0,
        "mentions": float(min(5, len(group))),
        "in body": float(any(words.starts[name.first] >= scan.body_start for name in names)),
        "capitals": float(all(words.texts[i].isupper() for i in range(longest.first, longest.last))),
        "given name": float(words.keys[longest.first] in given_names()),
        "area": float(scan.is_area(longest)),
        "word of area": float(any(words.keys[i] in scan.of_areas for i in range(longest.first, longest.last))),
        "full office": float(any(tie.office is not None and not tie.office.bare for tie in ties)),
        "bare office": float(any(tie.office is not None and tie.office.bare for tie in ties)),
        "private": float(any(tie.office is None for tie in ties)),
        "opens sentence": float(
            all(words.sentence_range(words.sentences[name.start])[0] == name.start for name in names)
        ),
        "late": longest.first / max(1, len(words)),
    }
    if network.present:
        for label in ("PERSON", "ORG", "PLACE"):
            shares = [network.share(label, name.first, name.last) for name in names]
            evidence[f"network {label}"] = max(shares)
            evidence[f"network {label}, longest"] = network.share(label, longest.first, longest.last)
        exact = network.exact_people
        evidence["network exact"] = float(any((name.first, name.last) in exact for name in names))
        evidence["network role"] = float(
            any(True for name in names for _ in roles_beside(scan, network, name.start, name.end))
        )
        evidence["network silent, single"] = float(size == 1 and evidence["network PERSON"] == 0)
    return evidence


def roles_beside(scan: Scan, network: Network, start: int, end: int) -> Iterator[tuple[WordRange, bool]]:
    """The network's phrases of office beside a name at words `[start, end)`, and whether each stands before it."""
    for first, last in network.roles_near(start - _GAP, end + _GAP):
        before = last <= start and _linked(scan, last, start)
        after = first >= end and _linked(scan, end, first)
        if before or after:
            yield (first, last), before


def _linked(scan: Scan, start: int, end: int) -> bool:
    """Are the words between a name and a phrase few, and such as link the two?"""
    words = scan.words
    if end - start > _GAP or (start < end and words.sentences[start] != words.sentences[end - 1]):
        return False
    return all(
        words.keys[i] in _LINKS
        or words.keys[i] in around("as_office")
        or words.keys[i].isdigit()
        or words.keys[i] == "tahun"
        for i in range(start, end)
    )


class Rivals:
    """The phrases that may be the role of one person, each asked how the others stand to it; once for those of the same words."""

    def __init__(self, ties: Sequence[Tie]) -> None:
        self.first = ties[0] if ties else None
        self._texts = Counter(tie.text.lower() for tie in {id(tie): tie for tie in ties}.values())
        self._compared: dict[str, tuple[bool, bool]] = {}

    def compared(self, tie: Tie) -> tuple[bool, bool]:
        """Is the phrase a part of another, and is another a part of it?"""
        text = tie.text.lower()
        if text not in self._compared:
            others = [other for other, times in self._texts.items() if other != text or times > 1]
            self._compared[text] = any(text in other for other in others), any(other in text for other in others)
        return self._compared[text]

    @property
    def alone(self) -> bool:
        """Is there one phrase only?"""
        return self._texts.total() == 1


def of_role(scan: Scan, mention: Mention, tie: Tie, rivals: Rivals) -> Evidence:
    """For a phrase being the role of the person whom a mention names."""
    words = words_of(tie.text)
    inside, holds = rivals.compared(tie)
    by_network = "network" in tie.sources
    kind = (
        "office"
        if tie.office is not None
        else "kin"
        if kin().match(words, 0)
        else "trade"
        if trades().match(words, 0)
        else "other"
    )
    source = "both" if len(tie.sources) > 1 else next(iter(tie.sources))
    return {
        f"by {source}": 1.0,
        f"{kind} by {source}": 1.0,
        f"is {kind}": 1.0,
        "full": float(tie.office is not None and not tie.office.bare),
        "bare": float(tie.office is not None and tie.office.bare),
        "known office": float(offices().match(words, 0) is not None),
        "capital": float(tie.text[:1].isupper()),
        "words": float(min(8, len(words))),
        "one word": float(len(words) == 1),
        "inside another": float(inside),
        "holds another": float(holds),
        "network holds another": float(by_network and holds),
        "alone": float(rivals.alone),
        "first": float(rivals.first is tie),
        "name of one word": float(mention.name.size == 1),
        "before": float(tie.before),
    }
