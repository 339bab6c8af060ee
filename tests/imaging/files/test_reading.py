"""Every format comes in with its samples, colors, transparency and the right way up."""

import io
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps
from tests.imaging.files import picture_bytes as make

from burnish.errors import PhotoError, UnreadablePhoto, UnsupportedFormat
from burnish.imaging.color import SRGB_TO_REC2020, linear_to_srgb8, srgb8_to_linear
from burnish.imaging.files import probe, read_photo
from burnish.imaging.picture import srgb_encoding
from burnish.imaging.spaces import SPACES, profile_of


@pytest.fixture
def put(tmp_path):
    """Write bytes under a name and give the path."""

    def write(data, name):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("suffix", [s for s in make.MAKERS if s != ".dng"])
def test_a_plain_picture_keeps_its_samples(put, suffix):
    path = put(make.MAKERS[suffix](), f"a{suffix}")
    picture, info = read_photo(path), probe(path)
    assert (info.width, info.height, info.bits, info.color_profile) == (64, 48, 8, "sRGB")
    assert np.abs(picture.samples.astype(int) - make.RGB).mean() < (
        0.01 if suffix in (".png", ".tif", ".webp") else 2
    )
    assert picture.samples.flags.c_contiguous
    assert not picture.samples.flags.writeable
    assert picture.digest == info.digest
    assert picture.alpha is None


def test_linear_light_is_that_of_srgb(put):
    picture = read_photo(put(make.png(), "a.png"))
    np.testing.assert_allclose(picture.linear(), srgb8_to_linear(make.RGB), atol=1e-6)
    assert picture.encoding is srgb_encoding(np.uint8)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("suffix", "kind"), [(".jpg", "JPEG"), (".png", "PNG"), (".webp", "WEBP"), (".tif", "TIFF")]
)
def test_a_turned_picture_comes_in_upright(put, suffix, kind, orientation):
    exif = Image.Exif()
    exif[274] = orientation
    how = {"tiffinfo": {274: orientation}} if kind == "TIFF" else {"exif": exif.tobytes()}
    data = make.saved(
        Image.fromarray(make.RGB), kind, **how, **({"lossless": True} if kind == "WEBP" else {})
    )
    path = put(data, f"a{suffix}")
    upright = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB"))
    picture, info = read_photo(path), probe(path)
    assert picture.samples.shape == upright.shape == (info.height, info.width, 3)
    assert np.abs(picture.samples.astype(int) - upright).max() <= 2
    assert info.orientation == orientation
    if picture.metadata.exif:
        assert Image.open(io.BytesIO(data)).getexif()[274] == orientation
        read_again = Image.Exif()
        read_again.load(b"Exif\0\0" + picture.metadata.exif)
        assert read_again.get(274, 1) == 1


@pytest.mark.parametrize("orientation", [2, 5, 6, 7])
def test_avif_rotation_boxes_are_obeyed(put, orientation):
    exif = Image.Exif()
    exif[274] = orientation
    data = make.avif(exif=exif.tobytes())
    upright = np.asarray(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
    samples = read_photo(put(data, "a.avif")).samples
    assert samples.shape == upright.shape
    assert np.abs(samples.astype(int) - upright).mean() < 1


@pytest.mark.parametrize(
    ("mode", "options"),
    [("L", {}), ("LA", {}), ("1", {}), ("RGBA", {}), ("P", {}), ("P", {"transparency": 3})],
)
def test_every_kind_of_png_is_written_out(put, mode, options):
    image = Image.fromarray(make.RGB)
    if mode.endswith("A"):
        image.putalpha(Image.fromarray(make.ALPHA))
    image = image.quantize(16) if mode == "P" else image.convert(mode)
    picture = read_photo(put(make.saved(image, "PNG", **options), "a.png"))
    expected = np.asarray(Image.open(io.BytesIO(make.saved(image, "PNG", **options))).convert("RGBA"))
    np.testing.assert_array_equal(picture.samples, expected[..., :3])
    assert (picture.alpha is None) == (mode in ("L", "1") or (mode == "P" and not options))
    if picture.alpha is not None:
        np.testing.assert_array_equal(picture.alpha, expected[..., 3])


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
"""Start and step across and down of each pass (PNG, clause 8.2)."""


def test_an_interlaced_png_is_read_and_nothing_is_said_about_it(put, capfd):
    passes = [make.RGB[y::down, x::across] for x, y, across, down in ADAM7]
    data = zlib.compress(b"".join(b"\0" + row.tobytes() for each in passes for row in each))
    picture = read_photo(put(make.png_of(64, 48, data=data, interlace=1), "a.png"))
    np.testing.assert_array_equal(picture.samples, make.RGB)
    assert capfd.readouterr().err == ""


def test_sixteen_bits_stay_sixteen(put):
    import imagecodecs

    for data, name in [(imagecodecs.png_encode(make.RGB16), "a.png"), (make.tiff(make.RGB16), "a.tif")]:
        picture = read_photo(put(data, name))
        np.testing.assert_array_equal(picture.samples, make.RGB16)
        assert picture.encoding.curves.shape == (3, 65536)


@pytest.mark.parametrize(
    "options",
    [
        {"compression": "zlib", "predictor": True},
        {"compression": "lzw", "predictor": True},
        {"compression": "packbits"},
        {"tile": (16, 16), "compression": "zlib"},
        {"compression": "zstd"},
        {"planarconfig": "separate"},
        {"bigtiff": True},
        {"byteorder": ">", "rowsperstrip": 7},
    ],
    ids=str,
)
def test_every_usual_tiff_layout_is_read(put, options):
    pixels = (
        make.RGB if options.get("planarconfig") is None else np.ascontiguousarray(np.moveaxis(make.RGB, 2, 0))
    )
    np.testing.assert_array_equal(read_photo(put(make.tiff(pixels, **options), "a.tif")).samples, make.RGB)


def test_tiff_grays_palettes_alpha_and_pages(put):
    gray = make.RGB[..., 0].copy()
    flipped = read_photo(put(make.tiff(gray, photometric="miniswhite"), "w.tif")).samples
    np.testing.assert_array_equal(flipped[..., 1], 255 - gray)
    palette = make.saved(Image.fromarray(make.RGB).quantize(16), "TIFF")
    expected = np.asarray(Image.open(io.BytesIO(palette)).convert("RGB"))
    assert np.abs(read_photo(put(palette, "p.tif")).samples / 257 - expected).max() < 1
    both = np.dstack([make.RGB, make.ALPHA])
    picture = read_photo(put(make.tiff(both, extrasamples=["unassalpha"]), "a.tif"))
    np.testing.assert_array_equal(picture.alpha, make.ALPHA)
    straight = read_photo(put(make.tiff(both // 2, extrasamples=["assocalpha"]), "s.tif"))
    assert straight.samples.max() == 255
    pages = make.tiff(np.stack([make.RGB, make.RGB]), photometric="rgb")
    assert probe(put(pages, "m.tif")).frames == 2
    assert read_photo(put(pages, "m.tif")).notes == ("Only the first of 2 pages is read.",)


def test_a_float_tiff_is_refused(put):
    with pytest.raises(UnsupportedFormat, match="floating-point"):
        read_photo(put(make.tiff(make.RGB.astype(np.float32)), "f.tif"))


def test_a_wide_profile_is_understood_in_every_format(put):
    icc = profile_of(SPACES["display_p3"])
    for maker, name in [
        (make.jpeg, "a.jpg"),
        (make.png, "a.png"),
        (make.webp, "a.webp"),
        (make.avif, "a.avif"),
    ]:
        path = put(maker(icc_profile=icc), name)
        picture = read_photo(path)
        assert probe(path).color_profile == "Display P3"
        assert picture.metadata.icc == icc
        reddest = np.array([0.9, 0.05, 0.0]) @ picture.encoding.matrix.T
        assert (reddest @ np.linalg.inv(SRGB_TO_REC2020).T).min() < 0  # outside sRGB


def test_cmyk_goes_through_its_profile(put):
    inks = Image.fromarray(make.RGB).convert("CMYK")
    naive = read_photo(put(make.saved(inks, "JPEG", quality=100, subsampling=0), "a.jpg"))
    assert np.abs(naive.samples.astype(int) - np.asarray(inks.convert("RGB"))).max() < 12
    assert "CMYK without a profile" in naive.notes[0]


def test_a_broken_profile_is_noted_and_srgb_assumed(put):
    path = put(make.png(icc_profile=b"nonsense" * 30), "a.png")
    picture = read_photo(path)
    assert "color profile is not used" in picture.notes[0]
    assert picture.notes == probe(path).notes
    assert picture.encoding is srgb_encoding(np.uint8)
    for_inks = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert read_photo(put(make.png(icc_profile=for_inks), "b.png")).notes


def row_data(samples):
    return zlib.compress(b"".join(b"\0" + row.tobytes() for row in samples))


def test_png_color_chunks_in_their_order_of_precedence(put):
    data = row_data(make.RGB)
    gamma = (b"gAMA", struct.pack(">I", 100_000))

    def curve_of(*chunks):
        path = put(make.png_of(64, 48, data=data, chunks=chunks), "a.png")
        return read_photo(path).encoding.curves[0], probe(path)

    assert curve_of(gamma)[0][128] == pytest.approx(128 / 255)
    assert curve_of(gamma, (b"sRGB", b"\0"))[0][128] == pytest.approx(0.2158605, abs=1e-6)
    assert curve_of((b"gAMA", struct.pack(">I", 45_455)))[0][128] == pytest.approx(0.2158605, abs=1e-6)
    curve, info = curve_of(gamma, (b"cICP", bytes([9, 16, 0, 1])))
    assert curve[148] == pytest.approx(1.0, abs=0.01)  # ITU-R BT.2408 table 1: diffuse white is at 58 % PQ
    assert curve[255] == pytest.approx(10_000 / 203)
    assert "PQ" in info.color_profile
    assert "HDR" in info.notes[0]


def test_ten_bit_avif_and_heic_fill_sixteen_bits(put):
    import imagecodecs
    import pillow_heif

    ten = (make.RGB.astype(np.uint32) * 1023 // 255).astype(np.uint16)
    flat = imagecodecs.avif_encode(ten, level=100, bitspersample=10, primaries=9, transfer=16, matrix=9)
    path = put(flat, "a.avif")
    picture = read_photo(path)
    assert probe(path).bits == 10
    assert np.abs(picture.samples / 65535 - ten / 1023).mean() < 2e-3
    assert picture.linear().max() > 2  # PQ highlights stay above diffuse white
    out = io.BytesIO()
    pillow_heif.from_bytes("RGB;16", (64, 48), (ten * 64).tobytes()).save(out, quality=95)
    picture = read_photo(put(out.getvalue(), "a.heic"))
    assert picture.samples.dtype == np.uint16
    assert np.abs(picture.samples / 65535 - ten / 1023).mean() < 6e-3


def test_jpeg_with_trailing_data_is_read_as_the_jpeg_it_is(put):
    data = make.jpeg()
    plain = read_photo(put(data, "a.jpg")).samples
    for tail in (b"PK\3\4" * 100, b"<html><script>", make.jpeg(), b"\0" * 9):
        np.testing.assert_array_equal(read_photo(put(data + tail, "b.jpg")).samples, plain)


def test_a_jpeg_with_a_part_of_its_profile_missing_is_read_as_srgb(put):
    data = make.jpeg()
    part = b"ICC_PROFILE\0\2\5" + bytes(500)
    picture = read_photo(
        put(data[:2] + b"\xff\xe2" + struct.pack(">H", 2 + len(part)) + part + data[2:], "a.jpg")
    )
    np.testing.assert_array_equal(picture.samples, read_photo(put(data, "b.jpg")).samples)
    assert "incomplete" in picture.notes[0]


def test_a_jpeg_with_far_more_data_than_its_size_needs_is_not_the_picture(put):
    data = bytearray(make.jpeg())
    struct.pack_into(">HH", data, data.find(b"\xff\xc0") + 5, 8, 8)
    with pytest.raises(UnreadablePhoto, match="extraneous bytes"):
        read_photo(put(data, "a.jpg"))


@pytest.mark.parametrize("cut", [1, 2, 40, 400])
def test_a_truncated_jpeg_is_an_error_not_a_gray_bottom(put, cut):
    with pytest.raises(UnreadablePhoto):
        read_photo(put(make.jpeg()[:-cut], "a.jpg"))


@pytest.mark.parametrize("suffix", make.MAKERS)
def test_a_half_of_any_file_is_unreadable(put, suffix):
    data = make.MAKERS[suffix]()
    for part in (len(data) // 2, len(data) - 20, 30):
        with pytest.raises(PhotoError):
            read_photo(put(data[:part], f"a{suffix}"))


def test_the_content_decides_and_a_wrong_name_is_told(put):
    with pytest.raises(UnsupportedFormat, match=r"named as JPEG but holds PNG; rename it to end in '\.png'"):
        read_photo(put(make.png(), "a.jpg"))
    assert read_photo(put(make.png(), "upload")).width == 64
    for data, what in [
        (b"GIF89a" + bytes(50), "a GIF"),
        (b"%PDF-1.7 " + make.jpeg(), "a PDF"),
        (b"<svg/>", "SVG"),
    ]:
        with pytest.raises(UnsupportedFormat, match=what):
            read_photo(put(data, "a.jpg"))


def test_animations_are_refused(put):
    frames = [Image.fromarray(make.RGB), Image.fromarray(255 - make.RGB)]
    for kind, name in [("WEBP", "a.webp"), ("PNG", "a.png")]:
        with pytest.raises(UnsupportedFormat, match="animated"):
            read_photo(put(make.saved(frames[0], kind, save_all=True, append_images=frames[1:]), name))


def test_a_camera_raw_is_linear_white_balanced_and_upright(put):
    picture = read_photo(put(make.dng(), "a.dng"))
    center = picture.linear()[30, 40]
    np.testing.assert_allclose(
        center, 0.5, atol=2e-3
    )  # (0.25, 0.5, 0.3) is white (0.5, 1, 0.6) at half light
    red = read_photo(put(make.dng((0.5, 0.0, 0.0)), "r.dng")).linear()[30, 40]
    np.testing.assert_allclose(red, SRGB_TO_REC2020 @ [1.0, 0.0, 0.0], atol=4e-3)
    assert read_photo(put(make.dng(orientation=6), "u.dng")).samples.shape == (96, 64, 3)
    info = probe(put(make.dng(orientation=6), "u.dng"))
    assert (info.width, info.height, info.format, info.capture.camera) == (
        64,
        96,
        "raw",
        "Burnish Test Camera",
    )


def test_camera_raw_highlights_go_on_above_one(put):
    bright = read_photo(put(make.dng((0.9, 0.9, 0.9)), "a.dng")).linear()[30, 40]
    assert (
        bright.max() > 1.2
    )  # red is amplified twice, so 0.9 of the sensor's red is above the first clipping
    gray = read_photo(put(make.dng((0.5, 1.0, 0.6)), "b.dng")).linear()[30, 40]
    np.testing.assert_allclose(gray, 1.0, atol=4e-3)


def test_a_subsampled_or_gray_or_progressive_jpeg_is_read(put):
    for options in ({"subsampling": 2}, {"progressive": True}, {"subsampling": 1, "restart_marker_rows": 1}):
        data = make.jpeg(**options)
        expected = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
        assert np.abs(read_photo(put(data, "a.jpg")).samples.astype(int) - expected).max() <= 2
    gray = make.saved(Image.fromarray(make.RGB).convert("L"), "JPEG")
    samples = read_photo(put(gray, "g.jpg")).samples
    np.testing.assert_array_equal(samples[..., 0], np.asarray(Image.open(io.BytesIO(gray))))
    np.testing.assert_array_equal(samples[..., 0], samples[..., 2])


def test_a_p3_photo_shows_its_colors(put):
    """The same P3 samples through littleCMS and through us."""
    icc = profile_of(SPACES["display_p3"])
    picture = read_photo(put(make.png(icc_profile=icc), "a.png"))
    to_srgb = ImageCms.profileToProfile(
        Image.fromarray(make.RGB), ImageCms.ImageCmsProfile(io.BytesIO(icc)), ImageCms.createProfile("sRGB"),
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )  # fmt: skip
    assert np.abs(linear_to_srgb8(picture.linear()).astype(int) - np.asarray(to_srgb)).max() <= 1


def test_importing_loads_no_codec():
    heavy = "cv2 tifffile imagecodecs rawpy pillow_heif simplejpeg PIL scipy numba"
    code = f"import sys, burnish.imaging.files; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
