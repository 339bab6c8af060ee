"""Wishes about color: strength, warmth, tints, single families of colors, and casts."""

from collections.abc import Mapping

import numpy as np

from burnish.agent.perception import Facts
from burnish.agent.planner.intents import Color
from burnish.agent.policy import light_policy
from burnish.agent.policy.choice import Asked, Choice, clamped
from burnish.agent.policy.color_words import BAND_SHARES, CLOTH, TINT_HUE, away_from, band_share
from burnish.tools.brightness import Brightness
from burnish.tools.color_grading import ColorGrading
from burnish.tools.exposure import Exposure
from burnish.tools.hsl import Hsl
from burnish.tools.recolor import Recolor
from burnish.tools.saturation import Saturation
from burnish.tools.vibrance import Vibrance
from burnish.tools.white_balance import WhiteBalance

GRAY_PHOTO = 0.004
"""Mean chroma below which a photo has no colors to strengthen or to calm."""
HARDLY_THERE = 0.01
"""Share of all chroma below which a picture has nothing of a color."""
WARMEST = 60.0
"""Most mired that words alone move the white balance."""
SEEN_MIRED, SEEN_TINT = 4.0, 4.0
"""A cast smaller than this is not there."""
STRONGEST_BY_SLIDER = 90.0
"""Mired beyond which a cast is taken out by naming the color of the light."""
LIGHT_LEVEL = 0.6
"""Oklab lightness at which the color of the light is named."""
SURE_CAST = 0.6
"""Confidence from which a cast is taken out in full."""
LIKELY_CAST = 0.4
"""Confidence below which a reason says that there may be no cast."""
CAST_SAYS_SO = 0.15
"""Confidence of a cast that is enough when a person complains of its color."""
SEEN_CAST, ALONG = 0.010, 0.7
"""Oklab distance by which a cast must lean toward the color that is complained of, also as a share of the cast's own
size (the cosine of 45°)."""
GRAYS = 0.15
"""Share of gray pixels from which a picture shows its whites, so that the light is not what floods it."""
FLOODED = 0.6
"""Share of all chroma in one family from which that family is a cast rather than the things' own color."""


def saturation(asked: Asked) -> tuple[Choice, ...]:
    """Stronger or weaker colors: muted ones first, so that nothing is overdone."""
    named = asked.intent.color
    facts = asked.facts
    if facts.chroma_mean < GRAY_PHOTO:
        return ()
    if named is not None and named in BAND_SHARES:
        return family(asked, named, asked.sign * asked.table("family"))
    measured = f"mean chroma is {facts.chroma_mean:.3f}"
    if asked.sign < 0:
        amount = float(round(asked.value("saturation-")))
        return (Choice(Saturation(amount=amount), f"calmer colors: {measured}; saturation {amount:+.0f}"),)
    change = asked.change("vibrance+")
    if asked.strength != "large":
        amount = float(round(asked.reached("vibrance+", change)))
        return (Choice(Vibrance(amount=amount), f"stronger colors: {measured}; vibrance {amount:+.0f}"),)
    vibrance = float(round(asked.reached("vibrance+", 0.65 * change)))
    amount = float(round(asked.reached("saturation+", 0.35 * change)))
    return (
        Choice(Vibrance(amount=vibrance), f"much stronger colors: {measured}; vibrance {vibrance:+.0f}"),
        Choice(Saturation(amount=amount), f"much stronger colors: saturation {amount:+.0f} for all of them"),
    )


def temperature(asked: Asked) -> tuple[Choice, ...]:
    """Warmer or cooler; further where the photo was measured to lean the other way."""
    if asked.intent.direction == "0":
        return auto_color(asked)
    facts, table = asked.facts, asked.amounts.tables["temperature"]
    shift = facts.temperature_shift * facts.cast_confidence
    scale = clamped(1.0 - asked.sign * table["trust"] * shift / table["medium"], 0.6, 2.0)
    mired = asked.sign * float(round(min(asked.table("temperature") * scale, WARMEST)))
    words = "warmer" if asked.sign > 0 else "cooler"
    seen = "no cast is measured"
    if abs(shift) >= SEEN_MIRED:
        seen = f"the light is measured {abs(facts.temperature_shift):.0f} mired too {'warm' if shift > 0 else 'cool'}"
    return (Choice(WhiteBalance(temperature=mired), f"{words}: {seen}; temperature {mired:+.0f} mired"),)


def auto_color(asked: Asked) -> tuple[Choice, ...]:
    """The measured cast taken out: all of it where it is sure, less where it may be the color of the things."""
    facts = asked.facts
    if max(abs(facts.temperature_shift) / SEEN_MIRED, abs(facts.tint_shift) / SEEN_TINT) < 1.0:
        return ()
    share = asked.table("illuminant") * clamped(facts.cast_confidence / SURE_CAST, 0.7, 1.0)
    return (balanced(asked, share, "natural colors"),)


def balanced(asked: Asked, share: float, words: str) -> Choice:
    """White balance that takes out a share of the measured cast."""
    facts = asked.facts
    tool = balancing(facts, share)
    return Choice(tool, f"{words}: the light is measured {cast_said(facts)}; {balance_said(tool)}")


def cast_said(facts: Facts) -> str:
    """The measured cast in words, with how sure it is that it is one."""
    leaning = "warm" if facts.temperature_shift > 0 else "cool"
    side = "magenta" if facts.tint_shift > 0 else "green"
    seen = [
        f"{abs(facts.temperature_shift):.0f} mired too {leaning}"
        if abs(facts.temperature_shift) >= SEEN_MIRED
        else "",
        f"{abs(facts.tint_shift):.0f} too {side} in tint" if abs(facts.tint_shift) >= SEEN_TINT else "",
    ]
    sure = f", {100 * facts.cast_confidence:.0f} % sure"
    if facts.cast_confidence < LIKELY_CAST:
        sure = ", which may be the things' own color"
    return (" and ".join(each for each in seen if each) or "a little off") + sure


def balancing(facts: Facts, share: float) -> WhiteBalance:
    """The white balance that takes out a share of the measured cast.

    By the sliders, so that a person can go on from there; a light beyond their ends is named as a color.
    """
    if share * abs(facts.temperature_shift) > STRONGEST_BY_SLIDER:
        from burnish.imaging.color import from_oklab, linear_to_srgb8

        light = from_oklab(np.array([LIGHT_LEVEL, share * facts.cast_a, share * facts.cast_b]))
        red, green, blue = (int(code) for code in linear_to_srgb8(light))
        return WhiteBalance(neutral=f"#{red:02x}{green:02x}{blue:02x}")
    temperature = clamped(-share * facts.temperature_shift, -100.0, 100.0)
    tint = clamped(-share * facts.tint_shift, -100.0, 100.0)
    return WhiteBalance(temperature=float(round(temperature)), tint=float(round(tint)))


def balance_said(tool: WhiteBalance) -> str:
    """The setting in words."""
    if tool.neutral is not None:
        return f"{tool.neutral} becomes gray"
    return f"temperature {tool.temperature:+.0f}, tint {tool.tint:+.0f}"


def color(asked: Asked) -> tuple[Choice, ...]:
    """More or less of a named color."""
    named = asked.intent.color
    if named is None:
        return saturation(asked)
    if named in ("white", "black", "gray"):
        return _colorless(asked, named)
    if asked.sign < 0:
        return _less(asked, named)
    if asked.masked:
        return (_painted(asked, named),)
    return (_tinted(asked, named),)


def _colorless(asked: Asked, named: Color) -> tuple[Choice, ...]:
    """White, black and gray: lightness and saturation."""
    if asked.sign < 0:
        match named:
            case "white":
                return light_policy.highlights(asked)
            case "black":
                return light_policy.shadows(_toward(asked, "+"))
            case _:
                return saturation(_toward(asked, "+"))
    amount = asked.table("family")
    pale = Choice(Saturation(amount=-amount), f"more {named}: saturation {-amount:.0f} takes color out")
    stops = round(0.016 * amount, 2)
    match named:
        case "white":
            return pale, Choice(
                Brightness(amount=round(0.9 * amount, 0)), f"more white: brightness {0.9 * amount:+.0f}"
            )
        case "black":
            return pale, Choice(Exposure(stops=-stops), f"more black: {-stops:+.2f} EV")
        case _:
            return (pale,)


def _toward(asked: Asked, direction: str) -> Asked:
    from dataclasses import replace

    return replace(
        asked, intent=replace(asked.intent, direction="+" if direction == "+" else "-", color=None)
    )


def _less(asked: Asked, named: Color) -> tuple[Choice, ...]:
    """Less of a color: the light's, where it is a cast; else that family's."""
    facts = asked.facts
    leaning = away_from(facts.cast_a, facts.cast_b, named)
    toward = leaning > max(SEEN_CAST, ALONG * float(np.hypot(facts.cast_a, facts.cast_b)))
    if toward and facts.cast_confidence >= CAST_SAYS_SO:
        share = asked.table("illuminant") * clamped(facts.cast_confidence / SURE_CAST, 0.6, 1.0)
        return (balanced(asked, share, f"less {named}"),)
    share = band_share(facts.hue_shares, named)
    if not asked.masked and share > FLOODED and facts.gray_share < GRAYS:
        return (_against(asked, named, share),)
    return family(asked, named, -asked.table("family"))


def _against(asked: Asked, named: Color, share: float) -> Choice:
    """White balance away from a color that floods the picture."""
    temperature, tint = _balance_toward(named, -1, asked)
    reason = f"less {named}: {100 * share:.0f} % of all color is {named}, as in a cast"
    tool = WhiteBalance(temperature=temperature, tint=tint)
    return Choice(tool, f"{reason}; temperature {temperature:+.0f}, tint {tint:+.0f}")


_BALANCE: Mapping[Color, tuple[float, float]] = {
    "red": (0.5, 0.7), "orange": (1.0, 0.2), "yellow": (1.0, -0.2), "brown": (0.9, 0.1), "green": (0.0, -1.0),
    "teal": (-0.7, -0.5), "blue": (-1.0, 0.0), "purple": (-0.5, 0.8), "pink": (0.1, 1.0),
}  # fmt: skip
"""Warmth and magenta of each family, as shares of the tables' amounts."""


def _balance_toward(named: Color, sign: int, asked: Asked) -> tuple[float, float]:
    warm, magenta = _BALANCE[named]
    temperature = sign * warm * asked.table("temperature")
    return float(round(temperature)) + 0.0, float(round(sign * magenta * asked.table("tint"))) + 0.0


def _tinted(asked: Asked, named: Color) -> Choice:
    """A tint over the whole picture: warmth and coolness as light, others as grading."""
    if named in ("orange", "yellow", "blue"):
        temperature, tint = _balance_toward(named, 1, asked)
        reason = f"more {named}: temperature {temperature:+.0f} mired, tint {tint:+.0f}"
        return Choice(WhiteBalance(temperature=temperature, tint=tint), reason)
    amount, hue = asked.table("grading"), TINT_HUE[named]
    tool = ColorGrading(global_hue=hue, global_saturation=amount)
    share = band_share(asked.facts.hue_shares, named)
    return Choice(
        tool,
        f"more {named}: {100 * share:.0f} % of the color is {named}; a tint of {hue:.0f}°, {amount:.0f} strong",
    )


def _painted(asked: Asked, named: Color) -> Choice:
    """A named thing in a named color; skin and skies are tinted, not painted over."""
    if asked.intent.region in ("face", "skin", "eyes", "person"):
        amount = 0.7 * asked.table("grading")
        tool = ColorGrading(global_hue=TINT_HUE[named], global_saturation=round(amount, 1))
        return Choice(tool, f"more {named}: skin is tinted, not painted; {amount:.0f} strong")
    soft = asked.intent.region in ("sky", "bg", "shadows", "highlights", "left", "right", "top", "bottom")
    amounts = {"small": 30.0, "medium": 55.0, "large": 80.0} if soft else {}
    amount = amounts.get(asked.strength, 90.0)
    reason = f"{named}: what the mask covers takes this color, {amount:.0f} %, with its own light and shade"
    return Choice(Recolor(color=CLOTH[named], amount=amount), reason)


def family(asked: Asked, named: Color, amount: float) -> tuple[Choice, ...]:
    """One family of colors stronger or weaker; nothing where the picture has none of it."""
    share = 100 * band_share(asked.facts.hue_shares, named)
    if share < 100 * HARDLY_THERE:
        return ()
    sizes = {f"saturation_{band}": float(round(amount * share)) for band, share in BAND_SHARES[named].items()}
    words = f"{'stronger' if amount > 0 else 'less'} {named}"
    reason = f"{words}: {share:.0f} % of the color is {named}; its saturation {amount:+.0f}"
    return (Choice(Hsl(**sizes), reason),)
