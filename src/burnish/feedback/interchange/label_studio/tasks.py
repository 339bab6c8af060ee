"""What is asked of people: tasks with their page, and what is known already as predictions."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, TypeAlias

from burnish.errors import BadInput
from burnish.feedback.interchange.label_studio.config import (
    CATEGORIES,
    SCORES,
    comparison_config,
    review_config,
)
from burnish.feedback.interchange.label_studio.regions import Frame, Region, region_of
from burnish.feedback.interchange.plain_json import json_bytes
from burnish.feedback.interchange.records import Records, Stayed, leaving
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Comment, Mark, Rating, Signal
from burnish.imaging.atomic import write_atomically

SCHEMA = 1
"""Of what a task's data says about where it came from."""

Task: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """A picture as those who answer will see it."""

    url: str
    frame: Frame


@dataclass(frozen=True)
class Shows:
    """All pictures that tasks need."""

    originals: Mapping[str, str]
    """Address of the photo, by turn."""

    renders: Mapping[tuple[str, str], Shown]
    """By turn and proposal."""


@dataclass(frozen=True)
class Labeling:
    """A page and the tasks that it is filled with."""

    config: str
    tasks: tuple[Task, ...]
    stayed: tuple[Stayed, ...] = ()
    """What consent keeps here."""


def comparison_tasks(offers: Iterable[Offer], shows: Shows, *, seed: int, own: bool = False) -> Labeling:
    """One task for each pair of proposals of a turn that have renders. Which is on the left is a fair coin.

    Raises:
        BadInput: a turn without its original.
    """
    out = leaving(Records(offers=tuple(offers)), own=own)
    tasks: list[Task] = []
    for offer in out.records.offers:
        seen = [each.id for each in offer.proposals if (offer.turn, each.id) in shows.renders]
        for pair in combinations(sorted(seen), 2):
            left, right = pair[::-1] if _coin(seed, offer, pair) else pair
            data = _asked(offer, shows, "comparison") | {
                "left": shows.renders[offer.turn, left].url,
                "right": shows.renders[offer.turn, right].url,
                "left_proposal": left,
                "right_proposal": right,
                "left_propensity": 0.5,
            }
            tasks.append({"data": data})
    return Labeling(comparison_config(), tuple(tasks), out.stayed)


def review_tasks(records: Records, shows: Shows, *, own: bool = False) -> Labeling:
    """One task for each proposal that has a render. What each person said of it already comes as a prediction.

    Raises:
        BadInput: a turn without its original.
    """
    out = leaving(records, own=own)
    told: dict[tuple[str, str, str], list[Signal]] = {}
    for signal in out.records.signals:
        told.setdefault((signal.workspace, signal.turn, signal.proposal), []).append(signal)
    categories = dict.fromkeys(CATEGORIES)
    tasks: list[Task] = []
    for offer in out.records.offers:
        for proposal in offer.proposals:
            shown = shows.renders.get((offer.turn, proposal.id))
            if shown is None:
                continue
            signals = told.get((offer.workspace, offer.turn, proposal.id), [])
            categories |= dict.fromkeys(
                each.category for each in signals if isinstance(each, Mark) and each.category
            )
            data = _asked(offer, shows, "review") | {"picture": shown.url, "proposal": proposal.id}
            tasks.append({"data": data, "predictions": _predictions(signals, offer, shown.frame)})
    return Labeling(review_config(categories), tuple(tasks), out.stayed)


def write_labeling(labeling: Labeling, folder: Path, *, overwrite: bool = True) -> None:
    """Write `config.xml` and `tasks.json`, as Label Studio imports them, into a folder that exists.

    Raises:
        BadInput: there is no such folder.
        WriteFailed: the system refused.
    """
    if not folder.is_dir():
        raise BadInput(f"{str(folder)!r} is no folder")
    if not overwrite and (folder / "tasks.json").exists():
        raise BadInput(
            f"{str(folder / 'tasks.json')!r} exists already; allow overwriting or choose another folder"
        )
    tasks = json_bytes(list(labeling.tasks), "tasks", indent=2)
    write_atomically(folder / "config.xml", labeling.config.encode(), overwrite=overwrite)
    write_atomically(folder / "tasks.json", tasks + b"\n", overwrite=overwrite)


def _asked(offer: Offer, shows: Shows, kind: str) -> Task:
    if offer.turn not in shows.originals:
        raise BadInput(f"no original is given for turn {offer.turn!r}, which has renders")
    return {
        "burnish": kind,
        "schema": SCHEMA,
        "workspace": offer.workspace,
        "turn": offer.turn,
        "request": offer.situation.request,
        "original": shows.originals[offer.turn],
    }


def _coin(seed: int, offer: Offer, pair: Sequence[str]) -> bool:
    text = "/".join((str(seed), offer.workspace, offer.turn, *pair))
    return bool(hashlib.sha256(text.encode()).digest()[0] & 1)


def _predictions(signals: Sequence[Signal], offer: Offer, frame: Frame) -> list[Task]:
    people: dict[str, list[Region]] = {}
    for number, signal in enumerate(signals):
        regions = _regions(signal, f"r{number}", offer.situation.request, frame)
        if regions:
            people.setdefault(signal.person, []).extend(regions)
    return [{"model_version": f"person {person}", "result": result} for person, result in people.items()]


def _regions(signal: Signal, name: str, request: str, frame: Frame) -> list[Region]:
    match signal:
        case Rating():
            given = {each: getattr(signal, each) for each in SCORES}
            return [
                _answer(each, "number", f"{name}-{each}", {"number": score})
                for each, score in given.items()
                if score is not None
            ]
        case Comment():
            return [_answer("comment", "textarea", name, {"text": [signal.text]})]
        case Mark():
            return _marked(signal, name, request, frame)
        case _:
            return []


def _marked(mark: Mark, name: str, request: str, frame: Frame) -> list[Region]:
    regions: list[Region] = []
    if mark.area is not None:
        place = region_of(mark.area, mark.fault, frame)
        regions.append({"id": name, **place})
        about: Region = {**place["value"]}
        about.pop(place["type"])
        if mark.category:
            regions.append(_answer("category", "choices", name, {**about, "choices": [mark.category]}))
        if mark.reason:
            regions.append(_answer("reason", "textarea", name, {**about, "text": [mark.reason]}))
    words = mark.misread
    if words is not None and words.end <= len(request):
        name += "-words"
        span: Region = {"start": words.start, "end": words.end, "text": request[words.start : words.end]}
        regions.append(_answer("misread", "labels", name, {**span, "labels": [mark.fault]}, "request"))
        if mark.reason:
            answer = {"start": words.start, "end": words.end, "text": [mark.reason]}
            regions.append(_answer("misread_reason", "textarea", name, answer, "request"))
    return regions


def _answer(control: str, kind: str, name: str, value: Region, about: str = "picture") -> Region:
    return {"id": name, "from_name": control, "to_name": about, "type": kind, "value": value}
