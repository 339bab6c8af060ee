"""Families of colors, held against the named colors of CSS (CSS Color Module Level 4, 6.1)."""

import numpy as np
import pytest

from burnish.agent.planner.intents import COLORS, Color
from burnish.agent.regions.color_families import FAMILIES, color_likeness
from burnish.imaging.color import hex_to_linear, to_oklab

CSS: dict[Color, tuple[str, ...]] = {
    "red": ("#ff0000", "#dc143c", "#b22222", "#8b0000"),
    "pink": ("#ffc0cb", "#ffb6c1", "#ff69b4"),
    "orange": ("#ffa500", "#ff8c00"),
    "yellow": ("#ffff00", "#ffd700"),
    "green": ("#008000", "#228b22", "#32cd32", "#2e8b57"),
    "teal": ("#008080", "#00ffff", "#40e0d0", "#20b2aa"),
    "blue": ("#0000ff", "#000080", "#4169e1", "#6495ed"),
    "purple": ("#800080", "#9932cc", "#8a2be2", "#da70d6"),
    "brown": ("#8b4513", "#a0522d"),
    "white": ("#ffffff", "#f5f5f5", "#fffafa"),
    "black": ("#000000", "#111111"),
    "gray": ("#808080", "#a9a9a9", "#696969"),
}


def _lab(code: str) -> np.ndarray:
    return to_oklab(hex_to_linear(code)).astype(np.float32).reshape(1, 1, 3)


def test_every_color_word_has_a_family():
    assert set(FAMILIES) == set(COLORS)


@pytest.mark.parametrize(("word", "code"), [(word, code) for word, codes in CSS.items() for code in codes])
def test_a_named_color_belongs_to_its_family(word: Color, code: str):
    assert FAMILIES[word].likeness(_lab(code)).item() >= 0.5


@pytest.mark.parametrize(
    ("word", "code"),
    [("red", "#008000"), ("red", "#0000ff"), ("blue", "#ffff00"), ("green", "#ff0000"), ("yellow", "#808080"),
     ("white", "#808080"), ("black", "#ffffff"), ("gray", "#ff0000"), ("orange", "#0000ff"), ("green", "#ffd700")],
)  # fmt: skip
def test_a_far_color_does_not(word: Color, code: str):
    assert FAMILIES[word].likeness(_lab(code)).item() < 0.1


def test_dark_blue_takes_navy_and_not_sky():
    assert color_likeness("blue", "dark", _lab("#000080")).item() > 0.5
    assert color_likeness("blue", "dark", _lab("#87ceeb")).item() < 0.5


def test_white_is_what_is_near_the_brightest_of_a_dim_photo():
    dim = np.array([[[0.75, 0.0, 0.0], [0.4, 0.0, 0.0]]], np.float32)
    fit = color_likeness("white", None, dim)[0]
    assert fit[0] > 0.5 > fit[1]
