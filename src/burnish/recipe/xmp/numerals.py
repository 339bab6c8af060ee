"""Numbers as XMP writes them, without a digit lost on the way in and out."""

from decimal import Decimal, InvalidOperation

MAX_DIGITS = 400
"""Longest number that is read; the smallest float needs 326 characters."""


def parse_number(text: str) -> Decimal | None:
    """The number that a text says, or None if it says none."""
    text = text.strip()
    if len(text) > MAX_DIGITS or "_" in text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < MAX_DIGITS else None


def exact(number: float) -> Decimal:
    """The shortest decimal that reads back as this float."""
    return Decimal(repr(float(number)))


def format_number(number: Decimal, *, signed: bool = False) -> str:
    """Plain digits without exponent; a leading + where the setting has a sign."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        text = "0"
    return f"+{text}" if signed and number > 0 else text


def parse_flag(text: str) -> bool:
    """Whether a boolean property (True, true, 1) is set."""
    return text.strip().lower() in ("true", "1")
