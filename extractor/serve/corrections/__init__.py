"""What the page of a record shows, and what people make of it: marks in the text, cards of events, forms, the page of reviews."""

from __future__ import annotations
