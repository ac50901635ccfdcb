"""The command: what it refuses, what it prints, that it answers and stops."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys

import httpx
import pytest


def serving(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "extractor", "serve", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_it_prints_its_address_answers_and_stops(database, port):
    command = [sys.executable, "-m", "extractor", "serve", str(database), "--read-only", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline()
            assert f"http://127.0.0.1:{port}/" in line
            transport = httpx.HTTPTransport(retries=5)  # while it starts
            with httpx.Client(transport=transport, base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                answer = client.get("/api/v1/stats")
                assert answer.json()["stats"]["articles"] > 2
                assert "server" not in answer.headers
                assert client.get("/stories", headers={"host": "evil.example"}).status_code == 400
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) in (0, 130, -2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "0.0.0.0"], "--token-file"),  # noqa: S104 - refused
        (["--behind-proxy", "news.example.org"], "scheme and host"),
        (["--token-file", "nothing.txt"], "cannot be read"),
        (["--cors", "*"], "scheme and host"),
    ],
)
def test_what_would_let_strangers_in_is_wrong_usage(database, arguments, said):
    answer = serving(database, *arguments)
    assert answer.returncode == 2
    assert said in " ".join(answer.stderr.replace("│", " ").split())


def test_a_store_that_is_not_there_is_told(tmp_path):
    answer = serving(tmp_path / "nothing.db")
    assert (answer.returncode, "there is no store here" in answer.stderr) == (1, True)
    assert not (tmp_path / "nothing.db").exists()


def test_the_extra_that_is_missing_is_named(database):
    code = "import sys; sys.modules['uvicorn'] = None; sys.argv[1:] = ['serve', 'x.db']; from extractor.cli import main; main()"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (answer.returncode, "bpjs-news-extractor[serve]" in answer.stderr) == (1, True)
