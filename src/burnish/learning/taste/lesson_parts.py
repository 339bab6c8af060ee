"""Where lessons are kept: parts of a person's, each a JSON list of those from so many places of the log."""

import json
from collections.abc import Sequence
from typing import Any

from burnish.learning.parts import PartStore
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


def parts_with(store: PartStore, workspace: str, person: str, lessons: Sequence[Lesson]) -> dict[str, bytes]:
    """The parts that lessons belong in, by name, each with what it holds already; a lesson is in it once."""
    made: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        made.setdefault(f"{LESSONS}.{lesson.number // LESSONS_A_PART}", []).append(lesson)
    return {name: _with_more(store, workspace, person, name, told) for name, told in made.items()}


def _with_more(store: PartStore, workspace: str, person: str, name: str, told: Sequence[Lesson]) -> bytes:
    part = store.load_part(workspace, person, name)
    data = b"" if part is None else part.document.rstrip()[1:-1]
    if any(f'"number": {each.number},'.encode() in data for each in told):
        # Another process learned from the same signal: that is no other lesson.
        numbers = {each.number for each in told}
        held: list[dict[str, Any]] = json.loads(part.document) if part else []
        data = json.dumps([each for each in held if each["number"] not in numbers]).encode()[1:-1]
    fresh = [json.dumps(each.document()).encode() for each in told]
    return b"[" + b", ".join([*([data] if data.strip() else []), *fresh]) + b"]"
