"""The loop: see the edit as it stands, say why, try repairs, keep the best or nothing, until there is no flaw.

Every round looks at the current picture. No change is always a candidate, what does not pass the guard is not kept,
and what does not hold at the end is taken back: an edit never ends worse than it began.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from burnish.agent.checking.critic.scores import Scores
from burnish.agent.checking.diagnosis import BEYOND_TOOLS, Diagnose, Diagnosis, cannot_words, diagnose
from burnish.agent.checking.finding import Category, Checked
from burnish.agent.checking.keeping import comes_out_well, helps, holds, severity_left
from burnish.agent.checking.pair import WORKING_PX, Pair
from burnish.agent.checking.picture_repairs import picture_repairs
from burnish.agent.checking.repairs import Repair, recipe_repairs
from burnish.agent.checking.trace import Ending, Round, Sighting, Trace, Tried
from burnish.agent.checking.workpiece import PictureWork, RecipeWork, State, Workpiece

MOST_TRIED = 4
"""Repairs that are tried in a round."""

GONE = 0.05
"""Severity below which a finding counts as gone."""


@dataclass(frozen=True)
class Eyes:
    """What sees and judges an edit."""

    perceive: Callable[[Pair], Checked]
    score: Callable[[Pair, Checked], Scores] | None = None
    """None where nobody scores: then findings alone decide."""

    def look(self, pair: Pair) -> Sighting:
        """What is seen in an edit. Scores are only asked of what has findings or had them."""
        checked = self.perceive(pair)
        return Sighting(checked, None if self.score is None else self.score(pair, checked))


@dataclass(frozen=True)
class Budget:
    """What a refinement may take."""

    rounds: int = 4
    seconds: float = 2.0
    """No new look is begun after this long."""

    long_side: int = WORKING_PX
    """At which the edit is looked at."""


@dataclass(frozen=True, eq=False)
class Refined:
    """What came of it."""

    state: State
    trace: Trace

    @property
    def is_changed(self) -> bool:
        """Whether anything was repaired."""
        return bool(self.trace.repairs)


Propose = Callable[[Workpiece, State, Sighting, Diagnosis], Sequence[Repair]]
"""Further repairs to try, after those by tools and source: a part made anew, say."""


def _nothing(_: Workpiece, __: State, ___: Sighting, ____: Diagnosis) -> Sequence[Repair]:
    return ()


def _wanted() -> bool:
    return True


@dataclass
class Loop:
    """Refines edits."""

    eyes: Eyes
    budget: Budget = field(default_factory=Budget)
    diagnose: Diagnose = diagnose
    propose: Propose = _nothing
    wanted: Callable[[], bool] = _wanted
    """Asked before every look; False ends the refinement with the edit as it came."""

    clock: Callable[[], float] = time.monotonic

    def refine(self, work: Workpiece, first: Sighting | None = None) -> Refined:
        """The edit with its faults repaired where that could be done, and the trace of it.

        `first` is what was already seen in the edit at this size.
        """
        began = self.clock()
        run = _Run(self, work, began)
        before = first or self._look(work, work.start)
        states, sightings, rounds = [work.start], [before], list[Round]()
        ending: Ending = "no flaw"
        while sightings[-1].findings:
            ending = run.ending(len(rounds))
            if ending != "no flaw":
                break
            done, repair = run.round(states[-1], sightings[-1])
            rounds.append(done)
            if repair is None or done.taken is None:
                ending = run.gave_up(done)
                break
            run.helped = True
            states.append(repair.state)
            sightings.append(done.taken.seen)
            ending = "no flaw"
        if ending == "canceled":
            return Refined(work.start, Trace(before, before, tuple(rounds), ending, len(states) - 1))
        return _ended(states, sightings, rounds, ending)

    def _look(self, work: Workpiece, state: State) -> Sighting:
        return self.eyes.look(work.pair(state, self.budget.long_side))


@dataclass
class _Run:
    """One refinement under way."""

    loop: Loop
    work: Workpiece
    began: float
    helped: bool = False
    """Whether a repair of an earlier round was kept."""
    _seen: "dict[_Key, Sighting]" = field(default_factory=dict["_Key", Sighting])

    def ending(self, rounds: int) -> Ending:
        """Why to stop before another round; `no flaw` for no reason."""
        if not self.loop.wanted():
            return "canceled"
        if rounds >= self.loop.budget.rounds:
            return "rounds"
        return "seconds" if self.is_late else "no flaw"

    @property
    def is_late(self) -> bool:
        """Whether the time is spent."""
        return self.loop.clock() - self.began >= self.loop.budget.seconds

    @property
    def goes_on(self) -> bool:
        """Whether another look may be begun."""
        return self.loop.wanted() and not self.is_late

    def look(self, state: State) -> Sighting:
        """What is seen in a state."""
        return self.loop.eyes.look(self.work.pair(state, self.loop.budget.long_side))

    def round(self, state: State, now: Sighting) -> tuple[Round, Repair | None]:
        """Say why, try repairs, and choose one or none."""
        found = self.loop.diagnose(self.work, state, now, self._remembered(state, now))
        more = self.loop.propose(self.work, state, now, found)
        own = _proposed(self.work, state, now, found)
        repairs = [*islice(own, max(1, MOST_TRIED - len(more))), *more]
        tried: list[Tried] = []
        for repair in repairs:
            if not self.goes_on or (repair.is_last and (self.helped or any(each.helps for each in tried))):
                break
            then = self._remembered(state, now)(repair.state)
            good = helps(now, then) and (not repair.is_anew or comes_out_well(now, then))
            tried.append(Tried(repair.kind, repair.words, then, good))
            if tried[-1].helps and _mends(repair, now, then):
                break
        kept = _best(tried)
        notes = found.notes
        if not repairs:
            beyond: list[Category] = [each.category for each in now.findings]
            notes = notes or (cannot_words(beyond),)
        done = Round(now, found.causes, tuple(tried), kept, notes)
        return done, None if kept is None else repairs[kept]

    def gave_up(self, done: Round) -> Ending:
        """Why nothing was kept."""
        if not self.loop.wanted():
            return "canceled"
        if self.is_late:
            return "seconds"
        return "no gain" if done.tried else "cannot repair"

    def _remembered(self, state: State, now: Sighting) -> Callable[[State], Sighting]:
        """Looks, each made once: leaving a step out is often a repair too."""
        self._seen[_Key(state)] = now

        def look(wanted: State) -> Sighting:
            key = _Key(wanted)
            if key not in self._seen:
                self._seen[key] = self.look(wanted)
            return self._seen[key]

        return look


@dataclass(frozen=True, eq=False)
class _Key:
    """A state by what it looks like."""

    state: State

    def __hash__(self) -> int:
        return hash((self.state.recipe.digest, *map(id, self.state.patches)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Key):
            return NotImplemented
        one, two = self.state, other.state
        same = len(one.patches) == len(two.patches) and all(
            a is b for a, b in zip(one.patches, two.patches, strict=True)
        )
        return same and one.recipe.digest == two.recipe.digest


def _proposed(work: Workpiece, state: State, now: Sighting, found: Diagnosis) -> Iterator[Repair]:
    """The repairs of a round, the worst finding's first."""
    if isinstance(work, PictureWork):
        yield from picture_repairs(work, state, now.findings)
    if isinstance(work, RecipeWork):
        order = sorted(found.causes, key=lambda each: (each.step is None, each.finding))
        told = set[tuple[str, str]]()
        for cause in order:
            for repair in recipe_repairs(work, state, now.findings, cause):
                key = (repair.kind, repair.state.recipe.digest)
                if key not in told:
                    told.add(key)
                    yield repair


def _mends(repair: Repair, now: Sighting, then: Sighting) -> bool:
    """Whether what a repair is for is gone."""
    return all(severity_left(now.findings[k], then) < GONE for k in repair.findings)


def _best(tried: Sequence[Tried]) -> int | None:
    """The repair that leaves the least; of those that leave as much the first, which is the smallest."""
    good = [k for k, each in enumerate(tried) if each.helps]
    return min(good, key=lambda k: (round(tried[k].seen.burden, 2), k), default=None)


def _ended(
    states: Sequence[State], sightings: Sequence[Sighting], rounds: Sequence[Round], ending: Ending
) -> Refined:
    """The last state that is no worse than the first."""
    last = len(states) - 1
    while last and not holds(sightings[0], sightings[last]):
        last -= 1
    beyond = [each for each in sightings[last].findings if each.category in BEYOND_TOOLS]
    is_beyond = last == 0 and len(beyond) == len(sightings[last].findings)
    told = "cannot repair" if ending == "no gain" and is_beyond else ending
    trace = Trace(sightings[0], sightings[last], tuple(rounds), told, len(states) - 1 - last)
    return Refined(states[last], trace)
