"""Who took part in an event."""

from __future__ import annotations

from functools import cache

from extractor.events.model import Event, Participant
from extractor.events.outline import Outline
from extractor.events.scene import Scene
from extractor.knowledge.events import small_words, types_in
from extractor.knowledge.titles import kin
from extractor.language.phrases import Phrases, words_of
from extractor.records import EventStatus, EventType, OrganizationKind, ParticipantRole

_LONGEST_ITEM = 16  # words of a line in a list of winners
_BULLETS = frozenset("-–•*▪")
# Bodies that act though they stand inside somebody's office: "Kepala Kejari Banggai".
_IN_OFFICES = (OrganizationKind.BPJSTK, OrganizationKind.LAW_ENFORCEMENT)
_ROLES = {
    EventType.AGREEMENT: ParticipantRole.PARTY,
    EventType.INCIDENT: ParticipantRole.SUBJECT,
    EventType.APPOINTMENT: ParticipantRole.SUBJECT,
    EventType.AWARD: ParticipantRole.RECIPIENT,
    EventType.COVERAGE_REPORT: ParticipantRole.SPEAKER,
    EventType.BENEFIT_REPORT: ParticipantRole.SPEAKER,
    EventType.DIRECTIVE: ParticipantRole.SPEAKER,
}


@cache
def _phrases(name: str) -> Phrases[bool]:
    return Phrases((phrase, True) for phrase in small_words(name))


class Who:
    """Gives events their participants: those in their sentences, guests and speakers of the main occasion, heirs, the agency."""

    def __init__(self, scene: Scene, outline: Outline) -> None:
        self.scene = scene
        self.outline = outline
        self._held: dict[tuple[int, str], bool] = {}

    def participants(self, event: Event) -> list[Participant]:
        """People, then bodies, each in order of first mention."""
        if event.type is EventType.DIRECTIVE:
            return [] if event.giver is None else [Participant(True, event.giver, ParticipantRole.SPEAKER)]
        sentences = self._sentences(event)
        people = self._people(event, sentences)
        bodies = self._bodies(event, sentences, people)
        return [self.participant(event, n, person=True) for n in sorted(people)] + [
            self.participant(event, n, person=False) for n in sorted(bodies)
        ]

    def participant(self, event: Event, number: int, *, person: bool) -> Participant:
        """The person or body with the role that the event's type and its office give it."""
        return Participant(person, number, _ROLES.get(event.type) or self._role(event, number, person=person))

    def _sentences(self, event: Event) -> list[int]:
        """The sentences that name participants: the event's own, those after them that tell who was there, lists of winners."""
        scene = self.scene
        found = list(event.sentences)
        if event.type in types_in("occasions") and event.status is EventStatus.OCCURRED:
            found += [
                s + 1 for s in event.sentences if s + 1 < scene.sentence_count and self._holds(s + 1, "attendance")
            ]
        if event is self.outline.main:
            body = range(scene.first_body, scene.sentence_count)
            found += [s for s in body if not scene.words.opens_speech(s) and self._holds(s, "guests")]
        if event.type is EventType.AWARD:
            found += [s for s in range(event.sentences[0], scene.sentence_count) if self.is_list_item(s)]
        return list(dict.fromkeys(found))

    def _people(self, event: Event, sentences: list[int]) -> list[int]:
        scene = self.scene
        if event.type in types_in("reports"):
            told = [n for s in event.sentences if (n := scene.speakers[s]) is not None]
            return list(dict.fromkeys(told)) or self._reporter(event)
        found: list[int] = []
        own = set(event.sentences)
        for s in sentences:
            named = scene.people_in.get(s, [])
            near = s in own or s - 1 in own
            found += [n for n in named if near or scene.is_official(n)]
            speaker = scene.speakers[s]
            if not named and speaker is not None and event.type is not EventType.INCIDENT and self._speaks_of_own(s):
                found.append(speaker)
        if event.type is EventType.BENEFIT_HANDOVER and event.status is EventStatus.OCCURRED:
            found = [n for n in found if not self._is_dead(n)] + self._heirs()
        if event.type is EventType.INCIDENT:
            found = [n for n in found if not scene.is_official(n)]
        if event is self.outline.main and event.type in types_in("takes_speakers"):
            found += [n for n in scene.speakers if n is not None and scene.is_official(n)]
        return list(dict.fromkeys(found))

    def _bodies(self, event: Event, sentences: list[int], people: list[int]) -> list[int]:
        scene = self.scene
        found = [
            n
            for s in sentences
            for n in scene.organizations_in.get(s, [])
            if self.may_act(scene, n) and (scene.stands_alone(n, s) or scene.organizations[n].kind in _IN_OFFICES)
        ]
        spoken_for = [body for n in people if (body := scene.body_of(n)) is not None]
        if event.type in types_in("reports"):
            found = [n for n in found if scene.organizations[n].kind is OrganizationKind.BPJSTK] + spoken_for
        elif event.type is EventType.INCIDENT:
            found = [n for n in found if scene.organizations[n].kind is OrganizationKind.COMPANY]
        elif event.type in types_in("takes_government"):
            found += [n for n in spoken_for if scene.organizations[n].stem.startswith("Pemerintah")]
        if event.type is EventType.ENROLLMENT and event.status is not EventStatus.URGED:
            found += self._employers(event)
        agency = scene.agency
        if agency is not None and self._takes_agency(event, people, found):
            # A branch stands for the agency; where a branch acts, the agency as such is no further party.
            kept = [
                n
                for n in found
                if scene.organizations[n].kind is not OrganizationKind.BPJSTK or scene.organizations[n].is_branch
            ]
            found = [*kept, agency]
        return list(dict.fromkeys(found))

    def _takes_agency(self, event: Event, people: list[int], bodies: list[int]) -> bool:
        """Is the agency a party though the sentences may not name it?"""
        scene = self.scene
        if any(scene.organizations[n].kind is OrganizationKind.BPJSTK for n in bodies):
            return True
        if event.type in types_in("reports"):
            return not people or any(scene.is_agency_person(n) for n in people)
        if event.type is EventType.AWARD or event.type not in types_in("takes_agency"):
            return False
        return event.status is not EventStatus.PLANNED

    def _speaks_of_own(self, sentence: int) -> bool:
        """Does the sentence go on about the one who spoke: "Ia berencana …", "pihaknya"?"""
        begin, end = self.scene.words.sentence_range(sentence)
        return bool(small_words("self").intersection(self.scene.words.keys[begin:end]))

    def _heirs(self) -> list[int]:
        """Private people whom kinship ties to the story: those who receive."""
        return [
            n
            for n, person in enumerate(self.scene.people)
            if person.ties
            and person.ties[0].office is None
            and any(kin().match(words_of(tie.text), 0) for tie in person.ties)
        ]

    def _employers(self, event: Event) -> list[int]:
        """Companies beside an enrolment, and the government of the post where the sentences name nobody who enrols."""
        scene = self.scene
        near = [s for e in event.sentences for s in (e - 1, e, e + 1) if scene.first_body <= s < scene.sentence_count]
        found = [
            n
            for s in near
            for n in scene.organizations_in.get(s, ())
            if scene.organizations[n].kind is OrganizationKind.COMPANY
        ]
        if found:
            return list(dict.fromkeys(found))
        named = [n for s in event.sentences for n in scene.organizations_in.get(s, ())]
        if any(scene.organizations[n].kind is not OrganizationKind.BPJSTK for n in named):
            return []
        return [
            n
            for n, one in enumerate(scene.organizations)
            if one.stem in ("Pemerintah Kabupaten", "Pemerintah Kota", "Pemerintah Provinsi")
        ][:1]

    def _reporter(self, event: Event) -> list[int]:
        """Who states a report whose sentences name nobody: the speaker next to them, else the agency's only speaker."""
        scene = self.scene
        for away in (1, 2):
            for s in event.sentences:
                for near in (s - away, s + away):
                    if (
                        scene.first_body <= near < scene.sentence_count
                        and (speaker := scene.speakers[near]) is not None
                    ):
                        return [speaker]
        own = {n for n in scene.speakers if n is not None and scene.is_agency_person(n)}
        return list(own) if len(own) == 1 else []

    def _is_dead(self, person: int) -> bool:
        """Is the person the one whose heirs receive?"""
        one = self.scene.people[person]
        return any(h.lower().strip("().").startswith(("alm", "mendiang")) for h in one.honorifics) or one.kin_of_other

    def _holds(self, sentence: int, words: str) -> bool:
        """Does the sentence hold one of the phrases of a list in `events.toml`? Asked of the text once."""
        if (sentence, words) not in self._held:
            self._held[sentence, words] = self._looks_for(sentence, words)
        return self._held[sentence, words]

    def _looks_for(self, sentence: int, words: str) -> bool:
        begin, end = self.scene.words.sentence_range(sentence)
        book, keys = _phrases(words), self.scene.words.keys
        if book.openers.isdisjoint(keys[begin:end]):
            return False
        return any(book.match(keys, i) is not None for i in range(begin, end))

    def names_guests(self, sentence: int) -> bool:
        """Does the sentence tell who was there?"""
        return self._holds(sentence, "guests") or self._holds(sentence, "attendance")

    def names_winners(self, sentence: int) -> bool:
        """Does the sentence tell who came where in a competition?"""
        asked = (sentence, "items")
        if asked not in self._held:
            begin, end = self.scene.words.sentence_range(sentence)
            self._held[asked] = not small_words("items").isdisjoint(self.scene.words.keys[begin:end])
        return self._held[asked]

    def is_list_item(self, sentence: int) -> bool:
        """A line of a list of winners: short, opened by a bullet, a number or a category."""
        begin, end = self.scene.words.sentence_range(sentence)
        first = self.scene.words.texts[begin]
        return end - begin <= _LONGEST_ITEM and (
            first in _BULLETS
            or first.rstrip(".)").isdigit()
            or first.rstrip(".").strip("IVX") == ""
            or self.scene.words.keys[begin] in small_words("items")
        )

    @staticmethod
    def may_act(scene: Scene, number: int) -> bool:
        """Can the body have a part in an event? Papers report it, the health agency is named beside it."""
        kind = scene.organizations[number].kind
        return kind is not OrganizationKind.MEDIA and kind is not OrganizationKind.BPJS_KESEHATAN

    def _role(self, event: Event, number: int, *, person: bool) -> ParticipantRole:
        scene = self.scene
        agency = (
            scene.is_agency_person(number) if person else scene.organizations[number].kind is OrganizationKind.BPJSTK
        )
        if event.type in (EventType.BENEFIT_HANDOVER, EventType.AID):
            if agency or (person and scene.is_official(number)):
                return ParticipantRole.GIVER
            return ParticipantRole.RECIPIENT if person or event.type is EventType.AID else ParticipantRole.ATTENDEE
        if event.type is EventType.ENROLLMENT:
            return (
                ParticipantRole.GIVER
                if (not person and not agency) or (person and scene.is_official(number))
                else ParticipantRole.ATTENDEE
            )
        if event.type in (EventType.MEETING, EventType.SOCIALIZATION, EventType.SERVICE):
            if person:
                return ParticipantRole.SPEAKER if number in scene.speakers else ParticipantRole.ATTENDEE
            return ParticipantRole.ORGANIZER if agency else ParticipantRole.ATTENDEE
        if event.type is EventType.ENFORCEMENT:
            return ParticipantRole.ORGANIZER if agency else ParticipantRole.PARTY
        return ParticipantRole.SUBJECT
