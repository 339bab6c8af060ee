"""A Burnish of tomorrow: this one with one more migration.

`python -m tests.several.newer FOLDER URL TURN COMPATIBILITY` opens the store, which brings it further, and keeps a
signal. With a compatibility of 0 the migration only adds; with any other there is a second one that takes a column
away, and says which Burnish it asks for.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.storage.spoken import offer, said

from burnish.storage import migrating
from burnish.storage.opening import open_store
from burnish.storage.tables import REVISION

EXPAND = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9001", {before!r}

def upgrade():
    op.create_table("of_tomorrow", sa.Column("name", sa.Text, primary_key=True))
    op.add_column("photos", sa.Column("mood", sa.Text))
    op.add_column("signals", sa.Column("weight", sa.BigInteger, nullable=False, server_default="1"))
    op.create_index("signals_by_weight", "signals", ["workspace", "weight"])
"""
CONTRACT = """
from alembic import op
revision, down_revision = "9002", "9001"

def upgrade():
    op.drop_column("photos", "camera")
    op.execute("UPDATE burnish_store SET compatibility = {compatibility}")
"""


def main(folder: str, url: str, turn: str, compatibility: str) -> None:
    with tempfile.TemporaryDirectory() as place:
        migrations = Path(place) / "migrations"
        shutil.copytree(migrating.MIGRATIONS, migrations)
        versions = migrations / "versions"
        (versions / "v9001_expand.py").write_text(EXPAND.format(before=REVISION))
        newest = "9001"
        if compatibility != "0":
            (versions / "v9002_contract.py").write_text(CONTRACT.format(compatibility=compatibility))
            newest = "9002"
        migrating.MIGRATIONS, migrating.REVISION = migrations, newest
        with open_store(Path(folder), url) as store:
            store.offer([offer(turn)])
            store.append([said(f"by-{turn}", turn=turn)])


if __name__ == "__main__":
    main(*sys.argv[1:])
