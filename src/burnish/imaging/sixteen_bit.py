"""Sixteen-bit codes for any encoding, and back from light to those codes.

Resampling and reducing make values between the stored codes. Their results have 16 bits in an encoding of the
same curve, so nothing is lost, and the rest of the pipeline cannot tell them from a file's own samples.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.picture import Encoding

GAIN_8_TO_16 = 257
"""An 8-bit code times this is the 16-bit code of the same light."""

LIGHT_CELLS = 16384

_TOP_CODE = 65535


@lru_cache(maxsize=4)
def sixteen_bit(encoding: Encoding) -> Encoding:
    """The encoding of 16-bit codes: 257 k decodes to what the 8-bit code k did, smoothly in between.

    A 16-bit encoding is returned as it is.
    """
    if encoding.curves.shape[1] == _TOP_CODE + 1:
        return encoding
    return Encoding(np.stack([_between(curve) for curve in encoding.curves]), encoding.matrix)


def _between(curve: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cubic Hermite values between 256 knots; slopes are harmonic means of the neighboring differences.

    It never overshoots the knots (Fritsch and Butland, "A method for constructing local monotone piecewise
    cubic interpolants", SIAM J. Sci. Stat. Comput. 5 (2), 1984; equation 5 with equal spacing).
    """
    knots = curve.astype(np.float64)
    steps = np.diff(knots)
    product = steps[:-1] * steps[1:]
    both = np.where(product > 0, steps[:-1] + steps[1:], 1.0)
    inner = np.where(product > 0, 2 * product / both, 0.0)
    slopes = np.concatenate([steps[:1], inner, steps[-1:]])
    codes = np.arange(_TOP_CODE + 1)
    k = np.minimum(codes // GAIN_8_TO_16, len(steps) - 1)
    t = (codes - k * GAIN_8_TO_16) / GAIN_8_TO_16
    rise = t * t * (3 - 2 * t)
    bend = slopes[k] * t * (1 - t) ** 2 - slopes[k + 1] * t * t * (1 - t)
    return (knots[k] * (1 - rise) + knots[k + 1] * rise + bend).astype(np.float32)


@lru_cache(maxsize=4)
def codes_of_light(encoding: Encoding) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Tables from linear light back to the codes of a 16-bit encoding.

    Returns: codes (3, cells + 2) over the square root of light, evenly from the curve's first to its last
    value, to be interpolated; and (3, 2) of that first value and 1 / range. Within 8 codes for gammas up to
    2.6, half a code for sRGB.
    """
    roots = np.minimum(np.arange(LIGHT_CELLS + 2) / LIGHT_CELLS, 1.0)
    codes = np.arange(_TOP_CODE + 1)
    tables, ranges = np.empty((3, LIGHT_CELLS + 2), np.float32), np.empty((3, 2), np.float32)
    for c, curve in enumerate(encoding.curves):
        rising = np.maximum.accumulate(curve.astype(np.float64))
        span = max(rising[-1] - rising[0], 1e-9)
        tables[c] = np.interp(rising[0] + roots * roots * span, rising, codes)
        ranges[c] = rising[0], 1 / span
    return tables, ranges
