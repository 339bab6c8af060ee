"""From what a person wants and what was measured to tools with amounts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from burnish.agent.perception import Facts
from burnish.agent.planner.intents import Intent, Op
from burnish.agent.policy import color_policy, detail_policy, gray_policy, light_policy
from burnish.agent.policy.amounts import Amounts, shipped_amounts
from burnish.agent.policy.choice import Asked, Choice
from burnish.agent.policy.stated import stated

__all__ = ["Choice", "Policy", "shipped_policy"]


def _enhanced(asked: Asked) -> tuple[Choice, ...]:
    from burnish.agent.policy.auto_enhance import cures

    return cures(asked.facts, asked.amounts)


_RULES: Mapping[Op, Callable[[Asked], tuple[Choice, ...]]] = {
    "exposure": light_policy.exposure,
    "contrast": light_policy.contrast,
    "highlights": light_policy.highlights,
    "shadows": light_policy.shadows,
    "dehaze": light_policy.dehaze,
    "vignette": light_policy.vignette,
    "saturation": color_policy.saturation,
    "temperature": color_policy.temperature,
    "color": color_policy.color,
    "auto_color": color_policy.auto_color,
    "black_and_white": gray_policy.black_and_white,
    "sharpness": detail_policy.sharpness,
    "denoise": detail_policy.denoise,
    "blur": detail_policy.blur,
    "retouch": detail_policy.retouch,
    "enhance": _enhanced,
}


@dataclass(frozen=True)
class Policy:
    """Which tools answer a wish, and how far they go: learned amounts, and rules that choose between tools."""

    amounts: Amounts

    @property
    def version(self) -> str:
        """Of the learned part."""
        return self.amounts.version

    def tools(self, intent: Intent, facts: Facts, *, masked: bool, words: str = "") -> tuple[Choice, ...]:
        """The tools that meet a wish about light, color or detail, with a reason each.

        `facts` are those of the place where they will act: `Perception.within(mask)` where there is a mask. `words` may
        name a slider that a number is for. Nothing for
        wishes about the frame, the edit itself or things (crop, undo, remove …), and where nothing was measured
        that would need the tool (a cast to take out of a neutral photo).
        """
        asked = Asked(intent, facts, masked, self.amounts, words)
        if intent.quantity is not None:
            choices = stated(asked, intent.quantity)
            if choices:
                return choices
        rule = _RULES.get(intent.op)
        return () if rule is None else rule(asked)


def shipped_policy() -> Policy:
    """The policy that is shipped."""
    return Policy(shipped_amounts())
