"""Who is quick goes first; who takes long halts for a moment at most, and never twice in vain."""

import threading
import time

import pytest

from burnish.app.studio.right_of_way import RightOfWay
from burnish.app.studio.turnstile import Turnstile


def elsewhere(work) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def halted_s(way: RightOfWay) -> float:
    begun = time.monotonic()
    way.give()
    return time.monotonic() - begun


def test_nobody_halts_where_nobody_is_quick():
    way = RightOfWay(longest_halt_s=60)
    way.give()
    with way.had():
        pass
    way.give()


def test_who_has_it_goes_on_and_keeps_it_to_the_end_of_the_outer_block():
    way = RightOfWay(longest_halt_s=60)
    with way.had():
        with way.had():
            way.give()
        with way.kept(lambda: False):
            way.give()
        came = threading.Event()
        other = elsewhere(lambda: (way.give(), came.set()))
        assert not came.wait(0.05)
    assert came.wait(10)
    other.join()


def test_a_halt_ends_with_the_last_of_the_quick():
    way, log = RightOfWay(longest_halt_s=60), []
    first, second = threading.Event(), threading.Event()

    def quick(until: threading.Event, name: str) -> None:
        with way.had():
            begun.release()
            until.wait(10)
            log.append(name)

    begun = threading.Semaphore(0)
    quicks = [elsewhere(lambda: quick(first, "first")), elsewhere(lambda: quick(second, "second"))]
    begun.acquire()
    begun.acquire()
    slow = elsewhere(lambda: (way.give(), log.append("slow")))
    first.set()
    quicks[0].join()
    time.sleep(0.05)
    second.set()
    for each in (*quicks, slow):
        each.join()
    assert log == ["first", "second", "slow"]


def test_a_halt_is_short_and_there_is_none_while_others_wait_for_what_is_held():
    short, long = RightOfWay(longest_halt_s=0.05), RightOfWay(longest_halt_s=60)
    ends = threading.Event()

    def quick(way: RightOfWay) -> None:
        with way.had():
            ends.wait(30)

    others = [elsewhere(lambda way=way: quick(way)) for way in (short, long)]
    while not (short.is_had and long.is_had):
        time.sleep(0.001)
    assert halted_s(short) >= 0.04
    with short.kept(lambda: False):
        assert halted_s(short) >= 0.04
    with long.kept(lambda: True):
        assert halted_s(long) < 30
    ends.set()
    for each in others:
        each.join()


def test_it_is_given_up_where_what_was_quick_fails():
    way = RightOfWay(longest_halt_s=60)
    with pytest.raises(ZeroDivisionError), way.had():
        1 / 0
    elsewhere(way.give).join(10)
    assert halted_s(way) < 10


def test_who_goes_through_the_turnstile_gives_it_first():
    way, log = RightOfWay(longest_halt_s=60), []
    turnstile = Turnstile(1, way)

    def work() -> None:
        with turnstile.turn():
            log.append("slow")

    with way.had():
        other = elsewhere(work)
        time.sleep(0.05)
        log.append("quick")
    other.join()
    assert log == ["quick", "slow"]
