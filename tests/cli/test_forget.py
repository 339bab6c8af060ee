"""Forgetting a person leaves no byte of theirs, and nothing that was learned from them."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

SECRET, NAME = "zebrawood", "p7x9q"


def traces(home: Path, *words: str) -> list[str]:
    """Files of the home folder in whose names or bytes one of these words is."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [
        f"{path.relative_to(home)}: {word}"
        for path in files
        for word in words
        if word.encode() in path.read_bytes() or word in str(path.relative_to(home))
    ]


@pytest.mark.parametrize("person", [NAME, "me"])
def test_no_byte_of_a_person_is_left(save, run_json, home, person):
    photo = save("photo.png")
    Image.fromarray(np.full((160, 200), 200, np.uint8)).save("mask.png")
    who = ("--person", person)
    words = f"more contrast for the {SECRET}"
    assert run_json("edit", photo, words, "--mask", "mask.png", *who, "-o", "out.jpg")[0] == 0
    run_json("comment", photo, f"a {SECRET} table", *who)
    run_json("modify", photo, "--set", "contrast.amount=40", *who)
    (home / "feedback.jsonl").write_text(f'{{"remark": "{SECRET}"}}\n' if person == "me" else "")
    run_json("edit", photo, "brighter", "--person", "other", "-o", "other.jpg")
    assert traces(home, SECRET, person if person == NAME else SECRET)
    code, gone = run_json("forget", person, "--yes")
    assert code == 0, gone
    assert (gone["signals"], gone["turns"], gone["conversations"], gone["masks"], gone["taste"]) == (
        3,
        1,
        1,
        1,
        True,
    )
    assert traces(home, SECRET, NAME) == []
    assert len(run_json("feedback", "list", "--person", "other")[1]["signals"]) == 1
    assert run_json("feedback", "list", *who)[1]["signals"] == []
    assert run_json("forget", person, "--yes")[1]["signals"] == 0, "again is harmless"


def test_others_are_left_with_the_taste_they_would_have_had_without_the_person(
    save, run_json, monkeypatch, tmp_path
):
    photo = save("photo.png")
    monkeypatch.setenv("BURNISH_WORKSPACE", "studio")
    shared = ("--consent", "taste", "--consent", "workspace_models")

    def learn(people: dict[str, float]) -> None:
        for _ in range(2):
            for person, stops in people.items():
                run_json("edit", photo, "--no-taste", "--person", person)
                setting = f"exposure.stops={stops}"
                run_json("modify", photo, "--set", setting, "--person", person, *shared)

    def taste_of(person: str):
        (liking,) = run_json("taste", "--person", person)[1]["likings"]
        return {each["name"]: (each["value"], each["low"], each["high"]) for each in liking["sliders"]}

    learn({NAME: 1.5, "other": -0.5})
    with_both = taste_of("other")
    _, gone = run_json("forget", NAME, "--yes")
    assert gone["rebuilt"] == ["other"]
    without = taste_of("other")
    monkeypatch.setenv("BURNISH_HOME", str(tmp_path / "fresh"))
    learn({"other": -0.5})
    assert without == taste_of("other") != with_both
