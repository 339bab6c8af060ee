"""JSON as files carry it: no NaN, no names that stand twice, errors that say what is wrong."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from burnish.errors import BadInput


def json_bytes(document: Any, what: str, *, indent: int | None = None) -> bytes:
    """UTF-8 of the values; times as ISO 8601. Raises BadInput for what JSON cannot say, such as NaN."""
    separators = (",", ":") if indent is None else None
    try:
        text = json.dumps(
            document, allow_nan=False, ensure_ascii=False, separators=separators, indent=indent, default=_said
        )
        return text.encode()
    except (ValueError, TypeError, RecursionError) as error:
        raise BadInput(f"{what} cannot be written as JSON: {error}") from None


def parsed_json(data: bytes | str, place: str) -> Any:
    """The values of JSON text. Raises BadInput naming the place."""
    try:
        text = data if isinstance(data, str) else data.decode()
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_told_apart)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{place}: not JSON: {error}") from None


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    msg = f"{value!r} is no JSON value"
    raise TypeError(msg)


def _no_constant(name: str) -> float:
    msg = f"{name} is no number of JSON"
    raise ValueError(msg)


def _told_apart(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            msg = f"{name!r} stands twice in one object"
            raise ValueError(msg)
        found[name] = value
    return found
