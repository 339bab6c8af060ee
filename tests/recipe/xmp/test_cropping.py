import math

import pytest
from tests.recipe.xmp.presets import packet

from burnish.imaging.frame import whole
from burnish.recipe.xmp import read_xmp
from burnish.tools.crop import Crop
from burnish.tools.rotate import Rotate

PHOTO = {"ImageWidth": 3000, "ImageLength": 2000}


def test_an_upright_crop_is_taken_as_it_stands() -> None:
    settings = {"HasCrop": "True", "CropLeft": "0.1", "CropTop": "0.2", "CropRight": "0.9", "CropBottom": "1"}
    (step,) = read_xmp(packet(settings)).steps
    assert (step.tool, step.params) == ("crop", {"left": 0.1, "top": 0.2, "right": 0.9})


def test_a_crop_that_is_off_does_nothing() -> None:
    assert read_xmp(packet({"HasCrop": "False", "CropLeft": "0.1", "CropAngle": "3"})).steps == ()


@pytest.mark.parametrize("angle", [-8.0, 5.0])
@pytest.mark.parametrize(("center", "auto_crop"), [((1450.0, 1050.0), True), ((1500.0, 1470.0), False)])
def test_the_tools_show_the_rectangle_that_the_corners_mean(
    angle: float, center: tuple[float, float], auto_crop: bool
) -> None:
    turn, (width, height) = math.radians(angle), (1500.0, 900.0)
    half_x = (width * math.cos(turn) - height * math.sin(turn)) / 2
    half_y = (width * math.sin(turn) + height * math.cos(turn)) / 2
    settings = {
        "HasCrop": "True", "CropAngle": angle,
        "CropLeft": (center[0] - half_x) / 3000, "CropRight": (center[0] + half_x) / 3000,
        "CropTop": (center[1] - half_y) / 2000, "CropBottom": (center[1] + half_y) / 2000,
    }  # fmt: skip
    rotate, crop = read_xmp(packet(settings, tiff=PHOTO)).steps
    assert rotate.params.get("auto_crop", True) is auto_crop
    frame = Crop(**crop.params).frame(Rotate(**rotate.params).frame(whole(3000, 2000)))
    assert (frame.width, frame.height) == pytest.approx((width, height), abs=1.5)
    shown = frame.in_source(frame.corners())
    assert shown[0] == pytest.approx((center[0] - half_x, center[1] - half_y), abs=1.5)
    assert shown[2] == pytest.approx((center[0] + half_x, center[1] + half_y), abs=1.5)


def test_corners_that_enclose_nothing_are_named() -> None:
    imported = read_xmp(packet({"HasCrop": "True", "CropLeft": "0.9", "CropRight": "0.1"}))
    assert imported.steps == ()
    assert {each.name for each in imported.not_carried} == {"CropLeft", "CropRight"}
