"""Loading spaCy without its command line, and numpy with one thread.

`import spacy` loads `spacy.cli` for one function, `spacy.info`, and with it typer, weasel, httpx and more: a third of the time that
the import takes. While spaCy is loaded here, an empty placeholder stands for `spacy.cli`; afterwards it is gone, and `spacy.info` or
`import spacy.cli` load the real one.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_PLACEHOLDERS = ("spacy.cli", "spacy.cli.info")


def load_spacy() -> None:
    """Import spaCy, quickly if nobody has imported it yet."""
    if "spacy" in sys.modules:
        return
    # The matrices of a post are too small to gain from threads, and other posts need the cores. Read when numpy is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in _PLACEHOLDERS:
        sys.modules[name] = ModuleType(name)
    sys.modules["spacy.cli"].__path__ = []
    sys.modules["spacy.cli.info"].info = _info  # type: ignore[attr-defined]  # a placeholder's own attribute
    try:
        spacy = import_module("spacy")
    finally:
        for name in _PLACEHOLDERS:
            sys.modules.pop(name, None)
    if hasattr(spacy, "cli"):
        del spacy.cli


def _info(*args: Any, **options: Any) -> Any:
    """`spacy.info`, loaded when it is called."""
    return import_module("spacy.cli.info").info(*args, **options)
