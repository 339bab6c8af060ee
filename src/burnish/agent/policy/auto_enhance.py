"""Auto-enhance: find what is wrong first, change little, say why, and do nothing where nothing is wrong.

A fault is a measurement outside the zone in which well-made photos lie; its cure brings the measurement just inside the
zone, not to an ideal. The cures are tried on the photo's proxy and what is seen then is diagnosed again, so that a
second auto-enhance of the result finds nothing left to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from burnish.agent.perception import Facts, Perception
from burnish.agent.policy.amounts import Amounts, shipped_amounts
from burnish.agent.policy.choice import Choice, clamped
from burnish.agent.policy.color_policy import balance_said, balancing, cast_said
from burnish.agent.policy.light_policy import MORE_WHITE, middle, share_above
from burnish.tools.base import Tool
from burnish.tools.brightness import Brightness
from burnish.tools.contrast import Contrast
from burnish.tools.dehaze import Dehaze
from burnish.tools.denoise import Denoise
from burnish.tools.exposure import Exposure
from burnish.tools.tone import Tone

FaultKind: TypeAlias = Literal["cast", "haze", "dark", "bright", "flat", "backlit", "noise"]

DARK, DARK_CURED = 0.36, 0.42
"""Median lightness below which a photo of normal key is too dark, and where its cure aims."""
UNUSED, UNUSED_CURED, UNUSED_MOST = 0.72, 0.80, 0.5
"""Lightness of the brightest hundredth below which nothing in a photo is light, where its cure aims, and the median
beyond which that is no fault."""
BRIGHT, BRIGHT_CURED = 0.78, 0.72
"""Median lightness above which a photo that is not meant to be bright is too bright, and where its cure aims."""
FLAT, FLAT_CURED = 0.36, 0.42
"""Spread of lightness (p95 − p5) below which a photo is flat, and where its cure aims."""
HAZY = 0.3
SURE_COOL, SURE_WARM, CAST_SIZE = 0.85, 0.985, 0.015
"""Confidence and Oklab distance from which a cast is taken out unasked; evening light is meant to be warm."""
CAST_SHARE = 0.85
BACKLIT_FACE, BACKLIT_GAP = 0.40, 0.16
"""Lightness of faces below which, and how far below the rest of the picture, they are in their own shade."""
NOISY = 0.014
MOST_ROUNDS = 4
MOST_UNASKED = {"contrast": 30.0, "white_balance": 75.0}
"""Most that is done unasked, in all, by the main slider of a tool: a photo that is much flatter or much bluer may be
meant to be, and flowers and neon signs lose their own color where a cast is mistaken."""


@dataclass(frozen=True)
class Finding:
    """One fault of a photo."""

    kind: FaultKind
    severity: float
    """0 (just outside of what is usual) to 1 (nothing else is seen)."""
    evidence: str
    """What was measured."""


def diagnosed(perception: Perception) -> tuple[Finding, ...]:
    """What is wrong with a photo, worst first; empty where nothing is."""
    return tuple(sorted(_faults(perception.facts), key=lambda fault: -fault.severity))


def enhanced(perception: Perception, amounts: Amounts | None = None) -> tuple[Choice, ...]:
    """The little that a photo needs: at most one step of a tool, each with the fault it cures."""
    amounts = amounts or shipped_amounts()
    facts = perception.facts
    done: tuple[Choice, ...] = ()
    for _ in range(MOST_ROUNDS):
        more = cures(facts, amounts)
        if not more:
            break
        done = _joined(done, more)
        facts = _after(perception, done)
    return done


def cures(facts: Facts, amounts: Amounts) -> tuple[Choice, ...]:
    """One cure for each fault that the facts show."""
    return tuple(_CURES[fault.kind](facts, amounts, fault) for fault in _faults(facts))


def _faults(facts: Facts) -> list[Finding]:
    found = [look(facts) for look in (_cast, _haze, _light, _flat, _backlit, _noise)]
    return [each for each in found if each is not None]


def _cast(facts: Facts) -> Finding | None:
    size = (facts.cast_a**2 + facts.cast_b**2) ** 0.5
    sure = SURE_WARM if facts.temperature_shift > 0 else SURE_COOL
    if facts.cast_confidence < sure or size < CAST_SIZE:
        return None
    evidence = f"the light is measured {cast_said(facts)}"
    return Finding("cast", clamped(size / 0.08, 0.0, 1.0), evidence)


def _haze(facts: Facts) -> Finding | None:
    if facts.haze < HAZY or facts.key in ("high", "snow") or facts.lightness_p5 < 0.3:
        return None
    return Finding("haze", facts.haze, f"haze is measured at {facts.haze:.2f} of 1")


def _light(facts: Facts) -> Finding | None:
    median, top = facts.lightness_p50, facts.lightness_p99
    if facts.key == "normal" and _lift(facts) > 0:
        evidence = f"median lightness is {median:.2f} and the brightest parts are at {top:.2f}"
        return Finding("dark", clamped(_lift(facts) / 0.25, 0.0, 1.0), evidence)
    if facts.key == "normal" and median > BRIGHT and facts.lightness_p5 > 0.35:
        return Finding(
            "bright", clamped((median - BRIGHT) / 0.2, 0.0, 1.0), f"median lightness is {median:.2f}"
        )
    return None


def _lift(facts: Facts) -> float:
    """By how much the median lightness of a photo that is too dark should rise; 0 where it is not."""
    median, top = facts.lightness_p50, facts.lightness_p99
    lift = DARK_CURED - median if median < DARK else 0.0
    if top < UNUSED and median < UNUSED_MOST:
        lift = max(lift, min(UNUSED_CURED / max(top, 0.1) - 1.0, 1.0) * median)
    return min(lift, max(UNUSED_MOST - median, 0.0))


def _flat(facts: Facts) -> Finding | None:
    if facts.contrast >= FLAT or facts.key in ("high", "night") or facts.haze >= HAZY:
        return None
    evidence = (
        f"tones span {facts.contrast:.2f} of lightness, {facts.lightness_p5:.2f} to {facts.lightness_p95:.2f}"
    )
    return Finding("flat", clamped((FLAT - facts.contrast) / 0.3, 0.0, 1.0), evidence)


def _backlit(facts: Facts) -> Finding | None:
    face = facts.face_lightness
    if face is None or face >= BACKLIT_FACE or facts.lightness_p75 - face < 2 * BACKLIT_GAP:
        return None
    if facts.lightness_p50 - face < BACKLIT_GAP:
        return None
    return Finding(
        "backlit",
        clamped((BACKLIT_FACE - face) / 0.2, 0.0, 1.0),
        f"faces are at {face:.2f}, the picture at {facts.lightness_p50:.2f}",
    )


def _noise(facts: Facts) -> Finding | None:
    if facts.noise < NOISY:
        return None
    return Finding(
        "noise", clamped(facts.noise / 0.05, 0.0, 1.0), f"{100 * facts.noise:.1f} % noise is measured"
    )


def _cure_cast(facts: Facts, _: Amounts, fault: Finding) -> Choice:
    share = min(CAST_SHARE, MOST_UNASKED["white_balance"] / max(abs(facts.temperature_shift), 1.0))
    tool = balancing(facts, share)
    return Choice(tool, f"color cast: {fault.evidence}; {balance_said(tool)}")


def _cure_haze(facts: Facts, _: Amounts, fault: Finding) -> Choice:
    amount = float(round(clamped(20.0 + 45.0 * facts.haze, 0.0, 60.0)))
    return Choice(Dehaze(amount=amount), f"haze: {fault.evidence}; dehaze {amount:+.0f}")


def _cure_dark(facts: Facts, amounts: Amounts, fault: Finding) -> Choice:
    features = amounts.features(facts)
    change = _lift(facts)
    stops = round(min(amounts.levers["exposure+"].value(features, change), 2.0), 2)
    if share_above(facts, stops) - facts.clipped_white > MORE_WHITE:
        amount = float(round(amounts.levers["brightness+"].value(features, change)))
        return Choice(
            Brightness(amount=amount),
            f"too dark: {fault.evidence}; brightness {amount:+.0f} keeps the highlights",
        )
    return Choice(Exposure(stops=stops), f"too dark: {fault.evidence}; {stops:+.2f} EV")


def _cure_bright(facts: Facts, amounts: Amounts, fault: Finding) -> Choice:
    change = BRIGHT_CURED - facts.lightness_p50
    stops = round(max(amounts.levers["exposure-"].value(amounts.features(facts), change), -1.2), 2)
    return Choice(Exposure(stops=stops), f"too bright: {fault.evidence}; {stops:+.2f} EV")


def _cure_flat(facts: Facts, amounts: Amounts, fault: Finding) -> Choice:
    change = clamped((FLAT_CURED - facts.contrast) / max(facts.contrast, 0.1), 0.02, 0.12)
    wanted = amounts.levers["contrast+"].value(amounts.features(facts), change)
    amount = float(round(min(wanted, MOST_UNASKED["contrast"])))
    reason = f"flat: {fault.evidence}; contrast {amount:+.0f}"
    return Choice(Contrast(amount=amount, pivot=middle(facts)), reason)


def _cure_backlit(_: Facts, __: Amounts, fault: Finding) -> Choice:
    amount = float(round(25.0 + 35.0 * fault.severity))
    return Choice(Tone(shadows=amount), f"backlit: {fault.evidence}; shadows {amount:+.0f}")


def _cure_noise(facts: Facts, _: Amounts, fault: Finding) -> Choice:
    luma = float(round(clamped(30.0 + 1200.0 * (facts.noise - NOISY), 30.0, 55.0)))
    return Choice(Denoise(luma=luma, chroma=luma + 10.0), f"noise: {fault.evidence}; denoise {luma:.0f}")


_CURES: dict[FaultKind, Callable[[Facts, Amounts, Finding], Choice]] = {
    "cast": _cure_cast, "haze": _cure_haze, "dark": _cure_dark, "bright": _cure_bright, "flat": _cure_flat,
    "backlit": _cure_backlit, "noise": _cure_noise,
}  # fmt: skip


def _joined(done: Sequence[Choice], more: Sequence[Choice]) -> tuple[Choice, ...]:
    """Choices with a second helping added to the first of the same tool."""
    found = list(done)
    for choice in more:
        at = next((k for k, each in enumerate(found) if type(each.tool) is type(choice.tool)), None)
        if at is None:
            found.append(choice)
        else:
            found[at] = Choice(_added(found[at].tool, choice.tool), _first_part(found[at], choice))
    return tuple(found)


def _added(one: Tool, other: Tool) -> Tool:
    """A tool that does, near enough, what two of its kind do; held to its sliders and to `MOST_UNASKED`."""
    values = dict(one)
    for name, value in other:
        field = type(one).model_fields[name]
        if isinstance(value, float) and field.default == 0.0:
            ends = [getattr(each, "le", None) or getattr(each, "ge", None) for each in field.metadata]
            most = min(max(abs(end) for end in ends if end), MOST_UNASKED.get(one.name, 1e9))
            values[name] = clamped(values[name] + value, -most, most)
    return type(one).model_validate(values)


def _first_part(first: Choice, second: Choice) -> str:
    cause, measured = first.reason.split(": ", 1)[0], first.reason.split(": ", 1)[1].split(";")[0]
    return f"{cause}: {measured}; in all {_said(_added(first.tool, second.tool))}"


def _said(tool: Tool) -> str:
    moved = {name: value for name, value in tool if value != type(tool).model_fields[name].default}
    return f"{tool.name} " + ", ".join(
        f"{name} {value:+g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in moved.items()
    )


def _after(perception: Perception, choices: Sequence[Choice]) -> Facts:
    """What would be seen in the photo after these choices."""
    import numpy as np

    from burnish.agent.perception.detail import Detail
    from burnish.agent.perception.facts import facts_of
    from burnish.imaging.color import linear_to_srgb8, srgb8_to_linear
    from burnish.imaging.picture import picture_from_srgb8
    from burnish.recipe.recipe import recipe
    from burnish.recipe.render import render
    from burnish.tools.catalogue import built_in

    before = perception.facts
    small = picture_from_srgb8(linear_to_srgb8(perception.scene.linear))
    tools = [choice.tool for choice in choices if not isinstance(choice.tool, Denoise)]
    done = render(small, recipe(tools), built_in(), space="srgb")
    cleaned = any(isinstance(choice.tool, Denoise) for choice in choices)
    detail = Detail(0.0 if cleaned else before.noise, before.color_noise, before.sharpness)
    return facts_of(srgb8_to_linear(np.asarray(done.samples, np.uint8)), detail)
