"""What a table shows, as a file for other programs."""

from __future__ import annotations

import shutil
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from extractor.export import ExportError, export
from extractor.serve.asked import FilterQuery, read
from extractor.serve.problems import Problem
from extractor.serve.view import ViewDep
from extractor.store import Store

router = APIRouter(include_in_schema=False)

FORMATS: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "jsonl": "application/jsonl",
}
"""Formats that are offered, with their media types."""

_AT_ONCE = threading.BoundedSemaphore(2)  # a file is made on the disk first, and takes a core while it is


@router.get("/events/export")
def exported(view: ViewDep) -> Response:
    """The events of a filter as a file: one table of events; for jsonl the records that tell of them."""
    format_ = view.request.query_params.get("format", "csv")
    asked, wrong = read(FilterQuery, view.request.query_params)
    if format_ not in FORMATS:
        raise Problem(422, "format", f"{format_!r} is no format; there are {', '.join(FORMATS)}.")
    if wrong:
        raise Problem(422, "value", "; ".join(wrong))
    if not _AT_ONCE.acquire(blocking=False):
        raise Problem(429, "busy", "Two files are being made just now. Ask again in a minute.", {"retry-after": "30"})
    folder = Path(tempfile.mkdtemp(prefix="extractor-"))
    try:
        target = folder / f"events.{format_}"
        with Store(view.settings.database, read_only=True) as store:
            export(store, format_, target, filter=asked.filter(), tables=("events",) if format_ == "xlsx" else ())
    except ExportError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Problem(422, "export", str(error)) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        _AT_ONCE.release()
    return FileResponse(
        target,
        media_type=FORMATS[format_],
        filename=f"events-{datetime.now(UTC):%Y-%m-%d}.{format_}",
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )
