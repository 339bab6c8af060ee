"""Trial cuts."""

from skimage.transform import resize
from tests.agent.painted import disk, meadow, overlap, scene_of

from burnish.agent.regions.cutting import agreement, trial_cut
from burnish.imaging.masks import Circle, Subject, rasterize


def test_a_ball_is_cut_out_with_confidence_and_as_the_mask_cuts_it():
    picture = meadow()
    ball = disk(picture, 0.5, 0.5, 0.22, (225, 130, 40))
    scene, area = scene_of(picture), Circle(radius=0.33)
    cut = trial_cut(area, scene)
    assert cut.confidence > 0.5
    assert agreement(ball, cut.inside) > 0.85
    finished = rasterize(Subject(area=area), *ball.shape, scene) > 0.5
    assert overlap(resize(cut.inside.astype(float), ball.shape) > 0.5, finished) > 0.85


def test_a_circle_of_plain_grass_gives_no_cut_to_trust():
    assert trial_cut(Circle(radius=0.3), scene_of(meadow())).confidence < 0.35


def test_an_area_outside_the_frame_holds_nothing():
    cut = trial_cut(Circle(x=1.9, y=1.9, radius=0.1), scene_of(meadow()))
    assert cut.confidence == 0.0
    assert not cut.inside.any()
