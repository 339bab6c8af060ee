"""A sitting: everything that the wishes of one turn are met with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.keeps import Kept
from burnish.agent.planner.origins import origins_of
from burnish.agent.planner.request import Request
from burnish.agent.planner.trail import Trail
from burnish.imaging.masks import Mask
from burnish.recipe.recipe import Step

if TYPE_CHECKING:
    from burnish.agent.looks.library import Look
    from burnish.agent.perception import Facts, Perception
    from burnish.agent.policy.choice import Choice
    from burnish.agent.policy.policy import Policy
    from burnish.agent.regions.locating import Located

    Locate: TypeAlias = Callable[[Intent, Perception | None, Mask | None], Located]


@dataclass(frozen=True)
class Wish:
    """One intent of the turn, with its place among the plan's intents and the words that say it."""

    index: int | None
    intent: Intent
    words: str


@dataclass(frozen=True)
class Craft:
    """What turns wishes into tools and places."""

    policy: "Policy"
    looks: "tuple[Look, ...]"
    locate: "Locate"
    framed: "Callable[[Intent, Perception | None, Located], tuple[Choice, ...]]"
    enhanced: "Callable[[Perception], tuple[Choice, ...]]"


@dataclass(frozen=True)
class Sitting:
    """The request, what was said before, what is seen, and the craft to answer with."""

    craft: Craft = field(repr=False)
    request: Request
    conversation: Conversation
    trail: Trail
    kept: Kept
    perception: "Perception | None" = None

    emphasis: float = 1.0
    """Amounts are times this: above 1 for a bolder variant, below for a gentler one."""

    everywhere: bool = False
    """Whether places that words name are passed over: the variant that acts on the whole picture."""

    @cached_property
    def outside(self) -> "tuple[tuple[Intent, Located], ...]":
        """The kept places, and where each was found."""
        return tuple((each, self.craft.locate(each, self.perception, None)) for each in self.kept.places)

    def facts(self, mask: Mask | None) -> "Facts":
        """What is measured where a step will act; a typical photo where none is there to be measured."""
        from burnish.agent.perception import TYPICAL

        if self.perception is None:
            return TYPICAL
        return self.perception.facts if mask is None else self.perception.within(mask)

    def located(self, intent: Intent) -> "Located":
        """Where the words or the drawing of an intent lead."""
        return self.craft.locate(intent, self.perception, self.request.mask)

    def origins(self, steps: Sequence[Step]) -> tuple[Intent | None, ...]:
        """The wish that each step answers, as far as the conversation knows."""
        return origins_of(steps, self.conversation)
