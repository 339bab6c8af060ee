"""The color of light by temperature."""

import numpy as np

from burnish.imaging.color import Matrix, xy_to_xyz


def planckian_xy(kelvin: float) -> tuple[float, float]:
    """Chromaticity of a black body, 1667 K to 25000 K (Kang et al., J. Korean Phys. Soc. 41, 2002)."""
    t = float(np.clip(kelvin, 1667.0, 25000.0))
    if t <= 4000:
        x = -0.2661239e9 / t**3 - 0.2343589e6 / t**2 + 0.8776956e3 / t + 0.179910
    else:
        x = -3.0258469e9 / t**3 + 2.1070379e6 / t**2 + 0.2226347e3 / t + 0.24039
    if t <= 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif t <= 4000:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    return x, y


def planckian_xyz(kelvin: float, duv: float = 0.0) -> Matrix:
    """Tristimulus values (Y = 1) of a light this far from the Planckian locus in CIE 1960 (u, v); + is greener."""
    if duv == 0.0:
        return xy_to_xyz(planckian_xy(kelvin))
    kelvin = float(np.clip(kelvin, 1667.0, 24_900.0))
    u, v = _uv(planckian_xy(kelvin))
    u1, v1 = _uv(planckian_xy(kelvin * 1.001))
    along = np.array([u1 - u, v1 - v])
    normal = np.array([along[1], -along[0]]) / np.hypot(*along)
    normal *= np.sign(normal[1])
    u, v = u + duv * normal[0], v + duv * normal[1]
    scale = 2 * u - 8 * v + 4
    return xy_to_xyz((3 * u / scale, 2 * v / scale))


def _uv(xy: tuple[float, float]) -> tuple[float, float]:
    """CIE 1960 UCS coordinates."""
    x, y = xy
    scale = -2 * x + 12 * y + 3
    return 4 * x / scale, 6 * y / scale
