"""What is believed of a workspace's people before they show anything: what they tell each other, or what was released.

Where nothing is released, people of a house tell each other at once, each as far as they allow. What is released for a
kind of wish was learned from all of them, passed its gates, and can be taken back: it replaces what they tell.
"""

import time
from collections.abc import Callable, Mapping
from threading import RLock
from typing import TypeAlias

import numpy as np

from burnish.learning.parts import Mark, PartStore
from burnish.learning.taste.decisions import DECISIONS
from burnish.learning.taste.gaussian import Doubles, Information, nothing
from burnish.learning.taste.notebook import told_from_bytes

Begins: TypeAlias = Callable[[str | None], Mapping[str, Doubles]]
"""Coefficients by kind of wish that a release gives a person to begin with; of the whole house for None."""


def unreleased(person: str | None) -> Mapping[str, Doubles]:  # noqa: ARG001
    """Nothing is released."""
    return {}


TOLD = "taste-told"
"""Name of the part that holds what a person tells."""

FRESH_S = 0.5
"""For how long it is believed that nobody told anything elsewhere, and at least …"""

TIMES_AS_LONG = 20.0
"""… so many times as long as it took to look."""

Marks: TypeAlias = tuple[Mark | None, Mark | None]
"""Of what a person tells, and of what they decided: with the same marks they tell the same."""


class House:
    """What everybody of a workspace told, read on from the store where other processes keep it, too."""

    def __init__(
        self, store: PartStore, workspace: str, everyone: Information, begins: Begins = unreleased,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._store, self._workspace, self._everyone = store, workspace, everyone
        self._size, self._begins = everyone.size, begins
        self._told: dict[str, dict[str, Information]] = {}
        self._marks: dict[str, Marks] = {}
        self._clock_s, self._look_at_s = clock_s, float("-inf")
        self._sums: dict[tuple[str, str | None], Information] = {}
        self._moves: dict[bytes, Information] = {}
        self._lock = RLock()  # people of a house learn side by side

    def told(self, wish: str, *, but: str | None) -> Information:
        """What one person begins from, of a wish: released, or told by all others; the same object until it changes."""
        released = self._begins(but).get(wish)
        if released is not None:
            return self._moved_to(released)
        with self._lock:
            self._look()
            key = wish, but
            if key not in self._sums:
                total = nothing(self._size)
                for person, told in sorted(self._told.items()):
                    if person != but and wish in told:
                        total = total + told[wish]
                self._sums[key] = total
            return self._sums[key]

    def _moved_to(self, mean: Doubles) -> Information:
        """As much as moves the mean of everyone there, and makes nobody surer."""
        key = mean.tobytes()
        if key not in self._moves:
            shift = self._everyone.precision @ mean - self._everyone.shift
            self._moves[key] = Information(np.zeros((self._size, self._size)), shift)
        return self._moves[key]

    def tells(self, person: str, told: dict[str, Information], marks: Marks | None = None) -> None:
        """A person tells this from now on; `marks` are those of what was kept of it, where it is known to be all."""
        with self._lock:
            if told or self.has_told(person):
                self._told[person] = told
                # What the others told this person is what it was.
                self._sums = {key: total for key, total in self._sums.items() if key[1] == person}
            if marks is not None:
                self._marks[person] = marks

    def has_told(self, person: str) -> bool:
        """Whether a person told anything."""
        with self._lock:
            self._look()
            return bool(self._told.get(person))

    def forget(self, *, is_alone: bool = False) -> None:
        """Read the store anew when next asked; with `is_alone` know only what is told here from now on."""
        with self._lock:
            self._told, self._marks = {}, {}
            self._look_at_s = float("inf" if is_alone else "-inf")
            self._sums.clear()

    def _look(self) -> None:
        """Read what others told since it was last looked."""
        began_s = self._clock_s()
        if began_s < self._look_at_s:
            return
        there = {each.owner: each.mark for each in self._store.parts(self._workspace, name=TOLD)}
        decided = {each.owner: each.mark for each in self._store.parts(self._workspace, name=DECISIONS)}
        marks: dict[str, Marks] = {person: (mark, decided.get(person)) for person, mark in there.items()}
        fresh = [person for person, mark in marks.items() if self._marks.get(person) != mark]
        gone = [person for person in self._told if person not in there]
        for person in gone:
            del self._told[person]
        for person in fresh:
            held = self._store.load_part(self._workspace, person, TOLD)
            self._told[person] = {} if held is None else told_from_bytes(held.document, self._size)
        if fresh or gone:
            self._sums.clear()
        self._marks = marks
        ended_s = self._clock_s()
        self._look_at_s = ended_s + max(FRESH_S, TIMES_AS_LONG * (ended_s - began_s))
