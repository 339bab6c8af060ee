"""The critic's figures on ladders of severity."""

from burnish.bench.perception.ladders import Ladder, ladder_rows
from burnish.bench.row import Row

RISING = (0.1, 0.3, 0.5, 0.7)


def figures(*climbed: Ladder) -> list[Row]:
    return ladder_rows(climbed)


def test_a_critic_that_keeps_the_order_keeps_its_promises() -> None:
    order, better, covered = figures(Ladder(RISING, (90, 70, 50, 30), (True,) * 12))
    assert (order.value, order.ok) == (1.0, True)
    assert better.value == 0.0
    assert (covered.value, covered.ok) == (1.0, True)


def test_a_critic_that_sees_nothing_keeps_no_order() -> None:
    order, better, _ = figures(Ladder(RISING, (90, 90, 90, 90), (True,) * 12))
    assert (order.value, order.ok) == (0.0, False)
    assert better.value == 0.0


def test_worse_faults_that_score_better_are_told() -> None:
    order, better, covered = figures(Ladder(RISING, (50, 60, 70, 80), (True, False) * 6))
    assert order.value == -1.0
    assert better.value == 1.0
    assert (covered.value, covered.ok) == (0.5, False)


def test_nothing_tried_is_nothing_measured() -> None:
    assert [row.value for row in figures()] == [None, None, None]
