import pytest
from tests.feedback.drawing import START, offer

from burnish.errors import BadInput
from burnish.feedback.consent import Consent
from burnish.feedback.matched import Correction, modified_from_match
from burnish.feedback.preferences import preferences
from burnish.recipe.inverse import ColorError, Match
from burnish.recipe.recipe import recipe
from burnish.tools.catalogue import Catalogue


def _match(catalogue: Catalogue) -> Match:
    made = recipe([catalogue.make("exposure", {"stops": 2.0})])
    return Match(made, ColorError(9, 8, 20), ColorError(0.9, 0.7, 3), 0.9, (), {})


def test_a_picture_from_elsewhere_is_a_correction_with_what_it_leaves_open(catalogue) -> None:
    turn = offer()
    signal = modified_from_match(_match(catalogue), turn, Correction("s1", "p1", START, "b", Consent()))
    assert (signal.way, signal.left_over, signal.turn, signal.proposal) == ("picture", 0.7, "t1", "b")
    (found,) = preferences([turn], [signal]).kept
    assert found.better["steps"][0]["params"] == {"stops": 2.0}
    assert found.worse == turn.proposals[1].recipe


def test_a_correction_of_nothing_is_refused(catalogue) -> None:
    with pytest.raises(BadInput, match="'nope' is none of turn 't1'; it made 'a', 'b', 'c'"):
        modified_from_match(_match(catalogue), offer(), Correction("s1", "p1", START, "nope", Consent()))
