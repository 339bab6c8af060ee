"""Black and white: grays mixed as filters on film did, and the depth that the colors gave back as contrast."""

from burnish.agent.perception import Facts
from burnish.agent.policy.choice import Asked, Choice, clamped
from burnish.agent.policy.light_policy import middle
from burnish.imaging.hue_bands import BANDS
from burnish.tools.black_and_white import BlackAndWhite
from burnish.tools.contrast import Contrast

SKY_SEEN = 0.08
"""Share of the frame from which a sky is darkened as a yellow filter does."""
BOTH_SEEN = 0.12
"""Share of all chroma from which red and green are both there: equally light grays, unless a filter parts them."""
MUCH_GREEN = 0.3
"""Share of all chroma from which greens are lifted, so that foliage does not go to black."""
DEPTH, COLORFUL, FULL_RANGE, SHORT_RANGE = 24.0, 0.05, 0.85, 0.55
"""Most contrast that is given for lost color; the mean chroma from which it is all given; and the spread of
lightness from which none is needed and below which all of it is."""
LEAST = 5.0


def black_and_white(asked: Asked) -> tuple[Choice, ...]:
    """Grays: skies darker, skin lighter, reds parted from greens, and contrast where color alone told things apart."""
    if asked.sign < 0:
        return ()
    mix, seen = _mixed(asked.facts)
    suited = f"; mixed for {', '.join(seen)}" if seen else ""
    gray = Choice(BlackAndWhite(amount=100.0, **mix), f"black and white: all color out{suited}")
    return (gray, *_deepened(asked.facts))


def _mixed(facts: Facts) -> tuple[dict[str, float], list[str]]:
    """How light each family of colors becomes, and what was seen that calls for it."""
    share = dict(zip(BANDS, facts.hue_shares, strict=True))
    sky = 35.0 if facts.sky_share > SKY_SEEN else 15.0
    mix = {"mix_blue": -sky, "mix_aqua": -0.6 * sky}
    seen = [f"the sky, {100 * facts.sky_share:.0f} % of the frame"] if facts.sky_share > SKY_SEEN else []
    if facts.face_count:
        mix |= {"mix_orange": 12.0, "mix_red": 7.0}
        seen.append("the face" if facts.face_count == 1 else f"{facts.face_count} faces")
    warm = share["red"] + share["orange"] + share["magenta"]
    if min(warm, share["green"]) > BOTH_SEEN:
        mix |= {"mix_red": 25.0, "mix_orange": 16.0, "mix_green": -22.0, "mix_yellow": -6.0}
        parted = f"{100 * warm:.0f} % of the color is warm and {100 * share['green']:.0f} % green"
        seen.append(f"reds against greens ({parted})")
    elif share["green"] > MUCH_GREEN:
        mix["mix_green"] = 12.0
        seen.append(f"greens, {100 * share['green']:.0f} % of the color")
    return mix, seen


def _deepened(facts: Facts) -> tuple[Choice, ...]:
    """Contrast for the color that goes."""
    short = clamped((FULL_RANGE - facts.contrast) / (FULL_RANGE - SHORT_RANGE), 0.0, 1.0)
    amount = float(round(DEPTH * min(facts.chroma_mean / COLORFUL, 1.0) * short))
    if amount < LEAST:
        return ()
    lost = f"color told things apart (mean chroma {facts.chroma_mean:.3f})"
    reason = f"black and white: {lost} and tones span only {facts.contrast:.2f}; contrast {amount:+.0f}"
    return (Choice(Contrast(amount=amount, pivot=middle(facts)), reason),)
