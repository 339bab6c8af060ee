"""What is to stay as it is: constraints that hold over turns until they are lifted, and what they hold back."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from burnish.agent.planner.intents import OPS, REGIONS, Intent, Op, Region, Strength
from burnish.agent.planner.levers import reset
from burnish.agent.planner.naming import place_named
from burnish.agent.planner.origins import is_wish
from burnish.agent.planner.plan import Keep
from burnish.agent.planner.serving import COMPOSED, serving
from burnish.imaging.masks import Combine, Mask
from burnish.tools.base import Tool

_NATURAL = re.compile(
    r"\b(natural|naturally|real|realistic|believable|subtle|tasteful|overdo|overdone)\b", re.IGNORECASE
)

NATURAL = "all"
"""Keep everything natural: each wish is met one notch more gently."""

_GENTLER: dict[Strength, Strength] = {"large": "medium", "medium": "small", "small": "small"}


@dataclass(frozen=True)
class Kept:
    """The constraints that hold in a turn."""

    keeps: tuple[Keep, ...] = ()

    @property
    def ops(self) -> frozenset[Op]:
        """Operations that are to stay undone."""
        return frozenset(op for op in OPS if any(keep.what == op for keep in self.keeps))

    @property
    def places(self) -> tuple[Intent, ...]:
        """Places that are to stay as they are, as wishes that can be located."""
        named: list[tuple[Region | None, Keep]] = [(place_named(keep.what), keep) for keep in self.keeps]
        return tuple(
            Intent("keep", region=region, phrase=_naming(keep))
            for region, keep in named
            if region is not None
        )

    @property
    def natural(self) -> bool:
        """Whether wishes are to be met more gently."""
        return any(keep.what == NATURAL for keep in self.keeps)

    def gentle(self, strength: Strength) -> Strength:
        """The strength that a wish is met with."""
        return _GENTLER[strength] if self.natural else strength

    def spared(self, tool: Tool) -> Tool:
        """The tool of a composed edit without what serves a kept operation."""
        for op in self.ops - COMPOSED:
            held = serving(op, tool)
            if held is not None:
                tool = reset(tool, held) if held else type(tool)()
        return tool


def kept_after(keeps: Sequence[Keep], intents: Sequence[Intent], text: str) -> Kept:
    """The constraints of a turn: earlier ones that nobody lifted or named, then its own."""
    lifted = [intent for intent in intents if intent.op == "undo" and intent.target == "keep"]
    wishes = [intent for intent in intents if is_wish(intent)]
    staying = [keep for keep in keeps if not _lifts(lifted, keep) and not _names(wishes, keep)]
    own = [keep for intent in intents if intent.op == "keep" for keep in _stated(intent, text)]
    said = [keep for keep in own if not any(intent.region == keep.what for intent in lifted)]
    known = {keep.what: keep for keep in (*staying, *said)}
    return Kept(tuple(known.values()))


def without_places(places: Iterable[Mask]) -> Mask | None:
    """Everywhere but there; None where there is nothing to leave out."""
    outside = tuple(inverted(place) for place in places)
    if not outside:
        return None
    return outside[0] if len(outside) == 1 else Combine(operation="intersect", masks=outside)


def inverted(mask: Mask) -> Mask:
    """Where the mask is not."""
    return mask.model_copy(update={"invert": not mask.invert})


def _naming(keep: Keep) -> str:
    """The words that tell the kept thing from others of its kind."""
    return keep.text if keep.what in ("obj", "person") else ""


def _lifts(lifted: Iterable[Intent], keep: Keep) -> bool:
    return any(intent.region is None or intent.region == keep.what for intent in lifted)


def _names(wishes: Iterable[Intent], keep: Keep) -> bool:
    """Whether a later wish is for what was to stay: it is wanted changed now."""
    named = _naming(keep).lower().split()
    return any(
        keep.what in (wish.op, wish.region)
        and (not named or not wish.phrase or _same_thing(named, wish.phrase))
        for wish in wishes
    )


def _same_thing(named: Sequence[str], phrase: str) -> bool:
    """Whether a thing is named by the same noun: `the lake` is no `grass`."""
    return phrase.lower().split()[-1] in named


def _stated(intent: Intent, text: str) -> list[Keep]:
    """What a keep holds on to; leaving "the rest" alone is what every edit does, so it holds nothing."""
    words = intent.phrase or text[slice(*intent.span)]
    what: str | Region = intent.target or intent.region or NATURAL
    if what == NATURAL and not _NATURAL.search(text):
        return []
    return [Keep(what, words)] if what in (*OPS, *REGIONS, NATURAL) else []
