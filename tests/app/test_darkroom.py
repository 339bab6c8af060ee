"""The darkroom: which file is which look, and from photo to file."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.recipe.xmp.presets import packet

from burnish.app import Darkroom, ExportOptions, home_folder
from burnish.errors import BadInput, InvalidLook, RecipeError
from burnish.imaging.cube import write_cube
from burnish.imaging.files import read_photo, write_photo
from burnish.imaging.hald import write_hald
from burnish.imaging.lut3d import Lut3D, grid
from burnish.recipe.recipe import recipe
from burnish.tools.exposure import Exposure


@pytest.fixture
def darkroom(catalogue, tmp_path: Path) -> Darkroom:
    return Darkroom(catalogue, tmp_path / "home")


@pytest.fixture
def photo_file(photo, tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    write_photo(path, photo.samples)
    return path


def test_looks_are_told_apart_by_content(darkroom, tmp_path):
    lut = Lut3D(1 - grid(4))
    (tmp_path / "recipe").write_text(
        json.dumps({"schema": 1, "steps": [{"tool": "exposure", "params": {"stops": 1}}]})
    )
    (tmp_path / "preset").write_bytes(
        b"\xef\xbb\xbf" + packet({"Exposure2012": "+1.00", "ProcessVersion": "11.0"})
    )
    write_cube(tmp_path / "table", lut)
    write_hald(tmp_path / "picture", lut, level=2)
    kinds = {name: darkroom.open_look(tmp_path / name) for name in ("recipe", "preset", "table", "picture")}
    assert {name: look.kind for name, look in kinds.items()} == {
        "recipe": "recipe", "preset": "xmp", "table": "lut", "picture": "lut",
    }  # fmt: skip
    for name in ("recipe", "preset"):
        assert [step.tool for step in kinds[name].recipe_for().steps] == [Exposure(stops=1.0)]


def test_a_preset_inside_a_picture_is_found(darkroom, photo, tmp_path):
    data = b"\xff\xd8\xff\xe1...http://ns.adobe.com/xap/1.0/\0" + packet(
        {"Contrast2012": "+20", "ProcessVersion": "11.0"}
    )
    (tmp_path / "a.jpg").write_bytes(data)
    [step] = darkroom.open_recipe(tmp_path / "a.jpg").steps
    assert (step.tool.name, step.author) == ("contrast", "import")


def test_a_table_is_kept_so_that_its_recipe_renders_later(darkroom, catalogue, photo_file, tmp_path):
    write_cube(tmp_path / "negative.cube", Lut3D(1 - grid(4)))
    made = darkroom.open_recipe(tmp_path / "negative.cube")
    (tmp_path / "negative.cube").unlink()
    later = Darkroom(catalogue, tmp_path / "home")
    later.render_file(photo_file, made, tmp_path / "out.png")
    before, after = (read_photo(tmp_path / name).samples.astype(int) for name in ("photo.png", "out.png"))
    assert np.abs(after - (255 - before)).max() <= 2
    with pytest.raises(InvalidLook, match="no LUT"):
        Darkroom(catalogue, tmp_path / "elsewhere").render_file(photo_file, made, tmp_path / "other.png")


def test_round_masks_of_a_preset_take_the_shape_of_each_photo(darkroom, tmp_path):
    from tests.recipe.xmp.presets import correction, corrections, mask

    radial = mask("CircularGradient", Top=0.2, Left=0.2, Bottom=0.8, Right=0.8, Angle=30, Feather=50)
    body = corrections(correction({"LocalExposure2012": 0.25}, radial))
    (tmp_path / "p.xmp").write_bytes(packet({"ProcessVersion": "11.0"}, body))
    look = darkroom.open_look(tmp_path / "p.xmp")
    wide, tall = look.recipe_for((600, 300)), look.recipe_for((300, 600))
    assert len(wide.steps) == len(tall.steps) == 1
    assert wide.digest != tall.digest


def test_a_photo_that_fails_leaves_no_file(darkroom, tmp_path):
    (tmp_path / "bad.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    with pytest.raises(BadInput):
        darkroom.render_file(tmp_path / "bad.jpg", recipe([]), tmp_path / "out.jpg")
    assert not (tmp_path / "out.jpg").exists()


def test_rendering_refuses_to_replace_a_file_or_the_photo(darkroom, photo_file, tmp_path):
    (tmp_path / "there.png").write_bytes(b"precious")
    with pytest.raises(BadInput, match="exists already"):
        darkroom.render_file(photo_file, recipe([]), tmp_path / "there.png")
    with pytest.raises(BadInput, match="photo itself"):
        darkroom.render_file(photo_file, recipe([]), photo_file, overwrite=True)
    assert (tmp_path / "there.png").read_bytes() == b"precious"


def test_sixteen_bits_are_kept_where_photo_and_format_have_them(darkroom, photo, tmp_path):
    write_photo(tmp_path / "deep.png", photo.samples.astype(np.uint16) * 257)
    for name, dtype in (("a.png", np.uint16), ("a.tif", np.uint16), ("a.jpg", np.uint8)):
        darkroom.render_file(tmp_path / "deep.png", recipe([Exposure(stops=0.2)]), tmp_path / name)
        assert read_photo(tmp_path / name).samples.dtype == dtype
    darkroom.render_file(tmp_path / "deep.png", recipe([]), tmp_path / "b.png", ExportOptions(bits=8))
    assert read_photo(tmp_path / "b.png").samples.dtype == np.uint8


def test_options_out_of_range_are_bad_input(darkroom, photo_file, tmp_path):
    for options in (ExportOptions(long_side=0), ExportOptions(quality=0), ExportOptions(color_space="cmyk")):
        with pytest.raises(BadInput):
            darkroom.render_file(photo_file, recipe([]), tmp_path / "out.jpg", options)


def test_a_recipe_of_another_schema_is_refused(darkroom, tmp_path):
    (tmp_path / "r.json").write_text('{"schema": 99, "steps": []}')
    with pytest.raises(RecipeError, match="99"):
        darkroom.open_recipe(tmp_path / "r.json")


def test_home_is_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("BURNISH_HOME", str(tmp_path))
    assert home_folder() == tmp_path
    monkeypatch.delenv("BURNISH_HOME")
    assert home_folder().name == "burnish"
