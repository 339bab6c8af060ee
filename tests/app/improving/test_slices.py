import io

import numpy as np
import pytest
from PIL import Image

from burnish.app.improving.skin_tones import SkinTones
from burnish.app.improving.slices import attributes, places
from burnish.errors import NotFound
from burnish.learning.policy.scoring import Scored


def scored(people: tuple[str, ...], photos: tuple[str, ...] = ()) -> Scored:
    count = len(people)
    return Scored(np.zeros(count), people, ("portrait",) * count, ("",) * count, photos)


def test_those_who_said_little_are_looked_at_by_themselves():
    found = attributes(scored(("a", "a", "a", "b", "c")), {})
    assert found["cohort"] == ["said_much"] * 3 + ["said_little"] * 2
    assert found["operation"] == ["none"] * 5


def test_a_photo_whose_tone_is_not_sure_is_in_no_skin_tone():
    found = attributes(scored(("a", "b", "c"), ("1", "2", "3")), {"1": "dark", "3": "light"})
    assert found["skin_tone"] == ["dark", None, "light"]
    assert {name: where.tolist() for name, where in places(found["skin_tone"]).items()} == {
        "dark": [0],
        "light": [2],
    }


def test_without_a_photo_that_shows_one_there_is_no_slice_of_skin_tones():
    assert "skin_tone" not in attributes(scored(("a",), ("1",)), {})


def test_the_tone_of_a_face_is_measured_and_photos_that_are_gone_or_show_none_are_left_out():
    data = pytest.importorskip("skimage.data")
    portrait, wall = io.BytesIO(), io.BytesIO()
    Image.fromarray(data.astronaut()).save(portrait, "PNG")
    Image.fromarray(data.brick()).save(wall, "PNG")
    files = {"portrait": portrait.getvalue(), "wall": wall.getvalue(), "broken": b"no picture"}

    def read(digest: str) -> bytes:
        if digest not in files:
            raise NotFound(f"no photo {digest!r}")
        return files[digest]

    found = SkinTones(read).of(["portrait", "wall", "broken", "gone"])
    assert found == {"portrait": "light"}
