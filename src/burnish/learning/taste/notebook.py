"""What is remembered of one person's taste: evidence by kind of wish and photo, and what they decided about it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from burnish.errors import BadInput
from burnish.learning.taste.gaussian import Doubles, Information
from burnish.learning.taste.leaf import Leaf
from burnish.learning.taste.sighting import Sighting
from burnish.learning.taste.tree import Person

NOTEBOOK_SCHEMA = 1

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
                "weights": list(leaf.weights),
                "sightings": [_described(each) for each in leaf.recent],
            }
        )
    document = {
        "schema": NOTEBOOK_SCHEMA, "labels": labels, "frozen": notebook.frozen, "through": notebook.through,
        "leaves": leaves,
    }  # fmt: skip
    return save(tensors or {"empty": np.zeros(1)}, {"notebook": json.dumps(document)})


def from_bytes(data: bytes, labels: tuple[str, ...], size: int) -> Notebook:
    """The notebook in these bytes.

    Raises:
        BadInput: it is damaged, of a newer Burnish, or about other sliders than `labels`.
    """
    document, tensors = _opened(data)
    if document["schema"] > NOTEBOOK_SCHEMA:
        raise BadInput(f"taste of schema {document['schema']!r}; this Burnish reads up to {NOTEBOOK_SCHEMA}")
    if tuple(document["labels"]) != labels:
        raise BadInput("this taste is about other sliders than the catalogue has; read the signals again")
    wishes: dict[str, Person] = {}
    for k, held in enumerate(document["leaves"]):
        leaf = _unpacked(held, tensors, f"{k}", size)
        wishes[held["wish"]] = wishes.get(held["wish"], Person()).having(held["context"], leaf)
    return Notebook(wishes, document["frozen"], document["through"])


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
    document, tensors = _opened(data)
    return {wish: _information(tensors, f"{k}", size) for k, wish in enumerate(document["wishes"])}


def _opened(data: bytes) -> tuple[dict[str, Any], dict[str, Doubles]]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        length = int.from_bytes(data[:8], "little")
        header = json.loads(data[8 : 8 + length])
        return json.loads(header["__metadata__"]["notebook"]), load(data)
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"a taste document is damaged: {error}") from None


def _packed(leaf: Leaf, name: str) -> dict[str, Doubles]:
    tensors = _triangle(leaf.old, f"{name}.old") | _triangle(leaf.old_shared, f"{name}.shared")
    for k, each in enumerate(leaf.recent):
        tensors |= {f"{name}.{k}.rows": each.rows, f"{name}.{k}.values": each.values}
        tensors[f"{name}.{k}.variances"] = each.variances
        if each.alone is not None:
            tensors |= _triangle(each.alone, f"{name}.{k}.alone")
    return {key: np.ascontiguousarray(value) for key, value in tensors.items()}


def _described(sighting: Sighting) -> dict[str, Any]:
    return {
        "alone": sighting.alone is not None,
        "shared": sighting.shared,
        "doubtful": sighting.doubtful,
        "number": sighting.number,
    }


def _unpacked(held: dict[str, Any], tensors: dict[str, Doubles], name: str, size: int) -> Leaf:
    recent: list[Sighting] = []
    for k, each in enumerate(held["sightings"]):
        own = f"{name}.{k}"
        alone = _information(tensors, f"{own}.alone", size) if each.pop("alone") else None
        recent.append(
            Sighting(
                tensors[f"{own}.rows"],
                tensors[f"{own}.values"],
                tensors[f"{own}.variances"],
                alone,
                shared=each["shared"],
                doubtful=each["doubtful"],
                number=each["number"],
            )
        )
    old, shared = (_information(tensors, f"{name}.{part}", size) for part in ("old", "shared"))
    return Leaf(
        old, shared, tuple(recent), tuple(held["weights"]), held["scale"], held["count"], held["through"]
    )


def _triangle(information: Information, name: str) -> dict[str, Doubles]:
    """The upper triangle of a precision, which is symmetric; nothing where there is nothing."""
    if not information.precision.any():
        return {}
    upper = np.triu_indices(information.size)
    return {f"{name}.precision": information.precision[upper], f"{name}.shift": information.shift}


def _information(tensors: dict[str, Doubles], name: str, size: int) -> Information:
    precision = np.zeros((size, size))
    if f"{name}.precision" not in tensors:
        return Information(precision, np.zeros(size))
    upper = np.triu_indices(size)
    precision[upper] = tensors[f"{name}.precision"]
    return Information(precision + np.triu(precision, 1).T, tensors[f"{name}.shift"])
