"""Assumptions written down again with other service times: all else stays word for word, reasons and remarks too."""

import json
from collections.abc import Mapping

from burnish.bench.capacity.acts import KINDS, Kind
from burnish.bench.capacity.service_time import ServiceTime
from burnish.errors import BadInput

MEASURED = "# measured\n"
"""The line below which everything is measured."""


def with_times(text: str, times: Mapping[Kind, ServiceTime], figures: Mapping[str, float]) -> str:
    """The file with these times, and with these other figures. Raises BadInput where it has no such line."""
    kept, found, _ = text.partition(MEASURED)
    if not found:
        raise BadInput(
            f"the assumptions have no line {MEASURED.strip()!r}, below which what is measured stands"
        )
    lines = [_retaken(line, figures) for line in kept.splitlines()]
    return (
        "\n".join([*lines, MEASURED.strip(), "", *(_section(kind, times[kind]) for kind in KINDS)]).rstrip()
        + "\n"
    )


def _retaken(line: str, figures: Mapping[str, float]) -> str:
    name, _, rest = line.partition(" = ")
    if name not in figures:
        return line
    return f"{name} = {{ value = {figures[name]:.4g}, why = {rest.partition('why = ')[2]}"


def _section(kind: Kind, time: ServiceTime) -> str:
    figures = ("python_ms", "native_ms", "width", "wait_ms", "after_ms", "share")
    return "\n".join(
        [
            f"[service.{kind}]",
            *(f"{name} = {float(f'{getattr(time, name):.4g}')}" for name in figures),
            f"spread = {[float(f'{each:.4g}') for each in time.spread]}",
            f"why = {json.dumps(time.why)}",
            "",
        ]
    )
