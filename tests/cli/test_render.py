"""`burnish render` end to end, on small pictures."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from burnish.cli import run
from burnish.imaging.files import read_photo
from burnish.imaging.metadata import Metadata


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "warm.json"
    steps = [
        {"tool": "exposure", "params": {"stops": 0.5}},
        {"tool": "white_balance", "params": {"temperature": 20}},
    ]
    path.write_text(json.dumps({"schema": 1, "steps": steps}))
    return path


def statuses(document):
    return [each["status"] for each in document["photos"]]


def test_one_photo_becomes_one_file(run_json, save, recipe):
    photo = save("a.png")
    code, document = run_json("render", photo, "-r", recipe, "-o", "b.png")
    assert code == 0
    [told] = document["photos"]
    assert (told["output"], told["status"], told["width"], told["height"]) == ("b.png", "written", 200, 160)
    before, after = read_photo(photo).samples, read_photo(Path("b.png")).samples
    assert after.mean() > before.mean() + 5


def test_set_alone_is_the_recipe_that_it_says(save, recipe):
    photo = save("a.png")
    arguments = ["-s", "white_balance.temperature=20", "-s", "exposure.stops=+.5"]
    assert run(["render", str(photo), "-r", str(recipe), "-o", "file.png"]) == 0
    assert run(["render", str(photo), *arguments, "-o", "set.png"]) == 0
    assert Path("file.png").read_bytes() == Path("set.png").read_bytes()


def test_set_changes_the_step_that_is_there(save, recipe):
    photo = save("a.png")
    assert run(["render", str(photo), "-r", str(recipe), "-s", "exposure.stops=0", "-o", "less.png"]) == 0
    assert run(["render", str(photo), "-s", "white_balance.temperature=20", "-o", "same.png"]) == 0
    assert Path("less.png").read_bytes() == Path("same.png").read_bytes()


@pytest.mark.parametrize(
    "setting",
    [
        "exposure",
        "exposure.stops",
        "exposure.light=1",
        "exposure.stops=9",
        "shine.amount=1",
        "exposure.stops=much",
    ],
)
def test_a_setting_that_makes_no_sense_is_bad_input(run_json, save, setting):
    code, document = run_json("render", save("a.png"), "-s", setting, "-o", "b.png")
    assert code == 2
    assert "error" in document
    assert not Path("b.png").exists()


def test_many_photos_go_into_a_folder_and_a_second_run_skips_them(run_json, save, recipe):
    photos = [save(f"{name}.png", seed) for seed, name in enumerate("abc")]
    code, document = run_json("render", *photos, "-r", recipe, "-o", "out")
    assert (code, statuses(document)) == (0, ["written"] * 3)
    assert sorted(each.name for each in Path("out").iterdir()) == ["a.png", "b.png", "c.png"]
    code, document = run_json("render", *photos, "-r", recipe, "-o", "out")
    assert (code, statuses(document)) == (0, ["skipped"] * 3)


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_bytes_do_not_depend_on_the_number_of_jobs(save, recipe, jobs):
    photos = [str(save(f"{name}.png", seed)) for seed, name in enumerate("abc")]
    assert run(["render", *photos, "-r", str(recipe), "-o", "out", "--jobs", str(jobs)]) == 0
    assert run(["render", photos[1], "-r", str(recipe), "-o", "alone.png"]) == 0
    assert Path("out/b.png").read_bytes() == Path("alone.png").read_bytes()


def test_what_was_made_otherwise_is_not_skipped_and_not_replaced_unasked(run_json, save, recipe):
    photo = save("a.png")
    assert run_json("render", photo, "-r", recipe, "-o", "b.png")[0] == 0
    made = Path("b.png").read_bytes()
    changed = ["render", photo, "-r", recipe, "-s", "exposure.stops=1", "-o", "b.png"]
    code, document = run_json(*changed)
    assert (code, document["error"]["kind"]) == (2, "BadInput")
    assert Path("b.png").read_bytes() == made
    code, document = run_json(*changed, "--overwrite")
    assert (code, statuses(document)) == (0, ["written"])
    assert Path("b.png").read_bytes() != made


def test_a_changed_photo_or_a_damaged_output_is_rendered_again(run_json, save, recipe):
    photo = save("a.png")
    again = ["render", photo, "-r", recipe, "-o", "b.png", "--overwrite"]
    run_json(*again)
    whole = Path("b.png").read_bytes()
    assert statuses(run_json(*again)[1]) == ["skipped"]
    Path("b.png").write_bytes(whole[:-40])
    assert statuses(run_json(*again)[1]) == ["written"]
    assert Path("b.png").read_bytes() == whole
    save("a.png", seed=9)
    assert statuses(run_json(*again)[1]) == ["written"]


def test_one_bad_photo_does_not_stop_the_others(run_json, save, recipe):
    bad = Path("bad.jpg")
    bad.write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    code, document = run_json(
        "render", save("a.png"), bad, save("c.png"), "missing.png", "-r", recipe, "-o", "out"
    )
    assert code == 2
    assert statuses(document) == ["written", "failed", "written", "failed"]
    assert document["photos"][1]["error"]["kind"] == "UnreadablePhoto"
    assert document["error"]["message"].startswith("2 of 4 photos")


def test_a_failure_weighs_more_than_bad_input(run_json, save, monkeypatch):
    from burnish.app.fleet import rendering
    from burnish.errors import WriteFailed

    def refuse(path, data, overwrite):
        raise WriteFailed(f"{path.name!r}: no space left on device")

    monkeypatch.setattr(rendering, "write_atomically", refuse)
    code, document = run_json("render", save("a.png"), "missing.png", "-s", "exposure.stops=1", "-o", "out")
    assert code == 1
    assert document["error"]["kind"] == "WriteFailed"


def test_the_photo_itself_is_never_overwritten(run_json, save):
    photo = save("a.png")
    before = photo.read_bytes()
    os.link(photo, "hard.png")
    Path("soft.png").symlink_to(photo)
    for out in (photo, "hard.png", "soft.png", f"{photo.parent}/./a.png", f"{photo.parent}/"):
        code, document = run_json("render", photo, "-s", "exposure.stops=1", "-o", out, "--overwrite")
        assert (code, document["error"]["kind"]) == (2, "BadInput"), out
    assert photo.read_bytes() == before


def test_no_photo_of_the_run_is_overwritten_by_another(run_json, save):
    one, other = save("a/x.png"), save("b/x.png")
    code, _ = run_json("render", one, "-s", "exposure.stops=1", "-o", "b", "--overwrite", other)
    assert code == 2
    assert read_photo(other).digest == read_photo(save("b/x.png")).digest


def test_two_photos_of_one_name_need_a_pattern(run_json, save):
    photos = [save("a/x.png", 0), save("b/x.png", 3)]
    code, document = run_json("render", *photos, "-s", "exposure.stops=1", "-o", "out")
    assert code == 2
    assert "{folder}" in document["error"]["message"]
    code, _ = run_json("render", *photos, "-s", "exposure.stops=1", "-o", "out/{folder}-{stem}.webp")
    assert code == 0
    assert sorted(each.name for each in Path("out").iterdir()) == ["a-x.webp", "b-x.webp"]


@pytest.mark.parametrize(
    "pattern", ["{nothing}.png", "{stem.__class__}.png", "{stem", "{0}.png", "{stem[a]}.png"]
)
def test_a_pattern_of_unknown_fields_is_bad_input(run_json, save, pattern):
    code, document = run_json("render", save("a.png"), "-s", "exposure.stops=1", "-o", pattern)
    assert (code, document["error"]["kind"]) == (2, "BadInput")


def test_long_side_bits_and_format(run_json, save):
    photo = save("a.png")
    code, document = run_json(
        "render",
        photo,
        "-s",
        "exposure.stops=1",
        "-o",
        "small/",
        "--long-side",
        50,
        "--bits",
        16,
        "--format",
        "tiff",
    )
    assert code == 0
    assert (document["photos"][0]["width"], document["photos"][0]["height"]) == (50, 40)
    small = read_photo(Path("small/a.tif"))
    assert small.samples.dtype == np.uint16


def test_a_format_that_contradicts_the_name_is_bad_input(run_json, save):
    code, document = run_json("render", save("a.png"), "-o", "b.jpg", "--format", "png")
    assert (code, document["error"]["kind"]) == (2, "BadInput")


def test_color_space_is_what_was_asked_for(save):
    photo = save("a.png")
    assert run(["render", str(photo), "-o", "p3.png", "--color-space", "display_p3"]) == 0
    assert not np.array_equal(read_photo(Path("p3.png")).samples, read_photo(photo).samples)
    assert run(["render", str(photo), "-o", "same.png"]) == 0
    assert np.array_equal(read_photo(Path("same.png")).samples, read_photo(photo).samples)


def test_location_is_left_out_unless_asked_for(tmp_path, photo):
    from io import BytesIO

    from PIL import Image

    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 8.0, 0.0), 3: "E", 4: (11.0, 34.0, 0.0)}
    buffer = BytesIO()
    Image.fromarray(photo.samples).save(buffer, "JPEG", exif=exif.tobytes())
    Path("where.jpg").write_bytes(buffer.getvalue())
    assert run(["render", "where.jpg", "-o", "secret.jpg"]) == 0
    assert run(["render", "where.jpg", "-o", "told.jpg", "--keep-location"]) == 0
    kept: list[Metadata] = [read_photo(Path(name)).metadata for name in ("secret.jpg", "told.jpg")]
    assert [each.has_location for each in kept] == [False, True]


def test_a_home_that_cannot_be_written_costs_only_the_skipping(run_json, save, home):
    home.write_text("not a folder")
    code, document = run_json("render", save("a.png"), "-s", "exposure.stops=1", "-o", "b.png")
    assert (code, statuses(document)) == (0, ["written"])
    assert "journal" in document["photos"][0]["notes"][0]


def test_a_file_name_that_is_no_text_is_no_trouble(save):
    import subprocess
    import sys

    name = os.fsdecode(b"caf\xe9.png")
    save("a.png").rename(name)
    done = subprocess.run(
        [sys.executable, "-m", "burnish", "render", name, "-s", "exposure.stops=1", "-o", "out", "--json"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    [told] = json.loads(done.stdout)["photos"]
    assert told["photo"] == name
    assert Path("out", name).exists()


def test_what_a_killed_run_left_is_swept(save):
    out = Path("out")
    out.mkdir()
    from burnish.imaging import atomic

    dead = 2**22 + 11  # above Linux's largest process number
    left = out / f".burnish-{atomic.host_mark()}-{dead}-0123456789ab.part"
    left.write_bytes(b"half a picture")
    assert run(["render", str(save("a.png")), "-s", "exposure.stops=1", "-o", "out"]) == 0
    assert [each.name for each in out.iterdir()] == ["a.png"]
