"""The tables as they are today. How an older store gets there is in `migrations`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from burnish.storage.metadata import METADATA
from burnish.storage.team_tables import (
    identities,
    invitations,
    passwords,
    people,
    quotas,
    sign_in_tries,
    usage_counts,
)

REVISION = "0007"
"""The newest migration, whose tables these are."""

COMPATIBILITY = 1
"""Which stores this Burnish can use, also newer ones: those that ask for no more than this number.

A migration that only adds leaves a store's number as it is. One that takes away what this Burnish uses raises it.
"""

workspaces = Table(
    "workspaces",
    METADATA,
    Column("workspace", Text, primary_key=True),
    # The last number given out. Its row is locked while numbers are given, so they are seen in their order.
    Column("last_number", BigInteger, nullable=False),
    # How often somebody was forgotten: whoever keeps anything of people in memory holds it against this.
    Column("forgotten", BigInteger, nullable=False, server_default="0"),
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
    Index("parts_by_name", "workspace", "name", "owner"),
)

photos = Table(
    "photos",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    # Of the bytes, which are a blob; the row refers to it as a row of `blob_references` does.
    Column("digest", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("width", BigInteger, nullable=False),
    Column("height", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("format", Text, nullable=False),
    Column("added_at_utc", Text, nullable=False),
    # Empty where that person was forgotten.
    Column("added_by", Text, nullable=False),
    Column("taken_at", Text),
    Column("camera", Text, nullable=False),
    # Name and camera, case-folded, for searching.
    Column("sought", Text, nullable=False),
    Column("flag", Text, nullable=False),
    Column("stars", BigInteger, nullable=False),
    # A JSON array of texts.
    Column("notes", Text, nullable=False),
    UniqueConstraint("workspace", "digest", name="photos_by_digest"),
    Index("photos_by_time", "workspace", "added_at_utc", "id"),
    Index("photos_by_bytes", "digest"),
)

# Bytes on their way: those that a person is bringing in, whose reference in `blob_references` is no longer there than
# this row, and those that are to go, with no person.
arrivals = Table(
    "arrivals",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("at_utc", Text, nullable=False),
)

tokens = Table(
    "tokens",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("secret_digest", Text, nullable=False),
    Column("made_at_utc", Text, nullable=False),
    Column("revoked_at_utc", Text),
    # Permissions with a space between; NULL for all that its person has.
    Column("scopes", Text),
    # NULL for a token that is good until it is revoked.
    Column("ends_at_utc", Text),
    Index("tokens_by_person", "workspace", "person"),
)

sessions = Table(
    "sessions",
    METADATA,
    Column("secret_digest", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    # The one that it was begun with; it ends with that.
    Column("token", Text),
    Column("made_at_utc", Text, nullable=False),
    Column("last_used_utc", Text, nullable=False),
    Column("ends_at_utc", Text, nullable=False),
    Index("sessions_by_person", "workspace", "person"),
    Index("sessions_by_token", "workspace", "token"),
)

consents = Table(
    "consents",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("taste", Boolean, nullable=False),
    Column("workspace_models", Boolean, nullable=False),
    Column("sharing", Boolean, nullable=False),
)

snapshots = Table(
    "snapshots",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("photo", Text, primary_key=True),
    Column("state", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)

jobs = Table(
    "jobs",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    # What was asked for, as JSON.
    Column("document", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("total", BigInteger, nullable=False),
    # Items that are finished, well or not, and those of them that failed.
    Column("done", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
    Column("detail", Text, nullable=False),
    Column("is_canceled", Boolean, nullable=False),
    Column("made_at_utc", Text, nullable=False),
    Column("settled_at_utc", Text),
    # Who works on it, and until when nobody else does; both empty where nobody does.
    Column("lease_owner", Text, nullable=False),
    Column("lease_until_utc", Text, nullable=False),
    # How often somebody began to work on it.
    Column("attempts", BigInteger, nullable=False),
    Index("jobs_by_person", "workspace", "person", "made_at_utc"),
    Index("jobs_by_state", "state", "made_at_utc"),
)

job_items = Table(
    "job_items",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("job", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("person", Text, nullable=False),
    Column("photo", Text, nullable=False),
    Column("name", Text, nullable=False),
    # What belongs to this item alone, as JSON.
    Column("given", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("detail", Text, nullable=False),
    # Name of its file in the job's folder; empty without one.
    Column("file", Text, nullable=False),
    ForeignKeyConstraint(["workspace", "job"], ["jobs.workspace", "jobs.id"]),
    Index("job_items_by_person", "workspace", "person"),
)

spent_links = Table(
    "spent_links",
    METADATA,
    Column("nonce", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("ends_at_utc", Text, nullable=False),
    Index("spent_links_by_person", "workspace", "person"),
)

export_defaults = Table(
    "export_defaults",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("document", Text, nullable=False),
)

studies = Table(
    "studies",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("made_at_utc", Text, nullable=False),
    Column("document", Text, nullable=False),
    Index("studies_by_time", "workspace", "made_at_utc"),
)

study_answers = Table(
    "study_answers",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("study", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    # Of the question, from 1, in this person's own order.
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("at_utc", Text, nullable=False),
    Column("document", Text, nullable=False),
    ForeignKeyConstraint(["workspace", "study"], ["studies.workspace", "studies.id"]),
    Index("study_answers_by_person", "workspace", "person"),
)

ledger = Table(
    "ledger",
    METADATA,
    Column("workspace", Text, primary_key=True),
    # 1 for the first, with no gaps.
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("document", Text, nullable=False),
)

# By which handle a person acts in the ledger. Without its row nobody knows whose a handle was.
ledger_signers = Table(
    "ledger_signers",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    UniqueConstraint("workspace", "actor", name="ledger_signers_by_actor"),
)

release_parts = Table(
    "release_parts",
    METADATA,
    Column("workspace", Text, primary_key=True),
    # Of the bytes, which are a file of their own folder of blobs.
    Column("digest", Text, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Index("release_parts_by_digest", "digest"),
)

# What one of several servers does alone, and until when.
leases = Table(
    "leases",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until_utc", Text, nullable=False),
)

ABOUT_A_PERSON = (
    study_answers, tokens, sessions, consents, snapshots, job_items, jobs, spent_links, export_defaults, arrivals,
    ledger_signers, people, passwords, identities, invitations, quotas, usage_counts, sign_in_tries,
)  # fmt: skip
"""Tables of the studio that are of a person, by `workspace` and `person`, in the order in which rows can go."""
