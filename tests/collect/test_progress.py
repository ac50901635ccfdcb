"""What a person sees of a run, on a terminal and in a log."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from extractor.collect.model import Outcome
from extractor.collect.progress import Display, in_words
from extractor.knowledge.outlets import Outlet

KABAR, LAIN = (Outlet(name, name, None, "custom") for name in ("kabar.example", "lain.example"))
ESCAPE = "\x1b]0;pwned\x07\x1b[2J"


def shown(console, run):
    with Display(2, console) as display:
        run(display)
    return console.file.getvalue()


@pytest.fixture
def log():
    """Not a terminal: a file, or cron's mail."""
    return Console(file=io.StringIO(), width=80)


@pytest.fixture
def terminal():
    return Console(file=io.StringIO(), width=160, force_terminal=True, force_interactive=True, color_system=None)


def two_outlets(display):
    display.began(KABAR)
    display.began(LAIN)
    for number in range(12):
        display.came(KABAR, f"https://kabar.example/{number}", Outcome.NEW, None)
    display.came(LAIN, "https://lain.example/1", Outcome.NOT_A_PAGE, "a list")
    display.came(KABAR, "https://kabar.example/99", Outcome.BLOCKED, "status 403")
    display.listed(LAIN, "feed", True, "", 1)
    display.listed(LAIN, "wordpress", False, "no such interface", 0)
    display.ended(LAIN)
    display.ended(KABAR)


def test_in_a_log_each_outlet_and_each_failure_is_one_plain_line(log):
    assert shown(log, two_outlets).splitlines() == [
        "https://kabar.example/99: status 403 (blocked)",
        "lain.example: wordpress: no such interface",
        "lain.example: 1 not a page",
        "kabar.example: 12 new, 1 blocked",
    ]


def test_a_line_in_a_log_is_never_broken_in_two(log):
    url = f"https://kabar.example/{'a' * 300}"
    text = shown(log, lambda display: (display.began(KABAR), display.came(KABAR, url, Outcome.FAILED, "reset")))
    assert text == f"{url}: reset (failed)\n"


def test_on_a_terminal_a_bar_counts_outlets_and_outcomes_and_failures_stand_above_it(terminal):
    def run(display):
        two_outlets(display)
        display.began(KABAR)
        display._bar.refresh()

    text = shown(terminal, run)
    assert "2/2" in text
    assert "12 new, 1 blocked, 1 not a page · kabar.example" in text
    assert "https://kabar.example/99: status 403 (blocked)\n" in text
    assert "kabar.example: 12 new" not in text  # the bar counts; a line an outlet would push it away


@pytest.mark.parametrize("kind", ["log", "terminal"])
def test_addresses_and_reasons_of_strangers_do_nothing_to_a_terminal(kind, request):
    console = request.getfixturevalue(kind)
    stranger = Outlet("x", f"[/]{ESCAPE}\u202ekabar.example", None, "custom")

    def run(display):
        display.began(stranger)
        display.came(stranger, f"https://kabar.example/[/]{ESCAPE}[red]", Outcome.FAILED, f"is text/{ESCAPE}[/b]")
        display.listed(stranger, "feed", False, f"{ESCAPE}\nkabar: all is well", 0)
        if display._bar is not None:
            display._bar.refresh()
        display.ended(stranger)

    text = shown(console, run)
    assert not any(bad in text for bad in ("\x1b]", "\x1b[2J", "\x07", "\u202e"))
    assert "https://kabar.example/[/] ]0;pwned [2J[red]: is text/ ]0;pwned [2J[/b] (failed)\n" in text
    assert "feed: ]0;pwned [2J kabar: all is well\n" in text


def test_an_outlet_that_is_begun_twice_is_counted_twice(log):
    def run(display):
        display.began(KABAR)
        display.began(KABAR)
        display.came(KABAR, "https://kabar.example/1", Outcome.NEW, None)
        display.ended(KABAR)
        display.ended(KABAR)

    assert shown(log, run).splitlines() == ["kabar.example: 1 new", "kabar.example: nothing"]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({}, "nothing"),
        ({Outcome.NEW: 0}, "nothing"),
        ({Outcome.TOO_LARGE: 2, Outcome.NEW: 1}, "1 new, 2 too large"),
    ],
)
def test_outcomes_are_told_in_their_own_order(counts, words):
    assert in_words(counts) == words
