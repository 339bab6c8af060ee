"""What a plan does and why, what it leaves alone and why, and what it asks: in a few sentences."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from burnish.agent.explain.explanation import ExplainedStep, Explanation, Unexplained
from burnish.agent.explain.phrases import sentence
from burnish.agent.explain.step_words import step_words
from burnish.agent.explain.wish_words import kept_words
from burnish.agent.planner.conversation import Conversation
from burnish.agent.planner.plan import Change, Keep, Plan
from burnish.agent.planner.wording import difference_words, listed, quoted

NOTHING = "Nothing is changed."
UNSURE = 0.6
"""Confidence below which a step is said to be a guess."""


def explained_plan(plan: Plan, conversation: Conversation | None = None) -> Explanation:
    """The best candidate's changes, each with the words and the measurement behind it, and what was left alone.

    The conversation, as it was before the plan or after, tells which constraints come from earlier turns.
    """
    changes = plan.best.changes
    steps = tuple(_explained(change, plan) for change in changes)
    left = (*_refused(plan), *_kept(plan, conversation), *_open(plan), *_notes(plan))
    done = tuple(_done(plan, changes, steps)) if steps else (NOTHING,)
    others = (sentence("the same is meant for the other photos"),) if plan.for_others else ()
    return Explanation((*done, *others, *(sentence(each.words) for each in left)), steps, left)


def _explained(change: Change, plan: Plan) -> ExplainedStep:
    step = change.after or change.before
    assert step is not None
    return ExplainedStep(
        step, _change_words(change), None, _why(change, plan), change.kind, round(change.confidence, 3)
    )


def _change_words(change: Change) -> str:
    """What happens to the step: `half a stop brighter (was a third of a stop brighter)`."""
    match change.before, change.after:
        case None, after if after is not None:
            return step_words(after)
        case before, None if before is not None:
            return f"no longer {step_words(before)}"
        case before, after if before is not None and after is not None:
            now, was = step_words(after), step_words(before)
            if now != was:
                return f"{now} (was {was})"
            moved = difference_words(before.tool, after.tool) if type(before.tool) is type(after.tool) else ""
            return f"{now} ({moved})" if moved else now
        case _:
            raise AssertionError(f"a change of nothing into nothing: {change!r}")


def _words_behind(change: Change, plan: Plan) -> str:
    """The person's own words that a change answers, as they stand in the request; empty where there are none."""
    if change.intent is None or not 0 <= change.intent < len(plan.intents):
        return ""
    intent = plan.intents[change.intent]
    start, end = intent.span
    return plan.text[start:end] if end > start else intent.phrase or plan.text


def _why(change: Change, plan: Plan) -> str:
    """The words and what was measured; the plan's own reason where it quotes the words already."""
    words, measured = quoted(_words_behind(change, plan)), _measured(change, plan)
    return ": ".join(part for part in (words, measured) if part)


def _measured(change: Change, plan: Plan) -> str:
    """The reason without the words that it begins with."""
    reason = change.reason
    if reason.startswith("“") and "”" in reason:
        reason = reason.split("”", 1)[1].lstrip(": ")
    return reason.strip()


def _done(plan: Plan, changes: Sequence[Change], steps: Sequence[ExplainedStep]) -> Iterator[str]:
    """One sentence for each wish, with everything that answers it."""
    pairs = list(zip(changes, steps, strict=True))
    pairs.sort(key=lambda pair: len(plan.intents) if pair[0].intent is None else pair[0].intent)
    for _, group in groupby(pairs, key=lambda pair: pair[0].intent):
        members = list(group)
        words = quoted(_words_behind(members[0][0], plan))
        told = [_with_reason(change, step, plan) for change, step in members]
        yield sentence(f"{words}: {'; '.join(told)}" if words else "; ".join(told))


def _with_reason(change: Change, step: ExplainedStep, plan: Plan) -> str:
    measured = _measured(change, plan)
    known = "" if not measured or "→" in measured else f", because {measured}"
    guess = f" (a guess, {100 * change.confidence:.0f} % sure)" if change.confidence < UNSURE else ""
    return f"{step.words}{known}{guess}"


def _refused(plan: Plan) -> tuple[Unexplained, ...]:
    return tuple(
        Unexplained("unsupported", f"{quoted(each.text) or 'one wish'} was not done: {each.why}")
        for each in plan.unsupported
    )


def _kept(plan: Plan, conversation: Conversation | None) -> tuple[Unexplained, ...]:
    return tuple(
        Unexplained("kept", f"{kept_words(keep)}{_since(keep, plan, conversation)}") for keep in plan.keep
    )


def _since(keep: Keep, plan: Plan, conversation: Conversation | None) -> str:
    """Where the constraint comes from."""
    said = f" as you said: {quoted(keep.text)}" if keep.text else ""
    for number, turn in enumerate(() if conversation is None else conversation.turns, 1):
        if turn.plan is not plan and any(each.what == keep.what for each in turn.plan.keep):
            return f" stays as it is,{said} (turn {number})"
    return f" stays as it is,{said}" if said else " stays as it is"


def _open(plan: Plan) -> tuple[Unexplained, ...]:
    told: list[Unexplained] = []
    if plan.question is not None:
        options = [option.label for option in plan.question.options]
        choice = f" ({listed(options)})" if options else ""
        told.append(Unexplained("open", f"still open: {plan.question.text.rstrip('.')}{choice}"))
    elif not plan.confident:
        told.append(Unexplained("open", f"this reading is {100 * plan.confidence:.0f} % sure"))
    titles = [quoted(candidate.title) for candidate in plan.candidates[1:] if candidate.title]
    if titles and plan.question is None:
        told.append(Unexplained("open", f"also offered: {listed(titles)}"))
    return tuple(told)


def _notes(plan: Plan) -> tuple[Unexplained, ...]:
    return tuple(Unexplained("note", note) for note in plan.notes)
