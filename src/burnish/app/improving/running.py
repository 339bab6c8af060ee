"""A run from its first stage to its last, going on where an earlier try was cut short.

A run is named by all that it depends on: the signals so far, the settings, the code, the machine and the release that
it begins from. Whoever starts the same again gets the same release; whoever is cut short finds what was done.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import burnish
from burnish.app.improving.alone import alone
from burnish.app.improving.canary_stage import CANARY
from burnish.app.improving.cleaning_stage import CLEAN
from burnish.app.improving.dataset_stage import DATASET
from burnish.app.improving.evaluation_stage import EVALUATE
from burnish.app.improving.facts import Facts, latest_number
from burnish.app.improving.gate_stage import GATE
from burnish.app.improving.learning_stage import LEARN
from burnish.app.improving.run_folder import EXPERIMENT, RunFolder
from burnish.app.improving.settings import Settings
from burnish.app.improving.stage import Document, Run, Stage, Works
from burnish.app.improving.triage_stage import TRIAGE
from burnish.errors import BadInput, BurnishError
from burnish.governance.deploying import Hand
from burnish.governance.experiment_file import Experiment, code_version, environment_now, parse_experiment
from burnish.governance.ledger import Decision, record
from burnish.governance.registry import registry
from burnish.governance.runs import failing, finishing, finishing_stage, runs, starting
from burnish.imaging.atomic import write_atomically

STAGES: tuple[Stage, ...] = (CLEAN, TRIAGE, DATASET, LEARN, EVALUATE, GATE, CANARY)


@dataclass(frozen=True)
class Improved:
    """What became of a run."""

    run: str
    release: str | None
    outcome: str
    """Of the gates: `passed`, `failed`, `not_shown`, `owed`; `unfinished` where time ran out before."""
    percent: float
    """Share of people that the release is given to."""
    given: dict[str, Document]
    """What each stage gave."""
    fresh: tuple[str, ...]
    """Stages that were worked on this time; the others were done before."""

    def document(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "run": self.run, "release": self.release, "outcome": self.outcome, "percent": self.percent,
            "fresh": list(self.fresh), "stages": self.given,
        }  # fmt: skip


def improve(
    works: Works, settings: Settings, hand: Hand, clock: Callable[[], float] = time.monotonic
) -> Improved:
    """Run the loop, or go on with the run that was cut short.

    Raises:
        BadInput: there are no signals to learn from, or what is stored is damaged.
        Conflict: somebody else runs the loop of this workspace now.
        Canceled: whoever asked no longer wants it; what is done stays done.
        WriteFailed: nothing of the stage at hand is kept.
    """
    with alone(works.folder, works.claim):
        run, experiment = _begun(works, settings, hand)
        _enter(works, lambda entries: starting(entries, experiment, [each.name for each in STAGES], hand))
        ends_at = clock() + settings.budget_s
        fresh: list[str] = []
        for stage in STAGES:
            known = _done_before(run, stage)
            if known is None:
                if clock() >= ends_at:
                    return _improved(run, tuple(fresh))
                known = _worked(run, stage)
                fresh.append(stage.name)
            run = replace(run, given={**run.given, stage.name: known})
        gate = run.given["gate"]
        _enter(works, lambda entries: finishing(entries, run.id, gate["release"], hand))
        return _improved(run, tuple(fresh))


def _improved(run: Run, fresh: tuple[str, ...]) -> Improved:
    gate, canary = run.given.get("gate"), run.given.get("canary")
    return Improved(
        run.id,
        None if gate is None else gate["release"],
        "unfinished" if gate is None or canary is None else gate["outcome"],
        0.0 if canary is None else canary["percent"],
        dict(run.given),
        fresh,
    )


def _begun(works: Works, settings: Settings, hand: Hand) -> tuple[Run, Experiment]:
    """The run that was cut short where its code and machine are still these, else a new one."""
    code, environment = code_version(Path(burnish.__file__).parent), environment_now()
    for cut in _unfinished(works):
        if (cut.code, cut.environment) == (code, environment) and _asks(cut, works, settings):
            return _run(works, cut, settings, hand), cut
    known = registry(works.ledger.after(works.workspace))
    facts = Facts(works, latest_number(works), settings.most_signals)
    _check_something_is_said(facts)
    experiment = Experiment(
        seed=settings.seed,
        data=facts.digest(),
        code=code,
        settings={
            **_asked(works, settings), "through": facts.through, "parent": known.current,
        },
        environment=environment,
    )  # fmt: skip
    write_atomically(_file(works, experiment.run), experiment.text().encode())
    return _run(works, experiment, settings, hand), experiment


def _check_something_is_said(facts: Facts) -> None:
    if not facts.signals:
        raise BadInput(
            f"nobody has said anything in workspace {facts.works.workspace!r} yet; there is nothing to learn from"
        )
    if not facts.learnable_signals:
        raise BadInput(
            f"none of {len(facts.signals)!r} signals may be learned from: their people have to allow workspace models, "
            "with workspace_models = true in the settings of feedback"
        )


def _unfinished(works: Works) -> list[Experiment]:
    """Runs that were begun and neither finished nor lost their files; the latest first."""
    open_runs = [
        each for each in runs(works.ledger.after(works.workspace)).values() if each.state != "finished"
    ]
    found: list[Experiment] = []
    for each in reversed(open_runs):
        file = _file(works, each.id)
        if file.is_file():
            found.append(parse_experiment(file.read_text("utf-8"), each.experiment))
    return found


def _asked(works: Works, settings: Settings) -> dict[str, Any]:
    return {**settings.document(), "gates": works.gates.digest, "judgment": works.judgment}


def _asks(experiment: Experiment, works: Works, settings: Settings) -> bool:
    return all(experiment.settings.get(name) == value for name, value in _asked(works, settings).items())


def _run(works: Works, experiment: Experiment, settings: Settings, hand: Hand) -> Run:
    through, parent = experiment.settings["through"], experiment.settings["parent"]
    assert isinstance(through, int)
    assert parent is None or isinstance(parent, str)
    return Run(works, settings, experiment.run, experiment.digest, experiment.code, through, parent, hand)


def _file(works: Works, run: str) -> Path:
    folder = works.runs / run
    folder.mkdir(parents=True, exist_ok=True)
    return folder / EXPERIMENT


def _done_before(run: Run, stage: Stage) -> Document | None:
    """What a stage gave in an earlier try, where its file is whole."""
    known = runs(run.works.ledger.after(run.works.workspace)).get(run.id)
    digest = None if known is None else known.outputs.get(stage.name)
    return None if digest is None else RunFolder(run.works.runs / run.id).read(stage.name, digest)


def _worked(run: Run, stage: Stage) -> Document:
    works = run.works
    works.check()
    works.tell(stage.does)
    try:
        document = stage.work(run)
    except BurnishError as error:
        kind = type(error).__name__
        _enter(works, lambda entries: failing(entries, run.id, stage.name, kind, run.hand))
        raise
    digest = RunFolder(works.runs / run.id).write(stage.name, document)
    _enter(works, lambda entries: finishing_stage(entries, run.id, stage.name, digest, run.hand))
    return document


def _enter(works: Works, decide: Decision) -> None:
    record(works.ledger, works.workspace, decide)
