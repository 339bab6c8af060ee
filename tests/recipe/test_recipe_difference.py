"""What changed between two recipes, told step by step."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from burnish.imaging.masks import Brush, BrushPoint, Radial, Stroke
from burnish.recipe.difference import recipe_difference
from burnish.recipe.recipe import Recipe, Step, recipe
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure
from burnish.tools.heal import Heal
from burnish.tools.tone_curve import ToneCurve


def words(before: Recipe, after: Recipe) -> list[str]:
    return [change.words for change in recipe_difference(before, after)]


def circle(x: float = 0.5) -> Radial:
    return Radial(x=x, y=0.5, radius_x=0.2, radius_y=0.2)


def test_a_changed_parameter_tells_both_values_and_its_unit() -> None:
    before, after = recipe([Exposure(stops=0.5)]), recipe([Exposure(stops=1.5)])
    (change,) = recipe_difference(before, after)
    assert (change.kind, change.name, change.old, change.new, change.unit) == (
        "parameter",
        "stops",
        0.5,
        1.5,
        "EV",
    )
    assert change.words == "exposure (step 1): stops 0.5 → 1.5 EV"


def test_a_parameter_that_leaves_its_default_tells_the_default() -> None:
    assert words(recipe([Exposure()]), recipe([Exposure(stops=-1)])) == ["exposure (step 1): stops 0 → -1 EV"]


def test_steps_that_come_and_go_are_told_with_what_they_did() -> None:
    before = recipe([Exposure(stops=1), Contrast(amount=20)])
    after = recipe([Contrast(amount=20), Step(Heal(amount=100), circle(), opacity=0.5, enabled=False)])
    assert words(before, after) == [
        "exposure (step 1) removed: stops 1",
        "heal (step 2) added: amount 100, mask radial, opacity 50 %, turned off",
    ]


def test_everything_about_a_step_is_compared() -> None:
    before = recipe([Step(Exposure(stops=1), circle(), reason="dark")])
    after = recipe([Step(Exposure(stops=1), circle(0.25), 0.5, False, "too dark", "agent")])
    assert words(before, after) == [
        "exposure (step 1): radial mask: x 0.5 → 0.25",
        "exposure (step 1): opacity 100 % → 50 %",
        "exposure (step 1) turned off",
        "exposure (step 1): reason 'dark' → 'too dark'",
        "exposure (step 1): author 'person' → 'agent'",
    ]


def test_another_kind_of_mask_is_told_by_kind() -> None:
    assert words(recipe([Exposure(stops=1)]), recipe([Step(Exposure(stops=1), circle())])) == [
        "exposure (step 1): mask none → radial"
    ]


def test_a_step_inserted_before_its_like_leaves_the_old_one_alone() -> None:
    old = Step(Exposure(stops=1), circle())
    (change,) = recipe_difference(Recipe((old,)), recipe([Exposure(stops=-0.5), old]))
    assert (change.kind, change.after) == ("added", 0)


def test_of_two_steps_of_one_tool_the_mask_tells_which_was_changed() -> None:
    before = recipe([Exposure(stops=1), Step(Exposure(stops=1), circle())])
    after = recipe([Step(Exposure(stops=2), circle())])
    assert words(before, after) == ["exposure (step 1) removed: stops 1", "exposure (step 1): stops 1 → 2 EV"]


def test_swapped_steps_are_one_move() -> None:
    a, b = Step(Exposure(stops=1)), Step(Contrast(amount=10))
    (change,) = recipe_difference(Recipe((a, b)), Recipe((b, a)))
    assert change.kind == "moved"


def test_long_values_are_cut_in_words_and_whole_in_the_document() -> None:
    strokes = [Stroke(points=tuple(BrushPoint(x / 100, y) for x in range(100))) for y in (0.2, 0.4)]
    before, after = (recipe([Step(Exposure(stops=1), Brush(strokes=(stroke,)))]) for stroke in strokes)
    (change,) = recipe_difference(before, after)
    assert change.words == "exposure (step 1): brush mask: strokes changed"
    document = json.loads(json.dumps(change.document()))
    assert document["new"]["strokes"][0]["points"][99] == [0.99, 0.4, 1.0]


def test_numbers_that_differ_never_look_alike() -> None:
    assert words(recipe([Exposure(stops=0.1)]), recipe([Exposure(stops=0.100001)])) == [
        "exposure (step 1): stops 0.1 → 0.100001 EV"
    ]
    assert words(recipe([Heal(seed=2147483646)]), recipe([Heal(seed=2147483647)])) == [
        "heal (step 1): seed 2147483646 → 2147483647"
    ]


STEPS = st.builds(
    Step,
    st.one_of(
        st.builds(Exposure, stops=st.sampled_from([-1.0, 0.0, 0.5, 2.0])),
        st.builds(Contrast, amount=st.sampled_from([-20.0, 0.0, 30.0])),
        st.sampled_from([ToneCurve(), ToneCurve(points=((0.0, 0.0), (255.0, 200.0)))]),
    ),
    st.sampled_from([None, circle(), circle(0.1)]),
    st.sampled_from([1.0, 0.5]),
    st.booleans(),
    st.sampled_from(["", "why"]),
)
RECIPES = st.lists(STEPS, max_size=6).map(recipe)


def patched(before: Recipe, after: Recipe) -> list[dict[str, object]]:
    """The first recipe's steps with every change put into them by hand: an oracle that knows no matching."""
    changes = recipe_difference(before, after)
    steps: dict[int, dict[str, object]] = {}
    gone = {change.before for change in changes if change.kind == "removed"}
    placed = {change.before: change.after for change in changes if change.before is not None}
    added = {change.after: change.new for change in changes if change.kind == "added"}
    taken = {place for place in (*placed.values(), *added) if place is not None}
    free = iter(place for place in range(len(after.steps)) if place not in taken)
    for place, step in enumerate(before.steps):
        if place not in gone:
            steps[placed[place] if place in placed else next(free)] = full(step)
    for change in changes:
        if change.kind in ("removed", "moved", "added"):
            continue
        target = steps[change.after]
        if change.kind == "parameter":
            assert target["params"][change.name] == change.old
            target["params"][change.name] = change.new
        else:
            assert target[change.kind] == change.old
            target[change.kind] = change.new
    for place in added:
        steps[place] = full(after.steps[place])
    return [steps[place] for place in sorted(steps)]


def full(step: Step) -> dict[str, object]:
    mask = None if step.mask is None else step.mask.model_dump(mode="json")
    return {**step.document(), "params": step.tool.model_dump(mode="json"), "mask": mask}


@settings(max_examples=150, deadline=None)
@given(RECIPES, RECIPES)
def test_the_changes_put_into_the_first_recipe_make_the_second(before: Recipe, after: Recipe) -> None:
    assert patched(before, after) == [full(step) for step in after.steps]


@settings(max_examples=60, deadline=None)
@given(RECIPES, RECIPES)
def test_nothing_is_told_only_of_equal_recipes(before: Recipe, after: Recipe) -> None:
    assert (recipe_difference(before, after) == ()) == (before.digest == after.digest)
