"""What the tools of detail, geometry, retouch and effect do, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from burnish.agent.explain.phrases import Phrase, compared, leaned

if TYPE_CHECKING:
    from burnish.tools.background import Background
    from burnish.tools.blur import Blur
    from burnish.tools.clarity import Clarity
    from burnish.tools.crop import Crop
    from burnish.tools.denoise import Denoise
    from burnish.tools.flip import Flip
    from burnish.tools.glow import Glow
    from burnish.tools.grain import Grain
    from burnish.tools.heal import Heal
    from burnish.tools.lut import Lut
    from burnish.tools.perspective import Perspective
    from burnish.tools.rotate import Rotate
    from burnish.tools.sharpen import Sharpen
    from burnish.tools.texture import Texture
    from burnish.tools.vignette import Vignette

LEAST_CUT = 0.02
"""Share of a side that a crop must take off before the side is named."""

_BLURS: Mapping[str, str] = {
    "gaussian": "softly blurred", "lens": "blurred as out of focus", "radial": "blurred as by zooming",
    "motion": "blurred as by motion",
}  # fmt: skip


def texture_words(tool: "Texture") -> tuple[Phrase, ...]:
    """`fine detail brought out`."""
    return leaned(tool.amount, "fine detail", "brought out", "smoothed")


def clarity_words(tool: "Clarity") -> tuple[Phrase, ...]:
    """`local contrast raised`."""
    return leaned(tool.amount, "local contrast", "raised", "softened")


def sharpen_words(tool: "Sharpen") -> tuple[Phrase, ...]:
    """`sharpened`."""
    return leaned(tool.amount, "", "sharpened", "", full=150.0)


def denoise_words(tool: "Denoise") -> tuple[Phrase, ...]:
    """`noise smoothed`."""
    what = "noise" if tool.luma else "color noise"
    return leaned(max(tool.luma, tool.chroma), what, "smoothed", "")


def blur_words(tool: "Blur") -> tuple[Phrase, ...]:
    """`blurred as out of focus`."""
    return (Phrase(f"{_BLURS[tool.style]} over {tool.radius:g} % of the short side", tool.radius / 20),)


def background_words(tool: "Background") -> tuple[Phrase, ...]:
    """`background blurred`."""
    done = {"blur": "blurred", "color": f"laid over with {tool.color}", "transparent": "cut out"}[tool.style]
    return leaned(tool.amount, "background", done, "")


def heal_words(tool: "Heal") -> tuple[Phrase, ...]:
    """`removed, and the place filled`."""
    return (Phrase("removed, and the place filled from around it", tool.amount / 100),)


def vignette_words(tool: "Vignette") -> tuple[Phrase, ...]:
    """`corners darkened`."""
    return leaned(tool.amount, "corners", "lightened", "darkened")


def grain_words(tool: "Grain") -> tuple[Phrase, ...]:
    """`film grain added`."""
    return leaned(tool.amount, "film grain", "added", "")


def glow_words(tool: "Glow") -> tuple[Phrase, ...]:
    """`bright areas glowing`."""
    return leaned(tool.amount, "bright areas", "glowing", "")


def lut_words(tool: "Lut") -> tuple[Phrase, ...]:
    """`a look table applied`."""
    part = "" if tool.amount >= 99 else f" at {tool.amount:.0f} %"
    return (Phrase(f"a look table applied{part}", tool.amount / 100),)


def crop_words(tool: "Crop") -> tuple[Phrase, ...]:
    """`cropped to 61 % of the picture, mostly off the left`."""
    kept = (tool.right - tool.left) * (tool.bottom - tool.top)
    cuts = {"left": tool.left, "top": tool.top, "right": 1 - tool.right, "bottom": 1 - tool.bottom}
    most = max(cuts.values())
    sides = [side for side, cut in cuts.items() if cut > LEAST_CUT and cut > 0.5 * most]
    where = f", mostly off the {' and '.join(sides)}" if 0 < len(sides) < 3 else ""
    shape = f" to {tool.aspect}" if tool.aspect else ""
    size = f" to {100 * kept:.0f} % of the picture" if kept < 0.999 else ""
    return (Phrase(f"cropped{shape}{size}{where}", min(1 - kept + 0.1, 1.0)),)


def rotate_words(tool: "Rotate") -> tuple[Phrase, ...]:
    """`turned a quarter clockwise, straightened by 1.3° clockwise`."""
    quarters = ("", "turned a quarter clockwise", "turned upside down", "turned a quarter counterclockwise")
    told = [Phrase(quarters[tool.quarter_turns], 1.0)] if tool.quarter_turns else []
    if tool.angle:
        side = "clockwise" if tool.angle > 0 else "counterclockwise"
        verb = "straightened" if abs(tool.angle) <= 10 else "turned"
        told.append(Phrase(f"{verb} by {abs(tool.angle):.1f}° {side}", abs(tool.angle) / 45))
    return tuple(told)


def flip_words(tool: "Flip") -> tuple[Phrase, ...]:
    """`mirrored left to right`."""
    sides = ((tool.horizontal, "mirrored left to right"), (tool.vertical, "mirrored top to bottom"))
    return tuple(Phrase(words, 1.0) for done, words in sides if done)


def perspective_words(tool: "Perspective") -> tuple[Phrase, ...]:
    """`upright lines straightened`."""
    shift = max((tool.offset_x, tool.offset_y), key=abs)
    return (
        *leaned(
            tool.vertical, "perspective", "corrected, narrower at the top", "corrected, wider at the top"
        ),
        *leaned(
            tool.horizontal, "perspective", "corrected, larger on the right", "corrected, larger on the left"
        ),
        *compared(tool.aspect, "", "taller", "wider"),
        *compared(tool.scale - 100, "", "larger in its frame", "smaller in its frame", full=50.0),
        *leaned(shift, "picture", "shifted in its frame", "shifted in its frame"),
    )
