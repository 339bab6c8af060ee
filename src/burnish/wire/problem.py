"""How the service says that something went wrong (RFC 9457, `application/problem+json`)."""

from pydantic import Field

from burnish.wire.shape import Shape


class Problem(Shape):
    """What was wrong, in words for people, and what kind of thing it is, for programs."""

    type: str = "about:blank"
    title: str
    """The kind of problem: `bad_input`, `unsigned`, `not_found`, `conflict`, `too_large`, `too_many`, `failed` …"""
    status: int
    detail: str
    """What was wrong, and what is allowed."""
    where: list[str] = Field(default_factory=list)
    """The fields it is about."""
    code: str = ""
    """What exactly was wrong, as a name that stays when words change; empty where it has none."""
    values: dict[str, str | int] = Field(default_factory=dict[str, str | int])
    """What a code's words are filled in with."""
