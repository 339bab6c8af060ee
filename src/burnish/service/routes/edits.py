"""Edits: requests, recipes by hand, history. An edit grows as it goes on, so answers are written in their threads."""

from fastapi import APIRouter, Response
from starlette.responses import StreamingResponse

from burnish.agent.planner.conversation import Turn
from burnish.app.studio.editing import Edit
from burnish.service.asking import Asks, Caller
from burnish.service.edit_shapes import edit_shape, turn_shape
from burnish.service.events import Say, told_while
from burnish.service.written import written
from burnish.wire.edits import (
    CarryAsked,
    ChoiceAsked,
    EditShape,
    MoveAsked,
    Progress,
    RecipeAsked,
    SnapshotAsked,
    TurnAsked,
    TurnDone,
)
from burnish.wire.shape import PhotoId

router = APIRouter(tags=["edits"])


@router.get("/photos/{photo}/edit", response_model=EditShape)
def edit(caller: Caller, studio: Asks, photo: PhotoId) -> Response:
    """A photo's edit by this person as it stands, with its conversation and every state."""
    return written(edit_shape(studio.editing.edit(caller, photo)))


@router.post("/photos/{photo}/turns", status_code=201, response_model=TurnDone)
def ask(caller: Caller, studio: Asks, photo: PhotoId, asked: TurnAsked) -> Response:
    """Answer a request and take its best candidate."""
    done = _done(*studio.editing.ask(caller, photo, studio.editing.request(caller, photo, asked)))
    return written(done, 201)


@router.post(
    "/photos/{photo}/turns/stream",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
def ask_and_watch(caller: Caller, studio: Asks, photo: PhotoId, asked: TurnAsked) -> StreamingResponse:
    """The same as server-sent events: `progress` (Progress) while it works, then `done` (TurnDone) or `problem`."""
    request = studio.editing.request(caller, photo, asked)

    def work(say: Say) -> None:
        turn, edit = studio.editing.ask(
            caller, photo, request, lambda stage, text: say("progress", Progress(stage=stage, text=text))
        )
        say("done", _done(turn, edit))

    return told_while(work)


@router.post("/photos/{photo}/choice", response_model=EditShape)
def choose(caller: Caller, studio: Asks, photo: PhotoId, asked: ChoiceAsked) -> Response:
    """Take another candidate of the last turn."""
    return written(edit_shape(studio.editing.choose(caller, photo, asked.candidate)))


@router.put("/photos/{photo}/recipe", response_model=EditShape)
def set_recipe(caller: Caller, studio: Asks, photo: PhotoId, asked: RecipeAsked) -> Response:
    """Set a recipe by hand: sliders, steps on or off, masks, crops. 409 where the edit has moved on."""
    return written(edit_shape(studio.editing.set_recipe(caller, photo, asked.recipe, asked.base, asked.why)))


@router.post("/photos/{photo}/move", response_model=EditShape)
def move(caller: Caller, studio: Asks, photo: PhotoId, asked: MoveAsked) -> Response:
    """Undo, redo, or go to any state."""
    return written(edit_shape(studio.editing.move(caller, photo, asked.to)))


@router.put("/photos/{photo}/snapshots", response_model=EditShape)
def name_state(caller: Caller, studio: Asks, photo: PhotoId, asked: SnapshotAsked) -> Response:
    """Name a state, or take its name away."""
    return written(edit_shape(studio.editing.name(caller, photo, asked.state, asked.name)))


@router.post("/photos/{photo}/carry", response_model=EditShape)
def carry(caller: Caller, studio: Asks, photo: PhotoId, asked: CarryAsked) -> Response:
    """Take over another photo's edit, without retouching, drawn places and frame."""
    return written(edit_shape(studio.editing.carry(caller, photo, asked.source)))


def _done(turn: Turn, edit: Edit) -> TurnDone:
    after, verdict = edit.history.after_turn[turn.id], edit.verdicts.get(turn.id, "none")
    return TurnDone(turn=turn_shape(turn, after, verdict), edit=edit_shape(edit))
