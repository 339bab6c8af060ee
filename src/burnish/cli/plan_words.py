"""A plan in readable lines: what is done and why, what is not, and what is asked."""

from burnish.agent.planner.plan import Change, Plan, Question
from burnish.cli.words import step_words

_MARKS = {"add": "+", "replace": "~", "remove": "−"}


def plan_words(plan: Plan) -> list[str]:
    """The lines that tell a plan."""
    lines = [line for change in plan.best.changes for line in change_words(change)]
    if not lines and plan.question is None and not plan.notes and not plan.unsupported:
        lines = ["Nothing to change."]
    lines += [f"! {each.text.strip()}: {each.why}" for each in plan.unsupported]
    lines += [f"= keeping {_kept(each.what)}" for each in plan.keep]
    lines += [f"· {each}" for each in plan.notes]
    if plan.question is not None:
        lines += question_words(plan.question)
    return lines


def _kept(what: str) -> str:
    return "it natural, and the rest as it is" if what == "all" else what.replace("_", " ")


def change_words(change: Change) -> list[str]:
    """One change and its reason."""
    step = change.after or change.before
    if step is None:
        return []
    return [f"{_MARKS[change.kind]} {step_words(step)}", f"    {change.reason}"]


def question_words(question: Question) -> list[str]:
    """A question with its numbered answers."""
    options = [
        f"    {number}. {option.label}"
        + ("" if option.candidate is None else f"  (--choose {option.candidate})")
        for number, option in enumerate(question.options, 1)
    ]
    return [f"? {question.text}", *options]
