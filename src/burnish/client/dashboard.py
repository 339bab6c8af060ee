"""The dashboard, for operators: how the loop goes, and taking a release back."""

from dataclasses import dataclass
from typing import Literal

from burnish.client.asking import asking
from burnish.client.connection import Connection
from burnish.wire.dashboard import (
    AcceptancePanel,
    AgreementPanel,
    CardShape,
    DriftPanel,
    ExperimentsPanel,
    FairnessPanel,
    QueueMove,
    QueuePanel,
    ReleaseShape,
    ReleasesPanel,
    RollbackAsked,
    ServicePanel,
    SliderPanel,
    WholeReceiptShape,
)


@dataclass(frozen=True)
class Dashboard:
    """How the loop goes. Every verb raises NotAllowed for anybody else."""

    _connection: Connection

    def acceptance(self, days: int = 90) -> AcceptancePanel:
        """Acceptance and satisfaction over time and by policy."""
        return self._connection.get(AcceptancePanel, "/dashboard/acceptance", {"days": days})

    def sliders(self, days: int = 28) -> SliderPanel:
        """How far people move each slider from where it was put, and why they reject."""
        return self._connection.get(SliderPanel, "/dashboard/sliders", {"days": days})

    def queue(self) -> QueuePanel:
        """What people say is wrong, by what mending it would bring."""
        return self._connection.get(QueuePanel, "/dashboard/queue")

    def move(self, entry: str, to: Literal["pending", "draft", "submitted", "discarded"]) -> QueuePanel:
        """Move an entry of the queue. Raises NotFound, BadInput."""
        asked = asking(QueueMove, entry=entry, to=to)
        return self._connection.send(QueuePanel, "POST", "/dashboard/queue", asked, again=True)

    def agreement(self) -> AgreementPanel:
        """How well people agree where several judged the same."""
        return self._connection.get(AgreementPanel, "/dashboard/agreement")

    def drift(self) -> DriftPanel:
        """Whether what comes in and what people say moved."""
        return self._connection.get(DriftPanel, "/dashboard/drift")

    def fairness(self, days: int = 90) -> FairnessPanel:
        """Acceptance by kind of photo and of request."""
        return self._connection.get(FairnessPanel, "/dashboard/fairness", {"days": days})

    def service(self) -> ServicePanel:
        """Latency and errors since the server was started."""
        return self._connection.get(ServicePanel, "/dashboard/service")

    def experiments(self) -> ExperimentsPanel:
        """Runs of the loop, the latest first."""
        return self._connection.get(ExperimentsPanel, "/dashboard/experiments")

    def releases(self) -> ReleasesPanel:
        """Releases, the latest first."""
        return self._connection.get(ReleasesPanel, "/dashboard/releases")

    def card(self, release: str) -> str:
        """The model card of a release, in Markdown. Raises NotFound."""
        return self._connection.get(CardShape, "/dashboard/card", {"release": release}).markdown

    def roll_back(self, release: str) -> ReleaseShape:
        """Take back this release. Raises NotFound, and Conflict where it is not deployed."""
        asked = asking(RollbackAsked, release=release)
        return self._connection.send(ReleaseShape, "POST", "/dashboard/rollback", asked)

    def receipt(self, signal: str) -> WholeReceiptShape:
        """What became of any signal of the workspace. Raises NotFound."""
        return self._connection.get(WholeReceiptShape, f"/dashboard/receipts/{signal}")
