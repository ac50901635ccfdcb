"""What the first reader would wait for is made before anybody asks: the templates, and the overview of all that is known."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from extractor.serve import overview
from extractor.serve.rendering import environment
from extractor.serve.stores import Stores
from extractor.serve.texts import LANGUAGES
from extractor.store import StoreError

_EVERY: Final = 10.0  # seconds after which it is looked whether the store has changed


@contextmanager
def warmed(stores: Stores) -> Iterator[None]:
    """For the length of the block a thread of its own makes them, and the overview again when the store has changed."""
    ends = threading.Event()
    thread = threading.Thread(target=_keep_warm, args=(stores, ends), name="warming")
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join()


def _keep_warm(stores: Stores, ends: threading.Event) -> None:
    for language in LANGUAGES:
        templates = environment(language)
        for name in templates.list_templates():
            if ends.is_set():
                return
            templates.get_template(name)
    known = None
    while not ends.is_set():
        state = stores.state()
        if state is not None and state != known:
            known = state
            with suppress(StoreError):  # whoever asks is told
                overview.prepare(stores)
        ends.wait(_EVERY)
