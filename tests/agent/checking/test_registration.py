"""Source and edited picture are brought to one frame."""

import cv2
import numpy as np
import pytest
from tests.agent.checking import scenery

from burnish.agent.checking.pair import Pair
from burnish.agent.checking.perceiving import perceive_edit
from burnish.agent.checking.registration import pair_of
from burnish.errors import BadInput


def moved(codes: np.ndarray, x: float, y: float) -> np.ndarray:
    matrix = np.array([[1, 0, x], [0, 1, y]], np.float64)
    return cv2.warpAffine(
        codes, matrix, scenery.SIZE[::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


@pytest.mark.parametrize("shift", [(0.5, 0.0), (-0.5, 0.5), (3.0, -2.0)])
def test_a_shift_is_taken_back_and_is_no_change(shift: tuple[float, float]) -> None:
    photo = scenery.photo()
    edited = scenery.linear(moved(scenery.look(photo), *shift))
    pair = pair_of(scenery.linear(photo), edited)
    truth = scenery.linear(moved(photo, *shift))
    inner = np.s_[20:-20, 20:-20]
    left = np.abs(pair.source - truth)[inner].mean()
    assert left < 0.35 * np.abs(scenery.linear(photo) - truth)[inner].mean()
    assert perceive_edit(pair).is_clean


def test_a_crop_is_no_change() -> None:
    photo = scenery.photo()
    pair = pair_of(scenery.linear(photo), scenery.linear(scenery.look(photo)[40:290, 30:410]))
    assert pair.is_registered
    assert pair.source.shape == pair.edited.shape
    assert perceive_edit(pair).is_clean


def test_a_mirrored_picture_is_turned_back() -> None:
    photo = scenery.photo()
    pair = pair_of(scenery.linear(photo), scenery.linear(photo[:, ::-1]))
    assert "mirrored" in pair.note
    assert np.abs(pair.source - pair.edited).mean() < 0.005


def test_large_pictures_are_checked_at_the_working_size() -> None:
    large = np.full((1500, 2000, 3), 0.2, np.float32)
    assert pair_of(large, large).edited.shape == (768, 1024, 3)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(BadInput, match=r"\(4, 4, 3\)"):
        pair_of(np.zeros((4, 4, 3), np.float32), np.zeros((4, 4, 3), np.float32))


def test_a_place_that_is_being_sought_is_waited_for_once():
    plane, asked = np.ones((32, 32), np.float32), list[int]()

    def found():
        asked.append(1)
        return plane

    picture = np.full((32, 32, 3), 0.2, np.float32)
    pair = Pair(picture, picture, np.ones((32, 32), bool), place=found)
    assert not asked
    assert pair.asked_where is plane
    assert pair.asked_where is plane
    assert len(asked) == 1


def test_a_place_is_sought_in_the_edited_pictures_frame_as_soon_as_the_source_lies_there():
    photo = scenery.photo()
    plane, given = np.ones(scenery.SIZE, np.float32), list[np.ndarray]()

    def seek(placed: np.ndarray):
        given.append(placed)
        return lambda: plane

    pair = pair_of(scenery.linear(photo), scenery.linear(moved(photo, 3.0, -2.0)), seek=seek)
    assert pair.note
    assert len(given) == 1
    assert given[0] is pair.source
    assert pair.asked_where is plane


def test_no_place_is_sought_in_another_picture():
    def seek(_: np.ndarray):
        raise AssertionError("a place was sought")

    other = np.random.default_rng(7).uniform(0, 1, (*scenery.SIZE, 3)).astype(np.float32)
    assert not pair_of(scenery.linear(scenery.photo()), other, seek=seek).is_registered


def test_one_thing_that_moved_is_no_shift_of_the_frame():
    photo = scenery.photo()
    around = cv2.GaussianBlur(photo, (0, 0), 3.0)
    around = np.clip(around + np.random.default_rng(5).normal(0, 4, photo.shape), 0, 255).astype(np.uint8)
    grain = np.random.default_rng(3).integers(0, 255, (90, 130, 1), np.uint8).repeat(3, axis=2)
    before, after = around.copy(), around.copy()
    before[100:190, 150:280] = grain
    after[101:191, 152:282] = grain
    pair = pair_of(scenery.linear(before), scenery.linear(after))
    assert not pair.note
    np.testing.assert_array_equal(pair.source, scenery.linear(before))
