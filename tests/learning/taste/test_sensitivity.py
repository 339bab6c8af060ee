import numpy as np
import pytest
import skimage.data

from burnish.evaluation.people.sight import Sight, sight, thumbnail
from burnish.imaging.picture import picture_from_srgb8
from burnish.learning.taste.sensitivity import ALONE, LEAST, Sensitivity, shipped_sensitivity
from burnish.learning.taste.sliders import Sliders
from burnish.tools.base import PixelTool
from burnish.tools.catalogue import Catalogue, built_in
from burnish.tools.exposure import Exposure

VISIBLE_FROM = 2.0
"""ΔE00 per whole slider of those that are compared with pictures."""


@pytest.fixture(scope="module")
def sliders() -> Sliders:
    return Sliders(built_in())


@pytest.fixture(scope="module")
def sensitivity(sliders) -> Sensitivity:
    return shipped_sensitivity(sliders)


@pytest.fixture(scope="module")
def unedited(sliders) -> tuple[Sight, ...]:
    """Pictures beside themselves: every edit shows as a difference."""
    names = ("astronaut", "coffee", "chelsea")
    small = [thumbnail(picture_from_srgb8(np.ascontiguousarray(getattr(skimage.data, n)()))) for n in names]
    return tuple(sight(each.linear, each.linear, sliders.catalogue, sliders.coordinates) for each in small)


def test_both_metrics_are_symmetric_and_positive(sensitivity) -> None:
    for metric in (sensitivity.color, sensitivity.gray):
        np.testing.assert_allclose(metric, metric.T, rtol=1e-5, atol=1e-6)
        assert np.linalg.eigvalsh(metric).min() > 0


def test_distances_are_near_what_pictures_show(sensitivity, unedited) -> None:
    places = [k for k in unedited[0].shown if sensitivity.strength[k] > VISIBLE_FROM][::4]
    predicted, real = [], []
    for k in places:
        values = sensitivity.sliders.zeros()
        values[k] = min(2.0 / sensitivity.strength[k], 0.5, sensitivity.sliders.high[k])
        predicted.append(sensitivity.distance(values, sensitivity.sliders.zeros()))
        real.append(np.mean([each.distance(values) for each in unedited]))
    ratio = np.array(real) / np.array(predicted)
    assert len(ratio) > 10
    # The mean over a picture lies below its root mean square, and these are other pictures than those measured.
    assert 0.3 < np.median(ratio) < 1.2
    assert np.mean((ratio > 0.15) & (ratio < 2.5)) > 0.8


def test_sliders_that_undo_each_other_in_the_picture_do_so_in_the_metric(sensitivity, unedited) -> None:
    place = sensitivity.sliders.place
    lifted, held = sensitivity.sliders.zeros(), sensitivity.sliders.zeros()
    lifted[place["exposure.stops"]] = held[place["exposure.stops"]] = 0.05
    held[place["brightness.amount"]] = -0.15
    assert sensitivity.distance(held, 0 * held) < sensitivity.distance(lifted, 0 * held)
    assert np.mean([each.distance(held) for each in unedited]) < np.mean(
        [each.distance(lifted) for each in unedited]
    )


def test_color_counts_for_less_the_more_a_picture_is_gray(sensitivity) -> None:
    place = sensitivity.sliders.place
    gray, warm = sensitivity.sliders.zeros(), sensitivity.sliders.zeros()
    gray[place["black_and_white.amount"]] = 1.0
    warm[place["white_balance.temperature"]] = 0.2
    assert np.array_equal(sensitivity.at(gray), sensitivity.gray)
    assert sensitivity.distance(gray + warm, gray) < 0.5 * sensitivity.distance(warm, 0 * warm)
    drained = sensitivity.sliders.zeros()
    drained[place["saturation.amount"]] = -1.0
    assert np.array_equal(sensitivity.at(drained), sensitivity.gray)


def test_a_slider_that_nobody_measured_stands_alone() -> None:
    from burnish.tools.texture import Texture

    sliders = Sliders(Catalogue((Exposure, Texture)))
    assert issubclass(Texture, PixelTool)
    known = shipped_sensitivity(sliders)
    place = sliders.place["texture.amount"]
    alone = np.zeros(sliders.size)
    alone[place] = ALONE**2 + LEAST**2
    np.testing.assert_allclose(known.color[place], alone)
    full = shipped_sensitivity(Sliders(built_in()))
    stops = full.sliders.place["exposure.stops"]
    assert known.strength[sliders.place["exposure.stops"]] == pytest.approx(full.strength[stops])


def test_only_what_nobody_would_see_all_together_is_left_out(sensitivity) -> None:
    random, zeros = np.random.default_rng(4), sensitivity.sliders.zeros()
    moves = random.normal(size=len(zeros)) * 0.3 / sensitivity.strength
    kept = sensitivity.worth_showing(moves, moves, 0.25)
    assert 0 < np.count_nonzero(kept) < len(moves)
    assert np.array_equal(kept[kept != 0], moves[kept != 0])
    assert 0.05 < sensitivity.distance(moves, kept) < 0.25
    one, same = zeros.copy(), sensitivity.sliders.place["exposure.stops"]
    one[same] = 0.3 / sensitivity.strength[same]
    assert np.array_equal(sensitivity.worth_showing(one, one, 0.25), one)
    assert not sensitivity.worth_showing(one, one, 0.4).any()


def test_many_small_moves_that_show_together_are_kept(sensitivity) -> None:
    """Of a gray picture, what single colors turn into counts as one."""
    gray = sensitivity.sliders.zeros()
    gray[sensitivity.sliders.place["black_and_white.amount"]] = 1.0
    labels = sensitivity.sliders.labels
    darker = np.array([-1.0 if label.startswith("tone_curve.") and "@" in label else 0.0 for label in labels])
    darker *= 0.2 / np.maximum(np.sqrt(np.diag(sensitivity.gray)), 0.2)
    assert sensitivity.distance(gray + darker, gray) > 1.0
    kept = sensitivity.worth_showing(gray + darker, gray + darker, 0.25)
    assert sensitivity.distance(gray + darker, kept) < 0.25
