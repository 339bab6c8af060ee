"""The learned detector: what it is shown, and that the shipped one runs and can be silent."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import skimage.data

from burnish.agent.checking.change import Change
from burnish.agent.checking.finding import CATEGORIES
from burnish.agent.checking.network import LearnedDetector, shipped_network
from burnish.agent.checking.network_input import CHANNELS, planes_of
from burnish.agent.checking.registration import pair_of
from burnish.agent.planner.intents import Intent
from burnish.imaging.color import srgb8_to_linear
from burnish.imaging.pixels import LinearPicture


@pytest.fixture(scope="module")
def photo() -> LinearPicture:
    """A photo."""
    return srgb8_to_linear(skimage.data.chelsea())


@pytest.fixture(scope="module")
def network() -> LearnedDetector:
    """The shipped detector."""
    found = shipped_network()
    if found is None:
        pytest.skip("this checkout ships no network")
    return found


def test_planes_are_whole_multiples_and_small_numbers(photo: LinearPicture) -> None:
    planes = planes_of(Change(pair_of(photo, photo * np.float32(0.8))))
    assert planes.shape == (CHANNELS, photo.shape[0] // 8 * 8, photo.shape[1] // 8 * 8)
    assert np.abs(planes).max() < 4
    assert np.abs(planes[6:9]).mean() < 0.05


def test_a_wish_and_its_place_are_shown(photo: LinearPicture) -> None:
    left = np.zeros(photo.shape[:2], np.float32)
    left[:, :200] = 1
    wish = Intent("temperature", "-")
    planes = planes_of(Change(pair_of(photo, photo, "make the left cooler", (wish,), left)))
    assert planes[16].max() == planes[16].min() == -1
    assert not planes[13:16].any()
    assert planes[12, :, :190].min() == 1
    assert planes[12, :, 210:].max() == 0


def test_the_detector_is_silent_about_an_untouched_photo(
    photo: LinearPicture, network: LearnedDetector
) -> None:
    maps, logits = network(pair_of(photo, photo))
    assert maps.shape == (3, photo.shape[0] // 8 * 2, photo.shape[1] // 8 * 2)
    assert float((maps >= 0.5).mean()) < 0.01
    assert logits.shape == (len(CATEGORIES),)
    assert logits.max() < 0


def test_the_detector_marks_a_pasted_patch(photo: LinearPicture, network: LearnedDetector) -> None:
    spoiled = photo.copy()
    spoiled[100:200, 150:280] *= np.array([1.9, 1.6, 1.1], np.float32)
    maps, _ = network(pair_of(photo, spoiled))
    marked = maps[0]
    inside = marked[25:50, 37:70].mean()
    assert inside > 3 * marked[60:, :30].mean()
    assert marked.max() > 0.3


def test_several_threads_see_what_one_sees(network: LearnedDetector, photo: LinearPicture) -> None:
    changes = [Change(pair_of(photo, photo * np.float32(gain))) for gain in (0.4, 0.7, 1.2, 1.6)]
    alone = [network.see(each) for each in changes]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(network.see, changes * 20))
    for k, (maps, logits) in enumerate(together):
        np.testing.assert_array_equal(maps, alone[k % 4][0])
        np.testing.assert_array_equal(logits, alone[k % 4][1])
