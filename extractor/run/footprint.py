"""How much memory this process holds, as its system tells."""

from __future__ import annotations

import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_STATUS: Final = Path("/proc/self/status")
_KIB_IN_MIB: Final = 1024


@dataclass(frozen=True, slots=True)
class Footprint:
    """Memory of a process, shared parts included.

    Attributes:
        now_mb: what it holds, in MiB; 0 where the system does not tell.
        most_mb: the most that it has held, in MiB.
    """

    now_mb: float
    most_mb: float


def footprint() -> Footprint:
    """The memory of this process.

    Of Linux, `VmRSS` and `VmHWM` in /proc/self/status (proc_pid_status(5)); what getrusage says there begins with the size of the process
    that made this one. Elsewhere getrusage is all there is, and tells no more than the most.
    """
    try:
        told = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
        return Footprint(*(int(told[name].split()[0]) / _KIB_IN_MIB for name in ("VmRSS", "VmHWM")))
    except (OSError, KeyError):
        unit = 2**20 if sys.platform == "darwin" else _KIB_IN_MIB  # of the system's figure, by MiB
        return Footprint(0.0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
