"""Perception: what is seen in a photo before anybody asks for anything."""

from burnish.agent.perception.facts import TYPICAL, Facts, Perception, perceive

__all__ = ["TYPICAL", "Facts", "Perception", "perceive"]
