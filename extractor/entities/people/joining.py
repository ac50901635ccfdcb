"""The mentions of one person joined: full and short names, nicknames, and offices without a name."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from extractor.entities.network import Network
from extractor.entities.offices import Office
from extractor.entities.people.evidence import Rivals, of_person, of_role, roles_beside
from extractor.entities.people.model import NETWORK, Mention, Person, Tie
from extractor.entities.people.scanning import Scan
from extractor.knowledge.titles import around, speech_after, speech_before, title_key
from extractor.language.names import not_names
from extractor.language.phrases import key
from extractor.language.spans import Span
from extractor.tagging.judge import Judge, Judges

FEW = 150  # people up to which near spellings are looked for; a longer list of names is no news post
_FEW_SPELLINGS = 300  # of all their names
_NICKNAME_REACH = 3  # words
_MOST_WORDS = 6  # of a name, of which every choice is looked up
SIMILAR = 86  # rapidfuzz ratio from which two spellings of a name are one: "Candra" and "Chandra" have 92


class Joiner:
    """Joins the mentions of one person, short and nameless ones too."""

    def __init__(self, scan: Scan, network: Network, judges: Judges) -> None:
        self.scan = scan
        self.network = network
        self.judges = judges
        self.words = scan.words
        self.groups: list[list[Mention]] = []
        self._names: list[set[tuple[str, ...]]] = []  # of each group, the names as words
        self._spellings = 0
        self._with_part: dict[str, set[int]] = {}  # the groups in whose names a word stands
        self._with_words: dict[frozenset[str], set[int]] = {}  # the groups that have a name of just these words
        self._offices = set(scan.offices)
        self._compared: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}
        self.aliases: dict[int, list[str]] = {}
        self.extra: dict[int, list[Span]] = {}
        announced = around("nicknames")
        self._nicknames = [i for i, word in enumerate(scan.words.keys) if word in announced]

    def people(self) -> list[Person]:
        """The people, in order of first mention."""
        self.gather()
        judge = self.judges.get("person")
        if judge is None:
            self.groups = [g for g in self.groups if self._believable(g)]
        else:
            self.groups = [g for g in self.groups if judge.accepts(of_person(self.scan, self.network, g))]
        self._short_mentions()
        self._nameless()
        found = [self._person(number, group) for number, group in enumerate(self.groups)]
        return sorted(found, key=lambda p: p.mentions[0].start)

    def gather(self) -> None:
        """Put the mentions of each candidate together, in `groups`."""
        for mention in sorted(self.scan.mentions, key=lambda m: (-m.name.size, m.name.first)):
            self._place(mention)
        self._merge_nicknames()

    def role_candidates(self, group: list[Mention]) -> list[tuple[Tie, Mention]]:
        """The phrases that may be the role of a person, with the mention that each stands beside: the rules' best first."""
        words = self.words
        found = [(tie, mention) for mention in group for tie in mention.ties]
        found.sort(key=lambda one: _weight(one[0]), reverse=True)
        for mention in group:
            for (first, last), before in roles_beside(self.scan, self.network, mention.name.start, mention.name.end):
                text = words.read(first, last)
                known = next((n for n, (tie, _) in enumerate(found) if tie.text.lower() == text.lower()), None)
                if known is not None:
                    tie, own = found[known]
                    found[known] = (replace(tie, sources=tie.sources | NETWORK, before=before), own)
                else:
                    found.append((self._marked_tie(first, last, text, before), mention))
        return found

    def _marked_tie(self, first: int, last: int, text: str, before: bool) -> Tie:
        """A phrase that only the network marks: an office if it begins like one or with a capital, else a tie of a private person."""
        words = self.words
        office = self.scan.office_at(first)
        if office is not None:
            office = replace(office, end=last, text=text) if office.end != last else office
        elif words.capital[first]:
            body = next((b for i in range(first, last) if (b := self.scan.bodies.read(i)) is not None), None)
            title = words.read(first, body.start if body is not None and body.start > first else last)
            office = Office(first, last, title, body, None, of_government=False, text=text, capital=True)
        return Tie(text, office.title if office is not None else text, office, NETWORK, before)

    def _judged_ties(self, judge: Judge, group: list[Mention], ties: list[Tie]) -> list[Tie]:
        """The ties, the likeliest role first; of those that only the network marks none but that."""
        candidates = self.role_candidates(group)
        if not candidates:
            return ties
        every = [tie for tie, _ in candidates]
        rivals = Rivals(every)
        rated = [
            (judge.probability(of_role(self.scan, own, tie, rivals)), -n) for n, (tie, own) in enumerate(candidates)
        ]
        probability, place = max(rated)
        if probability < judge.threshold:
            return ties
        best = every[-place]
        if best.office is not None and best.office not in self._offices:
            self._offices.add(best.office)
            self.scan.offices.append(best.office)
        return [best, *(tie for tie in ties if tie.text.lower() != best.text.lower())]

    def _place(self, mention: Mention) -> None:
        parts = _parts(mention.text)
        few = len(self.groups) <= FEW and self._spellings <= _FEW_SPELLINGS
        for number in range(len(self.groups)) if few else self._of_the_same_words(parts):
            if (not few or self._is_named(number, parts)) and _ties_agree(mention, self.groups[number]):
                self.groups[number].append(mention)
                self._know(number, parts)
                return
        self.groups.append([mention])
        self._names.append(set())
        self._know(len(self.groups) - 1, parts)

    def _is_named(self, number: int, parts: tuple[str, ...]) -> bool:
        """Is one of the names of a group the same person's as the name of these words?"""
        for known in self._names[number]:
            same = self._compared.get((parts, known))
            if same is None:
                same = self._compared[parts, known] = _same_person(parts, known)
            if same:
                return True
        return False

    def _of_the_same_words(self, parts: tuple[str, ...]) -> list[int]:
        """Among many groups, those with a name whose words are among these, or that has all of these: near spellings are passed over."""
        if not parts:
            return []
        found = set.intersection(*(self._with_part.get(part, set()) for part in parts))
        words = sorted(set(parts))[:_MOST_WORDS]
        for size in range(1, len(words) + 1):
            for chosen in combinations(words, size):
                found |= self._with_words.get(frozenset(chosen), set())
        return sorted(found)

    def _know(self, number: int, parts: tuple[str, ...]) -> None:
        if parts not in self._names[number]:
            self._names[number].add(parts)
            self._spellings += 1
            self._with_words.setdefault(frozenset(parts), set()).add(number)
            for part in parts:
                self._with_part.setdefault(part, set()).add(number)

    def _merge_nicknames(self) -> None:
        """A single word that is a beginning or an end of another's name, where the text speaks of a nickname or just spoke of them."""
        for group in list(self.groups) if len(self.groups) <= FEW else ():
            mention = group[0]
            if len(group) > 2 or mention.name.size > 1 or "office" in mention.evidence:
                continue
            word = _fold(mention.text)
            nick = self._nickname(mention.name.first)
            for other in self.groups:
                parts = {p for m in other for p in _parts(m.text)} if other is not group else set()
                if any(len(p) > len(word) >= 3 and (p.startswith(word) or (nick and p.endswith(word))) for p in parts):
                    other.extend(group)
                    self.groups.remove(group)
                    break

    def _believable(self, group: list[Mention]) -> bool:
        evidence = frozenset().union(*(m.evidence for m in group))
        if all(self.words.starts[m.name.first] < self.scan.body_start and m.name.size == 1 for m in group):
            return False
        size = max(m.name.size for m in group)
        if evidence & {"office", "kin", "trade", "age", "named", "degree", "apposition", "honorific", "list"} or any(
            m.ties for m in group
        ):
            return True
        spoken_again = "speech" in evidence and len(self.scan.places_of.get(key(group[0].text), ())) > 1
        return size >= 2 or len(group) >= 2 or spoken_again

    def _short_mentions(self) -> None:
        """Single capitals that are a part, a beginning or a nickname of a known name."""
        words = self.words
        before_verbs, after_verbs = speech_before(), speech_after()
        parts = [
            (number, set(_parts(max((m.text for m in group), key=len)))) for number, group in enumerate(self.groups)
        ]
        with_part: dict[str, list[int]] = {}
        for number, names in parts:
            for name in names:
                with_part.setdefault(name, []).append(number)
        for i in [i for i, capital in enumerate(words.capital) if capital]:
            if i in self.scan.taken or len(words.texts[i]) < 3:
                continue
            word = _fold(words.texts[i])
            hits = with_part.get(word, [])
            at_subject = (
                i > 0 and (words.keys[i - 1] in before_verbs or words.keys[i - 1] in ("pak", "bu", "ibu", "bapak"))
            ) or (i + 1 < len(words) and words.keys[i + 1] in after_verbs)
            nick = self._nickname(i)
            if not hits and len(parts) <= FEW and word not in not_names() and (at_subject or nick):
                hits = [
                    n
                    for n, names in parts
                    if any(p.startswith(word) and len(word) >= 3 and len(p) > len(word) for p in names)
                ]
                if not hits:
                    hits = [n for n, names in parts if any(fuzz.ratio(word, p) >= SIMILAR for p in names if len(p) > 3)]
                if not hits and nick:
                    hits = [n for n, names in parts if any(p.endswith(word) for p in names)]
            if not hits or self.scan.bodies.read(i) is not None or self.scan.office_at(i) is not None:
                continue
            number = hits[0] if len(hits) == 1 else self._nearest(hits, words.starts[i])
            if not at_subject and not nick and self.scan.bodies.areas.match_area(i) is not None:
                continue
            self.scan.taken.add(i)
            self.extra.setdefault(number, []).append(words.span(i, i + 1))
            alias = words.texts[i]
            if alias not in self.aliases.setdefault(number, []):
                self.aliases[number].append(alias)

    def _nickname(self, i: int) -> bool:
        """Does a word that announces a nickname stand near word `i`?"""
        sentences, announced = self.words.sentences, self._nicknames
        near = bisect_left(announced, i - _NICKNAME_REACH)
        while near < len(announced) and announced[near] <= i + _NICKNAME_REACH:
            if announced[near] != i and sentences[announced[near]] == sentences[i]:
                return True
            near += 1
        return False

    def _nearest(self, numbers: list[int], offset: int) -> int:
        """The group last mentioned before the offset."""
        words = self.words

        def distance(number: int) -> int:
            starts = [words.starts[m.name.first] for m in self.groups[number]]
            return min((offset - s if s <= offset else 10**6 + s - offset) for s in starts)

        return min(numbers, key=distance)

    def _nameless(self) -> None:
        """Offices without a name speak of the person who holds them: "Wagub", "Walikota Padang Sidempuan"."""
        words = self.words
        holders: dict[tuple[str, ...], list[tuple[int, Office]]] = {}
        used = {id(t.office) for g in self.groups for m in g for t in m.ties if t.office}
        for number, group in enumerate(self.groups):
            for mention in group:
                for tie in mention.ties:
                    if tie.office is not None:
                        holders.setdefault(title_key(tie.office.title), []).append((number, tie.office))
        for office in self.scan.offices:
            if id(office) in used or not office.capital:
                continue
            known = holders.get(title_key(office.title), [])
            fitting = {n for n, other in known if _areas_agree(office, other)}
            if len(fitting) != 1:
                continue
            number = fitting.pop()
            self.extra.setdefault(number, []).append(words.span(office.start, office.end))
            if office.bare and office.text not in self.aliases.setdefault(number, []):
                self.aliases[number].append(office.text)
            if not office.bare:
                first = next(m for m in self.groups[number] if any(t.office for t in m.ties))
                if all(
                    t.office is None or t.office.bare or title_key(t.title) != title_key(office.title)
                    for m in self.groups[number]
                    for t in m.ties
                ):
                    first.ties.insert(0, Tie(office.text, office.title, office))

    def _person(self, number: int, group: list[Mention]) -> Person:
        words = self.words
        group.sort(key=lambda m: m.name.first)
        longest = max(group, key=lambda m: (len(_parts(m.text)), -m.name.first))
        spans = [words.span(m.name.first, m.name.last) for m in group] + self.extra.get(number, [])
        by_text: dict[str, Tie] = {}
        for mention in group:
            for tie in mention.ties:
                by_text.setdefault(tie.text.lower(), tie)
        ties = list(by_text.values())
        ties.sort(key=_weight, reverse=True)
        if (judge := self.judges.get("role")) is not None:
            ties = self._judged_ties(judge, group, ties)
        honorifics = list(dict.fromkeys(h for m in group for h in m.name.honorifics))
        aliases = list(dict.fromkeys([m.text for m in group if m.text != longest.text] + self.aliases.get(number, [])))
        other = all(m.evidence == frozenset({"kin"}) and not m.ties for m in group)
        return Person(
            longest.text, honorifics, [a for a in aliases if a != longest.text], ties, sorted(set(spans)), other
        )


def _weight(tie: Tie) -> tuple[int, int]:
    """Full offices before bare ones, offices before private ties; the first of equals wins (the sort is stable)."""
    if tie.office is None:
        return (1 if len(tie.text.split()) > 1 else 0, 0)
    named = (tie.office.body is not None) + (tie.office.area is not None)
    return (2, min(named, 1) * 2 + (1 if tie.office.body is not None and not tie.office.body.short else 0))


@lru_cache(maxsize=16384)
def _fold(word: str) -> str:
    return key(word).replace("'", "")


@lru_cache(maxsize=16384)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(_fold(w) for w in name.replace("-", " ").split() if len(w.rstrip(".")) > 1 or w.isupper())


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """One name, a part of it, or a near spelling of it."""
    if not a or not b:
        return False
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if all(any(s == w or (len(s) > 3 and fuzz.ratio(s, w) >= SIMILAR) for w in long) for s in short):
        return True
    return fuzz.ratio(" ".join(a), " ".join(b)) >= 90


def _ties_agree(mention: Mention, group: list[Mention]) -> bool:
    """A short name with another full office is another person."""
    if mention.name.size > 1:
        return True
    mine = [t.office for t in mention.ties if t.office is not None and not t.office.bare]
    if not mine:
        return True
    theirs = [t.office for m in group for t in m.ties if t.office is not None and not t.office.bare]
    return not theirs or any(
        title_key(a.title) == title_key(b.title) or _areas_agree(a, b) for a in mine for b in theirs
    )


def _areas_agree(a: Office, b: Office) -> bool:
    """Offices of one title are one office unless both name an area or a body, and these differ."""
    if a.bare or b.bare:
        return True
    if a.area is not None and b.area is not None:
        x, y = _fold(a.area.name.replace(" ", "")), _fold(b.area.name.replace(" ", ""))
        if x != y and fuzz.ratio(x, y) < SIMILAR:
            return False
    if a.body is not None and b.body is not None:
        return a.body.stem == b.body.stem or a.body.short or b.body.short
    return True
