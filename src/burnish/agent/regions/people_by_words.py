"""People and what belongs to them, as words name them: his face on the left, her dress, the kids, the skin."""

from collections.abc import Sequence

from burnish.agent.regions.evidence import ramp
from burnish.agent.regions.people import Person, believable_faces, face_ellipse, find_people
from burnish.agent.regions.sight import Sight, nothing
from burnish.agent.regions.spoken import Spoken
from burnish.imaging.masks import (
    Combine,
    Eyes,
    Face,
    Lasso,
    Loop,
    Mask,
    Radial,
    Scene,
    Skin,
    Subject,
    confidence,
)
from burnish.imaging.masks.faces import FoundFace

NO_FACE = "no face that looks at the camera was found"

CLEAR_CUT = 0.45
"""Confidence of a trial cut from which a person is cut out along the edge; below, a soft shape has to do."""

SOFT_SHAPE = 0.65
"""Share of a person's sureness that is left where only a soft shape can be given."""

SURE_SKIN = 0.5
"""Confidence of the skin mask from which a person's own part of it joins the cut."""

UNTOLD = 0.5
"""Share of the confidence that is left when words mean one of several and do not say which."""

CLOTHES = frozenset(
    """clothes clothing dress shirt t-shirt tshirt tee blouse top jacket coat suit sweater hoodie uniform outfit vest
    gown robe apron jersey tuxedo kimono sari cardigan pullover""".split()
)
HAIR = frozenset({"hair", "hairs", "haircut", "hairstyle"})
MOUTH = frozenset({"teeth", "tooth", "smile", "mouth", "lips", "lip", "lipstick"})


def faces_named(said: Spoken, scene: Scene | None) -> Sight:
    """The faces that the words mean."""
    if scene is None:
        return Sight(Face(), 0.5, "the faces, where the photo has any")
    faces = believable_faces(scene)
    if not faces:
        return nothing(NO_FACE)
    chosen, sure = _chosen_faces(said, faces, scene)
    value = min(face.sure for face in chosen) * sure
    if len(chosen) == len(scene.faces):
        return Sight(Face(), value, f"{_count(len(chosen), 'face')} found")
    masks = tuple(face_ellipse(face, scene, (0.5, 0.52, 0.47, 0.64), 0.35) for face in chosen)
    return Sight(_joined(masks), value, f"{_count(len(chosen), 'face')} of {len(faces)} chosen by the words")


def eyes_named(said: Spoken, scene: Scene | None) -> Sight:
    """The eyes in the faces that the words mean."""
    if scene is None:
        return Sight(Eyes(), 0.5, "the eyes, where the photo has any")
    faces = believable_faces(scene)
    if not faces:
        return nothing(NO_FACE)
    chosen, sure = _chosen_faces(said, faces, scene)
    seen = sum(eye.seen for face in chosen for eye in face.eyes)
    value = min(face.sure for face in chosen) * sure * (0.4 + 0.6 * seen / (2 * len(chosen)))
    words = f"{seen} of {2 * len(chosen)} eyes seen in {_count(len(chosen), 'face')}"
    if len(chosen) == len(scene.faces):
        return Sight(Eyes(), value, words)
    short, (height, width) = min(scene.linear.shape[:2]), scene.linear.shape[:2]
    masks = tuple(
        Radial(
            x=eye.x / width,
            y=eye.y / height,
            radius_x=0.13 * face.size / short,
            radius_y=0.085 * face.size / short,
        )
        for face in chosen
        for eye in face.eyes
    )
    return Sight(_joined(masks), value, words)


def skin_named(scene: Scene | None) -> Sight:
    """Skin near faces."""
    if scene is None:
        return Sight(Skin(), 0.5, "skin, where the photo has any")
    if scene.faces and not believable_faces(scene):
        return nothing(NO_FACE)
    found = confidence(Skin(), scene)
    return Sight(Skin(), found.value, found.reason) if found.value > 0.0 else nothing(found.reason)


def people_named(said: Spoken, scene: Scene) -> Sight:
    """The people that the words mean, each along their own edge where there is one."""
    found = find_people(scene)
    if not found:
        return nothing("nobody was found")
    chosen, sure = _chosen_people(said, found)
    parts = [_figure(person, scene) for person in chosen]
    masks = tuple(part.mask for part in parts if part.mask is not None)
    value = min(part.confidence for part in parts) * sure
    return Sight(_joined(masks), value, f"{_people(len(chosen))} of {len(found)} found: {parts[0].words}")


def belonging_named(said: Spoken, scene: Scene) -> Sight:
    """Clothes, hair or mouth of the person that the words mean."""
    found = tuple(person for person in find_people(scene) if person.face is not None)
    if not found:
        return nothing(NO_FACE)
    chosen, sure = _chosen_people(said, found)
    person = chosen[0]
    if said.head in MOUTH:
        return _mouth(person, scene, sure)
    figure = _figure(person, scene)
    if figure.mask is None or person.face is None:
        return nothing(figure.words)
    if said.head in HAIR:
        crown = face_ellipse(person.face, scene, (0.5, 0.25, 0.8, 0.85), 0.3)
        hair = Combine(operation="intersect", masks=(figure.mask, crown))
        mask = Combine(
            operation="subtract", masks=(hair, face_ellipse(person.face, scene, (0.5, 0.6, 0.42, 0.6), 0.3))
        )
        return Sight(mask, 0.7 * figure.confidence * sure, "around a face that was found")
    head = face_ellipse(person.face, scene, (0.5, 0.35, 0.9, 1.05), 0.15)
    mask = Combine(operation="subtract", masks=(figure.mask, head, Skin()))
    return Sight(mask, 0.85 * figure.confidence * sure, "a person who was found, without head and skin")


def people_outline(said: Spoken, scene: Scene) -> Mask | None:
    """Loops around the people that the words mean, None where nobody was found."""
    found = find_people(scene)
    if not found:
        return None
    chosen, _ = _chosen_people(said, found)
    return _joined(tuple(Lasso(points=person.outline) for person in chosen))


def _figure(person: Person, scene: Scene) -> Sight:
    """One person: the cut joined with what is surely them, or a soft shape where no cut holds.

    Of a person so near that the frame holds little but the face, it is unknown where the rest is.
    """
    from burnish.agent.regions.cutting import trial_cut

    area = Loop(points=person.outline)
    cut = trial_cut(area, scene)
    height, width = cut.inside.shape
    core = Combine(masks=person.core).render(height, width, None) > 0.6
    covered = float((cut.inside & core).sum() / max(int(core.sum()), 1))
    near = 0.0 if person.face is None else ramp(person.face.size / min(scene.linear.shape[:2]), 0.35, 0.7)
    soft = SOFT_SHAPE * person.sure * (1.0 - 0.5 * near)
    if cut.confidence >= CLEAR_CUT and covered >= 0.3:
        value = (
            person.sure * min(cut.confidence / 0.65, 1.0) * min(0.4 + 0.7 * covered, 1.0) * (1.0 - 0.5 * near)
        )
        parts = (Subject(area=area), *person.core, *_bare_skin(person, scene))
        return Sight(Combine(masks=parts), max(value, soft), "cut out along the edge")
    return Sight(Lasso(points=person.outline, feather=0.03), soft, f"a soft shape, as {cut.reason}")


def _bare_skin(person: Person, scene: Scene) -> tuple[Mask, ...]:
    """Arms and hands, which a cut by colors loses where they are unlike the clothes."""
    if person.face is None or confidence(Skin(), scene).value < SURE_SKIN:
        return ()
    return (Combine(operation="intersect", masks=(Skin(), Lasso(points=person.outline, feather=0.01))),)


def _mouth(person: Person, scene: Scene, sure: float) -> Sight:
    face = person.face
    if face is None:
        return nothing(NO_FACE)
    mask = face_ellipse(face, scene, (0.5, 0.79, 0.21, 0.11), 0.5)
    return Sight(mask, 0.75 * face.sure * sure, "where the mouth is in a face that was found")


def _chosen_faces(
    said: Spoken, faces: Sequence[FoundFace], scene: Scene
) -> tuple[tuple[FoundFace, ...], float]:
    """The faces that the words mean, and how sure that choice is."""
    height, width = scene.linear.shape[:2]
    spots = [((f.x + f.size / 2) / width, (f.y + f.size / 2) / height, f.size**2) for f in faces]
    indices, sure = chosen(said, spots)
    return tuple(faces[at] for at in indices), sure


def _chosen_people(said: Spoken, found: Sequence[Person]) -> tuple[tuple[Person, ...], float]:
    spots = [(p.x, p.y, p.face.size**2 if p.face else p.size) for p in found]
    indices, sure = chosen(said, spots)
    return tuple(found[at] for at in indices), sure


def chosen(said: Spoken, spots: Sequence[tuple[float, float, float]]) -> tuple[tuple[int, ...], float]:
    """Which of several things at (x, y, size) the words mean, and how sure that choice is, 0 to 1."""
    everyone = tuple(range(len(spots)))
    if len(spots) == 1:
        x, y, _ = spots[0]
        there = said.place.weight(x, y) > 0.15 if said.place.is_said else True
        return everyone, 1.0 if there else UNTOLD
    if said.place.is_said:
        return _by_rank([_at(said, spots, at) for at in everyone], said.plural)
    if said.size or said.place.depth:
        sign = -1.0 if said.size == "small" or said.place.depth == "back" else 1.0
        return _by_rank([sign * size for _, _, size in spots], said.plural)
    if not said.names_one or said.plural:
        return everyone, 1.0
    sizes = sorted((size for _, _, size in spots), reverse=True)
    if sizes[0] > 2.5 * sizes[1]:
        return (max(everyone, key=lambda at: spots[at][2]),), 0.8
    return everyone, UNTOLD


def _at(said: Spoken, spots: Sequence[tuple[float, float, float]], at: int) -> float:
    """How far towards the named side a thing lies among the others: on the left means more to the left than they."""
    xs, ys = [spot[0] for spot in spots], [spot[1] for spot in spots]
    x, y, _ = spots[at]
    toward = 0.0
    if said.place.across:
        toward += {"left": -x, "right": x, "middle": -abs(x - (min(xs) + max(xs)) / 2)}[said.place.across]
    if said.place.down and said.place.across != "middle":
        toward += {"top": -y, "bottom": y, "middle": -abs(y - (min(ys) + max(ys)) / 2)}[said.place.down]
    return toward


def _by_rank(ranks: Sequence[float], plural: bool) -> tuple[tuple[int, ...], float]:
    """The highest rank, or for a plural those nearer to the highest than to the lowest; sure where ranks differ."""
    best, worst = max(ranks), min(ranks)
    spread = best - worst
    if spread <= 0.0:
        return tuple(range(len(ranks))), UNTOLD
    if plural:
        return tuple(at for at, rank in enumerate(ranks) if best - rank < 0.5 * spread), 0.85
    ordered = sorted(ranks, reverse=True)
    clear = min((ordered[0] - ordered[1]) / (0.25 * abs(ordered[0]) + 0.05), 1.0)
    return (ranks.index(best),), 0.5 + 0.5 * clear


def _joined(masks: Sequence[Mask]) -> Mask:
    return masks[0] if len(masks) == 1 else Combine(masks=tuple(masks))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
