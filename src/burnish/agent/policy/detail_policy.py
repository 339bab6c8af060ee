"""Wishes about detail: sharpness, noise, blur, skin."""

import re

from burnish.agent.policy.choice import Asked, Choice, clamped
from burnish.tools.blur import Blur
from burnish.tools.clarity import Clarity
from burnish.tools.denoise import Denoise
from burnish.tools.exposure import Exposure
from burnish.tools.grain import Grain
from burnish.tools.saturation import Saturation
from burnish.tools.sharpen import Sharpen
from burnish.tools.texture import Texture
from burnish.tools.tone import Tone

CRISP = 0.35
"""Sharpness of edges at which the table's amounts are right."""
GRAINY = 0.008
"""Noise at which the table's amounts are right."""
CLEAN, CLEAN_SHARE = 0.002, 0.45
"""Noise below which a photo looks clean, and the share of the table's amount that it gets all the same when asked."""


def sharpness(asked: Asked) -> tuple[Choice, ...]:
    """Crisper, or softer; clarity alone where it is called by that name."""
    if _CLARITY.search(asked.words):
        return (_clarity(asked),)
    if asked.sign < 0:
        return _softer(asked, "softer")
    facts = asked.facts
    need = clamped(1.0 + 1.2 * (CRISP - facts.sharpness), 0.7, 1.35)
    amount = float(round(asked.table("sharpen") * need))
    masking = float(round(clamped(facts.noise / GRAINY * 30.0, 0.0, 70.0)))
    noisy = f", edges only, as {100 * facts.noise:.1f} % noise is measured" if masking >= 15 else ""
    edges = f"the sharpest edges are at {facts.sharpness:.2f} of 1"
    chosen = [
        Choice(Sharpen(amount=amount, masking=masking), f"sharper: {edges}; sharpen {amount:.0f}{noisy}"),
        _texture(asked, need, "sharper"),
    ]
    if asked.strength == "large":
        clarity = float(round(0.6 * asked.value("clarity+")))
        local = f"local contrast is {facts.local_contrast:.3f}"
        chosen.append(Choice(Clarity(amount=clarity), f"much sharper: {local}; clarity {clarity:+.0f}"))
    return tuple(chosen)


_CLARITY = re.compile(r"\bclarity\b", re.IGNORECASE)


def _clarity(asked: Asked) -> Choice:
    amount = float(round(asked.value("clarity+" if asked.sign > 0 else "clarity-")))
    local = f"local contrast is {asked.facts.local_contrast:.3f}"
    return Choice(Clarity(amount=amount), f"clarity, by its name: {local}; clarity {amount:+.0f}")


def _texture(asked: Asked, need: float, words: str) -> Choice:
    calm = clamped(1.25 - asked.facts.noise / (4 * GRAINY), 0.4, 1.0)
    amount = float(round(asked.table("texture") * need * calm))
    return Choice(Texture(amount=amount), f"{words}: texture {amount:+.0f} brings out fine detail")


def _softer(asked: Asked, words: str) -> tuple[Choice, ...]:
    amount = -asked.table("soften")
    clarity = float(round(0.7 * asked.value("clarity-")))
    return (
        Choice(Texture(amount=amount), f"{words}: texture {amount:.0f} smooths fine detail"),
        Choice(Clarity(amount=clarity), f"{words}: clarity {clarity:.0f} softens local contrast"),
    )


def denoise(asked: Asked) -> tuple[Choice, ...]:
    """Less noise, as much as is measured; or grain, where noise is wanted."""
    noise = asked.facts.noise
    if asked.sign < 0:
        amount = round(0.6 * asked.table("denoise"))
        return (
            Choice(
                Grain(amount=float(amount)),
                f"more grain: {100 * noise:.1f} % noise is measured; grain {amount}",
            ),
        )
    need = CLEAN_SHARE if noise < CLEAN else clamped(0.7 + 0.3 * noise / GRAINY, 0.7, 1.4)
    luma = float(round(min(asked.table("denoise") * need, 100.0)))
    chroma = min(luma + 15.0, 100.0)
    seen = f"{100 * noise:.1f} % is measured in the mid-tones"
    if noise < CLEAN:
        seen = f"hardly any is measured ({100 * noise:.1f} % in the mid-tones), so only gently"
    reason = f"less noise: {seen}; denoise {luma:.0f}, color {chroma:.0f}"
    return (Choice(Denoise(luma=luma, chroma=chroma), reason),)


def blur(asked: Asked) -> tuple[Choice, ...]:
    """Out of focus; less of it is sharpening."""
    if asked.sign < 0:
        return sharpness(asked)
    radius = asked.table("blur")
    style = "lens" if asked.masked else "gaussian"
    reason = f"blur: {style} blur of {radius:.1f} % of the short side"
    return (Choice(Blur(style=style, radius=radius), reason),)


def retouch(asked: Asked) -> tuple[Choice, ...]:
    """Skin smoothed, or eyes and teeth made whiter."""
    if asked.intent.region == "eyes" or _says(asked, "teeth", "tooth", "smile", "eye"):
        return _whiter(asked)
    smooth = round(0.8 * asked.table("soften"))
    lift = round(0.25 * asked.table("soften"))
    return (
        Choice(
            Texture(amount=-float(smooth)), f"retouch: texture {-smooth} smooths skin and keeps its edges"
        ),
        Choice(
            Tone(highlights=-float(lift), shadows=float(lift)),
            f"retouch: highlights {-lift} and shadows {lift:+d} even the light on the skin",
        ),
    )


def _whiter(asked: Asked) -> tuple[Choice, ...]:
    amount = asked.table("whiten")
    stops = round(0.008 * amount, 2)
    return (
        Choice(Saturation(amount=-amount), f"whiter: saturation {-amount:.0f} takes the tint out"),
        Choice(Exposure(stops=stops), f"whiter: {stops:+.2f} EV brightens a little"),
    )


def _says(asked: Asked, *words: str) -> bool:
    phrase = asked.intent.phrase.lower()
    return any(word in phrase for word in words)
