"""Programs, rules and figures of an event."""

from __future__ import annotations

from bisect import bisect_right

from extractor.entities.amounts import Amount
from extractor.entities.quantities import Quantity
from extractor.events.model import Event
from extractor.events.outline import Outline
from extractor.events.scene import Scene
from extractor.knowledge.events import affinity, owned_figures, small_words, types_in
from extractor.records import Bound, EventStatus, EventType, Per, ProgramCode

_LEAD = 6  # sentences of the body in which the rule that an occasion rests on is named
_REACH = 3.0  # sentences over which a figure may belong to an event
_FAR = 0.55  # factor for each sentence between a figure and its event
_LEAST_FIT = 0.16
_OWNER = 0.9  # fit from which a type of event owns a kind of figure
_COVERS = frozenset(
    (ProgramCode.JKK, ProgramCode.JKM, ProgramCode.JHT, ProgramCode.JP, ProgramCode.BPU, ProgramCode.GN_LINGKARAN)
)


class What:
    """Gives events their programs, rules, amounts and quantities."""

    def __init__(self, scene: Scene, outline: Outline) -> None:
        self.scene = scene
        self.outline = outline
        self._compared: dict[int, int] = {}  # in a sentence, the word from which figures are those of another year

    def named(self, event: Event) -> None:
        """Give an event the programs and rules that its sentences name."""
        scene = self.scene
        sentences = list(event.sentences)
        if event.type in types_in("with_programs"):
            for s in event.sentences:
                follow = s + 1
                while (
                    follow < scene.sentence_count
                    and follow - s <= 2
                    and follow not in self.outline.announced
                    and scene.goes_on(follow)
                ):
                    sentences.append(follow)
                    follow += 1
        for s in sentences:
            event.programs += [n for n in scene.programs_in.get(s, ()) if n not in event.programs]
        if not event.programs and event.type in types_in("schemes") and event.status is not EventStatus.URGED:
            event.programs = self._schemes()
        grounds = list(event.sentences)
        if event is self.outline.main:
            lead = range(scene.first_body, min(scene.first_body + _LEAD, scene.sentence_count))
            grounds += [s for s in lead if self._is_ground(s)]
        for s in grounds:
            event.regulations += [n for n in scene.regulations_in.get(s, ()) if n not in event.regulations]
        event.programs.sort()

    def _schemes(self) -> list[int]:
        """The schemes that the post says the cover consists of: those named beside contributions and cover."""
        scene = self.scene
        out: list[int] = []
        for sentence in range(scene.first_body, scene.sentence_count):
            begin, end = scene.words.sentence_range(sentence)
            if small_words("cover").intersection(scene.words.keys[begin:end]):
                out += [
                    n
                    for n in scene.programs_in.get(sentence, ())
                    if n not in out and scene.doc._.programs[n].code in _COVERS
                ]
        return out

    def _is_ground(self, sentence: int) -> bool:
        """Does the sentence name the rule that the occasion rests on ("Dasar kegiatan ini Instruksi Presiden …")?"""
        begin, end = self.scene.words.sentence_range(sentence)
        return bool(small_words("ground").intersection(self.scene.words.keys[begin:end]))

    def figures(self) -> None:
        """Each figure goes to the event that fits its kind best near it; figures of one sentence go together."""
        scene = self.scene
        fits = affinity()
        for family, items, slot in (
            ("amount", scene.doc._.amounts, "amounts"),
            ("quantity", scene.doc._.quantities, "quantities"),
        ):
            for number, item in enumerate(items):
                sentence = scene.words.sentence_at(item.span.start)
                weights = fits[family].get(item.kind.value, {})
                if self.is_comparison(item.span.start):
                    continue
                best: tuple[float, Event] | None = None
                owners = (
                    [e for e in self.outline.events if weights.get(e.type, 0.0) >= _OWNER]
                    if item.kind.value in owned_figures()
                    else []
                )
                for event in self.outline.events:
                    weight = weights.get(event.type, 0.0)
                    if not weight or (event.type is EventType.BENEFIT_HANDOVER and self.is_tariff(item)):
                        continue
                    distance = self.distance(event, sentence)
                    if distance > _REACH and owners != [event]:
                        continue
                    distance = min(distance, _REACH) if owners == [event] else distance
                    score = weight * _FAR**distance
                    if best is None or score > best[0]:
                        best = (score, event)
                if best is not None and best[0] >= _LEAST_FIT:
                    getattr(best[1], slot).append(number)
        for event in self.outline.events:
            if event.type in types_in("pays"):
                self._programs_of_figures(event)

    def _programs_of_figures(self, event: Event) -> None:
        """A payment takes the programs named beside its sums ("Besaran santunan dari program JKM dan JHT …")."""
        scene, amounts = self.scene, self.scene.doc._.amounts
        for sentence in dict.fromkeys(scene.words.sentence_at(amounts[n].span.start) for n in event.amounts):
            begin, end = scene.words.sentence_range(sentence)
            if not small_words("negations").intersection(scene.words.keys[begin:end]):
                event.programs += [n for n in scene.programs_in.get(sentence, ()) if n not in event.programs]
        event.programs.sort()

    def affinity(self, event: Event, item: Amount | Quantity) -> float:
        """How well the kind of a figure fits the type of an event, 0 to 1."""
        family = "amount" if isinstance(item, Amount) else "quantity"
        return affinity()[family].get(item.kind.value, {}).get(event.type, 0.0)

    def is_comparison(self, offset: int) -> bool:
        """Does the figure stand after "dibandingkan" in its sentence: that of another year?"""
        words = self.scene.words
        i = words.word_at(offset)
        sentence = words.sentences[i]
        if sentence not in self._compared:
            begin, end = words.sentence_range(sentence)
            compares = small_words("comparisons")
            self._compared[sentence] = next((j for j in range(begin, end) if words.keys[j] in compares), end)
        return self._compared[sentence] < i

    def is_tariff(self, item: Amount | Quantity) -> bool:
        """What the rules grant, not what was handed over: "maksimal Rp174 juta", "Rp1,5 juta per tahun"."""
        return isinstance(item, Amount) and (item.per is Per.YEAR or item.bound in (Bound.MIN, Bound.MAX))

    def distance(self, event: Event, sentence: int) -> float:
        """Sentences to the event's nearest one, a paragraph break counting more; going back costs more than going on."""
        sentences = event.sentences
        at = bisect_right(sentences, sentence)
        found = [self._gap(s, sentence) for s in sentences[max(0, at - 1) : at + 1]]
        return min(found)

    def _gap(self, event_sentence: int, sentence: int) -> float:
        gap = abs(event_sentence - sentence)
        breaks = abs(self.scene.paragraphs[event_sentence] - self.scene.paragraphs[sentence])
        return gap * (0.45 if sentence > event_sentence else 0.9) + 0.35 * breaks
