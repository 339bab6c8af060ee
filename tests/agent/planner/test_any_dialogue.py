"""Laws of every conversation, whatever is said in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.agent.planner.dialogues import CATALOGUE, DARK, FINE, SIMPLE, Dialogue

from burnish.agent.planner.request import SliderMove
from burnish.agent.planner.trail import trail_of
from burnish.imaging.masks import Circle, Subject
from burnish.recipe.document import parse_recipe
from burnish.recipe.recipe import Step

WISHES = [f"{op}{direction}" for op, direction in SIMPLE] + [
    "crop+", "crop-", "rotate0", "rotate+ 90", "flip+", "remove+", "remove-", "background+", "background+ ~white",
    "style+ =moody", "style+ =airy", "style- =moody", "enhance+", "enhance-", "black_and_white-", "unsupported",
]  # fmt: skip
ABOUT_THE_EDIT = [
    "scale+ =last", "scale- =last", "scale- =contrast", "scale+ 200%", "scale- by10", "scale0 =everywhere",
    "scale0 =other", "scale0 =others", "scale0 =redo", "undo =last", "undo", "undo =all", "undo =contrast",
    "undo =color", "undo =keep", "undo =sky", "keep =contrast", "keep =skin", "keep =sky", "keep =obj 'the hat'",
    "keep =all",
]  # fmt: skip
PLACES = ["", "", "", " @sky", " @face", " @obj 'the car'", " @bg", " @left"]
STRENGTHS = ["", " small", " large", " to30", " by10", " by20%"]
TEXTS = [
    "do it",
    "no, do it",
    "no, I meant this",
    "keep it natural",
    "less of that",
    "the whole picture",
    "",
    "actually",
]

wishes = st.builds(
    "{}{}{}".format, st.sampled_from(WISHES), st.sampled_from(PLACES), st.sampled_from(STRENGTHS)
)
about = st.builds(
    "{}{}".format, st.sampled_from(ABOUT_THE_EDIT), st.sampled_from(["", "", " @sky", " small"])
)
turns = st.tuples(
    st.sampled_from(TEXTS),
    st.lists(st.one_of(wishes, about), max_size=3),
    st.fixed_dictionaries(
        {},
        optional={
            "mask": st.just(Subject(area=Circle(radius=0.1))),
            "variants": st.integers(2, 4),
            "others": st.tuples(wishes),
            "sliders": st.just((SliderMove("contrast", "amount", 12.0),)),
        },
    ),
)


def had(said: list[tuple[str, list[str], dict[str, object]]], photo: object = DARK) -> Dialogue:
    d = Dialogue(photo=photo)  # type: ignore[arg-type]
    for text, intents, more in said:
        d.say(text, *(intents if text else ()), **more)
    return d


@settings(max_examples=150)
@given(said=st.lists(turns, min_size=1, max_size=7), photo=st.sampled_from([DARK, FINE, None]))
def test_every_turn_gives_a_sound_plan(
    said: list[tuple[str, list[str], dict[str, object]]], photo: object
) -> None:
    d = Dialogue(photo=photo)  # type: ignore[arg-type]
    for text, intents, more in said:
        before = d.recipe
        d.say(text, *(intents if text else ()), **more)
        plan = d.answer
        assert sum(each.probability for each in plan.candidates) == pytest.approx(1.0)
        assert all(plan.best.probability >= each.probability for each in plan.candidates)
        for candidate in plan.candidates:
            assert parse_recipe(candidate.recipe.document(), CATALOGUE).digest == candidate.recipe.digest
            assert replayed(before.steps, candidate.changes) == sorted_texts(candidate.recipe.steps)
        for option in () if plan.question is None else plan.question.options:
            assert option.candidate is None or 0 <= option.candidate < len(plan.candidates)
        plan.document()


def replayed(steps: tuple[Step, ...], changes: tuple) -> list[str]:  # type: ignore[type-arg]
    """The steps that the changes lead to."""
    left = list(steps)
    for change in changes:
        if change.before is not None:
            left.remove(change.before)
        if change.after is not None:
            left.append(change.after)
    return sorted_texts(tuple(left))


def sorted_texts(steps: tuple[Step, ...]) -> list[str]:
    return sorted(str(step.document()) for step in steps)


@settings(max_examples=100)
@given(said=st.lists(turns, min_size=1, max_size=5))
def test_undoing_every_turn_leads_through_the_very_states_before(
    said: list[tuple[str, list[str], dict[str, object]]],
) -> None:
    d = had(said)
    states = [passage.before.digest for passage in reversed(trail_of(d.conversation).done)]
    assert [d.say("undo", "undo =last").recipe.digest for _ in states] == states


@settings(max_examples=60)
@given(said=st.lists(turns, min_size=1, max_size=4), back=st.integers(1, 3))
def test_redo_takes_back_every_undo(said: list[tuple[str, list[str], dict[str, object]]], back: int) -> None:
    d = had(said)
    count = min(back, len(trail_of(d.conversation).done))
    end = d.recipe.digest
    for _ in range(count):
        d.say("undo", "undo =last")
    for _ in range(count):
        d.say("redo", "scale0 =redo")
    assert d.recipe.digest == end


@settings(max_examples=60)
@given(said=st.lists(turns, min_size=1, max_size=4))
def test_nothing_is_removed_or_cut_unless_it_was_asked_for(
    said: list[tuple[str, list[str], dict[str, object]]],
) -> None:
    asked = {
        word
        for _, intents, more in said
        for each in (*intents, *more.get("others", ()))
        for word in each.split()
    }
    made = {step.tool.name for step in had(said).steps}
    for tool, word in (("heal", "remove+"), ("crop", "crop+"), ("background", "background+")):
        assert tool not in made or word in asked
