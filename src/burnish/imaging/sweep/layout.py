"""How a program lies in memory: operation codes and table sizes, shared by `program` and `kernels`."""

STRIP = 256
"""Pixels in a strip: four float32 rows, their scratch and a few tables stay in a 32 KiB first-level cache."""

ROOT_CELLS_PER_UNIT = 1024
ROOT_TABLE = 2050
"""A curve of light is sampled at (k / 1024)², k = 0 … 2049, and goes on straight (in the square root) above 4."""

HUE_CELLS = 1024
"""Cells around the diamond of hues; tables hold one more entry, equal to the first."""

LIGHTNESS_CELLS = 512
LIGHTNESS_SPAN = 1.6
"""Cells over Oklab L in [0, 1.6]; held beyond."""

RADIAL_CELLS = 512
"""Cells over the normalized radius in [0, 1]."""

BASE_CELLS = 256
BASE_LOW, BASE_HIGH = -12.0, 4.0
"""Cells over log2 light of a base layer."""

ENCODE_CELLS = 4096
"""Cells over the square root of output light in [0, 1]."""

BYTE_CELLS = 16384
"""Cells over the square root of output light in [0, 1] where the table holds finished 8-bit codes."""

(
    MATRIX,
    TONE,
    CHANNEL_CURVES,
    TO_OKLAB,
    FROM_OKLAB,
    HUE_SHIFT,
    VIBRANCE,
    TINT,
    OKLAB_AFFINE,
    RADIAL_GAIN,
    LOCAL_GAIN,
    VEIL,
    LAYER,
    GRAIN,
    LOOKUP,
    WHITE,
    ROLL_OFF,
    SAVE,
    BLEND,
    OVERLAY,
) = range(20)
"""Operation codes."""
