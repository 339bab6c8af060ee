"""Cascades are read once and never shared by two at a time."""

from burnish.imaging.cascades import cascade

EYE = "haarcascade_eye"


def test_a_cascade_in_use_is_not_given_to_another() -> None:
    with cascade(EYE) as one, cascade(EYE) as other:
        assert one is not other


def test_one_that_is_free_again_is_used_again() -> None:
    with cascade(EYE) as one:
        pass
    with cascade(EYE) as again:
        assert again is one
        assert not again.empty()
