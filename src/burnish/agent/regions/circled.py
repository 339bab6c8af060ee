"""A circle or strokes together with words: the two say the same thing, each what the other leaves open."""

import math

import numpy as np

from burnish.agent.planner.intents import Intent
from burnish.agent.regions.outline import corner
from burnish.agent.regions.sight import Sight
from burnish.agent.regions.spoken import Spoken
from burnish.imaging.masks import Circle, Combine, Corner, Lasso, Loop, Mask, Polygon, Radial, Scene, Subject

GEOMETRY = frozenset({"crop", "rotate", "flip", "keep", "undo", "scale", "unsupported"})
"""Operations to which what a circle holds does not matter."""

NAMED = frozenset({"face", "eyes", "skin", "sky", "shadows", "highlights"})
"""Regions that are found by themselves, and of which a circle takes a part."""

CLEAR_CUT = 0.4
"""Confidence of a trial cut from which what is in a circle is cut out; below, the circle stays as drawn."""

WELL_SAID, ELSEWHERE, UNSEEN = 0.95, 0.45, 0.85
"""Confidence where words and circle agree, where they name two places, and where only the person sees what is meant."""

WORK_PX = 192


def is_circle(drawn: Mask) -> bool:
    """Whether this goes around something, rather than painting or measuring it."""
    return isinstance(drawn, Radial | Polygon | Lasso | Subject) and not drawn.invert


def circled(intent: Intent, said: Spoken, named: Sight | None, drawn: Mask, scene: Scene | None) -> Sight:
    """What a drawn mask and words mean together.

    ``named`` is what the words alone find, for regions that are found by themselves.
    """
    if not is_circle(drawn) or intent.op in GEOMETRY:
        return Sight(drawn, WELL_SAID, "as drawn")
    if intent.region in NAMED and named is not None:
        return _part(named, drawn, scene)
    inside = _thing_inside(drawn, scene)
    if intent.region == "bg":
        return Sight(_inverted(inside.mask or drawn), 0.9 * inside.confidence, "all but what is circled")
    if scene is not None and said.place.is_said:
        x, y = _middle(drawn, scene)
        if said.place.weight(x, y) < 0.15:
            return Sight(inside.mask, ELSEWHERE, "the words name another place than the circle")
    return inside


def area_of(drawn: Mask, aspect: float) -> Circle | Loop | None:
    """The rough area that a circle encloses; ``aspect`` is the frame's width over its height."""
    if isinstance(drawn, Polygon | Lasso):
        return Loop(points=drawn.points)
    if not isinstance(drawn, Radial):
        return None
    if drawn.radius_x == drawn.radius_y:
        return Circle(x=drawn.x, y=drawn.y, radius=drawn.radius_x)
    short = min(aspect, 1.0)
    turn, points = math.radians(drawn.angle), list[Corner]()
    for step in np.linspace(0.0, 2.0 * math.pi, 48, endpoint=False).tolist():
        u, v = drawn.radius_x * math.cos(step), drawn.radius_y * math.sin(step)
        dx, dy = u * math.cos(turn) - v * math.sin(turn), u * math.sin(turn) + v * math.cos(turn)
        points.append(corner(drawn.x + dx * short / aspect, drawn.y + dy * short))
    return Loop(points=tuple(points))


def _thing_inside(drawn: Mask, scene: Scene | None) -> Sight:
    """The thing in a circle to its own edge, or the circle where there is no such edge."""
    from burnish.agent.regions.cutting import trial_cut

    if isinstance(drawn, Subject):
        return Sight(drawn, WELL_SAID, "what is circled")
    height, width = (2, 3) if scene is None else scene.linear.shape[:2]
    area = area_of(drawn, width / height)
    if area is None:
        return Sight(drawn, WELL_SAID, "as drawn")
    if scene is None:
        return Sight(Subject(area=area), 0.6, "what is circled")
    cut = trial_cut(area, scene)
    if cut.confidence >= CLEAR_CUT:
        return Sight(Subject(area=area), WELL_SAID, "what is circled, to its own edge")
    return Sight(drawn, UNSEEN, f"as circled: {cut.reason}")


def _part(named: Sight, drawn: Mask, scene: Scene | None) -> Sight:
    """The part of a named region that lies in a circle; the circle itself where the region was not found."""
    if named.mask is None:
        return Sight(drawn, UNSEEN, f"as circled: {named.words}")
    both = Combine(operation="intersect", masks=(named.mask, drawn))
    if scene is None:
        return Sight(both, 0.7, f"{named.words}, inside the circle")
    height, width = scene.linear.shape[:2]
    scale = WORK_PX / max(height, width)
    size = max(round(height * scale), 1), max(round(width * scale), 1)
    region, circle = (mask.render(*size, scene) > 0.5 for mask in (named.mask, drawn))
    shared = int((region & circle).sum())
    if shared >= 0.05 * max(int(circle.sum()), 1) or shared >= 0.3 * max(int(region.sum()), 1):
        return Sight(both, WELL_SAID, f"{named.words}, inside the circle")
    conflict = named.confidence >= 0.6
    words = (
        "the circle is somewhere else than what the words name" if conflict else f"as circled: {named.words}"
    )
    return Sight(drawn, ELSEWHERE if conflict else UNSEEN, words)


def _middle(drawn: Mask, scene: Scene) -> tuple[float, float]:
    """The middle of a drawn mask, as fractions of width and height."""
    height, width = scene.linear.shape[:2]
    scale = WORK_PX / max(height, width)
    plane = _shape(drawn).render(max(round(height * scale), 1), max(round(width * scale), 1), None)
    total = float(plane.sum())
    if total <= 0.0:
        return 0.5, 0.5
    rows, columns = np.arange(plane.shape[0]) + 0.5, np.arange(plane.shape[1]) + 0.5
    x, y = float(plane.sum(axis=0) @ columns), float(plane.sum(axis=1) @ rows)
    return x / total / plane.shape[1], y / total / plane.shape[0]


def _shape(drawn: Mask) -> Mask:
    """The geometry that was drawn."""
    if not isinstance(drawn, Subject):
        return drawn
    area = drawn.area
    if isinstance(area, Loop):
        return Lasso(points=area.points)
    if isinstance(area, Circle):
        return Radial(x=area.x, y=area.y, radius_x=area.radius, radius_y=area.radius)
    corners = (
        (area.left, area.top),
        (area.right, area.top),
        (area.right, area.bottom),
        (area.left, area.bottom),
    )
    return Polygon(points=tuple(Corner(x, y) for x, y in corners))


def _inverted(mask: Mask) -> Mask:
    return mask.model_copy(update={"invert": not mask.invert})
