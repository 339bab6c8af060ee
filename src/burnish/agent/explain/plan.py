"""What a plan does and why, what it leaves alone and why, and what it asks: in a few sentences."""

import re
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
_QUOTE = re.compile(r"^“[^”]*”(: )?")
_LABEL = re.compile(r"^[^:;,(]{1,40}: ")
"""What a reason begins with: the person's words, and the name of the wish or the look."""

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
    if not steps and any(note.startswith("Nothing") for note in plan.notes):
        done = ()
    others = (sentence("the same is meant for the other photos"),) if plan.for_others else ()
    return Explanation((*done, *others, *(sentence(each.words) for each in left)), steps, left)


def _explained(change: Change, plan: Plan) -> ExplainedStep:
    step = change.after or change.before
    assert step is not None
    return ExplainedStep(
        step, _change_words(change), None, _why(change, plan), change.kind, round(change.confidence, 3)
    )


def _change_words(change: Change) -> str:
    """What the step does now, and did before: `half a stop brighter (was a third of a stop brighter)`."""
    match change.before, change.after:
        case None, after if after is not None:
            return step_words(after)
        case before, None if before is not None:
            return step_words(before)
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
    words, measured = quoted(_words_behind(change, plan)), _measured(change)
    return ": ".join(part for part in (words, measured) if part)


def _measured(change: Change) -> str:
    """The reason without the words, and without the name of the wish, that it begins with."""
    return _LABEL.sub("", _QUOTE.sub("", change.reason)).strip()


def _done(plan: Plan, changes: Sequence[Change], steps: Sequence[ExplainedStep]) -> Iterator[str]:
    """One sentence for each wish, with everything that answers it."""
    pairs = list(zip(changes, steps, strict=True))
    pairs.sort(key=lambda pair: len(plan.intents) if pair[0].intent is None else pair[0].intent)
    for _, group in groupby(pairs, key=lambda pair: pair[0].intent):
        members = list(group)
        words = quoted(_words_behind(members[0][0], plan))
        told = "; ".join(
            (*_gone(members), *(_with_reason(*each) for each in members if each[0].after is not None))
        )
        yield sentence(f"{words}: {told}" if words else told)


def _gone(members: Sequence[tuple[Change, ExplainedStep]]) -> Iterator[str]:
    """What was taken out, together where the reason is one."""
    removed = [each for each in members if each[0].after is None]
    for reason in dict.fromkeys(_measured(change) for change, _ in removed):
        words = [step.words for change, step in removed if _measured(change) == reason]
        known = f" ({_bracketed(reason)})" if reason else ""
        yield f"no longer {', '.join(words)}{known}"


def _bracketed(reason: str) -> str:
    """A reason that will stand in parentheses itself."""
    return reason.replace("(", "[").replace(")", "]")


def _with_reason(change: Change, step: ExplainedStep) -> str:
    measured = _measured(change)
    known = "" if not measured or "→" in measured else f" ({_bracketed(measured)})"
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
        choice = f" ({' / '.join(options)})" if options else ""
        told.append(Unexplained("open", f"still open: {plan.question.text.rstrip('.')}{choice}"))
    elif not plan.confident:
        told.append(Unexplained("open", f"this reading is {100 * plan.confidence:.0f} % sure"))
    titles = [quoted(candidate.title) for candidate in plan.candidates[1:] if candidate.title]
    if titles and plan.question is None:
        told.append(Unexplained("open", f"also offered: {listed(titles)}"))
    return tuple(told)


def _notes(plan: Plan) -> tuple[Unexplained, ...]:
    return tuple(Unexplained("note", note) for note in plan.notes)
