"""Whether two recipe documents are the same edit, and how far apart they are. Needs no catalogue."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from burnish.feedback.offers import RecipeDocument

UNTOUCHED: RecipeDocument = {"schema": 1, "title": "", "steps": []}
"""The recipe that does nothing: the photo as it is."""

_NOT_THE_EDIT = frozenset({"reason", "author", "enabled"})


def same_edit_key(recipe: RecipeDocument) -> str:
    """Equal for recipes that do the same.

    Titles, reasons, authors and steps that do nothing make no difference; nor does the order of different tools,
    since the renderer brings them into its own.
    """
    steps = sorted(_working_steps(recipe), key=lambda step: str(step["tool"]))
    canonical = json.dumps(_as_floats(steps), sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()


def edit_difference(a: RecipeDocument, b: RecipeDocument) -> float:
    """How much changed, from 0 for the same edit, without upper bound; 1 for one tool set from nothing.

    The sum over all values of |a − b| / (|a| + |b|), the Canberra distance (Lance & Williams 1967, "Mixed-data
    classificatory programs I"). It needs no slider ranges: a document leaves out what is at its default,
    and the defaults of tools are nearly all 0. What is not a number counts 0 or 1. The k-th step of a tool
    answers to the k-th step of that tool.
    """
    first, second = dict(_values(a)), dict(_values(b))
    return sum(
        _canberra(first.get(name, 0.0), second.get(name, 0.0))
        for name in sorted(first.keys() | second.keys())
    )


def _working_steps(recipe: RecipeDocument) -> list[dict[str, Any]]:
    steps: Any = recipe.get("steps", [])
    return [
        {name: value for name, value in {**_DEFAULTS, **step}.items() if name not in _NOT_THE_EDIT}
        for step in steps
        if step.get("enabled", True) and step.get("opacity", 1.0) != 0 and step.get("params")
    ]


_DEFAULTS: Mapping[str, Any] = {"params": {}, "mask": None, "opacity": 1.0}


def _as_floats(value: Any) -> Any:
    """The same with every number a float, so that 1 and 1.0 read alike."""
    if isinstance(value, dict):
        return {name: _as_floats(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_floats(each) for each in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _values(recipe: RecipeDocument) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every value of the edit under a name that both recipes would give it."""
    seen: dict[str, int] = defaultdict(int)
    for step in _working_steps(recipe):
        place = (str(step["tool"]), str(seen[step["tool"]]))
        seen[step["tool"]] += 1
        for name, value in step["params"].items():
            yield (*place, "params", name), value
        if step["mask"] is not None:
            yield (*place, "mask"), step["mask"]
        if step["opacity"] != 1:
            yield (*place, "transparency"), 1 - step["opacity"]


def _canberra(a: Any, b: Any) -> float:
    numbers = isinstance(a, int | float) and isinstance(b, int | float)
    if not numbers or isinstance(a, bool) or isinstance(b, bool):
        return float(a != b)
    size = abs(a) + abs(b)
    return abs(a - b) / size if size else 0.0
