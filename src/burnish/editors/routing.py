"""What goes to a generative editor: only what tools cannot do."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

REGIONAL = frozenset({"adding", "clothes", "expression", "hair", "identity", "moving", "body"})
"""Kinds of wishes that a generative editor serves within a part of the picture: it should be masked."""

WHOLE = frozenset({"art", "scene", "view", "weather"})
"""Kinds that it serves by making all of the picture anew."""

NEVER_GENERATED = frozenset({"canvas", "errand", "motion", "size", "text"})
"""Kinds that an editor of one frame does not serve: a larger frame, a moving one, a larger file, letters, and what is
nothing about a picture.
"""

GENERATIVE = "generative editor"
"""What the reason of a wish says that only such an editor serves, where its kind is not known."""


class Wish(Protocol):
    """A wish that no tool can serve."""

    @property
    def text(self) -> str:
        """Its words."""
        ...

    @property
    def why(self) -> str:
        """Why no tool serves it."""
        ...

    @property
    def intent(self) -> int | None:
        """Index into the plan's intents."""
        ...


class Meant(Protocol):
    """What words were understood to mean."""

    @property
    def op(self) -> str:
        """The operation; `unsupported` for one that no tool does."""
        ...

    @property
    def target(self) -> str:
        """For an unsupported one: its kind."""
        ...


W = TypeVar("W", bound=Wish, covariant=True)


class Plan(Protocol[W]):
    """What a planner made of a request."""

    @property
    def unsupported(self) -> Sequence[W]:
        """Wishes that no tool can serve."""
        ...

    @property
    def intents(self) -> Sequence[Meant]:
        """Everything that was understood."""
        ...


def needs_generation(plan: Plan[W]) -> list[W]:
    """The wishes of a plan that a generative editor could serve, in the order they were said.

    Everything else in the plan is for tools, and stays with them.
    """
    return [wish for wish in plan.unsupported if _could_be_generated(wish, plan.intents)]


def kind_of(wish: Wish, intents: Sequence[Meant]) -> str:
    """What the wish would change, such as `hair`; empty where that is not known."""
    if wish.intent is None or not 0 <= wish.intent < len(intents):
        return ""
    meant = intents[wish.intent]
    return meant.target if meant.op == "unsupported" else ""


def _could_be_generated(wish: Wish, intents: Sequence[Meant]) -> bool:
    kind = kind_of(wish, intents)
    if kind in NEVER_GENERATED:
        return False
    return kind in REGIONAL or kind in WHOLE or _says_so(wish.why)


def _says_so(why: str) -> bool:
    others = any(words in why for words in _OTHER_REASONS.values())
    return GENERATIVE in why and not others


_OTHER_REASONS: Mapping[str, str] = {
    "canvas": "outside of the picture",
    "motion": "still picture",
    "size": "size of the picture",
}
"""By kind, words of reasons that name a generative editor without being about one frame."""
