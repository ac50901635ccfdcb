"""Several processes that answer at one address are one program to whoever asks."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")
if not Path("/proc/self/task").exists():
    pytest.skip("processes are found by /proc", allow_module_level=True)

import httpx

from extractor.serve.security.rate import Buckets, Slots

RATE = 2.0


def workers_of(process):
    """The processes that answer, among those that the first has started."""
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    started = [int(one) for task in tasks for one in task.read_text().split()]
    return [one for one in started if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def answered(url, **given):
    """The answer over a connection of its own, waited for while the program starts."""
    for _ in range(300):
        try:
            return httpx.get(url, timeout=30, verify=False, **given)  # noqa: S501 - there is nothing to verify
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("nobody answers")


@pytest.fixture
def started(writable):
    """Start `extractor serve` in two processes; gives the process and its address."""
    processes = []

    def starting(*arguments):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "extractor", "serve", str(writable), "--port", str(port), "--workers", "2"]
        processes.append(subprocess.Popen([*command, *arguments], stderr=subprocess.DEVNULL))
        url = f"http://127.0.0.1:{port}"
        assert answered(f"{url}/static/none").status_code == 404
        return processes[-1], url

    yield starting
    for one in processes:
        one.send_signal(signal.SIGTERM)
        one.wait(timeout=60)


def test_a_session_holds_whichever_process_answers_one_that_dies_is_replaced_and_all_end_with_the_first(started):
    process, url = started()
    with httpx.Client(base_url=url) as client:
        page = client.get("/session").text
        csrf = page.partition('name="csrf-token" content="')[2].partition('"')[0]
        answer = client.post("/session", data={"csrf": csrf, "name": "Rina"}, headers={"origin": url})
        assert answer.status_code == 303
        cookies = dict(client.cookies)
    first = workers_of(process.pid)
    assert len(first) == 2
    for gone in first:  # one alone cannot have answered all
        assert "Rina" in answered(f"{url}/events", cookies=cookies).text
        os.kill(gone, signal.SIGKILL)
    assert "Rina" in answered(f"{url}/events", cookies=cookies).text
    until = time.monotonic() + 60
    while (now := workers_of(process.pid)) and (len(now) < 2 or set(now) & set(first)) and time.monotonic() < until:
        time.sleep(0.1)
    assert len(now) == 2 and not set(now) & set(first)
    process.kill()
    process.wait()
    until = time.monotonic() + 60
    while any(Path(f"/proc/{one}").exists() for one in now) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{one}").exists() for one in now)


def test_what_a_client_may_ask_is_counted_over_all_processes(started):
    _, url = started("--rate", str(RATE))
    assert 429 in (answered(f"{url}/api/v1/stats").status_code for _ in range(1000))
    began, good = time.monotonic(), 0
    for _ in range(30):  # each over a connection of its own: both processes answer
        good += answered(f"{url}/api/v1/stats").status_code == 200
    assert good <= 1 + RATE * (time.monotonic() - began)


def test_buckets_of_several_processes_are_the_same():
    slots = Slots(shared=True)
    one, other = (Buckets(1.0, 3.0, clock=lambda: 5.0, key=b"k", slots=slots) for _ in range(2))
    assert [one.wait("10.0.0.1"), other.wait("10.0.0.1"), one.wait("10.0.0.1")] == [0, 0, 0]
    assert [one.wait("10.0.0.1"), other.wait("10.0.0.1")] == [1, 1]
    assert other.wait("10.0.0.2") == 0
