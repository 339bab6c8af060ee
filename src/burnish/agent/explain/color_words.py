"""What the tools of color do, in words."""

from typing import TYPE_CHECKING

from burnish.agent.explain.phrases import Phrase, compared, leaned
from burnish.agent.planner.levers import DAYLIGHT_KELVIN

if TYPE_CHECKING:
    from burnish.tools.black_and_white import BlackAndWhite
    from burnish.tools.color_grading import ColorGrading
    from burnish.tools.hsl import Hsl
    from burnish.tools.hue import Hue
    from burnish.tools.recolor import Recolor
    from burnish.tools.saturation import Saturation
    from burnish.tools.vibrance import Vibrance
    from burnish.tools.white_balance import WhiteBalance

BANDS = ("red", "orange", "yellow", "green", "aqua", "blue", "purple", "magenta")
"""Families of color in the order of the wheel."""

WHEEL = ((0, "red"), (30, "orange"), (60, "yellow"), (90, "yellow-green"), (120, "green"), (180, "teal"), (225, "blue"),
    (260, "violet"), (290, "purple"), (315, "magenta"), (345, "pink"), (360, "red"))  # fmt: skip
"""Degrees of the photographer's wheel and what people call them."""

_PARTS = (
    ("shadow", "shadows"),
    ("midtone", "mid-tones"),
    ("highlight", "highlights"),
    ("global", "the whole picture"),
)


def white_balance_words(tool: "WhiteBalance") -> tuple[Phrase, ...]:
    """`warmer by 12 mired`."""
    told: list[Phrase] = []
    if abs(tool.temperature) >= 0.5:
        side = "warmer" if tool.temperature > 0 else "cooler"
        told.append(Phrase(f"{side} by {abs(tool.temperature):.0f} mired", abs(tool.temperature) / 100))
    if tool.kelvin is not None:
        side = "warmer" if tool.kelvin > DAYLIGHT_KELVIN else "cooler"
        mired = abs(1e6 / tool.kelvin - 1e6 / DAYLIGHT_KELVIN)
        told.append(Phrase(f"white balance set to {tool.kelvin:.0f} K, {side}", min(mired / 100, 1.0)))
    if tool.neutral is not None:
        told.append(Phrase(f"{tool.neutral} made gray", 0.5))
    return (*told, *compared(tool.tint, "", "more magenta", "greener"))


def saturation_words(tool: "Saturation") -> tuple[Phrase, ...]:
    """`colors calmer`."""
    if tool.amount <= -99:
        return (Phrase("colors taken out", 1.0),)
    return compared(tool.amount, "colors", "stronger", "calmer")


def vibrance_words(tool: "Vibrance") -> tuple[Phrase, ...]:
    """`muted colors stronger`."""
    return compared(tool.amount, "muted colors" if tool.amount > 0 else "colors", "stronger", "calmer")


def hue_words(tool: "Hue") -> tuple[Phrase, ...]:
    """`all hues turned by 8°`."""
    way = "from red toward yellow" if tool.degrees > 0 else "from red toward magenta"
    return (Phrase(f"all hues turned by {abs(tool.degrees):.0f}°, {way}", abs(tool.degrees) / 180),)


def hsl_words(tool: "Hsl") -> tuple[Phrase, ...]:
    """`greens calmer, blues darker`; families that go one way together are told as one."""
    told = list(_together(tool))
    strengths: tuple[str, ...] = () if told else BANDS
    for band in strengths:
        told += compared(getattr(tool, f"saturation_{band}"), f"{band}s", "stronger", "calmer")
    for at, band in enumerate(BANDS):
        told += compared(getattr(tool, f"luminance_{band}"), f"{band}s", "lighter", "darker")
        after, before = BANDS[(at + 1) % len(BANDS)], BANDS[at - 1]
        told += leaned(
            getattr(tool, f"hue_{band}"), f"{band}s", f"turned toward {after}", f"turned toward {before}"
        )
    return tuple(told)


def color_grading_words(tool: "ColorGrading") -> tuple[Phrase, ...]:
    """`shadows tinted teal`."""
    told: list[Phrase] = []
    for field, name in _PARTS:
        color = wheel_color(getattr(tool, f"{field}_hue"))
        told += leaned(getattr(tool, f"{field}_saturation"), name, f"tinted {color}", "")
        told += leaned(getattr(tool, f"{field}_luminance"), name, "lightened", "darkened")
    return tuple(told)


def black_and_white_words(tool: "BlackAndWhite") -> tuple[Phrase, ...]:
    """`turned black and white, blues darker`."""
    whole = (
        "turned black and white" if tool.amount >= 99 else f"colors calmer, {tool.amount:.0f} % toward gray"
    )
    mixed = [
        phrase
        for band in BANDS
        for phrase in compared(getattr(tool, f"mix_{band}"), f"{band}s", "lighter", "darker")
    ]
    return (Phrase(whole, 1.0 + tool.amount / 100), *mixed)


def recolor_words(tool: "Recolor") -> tuple[Phrase, ...]:
    """`recolored toward #c04030`."""
    return (Phrase(f"recolored toward {tool.color}", tool.amount / 100),)


def wheel_color(degrees: float) -> str:
    """What people call a hue of the photographer's wheel."""
    return min(WHEEL, key=lambda each: abs(each[0] - degrees % 360))[1]


def _together(tool: "Hsl") -> tuple[Phrase, ...]:
    """`colors calmer, above all greens`, where at least half of the families go the same way."""
    amounts = {band: getattr(tool, f"saturation_{band}") for band in BANDS}
    for sign in (1, -1):
        same = {band: amount for band, amount in amounts.items() if amount * sign > 2}
        if len(same) >= len(BANDS) // 2 and len(same) == sum(abs(each) > 2 for each in amounts.values()):
            mean = sum(same.values()) / len(same)
            (whole,) = compared(mean, "colors", "stronger", "calmer")
            band = max(same, key=lambda each: abs(same[each]))
            return (Phrase(f"{whole.text}, above all {band}s", whole.size),)
    return ()
