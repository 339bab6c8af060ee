"""The one short question of a plan: what only the person can tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from burnish.agent.planner.intents import DESTRUCTIVE, Intent
from burnish.agent.planner.plan import Candidate, Option, Question
from burnish.agent.planner.wording import place_words, quoted

Missing: TypeAlias = Literal["place", "subject", "angle", "wish"]
"""Where something is, what stands before the background, how far to turn, what to do inside a circle."""

MOST_MEANINGS = 4
"""Options of a question."""


@dataclass(frozen=True)
class Ask:
    """Something that a wish lacks."""

    missing: Missing
    wish: Intent
    words: str
    """The person's words for the wish."""

    @property
    def may_be_everywhere(self) -> bool:
        """Whether the wish could be met in the whole picture instead, without loss."""
        told_apart = self.wish.op in (*DESTRUCTIVE, "retouch") or self.wish.direction == "0"
        return self.missing == "place" and not told_apart


def question_about(ask: Ask, everywhere: int | None) -> Question:
    """The question for what is missing; `everywhere` is the candidate that does it in the whole picture."""
    match ask.missing:
        case "place":
            return Question(_where(ask), _circle_options(everywhere))
        case "subject":
            text = "I cannot tell the subject from its background. Will you circle the subject?"
            return Question(text, _circle_options(None))
        case "angle":
            text = "I see no sure horizon. By how many degrees shall I turn the picture?"
            return Question(text, (Option("Tell the degrees"), Option("Leave it", 0)))
        case "wish":
            return Question("What shall happen inside it?", (Option("Say it"), Option("Nothing", 0)))


def which_meaning(candidates: Sequence[Candidate]) -> Question:
    """Which of several readings is meant."""
    options = tuple(Option(each.title, at) for at, each in enumerate(candidates[:MOST_MEANINGS]))
    return Question("Which of these did you mean?", options)


def _where(ask: Ask) -> str:
    if ask.wish.op == "remove":
        named = f" I do not find {quoted(ask.wish.phrase)}." if ask.wish.phrase else ""
        return f"Circle what should go, and I will remove it.{named}"
    return f"I do not find {place_words(ask.wish)} with confidence. Will you circle it?"


def _circle_options(everywhere: int | None) -> tuple[Option, ...]:
    circle = Option("Circle it")
    if everywhere is None:
        return (circle, Option("Leave it", 0))
    return (circle, Option("Do it in the whole picture", everywhere))
