"""The planner of this user: embedded, or a chat model with the embedded one beneath it."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from burnish.agent.planner.planner import EmbeddedPlanner
from burnish.app.darkroom import Darkroom
from burnish.tools.catalogue import Catalogue

if TYPE_CHECKING:
    from burnish.agent.chat.planner import ChatPlanner
    from burnish.agent.looks.library import Look
    from burnish.app.feedback import FeedbackDesk
    from burnish.app.speaker import Allowed
    from burnish.models.settings import ChatSettings


def embedded_planner(catalogue: Catalogue, looks_folder: Path | None = None) -> EmbeddedPlanner:
    """The planner that needs nothing but this package. Raises InvalidLook for a look file that is not sound."""
    from burnish.agent.language.fusion import shipped_weights
    from burnish.agent.language.understanding import understood
    from burnish.agent.planner.plan import PlannerVersion
    from burnish.agent.planner.sitting import Craft
    from burnish.agent.policy.auto_enhance import enhanced
    from burnish.agent.policy.framing import framed
    from burnish.agent.policy.policy import shipped_policy
    from burnish.agent.regions.locating import locate

    policy = shipped_policy()
    craft = Craft(policy, looks(catalogue, looks_folder), locate, framed, enhanced)
    learned = f"{shipped_weights().version}+{policy.version}"
    return EmbeddedPlanner(catalogue, understood, craft, PlannerVersion("embedded", learned))


def looks(catalogue: Catalogue, folder: Path | None = None) -> "tuple[Look, ...]":
    """The looks that are shipped and the user's own, which come first. Raises InvalidLook."""
    from burnish.agent.looks.library import looks_in, shipped_looks, with_own

    shipped = shipped_looks(catalogue)
    return shipped if folder is None else with_own(looks_in(folder, catalogue), shipped)


def open_planner(
    darkroom: Darkroom, environment: Mapping[str, str] | None = None, settings_file: Path | None = None
) -> "EmbeddedPlanner | ChatPlanner":
    """The planner that the settings file and the environment ask for.

    Raises:
        BadInput: the settings, or one of the user's looks, cannot be used.
    """
    from burnish.models.settings import default_settings_file, read_settings

    own = embedded_planner(darkroom.catalogue, darkroom.home / "looks")
    settings = read_settings(
        settings_file or default_settings_file(), os.environ if environment is None else environment
    )
    return _chatting(darkroom, own, settings.chat) if settings.chat.is_on else own


def open_feedback(
    darkroom: Darkroom, person: str | None = None, allowed: "Allowed | None" = None, *,
    environment: Mapping[str, str] | None = None, settings_file: Path | None = None,
    tell: Callable[[str], None] | None = None,
) -> "FeedbackDesk":  # fmt: skip
    """The feedback desk of the person, or of the one that the settings name. Opens nothing yet.

    Raises:
        BadInput: the settings cannot be used, or a name is no pseudonym.
    """
    from burnish.app.feedback import FeedbackDesk
    from burnish.app.speaker import speaker
    from burnish.models.settings import default_settings_file, read_settings

    settings = read_settings(
        settings_file or default_settings_file(), os.environ if environment is None else environment
    ).feedback
    desk = FeedbackDesk(
        darkroom.home,
        darkroom.catalogue,
        speaker(settings, person, allowed),
        settings.store.get_secret_value() or None,
        settings.objects or None,
    )
    if tell is not None:
        desk.tell = tell
    return desk


def _chatting(darkroom: Darkroom, own: EmbeddedPlanner, settings: "ChatSettings") -> "ChatPlanner":
    from burnish.agent.chat.planner import ChatPlanner
    from burnish.agent.regions.locating import locate
    from burnish.models.openai_compatible import OpenAICompatible

    model = OpenAICompatible(
        settings.base_url,
        settings.model,
        settings.api_key.get_secret_value(),
        settings.timeout_s,
        settings.retries,
    )
    return ChatPlanner(
        model, darkroom.catalogue, own, locate,
        sees_pictures=settings.sees_pictures, prices=settings.prices,
    )  # fmt: skip
