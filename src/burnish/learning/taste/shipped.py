"""The ground that ships: measured and learned by the scripts in `training/taste`."""

from burnish.learning.taste.book import Ground
from burnish.learning.taste.design import Design
from burnish.learning.taste.population import shipped_population
from burnish.learning.taste.sensitivity import shipped_sensitivity
from burnish.learning.taste.sliders import Sliders
from burnish.tools.catalogue import Catalogue


def shipped_ground(catalogue: Catalogue) -> Ground:
    """Sliders of a catalogue, how they show, and what is expected of anybody."""
    design = Design(Sliders(catalogue))
    sensitivity = shipped_sensitivity(design.sliders)
    return Ground(design, sensitivity, shipped_population(design, sensitivity))
