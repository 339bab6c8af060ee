"""A photo that is being talked about: its conversation, answered by the planner and kept on disk."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Literal

import numpy as np

from burnish.agent.planner.conversation import Conversation, Turn
from burnish.agent.planner.plan import Plan
from burnish.agent.planner.request import Request, SliderMove
from burnish.agent.turn_folder import Stored, TurnFolder
from burnish.app.clock import now
from burnish.app.conversations import latest_number, turn_folder
from burnish.app.darkroom import Darkroom, Developed, ExportOptions, is_same_file
from burnish.app.speaker import Speaker
from burnish.errors import BadInput
from burnish.imaging.files import Source
from burnish.imaging.picture import Picture
from burnish.recipe.recipe import Recipe, Step

if TYPE_CHECKING:
    from burnish.agent.chat.planner import ChatPlanner
    from burnish.agent.perception import Perception
    from burnish.agent.planner.planner import EmbeddedPlanner
    from burnish.app.feedback import FeedbackDesk

PREVIEW_LONG_SIDE_PX = 1024
PREVIEW_QUALITY = 88


def _new_id() -> str:
    return uuid.uuid4().hex


@dataclass
class Sight:
    """A photo's pixels and what is seen in it, each had when it is first asked for. Several threads may ask."""

    source: Source = field(repr=False)
    _lock: RLock = field(default_factory=RLock, repr=False)

    @property
    def picture(self) -> Picture:
        """The photo, decoded. Raises PhotoError."""
        with self._lock:
            return self._picture

    @property
    def perception(self) -> "Perception":
        """What is seen in the photo as it was taken. Raises PhotoError."""
        with self._lock:
            return self._perception

    @property
    def has_seen(self) -> bool:
        """Whether anybody asked what is seen."""
        return "_perception" in vars(self)

    @cached_property
    def _picture(self) -> Picture:
        from burnish.imaging.files import decode_photo

        return decode_photo(self.source)

    @cached_property
    def _perception(self) -> "Perception":
        from burnish.agent.perception import perceive

        return perceive(self._picture)


@dataclass
class PhotoSession:
    """One photo and what is said about it. What `ask` has answered is on the disk before it returns."""

    darkroom: Darkroom
    planner: "EmbeddedPlanner | ChatPlanner"
    sight: Sight = field(repr=False)
    folder: TurnFolder
    stored: Stored
    feedback: "FeedbackDesk | None" = None
    """Where turns are kept as offers, and taste has its say; without it neither happens."""
    clock: Callable[[], datetime] = now
    new_id: Callable[[], str] = _new_id
    references: "Callable[[Path], Perception] | None" = field(default=None, repr=False)
    """How a request's reference is seen, where it is not a picture file of this machine."""
    going_on: "Callable[[PhotoSession], None] | None" = field(default=None, repr=False)
    """Told before the next turn is kept, and before it is kept that the picture was used."""

    @property
    def source(self) -> Source:
        """The photo's file."""
        return self.sight.source

    @property
    def conversation(self) -> Conversation:
        """What was said and done so far."""
        return self.stored.conversation

    @property
    def recipe(self) -> Recipe:
        """The edit as it stands."""
        return self.conversation.recipe

    @property
    def picture(self) -> Picture:
        """The photo, decoded. Raises PhotoError."""
        return self.sight.picture

    @property
    def perception(self) -> "Perception":
        """What is seen in the photo as it was taken. Raises PhotoError."""
        seen = self.sight.perception
        return replace(seen, scene=replace(seen.scene, pictures=self.darkroom.masks))

    def ask(self, request: Request) -> Turn:
        """Answer a request, take the best candidate and keep the turn.

        Raises:
            PhotoError: the photo, or the reference picture, cannot be read.
            BadInput: a slider move that no tool has.
            Failure: another program answered about this photo at the same time.
        """
        turn = self.answered(request)
        self.keep(turn)
        return turn

    def answered(self, request: Request) -> Turn:
        """The turn that answers a request; nothing is kept. Raises as `ask`."""
        plan, named = self._planned(request), self.new_id()
        if self.feedback is not None:
            plan = self.feedback.adapted(named, request, self.conversation, plan, self.perception)
        return self.conversation.turn(request, plan, id=named, at=self.clock())

    def keep(self, turn: Turn) -> None:
        """Let a turn be the conversation's next, and keep what it shows. Raises Failure."""
        self._go_on()
        before = self.conversation
        self.stored = self.folder.add_turn(self.stored, turn)
        self._keep_exchanges(turn)
        if self.feedback is not None:
            self.feedback.showed(before, turn, self.perception if self.sight.has_seen else None)

    @property
    def waits_for_answers(self) -> bool:
        """Whether planning is mostly waiting for a chat model elsewhere."""
        from burnish.agent.chat.planner import ChatPlanner

        return isinstance(self.planner, ChatPlanner)

    def adjust(self, moves: tuple[SliderMove, ...]) -> Turn:
        """Move sliders: no words, so nothing to interpret. Raises as `ask`."""
        return self.ask(Request(sliders=moves))

    def choose(self, candidate: int) -> Turn:
        """Take another candidate of the last turn instead. Raises BadInput, Failure."""
        before = self.conversation.last
        self.stored = self.folder.add_choice(self.stored, candidate, self.clock())
        taken = self.conversation.turns[-1]
        if self.feedback is not None and before is not None:
            self.feedback.chose(before, taken)
        return taken

    def observed(self, act: Literal["export", "copy_to_others"]) -> None:
        """Say that something was done with the picture as it stands."""
        self._go_on()
        if self.feedback is not None:
            self.feedback.observed(self.conversation.last, act)

    def apply(self, recipe: Recipe, why: str) -> Conversation:
        """Set a recipe that came from elsewhere: another photo's, a file's. Raises Failure."""
        self.stored = self.folder.add_recipe(self.stored, recipe, why, self.clock())
        return self.conversation

    def carry_from(self, other: "PhotoSession") -> Conversation:
        """Take over another photo's edit, without what belongs to that one alone: retouching, drawn places, frame."""
        from burnish.agent.planner.other_photos import carried_over

        return self.apply(carried_over(other.recipe).recipe, f"as {Path(other.source.name).name}")

    def preview(self, recipe: Recipe | None = None, long_side: int = PREVIEW_LONG_SIDE_PX) -> bytes:
        """A JPEG in sRGB through a recipe, or the edit as it stands; white shows where the photo is transparent."""
        from burnish.imaging.files import encode_photo
        from burnish.imaging.flattening import on_paper
        from burnish.recipe.render import render

        wanted = self.recipe if recipe is None else recipe
        done = render(
            self.picture, wanted, self.darkroom.catalogue, resources=self.darkroom.resources, long_side=long_side,
            space="srgb",
        )  # fmt: skip
        return encode_photo(
            on_paper(done.samples.astype(np.uint8), done.alpha), "jpeg", quality=PREVIEW_QUALITY
        )

    def export(
        self, out: Path, options: ExportOptions | None = None, *, recipe: Recipe | None = None, overwrite: bool = False
    ) -> Developed:  # fmt: skip
        """Write the photo through a recipe, or the edit as it stands, into a file; all or nothing.

        Raises:
            BadInput: the file exists and may not be overwritten, or is the photo itself, or its format is not written.
            Failure: encoding or writing did not succeed.
        """
        from burnish.imaging.atomic import write_atomically
        from burnish.imaging.files import output_format

        kind = output_format(out)
        if is_same_file(Path(self.source.name), out):
            raise BadInput(f"{str(out)!r} is the photo itself, which is never overwritten")
        wanted = self.recipe if recipe is None else recipe
        done = self.darkroom.develop(
            self.source, lambda _: wanted, kind, options or ExportOptions(), title=out.name
        )
        write_atomically(out, done.data, overwrite=overwrite)
        return done

    def _go_on(self) -> None:
        if self.going_on is not None:
            self.going_on(self)

    def _planned(self, request: Request) -> Plan:
        from burnish.agent.chat.planner import ChatPlanner

        if isinstance(self.planner, ChatPlanner):
            preview = self.preview(long_side=768) if self.planner.sees_pictures else None
            return self.planner.plan(request, self.conversation, self.perception, preview=preview)
        steps = self._reference_steps(request)
        return self.planner.plan(request, self.conversation, self.perception, reference_steps=steps)

    def _keep_exchanges(self, turn: Turn) -> None:
        """What was said to a chat model and what it answered, beside the turn."""
        from burnish.agent.chat.plan import ChatPlan

        if isinstance(turn.plan, ChatPlan) and turn.plan.exchanges:
            self.folder.add_exchanges(turn.id, [each.document() for each in turn.plan.exchanges])

    def _reference_steps(self, request: Request) -> tuple[Step, ...]:
        if request.reference is None:
            return ()
        from burnish.agent.looks.reference import borrowed
        from burnish.agent.perception import perceive

        if self.references is not None:
            return borrowed(self.perception, self.references(request.reference))
        return borrowed(self.perception, perceive(self.darkroom.open_photo(request.reference)))


def open_session(
    darkroom: Darkroom, planner: "EmbeddedPlanner | ChatPlanner", photo: Path, *, resume: bool = False,
    feedback: "FeedbackDesk | None" = None,
) -> PhotoSession:  # fmt: skip
    """A photo to talk about: a new conversation, or with `resume` the latest that the desk's person had about it.

    Raises:
        PhotoError: the photo cannot be read.
        BadInput: there is nothing to resume, or what was kept is damaged.
    """
    source = darkroom.read(photo)
    speaker = Speaker() if feedback is None else feedback.speaker
    latest = latest_number(darkroom.home, source.digest, speaker)
    if resume and not latest:
        raise BadInput(f"nothing was said about {str(photo)!r} yet, so there is nothing to continue")
    number = latest if resume else latest + 1
    folder = turn_folder(darkroom.home, darkroom.catalogue, source.digest, speaker, number)
    return PhotoSession(darkroom, planner, Sight(source), folder, folder.read(), feedback)
