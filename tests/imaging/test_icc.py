"""ICC profiles decoded by our tables agree with littleCMS."""

import io
import itertools
import struct

import numpy as np
import pytest
from PIL import Image, ImageCms

from burnish.imaging.color import (
    D50_XYZ,
    D65_XY,
    PRIMARIES_XY,
    adaptation,
    linear_to_srgb8,
    rgb_to_xyz,
    xy_to_xyz,
)
from burnish.imaging.files import read_photo
from burnish.imaging.icc import BrokenProfile, apply_table, curve_values, encoding_of, parse_profile
from burnish.imaging.spaces import SPACES, WIDE, profile_of

COLORS = np.random.default_rng(7).integers(0, 256, (64, 64, 3)).astype(np.uint8)


def fixed(*values):
    return struct.pack(f">{len(values)}i", *(round(float(v) * 65536) for v in values))


def profile(tags, space=b"RGB ", kind=b"mntr", connection=b"XYZ ", version=0x02400000):
    """A profile put together by hand, independent of the ones Burnish writes."""
    table, body, at = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, element in tags.items():
        table += struct.pack(">4sII", name.encode(), at + len(body), len(element))
        body += element + bytes(-len(element) % 4)
    head = struct.pack(">I4sI4s4s4s", at + len(body), bytes(4), version, kind, space, connection)
    head += struct.pack(">6H4s28x", 2020, 1, 1, 0, 0, 0, b"acsp") + fixed(0.9642, 1.0, 0.8249) + bytes(48)
    return head + table + body


def matrix_profile(primaries, curve, **rest):
    adapted = adaptation(xy_to_xyz(D65_XY), D50_XYZ) @ rgb_to_xyz(PRIMARIES_XY[primaries])
    tags = {f"{c}XYZ": b"XYZ " + bytes(4) + fixed(*adapted[:, i]) for i, c in enumerate("rgb")}
    tags |= {f"{c}TRC": curve for c in "rgb"} | {"wtpt": b"XYZ " + bytes(4) + fixed(*D50_XYZ)}
    tags["desc"] = b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(78)
    return profile(tags, **rest)


def para(kind, *values):
    return b"para" + bytes(4) + struct.pack(">HH", kind, 0) + fixed(*values)


def curv(*values):
    return b"curv" + bytes(4) + struct.pack(f">I{len(values)}H", len(values), *values)


SRGB_PARA = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
TABLE = [round(65535 * (i / 1023) ** 1.8) for i in range(1024)]
PROFILES = {
    "littleCMS's sRGB": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    "Display P3": profile_of(SPACES["display_p3"]),
    "sRGB": profile_of(SPACES["srgb"]),
    "Adobe RGB": profile_of(SPACES["adobe_rgb"]),
    "Rec. 2020": profile_of(SPACES["rec2020"]),
    "Adobe primaries, curv gamma": matrix_profile("adobe_rgb", curv(563)),
    "identity curve": matrix_profile("srgb", curv()),
    "table": matrix_profile("srgb", curv(*TABLE)),
    "para 0": matrix_profile("display_p3", para(0, 2.2)),
    "para 1": matrix_profile("srgb", para(1, 2.2, 1.1, -0.1)),
    "para 2": matrix_profile("srgb", para(2, 2.2, 0.9, -0.05, 0.1)),
    "para 3": matrix_profile("adobe_rgb", para(3, *SRGB_PARA)),
    "para 4": matrix_profile("display_p3", para(4, 2.4, 0.94, 0.04, 1 / 12.92, 0.04045, 0.01, 0.01)),
}


def by_littlecms(data, mode="RGB", pixels=COLORS):
    source = ImageCms.ImageCmsProfile(io.BytesIO(data))
    transform = ImageCms.buildTransform(
        source, ImageCms.createProfile("sRGB"), mode, "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    return np.asarray(ImageCms.applyTransform(Image.fromarray(pixels), transform))


@pytest.mark.parametrize("name", PROFILES)
def test_a_matrix_profile_agrees_with_littlecms_within_one_code_value(name):
    ours = linear_to_srgb8(encoding_of(parse_profile(PROFILES[name]), 256).linear(COLORS))
    assert np.abs(ours.astype(int) - by_littlecms(PROFILES[name])).max() <= 1


def test_a_gray_profile_agrees_with_littlecms_within_one_code_value():
    data = profile({"kTRC": curv(461), "wtpt": b"XYZ " + bytes(4) + fixed(*D50_XYZ)}, space=b"GRAY")
    ramp = np.arange(256, dtype=np.uint8).reshape(16, 16)
    ours = linear_to_srgb8(
        encoding_of(parse_profile(data), 256).linear(np.repeat(ramp[..., None], 3, axis=2))
    )
    assert np.abs(ours.astype(int) - by_littlecms(data, "L", ramp)).max() <= 1


def test_a_color_table_is_applied_by_littlecms_and_comes_out_wide():
    wide, encoding = apply_table(COLORS, parse_profile(PROFILES["Display P3"]))
    direct = encoding_of(parse_profile(PROFILES["Display P3"]), 256).linear(COLORS)
    assert wide.dtype == np.uint16
    assert np.abs(linear_to_srgb8(encoding.linear(wide)).astype(int) - linear_to_srgb8(direct)).max() <= 1


def ink_profile():
    """CMYK inks as ideal filters over white paper: two steps an ink, 16-bit Lab (ICC.1:2001-04 6.5.7)."""
    corners = np.array(list(itertools.product((0, 1), repeat=4)))
    light = (1 - corners[:, :3]) * (1 - 0.9 * corners[:, 3:])
    ratio = light @ (adaptation(xy_to_xyz(D65_XY), D50_XYZ) @ rgb_to_xyz(PRIMARIES_XY["srgb"])).T / D50_XYZ
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    lab = np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)
    nodes = np.rint(np.clip((lab + np.array([0, 128, 128])) * [652.8, 256, 256], 0, 65535)).astype(">u2")
    table = (
        b"mft2" + bytes(4) + bytes([4, 3, 2, 0]) + fixed(1, 0, 0, 0, 1, 0, 0, 0, 1) + struct.pack(">HH", 2, 2)
    )
    table += struct.pack(">2H", 0, 65535) * 4 + nodes.tobytes() + struct.pack(">2H", 0, 65535) * 3
    tags = {"A2B0": table, "wtpt": b"XYZ " + bytes(4) + fixed(*D50_XYZ)}
    return profile(tags, space=b"CMYK", kind=b"prtr", connection=b"Lab ")


def inks_by_littlecms(image):
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(ink_profile())), ImageCms.createProfile("sRGB"), "CMYK", "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION | ImageCms.Flags.NOOPTIMIZE,
    )  # fmt: skip
    return np.asarray(ImageCms.applyTransform(image, transform)).astype(int)


def test_inks_agree_with_littlecms_within_one_code_value():
    inks = np.random.default_rng(5).integers(0, 256, (32, 32, 4)).astype(np.uint8)
    samples, encoding = apply_table(inks, parse_profile(ink_profile()))
    direct = inks_by_littlecms(Image.frombytes("CMYK", (32, 32), inks.tobytes()))
    assert parse_profile(ink_profile()).is_table
    assert np.abs(linear_to_srgb8(encoding.linear(samples)) - direct).max() <= 1


def test_a_cmyk_jpeg_goes_through_its_profile(tmp_path):
    smooth = np.add.outer(np.arange(64) * 2, np.arange(64))[..., None] % 256 * [1, 0.5, 0.7, 0.3]
    image = Image.frombytes("CMYK", (64, 64), smooth.astype(np.uint8).tobytes())
    image.save(tmp_path / "a.jpg", quality=100, subsampling=0, icc_profile=ink_profile())
    picture = read_photo(tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as stored:
        direct = inks_by_littlecms(stored)
    assert picture.notes == ()
    assert np.abs(linear_to_srgb8(picture.linear()) - direct).max() <= 1


def test_sixteen_bit_curves_hold_the_eight_bit_ones():
    known = parse_profile(PROFILES["Display P3"])
    deep, shallow = encoding_of(known, 65536).curves, encoding_of(known, 256).curves
    np.testing.assert_allclose(deep[:, ::257], shallow, atol=1e-7)


@pytest.mark.parametrize("name", ["sRGB", "Display P3", "Adobe RGB", "Rec. 2020"])
def test_the_profiles_we_write_are_named_and_valid(name):
    data = PROFILES[name]
    opened = ImageCms.ImageCmsProfile(io.BytesIO(data)).profile
    assert name in opened.profile_description
    assert opened.copyright == "CC0"
    assert len(data) == struct.unpack(">I", data[:4])[0] < 800
    assert name in parse_profile(data).title


@pytest.mark.parametrize("space", [*SPACES.values(), WIDE], ids=lambda s: s.name)
def test_encoding_undoes_decoding(space):
    x = np.linspace(0, 1, 1001)
    np.testing.assert_allclose(space.encode(space.decode(x)), x, atol=1e-6)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "begin"),
        (b"x" * 200, "begin"),
        (PROFILES["sRGB"][:300], "cut short"),
        (profile({}, space=b"HSV "), "HSV"),
        (profile({}, kind=b"link"), "link"),
    ],
)
def test_a_broken_profile_is_named_as_broken(data, reason):
    with pytest.raises(BrokenProfile, match=reason):
        parse_profile(data)


@pytest.mark.parametrize(
    "element", [b"", b"curv", para(9), para(0, 0), para(3, 2.4), curv(5, 5), b"junk" * 5]
)
def test_a_senseless_curve_is_broken(element):
    with pytest.raises(BrokenProfile):
        curve_values(element, 256)


def test_primaries_that_span_nothing_are_broken():
    gray = b"XYZ " + bytes(4) + fixed(*D50_XYZ)
    data = profile({f"{c}XYZ": gray for c in "rgb"} | {f"{c}TRC": curv(563) for c in "rgb"})
    with pytest.raises(BrokenProfile, match="primaries"):
        encoding_of(parse_profile(data), 256)
