"""Photos are checked each in a process of its own that is forked from a warm one, with the same answers and limits."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.imaging.files.test_decode_check import png

from burnish.errors import UnreadablePhoto
from burnish.imaging.files import describe_photo
from burnish.imaging.files.decode_check import Allowance
from burnish.imaging.files.decode_warm import WarmDecoder
from burnish.imaging.files.source import Source
from burnish.imaging.limits import Limits


@pytest.fixture(scope="module")
def decoder():
    made = WarmDecoder()
    yield made
    made.close()


def photo(name: str = "a.png") -> Source:
    return Source(name, png(), Limits())


def test_it_says_what_is_said_without_it_to_many_at_once(decoder):
    with ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda k: decoder.checked(photo(f"{k}.png"), Allowance()), range(8))
        assert {each.digest for each in found} == {describe_photo(photo()).digest}


def test_damage_is_told_in_the_same_words(decoder):
    with pytest.raises(UnreadablePhoto, match=r"'b.png' cannot be read"):
        decoder.checked(Source("b.png", png()[:60], Limits()), Allowance())


def test_what_takes_more_than_it_may_is_ended_and_the_next_is_not(decoder):
    with pytest.raises(UnreadablePhoto, match="more time or memory than any photo needs"):
        decoder.checked(photo(), Allowance(memory_bytes=1 << 20))
    assert decoder.checked(photo(), Allowance()).format == "png"


def test_a_warm_process_that_was_killed_is_begun_again(decoder):
    decoder.checked(photo(), Allowance())
    os.kill(decoder._process.pid, signal.SIGKILL)
    decoder._process.wait()
    assert decoder.checked(photo(), Allowance()).format == "png"


def test_one_that_was_closed_leaves_no_process(decoder):
    decoder.checked(photo(), Allowance())
    process = decoder._process
    decoder.close()
    decoder.close()
    assert process.returncode is not None
