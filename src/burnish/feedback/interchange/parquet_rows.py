"""Offers and signals as rows of typed columns, with JSON for what is nested, and back."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeAlias

from burnish.errors import BadInput
from burnish.feedback.interchange.plain_json import json_bytes, parsed_json
from burnish.feedback.interchange.records import document_of, short
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal

Row: TypeAlias = dict[str, Any]

WHO_AND_WHEN: Mapping[str, str] = {
    "schema": "int16",
    "workspace": "string",
    "person": "string",
    "at": "time",
    "utc_offset_s": "int32",
    "turn": "string",
    "policy": "string",
    "consent_taste": "bool",
    "consent_workspace_models": "bool",
    "consent_sharing": "bool",
}
"""Columns of both files. `at` is the moment in UTC; the offset says what the clock on the wall showed."""

OFFER_COLUMNS: Mapping[str, str] = {
    **WHO_AND_WHEN,
    "photo": "string",
    "request": "string",
    "operations": "strings",
    "region": "string",
    "context": "string",
    "facts": "string",
    "before": "string",
    "planned": "string",
    "proposals": "proposals",
}
"""`facts`, `before`, `planned` and each proposal's `recipe` are JSON."""

SIGNAL_COLUMNS: Mapping[str, str] = {
    **WHO_AND_WHEN,
    "id": "string",
    "kind": "string",
    "proposal": "string",
    "propensity": "double",
    "reasons": "strings",
    "perceptual_quality": "double",
    "instruction_following": "double",
    "visual_consistency": "double",
    "up": "bool",
    "text": "string",
    "way": "string",
    "left_over": "double",
    "left": "string",
    "right": "string",
    "winner": "string",
    "left_propensity": "double",
    "fault": "string",
    "category": "string",
    "reason": "string",
    "tool": "string",
    "parameter": "string",
    "value": "double",
    "next_turn": "string",
    "act": "string",
    "amount": "double",
    "nested": "string",
}
"""What a kind of signal does not have is null. `nested` is JSON of its recipe, groups, area, misread or path."""

PROPOSAL_FIELDS: Mapping[str, str] = {
    "id": "string",
    "title": "string",
    "propensity": "double",
    "recipe": "string",
}

NESTED = ("recipe", "groups", "area", "misread", "path")
_RECIPES = ("before", "planned")
_CONSENTS = ("taste", "workspace_models", "sharing")


def offer_row(offer: Offer) -> Row:
    """One row of the offers."""
    values = document_of(offer)
    situation: Row = values.pop("situation")
    what = f"turn {offer.turn!r}"
    row = _flat(values) | situation
    row["facts"] = json_bytes(situation["facts"], what).decode()
    for name in _RECIPES:
        row[name] = None if values[name] is None else json_bytes(values[name], what).decode()
    row["proposals"] = [
        {**each, "recipe": json_bytes(each["recipe"], what).decode()} for each in values["proposals"]
    ]
    return row


def signal_row(signal: Signal) -> Row:
    """One row of the signals."""
    row = _flat(document_of(signal))
    nested = {name: row.pop(name) for name in NESTED if name in row}
    row["nested"] = json_bytes(nested, f"signal {signal.id!r}").decode() if nested else None
    return row


def offer_document(row: Row, place: str) -> Row:
    """The offer's document that a row tells, not yet checked."""
    row = _restored(row)
    situation = {name: row.pop(name) for name in ("request", "operations", "region", "context")}
    situation["facts"] = parsed_json(row.pop("facts"), f"{place}: facts")
    for name in _RECIPES:
        row[name] = None if row[name] is None else parsed_json(row[name], f"{place}: {name}")
    row["proposals"] = [
        {**each, "recipe": parsed_json(each["recipe"], f"{place}: recipe")} for each in row["proposals"]
    ]
    return {**row, "situation": situation}


def signal_document(row: Row, place: str) -> Row:
    """The signal's document that a row tells, not yet checked."""
    row = _restored(row)
    nested = row.pop("nested")
    document = {name: value for name, value in row.items() if value is not None}
    if nested is not None:
        more = parsed_json(nested, f"{place}: nested")
        if not isinstance(more, dict):
            raise BadInput(f"{place}: nested = {short(more)}; a JSON object is expected")
        document |= more
    return document


def _flat(values: Row) -> Row:
    row = dict(values)
    consent: Mapping[str, bool] = row.pop("consent")
    at: datetime = row["at"]
    offset = at.utcoffset() or timedelta()
    row["at"] = at.astimezone(UTC)
    row["utc_offset_s"] = int(offset.total_seconds())
    return row | {f"consent_{name}": consent[name] for name in _CONSENTS}


def _restored(row: Row) -> Row:
    row = dict(row)
    row["consent"] = {name: row.pop(f"consent_{name}") for name in _CONSENTS}
    row["at"] = row["at"].astimezone(timezone(timedelta(seconds=row.pop("utc_offset_s"))))
    return row
