"""Perceiving an edit: every detector's view of it, put together."""

from collections.abc import Callable

from burnish.agent.checking.change import Change
from burnish.agent.checking.detectors.blur import blur
from burnish.agent.checking.detectors.clipping import clipping
from burnish.agent.checking.detectors.color_cast import color_cast
from burnish.agent.checking.detectors.displaced_copy import displaced_copies
from burnish.agent.checking.detectors.distorted_structure import distorted_structure
from burnish.agent.checking.detectors.halo import halo
from burnish.agent.checking.detectors.leftover import leftover
from burnish.agent.checking.detectors.lighting_mismatch import lighting_mismatch
from burnish.agent.checking.detectors.noise import noise
from burnish.agent.checking.detectors.over_sharpening import over_sharpening
from burnish.agent.checking.detectors.overdone_look import overdone_look
from burnish.agent.checking.detectors.places import places
from burnish.agent.checking.detectors.posterization import posterization
from burnish.agent.checking.detectors.redrawn import redrawn
from burnish.agent.checking.detectors.seam import seam
from burnish.agent.checking.detectors.skin_shift import skin_shift
from burnish.agent.checking.detectors.smear import smear
from burnish.agent.checking.detectors.wishes import wishes
from burnish.agent.checking.finding import Checked, Finding
from burnish.agent.checking.fusion import Network, fused, learned, without_echoes
from burnish.agent.checking.marking import marks
from burnish.agent.checking.pair import Pair
from burnish.agent.checking.regions import findings_of
from burnish.agent.checking.seen import Seen
from burnish.agent.checking.sparing import spared

ONE_EACH: tuple[Callable[[Change], Seen], ...] = (
    clipping, posterization, halo, over_sharpening, seam, distorted_structure, lighting_mismatch, overdone_look,
    color_cast, skin_shift, noise, blur,
)  # fmt: skip
"""What sees one kind of fault each. Those that ask where it was wanted come last: that is being sought meanwhile."""

OF_CONTENT: tuple[Callable[[Change], Seen], ...] = (redrawn, smear, leftover)
"""What may be wrong with other content that was asked for."""

SEVERAL: tuple[Callable[[Change], tuple[Seen, ...]], ...] = (displaced_copies, wishes, places)


def perceive_edit(pair: Pair, network: Network | None = None) -> Checked:
    """The faults of an edit with their maps; none is a common answer.

    Pictures that could not be brought to one frame are not compared: nothing is said of them then.
    """
    change = Change(pair)
    detected = _against_source(change) if pair.is_registered else ()
    told = learned(change, network)
    seen = (*fused(detected, told), *_of_content(change)) if pair.is_registered else ()
    found = [finding for each in without_echoes(seen) for finding in findings_of(each)]
    maps = marks(seen, {each.kind for each in found}, change, told)
    return Checked(_worst_first(found), maps["artifact"], maps["failure"], maps["unintended_change"])


def _against_source(change: Change) -> tuple[Seen, ...]:
    single = tuple(detector(change) for detector in ONE_EACH)
    seen = (*single, *(seen for detector in SEVERAL for seen in detector(change)))
    return tuple(spared(each, change) for each in seen)


def _of_content(change: Change) -> tuple[Seen, ...]:
    """What the network knows nothing of: it learned from edits of tones."""
    return () if change.pair.renewed is None else tuple(detector(change) for detector in OF_CONTENT)


def _worst_first(found: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda each: (-each.severity, each.category, each.polygon)))
