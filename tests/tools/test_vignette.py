import cv2
import numpy as np
import pytest
from tests.tools.through import through

from burnish.tools.vignette import FULL_STOPS, Vignette

FRAME = np.full((120, 180, 3), 0.18)


def stops(tool: Vignette, frame: np.ndarray = FRAME) -> np.ndarray:
    return np.log2(through(frame, tool)[..., 0] / frame[..., 0])


@pytest.mark.parametrize("amount", [-100.0, -40.0, 100.0])
def test_corners_get_the_stops_the_center_none_and_all_sides_alike(amount: float) -> None:
    out = stops(Vignette(amount=amount))
    assert out[60, 90] == pytest.approx(0, abs=1e-4)
    assert out[0, 0] == pytest.approx(FULL_STOPS * amount / 100, abs=0.05)
    np.testing.assert_allclose(out, out[::-1], atol=1e-4)
    np.testing.assert_allclose(out, out[:, ::-1], atol=1e-4)
    assert (np.diff(np.abs(out[60, 90:])) >= -1e-4).all()


def test_roundness_goes_from_the_frame_to_a_circle_and_to_a_rectangle() -> None:
    ellipse, circle, rectangle = (stops(Vignette(amount=-100.0, roundness=r)) for r in (0.0, 100.0, -100.0))
    assert ellipse[0, 90] == pytest.approx(ellipse[60, 0], abs=0.02), (
        "the frame's shape reaches both sides alike"
    )
    assert circle[0, 90] == pytest.approx(circle[60, 149], abs=0.01), "a circle only asks for the distance"
    assert circle[60, 0] < circle[0, 90] - 0.3
    assert rectangle[0, 90] < ellipse[0, 90] - 0.1
    assert np.ptp(rectangle[0, 20:160]) < np.ptp(ellipse[0, 20:160])


def test_a_small_midpoint_reaches_further_in_and_a_small_feather_is_abrupt() -> None:
    near, far = stops(Vignette(amount=-100.0, midpoint=10.0)), stops(Vignette(amount=-100.0, midpoint=90.0))
    assert near[60, 30] < far[60, 30] - 0.5
    soft, hard = (
        np.abs(np.diff(stops(Vignette(amount=-100.0, midpoint=40.0, feather=f))[60])).max()
        for f in (100.0, 0.0)
    )
    assert hard > 8 * soft


def test_bright_parts_are_spared_on_demand() -> None:
    bright = np.full((60, 90, 3), 0.95)
    assert stops(Vignette(amount=-100.0), bright)[0, 0] < -2
    assert stops(Vignette(amount=-100.0, highlights=100.0), bright)[0, 0] > -0.1
    assert stops(Vignette(amount=-100.0, highlights=100.0))[0, 0] < -1.8


def test_a_preview_shows_the_vignette_of_the_export() -> None:
    full = stops(Vignette(amount=-80.0, roundness=30.0))
    half = stops(Vignette(amount=-80.0, roundness=30.0), FRAME[::2, ::2])
    np.testing.assert_allclose(cv2.resize(full, (90, 60), interpolation=cv2.INTER_AREA), half, atol=0.01)
