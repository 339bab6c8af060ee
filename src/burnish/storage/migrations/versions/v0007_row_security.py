"""PostgreSQL shows whoever is within a workspace the rows of that workspace alone.

Who says no workspace sees all rows: a server of the version before goes on beside this one.
"""

from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = (
    "arrivals", "blob_references", "consents", "export_defaults", "identities", "invitations", "job_items", "jobs",
    "ledger", "ledger_signers", "offers", "oidc_states", "parts", "passwords", "people", "photos", "quotas",
    "release_parts", "sessions", "sign_in_tries", "signals", "snapshots", "spent_links", "studies", "study_answers",
    "team_ledger", "tokens", "usage_counts", "workspaces",
)  # fmt: skip

_SAID = "nullif((SELECT current_setting('burnish.workspace', true)), '')"
"""Asked once a statement, not once a row."""


def upgrade() -> None:
    """From 0006."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY burnish_workspace ON {table} USING (workspace = coalesce({_SAID}, workspace))"
        )
