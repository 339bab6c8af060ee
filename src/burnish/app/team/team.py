"""Team mode of one store, wired together."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from burnish.app.clock import now
from burnish.app.speaker import Speaker
from burnish.app.team.membership import Membership
from burnish.app.team.oidc import Oidc
from burnish.app.team.passwords import Cost, Passwords
from burnish.app.team.provider import provider
from burnish.app.team.quotas import TeamQuotas
from burnish.app.team.team_log import TeamLog
from burnish.models.settings import OidcSettings, default_settings_file, read_settings
from burnish.storage.access import Access
from burnish.storage.invitations import Invitations
from burnish.storage.ledger import SqlLedger
from burnish.storage.oidc_states import OidcStates
from burnish.storage.people import People
from burnish.storage.quotas import Quotas
from burnish.storage.sign_in_tries import SignInTries
from burnish.storage.sql import SqlStore
from burnish.storage.team_tables import team_ledger


@dataclass(frozen=True)
class Team:
    """Everything about the people of workspaces."""

    membership: Membership
    quotas: TeamQuotas
    passwords: Passwords
    log: TeamLog
    oidc: Oidc | None


def quotas_of(store: SqlStore) -> TeamQuotas:
    """The quotas of a store."""
    database = store.database
    return TeamQuotas(Quotas(database), People(database), Invitations(database))


def oidc_settings(
    environment: Mapping[str, str] | None = None, settings_file: Path | None = None
) -> OidcSettings:
    """What the settings say of a provider that signs people in. Raises BadInput."""
    given = os.environ if environment is None else environment
    return read_settings(settings_file or default_settings_file(), given).oidc


def open_team(
    store: SqlStore, access: Access, owner: Speaker | None, settings: OidcSettings | None = None, *,
    cost: Cost | None = None, clock: Callable[[], datetime] = now,
) -> Team:  # fmt: skip
    """Team mode of a store. Raises BadInput where the provider of the settings cannot be used."""
    database = store.database
    people, quotas = People(database), quotas_of(store)
    passwords = Passwords(people, SignInTries(database), cost or Cost())
    log = TeamLog(SqlLedger(database, table=team_ledger), SqlLedger(database), clock)

    def others(workspace: str) -> tuple[str, ...]:
        return (*access.tokens.people(workspace), *store.people(workspace))

    membership = Membership(people, quotas.invitations, access, passwords, quotas, log, others, owner, clock)
    oidc = None
    if settings is not None and settings.is_on:
        workspace = settings.workspace or (owner or Speaker()).workspace
        oidc = Oidc(provider(settings), workspace, OidcStates(database), people, quotas, log, clock)
    return Team(membership, quotas, passwords, log, oidc)
