"""Measured figures for people: a table for a terminal, a page for the documentation."""

from collections.abc import Sequence
from typing import Any

_INTRODUCTION = """\
Every figure comes from one run on one machine, described under each table. A speed is promised as a ratio to
something measured in the same run, because seconds alone say more about the machine than about the program: the
works take turns (A B A B), *value* and *against* are medians, and *ratio* is the median of the rounds' own ratios.
A target bounds the ratio where there is one, else the value. Rows that fall short stay in the table.

`make bench` measures again and writes this page.
"""
_COLUMNS = ("what", "value", "against", "ratio", "target", "kept")
_SUBJECTS = {
    "render": "Rendering", "match": "Finding an edit again", "understand": "Understanding words",
    "taste": "Learning a taste", "signals": "Keeping feedback", "studio": "The studio",
    "perception": "Seeing what went wrong in an edit", "refining": "Making it good again",
    "improve": "Improving from what people said", "reward": "Foreseeing what people prefer",
    "poisoned": "A month with attackers", "fleet": "Many photos on several workers",
    "team": "Two servers on one database", "many_signals": "A large log of feedback",
    "capacity": "How many machines", "capacity_load": "The simulation against a measured load",
    "capacity_measured": "Service times"}  # fmt: skip
_FACTS = {
    "photo": "photo", "date": "date", "cpu": "processor", "cores": "cores", "cores_used": "cores used",
    "memory_gb": "memory in GB", "system": "system",
}  # fmt: skip
_SIGNS = {"at most": "≤", "at least": "≥"}
_OK = {True: "yes", False: "**no**", None: "–"}
_MISSING = "–"


def page(documents: Sequence[dict[str, Any]], *, date: str) -> str:
    """The documentation page, Markdown. A document is what `run` of a benchmark gives."""
    parts = [f"# Benchmarks\n\nMeasured on {date}.\n\n{_INTRODUCTION}"]
    return "\n".join([*parts, *(_section(each) for each in documents)])


def table(document: dict[str, Any]) -> str:
    """The figures in aligned columns, notes left out."""
    lines = [_COLUMNS, *(_cells(row) for row in document["rows"])]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_COLUMNS))]
    shown = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip().replace("**", "") for line in shown)


def _section(document: dict[str, Any]) -> str:
    title = _SUBJECTS.get(document["benchmark"], document["benchmark"])
    columns = (*_COLUMNS, "how")
    rows = [_markdown((*_cells(row), row.get("note", ""))) for row in document["rows"]]
    table_lines = [_markdown(columns), _markdown(("---",) * len(columns)), *rows]
    parts = [f"## {title}", _verdict(document["rows"]), "\n".join(table_lines)]
    return "\n\n".join([*parts, _machine(document["environment"])]) + "\n"


def _verdict(rows: Sequence[dict[str, Any]]) -> str:
    """How many targets are kept, which are not, and which could not be measured."""
    promised = [row for row in rows if row["target"] is not None]
    kept = sum(row["ok"] is True for row in promised)
    said = f"{kept} of {len(promised)} targets are kept."
    for words, ok in (("Short of its target", False), ("Not measured", None)):
        names = [row["name"] for row in promised if row["ok"] is ok]
        said += f" {words}: {'; '.join(names)}." if names else ""
    return said


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    against = _figure(row["baseline"], row["unit"])
    if row["baseline"] is not None and row.get("against"):
        against += f", {row['against']}"
    value, ratio = _figure(row["value"], row["unit"]), _figure(row["ratio"], "×")
    return (str(row["name"]), value, against, ratio, _target(row), _OK[row["ok"]])


def _target(row: dict[str, Any]) -> str:
    if row["target"] is None:
        return _MISSING
    is_ratio = row["ratio"] is not None or bool(row.get("against"))
    bound, stretch = _SIGNS.get(row.get("bound") or "", ""), row.get("stretch")
    said = f"{bound} {_figure(row['target'], '×' if is_ratio else row['unit'])}".strip()
    return said if stretch is None else f"{said} (better: {stretch:g})"


def _figure(value: float | None, unit: str) -> str:
    if value is None:
        return _MISSING
    figure = f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{figure} {unit}".strip()


def _markdown(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _machine(environment: dict[str, Any]) -> str:
    """The machine and the versions in one paragraph."""
    named = [f"{_FACTS.get(key, key)} {value}" for key, value in environment.items() if value is not None]
    return f"Measured with: {'; '.join(named)}."
