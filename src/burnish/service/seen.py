"""What was measured in a photo, in words that a person uses."""

from collections.abc import Iterator

from burnish.agent.perception import Facts
from burnish.agent.policy.auto_enhance import Finding

KEYS = {
    "normal": "an ordinary spread of light",
    "night": "a night scene",
    "low": "mostly dark, as if on purpose",
    "high": "mostly bright, as if on purpose",
    "snow": "bright like snow or a beach",
}
"""How the light lies, by `Facts.key`."""

LOW_CONTRAST, HIGH_CONTRAST = 0.5, 0.8
"""Spread of lightness between which ordinary photos lie; see `Facts.contrast`."""

MUTED, COLORFUL = 0.03, 0.09
"""Mean chroma below and above which colors are said to be muted or strong; see `Facts.chroma_mean`."""

NEARLY_GRAY = 0.95
CLIPPED = 0.01
"""Share of pixels from which clipping is mentioned."""

SURE = 0.5
"""Confidence from which a place or a slope is mentioned."""

SOFT, CRISP = 0.15, 0.4
CLEAN, GRAINY = 0.004, 0.015
HAZY = 0.3


def in_words(facts: Facts) -> tuple[str, ...]:
    """Sentences on light, color, detail and contents, each with its number."""
    return (*_light(facts), *_color(facts), *_detail(facts), *_contents(facts))


def finding_words(finding: Finding) -> str:
    """A fault and its evidence."""
    return f"{finding.kind}: {finding.evidence}"


def _light(facts: Facts) -> Iterator[str]:
    yield f"Light: {KEYS[facts.key]}; median lightness {facts.lightness_p50:.2f} (0 black, 1 white)."
    strength = _between(facts.contrast, LOW_CONTRAST, HIGH_CONTRAST, ("low", "ordinary", "high"))
    yield f"Contrast: {strength}; tones span {facts.lightness_p5:.2f} to {facts.lightness_p95:.2f}."
    if facts.clipped_white >= CLIPPED:
        yield f"Blown out: {facts.clipped_white:.0%} of the picture is pure white."
    if facts.clipped_black >= CLIPPED:
        yield f"Blocked up: {facts.clipped_black:.0%} of the picture is pure black."


def _color(facts: Facts) -> Iterator[str]:
    if facts.gray_share >= NEARLY_GRAY:
        yield "Color: next to none."
        return
    strength = _between(facts.chroma_mean, MUTED, COLORFUL, ("muted", "ordinary", "strong"))
    yield f"Color: {strength}; mean chroma {facts.chroma_mean:.3f} (0 gray, 0.05 ordinary)."
    if facts.cast_confidence >= SURE and abs(facts.temperature_shift) >= 1:
        way = "warm" if facts.temperature_shift > 0 else "cool"
        yield (
            f"Color cast: {abs(facts.temperature_shift):.0f} mired too {way}, {facts.cast_confidence:.0%} sure."
        )


def _detail(facts: Facts) -> Iterator[str]:
    edges = _between(facts.sharpness, SOFT, CRISP, ("soft", "ordinary", "crisp"))
    grain = _between(facts.noise, CLEAN, GRAINY, ("none to speak of", "some", "grainy"))
    yield f"Sharpness: {edges} ({facts.sharpness:.2f} of 1)."
    yield f"Noise: {grain} ({facts.noise:.3f})."
    if facts.haze >= HAZY:
        yield f"Haze: {facts.haze:.2f} of 1."


def _contents(facts: Facts) -> Iterator[str]:
    if facts.horizon_confidence >= SURE and abs(facts.horizon_tilt) >= 0.2:
        side = "right" if facts.horizon_tilt > 0 else "left"
        yield f"Horizon: falls {abs(facts.horizon_tilt):.1f}° toward the {side}."
    if facts.face_count:
        lightness = "" if facts.face_lightness is None else f", median lightness {facts.face_lightness:.2f}"
        yield f"Faces that look at the camera: {facts.face_count}{lightness}."
    if facts.sky_share >= CLIPPED:
        yield f"Sky: {facts.sky_share:.0%} of the frame."
    if facts.subject_confidence >= SURE:
        yield f"Subject: about {facts.subject_x:.0%} from the left and {facts.subject_y:.0%} from the top."


def _between(value: float, low: float, high: float, words: tuple[str, str, str]) -> str:
    return words[0] if value < low else words[2] if value > high else words[1]
