"""Cascades vote on faces, and who could not be agreed with is not asked."""

import numpy as np
import pytest

from burnish.imaging.masks import faces
from burnish.imaging.masks.base import Scene
from burnish.imaging.masks.faces import VOTERS, find_faces

FIRST, SECOND, LAST = VOTERS
BOX = (40.0, 30.0, 100.0)


@pytest.mark.parametrize(
    ("seen_by", "asked", "found"),
    [
        ((), (FIRST, SECOND), 0),
        ((LAST,), (FIRST, SECOND), 0),
        ((FIRST,), (FIRST, SECOND, LAST), 0),
        ((FIRST, SECOND), (FIRST, SECOND, LAST), 1),
        ((SECOND, LAST), (FIRST, SECOND, LAST), 1),
    ],
)
def test_two_of_three_must_agree_and_the_last_is_not_asked_where_it_would_be_alone(
    monkeypatch, seen_by, asked, found
) -> None:
    told: list[str] = []

    def run(voter: str, *_: object) -> list[faces.Square]:
        told.append(voter)
        return [BOX] if voter in seen_by else []

    monkeypatch.setattr(faces, "_run", run)
    monkeypatch.setattr(faces, "LEAST_SURE", 0.0)
    scene = Scene(np.full((200, 300, 3), 0.2, np.float32))
    assert len(find_faces(scene)) == found
    assert tuple(told) == asked
