"""Opening the works of a workspace: its store, its ledger and its folder."""

from collections.abc import Callable
from pathlib import Path

from burnish.app.clock import now
from burnish.app.improving.alone import Claim
from burnish.app.improving.reviews import reviews_in
from burnish.app.improving.skin_tones import SkinTones
from burnish.app.improving.stage import Works
from burnish.app.improving.teaching import teaching_of
from burnish.governance.escalation import Escalations, parse_escalations, shipped_escalations
from burnish.governance.gates import Gates, parse_gates, shipped_gates
from burnish.governance.guardrails import Guardrails, parse_guardrails, shipped_guardrails
from burnish.governance.ledger import LedgerStore
from burnish.governance.part_blobs import PartBlobs
from burnish.learning.taste.book import Ground
from burnish.storage.leases import Leases
from burnish.storage.ledger import SqlLedger
from burnish.storage.release_parts import release_parts_of
from burnish.storage.sql import SqlStore

FOLDER = "improving"
"""Beside a workspace's photos and conversations: versions of its datasets, and what its runs gave."""

GATES_FILE = "release_gates.toml"
GUARDRAILS_FILE = "guardrails.toml"
ESCALATIONS_FILE = "escalations.toml"


def _nobody(_: str) -> None:
    """Nobody listens."""


def open_works(
    home: Path, workspace: str, store: SqlStore, ground: Ground, planner: str, *,
    tell: Callable[[str], None] = _nobody, is_canceled: Callable[[], bool] = lambda: False,
) -> Works:  # fmt: skip
    """What the loop of a workspace works with. Raises BadInput where its gates, rules or reviews cannot be read."""
    teaching, folder = teaching_of(home, ground.design.sliders.catalogue), home / FOLDER
    return Works(
        workspace, store, ledger_of(store), parts_of(store), folder, ground, gates_of(home), planner,
        rules=teaching.rules, taught=teaching.digest, reviews=reviews_in(folder),
        skin_tones=SkinTones(lambda digest: store.blob(workspace, digest)).of, tell=tell, is_canceled=is_canceled,
        claim=Claim(Leases(store.database), workspace, now),
    )  # fmt: skip


def gates_of(home: Path) -> Gates:
    """The workspace's own gates, or those that are shipped. Raises BadInput."""
    own = home / GATES_FILE
    return parse_gates(own.read_text("utf-8")) if own.is_file() else shipped_gates()


def guardrails_of(home: Path) -> Guardrails:
    """The workspace's own guardrails, or those that are shipped. Raises BadInput."""
    own = home / GUARDRAILS_FILE
    return parse_guardrails(own.read_text("utf-8")) if own.is_file() else shipped_guardrails()


def escalations_of(home: Path) -> Escalations:
    """The workspace's own written thresholds, or those that are shipped. Raises BadInput."""
    own = home / ESCALATIONS_FILE
    return parse_escalations(own.read_text("utf-8")) if own.is_file() else shipped_escalations()


def ledger_of(store: SqlStore) -> LedgerStore:
    """The ledger beside a store."""
    return SqlLedger(store.database)


def parts_of(store: SqlStore) -> PartBlobs:
    """Where the bytes of releases' parts are."""
    return release_parts_of(store)
