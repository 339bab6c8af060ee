"""Signs that speak for or against a find, put together to how sure it is."""

from collections.abc import Mapping
from math import prod


def ramp(value: float, low: float, high: float) -> float:
    """0 at the low end, 1 at the high end, straight between."""
    return min(max((value - low) / (high - low), 0.0), 1.0)


def weighed(signs: Mapping[str, float], clear: float, otherwise: str) -> tuple[float, str]:
    """All signs (0 to 1, by what is said when they are bad) as one number, and what to say.

    From ``clear`` on nothing is wrong, and ``otherwise`` is said; below, what the worst sign says.
    """
    value = prod(signs.values())
    return value, otherwise if value >= clear else min(signs, key=lambda sign: signs[sign])
