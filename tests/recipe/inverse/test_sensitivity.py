import numpy as np
import pytest
from tests.recipe.inverse.scenes import CATALOGUE, edited, scene, values

from burnish.recipe.inverse import match
from burnish.recipe.inverse.evidence import gather
from burnish.recipe.inverse.model import Model
from burnish.recipe.inverse.parameters import coordinates, tool_of, tools_of
from burnish.recipe.inverse.sensitivity import derivatives

ORDER = {name: k for k, name in enumerate(CATALOGUE.names)}
EDIT = {
    "exposure.stops": 0.05,
    "tone.shadows": 0.3,
    "clarity.amount": 0.3,
    "hsl.saturation_blue": -0.3,
    "fade.amount": 0.2,
    "vignette.amount": -0.4,
}


@pytest.fixture(scope="module")
def model():
    photo = scene(width=200, height=140).linear()
    return Model(gather(photo, photo), ORDER)


def chosen():
    return {c: EDIT[c.label] for c in coordinates(CATALOGUE) if c.label in EDIT}


def test_derivatives_are_what_a_small_step_of_the_whole_chain_shows(model):
    here = chosen()
    trail = model.trail(tools_of(here, CATALOGUE))
    found = derivatives(model, trail, here, list(here), CATALOGUE)
    for c, row in zip(here, found, strict=True):
        ends = [
            model.run(tools_of(here | {c: here[c] + step}, CATALOGUE), fine=False).codes
            for step in (0.03, -0.03)
        ]
        shown = np.einsum("nij,nj->ni", model.evidence.metric, (ends[0] - ends[1]) / 0.06).ravel()
        assert row @ shown / np.linalg.norm(row) / np.linalg.norm(shown) > 0.98, c.label
        assert np.linalg.norm(row) == pytest.approx(np.linalg.norm(shown), rel=0.1), c.label


def test_tools_swept_at_once_give_the_same_codes_as_one_by_one(model):
    tools = tools_of(chosen(), CATALOGUE)
    np.testing.assert_array_equal(model.run(tools, fine=False).codes, model.trail(tools).codes)


def test_one_tool_moved_is_the_chain_with_that_tool(model):
    here = chosen()
    trail = model.trail(tools_of(here, CATALOGUE))
    brighter = tool_of("exposure", {c: 0.2 for c in here if c.tool == "exposure"}, CATALOGUE)
    place, gain, grid = model.moved(trail, brighter)
    whole = model.run(tools_of(here, CATALOGUE) | {"exposure": brighter}, fine=False)
    np.testing.assert_array_equal(model.onward(trail, place, gain, grid), whole.codes)


def test_less_color_is_less_saturation_and_not_a_partial_black_and_white():
    photo = scene(width=200, height=140)
    found = match(photo, edited(photo, CATALOGUE.make("saturation", {"amount": -40.0})), CATALOGUE)
    assert set(values(found.recipe.steps)) == {"saturation"}
