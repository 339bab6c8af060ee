"""Edits that add, remove and replace things, by whatever editor: what was asked for is no fault, all else still is."""

import cv2
import numpy as np
import pytest
from tests.agent.checking import scenery

from burnish.agent.checking.change import Change
from burnish.agent.checking.critic import score
from burnish.agent.checking.finding import Category, Finding
from burnish.agent.checking.network import shipped_network
from burnish.agent.checking.perceiving import perceive_edit
from burnish.agent.checking.picture_repairs import picture_repairs
from burnish.agent.checking.registration import pair_of
from burnish.agent.checking.seen import Seen
from burnish.agent.checking.sparing import spared
from burnish.agent.checking.workpiece import PictureWork
from burnish.agent.planner.intents import Intent
from burnish.tools.catalogue import installed

REMOVE = (Intent("remove", "+", region="obj", phrase="the ball"),)
ADD = (Intent("unsupported", target="adding"),)
BACKGROUND = (Intent("background", "+"),)
BALL = (250, 235)


def with_ball(codes: np.ndarray, center: tuple[int, int] = BALL, radius: int = 34) -> np.ndarray:
    """A photo with a striped ball in it."""
    height, width = scenery.SIZE
    y, x = np.mgrid[:height, :width]
    stripes = np.where((x + y) // 9 % 2, 0.85, 0.25)[..., None] * np.array([0.9, 0.7, 0.5])
    mask = scenery.blob(0.8, center, radius)
    return np.asarray(codes * (1 - mask) + stripes * mask, np.float32)


def elsewhere(seed: int = 11) -> np.ndarray:
    """Another place."""
    rng = np.random.default_rng(seed)
    waves = sum(
        cv2.GaussianBlur(rng.normal(0, 1, scenery.SIZE), (0, 0), s) * s * g
        for s, g in ((1.0, 0.3), (4.0, 0.4))
    )
    return np.clip(np.stack([0.5 + waves, 0.4 + 0.8 * waves, 0.6 - waves], axis=-1), 0, 1).astype(np.float32)


def found(
    source: np.ndarray, edited: np.ndarray, intents: tuple[Intent, ...], where: np.ndarray | None = None,
    request: str = "as the intents say",
) -> tuple[Finding, ...]:  # fmt: skip
    pair = pair_of(scenery.linear(source), scenery.linear(edited), request, intents, where)
    return perceive_edit(pair, shipped_network()).findings


def categories(findings: tuple[Finding, ...]) -> set[str]:
    return {each.category for each in findings}


@pytest.mark.parametrize("intents", [ADD, ()], ids=["understood", "not understood"])
def test_a_thing_that_was_asked_for_is_no_flaw(intents: tuple[Intent, ...]) -> None:
    photo = scenery.photo()
    assert found(photo, with_ball(photo), intents) == ()


@pytest.mark.parametrize(
    ("request_", "is_one"),
    [
        ("put a ball on the ground", True),
        ("give her another ball", True),
        ("put balls on the ground", False),
        ("put a ball and a cup on the ground", False),
        ("put a few balls on the ground", False),
        ("add a pair of balls", False),
    ],
)
def test_where_one_thing_was_to_be_put_what_else_is_new_was_not_asked_for(
    request_: str, is_one: bool
) -> None:
    photo = scenery.photo()
    once = with_ball(photo, radius=44)
    assert found(photo, once, ADD, request=request_) == ()
    twice = with_ball(once, (80, 90))
    said = found(photo, twice, ADD, request=request_)
    assert categories(said) == ({"changed_elsewhere"} if is_one else set())
    for each in said:
        center = np.array(each.polygon).mean(axis=0) * scenery.SIZE[::-1]
        assert np.hypot(*(center - (80, 90))) < 30


def test_the_same_thing_is_one_where_a_tone_was_asked_for() -> None:
    photo = scenery.photo()
    brighter = np.clip(photo * 1.25, 0, 1)
    assert found(photo, brighter, (Intent("exposure", "+"),)) == ()
    assert found(photo, with_ball(brighter), (Intent("exposure", "+"),))


def test_a_thing_that_is_gone_without_a_trace_is_no_flaw() -> None:
    photo = scenery.photo()
    assert found(with_ball(photo), photo, REMOVE) == ()


@pytest.mark.parametrize("intents", [REMOVE, ADD, BACKGROUND])
def test_nothing_done_is_said(intents: tuple[Intent, ...]) -> None:
    photo = with_ball(scenery.photo())
    said = found(photo, photo, intents)
    assert [each.category for each in said] == ["not_done"]
    assert "nothing was added, removed or drawn anew" in said[0].evidence


def test_what_shines_through_is_a_ghost_where_the_thing_was() -> None:
    photo = scenery.photo()
    said = found(with_ball(photo), 0.7 * photo + 0.3 * with_ball(photo), REMOVE)
    assert categories(said) == {"ghost"}
    center = np.array(said[0].polygon).mean(axis=0) * scenery.SIZE[::-1]
    assert np.hypot(*(center - BALL)) < 30


def test_a_smeared_filling_is_softer_than_what_lies_around() -> None:
    photo = scenery.photo()
    source = with_ball(photo)
    codes = np.rint(source * 255).astype(np.uint8)
    hole = np.rint(scenery.blob(0.0, BALL, 38)[..., 0] * 255).astype(np.uint8)
    smeared = cv2.inpaint(codes, hole, 5, cv2.INPAINT_TELEA) / np.float32(255)
    assert categories(found(source, smeared, REMOVE)) == {"blur"}


def test_a_fault_beside_the_new_thing_is_still_found() -> None:
    photo = scenery.photo()
    noisy = photo + np.random.default_rng(2).normal(0, 0.05, (*scenery.SIZE, 1)) * scenery.blob(
        4.0, (90, 60), 55
    )
    assert "noise" in categories(found(photo, with_ball(np.clip(noisy, 0, 1)), ADD))


def scene_changes() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A photo of a subject, it before other surroundings, another subject there, and where the surroundings are."""
    photo = with_ball(scenery.photo(), radius=60)
    subject = scenery.blob(0.0, BALL, 60)
    lower = np.arange(scenery.SIZE[0])[:, None, None] > 200
    around = np.where(lower, scenery.photo(), elsewhere())
    kept = around * (1 - subject) + photo * subject
    other = around * (1 - subject) + elsewhere(5) * subject
    return photo, kept, other, 1 - subject[..., 0]


def test_another_background_is_no_flaw_but_another_subject_is() -> None:
    photo, kept, other, behind = scene_changes()
    assert found(photo, kept, BACKGROUND, behind) == ()
    said = found(photo, other, BACKGROUND, behind)
    assert categories(said) == {"changed_elsewhere"}
    assert "drawn anew outside of what was asked for" in said[0].evidence


def test_the_source_comes_back_amid_what_was_kept_but_not_amid_other_content() -> None:
    photo, _, other, behind = scene_changes()
    ball = scenery.blob(0.0, BALL, 36)[..., 0]
    besides = with_ball(scenery.photo(), (90, 255), 40)
    cases = (
        (photo, other, BACKGROUND, behind, False),
        (with_ball(scenery.photo()), besides, REMOVE, ball, True),
    )
    for source, edited, intents, where, can in cases:
        pair = pair_of(scenery.linear(source), scenery.linear(edited), "as the intents say", intents, where)
        work = PictureWork(pair, installed())
        said = perceive_edit(pair, shipped_network()).findings
        assert [each.category for each in said] == ["changed_elsewhere"]
        assert bool(picture_repairs(work, work.start, said)) is can


def test_without_a_word_most_of_a_picture_may_be_another() -> None:
    photo = with_ball(scenery.photo(), radius=60)
    subject = scenery.blob(0.0, BALL, 60)
    new = elsewhere() * (1 - subject) + photo * subject
    assert found(photo, new, (), request="") == ()


def test_tones_are_measured_beside_new_things_only() -> None:
    photo = scenery.photo()
    wishes = (*ADD, Intent("exposure", "+"))
    brighter = np.clip(photo * 1.3, 0, 1)
    assert found(photo, with_ball(brighter), wishes) == ()
    assert categories(found(photo, with_ball(photo), wishes)) == {"not_done"}


def test_marks_do_not_lie_on_what_was_asked_for() -> None:
    photo = scenery.photo()
    pair = pair_of(scenery.linear(photo), scenery.linear(with_ball(photo)), "add a ball", ADD)
    checked = perceive_edit(pair, shipped_network())
    for plane in (checked.artifact, checked.failure, checked.unintended):
        assert float(plane[BALL[1], BALL[0]]) < 0.25
    assert bool(Change(pair).in_other_content(scenery.SIZE)[BALL[1], BALL[0]])


def test_the_critic_is_in_doubt_of_other_content() -> None:
    photo = scenery.photo()
    wish = (*ADD, Intent("color", "+", color="red", confidence=0.6))
    scores = {}
    for name, intents in (("added", ADD), ("misread beside it", wish)):
        pair = pair_of(scenery.linear(photo), scenery.linear(with_ball(photo)), "add a ball", intents)
        scores[name] = score(pair, perceive_edit(pair, shipped_network()))
    assert scores["added"].instruction_following.sd >= 25
    assert scores["misread beside it"] == scores["added"]
    assert scores["added"].mean.value > 80


def test_of_words_that_are_not_understood_no_change_is_unasked() -> None:
    photo = scenery.photo()
    recolored = photo + scenery.blob(3.0, (110, 160), 55) * np.array([0.25, -0.05, -0.2])
    repainted = np.clip(with_ball(recolored), 0, 1).astype(np.float32)
    assert "changed_elsewhere" in categories(found(photo, repainted, ADD))
    assert "changed_elsewhere" not in categories(found(photo, repainted, ()))


def test_another_light_that_reaches_a_new_thing_is_its_own() -> None:
    photo = scenery.photo()
    change = Change(pair_of(scenery.linear(photo), scenery.linear(with_ball(photo)), "add a ball", ADD))
    beside, apart = (scenery.blob(0.0, center, 24)[..., 0] for center in ((250, 295), (90, 60)))
    assert not (change.in_other_content(scenery.SIZE) & (apart > 0)).any()
    cases: tuple[tuple[Category, np.ndarray], ...] = (
        ("lighting_mismatch", apart),
        ("noise", apart + beside),
    )
    for category, kept in cases:
        left = spared(Seen(category, np.asarray(beside + apart, np.float32), "measured"), change).strength
        outside = ~change.in_other_content(scenery.SIZE)
        np.testing.assert_array_equal(left[outside], kept[outside])
