"""Questions to the store that stay quick at a million events: pages by cursors, totals that are not counted to the end."""

from __future__ import annotations
