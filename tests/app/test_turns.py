"""Turns: of one person one after the other, of different people side by side, and now and then somebody alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import AbstractContextManager

import pytest

from burnish.app.turns import Turns


@pytest.fixture
def threads():
    with ThreadPoolExecutor(4) as made:
        yield made


def had(turn: AbstractContextManager[None]) -> bool:
    with turn:
        return True


def test_two_people_have_their_turns_side_by_side(threads):
    turns = Turns()
    with turns.of("anna"):
        assert threads.submit(had, turns.of("ben")).result(5)


def test_one_person_has_one_turn_at_a_time(threads):
    turns = Turns()
    with turns.of("anna"):
        waiting = threads.submit(had, turns.of("anna"))
        with pytest.raises(NotYet):
            waiting.result(0.05)
    assert waiting.result(5)


def test_a_thread_takes_what_it_has_again():
    turns = Turns()
    with turns.of("anna"), turns.of("anna"), turns.of("ben"):
        pass
    with turns.alone(), turns.of("anna"), turns.alone():
        pass
    assert had(turns.of("anna"))


def test_who_is_alone_waits_for_all_and_all_wait_for_them(threads):
    turns, is_inside, may_leave = Turns(), threading.Event(), threading.Event()

    def alone() -> bool:
        with turns.alone():
            is_inside.set()
            return may_leave.wait(5)

    with turns.of("anna"):
        waiting = threads.submit(alone)
        while not turns._wanting:
            pass
        newcomer = threads.submit(had, turns.of("ben"))
        with turns.of("anna"), turns.of("carl"):
            pass  # who has a turn goes on
        assert not is_inside.is_set()
    assert is_inside.wait(5)
    with pytest.raises(NotYet):
        newcomer.result(0.05)
    may_leave.set()
    assert waiting.result(5)
    assert newcomer.result(5)
