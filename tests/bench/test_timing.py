from burnish.bench.timing import Rounds, taking_turns


def test_works_take_turns_after_one_untimed_round():
    calls: list[str] = []
    rounds = taking_turns([lambda: calls.append("a"), lambda: calls.append("b")], 3)
    assert calls == ["a", "b"] * 4
    assert len(rounds.seconds) == 3


def test_a_ratio_is_taken_within_rounds_so_that_drift_cancels():
    rounds = Rounds(((1.0, 2.0), (10.0, 20.0), (3.0, 6.0), (1.0, 2.0)))
    assert rounds.ratio(1, 0) == 2.0
    assert rounds.median(0) == 2.0
