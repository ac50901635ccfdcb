"""Several processes that answer at one address: one answers on one core alone.

What they must agree on is handed to each: the key of sessions with the settings, and how often clients have asked.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from functools import partial
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from extractor.serve.app import create_app
from extractor.serve.security.rate import Slots
from extractor.serve.settings import Settings

MOST: Final = 4
"""Processes that are started where nobody says how many."""
_STARTED: Final = 60  # seconds; a process that does not say within them that it lives is replaced, and a busy machine takes some to start it


def usual() -> int:
    """As many processes as there are cores that this one may use, up to `MOST`."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MOST, cores))


def serve(settings: Settings, workers: int, **options: Any) -> None:
    """Answer until stopped by a signal. A process that dies is replaced.

    Args:
        settings: the store, and how it is served.
        workers: number of processes; 1 answers in this one.
        options: of `uvicorn.Config`.

    Raises:
        StoreError: the store cannot be read, or is of another version of the program.
        SystemExit: the address cannot be listened on.
    """
    if workers == 1:
        uvicorn.run(create_app(settings), host=settings.host, port=settings.port, **options)
        return
    made = partial(_worker, settings, Slots(shared=True))
    config = uvicorn.Config(
        made,
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers,
        timeout_worker_healthcheck=_STARTED,
        **options,
    )
    listening = config.bind_socket()
    try:
        Multiprocess(config, sockets=[listening]).run()
    finally:
        listening.close()


def _worker(settings: Settings, slots: Slots) -> FastAPI:
    """The program in one of the processes, which does not outlive the one that started it."""
    started_by = multiprocessing.parent_process()
    if started_by is not None:
        threading.Thread(target=_follow, args=(started_by,), daemon=True).start()
    return create_app(settings, slots)


def _follow(process: Any) -> None:
    process.join()
    os.kill(os.getpid(), signal.SIGTERM)
