import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burnish.agent.looks.library import find_look, look_named, looks_in, shipped_looks, with_own
from burnish.agent.looks.look import SHARES, Look, phrase_of
from burnish.agent.looks.look_file import parse_look
from burnish.agent.perception import TYPICAL
from burnish.errors import InvalidLook
from burnish.tools.catalogue import built_in
from burnish.tools.contrast import Contrast
from burnish.tools.exposure import Exposure

CURVE = [[0, 30], [128, 138], [255, 245]]
STEPS = [
    {
        "tool": "exposure",
        "params": {"stops": -1.0},
        "scaled_by": [{"fact": "lightness_p50", "points": [[0.2, 0.0], [0.52, 1.0], [0.84, 2.0]]}],
        "reason": "darker",
    },
    {
        "tool": "tone",
        "params": {"highlights": -60.0, "shadows": 60.0},
        "scaled_by": [{"fact": "haze", "points": [[0.0, 1.0], [1.0, 2.0]], "of": ["shadows"]}],
        "reason": "drawn",
    },
    {"tool": "tone_curve", "params": {"points": CURVE}, "reason": "matte"},
    {
        "tool": "color_grading",
        "params": {"shadow_saturation": 20.0},
        "fixed": {"shadow_hue": 200.0},
        "reason": "teal",
    },
    {"tool": "black_and_white", "fixed": {"amount": 100.0}, "reason": "no color"},
    {
        "tool": "texture",
        "params": {"amount": -20.0},
        "mask": {"kind": "skin"},
        "only_when": [{"fact": "face_count", "above": 0}],
        "reason": "softer skin",
    },
]


def a_look(name: str = "mine", words: tuple[str, ...] = ("my look",), steps=STEPS) -> Look:
    document = {
        "schema": 1,
        "name": name,
        "title": name.title(),
        "words": words,
        "description": "d",
        "steps": steps,
    }
    return parse_look(json.dumps(document).encode(), f"{name}.json", built_in())


def tools(look: Look, facts, strength):
    return {change.tool.name: change.tool for change in look.changes(facts, strength)}


def test_full_strength_is_what_the_file_says():
    made = tools(a_look(), TYPICAL, "large")
    assert made["exposure"] == Exposure(stops=-1.0)
    assert made["tone"].highlights == -60.0
    assert made["tone_curve"].points == tuple(map(tuple, CURVE))
    assert (made["color_grading"].shadow_hue, made["color_grading"].shadow_saturation) == (200.0, 20.0)


def test_amounts_scale_and_what_is_fixed_does_not():
    made = tools(a_look(), TYPICAL, 0.5)
    assert made["exposure"].stops == -0.5
    assert made["tone_curve"].points == ((0, 15), (128, 133), (255, 250))
    assert (made["color_grading"].shadow_hue, made["color_grading"].shadow_saturation) == (200.0, 10.0)
    assert made["black_and_white"].amount == 100.0


def test_a_word_of_strength_is_a_share():
    for strength, share in SHARES.items():
        assert a_look().changes(TYPICAL, strength) == a_look().changes(TYPICAL, share)
    assert SHARES["small"] < SHARES["medium"] < SHARES["large"] == 1.0


def test_no_strength_is_no_change_and_more_than_all_is_all():
    assert a_look().changes(TYPICAL, 0.0) == ()
    assert a_look().changes(TYPICAL, -3.0) == ()
    assert a_look().changes(TYPICAL, 7.0) == a_look().changes(TYPICAL, 1.0)


def test_a_factor_scales_only_the_parameters_it_names_and_stays_in_range():
    made = tools(a_look(), replace(TYPICAL, haze=1.0), "large")
    assert made["tone"].highlights == -60.0
    assert made["tone"].shadows == 100.0


def test_a_step_whose_factor_is_zero_is_left_out():
    assert "exposure" not in tools(a_look(), replace(TYPICAL, lightness_p50=0.1), "large")


def test_a_step_is_there_only_when_its_conditions_hold():
    assert "texture" not in tools(a_look(), TYPICAL, "large")
    with_face = a_look().changes(replace(TYPICAL, face_count=1), "large")
    (texture,) = [change for change in with_face if change.tool.name == "texture"]
    assert texture.mask is not None
    assert texture.mask.kind == "skin"


def test_a_reason_tells_the_look_and_what_was_measured():
    dark = replace(TYPICAL, lightness_p50=0.36)
    reasons = [change.reason for change in a_look().changes(dark, "large")]
    assert reasons[0] == "Mine: darker (median lightness is 0.36)"
    assert reasons[1] == "Mine: drawn"


def test_without_a_photo_nothing_is_said_to_be_measured():
    assert all("is 0" not in change.reason for change in a_look().changes(TYPICAL, "large"))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 0.95))
def test_a_greater_share_never_makes_an_amount_smaller(one, other, lightness):
    facts = replace(TYPICAL, lightness_p50=lightness)
    less, more = (tools(a_look(), facts, share) for share in sorted((one, other)))
    for name, field in (("exposure", "stops"), ("tone", "shadows"), ("color_grading", "shadow_saturation")):
        if name in less:
            assert abs(getattr(less[name], field)) <= abs(getattr(more[name], field))


# --- Words ------------------------------------------------------------------------------------------------------------

FILM = a_look("film", ("film", "like an old film"))
FILM_NOIR = a_look("noir", ("film noir", "noir"))
HIGH_KEY = a_look("high_key", ("high-key", "very bright"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("make it look like film", FILM),
        ("film noir please", FILM_NOIR),
        ("like a noir film", FILM_NOIR),
        ("NOIR!", FILM_NOIR),
        ("make it high key", HIGH_KEY),
        ("make it high-key", HIGH_KEY),
        ("a High/Key portrait", HIGH_KEY),
        ("filming", None),
        ("very, bright", None),
        ("high", None),
        ("", None),
        ("!?…", None),
        ("🙂 日本語", None),
    ],
)
def test_the_longest_phrase_of_whole_words_decides_then_the_first_said(words, found):
    assert find_look(words, (FILM, FILM_NOIR, HIGH_KEY)) is found


def test_a_title_or_name_counts_where_nothing_else_is_said():
    natural = a_look("natural", ("natural look",))
    assert find_look("Natural", (natural,)) is natural
    assert find_look("more natural light", (natural,)) is None
    assert find_look("high_key", (HIGH_KEY,)) is HIGH_KEY
    assert find_look("high key", (HIGH_KEY,)) is HIGH_KEY
    assert look_named("high_key", (FILM, HIGH_KEY)) is HIGH_KEY
    assert look_named("low_key", (FILM, HIGH_KEY)) is None


def test_without_looks_nothing_is_found():
    assert find_look("moody", ()) is None


@given(st.text(max_size=200))
def test_any_text_can_be_asked(words):
    found = find_look(words, (FILM, FILM_NOIR))
    assert found is None or any(phrase[0] in phrase_of(words) for phrase in found.phrases | found.names)


def test_a_request_of_the_greatest_length_is_no_burden():
    assert find_look("moody " * 3000, (FILM, FILM_NOIR)) is None


# --- The user's own ---------------------------------------------------------------------------------------------------


def written(folder, name, words, title="Mine"):
    step = {"tool": "contrast", "params": {"amount": 50.0}, "reason": "r"}
    document = {
        "schema": 1,
        "name": name,
        "title": title,
        "words": [words],
        "description": "d",
        "steps": [step],
    }
    (folder / f"{name}.json").write_text(json.dumps(document))


def test_own_looks_go_before_shipped_ones_of_the_same_words_or_name(tmp_path, catalogue):
    written(tmp_path, "my_moody", "moody")
    written(tmp_path, "noir", "noir")
    (tmp_path / "notes.txt").write_text("not a look")
    shipped = shipped_looks(catalogue)
    looks = with_own(looks_in(tmp_path, catalogue), shipped)
    assert len(looks) == len(shipped) + 1
    assert [look.name for look in looks[:2]] == ["my_moody", "noir"]
    for words in ("moody", "noir"):
        found = find_look(f"make it {words}", looks)
        assert found is not None
        assert [change.tool for change in found.changes(TYPICAL, "large")] == [Contrast(amount=50.0)]


def test_no_folder_is_no_own_looks(tmp_path, catalogue):
    assert looks_in(tmp_path / "none", catalogue) == ()


def test_a_faulty_file_of_ones_own_is_named(tmp_path, catalogue):
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(InvalidLook, match=r"broken\.json"):
        looks_in(tmp_path, catalogue)
