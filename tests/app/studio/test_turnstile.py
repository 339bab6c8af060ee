"""A few at once; of those that wait for one thing only the newest goes on."""

import threading
import time

import pytest

from burnish.app.studio.turnstile import Turnstile, places_of
from burnish.errors import Conflict


def waiting(turnstile: Turnstile, kind, log: list, name: str) -> threading.Thread:
    def work() -> None:
        try:
            with turnstile.turn(kind):
                log.append(name)
        except Conflict:
            log.append(f"{name} superseded")

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.03)
    return thread


def test_a_newer_one_makes_the_older_that_waits_give_up():
    turnstile, log = Turnstile(1), []
    with turnstile.turn():
        threads = [waiting(turnstile, "photo", log, name) for name in ("first", "second", "third")]
        assert log == ["first superseded", "second superseded"]
    for each in threads:
        each.join()
    assert log[2:] == ["third"]


def test_what_is_of_no_kind_waits_for_itself_alone():
    turnstile, log = Turnstile(1), []
    with turnstile.turn("photo"):
        threads = [waiting(turnstile, None, log, "a"), waiting(turnstile, None, log, "b")]
        threads.append(waiting(turnstile, "other", log, "c"))
        assert log == []
    for each in threads:
        each.join()
    assert sorted(log) == ["a", "b", "c"]


def test_who_came_first_goes_first_and_what_nobody_waits_for_last():
    turnstile, log, threads = Turnstile(1), [], []

    def work(name: str, behind_s: float) -> None:
        with turnstile.turn(behind_s=behind_s):
            log.append(name)

    with turnstile.turn():
        for count, (name, behind_s) in enumerate([("learning", 60.0), ("a", 0.0), ("b", 0.0), ("c", 0.0)], 1):
            threads.append(threading.Thread(target=work, args=(name, behind_s)))
            threads[-1].start()
            while len(turnstile._waiting) < count:
                time.sleep(0.001)
    for each in threads:
        each.join()
    assert log == ["a", "b", "c", "learning"]


def test_one_that_is_inside_is_left_alone():
    turnstile = Turnstile(2)
    with turnstile.turn("photo"), turnstile.turn("photo"):
        pass


def test_who_fails_inside_leaves_the_place():
    turnstile = Turnstile(1)
    with pytest.raises(ValueError, match="inside"), turnstile.turn():
        raise ValueError("inside")
    with turnstile.turn():
        pass


@pytest.mark.parametrize(("processors", "places"), [(0.5, 1), (1, 1), (2, 1), (3, 1), (4, 2), (16, 8)])
def test_one_has_two_processors_to_reckon_on(processors, places):
    assert places_of(processors) == places
