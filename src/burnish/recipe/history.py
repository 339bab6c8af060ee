"""History: every state that one photo's recipe has had, as a tree that only grows.

Events happen to a history and give the next one. Undo, redo and jumps move the head and take nothing away; an
edit after an undo starts a branch. The same events give the same history, ids included.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias

from burnish.errors import BadInput
from burnish.recipe.difference import StepChange, recipe_difference
from burnish.recipe.recipe import Author, Recipe

DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
"""What a photo's digest looks like."""

SHORTEST_ID = 4
"""Fewest characters that may stand for a state's id."""

LONGEST_NAME = 100
"""Most characters in a snapshot's name."""


@dataclass(frozen=True)
class Edited:
    """A state was made out of its parent."""

    recipe: Recipe
    parent: str
    """Id of the state that was edited."""

    by: Author
    """Who or what made the change."""

    at: datetime
    """When, with a time zone."""

    why: str = ""
    """The reason, in words."""

    turn: str = ""
    """The turn that it answers; empty outside a conversation."""

    digest: str = ""
    """The recipe's digest when it was first recorded, kept through migrations; empty for the recipe's own."""


@dataclass(frozen=True)
class Moved:
    """The head went to another state: undo, redo, a jump, another branch."""

    to: str


@dataclass(frozen=True)
class Named:
    """A state became a snapshot."""

    name: str
    node: str


@dataclass(frozen=True)
class Unnamed:
    """A snapshot's name was taken away; its state stays."""

    name: str


Event: TypeAlias = Edited | Moved | Named | Unnamed
"""What can happen to a history."""


@dataclass(frozen=True)
class Node:
    """One state of the recipe. The first state, the photo without an edit, has no parent."""

    id: str
    """SHA-256 over the parent's id, the digest and the number of states before, in hex digits."""

    parent: str | None
    depth: int
    """How many edits lie between the photo and this state."""

    recipe: Recipe
    digest: str
    """The recipe's digest when it was recorded."""

    by: Author
    at: datetime
    why: str = ""
    turn: str = ""


@dataclass(frozen=True)
class TraceEntry:
    """One edit as it happened: who or what, why, in which turn, and what it changed."""

    node: str
    parent: str
    by: Author
    at: datetime
    why: str
    turn: str
    before: str
    """Digest of the recipe before."""

    after: str
    """Digest of the recipe after."""

    changes: tuple[StepChange, ...]

    def document(self) -> dict[str, Any]:
        """The entry as plain JSON values."""
        return {
            "node": self.node,
            "parent": self.parent,
            "by": self.by,
            "at": self.at.isoformat(),
            "why": self.why,
            "turn": self.turn,
            "before": self.before,
            "after": self.after,
            "changes": [change.document() for change in self.changes],
        }


@dataclass(frozen=True)
class History:
    """The states of one photo's recipe, where its head is, and what its snapshots are called."""

    photo: str
    """Digest of the photo's bytes."""

    nodes: Mapping[str, Node]
    """States by id, in the order in which they were made."""

    head: str
    """Id of the current state."""

    snapshots: Mapping[str, str] = field(default_factory=dict[str, str])
    """Ids of states by their names."""

    onward: Mapping[str, str] = field(default_factory=dict[str, str])
    """The most recently visited child of a state: where redo leads."""

    @property
    def current(self) -> Node:
        """The state at the head."""
        return self.nodes[self.head]

    @property
    def recipe(self) -> Recipe:
        """The recipe at the head."""
        return self.current.recipe

    @cached_property
    def root(self) -> Node:
        """The photo without an edit."""
        return next(iter(self.nodes.values()))

    def node(self, node: str) -> Node:
        """The state of this id. Raises BadInput."""
        try:
            return self.nodes[node]
        except KeyError:
            raise BadInput(f"no state {node!r} in this history of {len(self.nodes)} states") from None

    def find(self, text: str) -> Node:
        """The state that a person means by a snapshot's name or by the first characters of an id.

        Raises:
            BadInput: nothing, or more than one state, fits.
        """
        if text in self.snapshots:
            return self.nodes[self.snapshots[text]]
        if len(text) < SHORTEST_ID:
            raise BadInput(
                f"no snapshot {text!r} (snapshots: {', '.join(self.snapshots) or 'none'}); "
                f"an id needs at least {SHORTEST_ID} of its characters"
            )
        found = [node for node in self.nodes.values() if node.id.startswith(text)]
        if len(found) != 1:
            many = f"{len(found)} states" if found else "no snapshot and no state"
            raise BadInput(f"{many} for {text!r} (snapshots: {', '.join(self.snapshots) or 'none'})")
        return found[0]

    def edited(self, recipe: Recipe, *, by: Author, at: datetime, why: str = "", turn: str = "") -> Edited:
        """The event that gives the head's state a child with this recipe."""
        return Edited(recipe, self.head, by, at, why, turn)

    @property
    def can_undo(self) -> bool:
        """Whether there is a state before the head's."""
        return self.current.parent is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is a state after the head's."""
        return self.head in self.onward

    def undo(self, edits: int = 1) -> Moved:
        """The event that takes back this many edits. Raises BadInput when there are not so many."""
        _at_least_one(edits)
        states = self.path()
        if edits >= len(states):
            raise BadInput(
                f"cannot undo {edits!r} edits: {len(states) - 1} lie between the photo and this state"
            )
        return Moved(states[-1 - edits].id)

    def redo(self, edits: int = 1) -> Moved:
        """The event that goes forward again, at a fork to the child visited last. Raises BadInput."""
        _at_least_one(edits)
        node = self.head
        for done in range(edits):
            if node not in self.onward:
                raise BadInput(f"cannot redo {edits!r} edits: {done} follow this state")
            node = self.onward[node]
        return Moved(node)

    def path(self, node: str | None = None) -> tuple[Node, ...]:
        """The states from the photo to this one (to the head for None). Raises BadInput."""
        here = self.current if node is None else self.node(node)
        states = [here]
        while here.parent is not None:
            here = self.nodes[here.parent]
            states.append(here)
        return tuple(reversed(states))

    def children(self, node: str) -> tuple[Node, ...]:
        """The states made out of this one, oldest first. Raises BadInput."""
        parent = self.node(node).id
        return tuple(each for each in self.nodes.values() if each.parent == parent)

    def branches(self) -> tuple[Node, ...]:
        """The last state of every branch, oldest first."""
        parents = {node.parent for node in self.nodes.values()}
        return tuple(node for node in self.nodes.values() if node.id not in parents)

    def diff(self, a: str, b: str) -> tuple[StepChange, ...]:
        """What changed from one state to another, wherever they are. Raises BadInput."""
        return recipe_difference(self.node(a).recipe, self.node(b).recipe)

    def trace(self, node: str | None = None) -> tuple[TraceEntry, ...]:
        """How this state (the head for None) came to be, edit by edit from the photo. Raises BadInput."""
        return tuple(_traced(before, after) for before, after in pairwise(self.path(node)))


def begin(photo: str, at: datetime) -> History:
    """The history of a photo, by digest, that has no edit yet. Raises BadInput for what is no digest."""
    if DIGEST.fullmatch(photo) is None:
        raise BadInput(f"photo digest {photo!r}; it must be 'sha256:' and 64 hex digits")
    empty = Recipe()
    root = Node(_digest_of("history", photo), None, 0, empty, empty.digest, "import", at)
    return History(photo, {root.id: root}, root.id)


def apply(history: History, event: Event) -> History:
    """The history after an event; the given one is not changed.

    Raises:
        BadInput: the event speaks of a state or snapshot that is not there, or a name that cannot be given.
    """
    match event:
        case Edited():
            return _with_edit(history, event)
        case Moved():
            return _with_head(history, history.node(event.to))
        case Named():
            return _with_name(history, event)
        case Unnamed():
            if event.name not in history.snapshots:
                known = ", ".join(history.snapshots) or "none"
                raise BadInput(f"no snapshot {event.name!r} (snapshots: {known})")
            kept = {name: node for name, node in history.snapshots.items() if name != event.name}
            return replace(history, snapshots=kept)


def _with_edit(history: History, event: Edited) -> History:
    parent = history.node(event.parent)
    digest = event.digest or event.recipe.digest
    node = Node(
        id=_digest_of(parent.id, digest, str(len(history.nodes))),
        parent=parent.id,
        depth=parent.depth + 1,
        recipe=event.recipe,
        digest=digest,
        by=event.by,
        at=event.at,
        why=event.why,
        turn=event.turn,
    )
    return _with_head(replace(history, nodes={**history.nodes, node.id: node}), node)


def _with_head(history: History, to: Node) -> History:
    """The head at this state, and redo leading to it from every state above it.

    Redo already leads to the old head from above, so only the part below the last shared state is new.
    """
    onward = dict(history.onward)
    here, there = to, history.current
    while here.id != there.id:
        if there.parent is not None and there.depth > here.depth:
            there = history.nodes[there.parent]
        elif here.parent is not None:
            onward[here.parent] = here.id
            here = history.nodes[here.parent]
    return replace(history, head=to.id, onward=onward)


def _with_name(history: History, event: Named) -> History:
    node, name = history.node(event.node), event.name
    if not name.strip() or name != name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(
            f"snapshot name {name!r}; it must have 1 to {LONGEST_NAME} printable characters, "
            "with no space at either end"
        )
    if history.snapshots.get(name, node.id) != node.id:
        raise BadInput(f"snapshot {name!r} is another state already; take its name away or choose another")
    return replace(history, snapshots={**history.snapshots, name: node.id})


def _traced(before: Node, after: Node) -> TraceEntry:
    return TraceEntry(
        node=after.id,
        parent=before.id,
        by=after.by,
        at=after.at,
        why=after.why,
        turn=after.turn,
        before=before.digest,
        after=after.digest,
        changes=recipe_difference(before.recipe, after.recipe),
    )


def _digest_of(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _at_least_one(edits: int) -> None:
    if edits < 1:
        raise BadInput(f"{edits!r} edits; it must be at least 1")
