"""A recipe in the making: its steps, what each is for, and what this turn did to it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from burnish.agent.planner.intents import Intent, Op
from burnish.agent.planner.origins import origin_after
from burnish.agent.planner.plan import Change, Unsupported
from burnish.agent.planner.questions import Ask
from burnish.agent.planner.serving import COMPOSED, is_same_property, serving
from burnish.recipe.matching import matched_steps
from burnish.recipe.recipe import Recipe, Step
from burnish.tools.base import Tool


@dataclass(frozen=True)
class Because:
    """Why something is changed."""

    intent: int | None
    """Index of the intent; None where no words asked for it."""

    reason: str
    confidence: float = 1.0


@dataclass(frozen=True)
class Slot:
    """A step in its place."""

    step: Step

    origin: Intent | None = None
    """What it is for; None where nobody said."""

    was: Step | None = None
    """The step as the turn found it; None for one that this turn added."""

    because: Because | None = None
    """Why it was changed last."""


@dataclass(frozen=True)
class Handle:
    """What of the recipe serves one property: a slot, and the levers in it."""

    at: int
    fields: tuple[str, ...] | None
    """The levers; None for the whole step."""


@dataclass(frozen=True)
class Draft:
    """The recipe so far, and what came up on the way."""

    before: Recipe
    slots: tuple[Slot, ...]
    gone: tuple[Slot, ...] = ()
    """Steps of before that were taken out."""

    notes: tuple[str, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    asks: tuple[Ask, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps as they are now."""
        return tuple(slot.step for slot in self.slots)

    @property
    def recipe(self) -> Recipe:
        """The recipe as it is now."""
        return self.before if self.steps == self.before.steps else replace(self.before, steps=self.steps)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What this turn did: steps taken out, then the others in the recipe's order."""
        done = [_change("remove", slot.was, None, slot.because) for slot in self.gone]
        for slot in self.slots:
            if slot.was is None:
                done.append(_change("add", None, slot.step, slot.because))
            elif slot.was != slot.step:
                done.append(_change("replace", slot.was, slot.step, slot.because))
        return tuple(done)

    def handles(self, wish: Intent) -> tuple[Handle, ...]:
        """What serves the property that a wish is about, wherever it applies."""
        found = ((at, _fields(slot, wish)) for at, slot in enumerate(self.slots))
        return tuple(Handle(at, fields or None) for at, fields in found if fields is not None)

    def with_op(self, op: Op) -> tuple[Handle, ...]:
        """What serves an operation, wherever it applies and in any color."""
        return self.handles(Intent(op))

    def adding(self, step: Step, origin: Intent | None, because: Because) -> "Draft":
        """The draft with a step at its end; nothing is added that does nothing."""
        if step.tool.is_neutral:
            return self
        return replace(self, slots=(*self.slots, Slot(step, origin, None, because)))

    def changing(self, at: int, step: Step, because: Because, wish: Intent | None = None) -> "Draft":
        """The draft with another step in a slot; without the slot where the step does nothing any more."""
        if step.tool.is_neutral or step.opacity == 0:
            return self.without([at], because)
        slot = self.slots[at]
        if step == slot.step:
            return self
        origin = origin_after(slot.origin, slot.step, step, wish)
        changed = Slot(step, origin, slot.was, because)
        return replace(self, slots=(*self.slots[:at], changed, *self.slots[at + 1 :]))

    def without(self, places: Collection[int], because: Because) -> "Draft":
        """The draft with these slots taken out."""
        kept = tuple(slot for at, slot in enumerate(self.slots) if at not in places)
        gone = tuple(
            replace(slot, because=because)
            for at, slot in enumerate(self.slots)
            if at in places and slot.was is not None
        )
        return replace(self, slots=kept, gone=(*self.gone, *gone))

    def jumped(
        self, steps: Sequence[Step], origins: Callable[[Sequence[Step]], Sequence[Intent | None]], because: Because
    ) -> "Draft":  # fmt: skip
        """The draft with other steps altogether, each paired with what it was."""
        partner = {match.after: match.before for match in matched_steps(self.steps, steps)}
        slots = tuple(
            Slot(step, origin, self.slots[partner[at]].was if at in partner else None, because)
            for at, (step, origin) in enumerate(zip(steps, origins(steps), strict=True))
        )
        left = [at for at in range(len(self.slots)) if at not in partner.values()]
        return replace(self, slots=slots, gone=self.without(left, because).gone)

    def noting(self, note: str) -> "Draft":
        """The draft with something that a person should know."""
        return self if note in self.notes else replace(self, notes=(*self.notes, note))

    def refusing(self, text: str, why: str, intent: int | None) -> "Draft":
        """The draft with a wish that no tool can serve."""
        return replace(self, unsupported=(*self.unsupported, Unsupported(text, why, intent)))

    def asking(self, ask: Ask) -> "Draft":
        """The draft with something that only the person can tell."""
        return replace(self, asks=(*self.asks, ask))


def with_tool(step: Step, tool: Tool, reason: str) -> Step:
    """The step with another setting of its tool, made by the planner for a reason."""
    return replace(step, tool=tool, reason=reason, author="planner")


def _fields(slot: Slot, wish: Intent) -> tuple[str, ...] | None:
    """The levers of a slot that serve a wish's property: () for all of it, None for none of it."""
    origin = slot.origin
    if origin is not None and origin.op not in COMPOSED:
        return () if is_same_property(origin, wish) else None
    if origin is not None and origin.op == wish.op:
        return ()
    return serving(wish.op, slot.step.tool)


def _change(kind: str, before: Step | None, after: Step | None, because: Because | None) -> Change:
    why = because or Because(None, "")
    match kind:
        case "add":
            return Change("add", None, after, why.intent, why.reason, why.confidence)
        case "remove":
            return Change("remove", before, None, why.intent, why.reason, why.confidence)
        case _:
            return Change("replace", before, after, why.intent, why.reason, why.confidence)
