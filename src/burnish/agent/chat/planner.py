"""The planner that asks a chat model, checks every word of its answer, and stands on the embedded planner."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from burnish.agent.chat.candidates import Offered, offered_candidates
from burnish.agent.chat.guard import ANY_TOOL, SERVES, quotes
from burnish.agent.chat.ladder import Habits, Interview, Outcome
from burnish.agent.chat.picture import sent_picture
from burnish.agent.chat.plan import ChatPlan, with_exchanges
from burnish.agent.chat.plan_schema import Answered, SaidPlan, plan_schema, read_plan
from burnish.agent.chat.prompt import MOST_REQUEST, opening, rules
from burnish.agent.chat.steps import Drafted, Locate, Setting, drafted, plain
from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.keeps import Kept
from burnish.agent.planner.plan import Keep, Plan, PlannerVersion, Unsupported
from burnish.agent.planner.request import Request
from burnish.models.chat import Answer, ChatModel, ChatOptions
from burnish.models.settings import Price
from burnish.recipe.recipe import Step
from burnish.tools.catalogue import Catalogue

if TYPE_CHECKING:
    from burnish.agent.perception import Perception

PURPOSE = "The plan for one request: steps with tools and parameters, and what else there is to say."

TALK = frozenset({"undo", "keep"})
"""Operations that are about the conversation; no tool serves them."""


class Planner(Protocol):
    """What turns a request into a plan."""

    def plan(
        self, request: Request, conversation: Conversation, perception: "Perception | None" = None, *,
        reference_steps: Sequence[Step] = (),
    ) -> Plan:  # fmt: skip
        """The plan for a request in its conversation; `reference_steps` bring the photo to the reference's look."""
        ...


@dataclass(frozen=True)
class ChatPlanner:
    """Plans with a chat model. Where it gives no sound answer, the embedded planner's plan stands, with a note."""

    model: ChatModel
    catalogue: Catalogue

    fallback: Planner
    """The embedded planner: what its reading of the words does not bear out is not done."""

    locate: Locate
    """Finds places by words."""

    sees_pictures: bool = False
    """Whether the model is sent a small JPEG of the photo."""

    prices: Mapping[str, Price] = field(default_factory=dict[str, Price])
    options: ChatOptions = field(default_factory=ChatOptions)
    habits: Habits = field(default_factory=Habits, compare=False)
    patience_s: float = 120.0
    """After this long no further question is put to the model."""

    clock: Callable[[], float] = time.monotonic

    def plan(
        self, request: Request, conversation: Conversation, perception: "Perception | None" = None, *,
        reference_steps: Sequence[Step] = (), preview: bytes | None = None, about: Mapping[str, str] | None = None,
    ) -> ChatPlan:  # fmt: skip
        """The plan for a request.

        `preview` is a picture file of the photo as it looks now, upright. `about` holds words found in or around the
        photo's file (its name, a caption): they reach the model as material, never as instruction.

        Raises:
            UnreadablePhoto: the preview is no picture.
        """
        own = self.fallback.plan(request, conversation, perception, reference_steps=reference_steps)
        if not request.text.strip() or _is_talk_alone(own):
            return with_exchanges(own, ())
        by_hand: Plan | None = None
        if request.sliders or reference_steps:
            wordless = Request(sliders=request.sliders, reference=request.reference)
            by_hand = self.fallback.plan(wordless, conversation, perception, reference_steps=reference_steps)
        here = conversation if by_hand is None else conversation.at(by_hand.best.recipe)
        outcome = self._asked(request, here, perception, preview, about or {})
        if outcome.value is None:
            return with_exchanges(own, outcome.exchanges, self._fell_back(outcome.problem))
        return self._planned(outcome.value, outcome, request, here, perception, own, by_hand)

    def _asked(
        self, request: Request, conversation: Conversation, perception: "Perception | None", preview: bytes | None,
        about: Mapping[str, str],
    ) -> Outcome[Answered]:  # fmt: skip
        picture = sent_picture(preview) if self.sees_pictures and preview is not None else None
        steps, has_drawing = conversation.recipe.steps, request.mask is not None
        messages = opening(
            request, conversation, self.catalogue, facts=_facts(perception), about=about, picture=picture
        )
        schema = plan_schema(self.catalogue, steps=len(steps), has_drawing=has_drawing)
        interview = Interview(
            self.model, Answer(name="plan", description=PURPOSE, schema=schema),
            lambda found: read_plan(found, self.catalogue, steps, has_drawing=has_drawing),
            self.habits, self.prices, self.options, self.patience_s, self.clock,
        )  # fmt: skip
        return interview.ask(messages)

    def _planned(
        self, answered: Answered, outcome: Outcome[Answered], request: Request, conversation: Conversation,
        perception: "Perception | None", own: Plan, by_hand: Plan | None,
    ) -> ChatPlan:  # fmt: skip
        said = answered.said
        keep = _keeps(said, own, request.text)
        setting = Setting(
            request, own.intents, conversation.recipe.steps, Kept(keep), perception, self.locate
        )
        drafts = drafted(answered, setting)
        earlier = () if by_hand is None else by_hand.best.changes
        offered = offered_candidates(said, drafts, setting, conversation.recipe, own, earlier)
        agrees = _agrees(own.intents, drafts)
        stated = min((each.because.confidence for each in drafts), default=own.confidence)
        confidence = max(own.confidence, stated) if agrees else min(own.confidence, stated)
        return ChatPlan(
            request.text, own.intents, offered.candidates, self._version(outcome), keep,
            _unsupported(said, own, request.text), offered.question, confidence,
            agrees and offered.question is None, _notes(said, request, own, offered), own.for_others,
            outcome.exchanges,
        )  # fmt: skip

    def _version(self, outcome: Outcome[Answered]) -> PlannerVersion:
        reply = outcome.exchanges[-1].reply
        named = self.model.model if reply is None or not reply.model else reply.model
        told = rules(self.catalogue, has_drawing=False, sees=self.sees_pictures)
        return PlannerVersion("chat", f"{plain(named, 100)}+{hashlib.sha256(told.encode()).hexdigest()[:8]}")

    def _fell_back(self, problem: str) -> str:
        model = self.model.model
        return f"The chat model {model!r} gave no usable plan, so Burnish planned alone: {plain(problem)}."


def _is_talk_alone(own: Plan) -> bool:
    """Whether the words only walk through the conversation's own states, which no model can do as exactly."""
    walks = {"redo", "other", "others"}
    said = [each.op == "undo" or (each.op == "scale" and each.target in walks) for each in own.intents]
    return own.confident and bool(said) and all(said)


def _facts(perception: "Perception | None") -> dict[str, Any]:
    """What was measured, as short numbers."""
    if perception is None:
        return {}
    told = {name: _short(value) for name, value in asdict(perception.facts).items() if value is not None}
    return {"width": perception.width, "height": perception.height, **told}


def _short(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    return [_short(each) for each in value] if isinstance(value, tuple) else value


def _keeps(said: SaidPlan, own: Plan, text: str) -> tuple[Keep, ...]:
    """What holds after this turn: as the embedded planner reads it, and what the model quotes from the request."""
    known = {keep.what: keep for keep in own.keep}
    for each in said.keep:
        if quotes(each.words, text):
            known.setdefault(each.what, Keep(each.what, plain(each.words)))
    return tuple(known.values())


def _unsupported(said: SaidPlan, own: Plan, text: str) -> tuple[Unsupported, ...]:
    """What the model says that no tool can do, and what it passed over in silence."""
    told = [
        Unsupported(plain(each.words), plain(each.why))
        for each in said.unsupported
        if quotes(each.words, text)
    ]
    spoken_of = [each.words for each in (*said.steps, *said.unsupported)]
    passed_over = [
        each for each in own.unsupported if not any(quotes(words, each.text) for words in spoken_of)
    ]
    return (*told, *passed_over)


def _agrees(intents: tuple[Intent, ...], drafts: tuple[Drafted, ...]) -> bool:
    """Whether both planners are about the same operations: each wish is served, each step serves a wish."""
    wishes = {intent.op for intent in intents} - TALK - {"unsupported"}
    if wishes & ANY_TOOL:
        return bool(drafts)
    served = [set(SERVES.get(each.step.tool.name, ())) for each in drafts]
    return all(each & wishes for each in served) and all(any(op in each for each in served) for op in wishes)


def _notes(said: SaidPlan, request: Request, own: Plan, offered: Offered) -> tuple[str, ...]:
    notes = list(offered.notes)
    if len(request.text) > MOST_REQUEST:
        notes.append(f"Only the first {MOST_REQUEST} characters of the request were sent to the chat model.")
    if said.for_others and not own.for_others:
        notes.append("To do the same to the other photos, say “same for the others”.")
    if not offered.candidates[0].changes and not said.unsupported and offered.question is None:
        notes.append("The chat model found nothing to change.")
    return tuple(notes)
