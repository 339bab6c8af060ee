"""Fit which reading of a turn is believed, the rules' or the tagger's: `python -m training.planner.fit_choice`.

Judged on the lines that the shipped tagger was not trained on, each read as a turn of a conversation in which all that
it speaks of was done. Writes `turn_choice.json` beside the lexicon. Run it after `train_tagger` and `fit_fusion`; it
takes a quarter of a minute of one core.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from burnish.agent.language.done import Done
from burnish.agent.language.second_opinion import weighed_up
from burnish.agent.language.tagger import Tagged, shipped_tagger
from burnish.agent.language.understanding import ruled
from burnish.agent.planner.intents import OPS, WITHOUT_DIRECTION, Intent, Op
from training.planner.corpus import Line, Wish, follows, sentences, templates
from training.planner.filling import filled
from training.planner.train_tagger import is_held

OTHERS = 0.5
"""How much a request counts that is no follow-up: in a conversation there are fewer of them than in the corpus."""

FILLED = 2
"""Times that a template is filled."""

SHRINK = 0.5
"""Ridge penalty of every weight."""

PARTS = 5
"""Parts of the lines, each judged by what was fitted on the others."""

Meaning: TypeAlias = frozenset[tuple[str, str | None, str]]


@dataclass(frozen=True)
class Case:
    """One turn: what speaks for either reading, and which is right."""

    evidence: Mapping[str, float]
    rules: bool
    tagger: bool
    weight: float


def main() -> None:
    """Read every line both ways, fit, tell, write."""
    cases = [case for line in lines() if (case := case_of(line)) is not None]
    names = list(dict.fromkeys(name for case in cases for name in case.evidence))
    chances = np.zeros(len(cases))
    for part in range(PARTS):
        theta = fitted([case for at, case in enumerate(cases) if at % PARTS != part], names)
        chosen = range(part, len(cases), PARTS)
        chances[chosen] = _chances([cases[at] for at in chosen], names, theta)
    page = {"version": "", "weights": dict(zip(names, map(float, fitted(cases, names)), strict=True))}
    page = json.loads(json.dumps(page), parse_float=lambda text: round(float(text), 3))
    page["version"] = sha256(json.dumps(page, sort_keys=True).encode()).hexdigest()[:8]
    path = Path(str(files("burnish.agent.language") / "turn_choice.json"))
    path.write_text(json.dumps(page, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{_told(cases, chances)}\n{path.name} is written\n")


def lines() -> list[Line]:
    """The sentences, and templates filled by chance, that the tagger was not trained on."""
    random = Random(0)
    shown = [each for each in templates() if is_held(Line(each.text, (), each.genre))]
    made = [(filled(each, random), each.genre) for each in shown for _ in range(FILLED)]
    return [
        *(line for line in sentences() if is_held(line)),
        *(Line(clause.text, clause.wishes, genre) for clause, genre in made),
    ]


def case_of(line: Line) -> Case | None:
    """Both readings of a line; None where they come to the same or no choice is given."""
    done = _done(line)
    recent = tuple(sorted(done.ops))
    reading = ruled(line.text, recent, done)
    if reading.covered == "all":
        return None
    tagged, partly = shipped_tagger().tag(line.text, follows=True), reading.covered == "part"
    weighed = weighed_up(reading.intents, line.text, tagged, partly=partly)
    wanted = frozenset(map(_meant, line.wishes))
    if weighed is None:
        return None
    rules, tagger = (frozenset(map(_meant, each)) for each in (reading.intents, weighed.seen))
    weight = 1.0 if follows(line.genre) else OTHERS
    return Case(weighed.evidence, rules == wanted, tagger == wanted, weight)


def fitted(cases: Sequence[Case], names: Sequence[str]) -> NDArray[np.float64]:
    """Penalized maximum likelihood on the turns that one of both reads rightly."""
    told = [case for case in cases if case.rules != case.tagger]
    x, y = _table(told, names), np.array([case.tagger for case in told], float)
    weight = np.array([case.weight for case in told])

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ theta
        value = float((weight * (np.logaddexp(0, z) - y * z)).sum() + SHRINK * (theta**2).sum())
        return value, x.T @ (weight * (1 / (1 + np.exp(-z)) - y)) + 2 * SHRINK * theta

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x)


def _chances(cases: Sequence[Case], names: Sequence[str], theta: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-_table(cases, names) @ theta))


def _table(cases: Sequence[Case], names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[case.evidence.get(name, 0.0) for name in names] for case in cases], float)


def _told(cases: Sequence[Case], chances: NDArray[np.float64]) -> str:
    """The shares that are read rightly, of turns and of requests that are no follow-ups."""
    lines: list[str] = []
    for what, weight in (("turns", 1.0), ("other requests", OTHERS)):
        own = [(case, chance) for case, chance in zip(cases, chances, strict=True) if case.weight == weight]
        rules, tagger = (np.array([getattr(case, name) for case, _ in own]) for name in ("rules", "tagger"))
        chosen = np.where([chance >= 0.5 for _, chance in own], tagger, rules)
        shares = [float(each.mean()) for each in (rules, tagger, chosen, rules | tagger)]
        told = "of {} {} that the two read differently: rules {:.3f}, tagger {:.3f}, chosen {:.3f}, either {:.3f}"
        lines.append(told.format(len(own), what, *shares))
    return "\n".join(lines)


def _done(line: Line) -> Done:
    """An edit that holds all that a line is about."""
    ops: dict[Op, str] = {"exposure": "+", "contrast": "+"}
    for wish in line.wishes:
        if wish.op in ("undo", "scale", "keep") and wish.target in OPS and wish.target != "keep":
            ops[cast("Op", wish.target)] = "+"
    return Done(frozenset(ops), frozenset(ops.items()), placed=True, turns=3)


def _meant(wish: Wish | Intent | Tagged) -> tuple[str, str | None, str]:
    direction = None if wish.op in WITHOUT_DIRECTION else wish.direction
    about = wish.target if wish.op in ("undo", "scale", "keep") else ""
    return wish.op, direction, about or ("last" if wish.op in ("undo", "scale") else "")


if __name__ == "__main__":
    main()
