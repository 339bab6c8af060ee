"""Which skin tones photos show, measured off-peak so that a release can be compared tone by tone."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from burnish.app.improving.stage import Each, here
from burnish.errors import BurnishError
from burnish.evaluation.fairness.skin_tone import SkinTone, Tone, skin_tone
from burnish.imaging.picture import Picture

LONG_SIDE = 800
"""Pixels: as fine as skin is sought."""

GROUPS: Mapping[Tone, str] = {
    "very light": "light", "light": "light", "intermediate": "medium", "tan": "medium", "brown": "dark",
    "dark": "dark",
}  # fmt: skip
"""Three instead of six: exposure and light leave too much doubt about one photo for more."""

MOST_PHOTOS = 300
"""That are looked at in one run: about a third of a second each."""


@dataclass(frozen=True)
class SkinTones:
    """Looks at photos that are still there."""

    read: Callable[[str], bytes]
    """A photo's bytes by digest. Raises BurnishError where they are gone."""

    def of(self, digests: Collection[str], each: Each = here) -> Mapping[str, str]:
        """Tones by digest, of photos in which a face was found; of the first ones where there are very many."""
        chosen = sorted(set(digests))[:MOST_PHOTOS]
        tones = each(_tone, (self._data(digest) for digest in chosen))
        return {digest: tone for digest, tone in zip(chosen, tones, strict=True) if tone is not None}

    def _data(self, digest: str) -> bytes | None:
        try:
            return self.read(digest)
        except BurnishError:  # removed by now, or never here: nothing can be said of it
            return None


def _tone(data: bytes | None) -> str | None:
    try:
        return None if data is None else _tone_of(_decoded(data))
    except BurnishError:  # it cannot be read
        return None


def _decoded(data: bytes) -> Picture:
    from burnish.imaging.files.reading import decode_photo
    from burnish.imaging.files.source import Source
    from burnish.imaging.limits import Limits
    from burnish.imaging.reduce import reduce

    return reduce(decode_photo(Source("a photo", data, Limits())), long_side=LONG_SIDE)


def _tone_of(picture: Picture) -> str | None:
    from burnish.imaging.masks import Scene
    from burnish.imaging.masks.skin import skin

    linear = picture.linear()
    scene = Scene(linear)
    if not scene.faces:
        return None
    mask, confidence = skin(scene)
    measured = skin_tone(linear, mask, confidence.value)
    return GROUPS[measured.tone] if isinstance(measured, SkinTone) else None
