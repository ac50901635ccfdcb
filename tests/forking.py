"""Runs in processes of their own, forked from one that has loaded all they need: they start at once.

A script makes ready and then calls `serve`; a test starts that script as a `Zygote`. For each line that the script reads it prints
`began PID`, whatever the run says by `say`, and `ended STATUS` (negative for a signal) when the run is no more.
"""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO


def say(line: str) -> None:
    """Print a line in one piece: two processes print here."""
    os.write(1, f"{line}\n".encode())


def serve(run: Callable[[str], int]) -> None:
    """For each line on standard input a run begins, which ends with the number that it gives."""
    say("ready")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            code = 99
            try:
                code = run(line)
            except Exception:  # noqa: BLE001 — told where the run tells
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        say(f"began {pid}")
        say(f"ended {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}")


class Zygote:
    """The process that runs are forked from, as a test sees it."""

    def __init__(self, script: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
        )
        assert self.said() == ["ready"]

    def begin(self, line: str = "") -> None:
        """Let a run begin."""
        asked = _open(self._process.stdin)
        asked.write(f"{line}\n")
        asked.flush()

    def said(self) -> list[str]:
        """The words of the next line."""
        line = _open(self._process.stdout).readline()
        assert line, _open(self._process.stderr).read()
        return line.split()

    def close(self) -> str:
        """End it; what was said on its standard error."""
        _open(self._process.stdin).close()
        with self._process:
            return _open(self._process.stderr).read()


def _open(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
