"""Which runs of capitals are people: the evidence for each."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from extractor.entities.network import Network
from extractor.entities.offices import Office
from extractor.entities.people.model import Mention, Tie
from extractor.entities.people.reading import is_verb
from extractor.entities.people.ties import Collector
from extractor.knowledge.titles import around, given_names, headline_verbs, kin, speech_after, speech_before, trades
from extractor.language.names import Name, is_degree, not_names, openers, read_honorifics
from extractor.language.phrases import key

_PLACES = 40  # places of a word that are looked at
_SMALL_TITLES = ("dr.", "dr", "drg.", "drh.", "apt.")  # honorifics that are printed in small letters too


@cache
def _small_beginnings() -> frozenset[str]:
    """Words in any case with which a street, a tie or a name begins; offices and bodies know their own."""
    return around("streets") | around("dead") | _private_beginnings() | frozenset(map(key, _SMALL_TITLES))


@cache
def _private_beginnings() -> frozenset[str]:
    """Words with which the tie of a private person begins."""
    return frozenset(kin().openers | trades().openers)


class Scan(Collector):
    """One walk over the words: offices, and names on evidence."""

    def run(self) -> None:
        """Walk over the text once, then over the lists of names."""
        words = self.words
        looked_at = self._looked_at()
        i = 0
        while i < len(words):
            if not looked_at[i]:
                i += 1
                continue
            office = None if self._in_rule(i) else self.office_at(i)
            if office is not None:
                self.offices.append(office)
                i = self._after_office(office)
                continue
            body = self.bodies.read(i)
            if body is not None:
                i = body.end
                continue
            if words.keys[i] in around("streets"):
                i = self._after_street(i)
                continue
            in_title = words.starts[i] < self.body_start
            private = None if in_title or words.keys[i] not in _private_beginnings() else self._private_before(i)
            if private is not None:
                i = private
                continue
            if words.capital[i]:
                name = self.name_at(i)
                if name is not None:
                    i = self._in_headline(name) if in_title else self._judge(name)
                    continue
            elif words.keys[i] in around("dead") or words.texts[i] in _SMALL_TITLES:
                name = self.name_at(i)
                if name is not None and name.honorifics:
                    i = self._judge(name)
                    continue
            i += 1
        self._lists()

    def take_over(self, network: Network) -> None:
        """Take what the network marks as people and no rule has found; offices and bodies stay what they are."""
        words = self.words
        for first, last in network.people:
            if self.taken.intersection(range(first, last)) or not words.capital[first]:
                continue
            in_title = words.starts[first] < self.body_start
            if (last - first == 1 and (in_title or len(words.texts[first]) < 3)) or self.office_at(first) is not None:
                continue
            found = self.name_at(first)
            if found is not None and found.first == first and found.last <= last:
                self._take(found, {"network"}, [])
            elif found is not None or last - first > 1:
                self._take(Name(first, first, last, last, ()), {"network"}, [])
        self.mentions.sort(key=lambda m: m.name.first)

    def _looked_at(self) -> list[bool]:
        """Which words something may begin with: most words in small letters are passed over."""
        words, others = self.words, _small_beginnings()
        found = [capital or word in others for capital, word in zip(words.capital, words.keys, strict=True)]
        for i in self.bodies.openings | self.reader.openings:
            found[i] = True
        return found

    def _in_rule(self, i: int) -> bool:
        """Is the word part of the name of a rule ("Peraturan Bupati", "Keputusan Gubernur")?"""
        return i > 0 and self.words.keys[i - 1] in around("rules")

    def _in_headline(self, name: Name) -> int:
        """In a headline every word has a capital; a common given name before a headline's verb is a person."""
        words = self.words
        verb = name.end < len(words) and words.keys[name.end] in headline_verbs()
        if verb and name.size >= 2 and words.keys[name.first] in given_names():
            return self._take(name, {"given name"}, [])
        return name.last

    def _after_street(self, i: int) -> int:
        """After "Jalan Jenderal Sudirman": streets bear names of people who are not in the story."""
        words = self.words
        j = i + 1
        while (
            j < len(words)
            and words.capital[j]
            and j - i < 5
            and self.office_at(j) is None
            and not (j > i + 1 and read_honorifics(words.texts, words.keys, j)[1])
        ):
            j += 1
        return j

    def _after_office(self, office: Office) -> int:
        """A name right after an office, after a comma, or in brackets."""
        words = self.words
        j = office.end
        stop = words.sentence_range(words.sentences[office.start])[1]
        tie = Tie(office.text, office.title, office)
        j = self.reader.after_acronym(j)
        comma = False
        while j < stop and words.texts[j] in (",", ":", "yakni", "yaitu", "yang", "dijabat", "saat", "ini", "dr"):
            if words.texts[j] == "," or words.texts[j] == ":":
                comma = True
            elif (
                words.texts[j] in ("yang", "dijabat", "saat", "ini")
                and not (words.texts[j] == "yang" and j + 1 < stop and words.texts[j + 1] in ("dijabat", "saat"))
                and words.texts[j] == "yang"
            ):
                break
            j += 1
        if comma and j < stop:
            j = self._after_larger_area(j, stop)
        if j < stop:
            if not comma and (told := self._office_with_nouns(office, stop)) is not None:
                return told
            longer = None if comma else self._longer_office(office, stop)
            if longer is not None:
                end, name = longer
                text = words.read(office.start, end)
                return self._take(name, {"office"}, [Tie(text, office.title, replace(office, end=end, text=text))])
            following = self.name_at(j)
            if following is not None and self._fits_after_office(following, comma, office):
                return self._take(following, {"office"}, [tie])
        return office.end

    def _after_larger_area(self, j: int, stop: int) -> int:
        """After the area between two commas: "Kepala … Cabang Padangsidimpuan, Sumatera Utara, Christian"."""
        words = self.words
        area = self.bodies.areas.read_area(j, unknown=False)
        if area is None or area.end + 1 >= stop or words.texts[area.end] != "," or not words.capital[area.end + 1]:
            return j
        return area.end + 1

    def _office_with_nouns(self, office: Office, stop: int) -> int | None:
        """An office with nouns in small letters, a comma, a name: "ketua koperasi, La Ode Samsuri", "Operator boiler, Suparman (41)"."""
        words = self.words
        k = office.end
        while (
            k < stop
            and k - office.end < 3
            and words.texts[k].islower()
            and words.texts[k].isalpha()
            and words.keys[k] not in openers()
            and not is_verb(words.keys[k])
        ):
            k += 1
        if k == office.end or k + 1 >= stop or words.texts[k] != "," or not office.bare:
            return None
        name = self.name_at(k + 1)
        if name is None or self.is_area(name) or not (name.size >= 2 or self.age_after(name.end)[1]):
            return None
        text = words.read(office.start, k)
        return self._take(name, {"office"}, [Tie(text, text, replace(office, end=k, text=text))])

    def _longer_office(self, office: Office, stop: int) -> tuple[int, Name] | None:
        """An office whose body no list knows: capitals up to a comma, then a name ("Manajer Pasar Induk Kramat Jati, Nawawi …")."""
        words = self.words
        j = office.end
        while (
            j < stop
            and j - office.end < 8
            and (words.capital[j] or words.texts[j] in ("(", ")", "&", "-") or words.keys[j] in ("dan", "di"))
        ):
            if words.capital[j] and (
                words.keys[j] in given_names() or (words.texts[j][-1] == "." and len(words.texts[j]) < 5)
            ):
                return None
            j += 1
        if j == office.end or j + 1 >= stop or words.texts[j] != "," or not words.capital[office.end]:
            return None
        name = self.name_at(j + 1)
        if (
            name is None
            or not (name.size >= 2 or name.honorifics)
            or self.is_area(name)
            or self.office_at(j + 1) is not None
        ):
            return None
        after = words.texts[name.end] if name.end < len(words) else "."
        if not (after.islower() or after in (",", ".", "(")) or is_degree(words.texts[j + 1]):
            return None
        return j, name

    def _is_spelled_out(self, name: Name, start: int) -> bool:
        """Is the run what an acronym in brackets abbreviates ("Ketua Panitia Pemungutan Suara (PPS)")?"""
        words = self.words
        if name.last + 2 >= len(words) or words.texts[name.last] != "(" or words.texts[name.last + 2] != ")":
            return False
        letters = words.texts[name.last + 1]
        initials = "".join(words.texts[i][0] for i in range(start, name.last) if words.capital[i]).upper()
        return letters.isupper() and len(letters) > 1 and initials.endswith(letters)

    def _fits_after_office(self, name: Name, comma: bool, office: Office) -> bool:
        words = self.words
        if name.honorifics and name.start < name.first:
            return True
        if self._is_spelled_out(name, office.start):
            return False
        if self.is_area(name) and (name.size == 1 or comma):
            spoken = (
                name.end < len(words)
                and words.keys[name.end] in speech_after()
                and words.keys[name.end].startswith("me")
            )
            return spoken and not office.bare and not comma
        if not comma:
            return not (name.size == 1 and words.texts[name.first].isupper() and len(words.texts[name.first]) < 5)
        after = words.texts[name.last] if name.last < len(words) else "."
        if name.size == 1:
            return after in (",", ".", "(") or after.islower()
        return True

    def _private_before(self, i: int) -> int | None:
        """Kinship or a trade before a name: "istri almarhum Wijayanto", "ahli waris, Siti Aminah", "nelayan bernama Ali"."""
        words = self.words
        match = kin().match(words.keys, i)
        is_kin = match is not None
        match = match or trades().match(words.keys, i)
        if match is None:
            return None
        j = match[0]
        if words.capital[i] and words.sentence_range(words.sentences[i])[0] != i:
            return None
        stop = words.sentence_range(words.sentences[i])[1]
        linked = False
        k = j
        if not is_kin:
            while (
                k < stop
                and k - j < 2
                and words.texts[k].islower()
                and words.texts[k].isalpha()
                and words.keys[k] not in openers()
                and not is_verb(words.keys[k])
                and words.keys[k] not in (*around("named"), *around("dead"), "korban", "peserta", "yakni", "yaitu")
            ):
                k += 1
            j = k
        while (
            k < stop
            and k - j < 4
            and words.keys[k]
            in (
                "dari",
                "korban",
                "peserta",
                "yang",
                "atas",
                "mendiang",
                "seorang",
                "pekerja",
                "yakni",
                "yaitu",
                ",",
                *around("named"),
            )
        ):
            linked = linked or words.keys[k] in around("named") or words.keys[k] in ("yakni", "yaitu")
            k += 1
        if k >= stop or not (words.capital[k] or words.keys[k] in around("dead")):
            return None
        name = self.name_at(k)
        if name is None or (self.is_area(name) and not name.honorifics):
            return None
        if name.size == 1 and words.texts[name.first].isupper() and len(words.texts[name.first]) <= 6:
            return None
        if (name.size == 1 and words.keys[name.first] in self.of_areas) or self._is_spelled_out(name, name.first):
            return None
        dead = any(key(h) in around("dead") for h in name.honorifics)
        separated = any(words.texts[x] == "," for x in range(j, k))
        if is_kin and not separated and not linked:
            # "istri almarhum Wijayanto": the person named is the other one.
            if not dead and name.size == 1 and not self._later(name):
                return None
            return self._take(name, {"kin"}, [])
        if separated and not linked and name.size == 1 and not self.age_after(name.end)[1]:
            return None
        if (
            not is_kin
            and not dead
            and name.size == 1
            and not linked
            and not self.age_after(name.end)[1]
            and k == j
            and not self._later(name)
        ):
            return None
        text = words.read(i, j)
        return self._take(name, {"kin" if is_kin else "trade"}, [Tie(text, text, None)])

    def _later(self, name: Name) -> bool:
        """Is the single word spoken of again, or followed by a verb of speech?"""
        words = self.words
        after = words.keys[name.end] if name.end < len(words) else ""
        return after in speech_after() or words.keys.count(words.keys[name.first]) > 1

    def _judge(self, name: Name) -> int:
        """Is the run of capitals a person? The index to go on from."""
        words = self.words
        before_verbs, after_verbs = speech_before(), speech_after()
        previous = words.keys[name.start - 1] if name.start > 0 else ""
        at_start = words.sentence_range(words.sentences[name.start])[0] == name.start
        after = words.keys[name.end] if name.end < len(words) else ""
        evidence: set[str] = set()
        if name.honorifics:
            evidence.add("honorific" if name.first > name.start else "degree")
        if self.age_after(name.end)[1]:
            evidence.add("age")
        if previous in around("named") and not at_start:
            evidence.add("named")
        area = self.is_area(name) or (name.size == 1 and words.keys[name.first] in self.of_areas)
        if self._is_spelled_out(name, name.start) or (previous in around("titles_follow") and not at_start):
            return name.last
        if "named" in evidence and not area:
            return self._take(name, evidence, self._tie_before(name.start))
        if not area:
            if previous in before_verbs and not at_start:
                evidence.add("speech")
            if after in after_verbs and (name.size >= 2 or not at_start):
                evidence.add("subject")
            if self._apposition(name.end, single=name.size == 1):
                evidence.add("apposition")
            if name.size >= 2 and previous in around("towards") and not at_start:
                evidence.add("towards")
            if name.size >= 2 and self._recurs(name):
                evidence.add("recurs")
            if name.size >= 2 and key(words.texts[name.first]) in given_names():
                evidence.add("given name")
        if (
            name.size == 1
            and words.texts[name.first].isupper()
            and len(words.texts[name.first]) <= 6
            and not evidence & {"honorific", "age"}
        ):
            return name.last
        skip = name.first + 1 if at_start and name.size >= 2 else name.last
        strong = evidence - {"subject"} or (evidence and name.size >= 2)
        if (
            not strong
            or (area and not evidence & {"honorific", "age", "named"})
            or (area and evidence == {"honorific"} and name.size == 1 and words.texts[name.start] in ("H", "M"))
        ):
            return skip
        if name.size == 1 and not evidence & {"honorific", "age", "speech", "named", "apposition"}:
            return skip
        if name.size == 1 and evidence == {"speech"} and words.keys[name.first] in not_names():
            return skip
        return self._take(name, evidence, [])

    def _tie_before(self, i: int) -> list[Tie]:
        """What a named person is, where that is said before the name ("ahli waris korban atas nama Asty")."""
        words = self.words
        begin = words.sentence_range(words.sentences[i])[0]
        for j in range(i - 1, max(begin, i - 7) - 1, -1):
            match = trades().match(words.keys, j) or kin().match(words.keys, j)
            if match is not None and words.texts[j].islower():
                text = words.read(j, match[0])
                return [Tie(text, text, None)]
        return []

    def _recurs(self, name: Name) -> bool:
        """Is the first or the last word of the run spoken of alone elsewhere, beside a verb of speech or of doing?"""
        words = self.words
        before, after = speech_before(), speech_after()
        for i in self.places_of.get(words.keys[name.first], [])[:_PLACES]:
            if name.first <= i < name.last or not words.capital[i] or (i + 1 < len(words) and words.capital[i + 1]):
                continue
            if (i > 0 and words.keys[i - 1] in before) or (i + 1 < len(words) and words.keys[i + 1] in after):
                return True
        return False

    def _apposition(self, i: int, *, single: bool = False) -> bool:
        """Does an office or a tie follow in apposition? For a single word only the tie of a private person is enough."""
        words = self.words
        i, _ = self.age_after(i)
        if i + 1 >= len(words):
            return False
        installed = words.keys[i] in around("installed") and "sebagai" in words.keys[i + 1 : i + 4]
        if installed or words.texts[i] in (",", "(") or words.keys[i] in ("selaku", "sebagai"):
            j = i + 1
            while j < len(words) and words.keys[j] in around("as_office"):
                j += 1
            if single:
                office = self.office_at(j)
                spoken = i >= 2 and (words.keys[i - 2] in around("towards") or words.keys[i - 2] in speech_before())
                if office is not None and not office.bare and spoken:
                    return True
                tie = kin().match(words.keys, j) or trades().match(words.keys, j)
                return tie is not None and words.texts[j].islower() and words.texts[i] == ","
            office = self.office_at(j)
            if office is not None and (not office.bare or words.keys[i] == "selaku" or installed):
                follows = words.texts[office.end] if office.end < len(words) else "."
                return words.keys[i] != "," or follows in (",", ".", ")", ";", "“", '"') or follows.islower()
            tie = kin().match(words.keys, j) or trades().match(words.keys, j)
            return tie is not None and words.texts[j].islower()
        return False

    def _single_in_list(self, name: Name, mention: Mention) -> bool:
        """May a single word go on a list of people: a common given name, or after people named so ("atas nama Sugiono dan Nurdin")?"""
        word = self.words.keys[name.first]
        known = mention.evidence & {"named", "age", "kin"} and word not in not_names()
        return bool(known) or word in given_names()

    def _lists(self) -> None:
        """Names beside a person in a list are people: "… Rahmat Djalil, Yusran Tolleng dan Nirwana Pabisa"."""
        words = self.words
        for mention in list(self.mentions):
            if not mention.evidence & {"office", "honorific", "degree", "list", "given name", "named", "age", "kin"}:
                continue
            j = mention.name.end
            while j + 1 < len(words) and (words.texts[j] in (",", "&") or words.keys[j] in ("dan", "serta")):
                k = j + 1
                k += words.keys[k] in ("dan", "serta")
                if k >= len(words) or k in self.taken or words.sentences[k] != words.sentences[j]:
                    break
                name = self.name_at(k) if words.capital[k] else None
                if (
                    name is None
                    or (name.size < 2 and not self._single_in_list(name, mention))
                    or self.is_area(name)
                    or self.office_at(k) is not None
                    or self.bodies.read(k) is not None
                ):
                    break
                j = self._take(name, {"list"}, [])
        self.mentions.sort(key=lambda m: m.name.first)
