"""What is written can be read by others, says its colors, and tells nothing it should not."""

import io
import stat

import numpy as np
import pytest
from PIL import Image, ImageCms
from tests.imaging.files import picture_bytes as make

from burnish.errors import BadInput, UnsupportedFormat
from burnish.imaging.exif import Exif
from burnish.imaging.files import OUTPUT_SUFFIXES, encode_photo, probe, read_photo, write_photo
from burnish.imaging.metadata import Metadata
from burnish.imaging.tiff_block import Entry, ascii_text, short, undefined

LENS_SERIAL, BODY_SERIAL = "LS-778899", "BS-112233"
EXIF = Exif(
    main={
        271: ascii_text("Canon"),
        272: ascii_text("Canon EOS R5"),
        274: short(6),
        33432: ascii_text("(c) Me"),
    },
    exposure={
        0x829A: Entry(5, 1, b"\1\0\0\0\xfa\0\0\0"),
        0x8827: short(400),
        0x9003: ascii_text("2024:05:06 07:08:09"),
        0xA431: ascii_text(BODY_SERIAL),
        0xA435: ascii_text(LENS_SERIAL),
        0x927C: undefined(b"maker " + BODY_SERIAL.encode()),
    },
    gps={1: ascii_text("N"), 2: Entry(5, 3, b"\x2f\0\0\0\1\0\0\0" * 3)},
).to_bytes()
XMP = f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="47,20.5N"
 xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" aux:SerialNumber="{BODY_SERIAL}"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"><photoshop:City>Zug</photoshop:City></rdf:Description>
</rdf:RDF></x:xmpmeta>""".encode()
METADATA = Metadata(exif=EXIF, xmp=XMP)
LOSSY = {"jpeg": 2.0, "webp": 3.0, "avif": 3.0, "png": 0.0, "tiff": 0.0}


@pytest.fixture(params=[".jpg", ".png", ".tif", ".webp", ".avif"])
def suffix(request):
    return request.param


def test_what_is_written_comes_back(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    write_photo(path, make.RGB, metadata=METADATA)
    picture, info = read_photo(path), probe(path)
    assert np.abs(picture.samples.astype(int) - make.RGB).mean() <= LOSSY[info.format]
    assert info.capture.camera == "Canon EOS R5"
    assert (info.capture.iso, info.capture.exposure_s) == (400, 0.004)
    assert info.orientation == 1
    assert (info.width, info.height) == (64, 48)


def test_pillow_reads_the_same_picture_profile_and_exif(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    write_photo(path, make.RGB, metadata=METADATA, color_space="display_p3")
    with Image.open(path) as image:
        assert np.abs(np.asarray(image).astype(int) - make.RGB).mean() <= 3
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"])).profile
        assert profile.profile_description == "Display P3"
        exif = image.getexif()
        assert (exif[271], exif[305], exif.get(274, 1), exif[33432]) == ("Canon", "Burnish", 1, "(c) Me")
        inner = exif.get_ifd(0x8769)
        assert (inner[0xA002], inner[0xA003], inner[0xA001]) == (64, 48, 0xFFFF)
        assert not exif.get_ifd(0x8825)


def test_location_and_serials_stay_behind_unless_location_is_asked_for(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    write_photo(path, make.RGB, metadata=METADATA)
    data = path.read_bytes()
    for secret in (BODY_SERIAL, LENS_SERIAL, "47,20.5N", "Zug"):
        assert secret.encode() not in data
    assert not probe(path).has_location
    assert b"Rating" in data
    write_photo(path, make.RGB, metadata=METADATA, keep_location=True, overwrite=True)
    assert probe(path).has_location
    assert BODY_SERIAL.encode() not in path.read_bytes()


def test_sixteen_bits_and_alpha_where_the_format_has_them(tmp_path):
    alpha16 = make.ALPHA.astype(np.uint16) * 257
    for name in ("a.png", "a.tif"):
        write_photo(tmp_path / name, make.RGB16, alpha=alpha16, metadata=METADATA)
        picture = read_photo(tmp_path / name)
        np.testing.assert_array_equal(picture.samples, make.RGB16)
        np.testing.assert_array_equal(picture.alpha, alpha16)
    write_photo(tmp_path / "b.png", make.RGB16, bits=8)
    assert np.abs(read_photo(tmp_path / "b.png").samples - make.RGB16 / 257).max() <= 0.5 + 1e-9
    write_photo(tmp_path / "c.png", make.RGB, bits=16)
    np.testing.assert_array_equal(read_photo(tmp_path / "c.png").samples, make.RGB.astype(np.uint16) * 257)


def test_tifffile_reads_our_tiff():
    import tifffile

    data = encode_photo(make.RGB16, "tiff", metadata=METADATA)
    np.testing.assert_array_equal(tifffile.imread(io.BytesIO(data)), make.RGB16)


def test_a_profile_of_ones_own_is_embedded_as_it_is(tmp_path, suffix):
    own = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    write_photo(tmp_path / f"a{suffix}", make.RGB, profile=own)
    assert read_photo(tmp_path / f"a{suffix}").metadata.icc == own


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("a.gif", {}, "allowed: .jpg"),
        ("a", {}, "allowed: .jpg"),
        ("a.heic", {}, "HEIC is only read"),
        ("a.jpg", {"alpha": make.ALPHA}, "no transparency"),
        ("a.jpg", {"bits": 16}, "16 in PNG and TIFF"),
        ("a.png", {"color_space": "cmyk"}, "unknown color space 'cmyk'"),
        ("a.png", {"profile": b"nonsense"}, "profile cannot be written"),
        ("a.jpg", {"quality": 0}, "1 to 100"),
        ("a.png", {"alpha": make.ALPHA[1:]}, "must match"),
    ],
)
def test_what_cannot_be_written_says_why_and_leaves_nothing(tmp_path, name, options, reason):
    with pytest.raises(BadInput, match=reason):
        write_photo(tmp_path / name, make.RGB, **options)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_kept_unless_told(tmp_path):
    path = tmp_path / "a.png"
    write_photo(path, make.RGB)
    with pytest.raises(BadInput, match="exists already"):
        write_photo(path, 255 - make.RGB)
    np.testing.assert_array_equal(read_photo(path).samples, make.RGB)
    assert stat.S_IMODE(path.stat().st_mode) & 0o400


def test_the_same_picture_is_the_same_bytes(suffix):
    kind = {".jpg": "jpeg", ".png": "png", ".tif": "tiff", ".webp": "webp", ".avif": "avif"}[suffix]
    assert encode_photo(make.RGB, kind, metadata=METADATA) == encode_photo(make.RGB, kind, metadata=METADATA)
    assert suffix in OUTPUT_SUFFIXES


def test_an_unknown_format_is_refused():
    with pytest.raises(UnsupportedFormat, match="allowed: jpeg"):
        encode_photo(make.RGB, "heic")


def test_a_huge_exif_comment_does_not_break_the_jpeg(tmp_path):
    wordy = Metadata(exif=Exif(main={271: ascii_text("Canon"), 270: ascii_text("x" * 70_000)}).to_bytes())
    write_photo(tmp_path / "a.jpg", make.RGB, metadata=wordy)
    assert probe(tmp_path / "a.jpg").capture.camera == "Canon"
