"""What is remembered of one person's taste: evidence by kind of wish and photo, and what they decided about it."""

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from burnish.errors import BadInput
from burnish.learning.taste.design import FACTS, Design, Seen
from burnish.learning.taste.gaussian import Doubles, Information, among
from burnish.learning.taste.leaf import Leaf
from burnish.learning.taste.sighting import Answer, Reader, Sighting, Standstill, Taken, Way
from burnish.learning.taste.tree import Person

NOTEBOOK_SCHEMA = 4
"""4 keeps of what was taken no measurements, which follow, and of a correction whether what was left alone counts; 3
keeps of what is folded only what it is about; 2 kept all, and of a correction how it went, of which its measurements
follow; 1 kept the measurements."""

STYLE = ""
"""The wish of who asks for nothing in particular: how photos should look."""


@dataclass(frozen=True, eq=False)
class Notebook:
    """One person's taste, as it is kept."""

    wishes: dict[str, Person] = field(default_factory=dict[str, Person])
    """Evidence by what was asked for; `STYLE` for nothing in particular."""

    frozen: bool = False
    """Whether signals are kept without being learned from."""

    through: int = 0
    """Number of the last signal that was read."""

    decided: int = 0
    """How many decisions about it have been obeyed."""

    def person(self, wish: str) -> Person:
        """What was seen of wishes of this kind."""
        return self.wishes.get(wish, Person())

    def having(self, wish: str, person: Person) -> "Notebook":
        """The notebook with other evidence of one wish."""
        return replace(self, wishes={**self.wishes, wish: person})

    @property
    def count(self) -> int:
        """Sightings in all."""
        return sum(person.count for person in self.wishes.values())

    def leaves(self) -> Iterator[tuple[str, str, Leaf]]:
        """Wish, kind of photo, evidence."""
        for wish, person in sorted(self.wishes.items()):
            for context, leaf in sorted(person.leaves.items()):
                yield wish, context, leaf


def to_bytes(notebook: Notebook, labels: tuple[str, ...]) -> bytes:
    """The notebook as safetensors; `labels` names the sliders that its numbers are about."""
    from safetensors.numpy import save

    tensors: dict[str, Doubles] = {}
    leaves: list[dict[str, Any]] = []
    for k, (wish, context, leaf) in enumerate(notebook.leaves()):
        tensors |= _packed(leaf, f"{k}")
        leaves.append(
            {
                "wish": wish,
                "context": context,
                "scale": leaf.scale,
                "count": leaf.count,
                "through": leaf.through,
                "since": leaf.since,
                "weights": list(leaf.weights),
                "sightings": [_described(each) for each in leaf.recent],
            }
        )
    document = {
        "schema": NOTEBOOK_SCHEMA, "labels": labels, "frozen": notebook.frozen, "through": notebook.through,
        "decided": notebook.decided, "leaves": leaves,
    }  # fmt: skip
    return save(tensors or {"empty": np.zeros(1)}, {"notebook": json.dumps(document)})


def from_bytes(data: bytes, labels: tuple[str, ...], reader: Reader) -> Notebook:
    """The notebook in these bytes.

    Raises:
        BadInput: it is damaged, of a newer Burnish, or about other sliders than `labels`.
    """
    with _refusing_damage():
        document, tensors = _opened(data)
        if document["schema"] > NOTEBOOK_SCHEMA:
            raise BadInput(
                f"taste of schema {document['schema']!r}; this Burnish reads up to {NOTEBOOK_SCHEMA}"
            )
        if tuple(document["labels"]) != labels:
            raise BadInput("this taste is about other sliders than the catalogue has; read the signals again")
        wishes: dict[str, Person] = {}
        for k, held in enumerate(document["leaves"]):
            leaf = _unpacked(held, tensors, f"{k}", reader)
            wishes[held["wish"]] = wishes.get(held["wish"], Person()).having(held["context"], leaf)
        return Notebook(wishes, bool(document["frozen"]), int(document["through"]), int(document["decided"]))


def told_to_bytes(told: dict[str, Information]) -> bytes:
    """What a person's evidence says about their house, by wish."""
    from safetensors.numpy import save

    wishes = sorted(told)
    tensors: dict[str, Doubles] = {}
    for k, wish in enumerate(wishes):
        tensors |= _triangle(told[wish], f"{k}")
    document = {"schema": NOTEBOOK_SCHEMA, "wishes": wishes}
    return save(tensors or {"empty": np.zeros(1)}, {"notebook": json.dumps(document)})


def told_from_bytes(data: bytes, size: int) -> dict[str, Information]:
    """The same, read. Raises BadInput."""
    with _refusing_damage():
        document, tensors = _opened(data)
        return {wish: _information(tensors, f"{k}", size) for k, wish in enumerate(document["wishes"])}


@contextmanager
def _refusing_damage() -> Generator[None]:
    """Whatever goes wrong while a document is read is its damage. Raises BadInput."""
    from safetensors import SafetensorError

    try:
        yield
    except (SafetensorError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BadInput(f"a taste document is damaged: {error!r}") from None


def _opened(data: bytes) -> tuple[dict[str, Any], dict[str, Doubles]]:
    from safetensors.numpy import load

    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    tensors = load(data)
    broken = [name for name, held in tensors.items() if not np.all(np.isfinite(held))]
    if broken:
        raise ValueError(f"numbers of {broken[0]!r} are not finite")
    return json.loads(header["__metadata__"]["notebook"]), tensors


def _packed(leaf: Leaf, name: str) -> dict[str, Doubles]:
    tensors = _triangle(leaf.old, f"{name}.old") | _triangle(leaf.old_shared, f"{name}.shared")
    for k, each in enumerate(leaf.recent):
        if each.way is not None and each.standstill is not None:
            tensors |= _gone(each.way, each.standstill, each.variances, f"{name}.{k}")
            continue
        if each.taken is not None:
            tensors |= _took(each.taken, each.variances[:1], f"{name}.{k}")
            continue
        tensors |= {f"{name}.{k}.rows": each.rows, f"{name}.{k}.values": each.values}
        tensors[f"{name}.{k}.variances"] = each.variances
        if each.standstill is not None:
            tensors |= _still(each.standstill, f"{name}.{k}")
        if each.answer is not None:
            tensors |= _said(each.answer, f"{name}.{k}.answer")
    return {key: np.ascontiguousarray(value) for key, value in tensors.items()}


def _described(sighting: Sighting) -> dict[str, Any]:
    return {
        "variance": None if sighting.standstill is None else sighting.standstill.variance,
        "answer": None if sighting.answer is None else sighting.answer.weight,
        "shared": sighting.shared,
        "doubtful": sighting.doubtful,
        "number": sighting.number,
        "moved": None if sighting.way is None else sighting.way.moved,
        "still": sighting.alone is not None,
        "taken": sighting.taken is not None,
    }


def _unpacked(held: dict[str, Any], tensors: dict[str, Doubles], name: str, reader: Reader) -> Leaf:
    recent: list[Sighting] = []
    size = reader.design.size
    for k, each in enumerate(held["sightings"]):
        if each.get("moved"):
            went = _went(tensors, f"{name}.{k}", each, reader)
            recent.append(went if each.get("still", True) else went.moved_only)
        elif each.get("taken"):
            recent.append(_taking(tensors, f"{name}.{k}", each, reader))
        else:
            recent.append(_measured(tensors, f"{name}.{k}", each, reader))
    old, shared = (_information(tensors, f"{name}.{part}", size) for part in ("old", "shared"))
    return Leaf(
        old,
        old if shared.says_as(old) else shared,
        tuple(recent),
        tuple(held["weights"]),
        held["scale"],
        held["count"],
        held["through"],
        held["since"],
    )


def _measured(tensors: dict[str, Doubles], name: str, held: dict[str, Any], reader: Reader) -> Sighting:
    """A sighting whose measurements are kept."""
    still = _standstill(tensors, name, held["variance"], reader.design)
    values, variances = tensors[f"{name}.values"], tensors[f"{name}.variances"]
    _refuse_unless_above_0(variances)
    return Sighting(
        tensors[f"{name}.rows"].reshape(len(values), reader.design.size),
        values,
        variances.reshape(len(values)),
        still,
        None if still is None else reader.alone(still),
        _answer(tensors, f"{name}.answer", held.get("answer"), reader.design),
        shared=held["shared"],
        doubtful=held["doubtful"],
        number=held["number"],
    )


def _gone(way: Way, still: Standstill, variances: Doubles, name: str) -> dict[str, Doubles]:
    """A correction: what follows from it is read off it again."""
    held = {"went": np.concatenate([way.moves, variances, still.seen.facts, still.left])}
    if still.seen.planned.any():
        held["planned"] = still.seen.planned
    return {f"{name}.{part}": values for part, values in held.items()}


def _went(tensors: dict[str, Doubles], name: str, held: dict[str, Any], reader: Reader) -> Sighting:
    moved, own = tuple(int(k) for k in held["moved"]), reader.design.sliders.size
    count = len(moved)
    moves, variances, facts, left = np.split(
        tensors[f"{name}.went"].reshape(3 * count + len(FACTS) + own),
        np.cumsum([count, 2 * count, len(FACTS)]),
    )
    _refuse_unless_above_0(np.append(variances, held["variance"]))
    if not set(range(own)).issuperset(moved) or len(set(moved)) < count:
        raise ValueError(f"moved sliders {moved!r}; each once, of {own}")
    planned = tensors.get(f"{name}.planned", np.zeros(own)).reshape(own)
    still = Standstill(Seen(facts, planned), left, float(held["variance"]))
    return reader.along(still, Way(moved, moves), variances, shared=held["shared"], number=held["number"])


def _took(taken: Taken, variance: Doubles, name: str) -> dict[str, Doubles]:
    """What was taken: what follows from it is read off it again."""
    held = {"took": np.concatenate([variance, taken.seen.facts, taken.shown])}
    if taken.seen.planned.any():
        held["planned"] = taken.seen.planned
    return {f"{name}.{part}": values for part, values in held.items()}


def _taking(tensors: dict[str, Doubles], name: str, held: dict[str, Any], reader: Reader) -> Sighting:
    own = reader.design.sliders.size
    variance, facts, shown = np.split(
        tensors[f"{name}.took"].reshape(1 + len(FACTS) + own), [1, 1 + len(FACTS)]
    )
    _refuse_unless_above_0(variance)
    planned = tensors.get(f"{name}.planned", np.zeros(own)).reshape(own)
    taken = Taken(Seen(facts, planned), shown)
    return reader.taking(taken, float(variance[0]), shared=held["shared"], number=held["number"])


def _refuse_unless_above_0(variances: Doubles) -> None:
    if not np.all(variances > 0):
        raise ValueError(f"variances {variances.tolist()!r}; all must be above 0")


def _still(still: Standstill, name: str) -> dict[str, Doubles]:
    return {
        f"{name}.facts": still.seen.facts,
        f"{name}.planned": still.seen.planned,
        f"{name}.left": still.left,
    }


def _said(answer: Answer, name: str) -> dict[str, Doubles]:
    held = {"facts": answer.seen.facts, "planned": answer.seen.planned, "shown": answer.shown}
    if answer.instead is not None:
        held["instead"] = answer.instead
    return {f"{name}.{part}": values for part, values in held.items()}


def _answer(tensors: dict[str, Doubles], name: str, weight: float | None, design: Design) -> Answer | None:
    if weight is None:
        return None
    if not weight > 0:
        raise ValueError(f"weight {weight!r}; it must be above 0")
    own = design.sliders.size
    facts, planned, shown = (tensors[f"{name}.{part}"] for part in ("facts", "planned", "shown"))
    instead = tensors.get(f"{name}.instead")
    return Answer(
        Seen(facts.reshape(len(FACTS)), planned.reshape(own)),
        shown.reshape(own),
        None if instead is None else instead.reshape(own),
        float(weight),
    )


def _standstill(
    tensors: dict[str, Doubles], name: str, variance: float | None, design: Design
) -> Standstill | None:
    if variance is None:
        return None
    if not variance > 0:
        raise ValueError(f"variance {variance!r}; it must be above 0")
    own = design.sliders.size
    facts, planned, left = (tensors[f"{name}.{part}"] for part in ("facts", "planned", "left"))
    return Standstill(
        Seen(facts.reshape(len(FACTS)), planned.reshape(own)), left.reshape(own), float(variance)
    )


def _triangle(information: Information, name: str) -> dict[str, Doubles]:
    """The upper triangle of a precision, which is symmetric, of the coefficients that anything is known of."""
    known = np.flatnonzero(information.precision.any(axis=0) | (information.shift != 0.0))
    if not len(known):
        return {}
    within = among(information.precision, known)
    held = {"precision": within[np.triu_indices(len(known))], "shift": information.shift[known]}
    if len(known) < information.size:
        held["places"] = known.astype(np.float64)
    return {f"{name}.{part}": values for part, values in held.items()}


def _information(tensors: dict[str, Doubles], name: str, size: int) -> Information:
    precision, shift = np.zeros((size, size)), np.zeros(size)
    if f"{name}.precision" not in tensors:
        return Information(precision, shift)
    known = tensors.get(f"{name}.places", np.arange(size)).astype(np.intp)
    if np.any(np.diff(known) < 1) or known[0] < 0 or known[-1] >= size:
        raise ValueError(f"evidence about coefficients {known.tolist()!r}, in order of {size}")
    within = np.zeros((len(known), len(known)))
    within[np.triu_indices(len(known))] = tensors[f"{name}.precision"]
    precision[np.ix_(known, known)] = within + np.triu(within, 1).T
    shift[known] = tensors[f"{name}.shift"].reshape(len(known))
    return Information(precision, shift)
