"""White balance: absolute for raw files, relative for rendered ones."""

from decimal import Decimal
from typing import Any

from burnish.recipe.xmp.ledger import Ledger
from burnish.recipe.xmp.numerals import exact, format_number, parse_number

NAMED_LIGHTS = {
    "Daylight": (5500.0, 10.0), "Cloudy": (6500.0, 10.0), "Shade": (7500.0, 10.0), "Tungsten": (2850.0, 0.0),
    "Fluorescent": (3800.0, 21.0), "Flash": (5500.0, 0.0),
}  # fmt: skip
"""Kelvin and tint of Camera Raw's named settings for raw files."""

_HUNDRED = Decimal(100)
_COLDEST, _HOTTEST = Decimal(2000), Decimal(50000)


def read_white_balance(ledger: Ledger) -> dict[str, Any]:
    """Parameters that differ from as shot."""
    mode = ledger.text("WhiteBalance")
    relative = any(parse_number(ledger.text(f"Incremental{name}")) for name in ("Temperature", "Tint"))
    as_shot = mode == "As Shot"
    if as_shot:
        ledger.set_aside("Temperature", "Tint")
    if "Temperature" in ledger and not as_shot:
        return _absolute(ledger, relative)
    if mode in NAMED_LIGHTS and not relative:
        ledger.carry("WhiteBalance", "IncrementalTemperature", "IncrementalTint", "Tint")
        kelvin, tint = NAMED_LIGHTS[mode]
        return {"kelvin": kelvin} | ({"tint": tint} if tint else {})
    if mode == "Auto" and not relative:
        ledger.lose("WhiteBalance", "Camera Raw works the balance out anew from each photo")
    ledger.carry(*(name for name in ("WhiteBalance",) if name not in ledger.not_carried))
    tints = ("IncrementalTint",) if as_shot else ("IncrementalTint", "Tint")
    found = {
        "temperature": ledger.number("IncrementalTemperature", -_HUNDRED, _HUNDRED),
        "tint": ledger.first_number(tints, -_HUNDRED, _HUNDRED),
    }
    return {param: float(number) for param, number in found.items() if number}


def _absolute(ledger: Ledger, relative: bool) -> dict[str, Any]:
    ledger.carry("WhiteBalance")
    for name in ("IncrementalTemperature", "IncrementalTint"):
        if relative and name in ledger:
            ledger.lose(name, "the file also has an absolute Temperature, which is the one that counts")
        ledger.set_aside(*(n for n in (name,) if n not in ledger.not_carried))
    found = {
        "kelvin": ledger.number("Temperature", _COLDEST, _HOTTEST),
        "tint": ledger.number("Tint", -_HUNDRED, _HUNDRED),
    }
    return {param: float(number) for param, number in found.items() if number}


def white_balance_settings(params: dict[str, Any]) -> dict[str, str]:
    """Settings of these parameters; an absolute temperature excludes the relative one."""
    tint = format_number(exact(params.get("tint", 0.0)), signed=True)
    if params.get("kelvin") is not None:
        return {"WhiteBalance": "Custom", "Temperature": format_number(exact(params["kelvin"])), "Tint": tint}
    temperature = format_number(exact(params.get("temperature", 0.0)), signed=True)
    return {"WhiteBalance": "Custom", "IncrementalTemperature": temperature, "IncrementalTint": tint}
