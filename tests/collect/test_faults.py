"""Every fault has its outcome, costs little memory, and harms no other host."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from extractor.collect.model import CollectError, Outcome

OUTCOMES = {
    "/drip": Outcome.FAILED,
    "/drip-open": Outcome.FAILED,
    "/drip-head": Outcome.FAILED,
    "/silent": Outcome.FAILED,
    "/reset": Outcome.FAILED,
    "/reset-at-once": Outcome.FAILED,
    "/truncated": Outcome.FAILED,
    "/truncated-gzip": Outcome.FAILED,
    "/not-gzip": Outcome.FAILED,
    "/chunked/garbage": Outcome.FAILED,
    "/chunked/cut": Outcome.FAILED,
    "/status/500": Outcome.FAILED,
    "/status/503": Outcome.FAILED,
    "/status/418": Outcome.FAILED,
    "/status/302": Outcome.FAILED,  # leads nowhere
    "/loop/a": Outcome.FAILED,
    "/hops/30": Outcome.FAILED,
    "/bomb/gzip": Outcome.TOO_LARGE,
    "/bomb/br": Outcome.TOO_LARGE,
    "/bomb/twice": Outcome.TOO_LARGE,
    "/large": Outcome.TOO_LARGE,
    "/large/declared": Outcome.TOO_LARGE,
    "/to-loopback": Outcome.UNSAFE,
    "/to-metadata": Outcome.UNSAFE,
    "/to?url=file:///etc/hostname": Outcome.UNSAFE,
    "/status/429": Outcome.BLOCKED,
    "/status/429?retry=3600": Outcome.BLOCKED,
    "/status/403": Outcome.BLOCKED,
    "/challenge": Outcome.BLOCKED,
    "/challenge/200": Outcome.BLOCKED,
    "/status/404": Outcome.GONE,
    "/status/410": Outcome.GONE,
    "/forbidden": Outcome.DISALLOWED,
    "/pdf": Outcome.NOT_A_PAGE,
    "/no-type/binary": Outcome.NOT_A_PAGE,
}

FINE = [
    "/posts/1",
    "/packed/gzip",
    "/packed/deflate",
    "/packed/bare-deflate",
    "/packed/br",
    "/packed/br/gzip",
    "/chunked",
    "/charset",
    "/no-type",
    "/reset/1",
    "/status/503?times=1",
    "/hops/3",
    "/cookie-gate",
    "/to-bomb",  # the body of a redirect is not read
]


@pytest.mark.parametrize(("path", "outcome"), OUTCOMES.items())
def test_a_fault_has_its_outcome_and_no_other_host_minds(servers, names, fetcher, path, outcome):
    site, other = servers(), servers()
    names.add("kabar.example", site)
    names.add("lain.example", other)
    hangs = path.startswith(("/drip", "/silent"))
    limits = {"timeout": 0.2, "patience": 0.3} if hangs else {"timeout": 20.0, "patience": 60.0}
    fetching = fetcher(allow_private=False, retries=1, **limits)
    with ThreadPoolExecutor(2) as pool:
        faulty = pool.submit(fetching.get, f"http://kabar.example{path}")
        assert fetching.get("http://lain.example/posts/1").status == 200
        error = faulty.exception()
    assert isinstance(error, CollectError)
    assert error.outcome is outcome, error


@pytest.mark.parametrize("path", FINE)
def test_what_can_be_read_is_read(server, names, faults, fetcher, path):
    names.add("kabar.example", server)
    got = fetcher(allow_private=False).get(f"http://kabar.example{path}")
    assert got.body == faults.post(1, "kabar.example")


@pytest.mark.parametrize(
    ("path", "tries"),
    [
        ("/reset", 3),
        ("/truncated", 3),
        ("/chunked/garbage", 3),
        ("/status/503", 3),
        ("/status/404", 1),
        ("/pdf", 1),
        ("/drip", 1),
    ],
)
def test_what_may_pass_is_tried_again_and_what_will_not_is_not(server, fetcher, path, tries):
    fetching = fetcher(retries=2, patience=0.3)
    with pytest.raises(CollectError):
        fetching.get(server.url + path)
    assert len(server.asked_for(path)) == tries


@pytest.mark.parametrize("path", ["/drip", "/drip-head"])
def test_a_drip_ends_when_patience_does(server, fetcher, path):
    fetching = fetcher(patience=0.4, timeout=10.0)
    start = time.monotonic()
    with pytest.raises(CollectError, match=re.escape("not at its end after 0.4 s")):
        fetching.get(server.url + path)
    assert 0.4 <= time.monotonic() - start < 2.0


MEMORY = """
import sys
from pathlib import Path
from extractor.collect.fetching import Fetcher
from extractor.collect.model import CollectError
from extractor.collect.settings import Settings

with Fetcher(Settings(delay=0.0, allow_private=True)) as fetcher:
    for path in sys.argv[2:]:
        try:
            fetcher.get(sys.argv[1] + path)
        except CollectError as error:
            print(error.outcome.value)
# VmHWM and not what getrusage says: that begins with the size of the process that made this one.
print(int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024)
"""


def test_bombs_and_endless_pages_leave_the_process_small(server, no_proxy):
    paths = ["/bomb/gzip", "/bomb/br", "/bomb/twice", "/large", "/large/declared"]
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, server.url, *paths], capture_output=True, text=True, check=True, timeout=60
    )
    *outcomes, megabytes = done.stdout.split()
    assert outcomes == ["too_large"] * len(paths)
    assert int(megabytes) < 200


def test_the_server_notes_what_it_was_asked(server, fetcher):
    fetching = fetcher()
    fetching.get(f"{server.url}/posts/7?a=b")
    fetching.get(f"{server.url}/posts/8")
    assert server.paths() == ["/posts/7?a=b", "/posts/8"]
    asked = server.asked_for("/posts/7?a=b")[0]
    assert asked.headers["host"] == asked.host == f"127.0.0.1:{server.port}"
    assert all(first.start <= second.start for first, second in itertools.pairwise(server.asked))
    assert len(server.pauses()) == 2


def test_names_lead_to_loopback_and_never_further(names, server):
    names.add("kabar.example", server)
    address = names.resolve("kabar.example", 80)[0]
    names.connect(address, 80, 1.0).close()
    with pytest.raises(OSError, match="unreachable"):
        names.connect("169.254.169.254", 80, 1.0)
