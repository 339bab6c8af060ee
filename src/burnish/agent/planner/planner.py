"""The embedded planner: from a request and what was said before to a plan, without network, model server or GPU."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from burnish.agent.language.done import Done
from burnish.agent.language.understanding import Reading
from burnish.agent.planner.by_effect import by_effect
from burnish.agent.planner.by_hand import with_sliders
from burnish.agent.planner.candidates import offered
from burnish.agent.planner.composed_edits import REFERENCE, empty_request, with_look_names, with_reference
from burnish.agent.planner.contradictions import without_contradictions
from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.corrections import without_what_is_corrected
from burnish.agent.planner.deeds import done_so_far, version
from burnish.agent.planner.draft import Because, Draft, Slot
from burnish.agent.planner.english import NOT_ENGLISH, is_foreign
from burnish.agent.planner.instead_there import instead_there
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.keeps import kept_after
from burnish.agent.planner.kinds_of_black_and_white import with_kinds_of_black_and_white
from burnish.agent.planner.looks_said import with_looks_said
from burnish.agent.planner.numbers_anew import numbers_anew
from burnish.agent.planner.of_this_photo import of_this_photo
from burnish.agent.planner.plan import Plan, PlannerVersion
from burnish.agent.planner.questions import Ask
from burnish.agent.planner.request import Request
from burnish.agent.planner.resuming import (
    also_there,
    leaning,
    not_rejected_twice,
    other_candidate,
    recent_ops,
    resumed,
    said_before,
)
from burnish.agent.planner.sitting import Craft, Sitting, Wish
from burnish.agent.planner.spared_places import with_spared_places
from burnish.agent.planner.trail import trail_of
from burnish.agent.planner.wishes import in_order, met
from burnish.agent.planner.wording import because_of
from burnish.recipe.recipe import Step
from burnish.tools.catalogue import Catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from burnish.agent.perception import Perception
    from burnish.agent.planner.sitting import Locate
    from burnish.agent.regions.locating import Located
    from burnish.imaging.masks import Mask

EMBEDDED = PlannerVersion("embedded", "1")
NOTHING_ASKED = "Nothing changed: these words ask for nothing that a tool can do."
NO_OTHER = "There was no other version to show."


@dataclass(frozen=True)
class EmbeddedPlanner:
    """Words become intents, intents become steps; the same request about the same conversation gives the same plan."""

    catalogue: Catalogue
    understand: "Callable[..., Reading]"
    """Called with a text, `recent`, the operations of the last wishes, and `done`, what was done so far."""

    craft: Craft
    version: PlannerVersion = EMBEDDED

    def plan(
        self, request: Request, conversation: Conversation, perception: "Perception | None" = None, *,
        reference_steps: Sequence[Step] = (),
    ) -> Plan:  # fmt: skip
        """The answer to a request; `reference_steps` bring the photo to the look of the request's reference picture.

        Raises:
            UnknownTool, InvalidStep: a slider move names no tool or parameter, or a value out of range.
        """
        trail = trail_of(conversation)
        done = done_so_far(conversation, trail)
        reading = self._read(request, conversation, done, by_reference=bool(reference_steps))
        reading = self._of_this_photo(reading, conversation, done, perception)
        kept = kept_after(conversation.keeps, reading.intents, request.text)
        craft = replace(self.craft, locate=_once(self.craft.locate))
        sitting = Sitting(craft, request, conversation, trail, kept, perception)

        def drafting(intents: Sequence[Intent], at: Sitting) -> Draft:
            known = replace(at, kept=kept_after(conversation.keeps, intents, request.text))
            return self._drafted(_wishes(intents, reading.intents, request.text), known, reference_steps)

        best = drafting(reading.intents, sitting)
        candidates, question = offered(best, reading, sitting, drafting)
        return Plan(
            request.text, reading.intents, candidates, self.version, kept.keeps, best.unsupported, question,
            reading.confidence, reading.confident, best.notes, for_others=_is_for_others(reading.intents),
        )  # fmt: skip

    def _read(
        self, request: Request, conversation: Conversation, done: Done, *, by_reference: bool
    ) -> Reading:  # fmt: skip
        text = "" if is_foreign(request.text) else request.text.strip()
        recent = recent_ops(conversation)
        read = self.understand(request.text, recent=recent, done=done) if text else Reading(())
        read = leaning(read, recent)

        def meant(intents: tuple[Intent, ...]) -> tuple[Intent, ...]:
            anew = numbers_anew(intents, request.text, conversation, done)
            answering = _answering(anew, request, conversation)
            likened = with_looks_said(answering, request.text, self.craft.looks)
            named = with_look_names(likened, request.text, self.craft.looks)
            return (*named, REFERENCE) if by_reference else named

        return replace(read, intents=meant(read.intents), others=tuple(map(meant, read.others)))

    def _of_this_photo(
        self, reading: Reading, conversation: Conversation, done: Done, perception: "Perception | None"
    ) -> Reading:
        def meant(intents: tuple[Intent, ...]) -> tuple[Intent, ...]:
            return of_this_photo(
                intents, conversation, done.ops, lambda each: self.craft.locate(each, perception, None).found
            )

        return replace(reading, intents=meant(reading.intents), others=tuple(map(meant, reading.others)))

    def _drafted(self, wishes: tuple[Wish, ...], sitting: Sitting, reference: Sequence[Step]) -> Draft:
        request = sitting.request
        wishes = with_kinds_of_black_and_white(wishes, request.text, sitting.craft.looks)
        draft = _as_it_is(sitting)
        if not wishes:
            draft = _unsaid(draft, sitting)
        wishes, contradictory = without_contradictions(wishes, request.text)
        for note in contradictory:
            draft = draft.noting(note)
        draft = without_what_is_corrected(draft, wishes, sitting)
        for wish in in_order(wishes):
            if wish.intent == REFERENCE:
                draft = with_reference(draft, reference, sitting, wish.index)
            elif wish.intent.op == "scale" and wish.intent.target == "other":
                draft = _other(draft, wish, sitting)
            elif wish.intent.op == "scale" and wish.intent.target.startswith(
                ("version ", "before ", "first ")
            ):
                draft = _version(draft, wish, sitting)
            else:
                draft = met(draft, wish, sitting)
        return with_sliders(draft, request.sliders, request.mask, self.catalogue)


def _once(locate: "Locate") -> "Locate":
    """The same, which looks for no place twice: the candidates of a plan act in the same places."""
    known: dict[tuple[Intent, bool], Located] = {}

    def found(intent: Intent, perception: "Perception | None", drawn: "Mask | None") -> "Located":
        asked = replace(intent, span=(0, 0), confidence=1.0)
        key = (asked, drawn is None)
        if key not in known:
            known[key] = locate(asked, perception, drawn)
        return known[key]

    return found


def _is_for_others(intents: Sequence[Intent]) -> bool:
    return any(each.op == "scale" and each.target == "others" for each in intents)


def _answering(
    intents: tuple[Intent, ...], request: Request, conversation: Conversation
) -> tuple[Intent, ...]:  # fmt: skip
    """The intents as they are meant after what was said before."""
    answering = also_there(not_rejected_twice(intents, request, conversation), conversation)
    meant = said_before(resumed(answering, request, conversation), request, conversation)
    spared = with_spared_places(meant, request.text, conversation)
    return by_effect(instead_there(spared, request.text, conversation), request, conversation)


def _as_it_is(sitting: Sitting) -> Draft:
    recipe = sitting.conversation.recipe
    origins = sitting.origins(recipe.steps)
    slots = tuple(Slot(step, origin, step) for step, origin in zip(recipe.steps, origins, strict=True))
    return Draft(recipe, slots)


def _unsaid(draft: Draft, sitting: Sitting) -> Draft:
    """What is done when no words say anything: nothing for words that wish for nothing, else what the photo needs."""
    request = sitting.request
    if request.sliders or request.reference is not None:
        return draft
    if request.text.strip():
        return draft.noting(NOT_ENGLISH if is_foreign(request.text) else NOTHING_ASKED)
    wish = empty_request()
    if request.mask is not None:
        return draft.asking(Ask("wish", wish.intent, ""))
    return met(draft, wish, sitting)


def _other(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    candidate = other_candidate(sitting.conversation)
    if candidate is None:
        return draft.noting(NO_OTHER)
    because = Because(wish.index, because_of(wish.words, candidate.title), wish.intent.confidence)
    return draft.jumped(candidate.recipe.steps, sitting.origins, because)


def _version(draft: Draft, wish: Wish, sitting: Sitting) -> Draft:
    recipe = version(wish.intent.target, sitting)
    if recipe is None:
        return draft.noting(NO_OTHER)
    because = Because(wish.index, because_of(wish.words, "as it was then"), wish.intent.confidence)
    return draft.jumped(recipe.steps, sitting.origins, because)


def _wishes(intents: Sequence[Intent], known: Sequence[Intent], text: str) -> tuple[Wish, ...]:
    """The wishes of a reading; only those that are the plan's own intents have a place among them."""
    return tuple(
        Wish(known.index(intent) if intent in known else None, intent, _said(intent, text))
        for intent in intents
    )


def _said(intent: Intent, text: str) -> str:
    start, end = intent.span
    return text[start:end] if end > start else intent.phrase or text
