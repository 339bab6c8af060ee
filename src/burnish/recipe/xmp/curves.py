"""Point curves: lists of "input, output" code values."""

from decimal import Decimal
from typing import TypeAlias

from burnish.recipe.xmp.ledger import Ledger
from burnish.recipe.xmp.numerals import exact, format_number, parse_number
from burnish.recipe.xmp.packet import Value

Points: TypeAlias = tuple[tuple[float, float], ...]

CURVES = (
    ("points", "ToneCurvePV2012", "ToneCurve"),
    ("red", "ToneCurvePV2012Red", "ToneCurveRed"),
    ("green", "ToneCurvePV2012Green", "ToneCurveGreen"),
    ("blue", "ToneCurvePV2012Blue", "ToneCurveBlue"),
)
"""Parameter, setting, and the setting's name up to process version 2."""

STRAIGHT = ("0, 0", "255, 255")
"""The curve that changes nothing."""

NAMED_CURVES: dict[str, Points] = {
    "Medium Contrast": ((0, 0), (32, 22), (64, 56), (128, 128), (192, 196), (255, 255)),
    "Strong Contrast": ((0, 0), (32, 16), (64, 50), (128, 128), (192, 202), (255, 255)),
}
"""Curves that Camera Raw knows by name, as it writes their points."""

MAX_POINTS = 32
_WHITE = Decimal(255)


def read_curves(ledger: Ledger, *, old_process: bool) -> dict[str, Points]:
    """The curves that bend, by parameter."""
    found: dict[str, Points] = {}
    for param, setting, old_setting in CURVES:
        name = old_setting if old_process and setting not in ledger else setting
        points = _read_curve(ledger, name) if name in ledger else ()
        if points:
            found[param] = points
    name = ledger.text("ToneCurveName2012") or (ledger.text("ToneCurveName") if old_process else "")
    if name in NAMED_CURVES and not any(setting in ledger for setting in CURVES[0][1:]):
        found["points"] = tuple((float(x), float(y)) for x, y in NAMED_CURVES[name])
    return found


def _read_curve(ledger: Ledger, name: str) -> Points:
    pairs = _pairs(ledger.value(name))
    if pairs is None:
        ledger.lose(name, 'is not a list of "input, output" pairs')
        return ()
    points = _usable(pairs)
    if len(points) == 1 or len(points) > MAX_POINTS:
        ledger.lose(name, f"has {len(points)} different inputs; Burnish takes 2 to {MAX_POINTS}")
        return ()
    ledger.carry(name)
    if list(points) != pairs:
        ledger.adjust(name, _shown(pairs), _shown(list(points)), "inputs must rise, values lie in 0 to 255")
    return () if all(x == y for x, y in points) else tuple((float(x), float(y)) for x, y in points)


def _pairs(value: Value) -> list[tuple[Decimal, Decimal]] | None:
    if not isinstance(value, tuple):
        return [] if value == "" else None
    pairs: list[tuple[Decimal, Decimal]] = []
    for item in value:
        numbers = [parse_number(part) for part in item.split(",")] if isinstance(item, str) else []
        if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
            return None
        pairs.append((numbers[0], numbers[1]))
    return pairs


def _usable(pairs: list[tuple[Decimal, Decimal]]) -> list[tuple[Decimal, Decimal]]:
    """Points in range with rising inputs; of equal inputs the last stands."""
    inside = {_coded(x): _coded(y) for x, y in pairs}
    return sorted(inside.items())


def _coded(number: Decimal) -> Decimal:
    return min(max(number, Decimal(0)), _WHITE)


def _shown(pairs: list[tuple[Decimal, Decimal]]) -> str:
    return "; ".join(f"{format_number(x)}, {format_number(y)}" for x, y in pairs)


def curve_items(points: Points) -> tuple[str, ...]:
    """A curve as list items; no points are the straight line."""
    return tuple(f"{format_number(exact(x))}, {format_number(exact(y))}" for x, y in points) or STRAIGHT
