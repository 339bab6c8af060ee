"""Where lessons are kept: parts of a person's, each a JSON list of those from so many places of the log."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from burnish.learning.parts import Mark, Part, PartStore
from burnish.learning.taste.lesson import Lesson

LESSONS = "taste-lessons"
"""Names of the parts begin so."""

LESSONS_A_PART = 64


def lessons_kept(store: PartStore, workspace: str, person: str) -> tuple[dict[str, object], ...]:
    """What was learned from each of a person's signals, oldest first, as plain JSON values. Raises Failure."""
    there = (each.name for each in store.parts(workspace, owner=person))
    names = sorted(
        (name for name in there if name.startswith(LESSONS)), key=lambda name: int(name.rpartition(".")[2])
    )
    made: list[dict[str, object]] = []
    for name in names:
        part = store.load_part(workspace, person, name)
        made.extend(json.loads(part.document) if part else [])
    return tuple(made)


def parts_with(
    store: PartStore, workspace: str, person: str, lessons: Sequence[Lesson],
    held: Mapping[str, Part] | None = None,
) -> dict[str, bytes]:  # fmt: skip
    """The parts that lessons belong in, by name, each with what it holds already; a lesson is in it once.

    Those that are `held` in memory are not read again.
    """
    made: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        made.setdefault(f"{LESSONS}.{lesson.number // LESSONS_A_PART}", []).append(lesson)
    there = {name: (held or {}).get(name) or store.load_part(workspace, person, name) for name in made}
    return {name: _with_more(there[name], told) for name, told in made.items()}


class LatestLessons:
    """Of each person the part that the latest lesson is in, held so that the next one is added without reading it."""

    def __init__(self, store: PartStore, workspace: str) -> None:
        self._store, self._workspace = store, workspace
        self._held: dict[str, tuple[str, Part]] = {}

    def with_more(
        self, person: str, lessons: Sequence[Lesson]
    ) -> tuple[dict[str, bytes], dict[str, Mark | None]]:
        """Parts with these lessons, by name, and the marks of what was held that they were made from."""
        held = dict([self._held[person]]) if person in self._held else {}
        made = parts_with(self._store, self._workspace, person, lessons, held)
        return made, {name: part.mark for name, part in held.items() if name in made}

    def hold(self, person: str, documents: Mapping[str, bytes], through: int) -> None:
        """Such parts were kept."""
        for name, document in documents.items():
            self._held[person] = name, Part(document, through)

    def forget(self, person: str | None = None) -> None:
        """Another process kept something of a person; or of anybody."""
        if person is None:
            self._held.clear()
        else:
            self._held.pop(person, None)


def _with_more(part: Part | None, told: Sequence[Lesson]) -> bytes:
    data = b"" if part is None else part.document.rstrip()[1:-1]
    if any(f'"number": {each.number},'.encode() in data for each in told):
        # Another process learned from the same signal: that is no other lesson.
        numbers = {each.number for each in told}
        held: list[dict[str, Any]] = json.loads(part.document) if part else []
        data = json.dumps([each for each in held if each["number"] not in numbers]).encode()[1:-1]
    fresh = [json.dumps(each.document()).encode() for each in told]
    return b"[" + b", ".join([*([data] if data.strip() else []), *fresh]) + b"]"
