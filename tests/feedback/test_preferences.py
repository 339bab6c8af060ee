import math
import random
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.feedback.drawing import histories, offer, recipe, signal

from burnish.errors import BadInput
from burnish.feedback.consent import Consent
from burnish.feedback.edit_difference import edit_difference, same_edit_key
from burnish.feedback.preferences import Preferences, preferences
from burnish.feedback.weights import Weights

A, B, C, NOTHING = recipe(1.0), recipe(0.5), recipe(-0.5), recipe()


def _pairs(found: Preferences) -> set[tuple[str, str]]:
    names = {same_edit_key(each): name for each, name in ((A, "a"), (B, "b"), (C, "c"), (NOTHING, "before"))}
    return {
        (names.get(same_edit_key(each.better), "?"), names.get(same_edit_key(each.worse), "?"))
        for each in found.kept
    }


def _weight(found: Preferences) -> float:
    return sum(each.weight for each in found.kept)


def _of(*signals: object, **more: object) -> Preferences:
    return preferences([offer()], signals, **more)  # type: ignore[arg-type]


@settings(max_examples=60)
@given(
    histories(), st.randoms(use_true_random=False), st.sampled_from(["taste", "workspace_models", "sharing"])
)
def test_laws_of_any_history(history, shuffle, purpose) -> None:
    offers, signals = history
    found = preferences(offers, signals, purpose=purpose)
    ids = {each.id for each in signals}
    used = {source for each in found.kept for source in each.sources}
    aside = {each.signal for each in found.set_aside}
    assert used | aside == ids
    assert not used & aside
    assert all(each.reason for each in found.set_aside)
    assert all(0 < each.weight <= 1 for each in found.kept)
    assert all(same_edit_key(each.better) != same_edit_key(each.worse) for each in found.kept)
    assert all(each.consent.allows(purpose) for each in found.kept)
    assert len({each.id for each in found.kept}) == len(found.kept)
    again = list(offers), [*signals, *signals[:1]]
    for each in again:
        shuffle.shuffle(each)
    assert preferences(*again, purpose=purpose) == found


@settings(max_examples=30)
@given(histories(20))
def test_nobody_holds_both_directions_of_a_pair_and_observation_never_outweighs_words(history) -> None:
    found = preferences(*history)
    explicit = {each.id for each in history[1] if each.explicit}
    directions = {
        (each.person, each.photo, each.request, same_edit_key(each.better), same_edit_key(each.worse))
        for each in found.kept
    }
    assert not any((*key[:3], key[4], key[3]) in directions for key in directions)
    said, observed = defaultdict(float), defaultdict(float)
    for each in found.kept:
        if each.kind == "implicit":
            observed[each.person, each.turn] += each.weight
        for source in each.sources:
            said[each.person, each.turn, source] += each.weight * (source in explicit)
    for place, weight in observed.items():
        assert weight <= Weights().most_implicit + 1e-12
        spoken = [total for key, total in said.items() if key[:2] == place and total]
        assert all(weight < total for total in spoken)


def test_accepting_puts_a_proposal_over_everything_else_that_was_there() -> None:
    found = _of(signal("accept"))
    assert _pairs(found) == {("a", "b"), ("a", "c"), ("a", "before")}
    assert _weight(found) == pytest.approx(Weights().accept)


@pytest.mark.parametrize(
    ("kind", "more", "pairs"),
    [
        ("reject", {}, {("before", "a")}),
        ("reject", {"reasons": ["artifact", "too_dark"]}, {("before", "a")}),
        ("reject", {"reasons": ["artifact", "misread"]}, set()),
        ("thumb", {"up": True}, {("a", "b"), ("a", "c"), ("a", "before")}),
        ("thumb", {"up": False}, {("before", "a")}),
        ("comparison", {"left": "a", "right": "c", "winner": "right"}, {("c", "a")}),
        ("comparison", {"left": "a", "right": "c", "winner": "tie"}, set()),
        ("ranking", {"groups": [["b"], ["a", "c"]]}, {("b", "a"), ("b", "c")}),
        ("ranking", {"groups": [["a", "b", "c"]]}, set()),
        ("modify", {"recipe": B}, {("b", "a")}),
        ("modify", {"recipe": recipe(1.0, reason="other words")}, set()),
        ("implicit", {"act": "undo"}, {("before", "a")}),
        ("implicit", {"act": "export"}, {("a", "b"), ("a", "c"), ("a", "before")}),
        ("implicit", {"act": "dwell", "amount": 900}, set()),
        ("accept", {"proposal": "nope"}, set()),
        ("accept", {"turn": "nope"}, set()),
    ],
)  # fmt: skip
def test_each_kind_says_what_it_says(kind, more, pairs) -> None:
    found = _of(signal(kind, **more))
    assert _pairs(found) == pairs
    assert bool(found.set_aside) == (not pairs)


def test_a_fault_is_kept_for_triage_and_says_nothing_of_taste() -> None:
    assert _of(signal("reject", reasons=["artifact"])).set_aside[0].for_triage


def test_more_changed_by_hand_weighs_more_and_a_poorly_read_picture_less() -> None:
    small, large = (_weight(_of(signal("modify", recipe=recipe(stops)))) for stops in (1.02, 3.0))
    poor = _weight(_of(signal("modify", recipe=recipe(3.0), way="picture", left_over=6.0)))
    assert Weights().least_explicit <= small < poor < large
    assert poor == pytest.approx(large / 4)  # 1 / (1 + 6 / 2)


def test_ranking_n_proposals_weighs_like_n_minus_one_choices() -> None:
    many = {f"q{number}": recipe(0.1 + number / 10) for number in range(9)}
    found = preferences([offer(recipes=many)], [signal("ranking", groups=[[each] for each in many])])
    assert len(found.kept) == 36
    assert _weight(found) == pytest.approx(8 * Weights().ranking)


def test_what_the_policy_rarely_shows_counts_more_within_the_act_but_not_without_end() -> None:
    shown = {"a": A, "b": (B, 0.5), "c": (C, 0.001)}
    found = preferences([offer(recipes=shown)], [signal("accept")])
    weights = {same_edit_key(each.worse): each.weight for each in found.kept}
    assert weights[same_edit_key(B)] == pytest.approx(2 * weights[same_edit_key(NOTHING)])
    assert weights[same_edit_key(C)] == pytest.approx(10 * weights[same_edit_key(NOTHING)])
    assert sum(weights.values()) == pytest.approx(Weights().accept)


def test_ratings_count_where_they_differ_by_a_noticeable_step() -> None:
    def rated(score: float, other: float) -> Preferences:
        return _of(
            signal("rating", "s1", perceptual_quality=score),
            signal("rating", "s2", 1, proposal="b", perceptual_quality=other, visual_consistency=3),
        )

    assert _pairs(rated(80, 60)) == {("a", "b")}
    assert rated(80, 60).kept[0].sources == ("s1", "s2")
    assert _pairs(rated(60, 80)) == {("b", "a")}
    assert not rated(80, 75).kept
    assert _weight(rated(100, 0)) == pytest.approx(Weights().rating)


def test_a_changed_mind_leaves_only_what_was_said_last() -> None:
    found = _of(
        signal("comparison", "s1", 0, left="a", right="b", winner="left"),
        signal("comparison", "s2", 5, left="b", right="a", winner="left"),
    )
    assert _pairs(found) == {("b", "a")}
    assert [each.signal for each in found.set_aside] == ["s1"]
    assert "later" in found.set_aside[0].reason


def test_an_undo_does_not_overrule_words() -> None:
    found = _of(signal("thumb", "s1", up=True), signal("implicit", "s2", 5, act="undo"))
    assert ("a", "before") in _pairs(found)
    assert [each.signal for each in found.set_aside] == ["s2"]


def test_whatever_is_observed_in_a_turn_stays_below_the_least_that_is_said_there() -> None:
    observed = [
        signal("implicit", f"i{number}", number, proposal=proposal, act=act)
        for number, (proposal, act) in enumerate([("a", "export"), ("b", "copy_to_others"), ("c", "undo")])
    ]
    alone = sum(each.weight for each in _of(*observed).kept)
    assert alone == pytest.approx(Weights().most_implicit)
    ratings = [
        signal("rating", f"r{score}", proposal=name, perceptual_quality=score)
        for name, score in (("b", 60), ("c", 48))
    ]
    found = _of(*observed, *ratings)
    said = sum(each.weight for each in found.kept if each.kind == "rating")
    assert 0 < sum(each.weight for each in found.kept if each.kind == "implicit") <= said / 2 + 1e-12


def test_a_ranking_that_puts_one_edit_above_and_below_another_says_nothing_about_them() -> None:
    twice = {"a": A, "b": B, "again": recipe(1.0, reason="the same, said otherwise")}
    found = preferences([offer(recipes=twice)], [signal("ranking", groups=[["a"], ["b"], ["again"]])])
    assert not found.kept
    assert "both ways" in found.set_aside[0].reason


def test_a_purpose_uses_only_what_it_is_allowed() -> None:
    closed = signal("accept", consent=Consent(workspace_models=False))
    assert _of(closed).kept
    assert not _of(closed, purpose="workspace_models").kept
    private = offer(consent=Consent())
    assert not preferences([private], [signal("accept")], purpose="sharing").kept
    assert preferences([private], [signal("accept")]).kept[0].consent == Consent()


def test_two_facts_of_one_id_are_refused() -> None:
    with pytest.raises(BadInput, match="'s1'"):
        _of(signal("accept"), signal("reject"))


def test_weights_undo_an_unbalanced_placement() -> None:
    """A picker who favors the left by a log-odds of 1, and a policy that puts A there seven times in ten."""
    dice, better_by, favor, count = random.Random(3), 0.4, 1.0, 4000
    chance = lambda log_odds: 1 / (1 + math.exp(-log_odds))
    turns, said = [], []
    for number in range(count):
        a_is_left = dice.random() < 0.7
        a_wins = dice.random() < chance(better_by + (favor if a_is_left else -favor))
        left, right = ("a", "b") if a_is_left else ("b", "a")
        person = f"p{number}"
        turns.append(offer(f"t{number}", person=person))
        said.append(
            signal(
                "comparison", f"s{number}", person=person, turn=f"t{number}", left=left, right=right,
                winner="left" if a_wins == a_is_left else "right", left_propensity=0.7 if a_is_left else 0.3,
            )
        )  # fmt: skip
    found = preferences(turns, said)
    for_a = [each.weight if each.better == A else 0.0 for each in found.kept]
    total = [each.weight for each in found.kept]
    balanced = 0.5 * chance(better_by + favor) + 0.5 * chance(better_by - favor)
    plain = sum(weight > 0 for weight in for_a) / count
    assert sum(for_a) / sum(total) == pytest.approx(balanced, abs=0.02)
    assert sum(for_a) / count == pytest.approx(Weights().comparison * balanced, abs=0.01)
    assert plain > balanced + 0.05


def test_equal_edits_are_recognized_whatever_is_said_about_them() -> None:
    one = {"steps": [{"tool": "exposure", "params": {"stops": 1}, "reason": "dark", "enabled": True}]}
    assert same_edit_key(one) == same_edit_key(recipe(1.0))
    off = {
        "steps": [*recipe(1.0)["steps"], {"tool": "contrast", "params": {"amount": 9.0}, "enabled": False}]
    }
    assert same_edit_key(off) == same_edit_key(recipe(1.0)) != same_edit_key(recipe(1.0, 9.0))
    for nothing in ({"params": {"amount": 9.0}, "opacity": 0}, {"params": {}}):
        idle = {"steps": [*recipe(1.0)["steps"], {"tool": "contrast", **nothing}]}
        assert same_edit_key(idle) == same_edit_key(recipe(1.0))
    turned = recipe(1.0, 9.0)
    turned["steps"].reverse()
    assert same_edit_key(turned) == same_edit_key(recipe(1.0, 9.0))


def test_differences_of_edits_need_no_ranges() -> None:
    assert edit_difference(recipe(1.0), recipe(1.0)) == 0
    assert edit_difference(recipe(1.0), recipe(3.0)) == 0.5
    assert edit_difference(recipe(), recipe(3.0, 5.0)) == 2.0
