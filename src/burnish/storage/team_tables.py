"""The tables of people, how they sign in, and what they may use."""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from burnish.storage.metadata import METADATA

people = Table(
    "people",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("role", Text, nullable=False),
    # Only where the settings say that it is kept.
    Column("email", Text),
    Column("made_at_utc", Text, nullable=False),
)

passwords = Table(
    "passwords",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    # As argon2 writes it, with its parameters and salt.
    Column("hash", Text, nullable=False),
    Column("changed_at_utc", Text, nullable=False),
)

# Who somebody is at a provider that signs people in.
identities = Table(
    "identities",
    METADATA,
    Column("workspace", Text, primary_key=True),
    # Of the provider's address and its name for them: neither is kept.
    Column("subject_digest", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Index("identities_by_person", "workspace", "person"),
)

invitations = Table(
    "invitations",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    # "join", or "reset" of a password.
    Column("purpose", Text, nullable=False),
    # NULL where who is invited chooses a pseudonym.
    Column("person", Text),
    Column("role", Text, nullable=False),
    Column("secret_digest", Text, nullable=False),
    Column("made_at_utc", Text, nullable=False),
    Column("ends_at_utc", Text, nullable=False),
    Column("spent_at_utc", Text),
    Index("invitations_by_time", "workspace", "made_at_utc"),
)

quotas = Table(
    "quotas",
    METADATA,
    Column("workspace", Text, primary_key=True),
    # Empty for all of the workspace together, "*" for each person, else one person.
    Column("person", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("most", BigInteger, nullable=False),
)

usage_counts = Table(
    "usage_counts",
    METADATA,
    Column("workspace", Text, primary_key=True),
    # Empty for all of the workspace together.
    Column("person", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    # In UTC, as 2026-01-31.
    Column("day", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

sign_in_tries = Table(
    "sign_in_tries",
    METADATA,
    # Both empty where tries of an address are counted, whomever they were for.
    Column("workspace", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    # A digest; empty where tries for a person are counted, wherever they came from.
    Column("address", Text, primary_key=True),
    Column("failures", BigInteger, nullable=False),
    Column("last_utc", Text, nullable=False),
    # Until when no other try is looked at.
    Column("until_utc", Text, nullable=False),
    # When this person last signed in from this address.
    Column("good_utc", Text),
    Index("sign_in_tries_by_time", "last_utc"),
)

# Sign-ins that were sent to a provider and did not come back yet.
oidc_states = Table(
    "oidc_states",
    METADATA,
    Column("state_digest", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    # Of the secret in the browser's cookie: only who was sent comes back.
    Column("browser_digest", Text, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("verifier", Text, nullable=False),
    Column("ends_at_utc", Text, nullable=False),
)

# Who did what of the things that matter: a chain as `ledger` is.
team_ledger = Table(
    "team_ledger",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("document", Text, nullable=False),
)
