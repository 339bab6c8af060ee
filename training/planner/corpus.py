"""The corpus: sentences and clause templates with what their speakers want done."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import get_args

from burnish.agent.planner.intents import (
    COLORS,
    OPS,
    REGIONS,
    WITHOUT_DIRECTION,
    Color,
    Direction,
    Op,
    Region,
    Strength,
)

FOLDER = Path(__file__).parent / "corpus"
STATES = ("other", "redo", "opposite", "everywhere", "also")
"""Where `scale0` leads besides to another place: another candidate, forth again, the other way, more places."""

FOLLOW_UPS = ("dialogue", "turns")
"""Beginnings of the names of genres that are said of an edit that was made."""

TARGETS: tuple[str, ...] = tuple(dict.fromkeys(["last", "all", "others", *OPS, *REGIONS, *STATES]))
"""What keep, undo and scale can be about."""

SLOTS = frozenset(
    "pic obj person place color little lot number bg sky face side edit edit_b effect spot".split()
)
_WISH = re.compile(r"([a-z_]+)([+\-0]?)((?: [@%#=][^\s]+)*)")
_SLOT = re.compile(r"\{(\w+)\}")


class BadLine(ValueError):
    """A line of the corpus breaks the rules of its labels."""


@dataclass(frozen=True)
class Wish:
    """One thing wanted, as labelled."""

    op: Op
    direction: Direction | None = None
    region: Region | None = None
    strength: Strength = "medium"
    color: Color | None = None
    target: str = ""

    @property
    def label(self) -> tuple[str, str | None]:
        """Operation and direction."""
        return self.op, self.direction


@dataclass(frozen=True)
class Line:
    """One line: words, what is wanted, and the genre, which is the name of the file."""

    text: str
    wishes: tuple[Wish, ...]
    genre: str

    def fold(self, folds: int) -> int:
        """Which part of a split by whole sentences it falls in; depends on its words only."""
        return int.from_bytes(sha256(self.text.encode()).digest()[:4], "big") % folds


@dataclass(frozen=True)
class Template:
    """A clause with slots; `marks` is its labels as written, filled with the same values."""

    text: str
    marks: str
    genre: str

    @property
    def slots(self) -> tuple[str, ...]:
        """Names of its slots in order."""
        return tuple(_SLOT.findall(self.text))


def sentences(folder: Path = FOLDER) -> tuple[Line, ...]:
    """Every sentence of the corpus, in the order of the files' names."""
    return tuple(
        Line(text, parsed(marks, f"{path.name}:{number}"), path.name.split(".")[0])
        for path in sorted(folder.glob("*.sentences.tsv"))
        for number, text, marks in _rows(path)
    )


def templates(folder: Path = FOLDER) -> tuple[Template, ...]:
    """Every clause template, its labels checked."""
    found: list[Template] = []
    for path in sorted(folder.glob("*.templates.tsv")):
        for number, text, marks in _rows(path):
            template = Template(text, marks, path.name.split(".")[0])
            unknown = set(template.slots) - SLOTS
            if unknown:
                raise BadLine(
                    f"{path.name}:{number}: unknown slot {sorted(unknown)!r}; allowed: {sorted(SLOTS)}"
                )
            parsed(_example_marks(marks), f"{path.name}:{number}")
            found.append(template)
    return tuple(found)


def parsed(marks: str, where: str = "") -> tuple[Wish, ...]:
    """The wishes that a line's labels stand for, `-` for none.

    Raises:
        BadLine: an operation, direction or mark is not one of the labels.
    """
    if marks.strip() == "-":
        return ()
    return tuple(_wish(each.strip(), where) for each in marks.split(";"))


def merged(wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """Wishes with one operation, direction and place only once, the first of each."""
    found: dict[tuple[str | None, ...], Wish] = {}
    for wish in wishes:
        found.setdefault((*wish.label, wish.region, wish.color, wish.target), wish)
    return tuple(found.values())


def _rows(path: Path) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        parts = line.split("\t")
        if len(parts) != 2 or not parts[0].strip():
            raise BadLine(f"{path.name}:{number}: {line!r} needs words, one tab and labels")
        yield number, parts[0], parts[1]


def _wish(mark: str, where: str) -> Wish:
    found = _WISH.fullmatch(mark)
    if found is None or found[1] not in OPS:
        raise BadLine(f"{where}: {mark!r} is no label; operations are {', '.join(OPS)}")
    op: Op = found[1]  # type: ignore[assignment]
    sign = found[2] or None
    if (op in WITHOUT_DIRECTION) != (sign is None):
        raise BadLine(f"{where}: {mark!r} {'takes no' if sign else 'needs a'} direction")
    wish = Wish(op, sign)  # type: ignore[arg-type]
    for part in found[3].split():
        wish = _marked(wish, part, where)
    return wish


def _marked(wish: Wish, part: str, where: str) -> Wish:
    kind, value = part[0], part[1:]
    if kind == "@" and value in REGIONS:
        return replace(wish, region=value)
    if kind == "%" and value in COLORS:
        return replace(wish, color=value)
    if kind == "=" and value in TARGETS:
        return replace(wish, target=value)
    if kind == "#" and (value in get_args(Strength) or re.fullmatch(r"[\d.]+(%|EV)?", value)):
        return replace(wish, strength=value if value in get_args(Strength) else "medium")
    raise BadLine(
        f"{where}: {part!r} is not a mark; @ goes before {REGIONS}, % before {COLORS}, = before {TARGETS}"
    )


def _example_marks(marks: str) -> str:
    return (
        marks.replace("%{color}", "%red")
        .replace("{side}", "left")
        .replace("{spot}", "sky")
        .replace("={edit}", "=contrast")
        .replace("={edit_b}", "=crop")
        .replace("={effect}", "=blur")
        .replace("#{number}", "#20")
    )


def follows(genre: str) -> bool:
    """Whether what is said in a genre follows an edit."""
    return genre.startswith(FOLLOW_UPS)
