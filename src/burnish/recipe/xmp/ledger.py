"""The ledger of an import: every setting is judged once."""

from collections.abc import Mapping
from decimal import Decimal

from burnish.recipe.xmp.numerals import format_number, parse_number
from burnish.recipe.xmp.packet import Struct, Value
from burnish.recipe.xmp.report import Adjusted, NotCarried

SHOWN_CHARACTERS = 80
"""Longest value that a report repeats."""


class Ledger:
    """Settings waiting to be judged, and the verdicts so far."""

    def __init__(self, settings: Mapping[str, Value]) -> None:
        self._settings = settings
        self.carried: dict[str, None] = {}
        self.about: dict[str, None] = {}
        self.not_carried: dict[str, NotCarried] = {}
        self.adjusted: list[Adjusted] = []

    def __contains__(self, name: str) -> bool:
        return name in self._settings

    def value(self, name: str) -> Value:
        """A setting as it stands; empty text if the file has none."""
        return self._settings.get(name, "")

    def text(self, name: str) -> str:
        """A setting's text; for a list of alternatives the first."""
        value = self.value(name)
        if isinstance(value, tuple):
            value = value[0] if value else ""
        return value if isinstance(value, str) else ""

    def carry(self, *names: str) -> None:
        """Note that settings are in the steps, or say that nothing is done."""
        self.carried |= dict.fromkeys(name for name in names if name in self)

    def set_aside(self, *names: str) -> None:
        """Note that settings change no pixel."""
        self.about |= dict.fromkeys(name for name in names if name in self)

    def lose(self, name: str, why: str, value: str | None = None) -> None:
        """Note that a setting has no counterpart."""
        self.not_carried[name] = NotCarried(name, _shown(self.value(name)) if value is None else value, why)

    def adjust(self, name: str, value: str, carried: str, why: str) -> None:
        """Note that a setting was carried with another value."""
        self.adjusted.append(Adjusted(name, value, carried, why))

    def open_names(self) -> tuple[str, ...]:
        """Settings that nobody has judged yet, in the order of the file."""
        judged = {*self.carried, *self.about, *self.not_carried}
        return tuple(name for name in self._settings if name not in judged)

    def number(self, name: str, low: Decimal, high: Decimal) -> Decimal | None:
        """The number a setting says, kept within bounds; None if it says none."""
        if name not in self:
            return None
        number = parse_number(self.text(name))
        if number is None:
            self.lose(name, "is not a number")
            return None
        self.carry(name)
        return self.within(name, number, low, high)

    def within(self, name: str, number: Decimal, low: Decimal, high: Decimal) -> Decimal:
        """The number, or the bound it exceeds, which is noted."""
        kept = min(max(number, low), high)
        if kept != number:
            allowed = f"Burnish takes {format_number(low)} to {format_number(high)}"
            self.adjust(name, format_number(number), format_number(kept), allowed)
        return kept

    def first_number(self, names: tuple[str, ...], low: Decimal, high: Decimal) -> Decimal | None:
        """The number of the first spelling in the file; the others must agree with it or are not carried."""
        present = [name for name in names if name in self]
        if not present:
            return None
        first = self.number(present[0], low, high)
        for name in present[1:]:
            if parse_number(self.text(name)) == parse_number(self.text(present[0])):
                self.carry(name)
            else:
                self.lose(name, f"the file also has {present[0]}, which is the one that counts")
        return first


def _shown(value: Value) -> str:
    if isinstance(value, Struct):
        text = value.text("Name") or ", ".join(value.fields)
    elif isinstance(value, tuple):
        text = "; ".join(item if isinstance(item, str) else _shown(item) for item in value)
    else:
        text = value
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"
