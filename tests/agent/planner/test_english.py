"""Telling English from other languages."""

import pytest

from burnish.agent.planner.english import is_foreign


@pytest.mark.parametrize(
    "text",
    ["Mach das Bild heller", "plus de contraste s'il vous plaît", "сделай ярче", "明るくして",
     "maak de foto warmer en met meer contrast", "je voudrais une photo en noir et blanc", "fler färger tack"],
)  # fmt: skip
def test_another_language_is_told_apart_even_where_it_shares_words(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    ["brighter", "Kodachrome", "remove sweaty armpit guy", "contrast/brightness", "brihgter pls", "less noise",
     "replicate the logo", "crop 4x5", "", "!!!", "🔥", "café in the background"],
)  # fmt: skip
def test_english_is_not_foreign_however_rare_or_misspelled_its_words(text: str) -> None:
    assert not is_foreign(text)
