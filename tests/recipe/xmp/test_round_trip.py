import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.recipe.xmp.presets import packet, seq

from burnish.recipe.xmp import ImportedStep, read_xmp, write_xmp
from burnish.recipe.xmp.sliders import SLIDERS, Slider, limits
from burnish.tools.catalogue import built_in

TOOLS = built_in()


def value(slider: Slider) -> st.SearchStrategy[float]:
    low, high = (float(bound) for bound in limits(slider))
    return st.one_of(st.floats(low, high), st.integers(int(low) + 1, int(high)).map(float))


ANY_SETTINGS = st.fixed_dictionaries({}, optional={each.setting: value(each).map(repr) for each in SLIDERS})
CURVE = st.lists(
    st.tuples(st.integers(0, 255), st.floats(0, 255)), min_size=2, max_size=32, unique_by=lambda p: p[0]
)


@settings(max_examples=40, deadline=None)
@given(ANY_SETTINGS, CURVE, st.booleans(), st.text(max_size=20), st.sampled_from(["preset", "sidecar"]))
def test_import_export_import_gives_the_same_steps(
    chosen: dict[str, str], curve: list[tuple[int, float]], gray: bool, title: str, kind: Any
) -> None:
    points = seq("ToneCurvePV2012Green", *(f"{x}, {y!r}" for x, y in sorted(curve)))
    first = read_xmp(packet({**chosen, "ConvertToGrayscale": gray}, points))
    exported = write_xmp(first.steps, title=title, kind=kind)
    again = read_xmp(exported.data)
    assert again.steps == first.steps
    assert [TOOLS.make(step.tool, step.params).name for step in first.steps] == [s.tool for s in first.steps]
    assert exported.not_carried == again.not_carried == ()
    assert write_xmp(again.steps, title=title, kind=kind).data == exported.data


GEOMETRY = {
    "HasCrop": "True", "CropLeft": "0.18", "CropTop": "0.1", "CropRight": "0.8", "CropBottom": "0.85",
    "CropAngle": "-3.25",
}  # fmt: skip


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_crop_returns_in_every_orientation(orientation: int) -> None:
    photo = {"ImageWidth": 6000, "ImageLength": 4000, "Orientation": orientation}
    first = read_xmp(packet(GEOMETRY, tiff=photo))
    upright = (6000.0, 4000.0) if orientation < 5 else (4000.0, 6000.0)
    sidecar = write_xmp(first.steps, title="", kind="sidecar", size=upright, orientation=orientation)
    assert [step.tool for step in first.steps] == ["rotate", "crop"]
    assert read_xmp(sidecar.data).steps == first.steps


def test_what_camera_raw_cannot_say_is_named() -> None:
    steps = [
        ImportedStep("contrast", {"amount": 10.0, "pivot": 30.0}),
        ImportedStep("contrast", {"amount": 5.0}),
        ImportedStep("exposure", {"stops": 1.0}),
        ImportedStep("exposure", {"stops": 0.5}),
        ImportedStep("fade", {"amount": 20.0}),
        ImportedStep("tone", {"shadows": 40.0}, opacity=0.5),
        ImportedStep("vibrance", {"amount": 40.0}, enabled=False),
        ImportedStep("black_and_white", {"amount": 40.0}),
    ]
    exported = write_xmp(steps, title="x")
    lost = [each.name for each in exported.not_carried]
    assert lost == ["contrast", "vibrance", "contrast.pivot", "fade", "black_and_white"]
    assert [(each.name, each.carried) for each in exported.adjusted] == [("tone.shadows", "20.0")]
    kept = {step.tool: step.params for step in read_xmp(exported.data).steps}
    assert kept == {"contrast": {"amount": 10.0}, "exposure": {"stops": 1.5}, "tone": {"shadows": 20.0}}


def test_exiftool_reads_the_same_numbers_without_a_warning(tmp_path: Path) -> None:
    tool = shutil.which("exiftool")
    if tool is None:
        pytest.skip("exiftool is not installed")
    steps = [
        ImportedStep("exposure", {"stops": 0.35}),
        ImportedStep("tone", {"shadows": -12.0}),
        ImportedStep("tone_curve", {"red": ((0.0, 8.0), (255.0, 250.0))}),
        ImportedStep("exposure", {"stops": -2.0}, mask={"kind": "radial", "x": 0.4}),
        ImportedStep(
            "clarity", {"amount": 10.0}, mask={"kind": "brush", "strokes": [{"points": [[0.5, 0.5]]}]}
        ),
    ]
    file = tmp_path / "a.xmp"
    title = 'Tom & "Jerry" <1>\x00'
    file.write_bytes(write_xmp(steps, title=title).data)
    command = [tool, "-json", "-validate", "-warning", "-struct", "-a", "-XMP-crs:all", str(file)]
    (told,) = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert told["Validate"] == "OK"
    assert "Warning" not in told
    assert (told["Exposure2012"], told["Shadows2012"], told["Name"]) == ("+0.35", -12, 'Tom & "Jerry" <1>')
    assert told["ToneCurvePV2012Red"] == ["0, 8", "255, 250"]
    assert told["MaskGroupBasedCorrections"][0]["LocalExposure2012"] == -0.5
