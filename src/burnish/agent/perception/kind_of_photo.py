"""What kind of photo it is, as far as measurements can honestly say."""

from typing import Literal, TypeAlias

from burnish.agent.perception.facts import Facts

KindOfPhoto: TypeAlias = Literal["portrait", "night", "landscape", ""]

PORTRAIT_FACE_SHARE = 0.02
"""Share of the frame that faces take in a photo of people: one of a seventh of each side, or several smaller ones."""

NIGHT_LIGHTNESS = 0.25
"""Median Oklab lightness below which a photo with some light in it is one of the night."""

NIGHT_HIGHLIGHTS = 0.45
"""Oklab lightness that 1 % of such a photo is above: its lamps."""

LANDSCAPE_SKY_SHARE = 0.2
"""Share of the frame that the sky takes in a photo of the open country."""


def kind_of_photo(facts: Facts) -> KindOfPhoto:
    """`portrait` with a face of some size, else `night`, else `landscape` under much sky, else empty: not known."""
    if facts.face_count and facts.face_share >= PORTRAIT_FACE_SHARE:
        return "portrait"
    if facts.lightness_p50 < NIGHT_LIGHTNESS and facts.lightness_p99 > NIGHT_HIGHLIGHTS:
        return "night"
    return "landscape" if facts.sky_share >= LANDSCAPE_SKY_SHARE else ""
