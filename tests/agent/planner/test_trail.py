"""Which states undo and redo lead to."""

from tests.agent.planner.dialogues import Dialogue

from burnish.agent.planner.trail import Trail, step_pairs, trail_of
from burnish.recipe.recipe import Recipe, Step, recipe
from burnish.tools.contrast import Contrast
from burnish.tools.saturation import Saturation

A, B, C = (recipe([Contrast(amount=amount)]) for amount in (1.0, 2.0, 3.0))


def outside(*states: Recipe) -> Trail:
    trail = Trail(Recipe())
    for state in states:
        trail = trail.walked(state)
    return trail


def test_unknown_states_are_passages_and_known_ones_are_walked_to() -> None:
    trail = outside(A, B, C)
    assert len(trail.done) == 3
    back = trail.walked(A)
    assert back.here.digest == A.digest
    assert len(back.done) == 1


def test_a_jump_back_is_one_jump_forward() -> None:
    back = outside(A, B, C).walked(A)
    assert back.walked(C).here.digest == C.digest
    assert back.walked(C).ahead == ()


def test_two_jumps_back_are_two_jumps_forward() -> None:
    back = outside(A, B, C).walked(B).walked(A)
    assert [jump[-1].after.digest for jump in back.ahead] == [C.digest, B.digest]


def test_a_new_state_after_a_jump_back_forgets_what_lay_ahead() -> None:
    assert outside(A, B).walked(A).walked(C).ahead == ()


def test_a_turn_that_changes_nothing_is_no_passage() -> None:
    d = Dialogue().say("contrast", "contrast+").say("lovely").say("keep the sky", "keep =sky")
    assert len(trail_of(d.conversation).done) == 1


def test_the_pairs_of_two_recipes_are_what_differs() -> None:
    before = recipe([Contrast(amount=1.0), Saturation(amount=2.0)])
    after = recipe([Contrast(amount=5.0), Step(Saturation(amount=2.0))])
    assert [(was.tool.amount, now.tool.amount) for was, now in step_pairs(before, after)] == [(1.0, 5.0)]
    assert [(was, now.tool.amount) for was, now in step_pairs(Recipe(), A)] == [(None, 1.0)]
