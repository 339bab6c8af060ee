"""The tables as they are today. How an older store gets there is in `migrations`."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

REVISION = "0001"
"""The newest migration, whose tables these are."""

METADATA = MetaData()

workspaces = Table(
    "workspaces",
    METADATA,
    Column("workspace", Text, primary_key=True),
    # The last number given out. Its row is locked while numbers are given, so they are seen in their order.
    Column("last_number", BigInteger, nullable=False),
)

offers = Table(
    "offers",
    METADATA,
    Column("workspace", Text, ForeignKey("workspaces.workspace"), primary_key=True),
    Column("turn", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("person", Text, nullable=False),
    Column("photo", Text, nullable=False),
    # In UTC, so that text sorts as time does. The document has the time as it was given.
    Column("at_utc", Text, nullable=False),
    # Ids of the proposals, with a space between.
    Column("proposals", Text, nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("workspace", "number", name="offers_by_number"),
    Index("offers_by_person", "workspace", "person", "number"),
    Index("offers_by_photo", "workspace", "person", "photo", "number"),
)

signals = Table(
    "signals",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("turn", Text, nullable=False),
    Column("at_utc", Text, nullable=False),
    Column("document", Text, nullable=False),
    UniqueConstraint("workspace", "id", name="signals_by_id"),
    ForeignKeyConstraint(["workspace", "turn"], ["offers.workspace", "offers.turn"]),
    Index("signals_by_person", "workspace", "person", "number"),
    Index("signals_by_turn", "workspace", "turn"),
)

blob_references = Table(
    "blob_references",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Index("blob_references_by_digest", "digest"),
    Index("blob_references_by_person", "workspace", "person"),
)

parts = Table(
    "parts",
    METADATA,
    Column("workspace", Text, primary_key=True),
    # A person, or empty for the house.
    Column("owner", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    # The last signal that is in it.
    Column("through", BigInteger, nullable=False),
    Column("document", LargeBinary, nullable=False),
)
