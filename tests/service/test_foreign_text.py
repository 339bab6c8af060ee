"""Text from files is one short, visible line."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from burnish.service.foreign_text import LONGEST, foreign


@given(st.text(max_size=400))
def test_it_is_one_short_line_of_visible_characters(text):
    told = foreign(text)
    assert len(told) <= LONGEST
    assert "\n" not in told
    assert told == told.strip()
    assert all(not unicodedata.category(each).startswith("C") for each in told)


@given(st.text(max_size=400))
def test_cleaning_twice_is_cleaning_once(text):
    assert foreign(foreign(text)) == foreign(text)


def test_ordinary_names_stay_as_they_are():
    for name in ("IMG_0042.JPG", "Österreich – Föhn.jpg", "写真 1.png", "Canon EOS R5"):
        assert foreign(name) == name


def test_what_cannot_be_seen_is_gone():
    hidden = "a\u200bb\u202ec\U000e0041d\x1b[31me\r\nf"
    assert foreign(hidden) == "abcd[31me f"
