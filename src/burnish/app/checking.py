"""Checking and refining, wired: what sees and scores, what a request asks for and where, and what becomes of files."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

import cv2
import numpy as np

from burnish.agent.checking.critic.scores import Scores
from burnish.agent.checking.diagnosis import Diagnose, Diagnosis, diagnose, explained
from burnish.agent.checking.finding import Category, Checked
from burnish.agent.checking.loop import Budget, Eyes, Loop, Propose, Refined
from burnish.agent.checking.pair import Pair, Sought
from burnish.agent.checking.patches import RowsOf, patched_samples, resized_rows
from burnish.agent.checking.picture_repairs import all_restored, outside_restored
from burnish.agent.checking.repairs import Repair
from burnish.agent.checking.trace import Sighting, Trace
from burnish.agent.checking.workpiece import PictureWork, RecipeWork, State, Workpiece
from burnish.app.asked import Asked, sought_beside, understood_request, wishes_of
from burnish.app.darkroom import Darkroom
from burnish.errors import BadInput
from burnish.imaging.picture import Picture
from burnish.imaging.pixels import LinearPicture, Samples
from burnish.recipe.recipe import Recipe

if TYPE_CHECKING:
    from burnish.models.chat import ChatModel

LEADS_ELSEWHERE = 4.0
"""Mean color difference, ΔE00, from which a recipe is not taken for that of a picture."""

COMPARED_PX = 256

EXPLAINED = 0.6
"""Share of an edit from which tools are said to explain it."""

NOT_COMPARED = "The pictures could not be compared: they do not seem to show the same frame."

MISSED = ("not_done", "wrong_direction", "wrong_place")
"""Faults that tools may mend by doing what was asked."""


def _always() -> bool:
    return True


def shipped_eyes(
    *, least_severity: float = 0.0, least_confidence: float = 0.0, but: frozenset[Category] = frozenset()
) -> Eyes:
    """What sees and scores with what is shipped; findings below these figures or of these categories do not count."""
    from burnish.agent.checking.network import shipped_network
    from burnish.agent.checking.perceiving import perceive_edit

    def perceive(pair: Pair) -> Checked:
        checked = perceive_edit(pair, shipped_network())
        sure = tuple(
            each
            for each in checked.findings
            if each.severity >= least_severity
            and each.confidence >= least_confidence
            and each.category not in but
        )
        return replace(checked, findings=sure)

    return Eyes(perceive, _shipped_score())


def _shipped_score() -> Callable[[Pair, Checked], Scores] | None:
    """The shipped critic; None where this build has none."""
    from burnish.agent.checking.critic import score

    return score if (files("burnish.agent.checking.critic") / "critic.json").is_file() else None


def configured_chat() -> "ChatModel | None":
    """The chat model that the settings name; None where they name none. Raises BadInput."""
    from burnish.models.openai_compatible import OpenAICompatible
    from burnish.models.settings import default_settings_file, read_settings

    chat = read_settings(default_settings_file(), os.environ).chat
    if not chat.is_on:
        return None
    key = chat.api_key.get_secret_value()
    return OpenAICompatible(chat.base_url, chat.model, key, chat.timeout_s, chat.retries)


@dataclass(frozen=True, eq=False)
class Examined:
    """An edit that was looked at."""

    work: Workpiece
    pair: Pair
    seen: Sighting

    def document(self) -> dict[str, Any]:
        """What was found, as plain JSON values."""
        return self.seen.document() | {
            "registration": self.pair.note,
            "confidence": round(self.pair.confidence, 3),
        }


@dataclass(frozen=True, eq=False)
class RefinedEdit:
    """What became of an edit."""

    trace: Trace
    recipe: Recipe | None
    """The repaired recipe; None for a finished picture."""

    picture: Picture | None = field(repr=False)
    """The repaired picture; None where a recipe says it all."""

    notes: tuple[str, ...] = ()
    """What tools would have made a picture that could not be repaired, or why nothing could be said of it."""


@dataclass(frozen=True)
class CheckDesk:
    """Where edits are looked at and repaired."""

    darkroom: Darkroom
    eyes: Eyes
    chat: "ChatModel | None" = None
    """What is asked for causes, where one is configured."""

    def examined(self, source: Picture, edited: Picture, request: str = "") -> Examined:
        """A finished picture beside its source. Raises BadInput."""
        work = self._work(source, edited, request)
        pair = work.pair(work.start)
        return Examined(work, pair, self.eyes.look(pair))

    def examined_recipe(
        self, photo: Picture, recipe: Recipe, before: Recipe, asked: Asked, long_side: int = 1024
    ) -> Examined:
        """A photo through a recipe, beside what it was before. Raises RecipeError."""
        work = RecipeWork(
            photo, self.darkroom.catalogue, recipe, before, asked.request, asked.intents, asked.mask,
            self.darkroom.resources, asked.held,
        )  # fmt: skip
        pair = work.pair(work.start, long_side)
        return Examined(work, pair, self.eyes.look(pair))

    def refined(
        self, source: Picture, edited: Picture, request: str = "", recipe: Recipe | None = None,
        budget: Budget | None = None, wanted: Callable[[], bool] = _always,
    ) -> RefinedEdit:  # fmt: skip
        """An edit without the faults that could be repaired; with its recipe where that is known.

        Raises:
            BadInput: the recipe does not lead from the source to the edited picture, or a picture is too small.
        """
        if recipe is not None:
            found = self.examined_recipe(
                source, recipe, Recipe(), understood_request(request, source, self.darkroom)
            )
            _check_leads(found.pair, edited)
            done = self.loop(found.work, edited, budget, wanted).refine(found.work, found.seen)
            return RefinedEdit(
                done.trace, finished(recipe, done.state.recipe, "; ".join(done.trace.repairs)), None
            )
        found = self.examined(source, edited, request)
        done = self.loop(found.work, edited, budget, wanted).refine(found.work, found.seen)
        is_well = found.pair.is_registered and found.seen.checked.is_clean
        notes = () if done.is_changed or is_well else self._explained(found.pair)
        return RefinedEdit(done.trace, None, self.developed(source, edited, found.pair, done), notes)

    def refined_recipe(
        self, found: Examined, budget: Budget, wanted: Callable[[], bool] = _always
    ) -> Refined:
        """An examined recipe without the faults that could be repaired."""
        loop = Loop(self.eyes, budget, self._diagnose(diagnose), wanted=wanted)
        return loop.refine(found.work, found.seen)

    def developed(self, source: Picture, edited: Picture, pair: Pair, done: Refined) -> Picture:
        """The edited picture at full size under its repairs; outside of them the samples are the same."""
        state = done.state
        if not state.patches and not state.recipe.steps:
            return edited
        samples = patched_samples(edited, _rows_of(source, edited, pair), state.patches)
        patched = replace(edited, samples=samples)
        return _through(patched, state.recipe, self.darkroom) if state.recipe.steps else patched

    def _work(self, source: Picture, edited: Picture, request: str) -> PictureWork:
        from burnish.agent.checking.registration import pair_of

        intents = wishes_of(request)

        def seek(placed: LinearPicture) -> Sought | None:
            return sought_beside(intents, placed, self.darkroom)

        pair = pair_of(source, edited, request, intents, seek=seek)
        return PictureWork(pair, self.darkroom.catalogue)

    def loop(
        self,
        work: Workpiece,
        edited: Picture,
        budget: Budget | None = None,
        wanted: Callable[[], bool] = _always,
    ) -> Loop:
        """The loop for an edit of either kind; `edited` is its picture."""
        told = self._diagnose(diagnose)
        if isinstance(work, PictureWork):
            return Loop(self.eyes, budget or Budget(), told, self._by_tools(edited), wanted)
        return Loop(self.eyes, budget or Budget(), told, wanted=wanted)

    def _diagnose(self, inner: Diagnose) -> Diagnose:
        if self.chat is None:
            return inner
        from burnish.agent.checking.chat_diagnosis import ChatDiagnosis

        return ChatDiagnosis(self.chat, inner)

    def _explained(self, pair: Pair) -> tuple[str, ...]:
        """Why nothing could be said; else the tools that would have made a picture, where they explain most of it."""
        from burnish.agent.checking.workpiece import smaller
        from burnish.recipe.inverse import match

        if not pair.is_registered:
            return (NOT_COMPARED,)
        small = smaller(pair, COMPARED_PX)
        found = match(small.source, small.edited, self.darkroom.catalogue)
        return (explained(found.recipe),) if found.explained > EXPLAINED and found.recipe.steps else ()

    def _by_tools(self, edited: Picture) -> Propose:
        """What was asked and not done, done with tools over the picture."""
        plans = dict[tuple[str, bool], Recipe]()

        def planned(work: PictureWork, *, anew: bool) -> Recipe:
            key = work.whole.request, anew
            if key not in plans:
                begun = _picture_of(work.whole.source) if anew else edited
                plans[key] = self.planned(work.whole.request, begun)
            return plans[key]

        def propose(work: Workpiece, state: State, now: Sighting, _: Diagnosis) -> Sequence[Repair]:
            missing = tuple(k for k, each in enumerate(now.findings) if each.category in MISSED)
            if not missing or not isinstance(work, PictureWork) or state.recipe.steps:
                return ()
            seen = {each.category for each in now.findings}
            anew = "wrong_direction" in seen
            recipe = planned(work, anew=anew)
            if not recipe.steps:
                return ()
            base, words = state, "did with tools what was asked and hardly seen"
            restores = anew or "wrong_place" in seen
            if anew:
                base = all_restored(work, state)
                words = (
                    "went back to the source and did with tools what was asked: the change goes the wrong way"
                )
            elif "wrong_place" in seen:
                base = outside_restored(work, state) or state
                words = "brought the source back where nothing was asked, and did with tools what was"
            return (Repair("add", words, replace(base, recipe=recipe), missing, is_anew=restores),)

        return propose

    def planned(self, request: str, picture: Picture) -> Recipe:
        """What tools would do about a request, pixel by pixel."""
        from burnish.agent.perception import perceive
        from burnish.agent.planner.conversation import conversation_about
        from burnish.agent.planner.request import Request
        from burnish.app.planning import embedded_planner
        from burnish.tools.base import PixelTool

        plan = embedded_planner(self.darkroom.catalogue).plan(
            Request(request), conversation_about(), perceive(picture)
        )
        steps = [
            replace(each, author="agent")
            for each in plan.best.recipe.steps
            if isinstance(each.tool, PixelTool)
        ]
        return Recipe(tuple(steps))


def _picture_of(linear: LinearPicture) -> Picture:
    from burnish.imaging.color import linear_to_srgb8
    from burnish.imaging.picture import picture_from_srgb8

    return picture_from_srgb8(linear_to_srgb8(linear))


def finished(before: Recipe, after: Recipe, why: str = "") -> Recipe:
    """A refined recipe as it is kept: what was taken out is gone, and what was changed is the agent's, and why."""
    steps = [
        step
        for place, step in enumerate(after.steps)
        if step.enabled or (place < len(before.steps) and not before.steps[place].enabled)
    ]
    kept = [
        step if step in before.steps else replace(step, author="agent", reason=why or step.reason)
        for step in steps
    ]
    return replace(before, steps=tuple(kept))


def _check_leads(pair: Pair, edited: Picture) -> None:
    """That a recipe leads to a picture. Raises BadInput."""
    from burnish.imaging.difference import difference_map
    from burnish.imaging.reduce import reduce_linear

    shown = reduce_linear(edited, COMPARED_PX * COMPARED_PX)
    size = (shown.shape[1], shown.shape[0])
    made = np.asarray(cv2.resize(pair.edited, size, interpolation=cv2.INTER_AREA), np.float32)
    apart = float(difference_map(made, shown).mean())
    if apart > LEADS_ELSEWHERE:
        raise BadInput(
            f"the recipe leads to another picture than the edited one: mean ΔE00 {round(apart, 1)!r};"
            f" at most {LEADS_ELSEWHERE:g} is taken for the same"
        )


def _rows_of(source: Picture, edited: Picture, pair: Pair) -> RowsOf:
    """Rows of the source in the edited picture's frame at its full size."""
    if not pair.note and (source.width, source.height) == (edited.width, edited.height):
        return lambda top, end: source.encoding.linear(source.samples[top:end])
    if not pair.note:
        size = (edited.width, edited.height)
        samples = cast(Samples, cv2.resize(source.samples, size, interpolation=cv2.INTER_AREA))
        return lambda top, end: source.encoding.linear(samples[top:end])
    return lambda top, end: resized_rows(pair.source, slice(top, end), edited.height, edited.width)


def _through(picture: Picture, recipe: Recipe, darkroom: Darkroom) -> Picture:
    from burnish.recipe.render import render

    bits = 8 * picture.samples.dtype.itemsize
    done = render(picture, recipe, darkroom.catalogue, resources=darkroom.resources, bits=bits)
    return replace(picture, samples=done.samples, alpha=done.alpha)
