"""Bytes in, posts out: files, folders and texts become `Document`s, and what is no post a `Failure` of one line.

A file goes through `files` (bytes), `encoding` (characters), `batches` (several articles in one file), `html` or `plain`
(title, publication, by-line, body) and `assembly` (outlet, time zone, relevance, identity).
"""

from extractor.documents.document import Caution, Document, DocumentError, Failure, PageNumber
from extractor.documents.identity import article_id
from extractor.documents.inputs import read_inputs, read_text

__all__ = [
    "Caution",
    "Document",
    "DocumentError",
    "Failure",
    "PageNumber",
    "article_id",
    "read_inputs",
    "read_text",
]
