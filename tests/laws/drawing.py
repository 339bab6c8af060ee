"""Hypothesis strategies that draw a tool's parameters from its own schema."""

import random
from typing import Any

from annotated_types import Ge, Le
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from burnish.tools.base import Tool

CURVES = ((), ((0, 12), (90, 70), (180, 200), (255, 244)), ((0, 0), (128, 150), (255, 255)))


def parameters(tool: type[Tool]) -> st.SearchStrategy[dict[str, Any]]:
    """Any parameters that the tool accepts."""
    return st.fixed_dictionaries({name: values(field) for name, field in tool.model_fields.items()})


def values(field: FieldInfo) -> st.SearchStrategy[Any]:
    """Any value of one field."""
    low, high = bounds(field)
    if field.annotation is bool:
        return st.booleans()
    if field.annotation is int:
        return st.integers(int(low), min(int(high), 3))
    if is_scalar(field):
        number = st.floats(low, high)
        return st.none() | number if field.default is None else number
    choices = getattr(field.annotation, "__args__", ())
    if choices and all(isinstance(choice, str) for choice in choices):
        return st.sampled_from(choices)
    if field.default == ():
        return st.sampled_from(CURVES)
    if isinstance(field.default, str) and field.default.startswith("#"):
        return st.sampled_from(["#c03020", "#2060d0", "#e0e0e0"])
    return st.just(field.default)


def bounds(field: FieldInfo) -> tuple[float, float]:
    low = next((m.ge for m in field.metadata if isinstance(m, Ge)), 0.0)
    high = next((m.le for m in field.metadata if isinstance(m, Le)), 0.0)
    return float(low), float(high)  # type: ignore[arg-type]


def is_scalar(field: FieldInfo) -> bool:
    low, high = bounds(field)
    return high > low and field.annotation is not int and "float" in str(field.annotation)


def sampled(tool: type[Tool], rng: random.Random) -> dict[str, Any]:
    """Parameters from a seeded generator, for laws with a tolerance: the same ones on every run and machine."""
    return {name: _sampled(field, rng) for name, field in tool.model_fields.items()}


def _sampled(field: FieldInfo, rng: random.Random) -> Any:
    low, high = bounds(field)
    if field.annotation is bool:
        return rng.random() < 0.5
    if field.annotation is int:
        return rng.randint(int(low), min(int(high), 3))
    if is_scalar(field):
        number = rng.uniform(low, high)
        return None if field.default is None and rng.random() < 0.5 else number
    choices = getattr(field.annotation, "__args__", ())
    if choices and all(isinstance(choice, str) for choice in choices):
        return rng.choice(choices)
    if field.default == ():
        return rng.choice(CURVES)
    if isinstance(field.default, str) and field.default.startswith("#"):
        return rng.choice(["#c03020", "#2060d0", "#e0e0e0"])
    return field.default


def tempered(tool: type[Tool], params: dict[str, Any]) -> dict[str, Any]:
    """The same parameters, numbers halfway back to their defaults: what an editor does, not what a slider can."""
    mild = dict(params)
    for name, field in tool.model_fields.items():
        if is_scalar(field) and params[name] is not None:
            middle = field.default if field.default is not None else sum(bounds(field)) / 2
            mild[name] = (params[name] + middle) / 2
    return mild
