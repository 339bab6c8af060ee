"""Operations and places by the names that an intent's target gives them."""

from collections.abc import Mapping

from burnish.agent.planner.intents import OPS, REGIONS, Intent, Op, Region

_OPS: Mapping[str, Op] = {op: op for op in OPS}
_REGIONS: Mapping[str, Region] = {region: region for region in REGIONS}


def named_op(intent: Intent) -> Op | None:
    """The operation that the intent's target names."""
    return _OPS.get(intent.target)


def named_region(intent: Intent) -> Region | None:
    """The place that the intent's target names, else its own."""
    return place_named(intent.target) or intent.region


def place_named(word: str) -> Region | None:
    """The place of this name."""
    return _REGIONS.get(word)
