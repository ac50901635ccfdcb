"""The pages of the store: tables, downloads, feeds, who asks."""

from __future__ import annotations
