"""edit, plan, chat, looks and explain on the command line."""

import io
import json
from pathlib import Path

import pytest

from burnish.cli import run


@pytest.fixture
def plan_of(run_json):
    def call(words: str, *arguments: object):
        code, document = run_json("plan", words, *arguments)
        assert code == 0
        return document

    return call


def test_a_plan_shows_intents_steps_and_reasons(plan_of):
    plan = plan_of("warmer and a bit less contrast")
    assert {(i["op"], i["direction"], i["amount"]) for i in plan["intents"]} == {
        ("temperature", "+", "medium"),
        ("contrast", "-", "small"),
    }
    assert {step["tool"] for step in plan["steps"]} == {"white_balance", "contrast"}
    assert all(step["reason"] for step in plan["steps"])


def test_what_no_tool_can_do_is_named(plan_of):
    plan = plan_of("add a dog")
    assert plan["steps"] == []
    assert "generative" in plan["unsupported"][0]["why"]


def test_a_batch_answers_every_line_the_empty_ones_too(tmp_path, capsys):
    (tmp_path / "requests.txt").write_text("brighter\n\nremove the man\n" + "x" * 30_000 + "\nless red\n")
    assert run(["plan", "--batch", "requests.txt"]) == 0
    plans = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [plan["text"][:15] for plan in plans] == ["brighter", "", "remove the man", "x" * 15, "less red"]
    assert [bool(plan.get("error")) for plan in plans] == [False, False, False, True, False]
    assert plans[4]["intents"][0]["op"] == "color"


def test_a_batch_that_is_no_text_is_refused(tmp_path, run_json):
    (tmp_path / "requests.bin").write_bytes(b"\xff\xfe\x00")
    code, document = run_json("plan", "--batch", "requests.bin")
    assert (code, document["error"]["kind"]) == (2, "BadInput")


def test_an_edit_is_written_and_gone_on_with(save, run_json):
    photo = save("photo.png")
    code, first = run_json("edit", photo, "more contrast", "-o", "one.png")
    assert code == 0
    assert Path("one.png").exists()
    code, second = run_json("edit", photo, "a bit less", "--continue", "-o", "two.png")
    amounts = [next(s["params"]["amount"] for s in each["recipe"]["steps"]) for each in (first, second)]
    assert 0 < amounts[1] < amounts[0]
    assert second["plan"]["steps"][0]["change"] == "replace"


def test_without_a_name_an_edit_never_overwrites(save, run_json):
    photo = save("photo.png")
    names = [run_json("edit", photo, words)[1]["output"] for words in ("brighter", "darker")]
    assert names == ["photo-edited.jpg", "photo-edited-2.jpg"]


def test_variants_are_written_beside_each_other(save, run_json):
    _, document = run_json("edit", save("photo.png"), "warmer", "--variants", 3, "-o", "v.jpg")
    assert len(document["outputs"]) == 3
    assert all(Path(name).exists() for name in document["outputs"])


def test_a_slider_can_be_moved_beside_the_words(save, run_json):
    _, document = run_json("edit", save("photo.png"), "warmer", "--set", "exposure.stops=0.3", "-o", "v.jpg")
    by_tool = {step["tool"]: step for step in document["recipe"]["steps"]}
    assert by_tool["exposure"]["params"] == {"stops": 0.3}
    assert by_tool["exposure"]["author"] == "person"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--circle", "0.5,0.5"], "--circle takes"),
        (["--circle", "0.5,0.5,0.1", "--mask", "m.png"], "not both"),
        (["--set", "exposure.stops=bright"], "a number is needed"),
        (["--set", "exposure.stops=99"], "stops"),
        (["--choose", "1"], "--choose goes with --continue"),
        (["--continue"], "nothing to continue"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(save, run_json, arguments, message):
    words = [] if "--choose" in arguments else ["brighter"]
    code, document = run_json("edit", save("photo.png"), *words, *arguments, "-o", "out.jpg")
    assert code == 2
    assert message in document["error"]["message"]
    assert not Path("out.jpg").exists()


def test_the_same_goes_for_the_other_photos(save, run_json):
    first, other = save("photo.png"), save("other.png", 3)
    run_json("edit", first, "more contrast", "-o", "one.jpg")
    _, document = run_json(
        "edit", first, "same for the other photos", "-c", "--other", other, "-o", "two.jpg"
    )
    assert document["others"] == ["other-edited.jpg"]
    _, there = run_json("edit", other, "a bit less contrast", "-c", "-o", "three.jpg")
    assert there["plan"]["steps"][0]["change"] == "replace"


def test_a_conversation_in_the_terminal(save, monkeypatch, capsys):
    photo = save("photo.png")
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("more contrast\n/recipe\n/undo\n/nonsense\n/save out.png\n/quit\nnever\n")
    )
    assert run(["chat", str(photo)]) == 0
    said = capsys.readouterr().out
    assert "1. Contrast" in said
    assert "no such command" in said
    assert Path("photo-sheet.jpg").exists()
    assert Path("out.png").exists()


def test_a_conversation_as_one_document(save, monkeypatch, run_json):
    photo = save("photo.png")
    monkeypatch.setattr("sys.stdin", io.StringIO("more contrast\nundo that\n"))
    code, document = run_json("chat", photo)
    assert code == 0
    assert [turn["text"] for turn in document["turns"]] == ["more contrast", "undo that"]
    assert document["recipe"]["steps"] == []


def test_looks_are_listed_and_shown(run_json):
    _, known = run_json("looks")
    assert len(known) >= 24
    _, one = run_json("looks", known[0]["name"])
    assert one["steps"]
    code, document = run_json("looks", "nothing-like-it")
    assert code == 2
    assert "known are" in document["error"]["message"]


def test_a_conversation_is_summed_up(save, run_json):
    photo = save("photo.png")
    run_json("edit", photo, "more contrast", "-o", "one.jpg")
    _, summary = run_json("explain", photo)
    assert [each["op"] for each in summary["wanted"]] == ["contrast"]
    _, turn = run_json("explain", photo, "--turn", 1)
    assert turn["steps"]
    assert run_json("explain", photo, "--turn", 2)[0] == 2


def test_there_is_nothing_to_explain_about_a_new_photo(save, run_json):
    code, document = run_json("explain", save("photo.png"))
    assert code == 2
    assert "nothing was said" in document["error"]["message"]
