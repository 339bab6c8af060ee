"""Facts in words say what the numbers say."""

from dataclasses import replace

import pytest

from burnish.agent.perception import TYPICAL
from burnish.agent.policy.auto_enhance import Finding
from burnish.service.seen import finding_words, in_words


def told(**facts: object) -> str:
    return "\n".join(in_words(replace(TYPICAL, **facts)))


def test_an_ordinary_photo_is_ordinary():
    words = told()
    assert "Contrast: ordinary" in words
    assert "Color: ordinary" in words
    for absent in ("Faces", "Sky", "Horizon", "cast", "Blown", "Blocked", "Haze", "Subject"):
        assert absent not in words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"key": "night"}, "a night scene"),
        ({"contrast": 0.3}, "Contrast: low"),
        ({"contrast": 0.9}, "Contrast: high"),
        ({"clipped_white": 0.07}, "7% of the picture is pure white"),
        ({"clipped_black": 0.05}, "5% of the picture is pure black"),
        ({"chroma_mean": 0.01}, "Color: muted"),
        ({"chroma_mean": 0.2}, "Color: strong"),
        ({"gray_share": 1.0}, "Color: next to none"),
        ({"cast_confidence": 0.9, "temperature_shift": 40.0}, "40 mired too warm"),
        ({"cast_confidence": 0.9, "temperature_shift": -40.0}, "40 mired too cool"),
        ({"sharpness": 0.1}, "Sharpness: soft"),
        ({"noise": 0.03}, "Noise: grainy"),
        ({"haze": 0.6}, "Haze: 0.60"),
        ({"horizon_tilt": 2.5, "horizon_confidence": 0.9}, "falls 2.5° toward the right"),
        ({"horizon_tilt": -2.5, "horizon_confidence": 0.9}, "falls 2.5° toward the left"),
        ({"face_count": 2, "face_lightness": 0.3}, "Faces that look at the camera: 2, median lightness 0.30"),
        ({"sky_share": 0.4}, "Sky: 40% of the frame"),
        ({"subject_confidence": 0.9, "subject_x": 0.25}, "about 25% from the left"),
    ],
)
def test_what_stands_out_is_told(facts, words):
    assert words in told(**facts)


def test_what_is_not_sure_is_not_told():
    assert "cast" not in told(temperature_shift=40.0, cast_confidence=0.2)
    assert "Horizon" not in told(horizon_tilt=5.0, horizon_confidence=0.2)


def test_a_finding_has_its_evidence():
    assert finding_words(Finding("dark", 0.5, "median lightness is 0.20")) == "dark: median lightness is 0.20"
