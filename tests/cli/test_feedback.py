"""What people say of what they were shown, what becomes of it, and taste, on the command line."""

import json
from pathlib import Path

import pytest

from burnish.cli import run


@pytest.fixture
def shown(save, run_json):
    """A photo of which three versions were shown."""
    photo = save("photo.png")
    code, document = run_json("edit", photo, "more contrast", "--variants", 3, "-o", "out.jpg")
    assert code == 0
    return photo, document["turn"]


@pytest.fixture
def said(run_json):
    """Say something; the signal that is kept."""

    def call(*arguments: object, as_person: str = "me"):
        code, document = run_json(*arguments)
        assert code == 0, document
        listed = run_json("feedback", "list", "--person", as_person)[1]["signals"]
        return next(each for each in listed if each["id"] == document["signal"])

    return call


def test_every_kind_of_verdict_is_kept_about_what_was_shown(shown, said):
    photo, turn = shown
    assert said("accept", photo)["proposal"] == "1"
    assert said("reject", photo, "--reason", "too_dark", "--proposal", 2)["reasons"] == ["too_dark"]
    rating = said("rate", photo, "--quality", "4/5", "--instruction", 80)
    assert (rating["perceptual_quality"], rating["instruction_following"]) == (75, 80)
    assert said("rank", "--turn", turn, 2, "1=3")["groups"] == [["2"], ["1", "3"]]
    assert said("compare", photo, "right", "--right", 3)["winner"] == "right"
    assert said("comment", photo, "too much of it")["text"] == "too much of it"
    box = said("mark", photo, "--box", "0.1,0.2,0.5,0.6", "--fault", "artifact", "--category", "halo")
    assert box["area"] == {"shape": "box", "left": 0.1, "top": 0.2, "right": 0.5, "bottom": 0.6}
    assert said("mark", photo, "--words", "contrast", "--fault", "failure")["misread"] == {
        "start": 5,
        "end": 13,
    }


def test_a_correction_by_sliders_a_recipe_or_a_picture_is_kept_as_the_recipe_it_ends_with(
    shown, said, run_json
):
    photo, _ = shown
    sliders = said("modify", photo, "--set", "contrast.amount=33")
    assert sliders["recipe"]["steps"][0]["params"]["amount"] == 33
    Path("r.json").write_text(json.dumps(sliders["recipe"]))
    assert said("modify", photo, "--recipe", "r.json")["way"] == "recipe"
    run_json("render", photo, "-s", "exposure.stops=0.7", "-o", "elsewhere.png")
    picture = said("modify", photo, "--picture", "elsewhere.png")
    assert picture["way"] == "picture"
    assert picture["left_over"] < 2


def test_going_on_says_something_about_the_turn_before(shown, run_json):
    photo, first = shown
    second = run_json("edit", photo, "a bit less", "-c")[1]["turn"]
    run_json("edit", photo, "-c", "--set", "contrast.amount=5")
    run_json("edit", photo, "undo that", "-c")
    told = run_json("feedback", "list")[1]["signals"]
    assert [(each["kind"], each.get("act")) for each in told] == [
        ("implicit", "export"), ("instruction", None), ("modify", None), ("implicit", "undo"),
    ]  # fmt: skip
    assert (told[1]["turn"], told[1]["next_turn"], told[1]["text"]) == (first, second, "a bit less")
    assert told[2]["turn"] == second


def test_choosing_another_version_puts_it_over_the_first(shown, run_json):
    photo, turn = shown
    run_json("edit", photo, "-c", "--choose", 2)
    told = run_json("feedback", "list")[1]["signals"][-1]
    assert (told["kind"], told["turn"], told["groups"]) == ("ranking", turn, [["3"], ["1"]])
    run_json("accept", photo)
    assert run_json("feedback", "list")[1]["signals"][-1]["proposal"] == "3", "what is taken is meant"


MISTAKES = (
    (["accept", "PHOTO", "--proposal", "9"], "made '1', '2', '3'"),
    (["accept", "--turn", "nope"], "'nope' is none of"),
    (["accept", "PHOTO", "--person", "ann@example.org"], "looks like an e-mail address"),
    (["rate", "PHOTO", "--quality", "6/5"], "1/5 to 5/5 or 0 to 100"),
    (["rate", "PHOTO"], "needs perceptual_quality"),
    (["rank", "PHOTO", "1", "7"], "this turn showed 1, 2, 3"),
    (["modify", "PHOTO"], "one of --recipe, --picture and --set"),
    (["mark", "PHOTO"], "needs an area of the picture or misread words"),
    (["mark", "PHOTO", "--words", "warmth"], "are not in the request"),
    (["mark", "PHOTO", "--box", "0.5,0,0.1,1"], "has no inside"),
    (["compare", "PHOTO"], "either a VERDICT"),
    (["receipt", "nope"], "see: burnish feedback list"),
    (["taste", "set", "exposure.stop", "1"], "knows no slider"),
    (["taste", "unlearn"], "--slider, --wish or --context"),
    (["taste", "gallery", "PHOTO", "--pick", "1"], "no gallery of this photo"),
    (["forget", "me"], "--yes is needed"),
)


def test_what_makes_no_sense_is_refused_and_nothing_is_kept(shown, run_json):
    photo, _ = shown
    before = run_json("feedback", "list")[1]
    for arguments, told in MISTAKES:
        code, document = run_json(*(photo if each == "PHOTO" else each for each in arguments))
        assert code == 2, arguments
        assert told in document["error"]["message"]
    assert run_json("feedback", "list")[1] == before


def test_a_receipt_says_what_became_of_it(shown, run_json):
    photo, _ = shown
    kept = run_json("modify", photo, "--set", "contrast.amount=40")[1]["signal"]
    _, receipt = run_json("receipt", kept)
    assert [each["sources"] for each in receipt["preferences"]] == [[kept]]
    assert any(move["slider"] == "contrast.amount" for move in receipt["taste"]["moves"])
    assert receipt["consent"]["signal"] == {"taste": True, "workspace_models": False, "sharing": False}
    silent = run_json("modify", photo, "--set", "contrast.amount=50", "--consent", "nothing")[1]["signal"]
    _, receipt = run_json("receipt", silent)
    assert "does not allow" in receipt["set_aside"]
    assert "consent" in receipt["taste"]["set_aside"]


def test_taste_has_a_say_in_the_next_edit_and_can_be_left_out(save, run_json):
    photo = save("photo.png")
    run_json("edit", photo, "-o", "a.jpg")
    for _ in range(3):
        run_json("modify", photo, "--set", "exposure.stops=-0.8")
    _, wanted = run_json("edit", photo)
    _, plain = run_json("edit", photo, "--no-taste")
    stops = [
        sum(step["params"].get("stops", 0) for step in each["recipe"]["steps"] if step["tool"] == "exposure")
        for each in (plain, wanted)
    ]
    assert stops[1] < stops[0] - 0.2
    assert any("to your taste" in step["reason"] for step in wanted["plan"]["steps"])
    assert not any("taste" in step["reason"] for step in plain["plan"]["steps"])


def test_a_damaged_taste_never_makes_an_edit_fail(shown, run_json, home, capsys):
    from burnish.storage.opening import open_store

    photo, _ = shown
    run_json("accept", photo)
    with open_store(home / "feedback") as store:
        part = store.load_part("local", "me", "taste")
        store.save_parts("local", "me", {"taste": part.document[: len(part.document) // 2]}, part.through)
    assert run(["edit", str(photo), "more contrast", "-o", "again.jpg"]) == 0
    told = capsys.readouterr()
    assert "your taste could not be read" in told.err
    assert "Traceback" not in told.err
    assert Path("again.jpg").exists()
    assert run_json("taste")[0] == 2
    assert run_json("taste", "reset")[0] == 0
    assert run_json("taste")[1]["likings"] == []


def test_people_do_not_see_each_other(shown, run_json, home):
    photo, _ = shown
    assert run_json("edit", photo, "warmer", "-c", "--person", "p7")[0] == 2, "p7 said nothing yet"
    run_json("edit", photo, "warmer", "--person", "p7", "-o", "p7.jpg")
    assert run_json("feedback", "list", "--person", "p7")[1]["signals"][0]["request"] == "warmer"
    assert "warmer" not in json.dumps(run_json("feedback", "list")[1])


def test_a_brand_has_the_last_word(save, run_json):
    Path("brand.toml").write_text('never = ["vignette"]\n[bounds]\nexposure.stops = [0, 0.1]\n')
    wish = ("warmer, with a vignette", "--set", "exposure.stops=2")
    arguments = ("edit", save("photo.png"), *wish, "--brand", "brand.toml")
    _, document = run_json(*arguments)
    steps = {step["tool"]: step for step in document["recipe"]["steps"]}
    assert set(steps) == {"exposure", "white_balance"}
    assert steps["exposure"]["params"] == {"stops": 0.1}
    assert "brand" in steps["exposure"]["reason"]
    Path("brand.toml").write_text("nevr = []")
    assert run_json(*arguments)[0] == 2


def test_what_was_said_goes_out_and_comes_in_again(shown, run_json, monkeypatch, tmp_path):
    photo, _ = shown
    run_json("accept", photo)
    _, kept = run_json("feedback", "export", "shared.jsonl")
    assert (kept["turns"], kept["signals"], len(kept["stayed"])) == (0, 0, 3), "nobody allowed sharing"
    assert run_json("feedback", "export", "own.jsonl", "--own")[1]["signals"] == 2
    monkeypatch.setenv("BURNISH_HOME", str(tmp_path / "elsewhere"))
    assert run_json("feedback", "import", "own.jsonl")[1]["new"] == 2
    assert run_json("feedback", "import", "own.jsonl")[1]["new"] == 0
    assert run_json("taste")[1]["likings"][0]["sightings"] > 0


def test_a_hand_on_taste(save, run_json):
    photo = save("photo.png")
    run_json("edit", photo)
    run_json("taste", "set", "exposure.stops", 0.7)
    (liking,) = run_json("taste")[1]["likings"]
    stated = next(each for each in liking["sliders"] if each["name"] == "exposure.stops")
    assert stated["value"] == pytest.approx(0.7, abs=0.1)
    run_json("taste", "export", "mine.safetensors")
    run_json("taste", "freeze")
    _, learned = run_json("modify", photo, "--set", "exposure.stops=-2")
    assert learned["learned"]["set_aside"] == "taste is frozen"
    run_json("taste", "reset")
    assert run_json("taste")[1]["likings"] == []
    run_json("taste", "import", "mine.safetensors")
    assert run_json("taste")[1]["likings"] == [liking]


def test_a_gallery_is_shown_and_picked_from(save, run_json):
    photo = save("photo.png")
    assert run_json("taste", "gallery", photo, "-o", "nine.jpg")[0] == 0
    assert Path("nine.jpg").stat().st_size > 10_000
    _, picked = run_json("taste", "gallery", photo, "--pick", 3)
    assert picked["said"]["groups"][0] == ["3"]
    assert picked["learned"]["moves"]
    run_json("taste", "--sheet", "effect.jpg", "--photo", photo)
    assert Path("effect.jpg").exists()


def test_every_reason_can_be_given():
    from typing import get_args

    from burnish.cli.verdicts import ReasonName
    from burnish.feedback.signals import Reason

    assert [each.value for each in ReasonName] == list(get_args(Reason))
