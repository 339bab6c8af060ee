"""What a person wanted over a whole session, net of undo and corrections."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from burnish.agent.explain.lineage import Lineage, Said, causes, credits_of, lineage_of
from burnish.agent.explain.session_words import summary_sentences
from burnish.agent.explain.step_words import step_words
from burnish.agent.explain.summary import Adjustment, Constraint, Summary, Wanted
from burnish.agent.explain.wish_words import kept_words, wanted_quality, wanted_thing
from burnish.agent.planner.conversation import Conversation, Turn
from burnish.agent.planner.intents import Intent
from burnish.agent.planner.levers import size
from burnish.agent.planner.origins import is_wish, origins_of
from burnish.agent.planner.plan import Keep
from burnish.agent.planner.serving import is_opposite, is_same_property
from burnish.agent.planner.wording import quoted


def intent_summary(conversation: Conversation) -> Summary:
    """What was wanted and stands, what was corrected, taken back, not met, and what was to stay."""
    lineage = lineage_of(conversation)
    turns = conversation.turns
    overruled = _overruled(lineage, conversation)
    told = [_fate(said, lineage, overruled, turns) for said in lineage.said]
    wishes = [each for each in told if each is not None]
    wanted = _merged(each for each in wishes if each.fate == "stands")
    unmet = (
        *_impossible(turns),
        *(each for each in wishes if each.fate == "not done" and not _is_met(each, wanted)),
    )
    kept, lifted = _constraints(turns)
    summary = Summary(
        (),
        wanted,
        _merged(each for each in wishes if each.fate == "corrected"),
        _merged(each for each in wishes if each.fate == "taken back"),
        unmet,
        kept,
        lifted,
        _by_hand(lineage, conversation),
    )
    return replace(summary, sentences=summary_sentences(summary, asked=bool(turns)))


def _fate(said: Said, lineage: Lineage, overruled: dict[Said, Said], turns: Sequence[Turn]) -> Wanted | None:
    """What became of a wish; None for one that only took another back."""
    turn = turns[said.turn]
    wish = Wanted(said.intent, _words(said.intent), (turn.id,), adjusted=_adjusted(said, lineage, turns))
    by = overruled.get(said)
    if by is not None:
        # A later wish the other way that did not win only took part of the earlier one back.
        is_correction = by.turn > said.turn
        ended = turns[by.turn].id
        return (
            replace(wish, fate="corrected", ended=ended, instead=_words(by.intent)) if is_correction else None
        )
    if lineage.stands(said):
        return wish
    if lineage.was_met(said):
        return _ended(wish, said, lineage, turns)
    if any(change.intent == said.index for change in turn.changes):
        return None
    if any(each.intent == said.index for each in turn.plan.unsupported):
        return None
    question = turn.plan.question
    why = question.text if question is not None else " ".join(turn.plan.notes)
    return replace(wish, fate="not done", instead=why)


def _ended(wish: Wanted, said: Said, lineage: Lineage, turns: Sequence[Turn]) -> Wanted:
    """A wish without a step left: corrected by another wish, or taken back."""
    at = lineage.ended(said)
    if at is None:
        return replace(wish, fate="taken back")
    turn = turns[at]
    behind = [
        intent
        for change in turn.changes
        if said in credits_of(lineage.before[at], change.before)
        if (intent := causes(turn, change)) is not None and is_wish(intent)
    ]
    if behind and not turn.is_walk and _meaning(behind[0]) == _meaning(said.intent):
        return wish
    if turn.is_walk or not behind:
        return replace(wish, fate="taken back", ended=turn.id)
    return replace(wish, fate="corrected", ended=turn.id, instead=_words(behind[0]))


def _overruled(lineage: Lineage, conversation: Conversation) -> dict[Said, Said]:
    """Wishes whose step now goes the other way, or that only took part of it back, and the wish that won."""
    steps = [step for step, _ in lineage.now]
    found: dict[Said, Said] = {}
    for (_, wishes), origin in zip(lineage.now, origins_of(steps, conversation), strict=True):
        if origin is None:
            continue
        alike = [each for each in wishes if is_same_property(each.intent, origin)]
        winners = [each for each in alike if not is_opposite(each.intent.direction, origin.direction)]
        for each in alike:
            if winners and is_opposite(each.intent.direction, origin.direction):
                found[each] = next((one for one in winners if one.turn > each.turn), winners[-1])
    return found


def _adjusted(said: Said, lineage: Lineage, turns: Sequence[Turn]) -> tuple[Adjustment, ...]:
    """How later turns changed the amount without wishing for the same anew."""
    found: list[Adjustment] = []
    for at in range(said.turn + 1, len(turns)):
        for change in turns[at].changes:
            if change.before is None or change.after is None:
                continue
            intent = causes(turns[at], change)
            if said not in credits_of(lineage.before[at], change.before) or intent is None:
                continue
            same_again = is_wish(intent) and intent.direction == said.intent.direction
            moved = size(change.after.tool) - size(change.before.tool)
            if moved and not same_again and not turns[at].is_walk:
                found.append("more" if moved > 0 else "less")
                break
    return tuple(found)


def _merged(wishes: Iterable[Wanted]) -> tuple[Wanted, ...]:
    """The same wish said in several turns, as one."""
    merged: dict[tuple[object, ...], Wanted] = {}
    for wish in wishes:
        key = (*_meaning(wish.intent), wish.instead)
        first = merged.get(key)
        if first is None:
            merged[key] = wish
        else:
            turns = tuple(dict.fromkeys((*first.turns, *wish.turns)))
            merged[key] = replace(first, turns=turns, adjusted=first.adjusted or wish.adjusted)
    return tuple(merged.values())


def _meaning(intent: Intent) -> tuple[object, ...]:
    phrase = intent.phrase if intent.region in ("obj", "person") else ""
    return intent.op, intent.direction, intent.region, intent.color, intent.target, phrase


def _is_met(wish: Wanted, wanted: Iterable[Wanted]) -> bool:
    """Whether a later turn met it, once it was clear where."""
    return any(
        each.intent.op == wish.intent.op and each.intent.direction == wish.intent.direction for each in wanted
    )


def _impossible(turns: Sequence[Turn]) -> tuple[Wanted, ...]:
    return tuple(
        Wanted(
            Intent("unsupported") if each.intent is None else turn.plan.intents[each.intent],
            quoted(each.text) or "one wish",
            (turn.id,),
            "not possible",
            instead=each.why,
        )
        for turn in turns
        for each in turn.plan.unsupported
    )


def _constraints(turns: Sequence[Turn]) -> tuple[tuple[Constraint, ...], tuple[Constraint, ...]]:
    """What is to stay, and what was to stay for a while."""
    held: dict[str, Constraint] = {}
    lifted: list[Constraint] = []
    for turn in turns:
        named: dict[str, Keep] = {keep.what: keep for keep in turn.plan.keep}
        gone = [what for what in held if what not in named]
        lifted += [replace(held.pop(what), lifted=turn.id) for what in gone]
        for what, keep in named.items():
            held.setdefault(what, Constraint(keep, kept_words(keep), turn.id))
    return tuple(held.values()), tuple(lifted)


def _by_hand(lineage: Lineage, conversation: Conversation) -> tuple[str, ...]:
    """Steps that answer no words and were not there at the start."""
    given = conversation.start.steps
    return tuple(
        step_words(step)
        for step, wishes in lineage.now
        if not wishes and step not in given and step.author != "planner"
    )


def _words(intent: Intent) -> str:
    if intent.region is None and wanted_quality(intent):
        return wanted_quality(intent)
    return wanted_thing(intent)
