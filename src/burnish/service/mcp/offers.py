"""The tools of the server, in the order in which a client usually needs them."""

from typing import Any

from burnish.service.mcp import answers, arguments, show, talk
from burnish.service.mcp.offer import Offer

OFFERS: tuple[Offer[Any], ...] = (
    Offer(
        "look", "Look at a photo",
        "Opens a photo and says what is seen in it: size, light, color, detail, faces, sky, what is wrong with it; "
        "with a small preview of the edit as it stands. Call it first. The conversation about a photo is kept.",
        arguments.Look, answers.Seen, show.look,
    ),
    Offer(
        "plan", "Plan an edit",
        "Says what `edit` would do for a request, in full, and does nothing.",
        arguments.Say, answers.Planned, talk.plan, reads_only=True,
    ),
    Offer(
        "edit", "Edit by words",
        "Does what a person asks for in their own words, and says which steps it took and why, what it cannot do, and "
        "what it would like to ask; with a preview. Pass the person's words on as they are. When it asks a question, "
        "its best guess is done already: put the question to the person, then `choose` or `edit` again, with a circle "
        "where one is asked for.",
        arguments.Say, answers.Turned, talk.edit,
    ),
    Offer(
        "choose", "Choose another candidate",
        "Takes another candidate of the last turn instead, by its index.",
        arguments.Choose, answers.Turned, talk.choose,
    ),
    Offer(
        "adjust", "Set sliders",
        "Sets sliders exactly, everywhere or within a circle or mask. `tools` lists them with their ranges.",
        arguments.Adjust, answers.Turned, talk.adjust,
    ),
    Offer(
        "undo", "Undo", "Takes the last changes back.",
        arguments.Walk, answers.Stands, talk.undo,
    ),
    Offer(
        "redo", "Redo", "Does again what was undone.",
        arguments.Walk, answers.Stands, talk.redo,
    ),
    Offer(
        "compare", "Compare before and after",
        "Shows two states side by side in one picture: the original, or the state before the last turn, and the edit "
        "as it is now.",
        arguments.Compare, answers.Compared, show.compare, reads_only=True,
    ),
    Offer(
        "history", "History",
        "Tells what was asked and done so far, and the whole recipe as it stands.",
        arguments.OfPhoto, answers.History, talk.tell_history, reads_only=True,
    ),
    Offer(
        "export", "Export",
        "Writes the edited photo at full quality into a new file. The photo itself is never changed.",
        arguments.Export, answers.Exported, show.export,
    ),
    Offer(
        "feedback", "Give feedback",
        "Keeps what a person said of a result: accepted or rejected, a rating, a remark. Only what was really said.",
        arguments.Rate, answers.Kept, talk.rate,
    ),
    Offer(
        "looks", "List looks", "The looks there are, such as cinematic or matte, and the words that call for them.",
        arguments.Nothing, answers.LooksTold, show.looks, reads_only=True,
    ),
    Offer(
        "tools", "List tools", "The editing tools there are, or one of them with every parameter and its range.",
        arguments.About, answers.ToolsTold, show.tools, reads_only=True,
    ),
)  # fmt: skip
"""Everything that is offered."""
