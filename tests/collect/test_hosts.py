"""Hosts: one request at a time, a pause after each, and left alone when they ask for it."""

from __future__ import annotations

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from extractor.collect.hosts import MOST_SILENT, Host, Hosts, Interrupted
from extractor.collect.model import Outcome


def ask(host: Host, seconds: float = 0.0) -> tuple[float, float]:
    with host.turn():
        start = time.monotonic()
        time.sleep(seconds)
        return start, time.monotonic()


def test_the_pause_counts_from_the_end_of_one_request():
    host = Host("kabar.example", 0.05, threading.Event())
    with ThreadPoolExecutor(3) as pool:
        turns = sorted(pool.map(lambda _: ask(host, 0.03), range(3)))
    for (_, end), (start, _) in itertools.pairwise(turns):
        assert start - end >= 0.05


def test_the_first_request_waits_for_nothing():
    start = time.monotonic()
    ask(Host("kabar.example", 60.0, threading.Event()))
    assert time.monotonic() - start < 1.0


def test_hosts_do_not_wait_for_each_other():
    hosts = Hosts(60.0, threading.Event())
    with hosts.of("a.example").turn():
        assert ask(hosts.of("b.example"))


def test_a_longer_rest_goes_before_the_pause_and_a_shorter_one_does_not_end_it():
    host = Host("kabar.example", 0.0, threading.Event())
    end = ask(host)[1]
    host.rest(0.08)
    host.rest(0.01)
    assert ask(host)[0] - end >= 0.08


def test_waiting_ends_at_once_when_the_run_stops():
    stop = threading.Event()
    host = Host("kabar.example", 60.0, stop)
    ask(host)
    threading.Timer(0.05, stop.set).start()
    start = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(ask, host) for _ in range(2)]
    assert time.monotonic() - start < 1.0
    assert all(isinstance(future.exception(), Interrupted) for future in waiting)


def test_a_turn_that_fails_still_gives_the_host_its_pause():
    host = Host("kabar.example", 0.05, threading.Event())
    with pytest.raises(OSError, match="reset"), host.turn():
        raise OSError("reset")
    end = time.monotonic()
    assert ask(host)[0] - end >= 0.045


def test_the_first_reason_to_leave_a_host_alone_stays():
    host = Host("kabar.example", 0.0, threading.Event())
    host.leave(Outcome.BLOCKED, "status 403")
    host.leave(Outcome.FAILED, "silent")
    assert host.left == (Outcome.BLOCKED, "status 403")


def test_a_host_that_never_answers_is_left_alone_and_one_that_does_in_between_is_not():
    host = Host("kabar.example", 0.0, threading.Event())
    for _ in range(MOST_SILENT - 1):
        host.silent("connection refused")
    host.answered()
    for _ in range(MOST_SILENT - 1):
        host.silent("connection refused")
    assert host.left is None
    host.silent("connection refused")
    assert host.left is not None
    assert host.left[0] is Outcome.FAILED


def test_there_is_one_host_of_a_key_and_it_is_counted_once_it_was_asked():
    hosts = Hosts(0.0, threading.Event())
    host = hosts.of("kabar.example")
    assert hosts.of("kabar.example") is host
    assert hosts.known("lain.example") is None
    assert hosts.requests() == {}
    host.requests += 2
    assert hosts.requests() == {"kabar.example": 2}
