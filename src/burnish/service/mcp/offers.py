"""The tools of the server, in the order in which a client usually needs them."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from burnish.service.mcp import answers, arguments, carrying, show, talk
from burnish.service.mcp.arguments import Arguments
from burnish.service.mcp.offer import Desk, Offer, Reply

A = TypeVar("A", bound=Arguments)


def _turning(
    name: str, title: str, description: str, takes: type[A], do: Callable[[Desk, A], Awaitable[Reply]]
) -> Offer[A]:
    """A tool whose call is a turn of the conversation."""
    return Offer(name, title, description, takes, answers.Turned, do)


def _walking(
    name: str, description: str, do: Callable[[Desk, arguments.Walk], Awaitable[Reply]]
) -> Offer[arguments.Walk]:
    """A tool that goes through the states of the edit."""
    return Offer(name, name.capitalize(), description, arguments.Walk, answers.Stands, do)


def _telling(
    name: str, title: str, description: str, takes: type[A], tells: type[answers.Told],
    do: Callable[[Desk, A], Awaitable[Reply]],
) -> Offer[A]:  # fmt: skip
    """A tool that keeps and writes nothing."""
    return Offer(name, title, description, takes, tells, do, reads_only=True)


OFFERS: tuple[Offer[Any], ...] = (
    Offer(
        "look", "Look at a photo",
        "Opens a photo and says what is seen in it: size, light, color, detail, faces, sky, what is wrong with it; "
        "with a small preview of the edit as it stands. Call it first. The conversation about a photo is kept.",
        arguments.Look, answers.Seen, show.look,
    ),
    _telling(
        "plan", "Plan an edit",
        "Says what `edit` would do for a request, in full, and does nothing.",
        arguments.Say, answers.Planned, talk.plan,
    ),
    _turning(
        "edit", "Edit by words",
        "Does what a person asks for in their own words, and says which steps it took and why, what it cannot do, and "
        "what it would like to ask; with a preview. Pass the person's words on as they are. When it asks a question, "
        "its best guess is done already: put the question to the person, then `choose` or `edit` again, with a circle "
        "where one is asked for.",
        arguments.Say, talk.edit,
    ),
    _turning(
        "choose", "Choose another candidate",
        "Takes another candidate of the last turn instead, by its index.",
        arguments.Choose, talk.choose,
    ),
    _turning(
        "adjust", "Set sliders",
        "Sets sliders exactly, everywhere or within a circle or mask. `tools` lists them with their ranges.",
        arguments.Adjust, talk.adjust,
    ),
    _walking("undo", "Takes the last changes back.", talk.undo),
    _walking("redo", "Does again what was undone.", talk.redo),
    Offer(
        "carry", "Carry the edit to other photos",
        "Gives other photos the edit of this one, in place of theirs, without what belongs to this photo alone: "
        "retouching, drawn places, crop and rotation. Use it where a person wants the same for the others.",
        arguments.Carry, answers.CarriedOver, carrying.carry,
    ),
    _telling(
        "compare", "Compare before and after",
        "Shows two states side by side in one picture: the original, or the state before the last turn, and the edit "
        "as it is now.",
        arguments.Compare, answers.Compared, show.compare,
    ),
    _telling(
        "history", "History",
        "Tells what was asked and done so far, and the whole recipe as it stands.",
        arguments.OfPhoto, answers.History, talk.tell_history,
    ),
    Offer(
        "export", "Export",
        "Writes the edited photo at full quality into a new file. The photo itself is never changed.",
        arguments.Export, answers.Exported, show.export,
    ),
    Offer(
        "feedback", "Give feedback",
        "Keeps what a person said of a result: a verdict, a rating, a remark. Only what was really said.",
        arguments.Rate, answers.Kept, talk.rate,
    ),
    _telling(
        "looks", "List looks", "The looks there are, such as cinematic or matte, and the words that call for them.",
        arguments.Nothing, answers.LooksTold, show.looks,
    ),
    _telling(
        "tools", "List tools", "The editing tools there are, or one of them with every parameter and its range.",
        arguments.About, answers.ToolsTold, show.tools,
    ),
)  # fmt: skip
"""Everything that is offered."""
