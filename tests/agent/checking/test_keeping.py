"""The guard: what may take the place of what is there."""

from dataclasses import replace

import pytest
from tests.agent.checking.seeing import checked, finding, scores

from burnish.agent.checking.keeping import comes_out_well, helps, holds, severity_left
from burnish.agent.checking.trace import Sighting

LEFT = ((0.0, 0.0), (0.3, 0.0), (0.3, 1.0), (0.0, 1.0))
RIGHT = ((0.7, 0.0), (1.0, 0.0), (1.0, 1.0), (0.7, 1.0))
HALO = finding("halo", 0.6, LEFT)
NOW = Sighting(checked(HALO), scores())


def test_a_fault_that_goes_is_a_gain():
    assert helps(NOW, Sighting(checked(), scores()))


def test_what_is_done_anew_has_to_come_out_all_but_flawless():
    assert comes_out_well(NOW, Sighting(checked(), scores()))
    assert comes_out_well(NOW, Sighting(checked(finding("noise", 0.15)), scores()))
    assert not comes_out_well(NOW, Sighting(checked(finding("changed_elsewhere", 0.5)), scores()))


def test_a_small_fault_may_come_where_a_great_one_goes():
    assert helps(NOW, Sighting(checked(finding("noise", 0.2)), scores()))


@pytest.mark.parametrize(
    "then",
    [
        NOW,
        Sighting(checked(replace(HALO, severity=0.58)), scores()),
        Sighting(checked(finding("noise", 0.35)), scores()),
        Sighting(checked(), scores(quality=76)),
        Sighting(checked(), scores(quality=90, following=70)),
    ],
    ids=["no change", "within noise", "another fault instead", "lower mean", "one score falls"],
)
def test_in_doubt_nothing_is_kept(then):
    assert not helps(NOW, then)


def test_what_a_great_fault_hid_does_not_undo_what_is_clearly_better():
    two = (finding("clipping", 0.42, LEFT), finding("clipping", 0.4, RIGHT))
    better = scores(quality=95, following=85, consistency=88)
    assert helps(NOW, Sighting(checked(*two), better))
    assert holds(NOW, Sighting(checked(*two), better))


@pytest.mark.parametrize(
    ("severity", "quality", "following"),
    [(0.5, 95, 85), (0.42, 85, 80), (0.42, 99, 76)],
    ids=["hardly less severe", "hardly better", "one score falls"],
)
def test_lesser_faults_are_not_taken_for_less(severity, quality, following):
    two = (finding("clipping", severity, LEFT), finding("clipping", 0.4, RIGHT))
    then = Sighting(checked(*two), scores(quality=quality, following=following, consistency=88))
    assert not helps(NOW, then)


def test_where_no_fault_is_left_scores_may_fall_by_their_noise():
    assert helps(NOW, Sighting(checked(), scores(quality=84, following=76.5, consistency=79)))


def test_no_change_holds_and_a_worse_one_does_not():
    assert holds(NOW, NOW)
    assert not holds(NOW, Sighting(checked(replace(HALO, severity=0.7)), scores()))


def test_the_same_fault_elsewhere_is_another_one():
    assert severity_left(HALO, Sighting(checked(finding("halo", 0.4, RIGHT)))) == 0
    assert severity_left(HALO, Sighting(checked(finding("halo", 0.4, LEFT)))) == 0.4
