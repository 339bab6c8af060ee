"""A recipe: the edit itself, an ordered list of steps."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias

from burnish.imaging.masks import Combine, Mask, Subject
from burnish.tools.base import Tool

SCHEMA = 1
"""Version of the recipe document; see `migrations`."""

Author: TypeAlias = Literal["person", "planner", "agent", "import"]
"""Who or what added a step."""


@dataclass(frozen=True)
class Step:
    """One tool with its parameters, where it applies, and why it is there."""

    tool: Tool
    """The tool and its parameters."""

    mask: Mask | None = None
    """Where it applies; None for everywhere."""

    opacity: float = 1.0
    """How much of it, 0 to 1."""

    enabled: bool = True
    """Whether it takes part."""

    reason: str = ""
    """Why it is there, in words."""

    author: Author = "person"
    """Who or what added it."""

    def document(self) -> dict[str, Any]:
        """The step as plain JSON values; parameters that are at their default are left out."""
        return {
            "tool": self.tool.name,
            "params": self.tool.model_dump(mode="json", exclude_defaults=True),
            "mask": None if self.mask is None else _mask_document(self.mask),
            "opacity": float(self.opacity),
            "enabled": self.enabled,
            "reason": self.reason,
            "author": self.author,
        }


@dataclass(frozen=True)
class Recipe:
    """Steps as they were made. The renderer applies them in pipeline order, so their order here is the story."""

    steps: tuple[Step, ...] = ()

    title: str = ""
    """A name for people; not part of the edit."""

    def document(self) -> dict[str, Any]:
        """The recipe as plain JSON values."""
        return {"schema": SCHEMA, "title": self.title, "steps": [step.document() for step in self.steps]}

    def to_json(self) -> str:
        """The recipe as indented JSON text."""
        return json.dumps(self.document(), indent=2, ensure_ascii=False) + "\n"

    @cached_property
    def digest(self) -> str:
        """`sha256:` of the canonical JSON of the steps: two recipes with equal digests are the same edit."""
        canonical = json.dumps(
            [step.document() for step in self.steps],
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )
        return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()

    def adding(self, *steps: Step) -> "Recipe":
        """A recipe with steps added at its end."""
        return replace(self, steps=(*self.steps, *steps))

    def replacing(self, index: int, step: Step) -> "Recipe":
        """A recipe with another step at this place."""
        return replace(self, steps=(*self.steps[:index], step, *self.steps[index + 1 :]))


def _mask_document(mask: Mask) -> dict[str, Any]:
    """A mask as plain JSON values: what is at its default is left out, but never what tells kinds apart."""
    values = mask.model_dump(mode="json", exclude_defaults=True)
    values["kind"] = mask.kind
    if isinstance(mask, Combine):
        values["masks"] = [_mask_document(part) for part in mask.masks]
    if isinstance(mask, Subject) and "area" in values:
        values["area"]["shape"] = mask.area.shape
    return values


def recipe(steps: Iterable[Step | Tool], title: str = "") -> Recipe:
    """A recipe of steps; a bare tool is a step with nothing else said."""
    return Recipe(tuple(each if isinstance(each, Step) else Step(each) for each in steps), title)
