"""Who is given what when, and what becomes of work whose worker died."""

from collections import Counter
from contextlib import closing

import pytest
from tests.app.fleet.fake_crews import MortalCrew
from tests.app.fleet.small_trade import Errand, SquareTrade

from burnish.app.fleet.local_crew import LocalCrew
from burnish.app.fleet.order import Order
from burnish.app.fleet.spreading import TRIES, spread


@pytest.fixture
def trade(tmp_path):
    return SquareTrade(tmp_path)


def order(trade, count: int, workspace: str = "local", name: str = "one"):
    return Order(name, workspace, trade, (Errand(k) for k in range(count)))


@pytest.mark.parametrize("places", [1, 3])
def test_everything_is_done_once(trade, places):
    done = {each.piece.number: each.result for each in spread([order(trade, 9)], LocalCrew(places))}
    assert done == {k: k**2 for k in range(9)}
    assert all(len(trade.tries(Errand(k))) == 1 for k in range(9))


def test_no_more_is_taken_than_there_are_places_for(trade):
    taken = []

    def tasks():
        for k in range(100):
            taken.append(k)
            yield Errand(k)

    crew = MortalCrew(3, {})
    with closing(spread([Order("one", "local", trade, tasks())], crew)) as results:
        for seen, _ in enumerate(results, 1):
            assert len(taken) <= seen + 3
    assert crew.most == 3


def test_workspaces_take_turns_however_much_one_of_them_wants(trade):
    crew = MortalCrew(2, {})
    orders = [
        order(trade, 50, "large", "a"),
        order(trade, 50, "large", "b"),
        order(trade, 3, "small", "c"),
        order(trade, 2, "tiny", "d"),
    ]
    assert len(list(spread(orders, crew))) == 105
    first = [workspace for workspace, _ in crew.begun[:8]]
    assert first == ["large", "small", "tiny", "large", "small", "tiny", "large", "small"]
    assert Counter(workspace for workspace, _ in crew.begun) == {"large": 100, "small": 3, "tiny": 2}


def test_what_a_dead_worker_left_is_done_again_and_nothing_else(trade):
    crew = MortalCrew(2, {4: 1, 5: 2})
    done = {each.piece.number: each.result for each in spread([order(trade, 9)], crew)}
    assert done == {k: k**2 for k in range(9)}
    assert Counter(number for _, number in crew.begun) == {**dict.fromkeys(range(9), 1), 4: 2, 5: 3}
    assert (trade.folder / "tidied").exists()


def test_what_kills_every_worker_is_left_and_told(trade):
    crew = MortalCrew(2, {3: 99})
    done = {each.piece.number: each.result for each in spread([order(trade, 5)], crew)}
    assert done[3] == "3 was left: its worker died, 3 times in a row; nothing was written"
    assert [done[k] for k in (0, 1, 2, 4)] == [0, 1, 4, 16]
    assert Counter(number for _, number in crew.begun)[3] == TRIES


def test_whoever_stops_listening_stops_the_work(trade):
    crew = MortalCrew(2, {})
    with closing(spread([order(trade, 50)], crew)) as results:
        next(results)
    assert crew.dropped
    assert len(crew.begun) < 5
    assert (trade.folder / "tidied").exists()
