"""Words, sliders and steps back: the tools that change an edit."""

from collections.abc import Iterator
from dataclasses import replace

from burnish.agent.planner.conversation import Conversation, Turn
from burnish.agent.planner.request import Request
from burnish.app.feedback import FeedbackDesk
from burnish.app.saying import About
from burnish.app.session import PhotoSession
from burnish.errors import BadInput
from burnish.feedback.signals import Accept, Comment, Rating, Reject, Signal
from burnish.service.mcp.answers import Kept, Planned
from burnish.service.mcp.arguments import Adjust, Choose, OfPhoto, Rate, Say, Walk
from burnish.service.mcp.offer import Desk, Reply
from burnish.service.mcp.telling import history, stands, turned
from burnish.service.open_photos import is_wanted
from burnish.service.previews import preview
from burnish.service.stepping import Way, reach, stepped


async def plan(desk: Desk, said: Say) -> Reply:
    """What a request would do."""
    request = _request(desk, said)
    turn = await desk.photos.with_photo(said.photo, lambda session: session.answered(request))
    return Reply(Planned(plan=turn.plan.document()))


async def edit(desk: Desk, said: Say) -> Reply:
    """Do what a request asks for."""
    request = _request(desk, said)
    return await desk.photos.with_photo(said.photo, lambda session: _asked(session, request))


async def adjust(desk: Desk, said: Adjust) -> Reply:
    """Set sliders."""
    request = said.as_request()
    return await desk.photos.with_photo(said.photo, lambda session: _asked(session, request))


async def choose(desk: Desk, said: Choose) -> Reply:
    """Take another candidate of the last turn."""

    def chosen(session: PhotoSession) -> Reply:
        is_wanted()
        return _shown(session, session.choose(said.candidate))

    return await desk.photos.with_photo(said.photo, chosen)


async def undo(desk: Desk, said: Walk) -> Reply:
    """Go back."""
    return await desk.photos.with_photo(said.photo, lambda session: _walked(session, "undo", said.steps))


async def redo(desk: Desk, said: Walk) -> Reply:
    """Go forward again."""
    return await desk.photos.with_photo(said.photo, lambda session: _walked(session, "redo", said.steps))


async def tell_history(desk: Desk, said: OfPhoto) -> Reply:
    """The conversation so far."""
    return Reply(await desk.photos.with_photo(said.photo, lambda session: history(session.conversation)))


async def rate(desk: Desk, said: Rate) -> Reply:
    """Keep what a person thinks of a turn."""
    if said.verdict is None and said.rating is None and not said.remark.strip():
        raise BadInput("nothing was said; give a verdict, a rating of 1 to 5, or a remark")

    def kept(session: PhotoSession) -> Reply:
        turn = _turn(session.conversation, said.turn)
        is_wanted()
        about = desk.feedback.about_turn(session.conversation.photo, turn)
        ids = [desk.feedback.keep(each).signal.id for each in _signals(desk.feedback, about, said)]
        return Reply(Kept(id=ids[0], ids=tuple(ids), turn=turn.id))

    return await desk.photos.with_photo(said.photo, kept)


def _request(desk: Desk, said: Say) -> Request:
    request = said.as_request()
    if said.reference is None:
        return request
    return replace(request, reference=desk.photos.roots.existing(said.reference))


def _asked(session: PhotoSession, request: Request) -> Reply:
    turn = session.answered(request)
    is_wanted()
    session.keep(turn)
    return _shown(session, turn)


def _shown(session: PhotoSession, turn: Turn) -> Reply:
    return Reply(turned(turn), preview(session, session.recipe))


def _walked(session: PhotoSession, way: Way, steps: int) -> Reply:
    there = reach(session.conversation, way)
    if steps > there:
        done = "undone" if way == "undo" else "redone"
        raise BadInput(f"{steps!r} changes cannot be {done}; there are {there!r}")
    for _ in range(steps):
        turn = stepped(session, way)
        is_wanted()
        session.keep(turn)
    return Reply(stands(session.conversation), preview(session, session.recipe))


def _signals(feedback: FeedbackDesk, about: About, said: Rate) -> Iterator[Signal]:
    """What was said, each kind a signal of its own."""
    if said.verdict == "accept":
        yield feedback.signal(Accept, about)
    if said.verdict == "reject":
        yield feedback.signal(Reject, about, reasons=tuple(said.reasons))
    if said.rating is not None:
        yield feedback.signal(Rating, about, perceptual_quality=25.0 * (said.rating - 1))
    if said.remark.strip():
        yield feedback.signal(Comment, about, text=said.remark)


def _turn(conversation: Conversation, id_: str | None) -> Turn:
    if not conversation.turns:
        raise BadInput("nothing was said about this photo yet, so there is no turn to judge")
    for turn in reversed(conversation.turns):
        if id_ is None or turn.id == id_:
            return turn
    known = ", ".join(repr(turn.id) for turn in conversation.turns[-3:])
    raise BadInput(f"turn {id_[:80]!r} is not of this conversation (latest: {known})" if id_ else known)
