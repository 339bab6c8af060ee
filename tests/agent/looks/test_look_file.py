import json

import pytest

from burnish.agent.looks.look_file import MAX_BYTES, parse_look, read_look
from burnish.errors import InvalidLook

STEP = {"tool": "contrast", "params": {"amount": 20.0}, "reason": "depth"}
LOOK = {
    "schema": 1,
    "name": "mine",
    "title": "Mine",
    "words": ["my look"],
    "description": "As I like it.",
    "steps": [STEP],
}


def parsed(catalogue, **changes):
    return parse_look(json.dumps(LOOK | changes).encode(), "mine.json", catalogue)


def with_step(catalogue, **changes):
    return parsed(catalogue, steps=[STEP, STEP | changes])


def test_a_file_becomes_a_look(catalogue):
    look = parsed(catalogue)
    assert (look.name, look.title, look.words) == ("mine", "Mine", ("my look",))
    (step,) = look.steps
    assert step.tool == catalogue.make("contrast", {"amount": 20.0})
    assert step.amounts == {"amount"}
    assert step.mask is None


def test_masks_conditions_and_factors_are_read(catalogue):
    look = with_step(
        catalogue,
        mask={"kind": "sky", "feather": 0.02},
        only_when=[{"fact": "sky_share", "above": 0.1}],
        scaled_by=[{"fact": "haze", "points": [[0, 1], [1, 2]], "of": ["amount"]}],
    )
    step = look.steps[1]
    assert step.mask is not None
    assert step.mask.kind == "sky"
    assert step.only_when[0].above == 0.1
    assert step.scaled_by[0].points == ((0.0, 1.0), (1.0, 2.0))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"tool": "contarst"}, "step 2.*unknown tool 'contarst'.*did you mean 'contrast'"),
        ({"params": {"strength": 3.0}}, "step 2.*unknown parameter 'strength'"),
        ({"params": {"amount": 101.0}}, r"amount = 101\.0"),
        ({"params": {"amount": float("nan")}}, "mine.json"),
        ({"params": {"amount": 5.0, "pivot": 40.0}}, "'pivot'.*belongs in 'fixed'"),
        ({"fixed": {"amount": 5.0}}, "'amount' is in 'params' and in 'fixed'"),
        ({"params": {"amount": 0.0}}, "'contrast' with these parameters does nothing"),
        ({"tool": "crop", "params": {"left": 0.2}}, "'crop' does"),
        ({"tool": "heal", "params": {"amount": 50.0}}, "'heal' does"),
        ({"mask": {"kind": "cloud"}}, "steps.1.mask"),
        ({"scaled_by": [{"fact": "haze", "points": [[0, 1], [1, 2]], "of": ["pivot"]}]}, "names 'pivot'"),
        ({"scaled_by": [{"fact": "beauty", "points": [[0, 1], [1, 2]]}]}, "beauty"),
        ({"only_when": [{"fact": "haze"}]}, "only_when"),
        ({"when": "always"}, "steps.1.when"),
        ({"reason": ""}, "steps.1.reason"),
    ],
)
def test_a_step_that_makes_no_sense_is_named_with_its_file(catalogue, changes, told):
    with pytest.raises(InvalidLook, match=told) as caught:
        with_step(catalogue, **changes)
    assert "mine.json" in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"schema": 2}, "schema"),
        ({"name": "My Look"}, "name = 'My Look'"),
        ({"words": []}, "words"),
        ({"words": ["…"]}, "words"),
        ({"steps": []}, "steps"),
        ({"author": "me"}, "author"),
    ],
)
def test_a_look_that_makes_no_sense_is_named_with_its_file(catalogue, changes, told):
    with pytest.raises(InvalidLook, match=told) as caught:
        parsed(catalogue, **changes)
    assert "mine.json" in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"schema": 1}', b"[" * 50_000])
def test_what_is_no_look_at_all_is_refused(catalogue, data):
    with pytest.raises(InvalidLook, match=r"bad\.json"):
        parse_look(data, "bad.json", catalogue)


def test_a_file_has_the_name_of_its_look(catalogue, tmp_path):
    (tmp_path / "mine.json").write_text(json.dumps(LOOK))
    assert read_look(tmp_path / "mine.json", catalogue).name == "mine"
    (tmp_path / "yours.json").write_text(json.dumps(LOOK))
    with pytest.raises(InvalidLook, match=r"'yours\.json' holds the look 'mine'"):
        read_look(tmp_path / "yours.json", catalogue)


def test_a_file_that_is_missing_or_huge_is_refused(catalogue, tmp_path):
    with pytest.raises(InvalidLook, match="cannot read"):
        read_look(tmp_path / "none.json", catalogue)
    (tmp_path / "huge.json").write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(InvalidLook, match="too large"):
        read_look(tmp_path / "huge.json", catalogue)
