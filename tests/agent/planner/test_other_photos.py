"""What of an edit travels to another photo."""

import pytest
from tests.agent.planner.dialogues import Dialogue

from burnish.agent.planner.other_photos import carried_over, conversation_on
from burnish.imaging.masks import Circle, ColorRange, Combine, Linear, Mask, PickedPoint, Radial, Sky, Subject
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.contrast import Contrast
from burnish.tools.crop import Crop
from burnish.tools.heal import Heal
from burnish.tools.rotate import Rotate

CIRCLED = Subject(area=Circle(x=0.3))


@pytest.mark.parametrize(
    "mask",
    [None, Sky(), Linear(), Radial(), Combine(masks=(Sky(), Linear())), ColorRange(samples=("#aa3300",))],
)
def test_places_that_find_themselves_travel(mask: Mask | None) -> None:
    edit = Recipe((Step(Contrast(amount=10.0), mask),))
    assert carried_over(edit).recipe.digest == edit.digest


@pytest.mark.parametrize(
    "mask",
    [CIRCLED, Radial(x=0.2), Combine(masks=(Sky(), CIRCLED)), ColorRange(samples=(PickedPoint(0.2, 0.3),))],
)
def test_places_drawn_on_one_photo_stay_there(mask: Mask) -> None:
    edit = Recipe((Step(Contrast(amount=10.0), mask), Step(Contrast(amount=5.0))))
    carried = carried_over(edit)
    assert carried.recipe.steps == edit.steps[1:]
    assert carried.left_out == edit.steps[:1]


def test_mending_stays_and_only_the_shape_of_a_crop_travels() -> None:
    crop = Crop(left=0.1, aspect="1:1")
    edit = Recipe(
        (Step(Heal(amount=100.0), CIRCLED), Step(Rotate(angle=2.0)), Step(crop), Step(Crop(left=0.1)))
    )
    carried = carried_over(edit)
    assert [step.tool for step in carried.recipe.steps] == [Crop(aspect="1:1")]
    assert len(carried.left_out) == 3


def test_a_conversation_on_the_next_photo_goes_on_from_the_same_edit() -> None:
    d = (
        Dialogue()
        .say("keep skin", "keep =skin")
        .say("warm and punchy", "temperature+ @sky", "contrast+ @sky")
    )
    d.conversation = conversation_on("sha256:" + "ab" * 32, d.conversation)
    assert d.tools == ["contrast", "white_balance"]
    assert [keep.what for keep in d.conversation.keeps] == ["skin"]
    d.say("a bit less of it here", "scale- =last small")
    assert d.value("contrast") == 14.4
    assert d.say("start over", "undo =all").value("contrast") == 20.0
