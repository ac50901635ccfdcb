"""Posts in any number and of any length, made from the paragraphs of a folder's posts.

Lengths are as in regional news: half of the posts have fewer than 350 words, none fewer than 100 or more than 1,500. The same numbers give the
same posts on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.documents import Document, read_inputs

_MIDDLE, _SPREAD = 5.86, 0.55  # of the logarithm of the number of words
_LEAST, _MOST = 100, 1500  # words
LONGEST = 99_000  # characters of a hostile post, near the most that the program takes

# What a hostile post repeats.
HOSTILE = {
    "sums": "Rp 1 juta ",
    "counts": "1.000 pekerja ",
    "names": "Andi Budi Citra ",
    "offices": "Kepala Dinas Sosial Kabupaten Bima, ",
    "commas": ", ",
    "one word": "Xyz",
    "quotation marks": '"',
    "kin": "anak Ahmad, istri Budi, ",
    "a name": "Bupati Ahmad Yani mengatakan. ",
    "dates": "Kamis (25/8/2022) ",
    "quotes": '"Kami bayar santunan," kata Ahmad. ',
    "bodies": "PT Maju Jaya dan BPJS Ketenagakerjaan. ",
    "rules": "UU Nomor 24 Tahun 2011. ",
    "events": "BPJS Ketenagakerjaan menyerahkan santunan Rp 42 juta kepada Ahmad di Ambon. ",
    "brackets": "(",
}
_OPENING = "AMBON - BPJS Ketenagakerjaan menyerahkan santunan kepada ahli waris, Kamis (25/8/2022). "


def documents_of(folder: Path) -> list[Document]:
    """The posts of a folder.

    Raises:
        SystemExit: it holds none.
    """
    found = [document for document in read_inputs([folder]) if isinstance(document, Document)]
    if not found:
        raise SystemExit(f"{folder}: holds no post. Name a folder of posts, such as corpus/posts.")
    return found


def lengths(number: int, seed: int = 5) -> Iterator[int]:
    """Words of `number` posts, as posts are long."""
    draw = random.Random(seed)  # noqa: S311 — no secret
    for _ in range(number):
        yield min(_MOST, max(_LEAST, int(draw.lognormvariate(_MIDDLE, _SPREAD))))


def made(documents: Sequence[Document], words: Iterable[int]) -> Iterator[Document]:
    """A post of each of these lengths, begun with another of `documents` each time."""
    for start, count in enumerate(words):
        yield of_length(documents, start, count)


def of_length(documents: Sequence[Document], start: int, words: int) -> Document:
    """The text of a post, lengthened by whole paragraphs of the next posts and cut to `words` words."""
    first = documents[start % len(documents)]
    paragraphs: list[str] = []
    have = 0
    while have < words:
        for paragraph in documents[start % len(documents)].text.split("\n"):
            kept = paragraph.split()[: words - have]
            paragraphs.append(" ".join(kept))
            have += len(kept)
            if have >= words:
                break
        start += 1
    return replace(first, text="\n".join(paragraphs).strip())


def strange(documents: Sequence[Document], number: int, words: int = 100) -> Iterator[Document]:
    """Short posts, every fifth word of which nobody has ever printed: what keeps the words it meets grows with them."""
    draw = random.Random(7)  # noqa: S311 — no secret
    for document in made(documents, [words] * number):
        printed = document.text.split(" ")
        for at in range(3, len(printed), 5):
            word = "".join(draw.choice("bdgklmnprst") + draw.choice("aiueo") for _ in range(draw.randint(3, 5)))
            printed[at] = word.capitalize() if printed[at][:1].isupper() else word
        yield replace(document, text=" ".join(printed))


def hostile(repeated: str, size: int = LONGEST) -> str:
    """A post that says one thing again and again, in `size` characters."""
    return f"Santunan BPJS Ketenagakerjaan\n\n{_OPENING}{repeated * (size // len(repeated))}"


def many_names(size: int = LONGEST) -> str:
    """A post that lists thousands of people, no two of one name, few of one first name."""
    first = ("Ahmad", "Yusuf", "Budi", "Siti", "Dewi", "Rudi", "Hasan", "Umar", "Ali", "Nur")
    heads, tails = (
        [f"{a}{b}{c}" for a in "BDGKLMNPRST" for b in "aiueo" for c in "nrstlmk"],
        ("ang", "ino", "ura", "esi"),
    )
    names = (f"{one} {head}{tail}," for tail in tails for head in heads for one in first)
    return f"Santunan BPJS Ketenagakerjaan\n\n{_OPENING}{' '.join(names)}"[:size]
