"""Work shared out to processes, some of which die."""

from __future__ import annotations

import multiprocessing
import os
import select
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.run.sharing import BATCH, Done, Lost, Sharing
from extractor.run.workers import WorkerError, Workers, cores

sys.path.insert(0, str(Path(__file__).parent))  # new interpreters look for the module there too
working = import_module("working")
sys.path.pop(0)


@pytest.fixture(autouse=True)
def found_by_workers(monkeypatch):
    """The path is handed on to processes as it is when they start."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))


def done(answers):
    return {answer.number: answer.result for answer in answers if isinstance(answer, Done)}


def test_answers_come_in_the_order_of_the_items():
    answers = list(Workers(working.doubling, (), 2).run(range(100)))
    assert answers == [Done(number, number * 2) for number in range(100)]


def test_answers_come_as_they_are_ready_and_none_is_missing():
    answers = list(Workers(working.doubling, (), 2).run(range(100), ordered=False))
    assert done(answers) == {number: number * 2 for number in range(100)}


def test_nothing_in_is_nothing_out():
    assert list(Workers(working.doubling, (), 2).run([])) == []


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        ("kill", "was killed (SIGKILL, perhaps for want of memory)"),
        ("exit", "ended with code 7"),
        ("sleep", "took more than 1 s"),
    ],
)
def test_a_post_that_ends_its_worker_twice_is_told_and_all_others_are_done(ending, reason):
    items = [*range(20), (ending, "x"), *range(21, 40)]
    answers = list(Workers(working.doubling, (), 2, limit_s=1.0).run(items))
    assert answers[20] == Lost(20, (ending, "x"), reason)
    assert done(answers) == {number: number * 2 for number in range(40) if number != 20}
    assert [answer.number for answer in answers] == list(range(40))


def test_a_post_that_ends_its_worker_once_is_done_by_another(tmp_path):
    items = [*range(5), ("once", "a"), *range(6, 12), ("once", "b")]
    answers = done(Workers(working.doubling, (tmp_path,), 2).run(items))
    assert (answers[5], answers[12], len(answers)) == ("a", "b", 13)


def test_a_worker_that_dies_while_it_has_nothing_to_do_costs_no_post_its_second_try(tmp_path):
    def items():
        yield from range(BATCH)
        (worker,) = multiprocessing.active_children()
        worker.kill()
        worker.join()
        yield ("once", "a")

    assert done(Workers(working.doubling, (tmp_path,), 1).run(items()))[BATCH] == "a"


def test_a_worker_that_has_grown_is_replaced():
    answers = done(Workers(working.doubling, (), 1, growth_mb=60).run([("grow", "x")] * (BATCH * 3)))
    assert len(answers) == BATCH * 3
    assert 1 < len(set(answers.values())) <= 3


def test_items_are_taken_as_they_are_needed():
    taken = []

    def items():
        for number in range(10_000):
            taken.append(number)
            yield number

    answers = Workers(working.doubling, (), 2).run(items())
    for _ in range(10):
        next(answers)
    assert len(taken) < 2 * BATCH * 3 + 20
    answers.close()


def test_no_process_stays_when_the_answers_are_no_longer_wanted():
    answers = Workers(working.doubling, (), 2).run([("pid", "x")] * 1000)
    pids = {next(answers).result for _ in range(60)}
    answers.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_what_keeps_workers_from_beginning_is_raised_here():
    with pytest.raises(OSError, match="no model here"):
        list(Workers(working.broken, (), 1).run([1]))
    with pytest.raises(WorkerError, match="could not begin: LocalError: no model here"):
        list(Workers(working.unspeakable, (), 1).run([1]))


def test_workers_that_die_before_they_begin_are_told_after_some_attempts():
    with pytest.raises(WorkerError, match="could not begin: it ended with code 3"):
        list(Workers(working.dying, (), 1).run([1]))


def test_a_worker_that_dies_before_it_begins_costs_nothing(tmp_path):
    assert list(Workers(working.dying_first, (tmp_path,), 2).run([1, 2])) == [Done(0, 2), Done(1, 4)]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere they end with their item")
def test_workers_end_with_their_parent_even_in_the_midst_of_an_item():
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import working; from extractor.run.workers import Workers\n"
        "if __name__ == '__main__':\n"
        "    answers = Workers(working.doubling, (), 1, limit_s=60).run([('pid', ''), ('sleep', '')])\n"
        "    print(next(answers).result, flush=True); next(answers)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(Path(__file__).parent)], stdout=subprocess.PIPE, text=True
    ) as parent:
        worker = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    assert select.select([worker], [], [], 10) == ([worker], [], [])
    os.close(worker)


@given(
    fates=st.lists(st.sampled_from(["well", "once", "always"]), max_size=60),
    workers=st.integers(1, 4),
    ordered=st.booleans(),
    turns=st.randoms(use_true_random=False),
)
def test_every_item_is_answered_once_whoever_dies_when(fates, workers, ordered, turns):
    sharing, hands, answers = (
        Sharing(iter(fates), window=workers * 3 * BATCH, ordered=ordered),
        [[] for _ in range(workers)],
        [],
    )
    for _ in range(10 * len(fates) + 10):
        for hand in hands:
            if not hand:
                hand.extend(sharing.batch())
        answers.extend(sharing.answered())
        busy = [hand for hand in hands if hand]
        if not busy:
            break
        hand = turns.choice(busy)
        item = hand.pop(0)
        if item.item == "always" or (item.item == "once" and not item.tried):
            sharing.fail(item, "died")
            sharing.give_back(hand)
            hand.clear()
        else:
            sharing.take(item, item.item)
        answers.extend(sharing.answered())
    assert sharing.ended
    numbers = [answer.number for answer in answers]
    assert sorted(numbers) == list(range(len(fates)))
    assert not ordered or numbers == sorted(numbers)
    assert all(isinstance(answer, Lost) == (fates[answer.number] == "always") for answer in answers)


def test_cores_are_those_that_may_be_used():
    assert 1 <= cores() <= (os.cpu_count() or 1)
