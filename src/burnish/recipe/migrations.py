"""Recipe documents from older schemas: one function from each version to the next, never edited after release."""

from collections.abc import Callable
from typing import Any, TypeAlias

Migration: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]

MIGRATIONS: dict[int, Migration] = {}
"""From version v to v + 1, by v. Schema 1 is the first, so there is none yet."""


def migrated(document: dict[str, Any]) -> dict[str, Any]:
    """The document at the newest schema that the migrations lead to; the given one is not changed."""
    while (step := MIGRATIONS.get(document["schema"])) is not None:
        document = step(dict(document))
    return document
