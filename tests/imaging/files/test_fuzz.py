"""Mutated files: a valid picture or BadInput, nothing else, and nothing on the standard error stream."""

import random

import numpy as np
import pytest
from tests.imaging.files import picture_bytes as make

from burnish.errors import BadInput
from burnish.imaging.files import probe, read_photo


def mutated(data, seed):
    """The bytes with a few flipped, cut, repeated, zeroed or swapped; most hits go to the header."""
    rng = random.Random(seed)
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        reach = len(out) if rng.random() < 0.4 else min(len(out), 600)
        at = rng.randrange(reach)
        way = rng.randrange(6)
        if way == 0:
            out[at] ^= 1 << rng.randrange(8)
        elif way == 1:
            out[at : at + 4] = rng.choice(
                (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\1")
            )
        elif way == 2:
            del out[at : at + rng.randrange(1, 40)]
        elif way == 3:
            out[at:at] = out[at : at + rng.randrange(1, 200)]
        elif way == 4:
            out = out[: max(at, 8)]
        else:
            out[at] = rng.randrange(256)
        if len(out) < 8:
            break
    return bytes(out)


def survives(path, data):
    path.write_bytes(data)
    for use in (probe, read_photo):
        try:
            result = use(path)
        except BadInput as error:
            assert "\n" not in str(error)  # noqa: PT017
        else:
            if use is read_photo:
                assert result.samples.shape[2] == 3
                assert np.isfinite(result.encoding.curves).all()


@pytest.mark.parametrize("suffix", make.MAKERS)
def test_sixty_mutations_of_each_format(tmp_path, capfd, suffix):
    data = make.MAKERS[suffix]()
    for seed in range(60):
        survives(tmp_path / f"a{suffix}", mutated(data, seed))
    assert capfd.readouterr().err == ""


@pytest.mark.slow
@pytest.mark.parametrize("suffix", make.MAKERS)
def test_many_mutations_of_each_format(tmp_path, capfd, suffix):
    data = make.MAKERS[suffix]()
    for seed in range(1_000, 1_400):
        survives(tmp_path / f"a{suffix}", mutated(data, seed))
    assert capfd.readouterr().err == ""
