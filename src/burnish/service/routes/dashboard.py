"""The dashboard: panels, the queue, model cards, receipts, and taking a release back. For operators."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query, Request

from burnish.app.speaker import Speaker
from burnish.app.studio.dashboard.dashboard import Dashboard
from burnish.app.studio.studio import Studio
from burnish.service.asking import Asks, Caller
from burnish.service.dashboard_shapes import (
    acceptance_panel,
    agreement_panel,
    drift_panel,
    experiments_panel,
    fairness_panel,
    queue_panel,
    release_shape,
    releases_panel,
    service_panel,
    slider_panel,
    whole_receipt_shape,
)
from burnish.service.metrics import Metrics
from burnish.wire.dashboard import (
    AcceptancePanel,
    AgreementPanel,
    CardShape,
    Days,
    DriftPanel,
    ExperimentsPanel,
    FairnessPanel,
    QueueMove,
    QueuePanel,
    ReleaseName,
    ReleaseShape,
    ReleasesPanel,
    RollbackAsked,
    ServicePanel,
    SliderPanel,
    WholeReceiptShape,
)
from burnish.wire.shape import Id

router = APIRouter(tags=["dashboard"])


async def _operator(caller: Caller) -> Speaker:
    return caller


Operator = Annotated[Speaker, Depends(_operator)]
"""Who asks; that they may is seen to at the gate."""

Last = Annotated[Days, Query()]
"""How many days up to today."""


@router.get("/dashboard/acceptance")
def dashboard_acceptance(operator: Operator, studio: Asks, days: Last = 90) -> AcceptancePanel:
    """Acceptance, satisfaction and size of changes over time and by policy."""
    found, counted = _board(studio).course(operator.workspace, days)
    return acceptance_panel(found, counted, days, _board(studio).book(operator.workspace).releases)


@router.get("/dashboard/sliders")
def dashboard_sliders(operator: Operator, studio: Asks, days: Last = 28) -> SliderPanel:
    """How far people move each slider from where it was put, and why they reject. Counted in whole weeks."""
    board = _board(studio)
    found, counted = board.overrides(operator.workspace, days)
    told = board.reasons(operator.workspace, days)
    return slider_panel(found, told, counted, days, board.unit)


@router.get("/dashboard/queue")
def dashboard_queue(operator: Operator, studio: Asks) -> QueuePanel:
    """What people say is wrong, by what mending it would bring."""
    return _queue(studio, operator)


@router.post("/dashboard/queue")
def dashboard_queue_move(operator: Operator, studio: Asks, move: QueueMove) -> QueuePanel:
    """Take an entry up, hand it on, discard it, or let it wait again."""
    _board(studio).move(operator, move.entry, move.to)
    return _queue(studio, operator)


@router.get("/dashboard/agreement")
def dashboard_agreement(operator: Operator, studio: Asks) -> AgreementPanel:
    """How well people agree where several judged the same."""
    return agreement_panel(_board(studio).recent(operator.workspace))


@router.get("/dashboard/drift")
def dashboard_drift(operator: Operator, studio: Asks) -> DriftPanel:
    """Whether what comes in and what people say moved."""
    return drift_panel(_board(studio).recent(operator.workspace))


@router.get("/dashboard/fairness")
def dashboard_fairness(operator: Operator, studio: Asks, days: Last = 90) -> FairnessPanel:
    """Acceptance by kind of photo and of request, each against all others. Counted in whole weeks."""
    found, counted = _board(studio).fairness(operator.workspace, days)
    return fairness_panel(found, counted, days)


@router.get("/dashboard/service")
def dashboard_service(request: Request, operator: Operator) -> ServicePanel:  # noqa: ARG001 - only for operators
    """Latency and errors of this server since it was started."""
    return service_panel(cast("Metrics", request.app.state.metrics))


@router.get("/dashboard/experiments")
def dashboard_experiments(operator: Operator, studio: Asks) -> ExperimentsPanel:
    """Runs of the loop and their stages, the latest first."""
    board = _board(studio)
    return experiments_panel(board.runs(operator.workspace), board.book(operator.workspace).releases)


@router.get("/dashboard/releases")
def dashboard_releases(operator: Operator, studio: Asks) -> ReleasesPanel:
    """Releases, what the gates said of each, and who still has to agree."""
    board = _board(studio)
    return releases_panel(board.releases(operator.workspace), board.book(operator.workspace).releases)


@router.get("/dashboard/card")
def dashboard_card(operator: Operator, studio: Asks, release: Annotated[ReleaseName, Query()]) -> CardShape:
    """The model card of a release, in Markdown."""
    return CardShape(release=release, markdown=_board(studio).card(operator.workspace, release))


@router.post("/dashboard/rollback")
def dashboard_rollback(operator: Operator, studio: Asks, asked: RollbackAsked) -> ReleaseShape:
    """Take back the canary or what is released, whichever is named; everybody gets what was before."""
    board = _board(studio)
    taken = board.roll_back(operator, asked.release)
    return release_shape(taken, board.book(operator.workspace).releases)


@router.get("/dashboard/receipts/{signal}")
def dashboard_receipt(operator: Operator, studio: Asks, signal: Id) -> WholeReceiptShape:
    """What became of any signal of the workspace, up to the people who were given what was learned from it."""
    return whole_receipt_shape(_board(studio).receipt(operator.workspace, signal))


def _board(studio: Studio) -> Dashboard:
    return studio.dashboard


def _queue(studio: Studio, operator: Speaker) -> QueuePanel:
    board = _board(studio)
    return queue_panel(board.queue(operator.workspace), board.recent(operator.workspace))
