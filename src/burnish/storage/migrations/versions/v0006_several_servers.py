"""What several servers on one store have to agree about: who may still use it, who does what, and who was forgotten.

Tables and columns are only added, and columns have defaults: a server of the version before goes on beside this one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """From 0005."""
    op.add_column(
        "burnish_store", sa.Column("compatibility", sa.BigInteger, nullable=False, server_default="1")
    )
    op.add_column("workspaces", sa.Column("forgotten", sa.BigInteger, nullable=False, server_default="0"))
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until_utc", sa.Text, nullable=False),
    )
    op.create_index("parts_by_name", "parts", ["workspace", "name", "owner"])
