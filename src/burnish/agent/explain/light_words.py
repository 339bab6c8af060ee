"""What the tools of light do, in words."""

from typing import TYPE_CHECKING

from burnish.agent.explain.phrases import Phrase, compared, leaned, stops_words

if TYPE_CHECKING:
    from burnish.tools.brightness import Brightness
    from burnish.tools.contrast import Contrast
    from burnish.tools.dehaze import Dehaze
    from burnish.tools.exposure import Exposure
    from burnish.tools.fade import Fade
    from burnish.tools.tone import Tone
    from burnish.tools.tone_curve import ToneCurve

ZONES = (("blacks", 0.0, 32.0), ("shadows", 32.0, 96.0), ("mid-tones", 96.0, 160.0), ("highlights", 160.0, 224.0),
    ("whites", 224.0, 256.0))  # fmt: skip
"""Parts of the code scale by the names that photographers give them."""

CURVED = 3.0
"""Code values by which a part of a curve is moved before it is worth a word."""

REACH = 60.0
"""Code values that count as all that a curve can move."""


def exposure_words(tool: "Exposure") -> tuple[Phrase, ...]:
    """`two thirds of a stop brighter`."""
    if abs(tool.stops) < 0.01:
        return ()
    return (
        Phrase(
            f"{stops_words(tool.stops)} {'brighter' if tool.stops > 0 else 'darker'}", abs(tool.stops) / 5
        ),
    )


def brightness_words(tool: "Brightness") -> tuple[Phrase, ...]:
    """`mid-tones lifted`."""
    return leaned(tool.amount, "mid-tones", "lifted", "lowered")


def contrast_words(tool: "Contrast") -> tuple[Phrase, ...]:
    """`much more contrast`."""
    return compared(tool.amount, "", "more contrast", "less contrast")


def dehaze_words(tool: "Dehaze") -> tuple[Phrase, ...]:
    """`haze taken out`."""
    return leaned(tool.amount, "haze", "taken out", "laid in")


def fade_words(tool: "Fade") -> tuple[Phrase, ...]:
    """`blacks faded to gray`."""
    return leaned(tool.amount, "blacks", "faded to gray", "deepened")


def tone_words(tool: "Tone") -> tuple[Phrase, ...]:
    """`highlights held back, blacks lifted`."""
    return (
        *leaned(tool.highlights, "highlights", "brightened", "held back"),
        *leaned(tool.shadows, "shadows", "opened", "deepened"),
        *leaned(tool.whites, "whites", "pushed", "held back"),
        *leaned(tool.blacks, "blacks", "lifted", "deepened"),
    )


def tone_curve_words(tool: "ToneCurve") -> tuple[Phrase, ...]:
    """The master curve by its shape, and each channel's by where it goes."""
    lifts = _lifts(tool.points)
    regions = zip(
        ("shadows", "shadows", "highlights", "whites"),
        (tool.shadows, tool.darks, tool.lights, tool.highlights),
        strict=True,
    )
    for zone, amount in regions:
        lifts[zone] = lifts.get(zone, 0.0) + amount * 0.12
    channels = (("red", tool.red), ("green", tool.green), ("blue", tool.blue))
    return (*_shape(lifts), *(phrase for name, points in channels for phrase in _channel(name, points)))


def _shape(lifts: dict[str, float]) -> tuple[Phrase, ...]:
    """A known shape by its name, else the parts that move."""
    dark, bright = lifts.get("shadows", 0.0), lifts.get("highlights", 0.0)
    told: list[Phrase] = []
    if dark * bright < 0 and min(abs(dark), abs(bright)) > CURVED:
        size = (abs(dark) + abs(bright)) / REACH
        words = "more contrast by an S-curve" if bright > 0 else "less contrast by a flattened curve"
        told.append(Phrase(words, min(size, 1.0)))
        lifts = {zone: lift for zone, lift in lifts.items() if zone not in ("shadows", "highlights")}
    for zone, lift in lifts.items():
        if abs(lift) > CURVED:
            told += leaned(lift, f"{zone} of the curve", "lifted", "lowered", full=REACH)
    return tuple(told)


def _channel(name: str, points: tuple[tuple[float, float], ...]) -> tuple[Phrase, ...]:
    lifts = {zone: lift for zone, lift in _lifts(points).items() if abs(lift) > CURVED}
    if not lifts:
        return ()
    if len(lifts) > 2 and (min(lifts.values()) > 0 or max(lifts.values()) < 0):
        return leaned(sum(lifts.values()) / len(lifts), f"{name} curve", "raised", "lowered", full=REACH)
    return tuple(
        phrase
        for zone, lift in lifts.items()
        for phrase in leaned(lift, f"{name} in the {zone}", "raised", "lowered", full=REACH)
    )


def _lifts(points: tuple[tuple[float, float], ...]) -> dict[str, float]:
    """Mean code values by which each part of the scale is moved, from the curve's own points."""
    found: dict[str, float] = {}
    for zone, low, high in ZONES:
        moves = [y - x for x, y in points if low <= x < high]
        if moves:
            found[zone] = sum(moves) / len(moves)
    return found
