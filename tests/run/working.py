"""What workers of the tests do; a module of its own, since each of them imports it anew, and nothing else."""

from __future__ import annotations

import os
import signal
import time


def doubling(folder=None):
    """A worker that doubles numbers; words say how it ends instead."""

    def do(item):
        if isinstance(item, int):
            return item * 2
        what, name = item
        if what == "once":  # dies of it the first time only
            mark = folder / name
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return name
        if what == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "exit":
            os._exit(7)
        if what == "sleep":
            time.sleep(60)
        if what == "grow":
            kept.append(bytearray(40 * 2**20))
            return os.getpid()
        return os.getpid()

    kept = []
    return do


def broken():
    """A worker that cannot begin and says why."""
    raise OSError("no model here")


def unspeakable():
    """A worker that cannot begin, and whose error cannot be sent."""
    raise type("LocalError", (Exception,), {})("no model here")


def dying():
    """A worker that always dies before it begins."""
    os._exit(3)


def dying_first(folder):
    """A worker that dies before it begins the first three times."""
    for number in range(3):
        mark = folder / str(number)
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return doubling()


def extractor_that_dies_of(word):
    """The extractor by rules alone; a post with the word in it costs its process."""
    from extractor.run.models import NONE, load_extractor

    extractor = load_extractor(NONE)
    outcomes = extractor.outcomes

    def dying(documents):
        if any(word in document.text for document in documents):
            os.kill(os.getpid(), signal.SIGKILL)
        return outcomes(documents)

    extractor.outcomes = dying
    return extractor
