"""People with roles, their passwords and identities, invitations, quotas, and a log of who did what.

Tables and columns are only added, and columns may be empty: a server of the version before goes on beside this one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """From 0004."""
    op.add_column("tokens", sa.Column("scopes", sa.Text))
    op.add_column("tokens", sa.Column("ends_at_utc", sa.Text))
    _who()
    _signing_in()
    _quotas()
    op.create_table(
        "team_ledger",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
    )


def _who() -> None:
    op.create_table(
        "people",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("email", sa.Text),
        sa.Column("made_at_utc", sa.Text, nullable=False),
    )
    op.create_table(
        "passwords",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("changed_at_utc", sa.Text, nullable=False),
    )
    op.create_table(
        "identities",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("subject_digest", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
    )
    op.create_index("identities_by_person", "identities", ["workspace", "person"])
    op.create_table(
        "invitations",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("person", sa.Text),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("secret_digest", sa.Text, nullable=False),
        sa.Column("made_at_utc", sa.Text, nullable=False),
        sa.Column("ends_at_utc", sa.Text, nullable=False),
        sa.Column("spent_at_utc", sa.Text),
    )
    op.create_index("invitations_by_time", "invitations", ["workspace", "made_at_utc"])


def _signing_in() -> None:
    op.create_table(
        "sign_in_tries",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("failures", sa.BigInteger, nullable=False),
        sa.Column("last_utc", sa.Text, nullable=False),
        sa.Column("until_utc", sa.Text, nullable=False),
        sa.Column("good_utc", sa.Text),
    )
    op.create_index("sign_in_tries_by_time", "sign_in_tries", ["last_utc"])
    op.create_table(
        "oidc_states",
        sa.Column("state_digest", sa.Text, primary_key=True),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("browser_digest", sa.Text, nullable=False),
        sa.Column("nonce", sa.Text, nullable=False),
        sa.Column("verifier", sa.Text, nullable=False),
        sa.Column("ends_at_utc", sa.Text, nullable=False),
    )


def _quotas() -> None:
    op.create_table(
        "quotas",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("most", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "usage_counts",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
