"""Which of several people words mean."""

import pytest

from burnish.agent.regions.people_by_words import chosen
from burnish.agent.regions.spoken import spoken

ADULT_LEFT, CHILD, ADULT_RIGHT = (0.2, 0.3, 0.04), (0.5, 0.6, 0.01), (0.8, 0.32, 0.035)
FAMILY = (ADULT_LEFT, CHILD, ADULT_RIGHT)


@pytest.mark.parametrize(
    ("phrase", "who"),
    [
        ("his face on the left", (0,)),
        ("the man on the right", (2,)),
        ("the person in the middle", (1,)),
        ("the kid's face", (1,)),
        ("the little boy", (1,)),
        ("the person in the back", (1,)),
        ("the faces", (0, 1, 2)),
        ("everyone", (0, 1, 2)),
    ],
)
def test_place_and_size_choose(phrase: str, who: tuple[int, ...]):
    assert chosen(spoken(phrase), FAMILY)[0] == who


def test_her_among_several_is_a_guess():
    assert chosen(spoken("her face"), FAMILY)[1] <= 0.5


def test_her_alone_is_sure():
    assert chosen(spoken("her face"), (ADULT_LEFT,)) == ((0,), 1.0)


def test_the_only_one_who_is_not_where_the_words_say_is_doubted():
    assert chosen(spoken("the man on the right"), (ADULT_LEFT,))[1] <= 0.5


def test_one_near_the_camera_is_meant_rather_than_one_far_off():
    assert chosen(spoken("her face"), (ADULT_LEFT, (0.9, 0.3, 0.002)))[0] == (0,)
