"""Every act on an edit, in many words, ends in the recipe that it means."""

from collections.abc import Callable
from random import Random

import pytest
from tests.agent.planner.generated import (
    FORMS,
    ORDER,
    WORDS,
    Talk,
    Wished,
    began,
    form,
    levers_of,
    main_value,
    of,
    place,
    scaled,
)

DIALOGUES = 8
"""Of each act, near and far."""

MOST_WRONG = 1
"""Dialogues of an act that may end otherwise."""

Told = tuple[Talk, bool]
LESS, MORE = (0.05, 0.95), (1.03, 4.0)
SHARES = {"less": LESS, "more": MORE, "half": (0.47, 0.53), "pct_down": (0.67, 0.73), "double": (1.6, 2.05)}
NAMED = {"less_named": LESS, "more_named": MORE, "half_named": (0.47, 0.53), "repeat_named": MORE}
STATES = {"undo_last": -3, "undo_two": -4, "look": -2, "praise": -2, "others": -2}


def of_the_last(act: str, random: Random, near: bool) -> Told:
    talk, wishes = began(random, random.choice((1, 2, 3)))
    was = talk.now
    talk.say(form(random, act, near))
    return talk, scaled(was, talk.now, wishes[-1:], *SHARES[act])


def by_a_number(act: str, random: Random, near: bool) -> Told:
    talk, wishes = began(random, 2, lambda each: each.takes_number and each.sign > 0)
    was, number = main_value(talk.conversation.recipe, wishes[-1]), random.choice((5, 10))
    talk.say(form(random, act, near, n=number))
    want = {"set": number, "plus": was + number, "minus": was - number}[act]
    return talk, abs(main_value(talk.conversation.recipe, wishes[-1]) - want) < 0.6


def of_one_named(act: str, random: Random, near: bool) -> Told:
    talk, wishes = began(random, 3)
    wish, was = random.choice(wishes), talk.now
    talk.say(form(random, act, near, N=random.choice(wish.nouns)))
    if act == "undo_named":
        return talk, talk.now == {key: moved for key, moved in was.items() if key not in of(wish, was)}
    if act == "undo_all_but":
        return talk, talk.now == of(wish, was)
    return talk, scaled(was, talk.now, [wish], *NAMED[act])


def named_again(act: str, random: Random, near: bool) -> Told:
    talk, wishes = began(random, 3)
    wish, was = random.choice(wishes), talk.now
    talk.say(f"undo the {wish.nouns[0]}").say(form(random, act, near, N=random.choice(wish.nouns)))
    return talk, talk.now == was


def by_order(act: str, random: Random, near: bool) -> Told:
    talk, wishes = began(random, 3)
    at, was = random.randrange(2), talk.now
    talk.say(form(random, act, near, o=ORDER[at], k=at + 1))
    if act == "undo_ordinal":
        return talk, talk.now == {k: v for k, v in was.items() if k not in of(wishes[at], was)}
    if act == "back_to_nth":
        return talk, talk.now == talk.states[at + 1]
    return talk, scaled(was, talk.now, [wishes[at]], *(LESS if act == "less_ordinal" else MORE))


def to_a_state(act: str, random: Random, near: bool) -> Told:
    talk, _ = began(random, 3)
    talk.say(form(random, act, near))
    plan = talk.plan
    assert plan is not None
    return talk, talk.now == talk.states[STATES[act]] and plan.for_others == (act == "others")


def redone(act: str, random: Random, near: bool) -> Told:
    talk, _ = began(random, 2)
    was = talk.now
    talk.say("undo").say(form(random, act, near))
    return talk, talk.now == was


def of_all(act: str, random: Random, near: bool) -> Told:
    talk, wishes = began(random, 2)
    was = talk.now
    talk.say(form(random, act, near))
    return talk, scaled(was, talk.now, wishes, *LESS) if act == "both_less" else talk.now == {}


def turned(act: str, random: Random, near: bool) -> Told:
    talk, wishes = began(random, 2, lambda each: bool(each.opposite))
    wish = wishes[-1]
    was = talk.now
    talk.say(form(random, act, near, X=wish.opposite, W=wish.own, Z=wish.result))
    if act == "complaint":
        return talk, scaled(was, talk.now, [wish], *LESS)
    return talk, main_value(talk.conversation.recipe, wish) * wish.sign < 0


def with_a_wish(act: str, random: Random, near: bool) -> Told:
    talk, wishes = began(random, 2, lambda each: bool(each.opposite))
    named, was = wishes[0], talk.now
    fresh = Wished("sharpen it", (), ("sharpen", "texture"), 1)
    if named.tools == fresh.tools:
        fresh = Wished("more contrast", (), ("contrast",), 1)
    talk.say(form(random, act, near, N=named.nouns[0], w=fresh.words))
    left = {key: moved for key, moved in talk.now.items() if key[0] not in fresh.tools}
    done = main_value(talk.conversation.recipe, fresh) > 0
    if act == "undo_and_wish":
        return talk, done and left == {k: v for k, v in was.items() if k not in of(named, was)}
    return talk, done and scaled(was, left, [named], *LESS)


def of_a_place(act: str, random: Random, near: bool) -> Told:
    region, other = random.sample(sorted(WORDS), 2)
    talk = Talk().say("make it warmer")
    whole = act in ("only_there", "except_there")
    talk.say("more saturation" if whole else f"more saturation in {WORDS[region]}")
    talk.say(form(random, act, near, R=WORDS[region], S=WORDS[other]))
    masks = {mask for tool, mask in talk.now if tool != "white_balance"}
    inverted = f"~{place(region)}".replace("~~", "")
    want = {
        "only_there": {place(region)}, "move": {place(other)}, "everywhere": {"-"},
        "also": {place(region), place(other)}, "undo_region": set[str](),
        "except_there": {f"combine(polygon,{place(region)})"},
    }[act]  # fmt: skip
    return talk, masks == want or (act == "except_there" and masks == {inverted})


def kept(act: str, random: Random, near: bool) -> Told:
    region = random.choice(sorted(WORDS))
    talk = Talk().say("make it warmer").say(form(random, act, near, R=WORDS[region])).say("more saturation")
    masks = {mask for tool, mask in talk.now if tool != "white_balance"}
    return talk, masks == {f"~{place(region)}".replace("~~", "")}


def chosen(act: str, random: Random, near: bool) -> Told:
    talk, at = Talk().say("more contrast", variants=3), random.randrange(1, 3)
    plan = talk.plan
    assert plan is not None
    talk.say(form(random, act, near, o=ORDER[at], k=at + 1))
    return talk, talk.now == levers_of(plan.candidates[at].recipe)


MAKERS: dict[Callable[[str, Random, bool], Told], tuple[str, ...]] = {
    of_the_last: tuple(SHARES),
    by_a_number: ("set", "plus", "minus"),
    of_one_named: (*NAMED, "undo_named", "undo_all_but"),
    named_again: ("redo_named",),
    by_order: ("less_ordinal", "undo_ordinal", "back_to_nth", "repeat_step"),
    to_a_state: tuple(STATES),
    redone: ("redo",),
    of_all: ("undo_all", "undo_both", "both_less"),
    turned: ("flip_by_name", "opposite", "complaint"),
    with_a_wish: ("undo_and_wish", "less_and_wish"),
    of_a_place: ("only_there", "move", "everywhere", "except_there", "also", "undo_region"),
    kept: ("keep_place",),
    chosen: ("variant",),
}
ACTS = [(act, make) for make, acts in MAKERS.items() for act in acts]


@pytest.mark.parametrize("near", [True, False], ids=["near", "far"])
@pytest.mark.parametrize(("act", "make"), ACTS, ids=[act for act, _ in ACTS])
def test_an_act_ends_in_the_recipe_that_it_means(
    act: str, make: Callable[[str, Random, bool], Told], near: bool
) -> None:
    random = Random(f"{act} {near}")
    told = [make(act, random, near) for _ in range(DIALOGUES)]
    wrong = [" / ".join(talk.said) for talk, right in told if not right]
    assert len(wrong) <= MOST_WRONG, wrong


def test_every_act_of_the_page_has_dialogues() -> None:
    assert {act for act, _ in ACTS} | {"set_named"} == set(FORMS)
