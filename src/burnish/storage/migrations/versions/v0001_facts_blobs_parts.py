"""Offers, signals, references to blobs, learned parts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "workspaces",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("last_number", sa.BigInteger, nullable=False),
    )
    _offers()
    _signals()
    op.create_table(
        "blob_references",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("digest", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
    )
    op.create_index("blob_references_by_digest", "blob_references", ["digest"])
    op.create_index("blob_references_by_person", "blob_references", ["workspace", "person"])
    op.create_table(
        "parts",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("through", sa.BigInteger, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
    )


def _offers() -> None:
    op.create_table(
        "offers",
        sa.Column("workspace", sa.Text, sa.ForeignKey("workspaces.workspace"), primary_key=True),
        sa.Column("turn", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("photo", sa.Text, nullable=False),
        sa.Column("at_utc", sa.Text, nullable=False),
        sa.Column("proposals", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.UniqueConstraint("workspace", "number", name="offers_by_number"),
    )
    op.create_index("offers_by_person", "offers", ["workspace", "person", "number"])
    op.create_index("offers_by_photo", "offers", ["workspace", "person", "photo", "number"])


def _signals() -> None:
    op.create_table(
        "signals",
        sa.Column("workspace", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("turn", sa.Text, nullable=False),
        sa.Column("at_utc", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.UniqueConstraint("workspace", "id", name="signals_by_id"),
        sa.ForeignKeyConstraint(["workspace", "turn"], ["offers.workspace", "offers.turn"]),
    )
    op.create_index("signals_by_person", "signals", ["workspace", "person", "number"])
    op.create_index("signals_by_turn", "signals", ["workspace", "turn"])
