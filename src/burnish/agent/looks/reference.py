"""The look of a reference picture, borrowed: tones, light and color drawn toward what was measured in it.

No pair of the same scene is at hand, so only what is comparable is taken: where the tones lie, how warm the light is,
how strong the colors are; and only a part of it, since the two pictures show different things (Reinhard et al.,
"Color Transfer between Images", IEEE CG&A 2001, match means and deviations in full, for pictures of like content).
"""

from burnish.agent.perception import Facts, Perception
from burnish.recipe.recipe import Step
from burnish.tools.tone_curve import ToneCurve
from burnish.tools.vibrance import Vibrance
from burnish.tools.white_balance import WhiteBalance

TAKEN = 0.7
"""Share of the difference that is taken over."""

LEAST_LIGHTNESS = 0.012
"""Differences of lightness below this are not seen between two different pictures."""

STEEPEST, FLATTEST = 1.8, 0.55
"""Slopes of the tone curve, so that nothing bands or turns flat."""

_PERCENTILES = ("lightness_p5", "lightness_p25", "lightness_p50", "lightness_p75", "lightness_p95")


def borrowed(photo: Perception, reference: Perception) -> tuple[Step, ...]:
    """The steps that bring a photo toward a reference picture's look; none where they are alike already."""
    own, wanted = photo.facts, reference.facts
    found = (_light(own, wanted), _warmth(own, wanted), _strength(own, wanted))
    return tuple(step for step in found if step is not None)


def _light(own: Facts, wanted: Facts) -> Step | None:
    places = [float(getattr(own, name)) for name in _PERCENTILES]
    aims = [float(getattr(wanted, name)) for name in _PERCENTILES]
    moves = [TAKEN * (aim - place) for place, aim in zip(places, aims, strict=True)]
    if max(map(abs, moves)) < LEAST_LIGHTNESS:
        return None
    points = _even([(0.0, 0.0), *((at, at + by) for at, by in zip(places, moves, strict=True)), (1.0, 1.0)])
    curve = ToneCurve.model_validate({"points": [(_code(x), _code(y)) for x, y in points]})
    told = f"median lightness {wanted.lightness_p50:.2f} there, {own.lightness_p50:.2f} here"
    return (
        None
        if curve.is_neutral
        else Step(curve, reason=f"tones as in the reference: {told}", author="planner")
    )


def _even(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points far enough apart to bend gently, with slopes between the flattest and the steepest."""
    kept = [points[0]]
    for x, y in points[1:-1]:
        before_x, before_y = kept[-1]
        if x - before_x < 0.06 or 1.0 - x < 0.03:
            continue
        rise = min(max(y - before_y, FLATTEST * (x - before_x)), STEEPEST * (x - before_x))
        kept.append((x, min(before_y + rise, 1.0)))
    return [*kept, points[-1]]


def _code(lightness: float) -> int:
    """The sRGB code value of a gray of this Oklab lightness, 0 to 255 (IEC 61966-2-1)."""
    light = min(max(lightness, 0.0), 1.0) ** 3
    encoded = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(255 * encoded)


def _warmth(own: Facts, wanted: Facts) -> Step | None:
    mired = TAKEN * (wanted.temperature_shift - own.temperature_shift)
    tint = TAKEN * (wanted.tint_shift - own.tint_shift)
    if abs(mired) < 3 and abs(tint) < 3:
        return None
    tool = WhiteBalance(
        temperature=round(min(max(mired, -60.0), 60.0)), tint=round(min(max(tint, -40.0), 40.0))
    )
    return Step(tool, reason=f"light as in the reference, by {tool.temperature:+.0f} mired", author="planner")


def _strength(own: Facts, wanted: Facts) -> Step | None:
    if own.chroma_mean < 0.004:
        return None
    ratio = min(max(wanted.chroma_mean / own.chroma_mean, 0.3), 2.5)
    amount = round(TAKEN * 60.0 * (ratio - 1.0) if ratio > 1 else TAKEN * 100.0 * (ratio - 1.0))
    if abs(amount) < 4:
        return None
    told = f"colors as strong as in the reference: mean chroma {wanted.chroma_mean:.3f}, here {own.chroma_mean:.3f}"
    return Step(Vibrance(amount=float(min(max(amount, -80), 80))), reason=told, author="planner")
