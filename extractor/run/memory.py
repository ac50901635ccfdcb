"""Python's search for cyclic garbage, tuned for a program that loads much knowledge once and then makes many short-lived things.

By its defaults it looks at every container in the process again and again: a tenth of the time of a post, and of the start. The objects of a
post hardly ever form cycles; counting references frees them at once. Only the program does this: a library leaves its host's settings alone.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Containers made before the young are looked through, and how many such looks before the older ones are.
_THRESHOLDS = (20_000, 20, 20)


@contextmanager
def loading() -> Iterator[None]:
    """Look for no garbage while knowledge is loaded, and from then on leave that out and look less often."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*_THRESHOLDS)
        gc.enable()
