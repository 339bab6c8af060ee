"""Brand rules as a file: what a house never does, and within which bounds it does everything else."""

import re
import tomllib
from typing import Annotated, Any, cast

import annotated_types
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from burnish.errors import BadInput
from burnish.tools.base import HEX_COLOR
from burnish.tools.catalogue import Catalogue

MAX_BYTES = 2**18
"""Largest file of rules that is read."""

Hex = Annotated[str, StringConstraints(pattern=HEX_COLOR)]
Aspect = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,3}(\.\d{1,3})?:[1-9]\d{0,3}(\.\d{1,3})?$")]
Bound = tuple[float, float]


class BrandRules(BaseModel):
    """Hard constraints on every proposal."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    never: tuple[str, ...] = ()
    """Tools that are not used."""

    bounds: dict[str, dict[str, Bound]] = Field(default_factory=dict[str, dict[str, Bound]])
    """Lowest and highest value of a slider, by tool and parameter; steps of one tool count together."""

    palette: Annotated[tuple[Hex, ...], Field(max_length=64)] = ()
    """The only colors that things, backgrounds and tints are given."""

    white_background: Annotated[int, Field(ge=200, le=255)] | None = None
    """Code value that a white background is laid with."""

    minimum_contrast: Annotated[float, Field(ge=-100, le=100)] | None = None
    """Least value of `contrast.amount`, all steps together."""

    crop_aspects: tuple[Aspect, ...] = ()
    """The only shapes that a crop may have, width:height."""

    @field_validator("bounds")
    @classmethod
    def _in_order(cls, bounds: dict[str, dict[str, Bound]]) -> dict[str, dict[str, Bound]]:
        for tool, held in bounds.items():
            for name, (low, high) in held.items():
                if low > high:
                    raise ValueError(f"{tool}.{name} = [{low!r}, {high!r}]; the lower bound comes first")
        return bounds

    @property
    def is_empty(self) -> bool:
        """Whether nothing is ruled."""
        return self == BrandRules()


def parse_brand_rules(data: bytes, name: str, catalogue: Catalogue) -> BrandRules:
    """The rules in a TOML document, checked against the tools there are.

    Raises:
        BadInput: names the line or the key, and what is allowed.
    """
    if len(data) > MAX_BYTES:
        raise BadInput(f"brand rules {name!r} are too large: at most {MAX_BYTES} bytes are read")
    try:
        text = data.decode()
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"brand rules {name!r} are not TOML: {error}") from None
    try:
        rules = BrandRules.model_validate(_nested(document))
    except ValidationError as error:
        raise BadInput(f"brand rules {name!r}{_explained(error, text)}") from None
    for place, problem in _unmet(rules, catalogue):
        raise BadInput(f"brand rules {name!r}{_line(text, place)}: {problem}")
    return rules


def _nested(document: dict[str, Any]) -> dict[str, Any]:
    """Bounds by tool and parameter, whether `"exposure.stops"` is in quotation marks or not."""
    bounds = document.get("bounds")
    if not isinstance(bounds, dict):
        return document
    made: dict[str, Any] = {}
    for key, value in cast("dict[str, Any]", bounds).items():
        tool, dot, parameter = key.partition(".")
        if dot:
            made.setdefault(tool, {})[parameter] = value
        elif isinstance(value, dict) and isinstance(made.get(tool, {}), dict):
            made[tool] = made.get(tool, {}) | value
        else:
            made[tool] = value
    return document | {"bounds": made}


def _unmet(rules: BrandRules, catalogue: Catalogue) -> list[tuple[str, str]]:
    """What the tools cannot do, with the word that says where."""
    known = {tool.name: tool for tool in catalogue.tools}
    problems = [
        (each, f"never = {each!r}: no such tool; there are {', '.join(known)}")
        for each in rules.never
        if each not in known
    ]
    for tool, held in rules.bounds.items():
        if tool not in known:
            problems.append((tool, f"bounds of {tool!r}: no such tool; there are {', '.join(known)}"))
            continue
        for name, bound in held.items():
            problems += [(name, each) for each in _outside(known[tool], tool, name, bound)]
    contrast = rules.bounds.get("contrast", {}).get("amount")
    least = rules.minimum_contrast
    if least is not None and contrast is not None and contrast[1] < least:
        problems.append(
            ("minimum_contrast", f"minimum_contrast = {least!r} is above the bound of contrast.amount")
        )
    return problems


def _outside(tool: Any, named: str, parameter: str, bound: Bound) -> list[str]:
    sliders = {name: ends for name, field in tool.model_fields.items() if (ends := _ends(field))}
    if parameter not in sliders:
        return [f"{named}.{parameter}: no such slider; {named} has {', '.join(sliders) or 'none'}"]
    low, high = sliders[parameter]
    if bound[0] < low or bound[1] > high:
        return [f"{named}.{parameter} = {list(bound)!r}; {low:g} to {high:g} is allowed"]
    return []


def _ends(field: Any) -> tuple[float, float] | None:
    low = [float(each.ge) for each in field.metadata if isinstance(each, annotated_types.Ge)]  # type: ignore[arg-type]
    high = [float(each.le) for each in field.metadata if isinstance(each, annotated_types.Le)]  # type: ignore[arg-type]
    return (low[0], high[0]) if low and high else None


def _explained(error: ValidationError, text: str) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    names = [str(part) for part in first["loc"] if isinstance(part, str)]
    line = _line(text, names[-1]) if names else ""
    if first["type"] == "extra_forbidden":
        return f"{line}: {place!r} is not known (known: {', '.join(BrandRules.model_fields)})"
    return f"{line}: {place} = {first['input']!r}: {first['msg']}"


def _line(text: str, word: str) -> str:
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(rf"(?<![\w]){re.escape(word)}(?![\w])", line):
            return f", line {number}"
    return ""
