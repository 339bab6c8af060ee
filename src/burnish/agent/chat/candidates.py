"""From drafted steps to the candidates of a plan: what is done, and what is only offered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from burnish.agent.chat.guard import answered_intent, quotes
from burnish.agent.chat.plan_schema import SaidPlan, SaidRemoval
from burnish.agent.chat.steps import Drafted, Setting, plain
from burnish.agent.planner.draft import Because, Draft, Slot
from burnish.agent.planner.plan import Candidate, Change, Option, Plan, Question
from burnish.agent.planner.questions import question_about
from burnish.agent.planner.wording import because_of, listed
from burnish.recipe.recipe import Recipe


@dataclass(frozen=True)
class Offered:
    """The candidates, and what a person should know of them."""

    candidates: tuple[Candidate, ...]
    question: Question | None
    notes: tuple[str, ...]


def offered_candidates(
    said: SaidPlan,
    drafts: Sequence[Drafted],
    setting: Setting,
    before: Recipe,
    own: Plan,
    earlier: tuple[Change, ...],
) -> Offered:
    """First what nothing speaks against, then the same with what was held back, then the embedded planner's reading.

    `before` is the recipe that the steps' numbers count in, and `earlier` what this turn has already done to it.
    """
    removals = [each for each in said.remove if quotes(each.words, setting.request.text)]
    done = [each for each in drafts if each.is_done]
    possible = [each for each in drafts if each.is_done or each.is_possible]
    candidates = [_candidate(done, removals, setting, before, earlier, "As the chat model reads it", 1.0)]
    is_more = len(possible) > len(done)
    if is_more:
        title = f"With {_tools_words(each for each in possible if not each.is_done)}"
        candidates.append(_candidate(possible, removals, setting, before, earlier, title))
    question = _question(said, drafts, 1 if is_more else None)
    candidates += _others(candidates, own, max(setting.request.variants - len(candidates), 1))
    return Offered(tuple(candidates), question, tuple(_notes(drafts, len(said.remove) - len(removals))))


def _others(candidates: Sequence[Candidate], own: Plan, most: int) -> Iterator[Candidate]:
    """What the embedded planner would do, where that is something else."""
    known = {each.recipe.digest for each in candidates}
    for other in own.candidates[:most]:
        if other.recipe.digest not in known:
            known.add(other.recipe.digest)
            yield Candidate(other.recipe, other.changes, other.title or "As Burnish reads it", 0.0)


def _candidate(
    drafts: Sequence[Drafted], removals: Sequence[SaidRemoval], setting: Setting, before: Recipe,
    earlier: tuple[Change, ...], title: str, probability: float = 0.0,
) -> Candidate:  # fmt: skip
    draft = Draft(before, tuple(Slot(step, None, step) for step in before.steps))
    gone: dict[int, Because] = {}
    for each in drafts:
        at = None if each.replaces is None else each.replaces - 1
        if at is not None and (each.step.tool.is_neutral or each.step.opacity == 0):
            gone[at] = each.because
        elif at is not None:
            draft = draft.changing(at, each.step, each.because)
    for each in drafts:
        if each.replaces is None:
            draft = draft.adding(each.step, None, each.because)
    for removal in removals:
        gone[removal.step - 1] = _removal(removal, setting)
    for at in sorted(gone, reverse=True):
        draft = draft.without([at], gone[at])
    return Candidate(draft.recipe, (*earlier, *draft.changes), title, probability)


def _removal(removal: SaidRemoval, setting: Setting) -> Because:
    tool = setting.steps[removal.step - 1].tool.name
    intent = answered_intent(tool, removal.words, setting.request.text, setting.intents, replaces=True)
    return Because(intent, because_of(plain(removal.words), plain(removal.reason)))


def _question(said: SaidPlan, drafts: Sequence[Drafted], offered: int | None) -> Question | None:
    """What is missing comes first, then what was held back, then what the model asks."""
    for each in drafts:
        if each.ask is not None and not each.held:
            return question_about(each.ask, offered if each.is_possible else None)
    if offered is not None:
        words = _tools_words(each for each in drafts if each.is_possible and not each.is_done)
        text = f"The chat model also proposes {words}, which your words do not ask for. Do it?"
        return Question(text, (Option("Leave it", 0), Option("Do it", offered)))
    if said.question is None:
        return None
    labels = [plain(option, 80) for option in said.question.options]
    return Question(plain(said.question.text), tuple(Option(label) for label in labels if label))


def _notes(drafts: Sequence[Drafted], removals_held: int) -> list[str]:
    notes: list[str] = []
    for each in drafts:
        if each.held:
            name = _tool_words(each)
            notes.append(
                f"{name[:1].upper()}{name[1:]}, proposed by the chat model, was not done: {each.held}."
            )
    if removals_held:
        notes.append("The chat model would take out a step that no words of the request speak of: not done.")
    return list(dict.fromkeys(notes))


def _tool_words(draft: Drafted) -> str:
    return draft.step.tool.name.replace("_", " ")


def _tools_words(drafts: Iterable[Drafted]) -> str:
    return listed(tuple(dict.fromkeys(_tool_words(each) for each in drafts)))
