"""People, in a photo of a person and in one of a cup."""

import pytest
import skimage.data
from tests.agent.painted import scene_of

from burnish.agent.regions.people import believable_faces, find_people
from burnish.imaging.masks import Lasso, Scene, rasterize


@pytest.fixture(scope="module")
def astronaut() -> Scene:
    return scene_of(skimage.data.astronaut())


def test_the_astronaut_is_one_person_with_a_face(astronaut: Scene):
    (person,) = find_people(astronaut)
    assert person.face is not None
    assert person.sure > 0.7
    assert 0.35 < person.x < 0.6


def test_the_outline_holds_the_face_and_reaches_the_lower_edge(astronaut: Scene):
    (person,) = find_people(astronaut)
    inside = rasterize(Lasso(points=person.outline), 512, 512) > 0.5
    face = person.face
    assert face is not None
    assert inside[int(face.y + face.size / 2), int(face.x + face.size / 2)]
    assert inside[-1].any()
    assert not inside[:, :20].any()


def test_the_core_lies_within_the_outline(astronaut: Scene):
    (person,) = find_people(astronaut)
    inside = rasterize(Lasso(points=person.outline, feather=0.01), 256, 256) > 0.01
    for part in person.core:
        core = rasterize(part, 256, 256) > 0.5
        assert (core & ~inside).sum() < 0.03 * core.sum()


def test_a_figure_with_the_face_at_its_feet_refutes_the_face(
    astronaut: Scene, monkeypatch: pytest.MonkeyPatch
):
    from burnish.agent.regions import people

    figure = people.Person((0.0, -3.0, 1.0, 0.5), (), (), None, 0.9)
    monkeypatch.setattr(people, "_figures", lambda scene: (figure,))
    assert believable_faces(Scene(astronaut.linear)) == ()


def test_nobody_sits_in_a_cup_of_coffee():
    assert find_people(scene_of(skimage.data.coffee())) == ()
