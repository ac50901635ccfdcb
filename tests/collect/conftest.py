"""What tests of collecting need: a server with faults, names that look public, settings that do not wait."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.collect.fetching import Fetcher
from extractor.collect.settings import Settings


@pytest.fixture(scope="session")
def faults() -> SimpleNamespace:
    """The names of faults.py."""
    return SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("faults.py")), run_name="faults"))


@pytest.fixture
def server(faults: SimpleNamespace) -> Iterator[Any]:
    """A running `FaultServer`."""
    with faults.FaultServer() as running:
        yield running


@pytest.fixture
def servers(faults: SimpleNamespace) -> Iterator[Callable[..., Any]]:
    """Makes more of them."""
    with ExitStack() as stack:
        yield lambda **kwargs: stack.enter_context(faults.FaultServer(**kwargs))


@pytest.fixture
def names() -> Any:
    """`Names`, empty."""
    return runpy.run_path(str(Path(__file__).with_name("names.py")))["Names"]()


@pytest.fixture
def quick() -> Callable[..., Settings]:
    """Settings without delays, that allow loopback; any may be set."""

    def make(**changes: Any) -> Settings:
        values = {"delay": 0.0, "allow_private": True, "timeout": 2.0, "patience": 5.0, "retries": 2, **changes}
        return Settings(**values)

    return make


@pytest.fixture
def fetcher(quick: Callable[..., Settings], names: Any, no_proxy: None) -> Iterator[Callable[..., Fetcher]]:
    """Makes fetchers that know `names`; keywords are settings, and `stop`."""
    with ExitStack() as stack:

        def make(**changes: Any) -> Fetcher:
            stop = changes.pop("stop", None)
            made = Fetcher(quick(**changes), stop=stop, resolve=names.resolve, connect=names.connect)
            return stack.enter_context(made)

        yield make


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy in the environment."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
