"""What is new since the last time, for a person with two minutes.

`gathering` asks the store and gives a `Digest`, plain data; `layout` puts it into words as a `Page` of sections, lines and tables, which
`terminal`, `markdown`, `html` and `mail` write each in its way. Words are in `words.toml`, thresholds in `rules.toml`.
"""

from __future__ import annotations

from extractor.digest.files import write_digest
from extractor.digest.gathering import digest
from extractor.digest.model import Digest, DigestError
from extractor.digest.window import last_digested, mark_digested, run_before

__all__ = ["Digest", "DigestError", "digest", "last_digested", "mark_digested", "run_before", "write_digest"]
