"""What was done so far, deed by deed, and which of it words refer to: by number, by name, by place, or the latest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from burnish.agent.language.done import Done
from burnish.agent.planner.conversation import Conversation, Turn
from burnish.agent.planner.draft import Draft, Handle
from burnish.agent.planner.intents import OPS, Direction, Intent, Op
from burnish.agent.planner.origins import is_wish, origins_of
from burnish.agent.planner.serving import direction_of, is_same_property, served_by, serving
from burnish.agent.planner.sitting import Sitting
from burnish.agent.planner.trail import Passage, Trail
from burnish.recipe.recipe import Recipe, Step


@dataclass(frozen=True)
class Deed:
    """One wish that was met, or one change by a person's own hand."""

    passage: Passage
    wish: Intent | None
    """None for a change that no words asked for."""

    steps: tuple[Step, ...]
    """The steps that it made or changed."""


def deeds_of(trail: Trail) -> tuple[Deed, ...]:
    """The deeds that led here, oldest first; what only took back, scaled or moved an earlier one is none of its own."""
    return tuple(deed for passage in trail.done for deed in _deeds(passage))


def done_so_far(conversation: Conversation, trail: Trail) -> Done:
    """What the words of a turn can be about."""
    steps, last = conversation.recipe.steps, conversation.last
    origins = [each for each in origins_of(steps, conversation) if each is not None]
    served: set[Op] = {op for step in steps for op in served_by(step)}
    ops: frozenset[Op] = frozenset([*served, *(origin.op for origin in origins)])
    wished: set[Op] = {each.op for turn in conversation.turns for each in turn.plan.intents if is_wish(each)}
    return Done(
        ops=ops,
        ways=frozenset(
            [*((each.op, each.direction) for each in origins), *_ways_by_hand(steps, conversation)]
        ),
        lost=frozenset(wished - ops),
        undid=bool(trail.ahead) or (last is not None and _only_undid(last)),
        removed=last is not None and any(each.op == "remove" for each in last.plan.intents),
        placed=_acts_in_a_place(trail),
        offered=_choices(last),
        turns=len(trail.done),
    )


def _ways_by_hand(steps: Sequence[Step], conversation: Conversation) -> Iterator[tuple[Op, Direction | None]]:
    """Which way the steps go that no words of this conversation asked for: by hand, or brought from another photo."""
    for step, origin in zip(steps, origins_of(steps, conversation), strict=True):
        if origin is None:
            for op in sorted(served_by(step)):
                yield op, direction_of(step.tool, serving(op, step.tool))


def nearest(handles: Sequence[Handle], op: Op, draft: Draft, sitting: Sitting) -> tuple[Handle, ...]:
    """Of steps for one property in several places, those of the latest deed: it is what people react to."""
    masks = [draft.slots[each.at].step.mask for each in handles]
    if all(mask == masks[0] for mask in masks):
        return tuple(handles)
    deeds = [each for each in deeds_of(sitting.trail) if each.wish is not None and each.wish.op == op]
    for deed in reversed(deeds):
        latest = [each for each in handles_of(deed, draft) if each in handles]
        if latest:
            return tuple(latest)
    return tuple(handles)


def referred(target: str, sitting: Sitting) -> tuple[Deed, ...]:
    """The deeds that `step 2`, `both` or `all` stand for; none where there are not so many."""
    deeds = deeds_of(sitting.trail)
    if target == "all":
        return deeds
    if target == "both":
        last = [
            deed for deed in deeds if sitting.trail.last is not None and deed.passage is sitting.trail.last
        ]
        return tuple(last) if len(last) == 2 else deeds[-2:]
    number = number_in(target)
    return deeds[number - 1 : number] if number else ()


def number_in(target: str) -> int:
    """The number that a target such as `step 2` or `version 3` ends in; 0 for another."""
    head, _, number = target.partition(" ")
    return int(number) if head in ("step", "version") and number.isdigit() else 0


def handles_of(deed: Deed, draft: Draft) -> tuple[Handle, ...]:
    """What of the recipe still serves a deed: its property, where it was wished for."""
    if deed.wish is None:
        return tuple(Handle(at, None) for at, slot in enumerate(draft.slots) if slot.step in deed.steps)
    found = draft.handles(deed.wish)
    own = tuple(each for each in found if _is_there(draft.slots[each.at].origin, deed.wish))
    return own or tuple(each for each in found if draft.slots[each.at].step in deed.steps)


def version(target: str, sitting: Sitting) -> Recipe | None:
    """The candidate of that number, where the last turn offered several to choose from; else the state after so many
    changes; `first contrast` is today's edit with the contrast as it was first.
    """
    when, _, named = target.partition(" ")
    if when == "first":
        return _as_at_first(named, sitting)
    for passage in reversed(sitting.trail.done):
        if any(deed.wish is not None and deed.wish.op == named for deed in _deeds(passage)):
            return passage.before if when == "before" else passage.after
    number = number_in(target)
    last = sitting.conversation.last
    if last is not None and _offered_choice(last) and 0 < number <= len(last.plan.candidates):
        return last.plan.candidates[number - 1].recipe
    done = sitting.trail.done
    return done[number - 1].after if 0 < number <= len(done) else None


def _as_at_first(named: str, sitting: Sitting) -> Recipe | None:
    """The edit with a property, or what was done in a place, as it was after the first turn that wished for it."""

    def is_meant(origin: Intent | None) -> bool:
        if origin is None:
            return False
        return origin.region == named or (named in OPS and is_same_property(origin, Intent(_op(named))))

    for passage in sitting.trail.done:
        if any(is_meant(deed.wish) for deed in _deeds(passage)):
            first = [
                step
                for step, origin in zip(
                    passage.after.steps, sitting.origins(passage.after.steps), strict=True
                )
                if is_meant(origin)
            ]
            now = sitting.conversation.recipe
            meant = [is_meant(origin) for origin in sitting.origins(now.steps)]
            at = meant.index(True) if any(meant) else len(meant)
            rest = [step for step, goes in zip(now.steps, meant, strict=True) if not goes]
            before = sum(not goes for goes in meant[:at])
            return replace(now, steps=(*rest[:before], *first, *rest[before:]))
    return None


def _op(named: str) -> Op:
    return next(op for op in OPS if op == named)


def lost_steps(op: Op, sitting: Sitting) -> tuple[Step, ...]:
    """The steps for an operation as they were when they were last taken out; none where they never were."""
    asked = Intent(op)
    for passage in reversed((*sitting.trail.done, *(each for jump in sitting.trail.ahead for each in jump))):
        for recipe in (passage.before, passage.after):
            there = zip(recipe.steps, sitting.origins(recipe.steps), strict=True)
            found = tuple(
                step for step, origin in there if origin is not None and is_same_property(origin, asked)
            )
            if found:
                return found
    return ()


def _deeds(passage: Passage) -> Iterator[Deed]:
    turn = passage.turn
    if turn is None or not turn.plan.intents:
        steps = tuple(after for _, after in passage.pairs if after is not None)
        if steps:
            yield Deed(passage, None, steps)
        return
    for number, wish in enumerate(turn.plan.intents):
        steps = [each.after for each in turn.changes if each.intent == number and each.after is not None]
        if is_wish(wish) and steps:
            yield Deed(passage, wish, tuple(steps))


def _is_there(origin: Intent | None, wish: Intent) -> bool:
    return origin is not None and origin.region == wish.region and origin.direction == wish.direction


def _offered_choice(turn: Turn) -> bool:
    return turn.request.variants > 1 or turn.plan.question is not None


def _choices(turn: Turn | None) -> int:
    return len(turn.plan.candidates) if turn is not None and turn.request.variants > 1 else 0


def _only_undid(turn: Turn) -> bool:
    return bool(turn.plan.intents) and all(each.op == "undo" for each in turn.plan.intents)


def _acts_in_a_place(trail: Trail) -> bool:
    """Whether the last change acts in a part of the picture."""
    last = trail.last
    changed: Sequence[Step] = () if last is None else [after for _, after in last.pairs if after is not None]
    return any(step.mask is not None for step in changed)
