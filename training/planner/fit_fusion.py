"""Fit how far grammar and tagger are believed: `python -m training.planner.fit_fusion`.

Real requests are written by people whom the tagger never read. So it is judged the same way: a tagger is trained anew
without the genres of plain sentences, whose authors it then has not met, and both are weighed on those sentences. A
part of the dialogues is held back as well: how sure the tagger may be is measured on both. Writes `fusion.json` beside
the lexicon. Needs torch (the `learn` extra) and about ten minutes of one core.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize

from burnish.agent.language.fusion import ABOUT_THE_EDIT, LEAST, UNSEEN, Label, label_of
from burnish.agent.language.grammar import read
from burnish.agent.language.understanding import is_brief
from burnish.agent.planner.intents import OPS
from training.planner.corpus import Line, sentences, templates
from training.planner.filling import filled
from training.planner.fitting import Settings
from training.planner.train_tagger import averaged_logits, temperature, trained

PLAIN = "plain"
"""What the names of the genres begin with that the tagger is judged on."""

DIALOGUE = ("dialogue", "turns")
"""Genres of what is said about an edit that was made."""

HELD = 4
"""One part of so many of the dialogues is held back, for judging."""

FILLED = 3
"""Times that a template of a dialogue is filled, for judging."""

NETWORKS = 1
"""Networks of the tagger that is judged."""

LEAST_SAID = 0.05
"""The tagger says nothing of what it finds less likely; see `tagger.LEAST`."""

SHRINK, SHRINK_OP = 0.02, 3.0
"""Ridge penalties: on the five main weights, and on what each operation adds."""

SURE = 0.94
"""How often a reading that is acted on at once has to be exactly right."""

LEAST_SHARE = 0.62
"""Share of sentences that are acted on at once at the least."""


@dataclass(frozen=True)
class Case:
    """One sentence: for each label its features, and whether it is right."""

    labels: tuple[Label, ...]
    stated: NDArray[np.bool_]
    odds: NDArray[np.float64]
    right: NDArray[np.bool_]
    complete: bool
    """Whether every right label is among them."""

    brief: bool


def main() -> None:
    """Train without what is judged, fit on the plain genres, calibrate, write."""
    torch.set_num_threads(1)
    networks, encoder = trained(Settings(), NETWORKS, is_judged)
    held = [line for line in sentences() if is_plain(line)]
    scale = temperature([*held, *dialogue_lines()], networks, encoder)
    logits = averaged_logits(held, networks, encoder) / scale
    names = [label_of(op, direction) for op, direction, _ in encoder.inventory.labels]
    cases = [case_of(line, _said(names, row)) for line, row in zip(held, logits, strict=True)]
    theta = fitted(cases)
    certain, confident = calibrated(cases, theta)
    page = {
        "version": "", "bias": theta[0], "grammar": theta[1], "tagger": theta[2], "both": theta[3],
        "brief": theta[4], "ops": {op: theta[5 + at] for at, op in enumerate(OPS) if abs(theta[5 + at]) >= 0.005},
        "certain": certain, "confident": confident,
    }  # fmt: skip
    page = json.loads(json.dumps(page), parse_float=lambda text: round(float(text), 4))
    page["version"] = sha256(json.dumps(page, sort_keys=True).encode()).hexdigest()[:8]
    path = Path(str(files("burnish.agent.language") / "fusion.json"))
    path.write_text(json.dumps(page, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(held)} sentences; {path.name} is written: {json.dumps(page)}\n")


def is_judged(line: Line) -> bool:
    """Whether a line is held back from the tagger that is judged."""
    return is_plain(line) or (line.genre in DIALOGUE and line.fold(HELD) == 0)


def dialogue_lines() -> list[Line]:
    """What is said about an edit and is held back: sentences, and templates filled by chance."""
    random = Random(0)
    found = [line for line in sentences() if line.genre in DIALOGUE and is_judged(line)]
    shown = [each for each in templates() if each.genre in DIALOGUE]
    held = [each for each in shown if is_judged(Line(each.text, (), each.genre))]
    made = [(filled(each, random), each.genre) for each in held for _ in range(FILLED)]
    return [*found, *(Line(clause.text, clause.wishes, genre) for clause, genre in made)]


def is_plain(line: Line) -> bool:
    """Whether it is one of the sentences that both are weighed on."""
    return line.genre.startswith(PLAIN)


def _said(names: Sequence[Label], logits: NDArray[np.float64]) -> dict[Label, float]:
    """The tagger's probability of each label that it mentions."""
    said: dict[Label, float] = {}
    for name, logit in zip(names, logits, strict=True):
        chance = float(1 / (1 + np.exp(-logit)))
        if chance >= LEAST_SAID and name[0] not in ABOUT_THE_EDIT:
            said[name] = max(said.get(name, 0.0), chance)
    return said


def case_of(line: Line, tagged: Mapping[Label, float]) -> Case:
    """What both say about a sentence, and what is right."""
    stated = {label_of(intent.op, intent.direction) for intent in read(line.text)}
    labels = tuple(dict.fromkeys([*stated, *tagged]))
    wanted = {label_of(wish.op, wish.direction) for wish in line.wishes}
    chances = np.clip([tagged.get(label, UNSEEN) for label in labels], 1e-4, 1 - 1e-4)
    return Case(
        labels, np.array([label in stated for label in labels], bool), np.log(chances / (1 - chances)),
        np.array([label in wanted for label in labels], bool), wanted <= set(labels), is_brief(line.text),
    )  # fmt: skip


def _features(case: Case) -> NDArray[np.float64]:
    ops = np.array([[op == label[0] for op in OPS] for label in case.labels], float).reshape(-1, len(OPS))
    stated = case.stated.astype(float)
    return np.column_stack(
        [
            np.ones(len(stated)),
            stated,
            case.odds,
            stated * case.odds,
            stated * case.brief,
            ops * stated[:, None],
        ]
    )


def fitted(cases: Sequence[Case]) -> NDArray[np.float64]:
    """Penalized maximum likelihood of the labels."""
    x = np.concatenate([_features(case) for case in cases])
    y = np.concatenate([case.right for case in cases]).astype(float)
    penalty = np.concatenate([np.full(5, SHRINK), np.full(len(OPS), SHRINK_OP)])

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        z = x @ theta
        value = float((np.logaddexp(0, z) - y * z).sum() + (penalty * theta**2).sum())
        slope = x.T @ (1 / (1 + np.exp(-z)) - y) + 2 * penalty * theta
        return value, slope

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x)


def calibrated(cases: Sequence[Case], theta: NDArray[np.float64]) -> tuple[list[float], float]:
    """Shift and scale of the whole reading's log-odds, and the probability from which it is acted on at once."""
    odds: list[float] = []
    exact: list[bool] = []
    for case in cases:
        chance = 1 / (1 + np.exp(-(_features(case) @ theta)))
        taken = chance >= LEAST
        right = np.clip(np.prod(np.where(taken, chance, 1 - chance)), 1e-4, 1 - 1e-4)
        odds.append(float(np.log(right / (1 - right))))
        exact.append(case.complete and bool((taken == case.right).all()))
    x, y = np.array(odds), np.array(exact, float)

    def loss(theta: NDArray[np.float64]) -> float:
        z = theta[0] + theta[1] * x
        return float((np.logaddexp(0, z) - y * z).sum() + 0.02 * (theta[1] - 1) ** 2)

    shift, scale = minimize(loss, np.array([0.0, 1.0]), method="BFGS").x
    return [float(shift), float(scale)], _threshold(1 / (1 + np.exp(-(shift + scale * x))), y)


def _threshold(chance: NDArray[np.float64], exact: NDArray[np.float64]) -> float:
    """The lowest probability above which readings are right often enough, without becoming shy."""
    order = np.argsort(-chance)
    count = np.arange(1, len(order) + 1)
    right, share = np.cumsum(exact[order]) / count, count / len(order)
    good = np.flatnonzero((right >= SURE) | (share <= LEAST_SHARE))
    return float(chance[order][good[-1]])


if __name__ == "__main__":
    main()
