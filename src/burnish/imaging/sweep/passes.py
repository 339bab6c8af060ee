"""What a tool compiles to: a handful of passes, each a small table or a few scalars.

Every pass has a `space`: "rgb" passes see linear Rec. 2020, "oklab" passes see Oklab (L, a, b). `program`
inserts the conversions. Functions held by a pass are vectorized NumPy functions over float64; `program`
samples them into tables, `reference` calls them directly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.pixels import Plane

Doubles: TypeAlias = NDArray[np.float64]
Curve: TypeAlias = Callable[[Doubles], Doubles]
Space: TypeAlias = Literal["rgb", "oklab"]


ROLL_OFF_KNEE = 0.6
"""Linear light above which highlights roll off once a recipe lifts white above 1 (sRGB code 203)."""


@dataclass(frozen=True, eq=False)
class Matrix:
    """Multiply linear RGB by a 3×3 matrix."""

    matrix: Doubles
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class Tone:
    """A tone curve that keeps hue: it acts on the largest and the smallest channel, the middle one follows.

    `curve` maps linear light to linear light. Keeping the middle channel's relative place keeps HSV hue, as
    the reference tone rendering of the DNG specification does (RefBaselineRGBTone).
    """

    curve: Curve
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class ChannelCurves:
    """One curve for each of red, green and blue, linear light to linear light."""

    red: Curve
    green: Curve
    blue: Curve
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class HueShift:
    """Scale chroma, turn hue and scale lightness, each as a function of hue (Oklab hue, radians in [0, 2π)).

    With chroma C and `presence` w = C / (C + 0.06): a, b are turned by `turn(h)` and scaled by `chroma(h)`;
    L is multiplied by 1 + `lightness(h)`·w, so neutrals keep their lightness. None means no change.
    """

    chroma: Curve | None = None
    turn: Curve | None = None
    lightness: Curve | None = None
    space: ClassVar[Space] = "oklab"


@dataclass(frozen=True, eq=False)
class Vibrance:
    """Scale chroma by 1 + weight(h) / (1 + (C / knee)²): muted colors move most."""

    weight: Curve
    knee: float = 0.1
    space: ClassVar[Space] = "oklab"


@dataclass(frozen=True, eq=False)
class Tint:
    """Add (da, db) and scale lightness by 1 + dl, each a function of lightness L."""

    a: Curve
    b: Curve
    lightness: Curve
    space: ClassVar[Space] = "oklab"


@dataclass(frozen=True, eq=False)
class OklabAffine:
    """Multiply (L, a, b) by a 3×3 matrix and add an offset."""

    matrix: Doubles
    offset: Doubles
    space: ClassVar[Space] = "oklab"


@dataclass(frozen=True, eq=False)
class RadialGain:
    """Scale light by a function of the normalized distance r from the center of the frame.

    The ellipse of equal r has half axes in the ratio of the frame's sides (`circle` = 0) up to a circle
    (`circle` = 1); r = (|x|^exponent + |y|^exponent)^(1/exponent) is 1 in the corners.
    `gain` maps r in [0, 1] to a factor; `protect` in [0, 1] fades the effect
    where the picture is bright.
    """

    gain: Curve
    circle: float = 0.0
    exponent: float = 2.0
    protect: float = 0.0
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class LocalGain:
    """Edge-aware light: gain from a base layer given by guided-filter coefficients on a proxy.

    With l = log2 of luminance (floored at 2⁻¹²), the base is a·l + b where a and b are `slope` and `offset` upsampled
    (guided filter, He et al. 2013, fast variant 2015). log2 gain = base_gain(base) + detail_gain(base)·(l − base),
    and RGB is scaled by it, so hue and saturation stay.
    """

    slope: Plane
    offset: Plane
    base_gain: Curve
    detail_gain: Curve
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class Veil:
    """Take away (or add) a veil of light: out = (rgb − airlight)·gain + airlight, the haze model (Koschmieder).

    gain = 1 / transmission comes from guided-filter coefficients on a proxy over l, as in `LocalGain`:
    log2 gain = slope·l + offset, held within [−3, 3]. With m the least of rgb / airlight and 1, gain stays below
    (1 − floor·m) / (1 − m): no channel that is darker than the airlight keeps less than the share `floor` of
    itself, for haze cannot be brighter than what is seen through it (the dark channel's bound, pixel by pixel).
    """

    slope: Plane
    offset: Plane
    airlight: Doubles
    floor: float = 0.0
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class Layer:
    """Mix in a soft picture made on a proxy: out = rgb·keep + layer·add, the layer upsampled.

    `screen` mixes as light on light instead: out = rgb + layer·add·max(0, 1 − rgb).
    """

    layer: NDArray[np.float32]
    keep: float
    add: float
    screen: bool = False
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class Grain:
    """Film grain from a seeded tile of zero-mean noise, strongest in the mid-tones.

    `tile` repeats over the frame; `pixels_per_cell` is how many rendered pixels one tile cell covers, so that
    grain keeps its size relative to the frame. `amount` scales the noise in the square root of light.
    """

    tile: Plane
    amount: float
    pixels_per_cell: float
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class Lookup:
    """A 3-D table over sRGB-encoded code values, tetrahedral interpolation; input is clamped to [0, 1].

    `table` has shape (n, n, n, 3), indexed [r][g][b].
    """

    table: NDArray[np.float32]
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class RollOff:
    """Compress light between `knee` and where source white has got to into knee … 1; white is then 1 again.

    Acts on the largest and the smallest channel, so hue stays; the curve is k + (1 − k)·a·u / (1 + (a − 1)·u) with
    u = (x − k) / (w − k) and a = (w − k) / (1 − k): slope 1 at the knee, white w
    lands on 1. Where white is 1 it does nothing.
    """

    knee: float = ROLL_OFF_KNEE
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class Overlay:
    """Lay a soft picture made on a proxy over the pixels by its own weight: out = rgb·(1 − weight) + layer.

    `layer` has shape (h, w, 4): color times weight, then weight; it is upsampled.
    """

    layer: NDArray[np.float32]
    space: ClassVar[Space] = "rgb"


@dataclass(frozen=True, eq=False)
class Sharpen:
    """Unsharp masking of luminance at full size: a neighborhood pass that `bands` runs between strips.

    Works on s, the square root of luminance. `taps` is one half of a symmetric kernel (center first) of the blur;
    d = s − blur(s). Differences well below `threshold` are left alone, differences well above `limit` are held
    near it (tighter on the bright side), so that edges get no halo. `masking` is the gradient of the blurred s, a
    pixel, that a place needs to be sharpened.
    """

    taps: tuple[float, ...]
    amount: float
    threshold: float
    limit: float = 1.0
    masking: float = 0.0
    space: ClassVar[Space] = "rgb"


BRIGHT_SIDE = 0.6
"""Share of `Sharpen.limit` on the bright side of an edge, where a halo is seen first."""


@dataclass(frozen=True, eq=False)
class Smooth:
    """A blur of light at full size, for radii too small for a proxy: a neighborhood pass as `Sharpen` is.

    `taps` is one half of a symmetric kernel, center first, applied along rows and along columns.
    """

    taps: tuple[float, ...]
    space: ClassVar[Space] = "rgb"


Pass: TypeAlias = (
    Matrix
    | Tone
    | ChannelCurves
    | HueShift
    | Vibrance
    | Tint
    | OklabAffine
    | RadialGain
    | LocalGain
    | Veil
    | Layer
    | Grain
    | Lookup
    | RollOff
    | Overlay
    | Sharpen
    | Smooth
)


@dataclass(frozen=True, eq=False)
class Masked:
    """Passes that apply where a mask covers, by its value times opacity.

    `mask` has the rendered size (height, width), or None for everywhere.
    """

    passes: tuple[Pass, ...]
    mask: NDArray[np.uint16] | None
    opacity: float


Stage: TypeAlias = Pass | Masked
