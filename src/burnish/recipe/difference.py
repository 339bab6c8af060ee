"""What changed from one recipe to another, step by step and in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from burnish.imaging.masks import Mask
from burnish.recipe.matching import matched_steps
from burnish.recipe.recipe import Recipe, Step

Kind: TypeAlias = Literal[
    "added", "removed", "moved", "parameter", "mask", "opacity", "enabled", "reason", "author"
]
"""What a change is about."""

LONGEST_VALUE = 60
"""Characters of a value in words; more are cut. `document()` has them all."""


@dataclass(frozen=True)
class StepChange:
    """One thing that differs between two recipes."""

    kind: Kind

    tool: str
    """Name of the step's tool."""

    before: int | None
    """The step's place in the first recipe, from 0; None for an added step."""

    after: int | None
    """Its place in the second recipe, from 0; None for a removed step."""

    old: Any = None
    """JSON value in the first recipe: a whole step for `removed`, a place for `moved`."""

    new: Any = None
    """JSON value in the second recipe: a whole step for `added`, a place for `moved`."""

    name: str = ""
    """The parameter, for kind `parameter`."""

    unit: str = ""
    """The parameter's unit."""

    def document(self) -> dict[str, Any]:
        """The change as plain JSON values, with its sentence."""
        return {
            "kind": self.kind,
            "tool": self.tool,
            "before": self.before,
            "after": self.after,
            "name": self.name,
            "unit": self.unit,
            "old": self.old,
            "new": self.new,
            "words": self.words,
        }

    @property
    def words(self) -> str:
        """The change as a short sentence; places count from 1, as people do."""
        place = self.after if self.after is not None else self.before
        subject = f"{self.tool} (step {(place or 0) + 1})"
        match self.kind:
            case "added" | "removed":
                return f"{subject} {self.kind}{_told(self.new if self.kind == 'added' else self.old)}"
            case "moved":
                return f"{subject} moved from place {self.old + 1} to {self.new + 1}"
            case "enabled":
                return f"{subject} turned {'on' if self.new else 'off'}"
            case "parameter":
                return f"{subject}: {self.name} {_from_to(self.old, self.new, self.unit)}"
            case "opacity":
                return f"{subject}: opacity {_percent(self.old)} → {_percent(self.new)}"
            case "mask":
                return f"{subject}: {_mask_words(self.old, self.new)}"
            case "reason" | "author":
                return f"{subject}: {self.kind} {_from_to(self.old, self.new)}"


def recipe_difference(a: Recipe, b: Recipe) -> tuple[StepChange, ...]:
    """What turns recipe `a` into recipe `b`: removed steps first, then the rest in the order of `b`.

    Empty when both have the same digest. Titles are no part of the edit and are not compared.
    """
    pairs = matched_steps(a.steps, b.steps)
    partner = {pair.after: pair for pair in pairs}
    kept = {pair.before for pair in pairs}
    changes: list[StepChange] = []
    for place, step in enumerate(a.steps):
        if place not in kept:
            changes.append(StepChange("removed", step.tool.name, place, None, old=step.document()))
    for place, step in enumerate(b.steps):
        pair = partner.get(place)
        if pair is None:
            changes.append(StepChange("added", step.tool.name, None, place, new=step.document()))
            continue
        if pair.moved:
            changes.append(StepChange("moved", step.tool.name, pair.before, place, pair.before, place))
        changes.extend(_changes(a.steps[pair.before], step, pair.before, place))
    return tuple(changes)


def _changes(old: Step, new: Step, before: int, after: int) -> Iterator[StepChange]:
    """What differs between two steps of one tool."""
    name = new.tool.name
    yield from _parameter_changes(old, new, before, after)
    masks = _mask_document(old.mask), _mask_document(new.mask)
    if masks[0] != masks[1]:
        yield StepChange("mask", name, before, after, *masks)
    if old.opacity != new.opacity:
        yield StepChange("opacity", name, before, after, old.opacity, new.opacity)
    if old.enabled != new.enabled:
        yield StepChange("enabled", name, before, after, old.enabled, new.enabled)
    if old.reason != new.reason:
        yield StepChange("reason", name, before, after, old.reason, new.reason)
    if old.author != new.author:
        yield StepChange("author", name, before, after, old.author, new.author)


def _parameter_changes(old: Step, new: Step, before: int, after: int) -> Iterator[StepChange]:
    was, becomes = old.tool.model_dump(mode="json"), new.tool.model_dump(mode="json")
    for name, field in type(new.tool).model_fields.items():
        if was.get(name) != becomes[name]:
            extra: object = field.json_schema_extra
            shown = cast("Mapping[str, Any]", extra) if isinstance(extra, Mapping) else {}
            unit = str(shown.get("unit", ""))
            yield StepChange(
                "parameter", new.tool.name, before, after, was.get(name), becomes[name], name=name, unit=unit
            )


def _mask_document(mask: Mask | None) -> dict[str, Any] | None:
    return None if mask is None else mask.model_dump(mode="json")


def _told(step: Mapping[str, Any]) -> str:
    """What a whole step says, after its name."""
    parts = [f"{name} {_cut(_value(value))}" for name, value in step["params"].items()]
    if step["mask"] is not None:
        parts.append(f"mask {step['mask']['kind']}")
    if step["opacity"] != 1:
        parts.append(f"opacity {_percent(step['opacity'])}")
    if not step["enabled"]:
        parts.append("turned off")
    return f": {', '.join(parts)}" if parts else ""


def _mask_words(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str:
    if old is None or new is None or old["kind"] != new["kind"]:
        return f"mask {_mask_kind(old)} → {_mask_kind(new)}"
    names = [name for name in new if old.get(name) != new[name]]
    parts = (f"{name} {_from_to(old.get(name), new[name])}" for name in names)
    return f"{new['kind']} mask: {', '.join(parts)}"


def _mask_kind(mask: Mapping[str, Any] | None) -> str:
    return "none" if mask is None else str(mask["kind"])


def _from_to(old: Any, new: Any, unit: str = "") -> str:
    """Both values; of two long ones only that they differ, since their starts tend to be the same."""
    was, becomes = _value(old), _value(new, unit)
    if len(was) > LONGEST_VALUE and len(becomes) > LONGEST_VALUE:
        return "changed"
    return f"{_cut(was)} → {_cut(becomes)}"


def _percent(share: float) -> str:
    return f"{share * 100:g} %"


def _value(value: Any, unit: str = "") -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, float | int):
        short = f"{value:g}"
        return f"{short if float(short) == value else value} {unit}".rstrip()
    return repr(value)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
