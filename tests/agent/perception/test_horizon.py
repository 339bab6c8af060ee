"""The tilt of the horizon, on scenes that were turned by a known angle."""

import cv2
import numpy as np
import pytest

from burnish.agent.perception.horizon import horizon


def seascape(degrees: float) -> np.ndarray:
    """A bright sky over a dark, restless sea, falling to the right by so many degrees."""
    y, x = np.mgrid[:340, :512].astype(np.float32)
    sea = y - 170 - np.tan(np.radians(degrees)) * (x - 256) > 0
    noise = np.random.default_rng(3).normal(0, 0.02, y.shape)
    return np.clip(np.where(sea, 0.3 + noise, 0.75), 0, 1).astype(np.float32)


def turned(plane: np.ndarray, degrees: float) -> np.ndarray:
    height, width = plane.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.3)
    return np.asarray(cv2.warpAffine(plane, matrix, (width, height), flags=cv2.INTER_LINEAR))


@pytest.mark.parametrize("degrees", [-6.0, -2.0, 0.0, 1.5, 4.0])
def test_the_tilt_of_a_sea_is_measured_to_a_third_of_a_degree(degrees: float) -> None:
    seen = horizon(seascape(degrees))
    assert seen.tilt == pytest.approx(degrees, abs=0.35)
    assert seen.confidence > 0.5


def test_walls_that_are_upright_level_a_picture_too() -> None:
    wall = np.full((340, 512), 0.7, np.float32)
    for column in range(40, 500, 80):
        wall[40:300, column : column + 30] = 0.25
    seen = horizon(turned(wall, 3.0))
    assert seen.tilt == pytest.approx(3.0, abs=0.3)
    assert seen.confidence > 0.6


def test_foliage_has_no_horizon() -> None:
    noise = np.random.default_rng(1).random((340, 512)).astype(np.float32)
    assert horizon(cv2.GaussianBlur(noise, (0, 0), 3.0)).confidence < 0.2


def test_an_empty_picture_has_no_horizon() -> None:
    assert horizon(np.full((200, 300), 0.5, np.float32)).confidence == 0.0


def test_lines_that_fan_out_in_perspective_are_no_horizon() -> None:
    plane = np.full((340, 512), 0.6, np.float32)
    for row in range(20, 330, 22):
        cv2.line(plane, (0, row), (511, 170 + (row - 170) // 5), 0.2, 2)
    assert horizon(plane).confidence < 0.45


@pytest.mark.parametrize("degrees", [-3.0, 0.0, 2.0])
def test_walls_that_lean_inward_as_the_camera_looks_up_are_leveled_by_their_middle(degrees: float) -> None:
    plane = np.full((340, 512), 0.7, np.float32)
    for column in range(30, 500, 55):
        lean = (column - 256) * 0.12
        cv2.line(plane, (column, 330), (round(column - lean), 10), 0.2, 3, cv2.LINE_AA)
    # The leftmost and rightmost walls stand on one side only, as they often do.
    plane[:, 420:] = 0.7
    seen = horizon(turned(plane, degrees))
    assert seen.tilt == pytest.approx(degrees, abs=0.8)
