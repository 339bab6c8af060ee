"""A recipe is a value: what it says, and the digest that stands for it."""

import dataclasses
import json

import pytest

from burnish.imaging.masks import Combine, Radial, Sky
from burnish.recipe.recipe import Recipe, Step, recipe
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure

BRIGHTER = Step(Exposure(stops=0.5), reason="too dark", author="planner")
TWO = recipe([BRIGHTER, Contrast(amount=20.0)], "Mine")


def test_the_digest_is_the_same_on_every_machine_and_in_every_version() -> None:
    assert Recipe().digest == "sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"
    assert TWO.digest == "sha256:e70cee0b7281dcd30ec3128cab646ded39eb4846b0a8b8a032d0c77b8b1286e5"


def test_the_empty_digest_is_that_of_an_empty_json_list() -> None:
    import hashlib

    assert Recipe().digest == "sha256:" + hashlib.sha256(b"[]").hexdigest()


def test_the_digest_does_not_depend_on_the_title_or_on_how_numbers_were_written() -> None:
    assert dataclasses.replace(TWO, title="").digest == TWO.digest
    assert recipe([Step(Exposure(stops=1), opacity=1)]).digest == recipe([Step(Exposure(stops=1.0))]).digest


@pytest.mark.parametrize(
    "other",
    [
        Recipe(),
        recipe([BRIGHTER]),
        recipe([Contrast(amount=20.0), BRIGHTER]),
        recipe([BRIGHTER, Contrast(amount=20.001)]),
        recipe([BRIGHTER, Step(Contrast(amount=20.0), enabled=False)]),
        recipe([BRIGHTER, Step(Contrast(amount=20.0), opacity=0.5)]),
        recipe([BRIGHTER, Step(Contrast(amount=20.0), Radial())]),
        recipe([BRIGHTER, Step(Contrast(amount=20.0), Combine(masks=(Radial(),)))]),
        recipe([BRIGHTER, Step(Contrast(amount=20.0), Combine(masks=(Sky(),)))]),
        recipe([BRIGHTER, Step(Contrast(amount=20.0), author="agent")]),
    ],
    ids=range(10),
)
def test_every_other_edit_has_another_digest(other: Recipe) -> None:
    others = [TWO, recipe([BRIGHTER, Step(Contrast(amount=20.0), Combine(masks=(Radial(invert=True),)))])]
    assert other.digest not in {each.digest for each in others}


def test_masks_of_two_kinds_never_share_a_digest() -> None:
    masks = (
        None,
        Radial(),
        Sky(),
        *(Combine(masks=(part,)) for part in (Radial(), Sky(), Combine(masks=(Sky(),)))),
    )
    assert len({recipe([Step(Contrast(amount=1.0), mask)]).digest for mask in masks}) == len(masks)


def test_defaults_are_left_out_and_text_is_kept_as_written() -> None:
    document = json.loads(recipe([Step(Exposure(), reason="für später – 後で")]).to_json())
    assert document["steps"][0]["params"] == {}
    assert document["steps"][0]["reason"] == "für später – 後で"
    assert "für später" in recipe([Step(Exposure(), reason="für später")]).to_json()


def test_adding_and_replacing_make_new_recipes() -> None:
    darker = Step(Exposure(stops=-1.0))
    assert TWO.adding(darker).steps == (*TWO.steps, darker)
    assert TWO.replacing(0, darker).steps == (darker, TWO.steps[1])
    assert TWO.replacing(1, darker).title == "Mine"
    assert TWO.steps[0] == BRIGHTER
    with pytest.raises(dataclasses.FrozenInstanceError):
        TWO.title = "Yours"  # type: ignore[misc]
