"""Turns, changes and conversations, as the answers tell them."""

from burnish.agent.planner.conversation import Conversation, Turn
from burnish.agent.planner.plan import Change, Plan
from burnish.agent.planner.trail import trail_of
from burnish.recipe.recipe import Step
from burnish.service.mcp.answers import (
    Answer,
    Asked,
    Changed,
    History,
    Offered,
    Past,
    Refused,
    Stands,
    Turned,
)


def turned(turn: Turn) -> Turned:
    """A turn as it is told."""
    plan = turn.plan
    return Turned(
        turn=turn.id,
        request=turn.request.text,
        changes=tuple(map(changed, turn.changes)),
        unsupported=tuple(Refused(text=each.text, why=each.why) for each in plan.unsupported),
        question=asked(plan),
        notes=plan.notes,
        keep=tuple(each.text for each in plan.keep),
        candidates=tuple(
            Offered(index=k, title=each.title, probability=round(each.probability, 3), changes=len(each.changes))
            for k, each in enumerate(plan.candidates)
        ),
        chosen=turn.chosen,
        confident=plan.confident,
        for_others=plan.for_others,
        steps=len(turn.after.steps),
        planner=f"{turn.planner.name} {turn.planner.version}",
    )  # fmt: skip


def asked(plan: Plan) -> Asked | None:
    """The plan's question."""
    if plan.question is None:
        return None
    options = tuple(Answer(label=each.label, candidate=each.candidate) for each in plan.question.options)
    return Asked(text=plan.question.text, options=options)


def changed(change: Change) -> Changed:
    """One change as it is told."""
    step = change.after or change.before
    if step is None:
        raise ValueError(f"{change!r} has no step")
    told = stood(step)
    was = change.before.document()["params"] if change.kind == "replace" and change.before else None
    return told.model_copy(
        update={
            "change": change.kind,
            "was": was,
            "reason": change.reason,
            "confidence": round(change.confidence, 3),
        }
    )


def stood(step: Step) -> Changed:
    """A step as it stands."""
    return Changed(
        change="off" if not step.enabled else "stands",
        tool=step.tool.name,
        params=step.document()["params"],
        where=None if step.mask is None else step.mask.kind,
        opacity=step.opacity,
        reason=step.reason,
        confidence=1.0,
    )


def stands(conversation: Conversation) -> Stands:
    """The edit as it stands."""
    trail = trail_of(conversation)
    steps = tuple(map(stood, conversation.recipe.steps))
    return Stands(steps=steps, can_undo=len(trail.done), can_redo=bool(trail.ahead))


def history(conversation: Conversation) -> History:
    """The conversation as it is told."""
    trail = trail_of(conversation)
    return History(
        turns=tuple(map(_past, conversation.turns)),
        keep=tuple(each.text for each in conversation.keeps),
        recipe=conversation.recipe.document(),
        can_undo=len(trail.done),
        can_redo=bool(trail.ahead),
    )


def _past(turn: Turn) -> Past:
    return Past(
        turn=turn.id,
        at=turn.at.isoformat(),
        request=turn.request.text,
        changes=tuple(_short(each) for each in turn.changes),
        chosen=turn.chosen,
    )


def _short(change: Change) -> str:
    told = changed(change)
    values = ", ".join(f"{name} {value}" for name, value in told.params.items())
    return f"{told.change} {told.tool}" + (f": {values[:200]}" if values else "")
