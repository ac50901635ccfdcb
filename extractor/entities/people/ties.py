"""Collecting people with the offices and ties that stand after their names."""

from __future__ import annotations

from extractor.entities.bodies import BodyReader
from extractor.entities.offices import Office
from extractor.entities.people.model import Mention, Tie, proper_name
from extractor.entities.people.reading import Reader, is_verb
from extractor.entities.words import Words
from extractor.knowledge.titles import around, kin, speech_after, speech_before, trades
from extractor.language.names import Name, never_names, openers
from extractor.language.phrases import key

_FEW = 12  # mentions looked back over for whom a tie speaks of
_NEAR = 5  # sentences in which that person is named
_FAR = 60  # words back to the branch that gets a new head
_LONGEST_LINK = 8  # words between a name and its office
_MOST_KIN_IN_A_ROW = 20  # people followed from one to the next: "Ahmad, anak Budi, istri Siti, …"
_LONGEST_SITE = 3  # words of the place where a trade is practised


class Collector(Reader):
    """A reader that keeps what it takes for people: `mentions`, the words `taken` by names, and every office read."""

    def __init__(self, words: Words, bodies: BodyReader, body_start: int = 0) -> None:
        super().__init__(words, bodies, body_start)
        self.offices: list[Office] = []
        self.mentions: list[Mention] = []
        self._kin_in_hand = 0
        self.taken: set[int] = set()

    def _take(self, name: Name, evidence: set[str], ties: list[Tie]) -> int:
        """Keep a name as a person's, and with "istri Ahmad, Siti," Siti too; the index to go on from."""
        words = self.words
        end = self._keep(name, evidence, ties)
        if evidence != {"kin"} or ties or end != name.end or end + 2 >= len(words) or words.texts[end] != ",":
            return end
        other = self.name_at(end + 1)
        if other is None or other.end >= len(words) or words.texts[other.end] not in (",", "("):
            return end
        start = self._kin_start(name)
        if start is None or self.is_area(other) or self.office_at(end + 1) is not None:
            return end
        text = words.read(start, name.last)
        return self._keep(other, {"kin"}, [Tie(text, text, None)])

    def _kin_start(self, name: Name) -> int | None:
        """Where the kinship begins that ends with a name: "istri almarhum Ahmad"."""
        words = self.words
        for j in range(name.start - 1, max(-1, name.start - 4), -1):
            match = kin().match(words.keys, j)
            if match is not None:
                return j if not words.keys[match[0] - 1].endswith("nya") else None
        return None

    def _keep(self, name: Name, evidence: set[str], ties: list[Tie]) -> int:
        """Keep a name as a person's, with the ties before and after it; the index to go on from."""
        words = self.words
        text = words.read(name.first, name.last)
        end, age = self.age_after(name.end)
        if name.first > name.start:
            evidence.add("honorific")
        if age:
            evidence.add("age")
        tie_end, after = self._tie_after(end, has_office="office" in evidence)
        # What is said right after the name is said of this person alone; "suaminya" before it only of whose husband it is.
        owned = [tie for tie in ties if tie.office is None and tie.title.endswith("nya")]
        ties = [tie for tie in ties if tie not in owned] + after + owned
        if not ties:
            ties = self._kin_before(name) or self._succeeded(name)
        elif words.keys[name.start - 1] in around("succession"):
            self._tell_the_successor(name, ties)
        mention = Mention(name, proper_name(text), frozenset(evidence), [self._of_whom(tie, name) for tie in ties])
        self._tell_the_wife(mention, ties)
        self.mentions.append(mention)
        self.taken.update(range(name.first, name.last))
        return max(tie_end if after else end, name.end)

    # ties that speak of somebody named before -------------------------------------------------------------------------

    def _of_whom(self, tie: Tie, name: Name) -> Tie:
        """The tie with the person it leaves out: "anak sulungnya", "istri almarhum" of somebody named before."""
        whole = tie.title if tie.title.endswith("nya") else tie.text
        owned = whole.endswith("nya")
        if tie.office is not None or not (owned or key(whole.split()[-1]) in around("dead")):
            return tie
        words = whole.removesuffix("nya")
        other = self._private_person_before(name)
        if kin().match([key(word) for word in words.split()], 0) is None or other is None:
            return Tie(words, words, None) if owned else tie
        return Tie(f"{words} {other.text}", words, None)

    def _private_person_before(self, name: Name) -> Mention | None:
        """The private person named last before a name, not far from it."""
        words = self.words
        named = words.read(name.first, name.last)
        for mention in reversed(self.mentions[-_FEW:]):
            if words.sentences[name.first] - words.sentences[mention.name.first] > _NEAR:
                return None
            if mention.text != proper_name(named) and all(tie.office is None for tie in mention.ties):
                return mention
        return None

    def _kin_before(self, name: Name) -> list[Tie]:
        """Kinship before a name and a comma: "istri almarhum, Ibu Siti", "istrinya Siti", "istri Ahmad, Siti,"."""
        words = self.words
        comma = name.start - 1
        begin = max(words.sentence_range(words.sentences[name.start])[0], comma - 4)
        for j in range(comma, begin - 1, -1):
            match = kin().match(words.keys, j)
            if match is None or (words.capital[j] and j > words.sentence_range(words.sentences[j])[0]):
                continue
            k = match[0]
            while k < comma and words.keys[k] in around("dead"):
                k += 1
            if k == comma and words.texts[comma] == "," and k > match[0]:
                text = words.read(j, k)
                return [Tie(text, text, None)]
            if k == name.start and words.keys[k - 1].endswith("nya"):
                text = words.read(j, k)
                return [Tie(text, text, None)]
            return []
        return []

    def _tell_the_wife(self, husband: Mention, ties: list[Tie]) -> None:
        """Tell the woman named before "suaminya, Ahmad" that she is Ahmad's wife."""
        if not any(tie.title.lower() == "suaminya" for tie in ties):
            return
        wife = self._private_person_before(husband.name)
        if wife is not None and not wife.ties:
            wife.ties.append(Tie(f"istri {husband.text}", "istri", None))

    def _succeeded(self, name: Name) -> list[Tie]:
        """The office of whoever is replaced, or hands it over: "Kepala Cabang Tegal, Ani, menggantikan Budi"."""
        words = self.words
        begin = words.sentence_range(words.sentences[name.start])[0]
        j = name.start - 1
        while j > begin and words.keys[j] in ("oleh", "dari", "ke", "kepada"):
            j -= 1
        if j < begin or words.keys[j] not in around("succession") | around("handover"):
            if not (self.mentions and words.keys[name.start - 1] in ("ke", "kepada")):
                return []
            giver = self.mentions[-1]
            if giver.name.end != name.start - 1 or not any(t.office is None for t in giver.ties):
                return []
            return list(giver.ties)
        if words.keys[j] in around("handover"):
            office = self.offices[-1] if self.offices else None
            if office is None or office.end != j or office.bare:
                return []
            return [Tie(office.text, office.title, None)]
        return self._office_of_the_other(name)

    def _office_of_the_other(self, name: Name) -> list[Tie]:
        """The office of the person named last, who replaces the one named now; or the head of the branch spoken of."""
        words = self.words
        if not self.mentions:
            return []
        other = self.mentions[-1]
        sentence = words.sentences[name.first]
        if sentence - words.sentences[other.name.first] > 1:
            return []
        for tie in other.ties:
            if tie.office is not None and not tie.office.bare:
                return [Tie(tie.text, tie.title, None)]
        if other.ties or words.sentences[other.name.first] != sentence:
            return []
        begin = words.sentence_range(max(sentence - 1, 0))[0]
        bodies = (self.bodies.read(j) for j in range(max(begin, other.name.start - _FAR), other.name.start))
        branch = next((body for body in bodies if body is not None and body.is_branch), None)
        if branch is None:
            return []
        other.ties.append(Tie(f"Kepala {words.read(branch.start, branch.end)}", "Kepala", None))
        return list(other.ties)

    def _tell_the_successor(self, name: Name, ties: list[Tie]) -> None:
        """Give Ani the office in "Ani menggantikan Budi sebagai Kepala Cabang Tegal"."""
        words = self.words
        office = next((tie for tie in ties if tie.office is not None and not tie.office.bare), None)
        if office is None or not self.mentions:
            return
        other = self.mentions[-1]
        if words.sentences[other.name.first] == words.sentences[name.first] and not other.ties:
            other.ties.append(office)

    # ties after a name ------------------------------------------------------------------------------------------------

    def _tie_after(self, i: int, *, has_office: bool = False) -> tuple[int, list[Tie]]:
        """Office or tie after a name: "…, Kepala Cabang Tegal,", "… selaku Kepala …", "… (istri korban)"."""
        words = self.words
        if i + 1 >= len(words):
            return i, []
        j = i
        explicit = False
        while (
            j < len(words)
            and j - i < _LONGEST_LINK
            and (words.texts[j] in (",", "(") or words.keys[j] in around("as_office"))
        ):
            explicit = explicit or words.keys[j] in ("selaku", "sebagai", "menjabat")
            j += 1
        if j >= len(words) or words.sentences[j] != words.sentences[i]:
            return i, []
        if j == i:
            return self._trade_without_comma(i)
        office = self.office_at(j)
        if office is not None:
            after = words.texts[office.end] if office.end < len(words) else "."
            if not explicit and office.end < len(words) and self.name_at(office.end) is not None:
                return i, []
            if (
                not explicit
                and after == ","
                and office.end + 1 < len(words)
                and self._starts_person(office.end + 1, office, has_office=has_office)
            ):
                return i, []
            self.offices.append(office)
            return office.end, [Tie(office.text, office.title, office)]
        match = kin().match(words.keys, j)
        if match is not None and words.texts[j].islower():
            return self._kin_tie(j, match[0])
        match = trades().match(words.keys, j)
        if match is not None and not words.capital[j]:
            return self._trade_tie(j, match[0])
        return self._loose_tie(i, j)

    def _trade_without_comma(self, i: int) -> tuple[int, list[Tie]]:
        """A trade right after a name, said more exactly than in one word: "Bapak Ahmad kaur umum Kampung Damai"."""
        words = self.words
        match = trades().match(words.keys, i)
        if match is None or not words.texts[i].islower():
            return i, []
        end, ties = self._trade_tie(i, match[0])
        after = words.texts[end] if end < len(words) else "."
        return (end, ties) if end - i > 1 and after in (",", ".", ")", "yang", "yg") else (i, [])

    def _trade_tie(self, j: int, noun_end: int) -> tuple[int, list[Tie]]:
        """The tie of a trade at words `[j, noun_end)`, with the nouns, bodies and areas that complete it."""
        end = self._trade_end(self._nouns_after(noun_end))
        return end, [Tie(self.words.read(j, end), self.words.read(j, noun_end), None)]

    def _nouns_after(self, j: int) -> int:
        """After the nouns in small letters that complete a trade: "operator ekskavator yang …", "penjual bakso keliling"."""
        words = self.words
        k = j
        while (
            k < len(words)
            and k - j < 4
            and words.texts[k].islower()
            and words.texts[k].isalpha()
            and (words.keys[k] not in openers() or words.keys[k] in around("indefinite"))
            and words.keys[k] not in around("where")
            and not is_verb(words.keys[k])
        ):
            k += 1
        after = words.texts[k] if k < len(words) else "."
        named = k < len(words) and words.capital[k] and words.sentences[k] == words.sentences[j - 1]
        return k if named or after in (",", ".", ")", "yang") or after in around("where") else j

    def _loose_tie(self, i: int, j: int) -> tuple[int, list[Tie]]:
        """A short noun phrase in small letters in apposition: "…, penyadap karet dari Desa Sungai Mawang, …"."""
        words = self.words
        if (
            words.texts[j - 1] not in (",", "(")
            or not words.texts[j].islower()
            or not words.texts[j].isalpha()
            or len(words.texts[j]) < 3
        ):
            return i, []
        if (
            words.keys[j] in openers()
            or words.keys[j] in around("in_picture")
            or words.keys[j] in never_names() - around("nouns")
            or is_verb(words.keys[j])
            or words.keys[j] in speech_after()
            or words.keys[j] in speech_before()
        ):
            return i, []
        k = j + 1
        while (
            k < len(words)
            and k - j < 4
            and words.texts[k].islower()
            and words.texts[k].isalpha()
            and words.keys[k] not in openers()
            and not is_verb(words.keys[k])
            and words.keys[k] not in around("links")
        ):
            k += 1
        end = self._trade_end(k)
        after = words.texts[end] if end < len(words) else "."
        if after not in (",", ".", ")", "yang") or words.sentences[end - 1] != words.sentences[i]:
            return i, []
        text = words.read(j, end)
        return end, [Tie(text, words.read(j, k), None)]

    def _starts_person(self, i: int, office: Office, *, has_office: bool) -> bool:
        """Does the office before the comma belong to the name after it ("X, Bupati Y, Drs. Z mengatakan")?"""
        name = self.name_at(i)
        if name is None or not self.words.capital[i]:
            return False
        # "Office, Name, Office, Name": who has an office already leaves the next one to the next name.
        return has_office or (name.first > name.start and office.bare)

    def _kin_tie(self, start: int, j: int) -> tuple[int, list[Tie]]:
        """Kinship after a name ("istri almarhum Wijayanto", "ibu dari Sahnan", "istri korban"); the other person is a mention too."""
        words = self.words
        k = j
        while (
            k < len(words)
            and k - j < 4
            and words.keys[k]
            in ("dari", "kandung", "sah", "seorang", "peserta", "pekerja", "kedua", "pertama", "tertua")
        ):
            k += 1
        if (
            k < len(words)
            and words.sentences[k] == words.sentences[start]
            and (words.capital[k] or words.keys[k] in around("dead"))
        ):
            name = self.name_at(k)
            if (
                name is not None
                and not (self.is_area(name) and not name.honorifics)
                and self._kin_in_hand < _MOST_KIN_IN_A_ROW
            ):
                text = words.read(start, name.last)
                self._kin_in_hand += 1
                end = self._keep(name, {"kin"}, [])
                self._kin_in_hand -= 1
                return end, [Tie(text, words.read(start, j), None)]
        if k < len(words) and words.keys[k] in ("korban", "almarhum", "almarhumah", "peserta", "bersangkutan"):
            k += 1
        return k, [Tie(words.read(start, k), words.read(start, j), None)]

    def _trade_end(self, j: int) -> int:
        """The end of "buruh panen asal Desa Lubuk Sanai": small link words, then bodies and areas."""
        words = self.words
        k = j
        while k < len(words) and words.sentences[k] == words.sentences[j - 1]:
            area = self.bodies.areas.read_area(k, all_kinds=True)
            body = self.bodies.read(k)
            if body is not None:
                k = body.end
            elif area is not None:
                k = area.end
            elif (
                words.keys[k] in around("links")
                and k + 1 < len(words)
                and (words.capital[k + 1] or words.keys[k + 1] in around("links"))
            ) or (words.capital[k] and self._in_site(k, j)):
                k += 1
            else:
                break
        while k > j and words.keys[k - 1] in around("links"):
            k -= 1
        return k

    def _in_site(self, k: int, j: int) -> bool:
        """Is the capitalised word `k` one of the few right after a trade that say where it is practised ("Pelabuhan Anggrek")?"""
        return k == j or (k - j < _LONGEST_SITE and self.words.capital[k - 1] and self.office_at(k) is None)
