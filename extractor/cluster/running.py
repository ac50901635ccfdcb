"""A run on a cluster, as the machine sees it that started it: the plan, who does what, and what came of it."""

from __future__ import annotations

import json
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from extractor import __version__
from extractor.cluster.model import DONE, FINISHED, PLAN, TRIES, WRITING, ClusterError, Form, Job, Report, Split
from extractor.cluster.planning import Weighed, cut, splits_of
from extractor.cluster.results import read_report, write_empty_archives
from extractor.cluster.sources import Source, sources
from extractor.cluster.storage import Storage
from extractor.cluster.worker import SplitWorker
from extractor.documents.document import Failure
from extractor.documents.posts import ArchiveEnd
from extractor.run.models import NONE, identity_of
from extractor.run.summary import Summary

SPLIT_MB: Final = 16.0
_FORMAT: Final = 1  # of the plan
_READERS: Final = 16  # reports read at the same time
_WORD_EVERY_S: Final = 30.0
_ANSWER_S: Final = 10.0  # in which the first machine of a cluster answers


def extract_on_ray(
    paths: Sequence[str],
    output: str,
    *,
    model: str | None = None,
    form: Form = Form.PARQUET,
    address: str | None = None,
    workers: tuple[int, int] | None = None,
    resume: bool = False,
    limit_s: float = 60.0,
    split_mb: float = SPLIT_MB,
    report: Callable[[str], None] = lambda line: None,
) -> Summary:
    """Extract the posts under paths and addresses with all machines of a Ray cluster.

    Args:
        paths: files and folders that all machines see, or addresses of object storage; beside what one machine reads, Parquet files with
            columns named as the fields of lists are.
        output: a new folder that all machines see, or an address; `docs/cluster.md` says what is in it.
        model: folder of a model, the same on all machines; that which came with the program if `None`, none if `-`.
        form: of the records.
        address: of the cluster; that of the environment variable RAY_ADDRESS if not given, and without it this machine alone. A
            connection of this process that is already there is used, and left; then give none, or its own.
        workers: fewest and most processes, each with a processor of its own; up to as many as the cluster has, if not given. Where machines
            may be lost for good, the fewest must be no more than what is left: Ray waits for them.
        resume: go on where a run with the same arguments stopped.
        limit_s: seconds that a post may take.
        split_mb: size of what is done at once, in millions of bytes of the input.
        report: told in a line now and then how far it is.

    Raises:
        ClusterError: it is not possible, or the cluster gave up.
        OSError: the output cannot be written, or object storage does not answer.
    """
    try:
        import_module("ray.data")  # an extra, and slow to load
    except ModuleNotFoundError as error:
        package = (error.name or "ray").partition(".")[0]
        raise ClusterError(f"{package} is not installed: pip install 'bpjs-news-extractor[cluster]'") from error
    storage = Storage(output)
    if model not in {None, NONE}:
        model = str(Path(str(model)).absolute())  # workers stand in other folders
    job = Job(
        output if "://" in output else str(Path(output).absolute()),
        form,
        model,
        identity_of(model),
        __version__,
        limit_s,
    )
    asked = {"format": _FORMAT, "paths": list(paths), "folder": str(Path.cwd()), "split_mb": split_mb, **asdict(job)}
    kept = _kept_plan(storage, asked, resume=resume)
    with _connected(address):
        splits = _planned(storage, asked, sources(paths), int(split_mb * 1e6)) if kept is None else kept
        reports = {one.number: one for one in _done(storage)} if resume else {}
        left = [split for split in splits if split.number not in reports]
        report(f"{len(splits)} splits, {len(left)} to do")
        told = time.monotonic()
        for one in _extracted(left, job, workers):
            reports[one.number] = one
            if time.monotonic() - told > _WORD_EVERY_S:
                told = time.monotonic()
                report(f"{len(reports)} of {len(splits)} splits: {_counted(reports.values())}")
    if missing := [split.number for split in splits if split.number not in reports]:
        raise ClusterError(f"{len(missing)} of {len(splits)} splits were not done. Go on with --resume.")
    return _finished(storage, form, [reports[split.number] for split in splits])


@contextmanager
def _connected(address: str | None) -> Iterator[None]:
    """A connection to the cluster; one that was made here ends here."""
    import ray  # noqa: PLC0415

    if ray.is_initialized():
        there = ray.get_runtime_context().gcs_address
        if address not in {None, "auto", there}:
            raise ClusterError(
                f"{address}: this process is connected to {there} already. Give no address to work there, or end it before."
            )
        yield
        return
    asked = address or os.environ.get("RAY_ADDRESS")
    if not asked:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # what is started here tells nobody
    logging.getLogger("ray.data").setLevel(logging.WARNING)
    try:
        if asked:
            _knock(asked)
            ray.init(address=asked, log_to_driver=False, logging_level=logging.WARNING)
        else:
            ray.init(address="local", include_dashboard=False, log_to_driver=False, logging_level=logging.WARNING)
    except (OSError, ValueError, RuntimeError) as error:
        raise ClusterError(
            f"{asked or 'Ray'}: no cluster answers ({error}). Start one with `ray start --head`."
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Does anything listen there? Ray itself would try for many minutes.

    Raises:
        OSError: nothing does.
    """
    host, _, port = address.rpartition(":")
    if host and port.isdecimal() and "/" not in host:
        socket.create_connection((host, int(port)), timeout=_ANSWER_S).close()


def _kept_plan(storage: Storage, asked: dict[str, Any], *, resume: bool) -> list[Split] | None:
    """The splits of the run that is resumed; `None` where a new one may begin.

    Raises:
        ClusterError: the output holds something else.
    """
    kept = storage.read(PLAN)
    if resume and kept is not None:
        said, now = json.loads(kept), _as_planned(asked)
        if said["asked"] != now:
            changed = ", ".join(sorted(key for key in now if said["asked"].get(key) != now[key]))
            raise ClusterError(
                f"{asked['output']}: the run that stopped here was asked something else ({changed}). "
                "Ask the same, or begin anew in another folder."
            )
        return [Split.from_json(split) for split in said["splits"]]
    if any(not file.name.startswith(f"{WRITING}/") for file in storage.files()):
        remedy = (
            "There is no plan to go on with: name a new folder."
            if resume
            else "Name a new folder, or go on with --resume."
        )
        raise ClusterError(f"{asked['output']}: is not empty. {remedy}")
    return None


def _planned(storage: Storage, asked: dict[str, Any], found: Iterator[Source | Failure], size: int) -> list[Split]:
    """The splits of a new run."""
    splits = splits_of(found, lambda large: _cut_on_cluster(large, size), size=size)
    plan = {"asked": _as_planned(asked), "splits": [split.to_json() for split in splits]}
    storage.write(PLAN, json.dumps(plan, separators=(",", ":")).encode())
    return splits


def _as_planned(asked: dict[str, Any]) -> Any:
    """What is asked as the plan gives it back, without what changes nothing in the splits."""
    return json.loads(json.dumps({key: value for key, value in asked.items() if key != "limit_s"}))


def _cut_on_cluster(large: list[Source], size: int) -> list[list[Weighed]]:
    import ray  # noqa: PLC0415

    remote = ray.remote(num_cpus=1, max_retries=-1)(cut)
    found: list[list[Weighed]] = ray.get([remote.remote(source, size) for source in large])
    return found


def _done(storage: Storage) -> Iterator[Report]:
    """The reports of splits that an earlier run did."""
    numbers = [int(file.name.removesuffix(".json")) for file in storage.files(DONE) if file.name.endswith(".json")]
    with ThreadPoolExecutor(_READERS) as readers:
        found = readers.map(lambda number: read_report(storage, number), numbers)
        yield from (one for one in found if one is not None)


def _extracted(splits: Sequence[Split], job: Job, workers: tuple[int, int] | None) -> Iterator[Report]:
    """The reports of splits as they are done."""
    if not splits:
        return
    import ray  # noqa: PLC0415
    from ray.data import ActorPoolStrategy, DataContext  # noqa: PLC0415
    from ray.exceptions import RayError  # noqa: PLC0415

    cluster: Any = ray  # of which not all is typed
    fewest, most = workers or (1, max(1, int(cluster.cluster_resources().get("CPU", 1))))
    context = DataContext.get_current()
    bars, context.enable_progress_bars = context.enable_progress_bars, False
    try:
        # One block a split: what is lost with a machine is what it had in hand. Of the processes, more than the fewest may be given up:
        # else those of a lost machine, whose work Ray gives to their successors, might wait for a processor for ever.
        items = ray.data.from_items([{"split": split.to_json()} for split in splits], override_num_blocks=len(splits))
        reports = items.map_batches(
            SplitWorker,
            fn_constructor_args=(job,),
            batch_size=1,
            compute=ActorPoolStrategy(
                min_size=fewest, max_size=most, initial_size=min(most, len(splits)), max_tasks_in_flight_per_actor=2
            ),
            num_cpus=1,
        )
        for row in reports.iter_rows():
            yield Report.from_json(row["report"])
    except RayError as error:
        raise ClusterError(
            f"the cluster gave up: {_reason(error)}. What is done is kept; go on with --resume."
        ) from error
    finally:
        context.enable_progress_bars = bars


def _reason(error: BaseException | None) -> str:
    """The last line of what was wrong first; Ray wraps that several times, some of its errors say nothing."""
    said = "it does not say why"
    while error is not None:
        said = next((line.strip() for line in reversed(str(error).splitlines()) if line.strip()), said)
        error = getattr(error, "cause", None) or error.__cause__
    return said[:300]


def _counted(reports: Any) -> Summary:
    summary = Summary()
    for one in reports:
        summary.posts += one.posts
        summary.events += one.events
        summary.failures += one.failures
    return summary


def _finished(storage: Storage, form: Form, reports: Sequence[Report]) -> Summary:
    """Judge the archives, of which only all splits together tell, and write what came of the run."""
    crawls = {crawl for one in reports for crawl in one.crawls}
    empty = [ArchiveEnd(end).failure() for one in reports for end in one.ends if end not in crawls]
    write_empty_archives(storage, form, empty, len(reports))
    summary = _counted(reports)
    summary.failures += len(empty)
    about = {**asdict(summary), "splits": len(reports), "bytes": sum(one.size for one in reports)}
    about["seconds"] = round(sum(one.seconds for one in reports), 1)
    about["memory_mb"] = max((one.memory_mb for one in reports), default=0.0)
    storage.write(FINISHED, json.dumps(about).encode())
    for folder in (TRIES, WRITING):
        storage.remove_folder(folder)
    return summary
