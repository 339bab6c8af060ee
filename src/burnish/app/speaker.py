"""Who speaks: a pseudonym, their workspace, and what they allow their feedback to be used for."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from burnish.errors import BadInput
from burnish.feedback.consent import Consent
from burnish.feedback.identity import LOCAL_PERSON, LOCAL_WORKSPACE, Id

if TYPE_CHECKING:
    from burnish.models.settings import FeedbackSettings


@dataclass(frozen=True)
class Speaker:
    """In whose name turns and signals are kept."""

    person: str = LOCAL_PERSON
    workspace: str = LOCAL_WORKSPACE
    consent: Consent = field(default_factory=Consent)

    @property
    def is_local(self) -> bool:
        """Whether this is the one person of a machine that nobody shares."""
        return (self.person, self.workspace) == (LOCAL_PERSON, LOCAL_WORKSPACE)


@dataclass(frozen=True)
class Allowed:
    """What a person says about consent this once; None leaves it as the settings say."""

    taste: bool | None = None
    workspace_models: bool | None = None
    sharing: bool | None = None


def speaker(
    settings: "FeedbackSettings", person: str | None = None, allowed: Allowed | None = None
) -> Speaker:
    """The speaker of the settings, unless a person is named. Raises BadInput for what is no pseudonym."""
    said = Allowed() if allowed is None else allowed
    consent = Consent(
        taste=settings.taste if said.taste is None else said.taste,
        workspace_models=settings.workspace_models
        if said.workspace_models is None
        else said.workspace_models,
        sharing=settings.sharing if said.sharing is None else said.sharing,
    )
    name, workspace = person or settings.person or LOCAL_PERSON, settings.workspace or LOCAL_WORKSPACE
    return Speaker(checked("person", name), checked("workspace", workspace), consent)


def checked(what: str, name: str) -> str:
    """The name of a person or workspace. Raises BadInput where it cannot be one, or can be looked up."""
    if "@" in name:
        raise BadInput(f"{what} {name!r} looks like an e-mail address; give a pseudonym, such as 'p7'")
    try:
        return TypeAdapter(Id).validate_python(name)
    except ValidationError:
        raise BadInput(
            f"{what} {name!r}; 1 to 128 letters, digits, '.', '_', ':' or '-' are allowed, a letter or digit first"
        ) from None
