"""Recipes to other programs and back: export, import, diff."""

import json
from pathlib import Path

import numpy as np
import pytest

from burnish.cli import run
from burnish.imaging.files import read_photo
from burnish.imaging.lut_file import read_lut

COLOR = [
    {"tool": "exposure", "params": {"stops": 0.3}},
    {"tool": "contrast", "params": {"amount": 20}},
    {"tool": "vibrance", "params": {"amount": 30}},
]


def written(name: str, *steps: dict[str, object]) -> Path:
    path = Path(name)
    path.write_text(json.dumps({"schema": 1, "title": "Test look", "steps": steps}))
    return path


def test_a_look_up_table_names_the_steps_that_it_cannot_hold(run_json):
    vignette = {"tool": "vignette", "params": {"amount": -20}}
    crop = {"tool": "crop", "params": {"left": 0.1}}
    masked = {"tool": "saturation", "params": {"amount": 9}, "mask": {"kind": "linear"}}
    recipe = written("r.json", *COLOR, vignette, crop, masked)
    code, document = run_json("export", recipe, "--cube", "-o", "look.cube", "--size", 9)
    assert code == 0
    assert {(each["name"], each["step"]) for each in document["not_carried"]} == {
        ("vignette", 4), ("crop", 5), ("saturation", 6),
    }  # fmt: skip
    assert read_lut(Path("look.cube")).size == 9


def test_a_hald_picture_has_the_level_that_was_asked_for(run_json):
    code, document = run_json("export", written("r.json", *COLOR), "-o", "look.png", "--level", 4)
    assert (code, document["kind"]) == (0, "hald")
    made = read_photo(Path("look.png")).samples
    assert (made.shape, made.dtype) == ((64, 64, 3), np.uint16)


@pytest.mark.parametrize("name", ["look.cube", "look.png"])
def test_a_baked_look_renders_as_its_recipe_does(save, name):
    photo, recipe = save("a.png"), written("r.json", *COLOR)
    assert run(["export", str(recipe), "-o", name]) == 0
    for look, out in ((recipe, "exact.png"), (name, "baked.png")):
        assert run(["render", str(photo), "-r", str(look), "-o", out]) == 0
    exact, baked = (read_photo(Path(out)).samples.astype(int) for out in ("exact.png", "baked.png"))
    assert np.abs(exact - read_photo(photo).samples).mean() > 5
    assert np.abs(exact - baked).mean() < 0.5


def test_a_preset_goes_out_and_comes_back(run_json):
    recipe = written("r.json", *COLOR)
    assert run_json("export", recipe, "-o", "look.xmp")[0] == 0
    code, document = run_json("import", "look.xmp", "-o", "back.json")
    assert code == 0
    assert document["not_carried"] == []
    assert "Exposure2012" in document["carried"]
    steps = json.loads(Path("back.json").read_text())["steps"]
    assert [(each["tool"], each["params"]) for each in steps] == [
        (each["tool"], each["params"]) for each in COLOR
    ]


def test_importing_names_what_is_not_carried(run_json):
    from tests.recipe.xmp.presets import packet

    Path("p.xmp").write_bytes(packet({"Exposure2012": "+0.50", "RedHue": "+10", "ProcessVersion": "11.0"}))
    code, document = run_json("import", "p.xmp")
    assert code == 0
    assert [each["name"] for each in document["not_carried"]] == ["RedHue"]
    assert document["about"] == ["ProcessVersion"], "no setting of the file goes unnamed"
    assert document["recipe"]["steps"][0]["params"] == {"stops": 0.5}


def test_importing_in_words_shows_whole_numbers_and_what_is_assumed(capsys):
    from tests.recipe.xmp.presets import correction, corrections, mask, packet

    round_mask = mask("CircularGradient", Top=0.2, Left=0.3, Bottom=0.7, Right=0.6)
    body = corrections(correction({"LocalExposure2012": 0.1}, round_mask))
    Path("p.xmp").write_bytes(packet({"GrainAmount": 20, "GrainSeed": 1231065482}, body))
    assert run(["import", "p.xmp"]) == 0
    said = capsys.readouterr().out
    assert "seed 1231065482" in said
    assert "MaskGroupBasedCorrections[1]: the photo's shape is not known" in said


@pytest.mark.parametrize("flags", [["--xmp", "--cube"], []])
def test_what_to_export_must_be_clear(run_json, flags):
    code, document = run_json("export", written("r.json", *COLOR), "-o", "look.txt", *flags)
    assert (code, document["error"]["kind"]) == (2, "BadInput")


def test_files_are_not_replaced_unasked(run_json):
    recipe = written("r.json", *COLOR)
    Path("look.cube").write_text("precious")
    assert run_json("export", recipe, "-o", "look.cube", "--size", 5)[0] == 2
    assert Path("look.cube").read_text() == "precious"
    assert run_json("export", recipe, "-o", "look.cube", "--size", 5, "--overwrite")[0] == 0


def test_diff_says_what_changed(run_json, capsys):
    one = written("one.json", *COLOR)
    other = written("two.json", COLOR[0] | {"params": {"stops": 0.5}}, *COLOR[1:])
    code, document = run_json("diff", one, other)
    assert (code, document["same"]) == (0, False)
    assert [(each["tool"], each["old"], each["new"]) for each in document["changes"]] == [
        ("exposure", 0.3, 0.5)
    ]
    assert run_json("diff", one, one)[1]["same"]
    assert run(["diff", str(one), str(other)]) == 0
    assert "stops 0.3 → 0.5 EV" in capsys.readouterr().out


def test_a_file_that_is_no_look_is_bad_input(run_json):
    Path("x.json").write_text("[1, 2")
    Path("x.cube").write_text("LUT_3D_SIZE many")
    Path("x.xmp").write_text("<x>")
    for name in ("x.json", "x.cube", "x.xmp", "missing.json"):
        code, document = run_json("import", name)
        assert code == 2, name
        assert document["error"]["kind"] in ("RecipeError", "InvalidLook"), name
