"""Records of judged edits: source, edited, instruction, three scores, faults with reasons; a line of JSON each.

The shape of EditFHF-15K (EditRefiner, arXiv 2605.07457, section 3): mean opinion scores from 0 to 100 for perceptual
quality, instruction following and visual consistency; regions of artifacts and of failures, each with a reason.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from burnish.errors import BadInput, RecipeError
from burnish.feedback.consent import Consent
from burnish.feedback.edit_difference import UNTOUCHED
from burnish.feedback.identity import Digest, Person, Workspace
from burnish.feedback.interchange.plain_json import json_bytes, parsed_json
from burnish.feedback.interchange.records import (
    MOST_RECORDS,
    Records,
    Stayed,
    check_recipe,
    check_version,
    explained,
    leaving,
    opened,
    short,
)
from burnish.feedback.marks import Area
from burnish.feedback.offers import Offer, Proposal, RecipeDocument, Situation, Text
from burnish.feedback.signals import Mark, Rating, Score, Signal
from burnish.imaging.atomic import write_atomically

if TYPE_CHECKING:
    from burnish.tools.catalogue import Catalogue

SCHEMA = 1
MOST_LINE_BYTES = 64 * 2**20

_SCORES = ("perceptual_quality", "instruction_following", "visual_consistency")
_FAULTS = {"artifacts": "artifact", "failures": "failure", "unintended_changes": "unintended_change"}


class FaultRegion(BaseModel):
    """A place that went wrong, and why somebody says so."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    area: Area
    category: Annotated[str, StringConstraints(max_length=100)] = ""
    reason: Text = ""


class EditRecord(BaseModel):
    """One edit and what people thought of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    source: Digest
    edited: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    """Where the edited picture is: a file, an address, a digest."""

    instruction: Text
    perceptual_quality: Score | None = None
    instruction_following: Score | None = None
    visual_consistency: Score | None = None
    raters: Annotated[int, Field(ge=0)] = 0
    """How many people the scores are the mean of."""

    artifacts: tuple[FaultRegion, ...] = ()
    failures: tuple[FaultRegion, ...] = ()
    unintended_changes: tuple[FaultRegion, ...] = ()
    recipe: RecipeDocument | None = None
    """None for an edit that no recipe made."""


@dataclass(frozen=True)
class Judge:
    """In whose name records come in, when, and what may be done with them."""

    person: Person
    workspace: Workspace
    at: datetime
    consent: Consent


def edit_records(
    records: Records, edited: Mapping[tuple[str, str], str], *, own: bool = False
) -> tuple[tuple[EditRecord, ...], tuple[Stayed, ...]]:
    """A record for each proposal whose picture is given by turn and proposal, and what consent keeps here.

    Of several ratings by one person the last counts; scores are means over people.
    """
    out = leaving(records, own=own)
    told: dict[tuple[str, str, str], list[Signal]] = {}
    for signal in out.records.signals:
        told.setdefault((signal.workspace, signal.turn, signal.proposal), []).append(signal)
    found = tuple(
        _record(offer, proposal, place, told.get((offer.workspace, offer.turn, proposal.id), ()))
        for offer in out.records.offers
        for proposal in offer.proposals
        if (place := edited.get((offer.turn, proposal.id))) is not None
    )
    return found, out.stayed


def from_edit_records(edits: Iterable[EditRecord], judge: Judge) -> Records:
    """Each record as a turn with one proposal, its scores and faults as signals. Ids follow from the content.

    The edited picture's place becomes the proposal's title. Where no recipe made the edit the proposal holds the one
    that does nothing, so its scores and faults count but no preference between recipes follows.
    """
    offers: dict[str, Offer] = {}
    signals: dict[str, Signal] = {}
    for edit in edits:
        turn = "edit-" + _digest([edit.source, edit.edited, edit.instruction, edit.recipe])
        offers[turn] = Offer(
            turn=turn, person=judge.person, workspace=judge.workspace, at=judge.at, photo=edit.source,
            policy="imported edits", situation=Situation(request=edit.instruction), consent=judge.consent,
            proposals=(Proposal(id="edited", title=edit.edited, recipe=edit.recipe or UNTOUCHED),),
        )  # fmt: skip
        for number, (make, values) in enumerate(_said(edit)):
            name = f"{turn}-{number}-" + _digest([judge.person, make.__name__, values])
            signals[name] = make(
                id=name, person=judge.person, workspace=judge.workspace, at=judge.at, turn=turn,
                proposal="edited", policy="imported edits", consent=judge.consent, **values,
            )  # fmt: skip
    return Records(tuple(offers.values()), tuple(signals.values()))


def write_edit_records(edits: Sequence[EditRecord], path: Path, *, overwrite: bool = True) -> None:
    """Write them as JSON lines behind a line that names the schema; all or nothing. Raises BadInput, WriteFailed."""
    header = {"burnish": "edits", "schema": SCHEMA, "edits": len(edits)}
    lines = (json_bytes(each.model_dump(), f"edit {each.edited!r}") + b"\n" for each in edits)
    write_atomically(path, chain([json_bytes(header, "header") + b"\n"], lines), overwrite=overwrite)


def read_edit_records(path: Path, catalogue: "Catalogue") -> tuple[EditRecord, ...]:
    """Everything in the file, checked to the last line.

    Raises:
        BadInput: the line and what is wrong with it; a file that is cut off, too large, or from a newer Burnish.
    """
    found: list[EditRecord] = []
    expected: Any = None
    number = 0
    with opened(path) as file:
        while line := file.readline(MOST_LINE_BYTES + 1):
            number += 1
            place = f"line {number}"
            if len(line) > MOST_LINE_BYTES or number > MOST_RECORDS:
                raise BadInput(
                    f"{place}: longer than {MOST_LINE_BYTES:_} bytes, or more than {MOST_RECORDS:_} lines"
                )
            document = parsed_json(line, place)
            if number == 1:
                expected = _header(document)
            else:
                found.append(_checked(document, place, catalogue))
    if number == 0 or expected not in (None, len(found)):
        raise BadInput(
            f"line {number} is the last; {len(found)} edits are there, but line 1 says {expected!r}"
        )
    return tuple(found)


def _header(document: Any) -> Any:
    if not isinstance(document, dict) or cast("dict[str, Any]", document).get("burnish") != "edits":
        raise BadInput(f'line 1: {short(document)} is not {{"burnish": "edits", "schema": {SCHEMA}}}')
    values = cast("dict[str, Any]", document)
    check_version("line 1: file", values.get("schema"), SCHEMA)
    return values.get("edits")


def _checked(document: Any, place: str, catalogue: "Catalogue") -> EditRecord:
    try:
        edit = EditRecord.model_validate(document)
        if edit.recipe is not None:
            check_recipe(edit.recipe, catalogue)
    except (ValidationError, RecipeError) as error:
        raise BadInput(f"{place}: {explained(error)}") from None
    return edit


def _record(offer: Offer, proposal: Proposal, edited: str, told: Sequence[Signal]) -> EditRecord:
    ratings = {each.person: each for each in sorted(told, key=lambda one: one.at) if isinstance(each, Rating)}
    marks = [each for each in told if isinstance(each, Mark)]
    values: dict[str, Any] = {
        name: _mean(getattr(each, name) for each in ratings.values()) for name in _SCORES
    }
    values |= {
        name: tuple(
            FaultRegion(area=each.area, category=each.category, reason=each.reason)
            for each in marks
            if each.fault == fault and each.area is not None
        )
        for name, fault in _FAULTS.items()
    }
    return EditRecord(
        source=offer.photo, edited=edited, instruction=offer.situation.request, raters=len(ratings),
        recipe=None if proposal.recipe == UNTOUCHED else proposal.recipe, **values,
    )  # fmt: skip


def _said(edit: EditRecord) -> Iterator[tuple[type[Rating] | type[Mark], dict[str, Any]]]:
    scores = {name: getattr(edit, name) for name in _SCORES}
    if any(each is not None for each in scores.values()):
        yield Rating, scores
    for name, fault in _FAULTS.items():
        for region in getattr(edit, name):
            yield Mark, {"fault": fault, **region.model_dump()}


def _mean(scores: Iterable[float | None]) -> float | None:
    given = [each for each in scores if each is not None]
    return fmean(given) if given else None


def _digest(content: Any) -> str:
    return hashlib.sha256(json_bytes(content, "edit")).hexdigest()[:24]
