"""One attempt at finding what words mean in a picture."""

from dataclasses import dataclass

from burnish.imaging.masks import Mask


@dataclass(frozen=True)
class Sight:
    """Where something seems to be."""

    mask: Mask | None
    """None for the whole picture, or for nothing where the confidence is 0."""

    confidence: float
    """Probability, 0 to 1, that this is what was meant and that the mask takes most of it and little else."""

    words: str
    """What was seen, or why nothing was, for people."""


def nothing(words: str) -> Sight:
    """Nothing was found."""
    return Sight(None, 0.0, words)
