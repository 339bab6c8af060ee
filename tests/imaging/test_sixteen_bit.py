import numpy as np
import pytest

from burnish.imaging.area_kernels import encode_row
from burnish.imaging.color import SRGB_TO_REC2020, srgb_decode
from burnish.imaging.picture import Encoding, srgb_encoding
from burnish.imaging.sixteen_bit import codes_of_light, sixteen_bit


def test_eight_bit_codes_keep_their_light():
    encoding = srgb_encoding(np.uint8)
    assert np.array_equal(sixteen_bit(encoding).curves[:, ::257], encoding.curves)


def test_between_two_codes_it_follows_the_standard():
    curve = sixteen_bit(srgb_encoding(np.uint8)).curves[0]
    assert np.allclose(curve, srgb_decode(np.arange(65536) / 65535), atol=2e-6)
    assert np.all(np.diff(curve) > 0)


def test_sixteen_bit_encodings_stay_as_they_are():
    encoding = srgb_encoding(np.uint16)
    assert sixteen_bit(encoding) is encoding


@pytest.mark.parametrize("gamma", [1.0, 1.8, 2.2, 2.6])
def test_light_finds_its_code_again(gamma):
    curve = (np.arange(65536) / 65535) ** gamma
    encoding = Encoding(np.tile(curve.astype(np.float32), (3, 1)), SRGB_TO_REC2020.copy())
    codes = np.arange(0, 65536, 7)
    light = np.repeat(encoding.curves[0][codes][:, None], 3, axis=1)
    out = np.empty((len(codes), 3), np.uint16)
    encode_row(light, *codes_of_light(encoding), out)
    assert np.abs(out.astype(int) - codes[:, None]).max() <= 8


def test_a_curve_with_a_flat_end_stays_in_range():
    curve = np.minimum(np.arange(65536) / 60000, 1.0).astype(np.float32)
    encoding = Encoding(np.tile(curve, (3, 1)), SRGB_TO_REC2020.copy())
    out = np.empty((3, 3), np.uint16)
    encode_row(np.float32([[-1, 0, 0.5], [1, 2, 9], [0.25] * 3]), *codes_of_light(encoding), out)
    assert out[0, :2].tolist() == [0, 0]
    assert out[1].min() >= 60000
    assert abs(int(out[2, 0]) - 15000) <= 1
