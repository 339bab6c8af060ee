"""Wishes about light: which tool, how far, and why."""

from itertools import pairwise

from burnish.agent.perception import Facts
from burnish.agent.policy.choice import Asked, Choice, clamped
from burnish.tools.brightness import Brightness
from burnish.tools.contrast import Contrast
from burnish.tools.dehaze import Dehaze
from burnish.tools.exposure import Exposure
from burnish.tools.tone import Tone
from burnish.tools.vignette import Vignette

MORE_WHITE = 0.03
"""Share of the picture that more light may carry past white, where it rolls off and loses contrast; beyond that the
mid-tones are lifted instead, which makes nothing white."""
NEAR_WHITE = 0.93
"""Oklab lightness that highlights are held back to when more light would wash them out."""
HELD_MOST = 60.0
CLEAR_SHARE = 0.5
"""Share of the dehazing that a photo without haze gets: there it only deepens contrast."""
CLEAR = 0.04
"""Haze up to which a photo is called clear."""
BLOWN = 0.012
"""Share of white from which darkening leaves white alone: gray clouds and gray lamps look wrong."""
WASHED_OUT, WASHED_OUT_STOPS = 0.3, 0.5
"""Share of white from which a place has no tones left to darken apart from white, and the most stops that it is
darkened by: it turns an even light gray, where a curve would only draw out the last traces of color."""


def exposure(asked: Asked) -> tuple[Choice, ...]:
    """Brighter or darker."""
    return _brighter(asked) if asked.sign > 0 else _darker(asked)


def _brighter(asked: Asked) -> tuple[Choice, ...]:
    facts, change = asked.facts, asked.change("exposure+")
    stops = round(asked.reached("exposure+", change), 2)
    start, end = facts.lightness_p50, facts.lightness_p50 + change
    measured = f"brighter: median lightness is {start:.2f}"
    if share_above(facts, stops) - facts.clipped_white > MORE_WHITE:
        amount = round(asked.reached("brightness+", change))
        why = f"+{stops:.2f} EV would wash out {100 * share_above(facts, stops):.0f} % of the picture"
        tool = Brightness(amount=float(amount))
        return (Choice(tool, f"{measured}; {why}, brightness {amount:+d} brings it to {end:.2f}"),)
    lifted = Choice(Exposure(stops=stops), f"{measured}, {stops:+.2f} EV brings it to {end:.2f}")
    held = _held_back(facts, stops)
    if held < 5.0:
        return (lifted,)
    top = f"the brightest parts are at {facts.lightness_p99:.2f}; highlights {-held:+.0f} keep them from washing out"
    return lifted, Choice(Tone(highlights=-held), f"brighter: {top}")


def _held_back(facts: Facts, stops: float) -> float:
    """How far highlights must come down so that what is bright now stays below white."""
    top = facts.lightness_p95 * 2.0 ** (stops / 3)
    return float(round(clamped((top - NEAR_WHITE) / 0.10 * HELD_MOST, 0.0, HELD_MOST)))


def share_above(facts: Facts, stops: float) -> float:
    """Share of the pixels that so many stops would bring to white, read off the percentiles of lightness."""
    border = 2.0 ** (-stops / 3)
    known = [
        (facts.lightness_p1, 0.99), (facts.lightness_p5, 0.95), (facts.lightness_p25, 0.75),
        (facts.lightness_p50, 0.5), (facts.lightness_p75, 0.25), (facts.lightness_p95, 0.05),
        (facts.lightness_p99, 0.01), (1.0, facts.clipped_white),
    ]  # fmt: skip
    for (low, above_low), (high, above_high) in pairwise(known):
        if low <= border < high:
            return above_low + (above_high - above_low) * (border - low) / max(high - low, 1e-6)
    return facts.clipped_white if border >= 1.0 else 1.0


def _darker(asked: Asked) -> tuple[Choice, ...]:
    facts, change = asked.facts, asked.change("exposure-")
    measured = f"darker: median lightness is {facts.lightness_p50:.2f}"
    end = facts.lightness_p50 + change
    if asked.masked and facts.clipped_white > WASHED_OUT:
        return (_grayer(asked),)
    if facts.clipped_white > BLOWN:
        amount = round(asked.reached("brightness-", change))
        why = f"{100 * facts.clipped_white:.0f} % is white and would turn gray"
        tool = Brightness(amount=float(amount))
        return (Choice(tool, f"{measured}; {why}, so brightness {amount:+d} brings it to {end:.2f}"),)
    stops = round(asked.reached("exposure-", change), 2)
    return (Choice(Exposure(stops=stops), f"{measured}, {stops:+.2f} EV brings it to {end:.2f}"),)


def _grayer(asked: Asked) -> Choice:
    """A place that is mostly white, a little darker."""
    stops = -round(WASHED_OUT_STOPS * min(asked.amounts.factors[asked.strength], 1.0), 2)
    white = f"{100 * asked.facts.clipped_white:.0f} % is white, with no tones left to bring back"
    return Choice(Exposure(stops=stops), f"darker: {white}; {stops:+.2f} EV makes it a light gray")


def contrast(asked: Asked) -> tuple[Choice, ...]:
    """More or less contrast, around the picture's own middle so that it becomes neither brighter nor darker."""
    facts = asked.facts
    amount = round(asked.value("contrast+" if asked.sign > 0 else "contrast-"))
    pivot = middle(facts)
    words = "more contrast" if asked.sign > 0 else "less contrast"
    reason = (
        f"{words}: tones span {facts.contrast:.2f} of lightness; contrast {amount:+d} around L* {pivot:.0f}"
    )
    return (Choice(Contrast(amount=float(amount), pivot=pivot), reason),)


def middle(facts: Facts) -> float:
    """CIE L* of a photo's middle tone, as far as contrast may turn around it."""
    return clamped(round(116 * facts.lightness_p50 - 16), 30.0, 66.0)


def highlights(asked: Asked) -> tuple[Choice, ...]:
    """Bright regions up or down."""
    facts = asked.facts
    amount = float(round(asked.value("highlights+" if asked.sign > 0 else "highlights-")))
    measured = f"the brightest twentieth is at {facts.lightness_p95:.2f}"
    if facts.clipped_white > 0.005:
        measured += f" and {100 * facts.clipped_white:.1f} % is white"
    elif asked.sign < 0 and facts.lightness_p99 < NEAR_WHITE:
        measured += " and nothing is white"
    words = "brighter highlights" if asked.sign > 0 else "calmer highlights"
    whites = _whites(asked)
    if not whites:
        return (Choice(Tone(highlights=amount), f"{words}: {measured}; highlights {amount:+.0f}"),)
    tool = Tone(highlights=amount, whites=whites)
    return (Choice(tool, f"{words}: {measured}; highlights {amount:+.0f} and whites {whites:+.0f}"),)


def _whites(asked: Asked) -> float:
    """Where the very end of the scale is the fault, it moves too."""
    if asked.sign < 0 and (asked.facts.lightness_p95 > 0.95 or asked.strength == "large"):
        return -15.0 if asked.strength != "large" else -30.0
    return 0.0


def shadows(asked: Asked) -> tuple[Choice, ...]:
    """Dark regions opened or deepened."""
    facts = asked.facts
    amount = float(round(asked.value("shadows+" if asked.sign > 0 else "shadows-")))
    words = "open shadows" if asked.sign > 0 else "deeper shadows"
    reason = f"{words}: the darkest quarter is below {facts.lightness_p25:.2f}; shadows {amount:+.0f}"
    return (Choice(Tone(shadows=amount), reason),)


def dehaze(asked: Asked) -> tuple[Choice, ...]:
    """Haze taken away or laid on."""
    clear = CLEAR_SHARE + (1 - CLEAR_SHARE) * min(2 * asked.facts.haze, 1.0) if asked.sign > 0 else 1.0
    amount = float(round(clear * asked.value("dehaze+" if asked.sign > 0 else "dehaze-")))
    words = "less haze" if asked.sign > 0 else "more haze"
    measured = f"haze is measured at {asked.facts.haze:.2f} of 1; dehaze {amount:+.0f}"
    if asked.sign > 0 and asked.facts.haze < CLEAR:
        measured = f"hardly any is measured, so dehaze {amount:+.0f} only deepens what is pale"
    return (Choice(Dehaze(amount=amount), f"{words}: {measured}"),)


def vignette(asked: Asked) -> tuple[Choice, ...]:
    """Darker corners, or lighter ones where a vignette is unwanted."""
    amount = -asked.sign * asked.table("vignette")
    bright = asked.facts.lightness_p95 > 0.85
    words = "vignette" if asked.sign > 0 else "no dark corners"
    reason = f"{words}: corners {'darker' if amount < 0 else 'lighter'} by {abs(amount):.0f}"
    return (Choice(Vignette(amount=amount, highlights=30.0 if bright else 0.0), reason),)
