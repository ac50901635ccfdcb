"""Collecting people with the offices and ties that stand after their names."""

from __future__ import annotations

from extractor.entities.offices import Office
from extractor.entities.people.model import Mention, Tie, proper_name
from extractor.entities.people.reading import Reader, is_verb
from extractor.entities.words import Words
from extractor.knowledge.titles import around, kin, speech_after, speech_before, trades
from extractor.language.names import Name, never_names, openers


class Collector(Reader):
    """A reader that keeps what it takes for people: `mentions`, the words `taken` by names, and every office read."""

    def __init__(self, words: Words, body_start: int = 0) -> None:
        super().__init__(words, body_start)
        self.offices: list[Office] = []
        self.mentions: list[Mention] = []
        self.taken: set[int] = set()

    def _take(self, name: Name, evidence: set[str], ties: list[Tie]) -> int:
        words = self.words
        text = words.read(name.first, name.last)
        end, age = self.age_after(name.end)
        if name.first > name.start:
            evidence.add("honorific")
        if age:
            evidence.add("age")
        tie_end, after = self._tie_after(end, has_office="office" in evidence)
        ties = ties + after
        self.mentions.append(Mention(name, proper_name(text), frozenset(evidence), ties))
        self.taken.update(range(name.first, name.last))
        return max(tie_end if after else end, name.end)

    def _tie_after(self, i: int, *, has_office: bool = False) -> tuple[int, list[Tie]]:
        """Office or tie after a name: "…, Kepala Cabang Tegal,", "… selaku Kepala …", "… (istri korban)"."""
        words = self.words
        if i + 1 >= len(words):
            return i, []
        j = i
        explicit = False
        while j < len(words) and j - i < 5 and (words.texts[j] in (",", "(") or words.keys[j] in around("as_office")):
            explicit = explicit or words.keys[j] in ("selaku", "sebagai", "menjabat")
            j += 1
        if j == i or j >= len(words) or words.sentences[j] != words.sentences[i]:
            return i, []
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
            end = self._trade_end(self._nouns_after(match[0]))
            text = words.read(j, end)
            return end, [Tie(text, words.read(j, match[0]), None)]
        return self._loose_tie(i, j)

    def _nouns_after(self, j: int) -> int:
        """After the nouns in small letters that complete a trade: "operator ekskavator yang …", "penjual bakso keliling"."""
        words = self.words
        k = j
        while (
            k < len(words)
            and k - j < 3
            and words.texts[k].islower()
            and words.texts[k].isalpha()
            and words.keys[k] not in openers()
            and words.keys[k] not in around("links")
            and not is_verb(words.keys[k])
        ):
            k += 1
        after = words.texts[k] if k < len(words) else "."
        return k if after in (",", ".", ")", "yang", "di", "asal", "dari") else j

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
            if name is not None and not (self.is_area(name) and not name.honorifics):
                text = words.read(start, name.last)
                end = self._take(name, {"kin"}, [])
                return end, [Tie(text, words.read(start, j), None)]
        if k < len(words) and words.keys[k] in ("korban", "almarhum", "almarhumah", "peserta", "bersangkutan"):
            k += 1
        return k, [Tie(words.read(start, k), words.read(start, j), None)]

    def _trade_end(self, j: int) -> int:
        """The end of "buruh panen asal Desa Lubuk Sanai": small link words, then bodies and areas."""
        words = self.words
        k = j
        while k < len(words) and words.sentences[k] == words.sentences[j - 1]:
            area = self.bodies.read_area(k, all_kinds=True)
            body = self.bodies.read(k)
            if body is not None:
                k = body.end
            elif area is not None:
                k = area.end
            elif (
                words.keys[k] in around("links")
                and k + 1 < len(words)
                and (words.capital[k + 1] or words.keys[k + 1] in around("links"))
            ) or (words.capital[k] and k == j):
                k += 1
            else:
                break
        while k > j and words.keys[k - 1] in around("links"):
            k -= 1
        return k
