"""What a request asks for and where, for those who check what became of it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from burnish.agent.checking.pair import Sought
from burnish.agent.planner.intents import Intent
from burnish.app.darkroom import Darkroom
from burnish.imaging.masks import Combine, Mask, Scene
from burnish.imaging.picture import Picture
from burnish.imaging.pixels import LinearPicture, Plane

SOUGHT_PX = 512
"""Long side of the picture that places are sought in."""

AROUND_PX = 384
"""The same where other surroundings are asked for, which end at people and things of some size."""


@dataclass(frozen=True)
class Asked:
    """What a request was understood to ask for."""

    request: str = ""
    intents: tuple[Intent, ...] = ()
    mask: Mask | None = None
    """Where, on the source; None for everywhere, or where no place was found."""

    held: frozenset[int] = frozenset()
    """Steps whose amount was stated."""


def understood_request(request: str, source: Picture, darkroom: Darkroom) -> Asked:
    """What a request asks for and where. Nothing is looked for where no place is named."""
    from burnish.imaging.reduce import reduce_linear, reduced_size

    wishes = wishes_of(request)
    width, height = reduced_size(source.width, source.height, long_side=SOUGHT_PX)
    place = asked_place(wishes, reduce_linear(source, width * height), darkroom)
    return Asked(request, wishes, None if place is None else place.mask)


def wishes_of(request: str) -> tuple[Intent, ...]:
    """What a request asks for; nothing where nothing was said."""
    if not request.strip():
        return ()
    from burnish.agent.language.understanding import understood

    return understood(request).intents


@dataclass(frozen=True, eq=False)
class AskedPlace:
    """Where all wishes of a request are for, as it was found in a picture."""

    mask: Mask
    scene: Scene
    """What it was found in."""

    def drawn(self, height: int, width: int) -> Plane:
        """How much of each pixel lies there, 0 to 1; the picture is not searched again."""
        from burnish.imaging.masks import rasterize

        return rasterize(self.mask, height, width, self.scene)


def asked_place(wishes: Sequence[Intent], picture: LinearPicture, darkroom: Darkroom) -> AskedPlace | None:
    """Where all of the wishes are for; None as soon as one is for everywhere, or its place was not found."""
    local = _local(wishes)
    if not local:
        return None
    from burnish.agent.perception import TYPICAL, Perception
    from burnish.agent.regions.locating import locate
    from burnish.imaging.guided import reduced

    height, width = picture.shape[:2]
    long_side_px = AROUND_PX if all(each.op == "background" for each in local) else SOUGHT_PX
    short_side_px = round(long_side_px * min(height, width) / max(height, width))
    scene = Scene(reduced(picture, max(1, short_side_px)), darkroom.masks)
    # Finding places takes none of the measured facts.
    seen = Perception(scene, width, height, TYPICAL)
    masks = list[Mask]()
    for each in local:
        mask = locate(each, seen, None).mask
        if mask is None:
            return None
        masks.append(mask)
    return AskedPlace(masks[0] if len(masks) == 1 else Combine(masks=tuple(masks)), scene)


def sought_beside(wishes: Sequence[Intent], picture: LinearPicture, darkroom: Darkroom) -> Sought | None:
    """Begin to seek where wishes are for; what tells it, at the picture's size. None where no place is named."""
    if not _local(wishes):
        return None

    def find() -> Plane | None:
        place = asked_place(wishes, picture, darkroom)
        return None if place is None else place.drawn(*picture.shape[:2])

    beside = ThreadPoolExecutor(1)
    found = beside.submit(find)
    beside.shutdown(wait=False)
    return found.result


def _local(wishes: Sequence[Intent]) -> tuple[Intent, ...]:
    """The wishes, where each is for some place; else nothing."""
    local = tuple(
        replace(each, op="background", region="bg") if _is_around(each) else each for each in wishes
    )
    return () if any(each.region is None and not each.phrase for each in local) else local


def _is_around(wish: Intent) -> bool:
    """Whether other surroundings are asked for without a word of what they lie around."""
    from burnish.agent.checking.renewed import asks_for_most

    return asks_for_most((wish,)) and wish.region is None and not wish.phrase
