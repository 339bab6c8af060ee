"""Commands that look at pictures: compare, match, info."""

from pathlib import Path

import numpy as np
import pytest

from burnish.cli import run
from burnish.cli.contact_sheet import PAPER, Comparison, draw_sheet
from burnish.imaging.files import read_photo, write_photo


def test_compare_makes_a_sheet_with_three_pictures_and_the_steps(run_json, save):
    photo = save("a.png")
    arguments = ["-s", "exposure.stops=0.5", "-s", "crop.right=0.5", "--long-side", 200]
    code, document = run_json("compare", photo, *arguments, "-o", "sheet.jpg")
    assert code == 0
    assert document["steps"] == ["1. Exposure: stops +0.5 EV", "2. Crop: right 0.5"]
    assert document["difference"]["mean"] > 2
    sheet = read_photo(Path("sheet.jpg"))
    assert sheet.width > 2 * 200
    assert sheet.height > 200


def test_the_sheet_marks_only_what_changed():
    before = np.full((60, 90, 3), 120, np.uint8)
    delta_e = np.zeros((60, 90), np.float32)
    delta_e[:, 45:] = 15
    sheet = draw_sheet(Comparison("x", before, before, delta_e, {"mean": 7.5, "p95": 15.0}, ("1. Step",)))
    colored = np.ptp(sheet.astype(int), axis=2) > 40
    columns = np.flatnonzero(colored.any(axis=0))
    assert len(columns) == 45
    assert (sheet[0, 0] == PAPER).all()


def test_a_name_that_the_font_cannot_write_still_makes_a_sheet():
    picture = np.zeros((40, 40, 3), np.uint8)
    numbers = {"mean": 0.0, "p95": 0.0}
    sheet = draw_sheet(Comparison("写真é.jpg", picture, picture, np.zeros((40, 40), np.float32), numbers, ()))
    assert sheet.shape[1] > 120


def test_compare_never_overwrites_the_photo(run_json, save):
    photo = save("a.png")
    before = photo.read_bytes()
    assert run_json("compare", photo, "-s", "exposure.stops=1", "-o", photo, "--overwrite")[0] == 2
    assert photo.read_bytes() == before


def test_match_finds_an_edit_and_writes_its_recipe(run_json, save):
    photo = save("a.png")
    assert run(["render", str(photo), "-s", "exposure.stops=0.6", "-o", "after.png"]) == 0
    code, document = run_json("match", photo, "after.png", "-o", "found.json")
    assert code == 0
    assert document["explained"] > 0.8
    assert run(["render", str(photo), "-r", "found.json", "-o", "again.png"]) == 0
    wanted, made = (read_photo(Path(name)).samples.astype(int) for name in ("after.png", "again.png"))
    assert np.abs(wanted - made).mean() < 4


def test_match_refuses_pictures_that_are_too_small(run_json, save):
    write_photo(Path("tiny.png"), np.zeros((8, 8, 3), np.uint8))
    code, document = run_json("match", save("a.png"), "tiny.png")
    assert (code, document["error"]["kind"]) == (2, "BadInput")


def test_info_tells_the_facts(run_json, save, capsys):
    photo = save("a.jpg")
    code, document = run_json("info", photo)
    assert code == 0
    assert (document["format"], document["width"], document["height"]) == ("jpeg", 200, 160)
    assert document["credentials"] is None
    assert run(["info", str(photo)]) == 0
    assert "200 × 160" in capsys.readouterr().out


def test_a_signed_render_tells_its_steps(run_json, save):
    pytest.importorskip("c2pa")
    pytest.importorskip("cryptography")
    from tests.recipe.test_credentials import Signer

    signer = Signer()
    Path("chain.pem").write_bytes(signer.chain)
    Path("key.pem").write_bytes(signer.pem())
    signed = [
        "render",
        save("a.jpg"),
        "-s",
        "exposure.stops=0.5",
        "-o",
        "b.jpg",
        "--sign",
        "chain.pem",
        "key.pem",
    ]
    assert run_json(*signed)[0] == 0
    code, document = run_json("info", "b.jpg")
    assert code == 0
    assert document["credentials"]["state"] in ("Valid", "Trusted")
    told = [each["parameters"].get("burnish.tool") for each in document["credentials"]["actions"]]
    assert "exposure" in told
    assert run_json(*signed)[1]["skipped"] == 1
