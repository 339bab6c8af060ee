"""What a person allows their feedback to be used for."""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

Purpose: TypeAlias = Literal["taste", "workspace_models", "sharing"]


class Consent(BaseModel):
    """Permission that travels with every signal. What is not allowed is not done, wherever the signal goes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    taste: bool = True
    """Learn what this person prefers, for this person."""

    workspace_models: bool = False
    """Learn for everybody in the workspace: house style, datasets, models."""

    sharing: bool = False
    """Leave the workspace: exports that are given to others."""

    def allows(self, purpose: Purpose) -> bool:
        """Whether feedback may be used for this purpose."""
        return bool(getattr(self, purpose))
