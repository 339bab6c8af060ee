"""Steps of one place, taken out together."""

from tests.agent.checking.seeing import FRAME, checked, finding

from burnish.agent.checking.causes import causes
from burnish.agent.checking.repairs import recipe_repairs
from burnish.agent.checking.strays import is_as_asked, nobody_asked, taken_out
from burnish.agent.checking.trace import Cause, Sighting
from burnish.agent.checking.workpiece import RecipeWork, State
from burnish.agent.planner.intents import Intent
from burnish.imaging.masks import Polygon
from burnish.imaging.masks.polygon import Corner
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.exposure import Exposure
from burnish.tools.saturation import Saturation
from burnish.tools.white_balance import WhiteBalance

PATCH = Polygon(points=(Corner(0.1, 0.1), Corner(0.4, 0.1), Corner(0.4, 0.4), Corner(0.1, 0.4)))
INSIDE = ((0.15, 0.15), (0.35, 0.15), (0.35, 0.35), (0.15, 0.35))
ELSEWHERE = ((0.7, 0.7), (0.9, 0.7), (0.9, 0.9), (0.7, 0.9))
PATCHED = Recipe(
    (
        Step(Saturation(amount=30), author="planner"),
        Step(Exposure(stops=1), PATCH, author="planner"),
        Step(WhiteBalance(temperature=40), PATCH, author="planner"),
    )
)


def taken(photo, catalogue, polygon, *intents, category="changed_elsewhere", cause=0):
    work = RecipeWork(photo, catalogue, PATCHED, request="more saturated", intents=intents)
    found = taken_out(work, State(PATCHED), finding(category, 0.6, polygon), cause)
    return [(words, [step.enabled for step in state.recipe.steps]) for words, state in found]


def test_what_nobody_asked_for_in_one_place_goes_together(photo, catalogue):
    [(words, enabled)] = taken(photo, catalogue, INSIDE, Intent("saturation", "+"))
    assert enabled == [True, False, False]
    assert "which nobody asked for" in words


def test_what_acts_elsewhere_is_left(photo, catalogue):
    assert taken(photo, catalogue, ELSEWHERE, Intent("saturation", "+")) == []


def test_without_a_known_wish_steps_of_one_mask_go_together(photo, catalogue):
    [(words, enabled)] = taken(photo, catalogue, INSIDE, category="seam", cause=1)
    assert enabled == [True, False, False]
    assert "in one place" in words


def test_how_a_wish_was_granted_is_no_matter_of_strays(photo, catalogue):
    assert taken(photo, catalogue, INSIDE, Intent("saturation", "+"), category="overdone") == []


def lit(photo, catalogue, *wishes, asked=None):
    """A picture made darker as a whole, and a patch of it lighter."""
    steps = (Step(Exposure(stops=-1), author="planner"), Step(Exposure(stops=1), PATCH, author="planner"))
    return RecipeWork(photo, catalogue, Recipe(steps), request="as said", intents=wishes, asked=asked)


def test_what_goes_the_other_way_is_nothing_that_was_asked_for(photo, catalogue):
    work = lit(photo, catalogue, Intent("exposure", "-"))
    assert [nobody_asked(work, step) for step in work.after.steps] == [False, True]


def test_a_wish_for_all_of_it_that_is_met_asks_for_nothing_in_one_place(photo, catalogue):
    steps = (Step(Exposure(stops=0.5), author="planner"), Step(Exposure(stops=1), PATCH, author="planner"))
    work = RecipeWork(photo, catalogue, Recipe(steps), intents=(Intent("exposure", "+"),))
    assert [nobody_asked(work, step) for step in steps] == [False, True]
    placed = RecipeWork(photo, catalogue, Recipe(steps), intents=(Intent("exposure", "+", region="face"),))
    assert [nobody_asked(placed, step) for step in steps] == [False, False]


def test_a_step_is_as_asked_where_and_which_way_it_was_asked_for(photo, catalogue):
    near = PATCH.model_copy(update={"feather": 0.01})
    work = lit(photo, catalogue, Intent("exposure", "+"), asked=near)
    assert [is_as_asked(work, step) for step in work.after.steps] == [False, True]
    away = lit(photo, catalogue, Intent("exposure", "+"), asked=PATCH.model_copy(update={"invert": True}))
    assert [is_as_asked(away, step) for step in away.after.steps] == [False, False]


def test_what_was_asked_for_is_not_made_less_for_being_there(photo, catalogue):
    work = lit(photo, catalogue, Intent("exposure", "+"), asked=PATCH)
    found = [finding("lighting_mismatch", 0.6, INSIDE)]
    made = recipe_repairs(work, State(work.after), found, Cause(0, 1, 0.9, ""))
    assert all(each.state.recipe.steps[1] == work.after.steps[1] for each in made)


def test_what_was_asked_for_is_made_less_for_light_that_it_alone_clips(photo, catalogue):
    alone = Recipe((Step(Exposure(stops=2), PATCH, author="planner"),))
    work = RecipeWork(photo, catalogue, alone, intents=(Intent("exposure", "+"),), asked=PATCH)
    made = recipe_repairs(work, State(alone), [finding("clipping", 0.6, INSIDE)], Cause(0, 0, 0.9, ""))
    assert "scale" in {each.kind for each in made}
    beside = lit(photo, catalogue, Intent("exposure", "+"), asked=PATCH)
    made = recipe_repairs(
        beside, State(beside.after), [finding("clipping", 0.6, INSIDE)], Cause(0, 1, 0.9, "")
    )
    assert not any("became" in each.words for each in made)


def test_an_edge_comes_of_a_step_that_acts_in_one_place(catalogue):
    """The global step takes most of the seam away when it is left out, and is not blamed for it."""
    left = {0: 0.1, 1: 0.3, 2: 0.5}

    def look(state):
        off = next(k for k, step in enumerate(state.recipe.steps) if not step.enabled)
        return Sighting(_seen(left[off]))

    now = Sighting(_seen(0.8))
    [cause] = causes(State(PATCHED), now, look, frozenset({0, 1, 2}))
    assert cause.step == 1


def _seen(severity):
    return checked(finding("seam", severity, FRAME))
