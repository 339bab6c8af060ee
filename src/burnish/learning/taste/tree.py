"""Everyone, houses, people and their kinds of photos: a tree of beliefs, in which evidence travels exactly.

A house differs from everyone, a person from the house, and one kind of photo from what the person likes in general,
each by a known covariance. What somebody tells the house goes for all kinds of photos together: a style does not stop
at one. All is normal, so messages between them have closed forms (belief propagation on a tree; Pearl 1988): a person
begins from the house and everyone, and moves to what they show as their evidence grows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from burnish.learning.taste.gaussian import Information, loosened, nothing
from burnish.learning.taste.leaf import Leaf, new_leaf, seen_more
from burnish.learning.taste.population import Population
from burnish.learning.taste.sighting import Sighting


@dataclass(frozen=True, eq=False)
class Person:
    """What one person showed, by kind of photo."""

    leaves: Mapping[str, Leaf] = field(default_factory=dict[str, Leaf])

    @property
    def count(self) -> int:
        """Sightings in all."""
        return sum(leaf.count for leaf in self.leaves.values())

    def leaf(self, context: str, size: int) -> Leaf:
        """What was seen of photos of this kind."""
        return self.leaves.get(context) or new_leaf(size)

    def having(self, context: str, leaf: Leaf) -> "Person":
        """The person with another leaf."""
        return replace(self, leaves={**self.leaves, context: leaf})


@dataclass(frozen=True)
class Beliefs:
    """How beliefs follow from evidence, for one kind of wish."""

    population: Population
    _joined: dict[Information, Information] = field(
        default_factory=dict[Information, Information], init=False, repr=False, compare=False
    )
    """What is believed of somebody who joins the house that was asked for last."""

    @property
    def size(self) -> int:
        """Number of coefficients."""
        return self.population.design.size

    def told(self, person: Person) -> Information:
        """What a person's shared evidence says about their house: all kinds of photos together, as a style goes."""
        leaves = (leaf.evidence(shared_only=True) for leaf in person.leaves.values())
        return loosened(sum(leaves, nothing(self.size)), self.population.telling_covariance)

    def of_house(self, house: Information) -> Information:
        """What is believed of a house whose people told this in all."""
        return self.population.everyone + house

    def of_new_person(self, house: Information) -> Information:
        """What is believed of somebody in a house before they showed anything, from what all others told."""
        silent = not house.precision.any() and not house.shift.any()
        if silent:
            return self._newcomer
        if house not in self._joined:
            self._joined.clear()
            self._joined[house] = self._joining(house)
        return self._joined[house]

    @cached_property
    def _newcomer(self) -> Information:
        return self._joining(nothing(self.size))

    def _joining(self, house: Information) -> Information:
        return loosened(self.of_house(house), self.population.person_covariance)

    def of_context(self, person: Person, context: str, others: Information) -> Information:
        """What is believed of a person's photos of one kind, before what was seen of that kind."""
        general = self.of_new_person(others) + self._general(person, but=context)
        return loosened(general, self.population.context_covariance)

    def belief(self, person: Person, context: str, others: Information) -> Information:
        """What is believed of a person's photos of one kind, from all that is known."""
        return person.leaf(context, self.size).posterior(self.of_context(person, context, others))

    def seen_more(self, person: Person, context: str, others: Information, sighting: Sighting) -> Person:
        """The person with one more sighting."""
        prior = self.of_context(person, context, others)
        return person.having(context, seen_more(person.leaf(context, self.size), sighting, prior))

    def _general(self, person: Person, *, but: str) -> Information:
        """What all kinds of photos but one say about what a person likes in general."""
        total = nothing(self.size)
        for context, leaf in person.leaves.items():
            if context != but:
                total = total + loosened(leaf.evidence(), self.population.context_covariance)
        return total
