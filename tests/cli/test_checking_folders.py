"""`burnish check` on folders: every picture beside the photo of the same name."""

from pathlib import Path

import numpy as np
import pytest

from burnish.imaging.files import read_photo, write_photo


@pytest.fixture
def folders(save):
    """Two edits: one is only a little brighter, one has a torn block."""
    for k, name in enumerate(("kept", "torn")):
        samples = read_photo(save(f"shoot/{name}.png", seed=k)).samples
        edited = np.clip(samples.astype(np.int32) + 12, 0, 255).astype(np.uint8)
        if name == "torn":
            edited[40:90, 60:130] = np.random.default_rng(3).integers(0, 255, (50, 70, 3), np.uint8)
        Path("edited").mkdir(exist_ok=True)
        write_photo(Path(f"edited/{name}.jpg"), edited)
    save("shoot/unedited.png")


def test_pairs_are_found_by_name_and_told_as_each_would_be_alone(folders, run_json):
    code, document = run_json("check", "shoot", "edited", "--overlay", "found", "--jobs", 2)
    alone = {name: run_json("check", f"shoot/{name}.png", f"edited/{name}.jpg") for name in ("kept", "torn")}
    assert [each["edited"] for each in document["pairs"]] == ["edited/kept.jpg", "edited/torn.jpg"]
    for pair, (name, (_, told)) in zip(document["pairs"], alone.items(), strict=True):
        assert pair == {
            "source": f"shoot/{name}.png", "edited": f"edited/{name}.jpg", **told, "overlay": f"found/{name}.png",
        }  # fmt: skip
        assert Path(pair["overlay"]).is_file()
    flawed = sum(1 for each, _ in alone.values() if each == 3)
    assert (document["flawed"], document["clean"]) == (flawed, 2 - flawed)
    assert code == (3 if flawed else 0)
    assert alone["torn"][0] == 3


def test_a_pair_that_cannot_be_read_does_not_hide_the_others(folders, run_json, capsys):
    Path("edited/torn.jpg").write_bytes(b"\xff\xd8\xff\xe0 not much of a picture")
    code, document = run_json("check", "shoot", "edited")
    assert (code, document["failed"]) == (2, 1)
    assert document["pairs"][1]["error"]["kind"] == "UnreadablePhoto"
    assert document["error"]["message"].startswith("1 of 2 pairs")


@pytest.mark.parametrize(
    ("made", "said"),
    [("edited/other.jpg", "no photo in 'shoot'"), ("shoot/kept.jpg", "2 photos in 'shoot'")],
)
def test_a_picture_without_its_one_photo_is_bad_input(folders, run_json, made, said):
    write_photo(Path(made), np.zeros((40, 40, 3), np.uint8))
    code, document = run_json("check", "shoot", "edited")
    assert code == 2
    assert said in document["error"]["message"]


def test_a_folder_without_pictures_is_bad_input(folders, run_json):
    Path("empty").mkdir()
    assert run_json("check", "shoot", "empty")[0] == 2
