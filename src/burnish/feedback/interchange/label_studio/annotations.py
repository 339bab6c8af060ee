"""What people answered in Label Studio, as signals."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from burnish.errors import BadInput
from burnish.feedback.consent import Consent
from burnish.feedback.identity import Person
from burnish.feedback.interchange.label_studio.config import FAULTS, SCORES
from burnish.feedback.interchange.label_studio.regions import CONTROLS, Region, areas_of
from burnish.feedback.interchange.label_studio.tasks import SCHEMA
from burnish.feedback.interchange.plain_json import json_bytes, parsed_json
from burnish.feedback.interchange.records import check_version, explained, opened, short
from burnish.feedback.offers import Offer
from burnish.feedback.signals import SIGNALS, Signal

MOST_BYTES = 512 * 2**20

_Said = dict[str, Any]


@dataclass(frozen=True)
class Annotators:
    """Who answered, by the number that Label Studio gave them, and what they allow."""

    consent: Consent
    people: Mapping[str, Person] | None = None
    """Others become `annotator-NUMBER`. Addresses and names are never taken over."""


def read_annotations(path: Path, offers: Sequence[Offer], annotators: Annotators) -> tuple[Signal, ...]:
    """The signals of a JSON export of the tasks that `tasks` made; see `annotation_signals`."""
    with opened(path, MOST_BYTES) as file:
        return annotation_signals(parsed_json(file.read(), path.name), offers, annotators)


def annotation_signals(tasks: Any, offers: Sequence[Offer], annotators: Annotators) -> tuple[Signal, ...]:
    """The signals that annotated tasks say; the same answers always make signals of the same ids.

    Cancelled annotations say nothing. A brush with several blobs is several marks.

    Raises:
        BadInput: a task, annotation or region that is not what Burnish's pages produce, named by its place; nothing of
            the rest is taken over.
    """
    turns = {(each.workspace, each.turn): each for each in offers}
    found: dict[str, Signal] = {}
    if not isinstance(tasks, list):
        raise BadInput(f"{short(tasks)} is no list of tasks")
    for number, task in enumerate(cast("list[Any]", tasks), start=1):
        place = f"task {number}"
        try:
            for signal in _task_signals(task, turns, annotators, place):
                found.setdefault(signal.id, signal)
        except ValidationError as error:
            raise BadInput(f"{place}: {explained(error)}") from None
        except KeyError as error:
            raise BadInput(f"{place}: {error.args[0]!r} is missing") from None
        except (TypeError, ValueError, AttributeError, OverflowError) as error:
            raise BadInput(f"{place}: {error}") from None
    return tuple(found.values())


def _task_signals(
    task: Any, turns: Mapping[tuple[str, str], Offer], annotators: Annotators, place: str
) -> Iterator[Signal]:
    data = task["data"]
    check_version(place, data.get("schema"), SCHEMA)
    offer = turns.get((data["workspace"], data["turn"]))
    if offer is None:
        raise BadInput(f"{place}: turn {data['turn']!r} was never offered in workspace {data['workspace']!r}")
    compared = data.get("burnish") == "comparison"
    about = data["left_proposal"] if compared else data["proposal"]
    for index, annotation in enumerate(task.get("annotations") or (), start=1):
        if annotation.get("was_cancelled"):
            continue
        where = f"{place}, annotation {index}"
        said = (
            _compared(annotation["result"], data, where)
            if compared
            else _reviewed(annotation["result"], data, where)
        )
        for each in said:
            yield _signal(each, annotation, offer, str(about), annotators, where)


def _signal(
    said: _Said, annotation: Mapping[str, Any], offer: Offer, about: str, annotators: Annotators, where: str
) -> Signal:
    for name in {about, *(said[side] for side in ("left", "right") if side in said)}:
        if offer.proposal(name) is None:
            raise BadInput(f"{where}: proposal {name!r} is none of those that turn {offer.turn!r} offered")
    shown = offer.proposal(about)
    by = annotation["completed_by"]
    number = str(by["id"] if isinstance(by, dict) else by)
    values = {
        **said,
        "schema": 1,
        "person": (annotators.people or {}).get(number, f"annotator-{number}"),
        "workspace": offer.workspace,
        "at": annotation.get("updated_at") or annotation["created_at"],
        "turn": offer.turn,
        "proposal": about,
        "policy": offer.policy,
        "propensity": 1.0 if shown is None else shown.propensity,
        "consent": annotators.consent.model_dump(),
    }
    digest = hashlib.sha256(json_bytes([annotation.get("id"), values], where)).hexdigest()
    return cast("Signal", SIGNALS.validate_python({**values, "id": f"label-studio-{digest[:40]}"}))


def _compared(result: Sequence[Region], data: Mapping[str, Any], where: str) -> Iterator[_Said]:
    for region in result:
        if region["from_name"] == "winner":
            yield {
                "kind": "comparison",
                "left": data["left_proposal"],
                "right": data["right_proposal"],
                "winner": _only(region["value"]["choices"], where),
                "left_propensity": data["left_propensity"],
            }
        elif region["from_name"] == "comment":
            yield {"kind": "comment", "text": "\n".join(region["value"]["text"])}
        else:
            raise _unknown(region, where)


def _reviewed(result: Sequence[Region], data: Mapping[str, Any], where: str) -> Iterator[_Said]:
    scores: dict[str, Any] = {}
    places: list[Region] = []
    more: dict[str, dict[str, str]] = {}
    for region in result:
        control, value = region["from_name"], region["value"]
        if control in SCORES:
            scores[control] = value["number"]
        elif control == "comment":
            yield {"kind": "comment", "text": "\n".join(value["text"])}
        elif control == "category":
            more.setdefault(region["id"], {})["category"] = _only(value["choices"], where)
        elif control in ("reason", "misread_reason"):
            more.setdefault(region["id"], {})["reason"] = "\n".join(value["text"])
        elif control == "misread" or CONTROLS.get(region["type"]) == control:
            places.append(region)
        else:
            raise _unknown(region, where)
    if scores:
        yield {"kind": "rating", **scores}
    for region in places:
        for said in _marked(region, data, where):
            yield said | more.get(region["id"], {})


def _marked(region: Region, data: Mapping[str, Any], where: str) -> Iterator[_Said]:
    labels = region["value"]["labels" if region["type"] == "labels" else region["type"]]
    fault = _only(labels, where)
    if fault not in FAULTS:
        raise BadInput(f"{where}: label {fault!r} is unknown; {', '.join(FAULTS)} are known")
    if region["type"] == "labels":
        yield {
            "kind": "mark",
            "fault": fault,
            "misread": _words(region["value"], str(data["request"]), where),
        }
        return
    for area in areas_of(region):
        yield {"kind": "mark", "fault": fault, "area": area.model_dump()}


def _words(value: Mapping[str, Any], request: str, where: str) -> dict[str, int]:
    """Characters of the request. Browsers count UTF-16 units, which differ behind an emoji; the text decides."""
    start, end, text = int(value["start"]), int(value["end"]), value.get("text")
    if text is None or request[start:end] == text:
        return {"start": start, "end": end}
    units = request.encode("utf-16-le")
    before, within = units[: 2 * start], units[2 * start : 2 * end]
    if within.decode("utf-16-le", "replace") == text:
        begin = len(before.decode("utf-16-le", "replace"))
        return {"start": begin, "end": begin + len(text)}
    raise BadInput(f"{where}: characters {start} to {end} of the request are not {text!r}")


def _only(labels: Sequence[str], where: str) -> str:
    if len(labels) != 1:
        raise BadInput(f"{where}: {labels!r}; exactly one label is expected")
    return labels[0]


def _unknown(region: Region, where: str) -> BadInput:
    return BadInput(
        f"{where}: control {region['from_name']!r} of type {region['type']!r} is on none of Burnish's pages"
    )
