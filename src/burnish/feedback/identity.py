"""Who says something where, and how things are named: ids that are safe as keys and in file names."""

from typing import Annotated, TypeAlias

from pydantic import StringConstraints

Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$")]
"""An id that its maker chose: 1 to 128 letters, digits, `.`, `_`, `:` or `-`."""

Person: TypeAlias = Id
"""A pseudonym; never a name or an address that somebody else could look up."""

Workspace: TypeAlias = Id
"""A tenant. Nothing learned or stored crosses from one to another."""

Digest: TypeAlias = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
"""`sha256:` and the digest of some bytes."""

LOCAL_PERSON = "me"
LOCAL_WORKSPACE = "local"
"""Who works on a machine that nobody shares, until they are told apart."""
