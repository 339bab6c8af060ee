"""What stands out."""

import numpy as np
import skimage.data
from skimage.transform import resize
from tests.agent.painted import YELLOW, disk, meadow, overlap, scene_of

from burnish.agent.regions.saliency import salient_thing
from burnish.imaging.masks import Scene


def test_a_ball_on_grass_stands_out_where_it_lies():
    picture = meadow()
    ball = disk(picture, 0.4, 0.55, 0.2, (225, 130, 40))
    thing = salient_thing(scene_of(picture))
    assert thing is not None
    where = resize(thing.inside.astype(float), ball.shape) > 0.5
    assert thing.confidence > 0.7
    assert overlap(where, ball) > 0.6


def test_of_grass_alone_nothing_stands_out():
    thing = salient_thing(scene_of(meadow()))
    assert thing is None or thing.confidence < 0.2


def test_several_alike_stand_out_less_than_one():
    one, three = meadow(), meadow()
    disk(one, 0.5, 0.5, 0.14, YELLOW)
    for x in (0.2, 0.5, 0.8):
        disk(three, x, 0.5, 0.14, YELLOW)
    alone, among = salient_thing(scene_of(one)), salient_thing(scene_of(three))
    assert alone is not None
    assert among is not None
    assert among.confidence < 0.6 * alone.confidence


def test_a_band_across_the_frame_is_not_a_thing():
    picture = meadow()
    picture[90:160] = np.array(YELLOW) + np.random.default_rng(1).normal(0, 3, picture[90:160].shape)
    thing = salient_thing(scene_of(picture))
    assert thing is None or thing.confidence < 0.4


def test_a_tree_line_from_side_to_side_is_no_subject():
    picture = meadow()
    y, x = np.mgrid[: len(picture), : picture.shape[1]]
    trees = (y > 110 - 12 * np.sin(x / 40)) & (y < 155)
    picture[trees] = np.array((190, 120, 60)) + np.random.default_rng(2).normal(0, 8, (int(trees.sum()), 3))
    thing = salient_thing(scene_of(picture))
    assert thing is None or thing.confidence < 0.5


def test_the_coffee_cup_of_a_real_photo_stands_out():
    thing = salient_thing(scene_of(skimage.data.coffee()))
    assert thing is not None
    assert thing.inside[thing.inside.shape[0] // 2, thing.inside.shape[1] // 2]
    assert thing.confidence > 0.5


def test_a_picture_of_a_few_pixels_shows_nothing():
    assert salient_thing(Scene(np.zeros((3, 5, 3), np.float32))) is None
