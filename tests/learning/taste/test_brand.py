"""Brand rules: what they allow stays, everything else is brought inside, and a bad file names its place."""

import pytest

from burnish.errors import BadInput
from burnish.learning.taste.brand import within
from burnish.learning.taste.brand_rules import BrandRules, parse_brand_rules
from burnish.recipe.recipe import Recipe, Step, recipe
from burnish.tools.background import Background
from burnish.tools.color_grading import ColorGrading
from burnish.tools.contrast import Contrast
from burnish.tools.crop import Crop
from burnish.tools.exposure import Exposure
from burnish.tools.grain import Grain
from burnish.tools.recolor import Recolor

RULES = b"""
never = ["grain"]
palette = ["#0a2540", "#f6c343"]
white_background = 250
minimum_contrast = 10
crop_aspects = ["1:1", "3:2"]

[bounds]
exposure.stops = [-0.5, 0.5]
"""


@pytest.fixture
def rules(catalogue) -> BrandRules:
    return parse_brand_rules(RULES, "brand.toml", catalogue)


def tools(made: Recipe) -> dict[str, object]:
    return {step.tool.name: step.tool for step in made.steps}


def test_what_is_within_the_rules_stays_as_it_is(rules, catalogue):
    made = recipe([Exposure(stops=0.4), Contrast(amount=12), Crop(aspect="3:2")])
    held = within(rules, made, catalogue)
    assert held.recipe == made
    assert held.notes == ()


def test_everything_else_is_brought_inside_and_says_so(rules, catalogue):
    made = recipe(
        [Exposure(stops=2), Grain(amount=30), Recolor(color="#e8c040", amount=50), Crop(aspect="1.9:2")]
    )
    held = within(rules, made, catalogue)
    found = tools(held.recipe)
    assert set(found) == {"exposure", "recolor", "crop", "contrast"}
    assert found["exposure"] == Exposure(stops=0.5)
    assert found["recolor"] == Recolor(color="#f6c343", amount=50)
    assert found["crop"] == Crop(aspect="1:1")
    assert found["contrast"] == Contrast(amount=10)
    assert all("brand" in step.reason for step in held.recipe.steps)
    assert len(held.notes) == 5


def test_steps_of_one_tool_count_together(rules, catalogue):
    held = within(rules, recipe([Exposure(stops=0.4), Exposure(stops=0.4), Contrast(amount=10)]), catalogue)
    stops = [step.tool.stops for step in held.recipe.steps if isinstance(step.tool, Exposure)]
    assert sum(stops) == pytest.approx(0.5)


def test_applying_the_rules_again_changes_nothing(rules, catalogue):
    once = within(rules, recipe([Exposure(stops=-3), Grain(amount=3)]), catalogue).recipe
    assert within(rules, once, catalogue).recipe == once


def test_a_white_background_has_the_level_that_is_asked_for_and_others_are_of_the_palette(rules, catalogue):
    def color(given: str) -> str:
        step = Step(Background(style="color", amount=100, color=given))
        return tools(within(rules, Recipe((step,)), catalogue).recipe)["background"].color

    assert color("#f0f0f2") == "#fafafa"
    assert color("#102030") == "#0a2540"


def test_tints_have_hues_of_the_palette(rules, catalogue):
    made = recipe([ColorGrading(shadow_hue=190, shadow_saturation=20, highlight_hue=60)])
    graded = tools(within(rules, made, catalogue).recipe)["color_grading"]
    assert graded.shadow_hue == pytest.approx(210, abs=1)  # #0a2540 lies at 210° of HSV
    assert graded.highlight_hue == 60, "without saturation there is no tint"


def test_a_free_crop_gets_the_shape_nearest_to_its_own(rules, catalogue):
    held = within(rules, recipe([Crop(left=0.1, right=0.9)]), catalogue, (3000, 2000))
    assert tools(held.recipe)["crop"].aspect == "1:1"
    held = within(rules, recipe([Crop(top=0.1)]), catalogue, (3000, 2000))
    assert tools(held.recipe)["crop"].aspect == "3:2"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("never = 1 2", "line 1"),
        ("# rules\nnevr = []", "line 2: 'nevr' is not known (known: never"),
        ('\nnever = ["grian"]', "line 2: never = 'grian': no such tool"),
        ("[bounds]\nexposure.stop = [0, 1]", "line 2: exposure.stop: no such slider; exposure has stops"),
        ("[bounds]\nexposure.stops = [-9, 1]", "-5 to 5 is allowed"),
        ("[bounds]\nexposure.stops = [1, -1]", "the lower bound comes first"),
        ("palette = ['blue']", "line 1: palette.0 = 'blue'"),
        ("minimum_contrast = 20\n[bounds]\ncontrast.amount = [0, 10]", "above the bound"),
    ],
)
def test_a_bad_file_names_its_place_and_what_is_allowed(catalogue, text, told):
    with pytest.raises(BadInput) as raised:
        parse_brand_rules(text.encode(), "brand.toml", catalogue)
    assert told in str(raised.value)
