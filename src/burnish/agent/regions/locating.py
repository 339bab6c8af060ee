"""Regions by words: where in the picture `the red car on the left` is, as a mask that replays at any size.

Whatever cannot be found with confidence is said not to be found, so that the planner asks for a circle.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from burnish.agent.planner.intents import Intent, Op, Region
from burnish.agent.regions.places import corner_mask, corners_of, place_mask
from burnish.agent.regions.sight import Sight, nothing
from burnish.agent.regions.spoken import Spoken, spoken
from burnish.imaging.masks import Combine, Linear, Mask, Scene, Sky, confidence

if TYPE_CHECKING:
    from burnish.agent.perception import Perception

ENOUGH = 0.45
"""Confidence from which a region counts as found, for operations that are easily taken back by eye."""

NEEDED: dict[Op, float] = {"remove": 0.85, "background": 0.65, "blur": 0.6, "crop": 0.5}
"""The same for operations that lose part of the photo, or show every fault of a mask."""

BEHIND_A_FACE = 0.48
"""What blurring a background needs where a face was found: somebody is there for sure, and only the cut may be off."""

ASPECT = 1.5
"""Width over height of a frame that is not known."""

SKY_DOUBT = 0.37
"""Confidence of the sky mask up to which there is no telling; it selects nothing a little below."""

SKY_CLEAR = 0.45
"""Confidence below which the sky mask gives a doubt for its reason."""

WORN_PX = (192, 288)
"""Height and width at which outlines of people are drawn; any will do."""

ALL_BUT = 0.85
"""Share of the confidence that is left for everything but a thing: what was missed of it shows."""

HAIR, HAIR_FADES = (0.5, 0.6, 0.85, 1.2), 0.45
"""Where hair may be around a face, in sides of the face's box (`people.Ellipse`), and how softly that ends."""

BY_NOUN: tuple[Region, ...] = ("face", "eyes", "skin", "sky", "person", "shadows")
"""Regions that a noun alone can name."""

NO_PHOTO = "there is no photo to look for it in"


@dataclass(frozen=True)
class Located:
    """Where an intent applies."""

    mask: Mask | None
    """None for the whole picture, and where nothing was found."""

    confidence: float
    """Probability, 0 to 1, that this is what was meant and that the mask takes most of it and little else."""

    words: str
    """What was seen, or why nothing was, for people."""

    found: bool
    """Whether that is sure enough for the operation; if not, a circle is needed."""


def locate(intent: Intent, perception: "Perception | None", drawn: Mask | None) -> Located:
    """Where an intent applies: what its words name, inside what was drawn."""
    scene = None if perception is None else perception.scene
    aspect = ASPECT if perception is None else perception.width / perception.height
    said = spoken(intent.phrase)
    needed = _needed(intent, scene)
    if drawn is not None:
        sight = _with_drawn(intent, said, drawn, scene, aspect)
    elif intent.region is None and not (said.excepted and said.nouns) and not _names_rim(said):
        return Located(None, 1.0, "the whole picture", found=True)
    else:
        sight = _seen(intent.region, said, scene, aspect, needed)
        if said.excepted:
            sight = _all_but(sight)
        if intent.op == "blur" and intent.region == "bg":
            sight = _sparing_hair(sight, scene)
    found = sight.confidence >= needed
    return Located(sight.mask if found else None, round(sight.confidence, 3), sight.words, found)


def _needed(intent: Intent, scene: Scene | None) -> float:
    from burnish.agent.regions.people import believable_faces

    blurs = intent.op == "blur" and intent.region == "bg"
    faces = believable_faces(scene) if blurs and scene is not None else ()
    return BEHIND_A_FACE if faces else NEEDED.get(intent.op, ENOUGH)


def _with_drawn(intent: Intent, said: Spoken, drawn: Mask, scene: Scene | None, aspect: float) -> Sight:
    from burnish.agent.regions.circled import NAMED, circled, is_circle

    needs_name = intent.region in NAMED and is_circle(drawn)
    named = _seen(intent.region, said, scene, aspect, 0.0) if needs_name else None
    return circled(intent, said, named, drawn, scene)


def _seen(
    region: Region | None, said: Spoken, scene: Scene | None, aspect: float, needed: float = ENOUGH
) -> Sight:
    """What the words name, with its confidence; what cannot be as sure as is `needed` is not looked for."""
    from burnish.agent.regions import people_by_words as people
    from burnish.agent.regions import tone_ranges

    match _meant(region, said):
        case "face":
            return people.faces_named(said, scene)
        case "eyes":
            return people.eyes_named(said, scene)
        case "skin":
            return people.skin_named(scene)
        case "sky":
            return _sky(scene)
        case "shadows":
            return tone_ranges.shadows(scene)
        case "highlights":
            return tone_ranges.highlights(scene)
        case "left" | "right" | "top" | "bottom" | "center" as side:
            return _side(side, said, scene, aspect)
        case "person":
            return _person(said, scene, needed)
        case "bg":
            return _background(scene, needed)
        case "fg":
            return _foreground(scene)
        case _:
            return _thing(said, scene, aspect, needed)


def _meant(region: Region | None, said: Spoken) -> Region | None:
    """The region itself, or for `obj` and for exceptions the one that the main noun names."""
    if region not in (None, "obj") or not said.head:
        return region
    from burnish.agent.language.lexicon import shipped_lexicon

    named = {sense.value for sense in shipped_lexicon().senses.get(said.head, ()) if sense.kind == "region"}
    for each in BY_NOUN:
        if each in named:
            return each
    return region


def _sky(scene: Scene | None) -> Sight:
    """The sky. People name it where there is one, so what behaves like one is likelier than it would be."""
    if scene is None:
        return Sight(Sky(), 0.5, "the sky, where the photo has one")
    found = confidence(Sky(), scene)
    if found.value < SKY_DOUBT:
        return nothing(f"no sky was found for sure: {found.reason}")
    doubted = found.value < SKY_CLEAR
    words = f"the sky, though what was found is {found.reason}" if doubted else f"the sky: {found.reason}"
    return Sight(Sky(), 0.35 + 0.65 * found.value, words)


def _side(side: Region, said: Spoken, scene: Scene | None, aspect: float) -> Sight:
    """A side of the frame, or the thing that the words name there."""
    if said.nouns and scene is not None:
        sight = _thing(said, scene, aspect)
        if sight.confidence >= ENOUGH:
            return sight
    place = (
        said.place
        if said.place.is_said
        else spoken("the center" if side == "center" else f"the {side} side").place
    )
    return Sight(place_mask(place, aspect), 0.6 if said.nouns else 0.9, f"the {side} of the picture")


def _person(said: Spoken, scene: Scene | None, needed: float = ENOUGH) -> Sight:
    """People who were seen; else the one thing that stands out, which in a photo of a person is the person."""
    from burnish.agent.regions.people_by_words import people_named
    from burnish.agent.regions.things_by_words import standing_out

    if scene is None:
        return nothing(NO_PHOTO)
    sight = people_named(said, scene)
    if sight.mask is not None:
        return sight
    share = 1.0 if said.head in ("", "subject", "subjects") else 0.75
    other = standing_out(said, scene, needed / share)
    return Sight(other.mask, share * other.confidence, other.words)


def _background(scene: Scene | None, needed: float = ENOUGH) -> Sight:
    """All but the people, or but the one thing that stands out."""
    if scene is None:
        return nothing(NO_PHOTO)
    return _all_but(_person(spoken("the subject"), scene, needed / ALL_BUT))


def _sparing_hair(sight: Sight, scene: Scene | None) -> Sight:
    """A background without what lies close around faces: blurred hair shows more than a sharp rim beside it."""
    from burnish.agent.regions.people import face_ellipse

    if sight.mask is None or scene is None or not scene.faces:
        return sight
    hair = (face_ellipse(face, scene, HAIR, HAIR_FADES) for face in scene.faces)
    mask = Combine(operation="subtract", masks=(sight.mask, *hair))
    return Sight(mask, sight.confidence, sight.words)


def _foreground(scene: Scene | None) -> Sight:
    """What is near: the lower part of the frame, and people."""
    from burnish.agent.regions.people_by_words import people_named

    lower = Linear(start_x=0.5, start_y=0.72, end_x=0.5, end_y=0.4)
    if scene is not None:
        sight = people_named(spoken("people"), scene)
        if sight.mask is not None and sight.confidence >= ENOUGH:
            return Sight(
                Combine(masks=(lower, sight.mask)), 0.6, "the lower part of the picture and the people"
            )
    return Sight(lower, 0.6, "the lower part of the picture")


def _thing(said: Spoken, scene: Scene | None, aspect: float, needed: float = ENOUGH) -> Sight:
    """Anything else: a place, something with a color, or something that stands out."""
    from burnish.agent.regions import things_by_words as things
    from burnish.agent.regions.people_by_words import CLOTHES, HAIR, MOUTH, belonging_named
    from burnish.agent.regions.stuff_by_words import STUFF, stuff_named

    if not said.nouns and said.color is None and (said.place.is_said or said.shade):
        return _at_place(said, scene, aspect) if said.place.is_said else _of_light(said, scene)
    if scene is None:
        return nothing(NO_PHOTO)
    if said.head in CLOTHES | HAIR | MOUTH and said.color is None:
        return belonging_named(said, scene)
    if said.head in STUFF:
        sight = stuff_named(said, scene)
        return max(sight, things.colored_thing(said, scene), key=lambda each: each.confidence)
    if said.color is not None:
        return _colored(said, scene)
    if said.head in things.BRIGHT:
        return things.bright_thing(said, scene)
    if said.head in things.SUBJECTS or said.head.removesuffix("s") in things.SUBJECTS:
        if needed > things.UNVERIFIED:
            return nothing(f"{said.head!r} is never found surely enough for that by its looks")
        return things.named_by_standing_out(said, scene)
    return nothing(f"{said.head or 'this'!r} is not found by its looks")


def _colored(said: Spoken, scene: Scene) -> Sight:
    """What has a color; clothes are sought on people first."""
    from burnish.agent.regions.people_by_words import CLOTHES, people_outline
    from burnish.agent.regions.things_by_words import colored_thing

    worn = people_outline(said, scene) if said.head in CLOTHES else None
    if worn is not None:
        sight = colored_thing(said, scene, worn.render(*WORN_PX, None) > 0.5)
        if sight.confidence >= ENOUGH:
            return sight
    return colored_thing(said, scene)


def _at_place(said: Spoken, scene: Scene | None, aspect: float) -> Sight:
    """A place of the frame; where the words say dark or bright, the one of several corners that is."""
    place = said.place
    if place.corner and not place.all_around and not said.plural and scene is not None:
        corners = corners_of(place)
        if len(corners) > 1 and said.shade is not None:
            light = [_lightness(corner_mask(x, y), scene) for x, y in corners]
            at = int(np.argmin(light) if said.shade == "dark" else np.argmax(light))
            return Sight(corner_mask(*corners[at]), 0.8, f"the {said.shade}est of the corners that are meant")
    return Sight(place_mask(place, aspect), 0.9, "a place in the frame")


def _of_light(said: Spoken, scene: Scene | None) -> Sight:
    """What is dark or bright, where the words name nothing else."""
    from burnish.agent.regions import tone_ranges

    sight = tone_ranges.shadows(scene) if said.shade == "dark" else tone_ranges.highlights(scene)
    return Sight(sight.mask, 0.75, sight.words)


def _lightness(mask: Mask, scene: Scene) -> float:
    """Mean light under a mask, in the square root of linear green: enough to tell dark from bright."""
    green = np.sqrt(np.maximum(scene.linear[::4, ::4, 1], 0.0))
    plane = mask.render(green.shape[0], green.shape[1], None)
    return float((green * plane).sum() / max(float(plane.sum()), 1e-6))


def _names_rim(said: Spoken) -> bool:
    """Whether words without a region name corners or edges."""
    return (said.place.corner or said.place.rim) and not said.nouns


def _all_but(sight: Sight) -> Sight:
    """Everything else."""
    if sight.mask is None:
        return sight
    mask = sight.mask.model_copy(update={"invert": not sight.mask.invert})
    return Sight(mask, ALL_BUT * sight.confidence, f"all but {sight.words}")
