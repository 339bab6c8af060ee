"""Things as words name them: what stands out."""

import pytest
from tests.agent.painted import disk, meadow, scene_of

from burnish.agent.regions import cutting
from burnish.agent.regions.spoken import spoken
from burnish.agent.regions.things_by_words import SUREST, standing_out


def test_what_cannot_be_sure_enough_is_not_cut_on_trial(monkeypatch: pytest.MonkeyPatch):
    picture = meadow()
    disk(picture, 0.5, 0.5, 0.22, (225, 130, 40))
    scene = scene_of(picture)
    found = standing_out(spoken("the subject"), scene)
    assert 0 < found.confidence <= SUREST

    def cut_all_the_same(*_: object):
        raise AssertionError("a trial cut was made")

    monkeypatch.setattr(cutting, "trial_cut", cut_all_the_same)
    hardly = standing_out(spoken("the subject"), scene, SUREST + 0.01)
    assert hardly.confidence >= found.confidence
    with pytest.raises(AssertionError, match="trial cut"):
        standing_out(spoken("the subject"), scene)
