"""The looks there are: shipped ones and the user's own, and which of them a request's words call for.

Each is a JSON file in `looks/`; docs/looks.md says what is in one.
"""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from burnish.agent.looks.look import SHARES, Look, LookStep, Phrase, phrase_of
from burnish.agent.looks.look_file import parse_look, read_look
from burnish.errors import InvalidLook
from burnish.tools.catalogue import Catalogue

__all__ = ["SHARES", "Look", "LookStep", "find_look", "look_named", "looks_in", "shipped_looks", "with_own"]

MOST_FILES = 1000
"""Looks that are read from one folder."""


def shipped_looks(catalogue: Catalogue) -> tuple[Look, ...]:
    """The looks of Burnish, by name."""
    shipped = sorted((files("burnish.agent.looks") / "shipped").iterdir(), key=lambda each: each.name)
    return tuple(
        parse_look(each.read_bytes(), each.name, catalogue) for each in shipped if each.name.endswith(".json")
    )


def looks_in(folder: Path, catalogue: Catalogue) -> tuple[Look, ...]:
    """The looks in a user's folder, by name; none where there is no folder. Raises InvalidLook, naming the file."""
    try:
        found = sorted(path for path in folder.glob("*.json") if not path.name.startswith("."))
    except OSError as error:
        raise InvalidLook(f"cannot read the folder of looks {str(folder)!r}: {error.strerror}") from error
    if len(found) > MOST_FILES:
        raise InvalidLook(f"{len(found)!r} look files in {str(folder)!r}; at most {MOST_FILES} are read")
    return tuple(read_look(path, catalogue) for path in found)


def with_own(own: Sequence[Look], shipped: Sequence[Look]) -> tuple[Look, ...]:
    """The user's own looks, then the shipped ones whose names they do not take: own words win."""
    taken = {look.name for look in own}
    return (*own, *(look for look in shipped if look.name not in taken))


def look_named(name: str, looks: Sequence[Look]) -> Look | None:
    """The look of this name."""
    return next((look for look in looks if look.name == name), None)


def find_look(words: str, looks: Sequence[Look]) -> Look | None:
    """The look that a request's words call for, or whose title they are; None where they call for none.

    The longest phrase decides, then the first one said. Phrases are compared word by word, spelled as they are given;
    of two looks with one phrase the first in `looks` wins.
    """
    said = phrase_of(words)
    named = next((look for look in looks if said in look.names), None)
    return named or _called(said, looks)


def _called(said: Phrase, looks: Sequence[Look]) -> Look | None:
    index: dict[Phrase, Look] = {}
    for look in looks:
        for phrase in look.phrases:
            index.setdefault(phrase, look)
    for length in range(min(max(map(len, index), default=0), len(said)), 0, -1):
        for start in range(len(said) - length + 1):
            look = index.get(said[start : start + length])
            if look is not None:
                return look
    return None
