"""What stands before all pages: who may ask, how often, and who may write."""

from __future__ import annotations
