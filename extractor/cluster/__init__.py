"""Posts to records on many machines, by Ray Data: the same records as on one.

What is given is cut into splits (`planning`), small descriptions that are handed out; whoever gets one reads the posts itself, extracts
them and writes files named after the split (`worker`, `results`). So nothing large travels between machines, and a split that is done
twice, because a machine was lost, leaves the same files. `docs/cluster.md` tells how to run it.
"""

from __future__ import annotations

from extractor.cluster.model import ClusterError, Form
from extractor.cluster.running import extract_on_ray

__all__ = ["ClusterError", "Form", "extract_on_ray"]
