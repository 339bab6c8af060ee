"""Nothing bands: smooth gradients stay smooth through strong edits, to a small part of an 8-bit code."""

from typing import Any

import numpy as np
import pytest

from burnish.imaging.color import REC2020_TO_SRGB, from_oklab, srgb_encode
from burnish.imaging.metadata import Metadata
from burnish.imaging.picture import Picture, srgb_encoding
from burnish.imaging.sweep import reference
from burnish.imaging.sweep.lowering import lower
from burnish.recipe.recipe import Step, recipe
from burnish.recipe.render import render
from burnish.recipe.staging import Canvas, stages
from burnish.tools.catalogue import built_in

CATALOGUE = built_in()
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
"""Of sRGB, IEC 61966-2-1; here weights for codes too, as luma."""

STRONG: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "exposure up": [("exposure", {"stops": 2.5})],
    "exposure down": [("exposure", {"stops": -2.5})],
    "contrast": [("contrast", {"amount": 100})],
    "low contrast": [("contrast", {"amount": -100})],
    "brightness": [("brightness", {"amount": 100})],
    "tone curve": [("tone_curve", {"points": [[0, 0], [64, 24], [192, 232], [255, 255]]})],
    "regions": [("tone_curve", {"shadows": 100, "darks": -60, "lights": 80, "highlights": -100})],
    "warmth": [("white_balance", {"temperature": 90, "tint": 40})],
    "saturation": [("saturation", {"amount": 80})],
    "vibrance": [("vibrance", {"amount": 100})],
    "hue": [("hue", {"degrees": 70})],
    "hsl": [("hsl", {"hue_blue": 80, "saturation_aqua": -70, "luminance_blue": -60, "luminance_orange": 50})],
    "grading": [("color_grading", {"shadow_hue": 220, "shadow_saturation": 80, "highlight_saturation": 60})],
    "gray": [("black_and_white", {"amount": 100, "mix_blue": -80, "mix_red": 60})],
    "fade and vignette": [("fade", {"amount": 100}), ("vignette", {"amount": -100})],
    "a whole look": [
        ("white_balance", {"temperature": 30}), ("exposure", {"stops": 0.8}), ("contrast", {"amount": 60}),
        ("vibrance", {"amount": 50}), ("color_grading", {"shadow_hue": 200, "shadow_saturation": 40}),
        ("fade", {"amount": 40}),
    ],
}  # fmt: skip
strong = pytest.mark.parametrize("edits", STRONG.values(), ids=STRONG.keys())


def photo_of(samples: np.ndarray) -> Picture:
    return Picture(np.ascontiguousarray(samples), srgb_encoding(samples.dtype), None, Metadata(), "sha256:0")


def made(edits: list[tuple[str, dict[str, Any]]]) -> list[Step]:
    return [Step(CATALOGUE.make(name, params)) for name, params in edits]


def exact_codes(photo: Picture, steps: list[Step]) -> np.ndarray:
    """The same edit in float64 without tables, as linear sRGB on the way to 16-bit codes, not rounded."""

    def nothing(*_: object) -> Any:
        raise AssertionError("these tools do not look at the picture")

    canvas = Canvas(photo.height, photo.width, nothing, nothing, nothing)
    operations = lower(stages(canvas, steps), source=photo.encoding.matrix, sink=REC2020_TO_SRGB)
    curves = photo.encoding.curves.astype(np.float64)
    light = np.stack([curves[c][photo.samples[..., c]] for c in range(3)], axis=-1)
    return reference.interpret(operations, light)


def sky() -> np.ndarray:
    """A clear evening sky, 16-bit: blue above, orange below, every step a fraction of an 8-bit code."""
    t = np.linspace(0, 1, 4096)[None]
    hue, chroma = np.deg2rad(255 - 190 * t), 0.02 + 0.09 * np.abs(t - 0.5)
    lab = np.stack([0.4 + 0.45 * t, chroma * np.cos(hue), chroma * np.sin(hue)], axis=-1)
    return np.rint(srgb_encode(from_oklab(lab) @ REC2020_TO_SRGB.T) * 65535).astype(np.uint16)


@strong
def test_a_sky_differs_from_exact_arithmetic_by_a_tenth_of_a_code_at_most(edits: Any) -> None:
    photo, steps = photo_of(sky()), made(edits)
    exact = exact_codes(photo, steps)
    out = render(photo, recipe(steps), CATALOGUE, bits=16, threads=1).samples
    inside = ((exact > 0.0005) & (exact < 1)).all(axis=-1)
    assert inside.mean() > 0.5
    beyond = np.abs(out / 65535 - srgb_encode(np.clip(exact, 0, 1)))[inside]
    assert beyond.max() * 255 <= 0.1


@pytest.mark.parametrize("edits", [STRONG[name] for name in STRONG if "vignette" not in name])
def test_neighboring_grays_of_an_8_bit_ramp_stay_apart_and_step_as_the_curve_asks(edits: Any) -> None:
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    photo, steps = photo_of(ramp), made(edits)
    out = render(photo, recipe(steps), CATALOGUE, bits=16, threads=1).samples[0].astype(np.float64)
    exact = exact_codes(photo, steps)[0]
    inside = ((exact > 0.0005) & (exact < 1)).all(axis=-1)
    free = inside[1:] & inside[:-1]
    asked = np.diff(srgb_encode(np.clip(exact, 0, 1)) * 65535, axis=0)
    assert free.sum() > 100
    assert np.abs(np.diff(out, axis=0) - asked)[free].max() <= 12, "of 65535; an 8-bit code has 257"
    assert (np.diff(out @ LUMINANCE)[free] > 0).all(), "brighter stays brighter"
