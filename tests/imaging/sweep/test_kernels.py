"""The compiled sweep agrees with the float64 reference, whatever the program and the picture's size."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.imaging.sweep import programs
from tests.imaging.sweep.programs import codes, noisy

from burnish.imaging.color import REC2020_TO_SRGB, SRGB_TO_REC2020
from burnish.imaging.sweep import passes, reference
from burnish.imaging.sweep.bands import LinearSink, LinearSource, sweep
from burnish.imaging.sweep.lowering import Operation, ToOklab, lower
from burnish.imaging.sweep.passes import HueShift, Masked, Matrix, Stage, Tint, Vibrance
from burnish.imaging.sweep.program import pack
from burnish.recipe.staging import applied

SIZES = [(1, 1), (3, 255), (9, 257), (70, 5)]
"""A pixel, a pixel less and more than a strip, and more rows than a band with a halo."""

SPAN = 4.0
"""Linear light up to which tables follow their curves; see `layout.ROOT_TABLE`."""

many = settings(
    max_examples=250, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip


def swept(operations: Sequence[Operation], picture: np.ndarray, threads: int = 1) -> np.ndarray:
    height, width, _ = picture.shape
    out = np.empty_like(picture)
    sweep(pack(operations, height, width), LinearSource(picture), LinearSink(out), threads=threads)
    return out


def off_by(operations: Sequence[Operation], picture: np.ndarray) -> float:
    """The largest distance from the reference, in 8-bit code values."""
    exact = reference.interpret(operations, picture.astype(np.float64))
    return float(np.abs(codes(swept(operations, picture)) - codes(exact)).max())


def stays_within(low: float, operations: Sequence[Operation], picture: np.ndarray) -> bool:
    """Whether the light that every operation meets lies between `low` and what its table spans."""
    exact = picture.astype(np.float64)
    ends = [
        n
        for n, each in enumerate(operations)
        if isinstance(each, ToOklab) or getattr(each, "space", "") == "rgb"
    ]
    met = [reference.interpret(operations[:n], exact) for n in ends]
    return all(low <= each.min() and each.max() <= SPAN for each in met)


@pytest.mark.parametrize("kind", programs.KINDS)
@given(data=st.data(), size=st.sampled_from(SIZES), seed=st.integers(0, 99))
@settings(many, max_examples=20)
def test_every_pass_agrees_with_the_reference(
    kind: str, data: st.DataObject, size: tuple[int, int], seed: int
) -> None:
    made = data.draw(programs.KINDS[kind])
    operations = lower(made if isinstance(made, tuple) else (made,), sink=REC2020_TO_SRGB)
    assert off_by(operations, noisy(*size, seed)) <= 0.2


@given(data=st.data(), size=st.sampled_from(SIZES), seed=st.integers(0, 99))
@many
def test_random_programs_with_masks_agree_with_the_reference(
    data: st.DataObject, size: tuple[int, int], seed: int
) -> None:
    stages = data.draw(programs.stages(*size))
    picture = noisy(*size, seed)
    operations = lower(stages, source=SRGB_TO_REC2020, sink=REC2020_TO_SRGB)
    assume(stays_within(-np.inf, operations, picture))
    assert off_by(operations, picture) <= 0.5


def unfused(stages: Sequence[Stage], height: int, width: int) -> tuple[Operation, ...]:
    """The same operations one by one: nothing is fused beside a mask, even one of no passes."""
    return lower((*stages, Masked((), np.zeros((height, width), np.uint16), 1.0)), sink=REC2020_TO_SRGB)


@given(data=st.data(), size=st.sampled_from(SIZES), seed=st.integers(0, 99))
@many
def test_fusing_changes_nothing(data: st.DataObject, size: tuple[int, int], seed: int) -> None:
    """Of light that is there: what is below zero is carried past each curve, so past two at once or one by one."""
    stages = data.draw(programs.stages(*size, masked=False))
    picture = noisy(*size, seed, wild=False)
    one_by_one, fused = unfused(stages, *size), lower(stages, sink=REC2020_TO_SRGB)
    assume(stays_within(0.0, one_by_one, picture))
    exact = [reference.interpret(each, picture.astype(np.float64)) for each in (one_by_one, fused)]
    np.testing.assert_allclose(exact[1], exact[0], rtol=1e-7, atol=1e-9)
    assert np.abs(codes(swept(fused, picture)) - codes(swept(one_by_one, picture))).max() <= 0.5


def test_neighbors_of_one_kind_are_fused_into_one() -> None:
    gains = [passes.Matrix(np.eye(3) * gain) for gain in (2.0, 0.5, 1.5)]
    tones = [passes.Tone(programs.s_curve(strength, 0.0)) for strength in (0.5, -0.5)]
    hues = [
        passes.HueShift(turn=programs.waves(0.3, 0.0)),
        passes.HueShift(chroma=programs.plus_waves(0.5, 1.0)),
    ]
    for each in (gains, tones, hues):
        assert len(unfused(each, 1, 1)) - len(lower(each, sink=REC2020_TO_SRGB)) == len(each) - 1


@pytest.mark.parametrize("threads", [2, 5])
def test_threads_change_no_bit(threads: int) -> None:
    picture = noisy(150, 40)
    sharpen = passes.Sharpen(programs.half_gaussian(1.0), 1.0, 0.002)
    operations = lower((sharpen, passes.Tone(programs.s_curve(1, 0)), passes.Grain(programs.TILE, 0.05, 1.3)))
    assert np.array_equal(swept(operations, picture), swept(operations, picture, threads))


def test_a_mask_of_nothing_returns_the_same_bits_and_a_half_covers_half() -> None:
    picture = noisy(20, 600, wild=False)
    mask = np.zeros((20, 600), np.uint16)
    mask[:, 300:] = 65535
    mask[10:, 300:] = 32768
    tone = passes.Tone(lambda light: 0.5 * light)
    out = swept(lower((Masked((tone,), mask, 0.5),)), picture)
    assert np.array_equal(out[:, :300], picture[:, :300])
    np.testing.assert_allclose(out[:10, 300:], 0.75 * picture[:10, 300:], rtol=1e-4, atol=1e-7)
    np.testing.assert_allclose(out[10:, 300:], 0.875 * picture[10:, 300:], rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("make", [passes.Smooth, lambda taps: passes.Sharpen(taps, 1.0, 0.0)])
def test_a_second_neighborhood_pass_still_finds_the_edges_held(make) -> None:
    """Turning the picture turns the result: no side of the frame is treated in its own way."""
    picture = noisy(80, 60, wild=False)
    operations = lower((make(programs.half_gaussian(1.5)),) * 2)
    upright = swept(operations, picture)
    turned = swept(operations, np.ascontiguousarray(np.rot90(picture)))
    np.testing.assert_allclose(np.rot90(turned, -1), upright, atol=2e-5)


def test_far_above_white_curves_go_on_and_keep_rising() -> None:
    """Beyond four times white the tables go on straight in the square root of light: close, not exact."""
    light = np.linspace(4, 40, 200, dtype=np.float32)[None, :, None] * np.ones(3, np.float32)
    curve = programs.s_curve(0.5, 0.0)
    out = swept(lower((passes.Tone(curve),), roll_off=False), light)[0, :, 0]
    np.testing.assert_allclose(out, curve(light[0, :, 0].astype(np.float64)), rtol=0.08)
    assert (np.diff(out) > 0).all()


def test_black_and_tiny_light_never_leave_the_tables() -> None:
    odd = np.array([0.0, -0.0, 1e-45, 1e-38, 1e-30, -1e-20, 1e-7, 1.0, 1e4], np.float32)
    picture = np.ascontiguousarray(np.stack(np.meshgrid(odd, odd, odd), axis=-1).reshape(1, -1, 3))
    stages = (
        HueShift(lightness=lambda h: 0.1 * np.sin(h)),
        Vibrance(lambda h: np.full_like(h, 0.3)),
        Tint(lambda v: 0.1 * v, lambda v: -0.1 * v, np.zeros_like),
    )
    assert np.isfinite(applied(picture, stages)).all()


def test_grays_stay_gray_to_the_last_bit() -> None:
    grays = np.linspace(0, 1, 65536, dtype=np.float32)
    picture = np.repeat(grays[None, :, None], 3, axis=2)
    done = applied(picture, (HueShift(chroma=lambda h: 1.5 + np.sin(h)), Matrix(REC2020_TO_SRGB)))
    assert np.array_equal(done[..., 0], done[..., 1])
    assert np.array_equal(done[..., 1], done[..., 2])
    assert np.abs(done[..., 0] - grays).max() < 2e-6
