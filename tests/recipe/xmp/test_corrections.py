import math
from typing import Any

import numpy as np
import pytest
from pydantic import TypeAdapter
from tests.recipe.xmp.presets import correction, corrections, mask, packet, seq

from burnish.imaging.masks import Mask, rasterize
from burnish.recipe.xmp import Imported, ImportedStep, read_xmp, write_xmp

LINEAR = {"FullX": 0.5, "FullY": 0.1, "ZeroX": 0.5, "ZeroY": 0.6}
ROUND = {"Left": 0.2, "Top": 0.3, "Right": 0.6, "Bottom": 0.7, "Feather": 40, "Flipped": "true"}
PHOTO = {"ImageWidth": 3000, "ImageLength": 2000}
AWAY = {"MaskBlendMode": 1, "MaskValue": 0}


def read(*masks: str, sliders: dict[str, Any] | None = None, photo: Any = PHOTO, **more: Any) -> Imported:
    each = correction(sliders or {"LocalExposure2012": -0.125}, *masks, **more)
    return read_xmp(packet({}, corrections(each), tiff=photo))


def only_mask(imported: Imported) -> dict[str, Any]:
    assert not imported.not_carried
    (step,) = imported.steps
    assert step.mask is not None
    TypeAdapter(Mask).validate_python(step.mask)
    assert read_xmp(write_xmp(imported.steps, title="", size=(3000, 2000)).data, size=(3000, 2000)).steps == (
        step,
    )
    return step.mask


def test_a_gradient_is_full_at_its_full_end_and_its_sliders_have_their_scales() -> None:
    sliders = {
        "LocalExposure2012": -0.125,
        "LocalHighlights2012": 0.2,
        "LocalShadows2012": -0.3,
        "LocalHue": 0.5,
    }
    imported = read(
        mask("Gradient", **LINEAR), sliders=sliders, CorrectionAmount=0.5, CorrectionActive="false"
    )
    assert [(step.tool, step.params, step.enabled) for step in imported.steps] == [
        ("exposure", {"stops": -0.25}, False),
        ("tone", {"highlights": 10.0, "shadows": -15.0}, False),
        ("hue", {"degrees": 45.0}, False),
    ]
    found = only_mask(read(mask("Gradient", **LINEAR)))
    plane = rasterize(TypeAdapter(Mask).validate_python(found), 100, 150)
    assert plane[5].min() == 1.0
    assert plane[70].max() == 0.0


def test_a_round_mask_has_pixel_radii_and_its_inversion_counts_once() -> None:
    assert only_mask(read(mask("CircularGradient", **ROUND))) == {
        "kind": "radial", "x": 0.4, "y": 0.5, "radius_x": 0.3, "radius_y": 0.2, "softness": 0.4,
    }  # fmt: skip
    outside = {**ROUND, "Flipped": "false", "MaskInverted": "true"}
    assert only_mask(read(mask("CircularGradient", **outside)))["invert"] is True


@pytest.mark.parametrize("angle", [-44.0, -10.0, 25.0, 40.0])
def test_a_turned_round_mask_covers_the_ellipse_that_its_corners_enclose(angle: float) -> None:
    width, height, a, b, turn = 300, 200, 30.0, 60.0, math.radians(angle)
    half_x, half_y = a * math.cos(turn) - b * math.sin(turn), a * math.sin(turn) + b * math.cos(turn)
    corners = {"Left": 0.5 - half_x / width, "Right": 0.5 + half_x / width,
               "Top": 0.5 - half_y / height, "Bottom": 0.5 + half_y / height}  # fmt: skip
    found = only_mask(read(mask("CircularGradient", **corners, Angle=angle, Feather=0)))
    plane = rasterize(TypeAdapter(Mask).validate_python(found), height, width)
    y, x = np.mgrid[:height, :width] + 0.5
    along = (x - 150) * math.cos(turn) + (y - 100) * math.sin(turn)
    across = (y - 100) * math.cos(turn) - (x - 150) * math.sin(turn)
    inside = (along / a) ** 2 + (across / b) ** 2 < 1
    assert np.abs(plane - inside).mean() < 0.01


@pytest.mark.parametrize(
    ("more", "operation"),
    [({}, "add"), (AWAY, "subtract"), ({**AWAY, "MaskInverted": "true"}, "intersect")],
)
def test_masks_add_subtract_and_intersect(more: dict[str, Any], operation: str) -> None:
    found = only_mask(read(mask("Gradient", **LINEAR), mask("CircularGradient", **{**ROUND, **more})))
    assert (found["kind"], found["operation"], len(found["masks"])) == ("combine", operation, 2)
    assert "invert" not in found["masks"][1]


def test_brush_strokes_keep_radius_gaps_and_erasing() -> None:
    dabs = seq("Dabs", "d 0.1 0.1", "d 0.12 0.1", "r 0.01", "d 0.13 0.1", "d 0.9 0.9")
    paint = mask("Paint", dabs, Radius=0.02, Flow=0.5, CenterWeight=0.25)
    erase = mask("Paint", seq("Dabs", "d 0.12 0.1"), Radius=0.02, Flow=1, CenterWeight=0, MaskValue=0)
    strokes = only_mask(read(paint, erase))["strokes"]
    assert [len(stroke["points"]) for stroke in strokes] == [3, 1, 1]
    assert [stroke["radius"] for stroke in strokes] == [0.03, 0.015, 0.03]
    assert strokes[0]["points"][2] == [0.13, 0.1, 0.5]
    assert (strokes[0]["flow"], strokes[0]["hardness"], strokes[2]["erase"]) == (0.5, 0.25, True)


def test_masks_are_turned_with_the_photo() -> None:
    turned = read(mask("Gradient", **LINEAR), photo={**PHOTO, "Orientation": 6})
    assert turned.steps[0].mask == {
        "kind": "linear",
        "start_x": 0.9,
        "start_y": 0.5,
        "end_x": 0.4,
        "end_y": 0.5,
    }
    sidecar = write_xmp(turned.steps, title="", kind="sidecar", size=(2000, 3000), orientation=6)
    assert read_xmp(sidecar.data).steps == turned.steps


def test_a_round_mask_without_a_known_photo_assumes_a_shape_and_says_so() -> None:
    imported = read(mask("CircularGradient", **ROUND), photo=None)
    assert len(imported.adjusted) == 1
    assert "3:2" in imported.adjusted[0].why


@pytest.mark.parametrize(
    "component",
    [
        mask("Image", MaskSubType=1),
        mask("RangeMask"),
        mask("CircularGradient", **{**ROUND, "Roundness": 50}),
        mask("Gradient", FullX=0.5),
        mask("Gradient", FullX=0, FullY=0, ZeroX=0, ZeroY=0),
        mask("Gradient", **{**LINEAR, "MaskBlendMode": 7}),
        mask("Paint", seq("Dabs", "q 1 2"), Radius=0.1),
    ],
)
def test_masks_without_plain_geometry_are_named_and_leave_nothing_behind(component: str) -> None:
    imported = read(component)
    assert imported.steps == ()
    names = [each.name for each in imported.not_carried]
    assert names == ["MaskGroupBasedCorrections[1]", "MaskGroupBasedCorrections"]


def test_local_sliders_without_counterpart_are_named_and_the_rest_is_carried() -> None:
    imported = read(
        mask("Gradient", **LINEAR),
        sliders={"LocalClarity2012": 0.1, "LocalMoire": 0.4, "LocalSharpness": -0.2},
    )
    assert [step.tool for step in imported.steps] == ["clarity"]
    assert {each.name.split(".")[-1] for each in imported.not_carried} == {"LocalMoire", "LocalSharpness"}
    assert "MaskGroupBasedCorrections" in imported.carried


def test_masked_steps_that_cannot_be_said_are_named() -> None:
    faces: dict[str, Any] = {"kind": "face"}
    steps = [
        ImportedStep("exposure", {"stops": 1.0}, mask=faces),
        ImportedStep("vibrance", {"amount": 10.0}, mask={"kind": "sky"}),
        ImportedStep("exposure", {"stops": 5.0}, mask={"kind": "sky"}),
    ]
    exported = write_xmp(steps, title="x")
    assert {each.name for each in exported.not_carried} == {"exposure mask", "vibrance.amount"}
    assert read_xmp(exported.data).steps == (steps[2],)
