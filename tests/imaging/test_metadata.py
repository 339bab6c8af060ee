"""EXIF and XMP: what is read, what is kept, what stays behind."""

import struct

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from burnish.imaging.exif import parse_exif, with_upright_orientation
from burnish.imaging.metadata import Metadata
from burnish.imaging.xmp_packet import scrub_xmp, xmp_has_location


def exif_by_pillow(little=True):
    exif = Image.Exif()
    exif.endian = "<" if little else ">"
    exif[271], exif[272], exif[274], exif[315] = "NIKON CORPORATION", "NIKON Z 6", 6, "Ada"
    inner = exif.get_ifd(0x8769)
    inner[0x829A], inner[0x829D], inner[0x8827] = IFDRational(1, 250), IFDRational(28, 10), 800
    inner[0x920A], inner[0x9003], inner[0x9011] = IFDRational(85, 1), "2024:05:06 07:08:09", "+02:00"
    inner[0xA434], inner[0xA431], inner[0x927C] = "NIKKOR 85mm", "SERIAL9", b"maker SERIAL9"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (IFDRational(47), IFDRational(20), IFDRational(5))
    return exif.tobytes().removeprefix(b"Exif\0\0")


@pytest.mark.parametrize("little", [True, False])
def test_the_facts_of_a_shot(little):
    facts = Metadata(exif=exif_by_pillow(little)).facts()
    assert facts.camera == "NIKON Z 6"
    assert facts.lens == "NIKKOR 85mm"
    assert (facts.exposure_s, facts.f_number, facts.iso, facts.focal_length_mm) == (0.004, 2.8, 800, 85.0)
    assert facts.taken_at == "2024-05-06T07:08:09+02:00"


@pytest.mark.parametrize("little", [True, False])
def test_scrubbing_keeps_the_shot_and_drops_the_person(little):
    whole = Metadata(exif=exif_by_pillow(little))
    scrubbed = whole.scrubbed()
    assert whole.has_location
    assert not scrubbed.has_location
    assert scrubbed.facts() == whole.facts()
    assert b"SERIAL9" not in scrubbed.exif
    again = Image.Exif()
    again.load(b"Exif\0\0" + scrubbed.exif)
    assert again[315] == "Ada"
    assert whole.scrubbed(keep_location=True).has_location


@pytest.mark.parametrize("little", [True, False])
def test_only_the_orientation_changes(little):
    before = exif_by_pillow(little)
    after = with_upright_orientation(before)
    assert parse_exif(before).orientation == 6
    assert parse_exif(after).orientation == 1
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_a_small_block_cannot_unfold_into_a_large_one():
    entries = b"".join(struct.pack("<HHII", 300 + i, 7, 60_000, 0) for i in range(4_000))
    block = b"II*\0\x08\0\0\0" + struct.pack("<H", 4_000) + entries + bytes(20_000)
    read = parse_exif(block)
    assert sum(len(e.data) for e in read.main.values()) <= len(block)


BROKEN = [b"", b"II*\0", b"x" * 99, b"MM\0*" + b"\xff" * 60, b"II*\0\x08\0\0\0\xff\xff"]


@pytest.mark.parametrize("block", BROKEN)
def test_a_broken_block_says_nothing(block):
    assert Metadata(exif=block or None).facts().camera is None
    assert not Metadata(exif=block).has_location


XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:exifEX="http://cipa.jp/exif/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1"
 xmpMM:DocumentID="original.psd"
 exifEX:BodySerialNumber="SERIAL9" dc:format="image/jpeg">
 <dc:creator><rdf:Seq><rdf:li>Ada</rdf:li></rdf:Seq></dc:creator>
 <Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li>Home</rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def test_xmp_loses_the_place_and_keeps_the_author():
    scrubbed = scrub_xmp(XMP, keep_location=False)
    assert xmp_has_location(XMP)
    assert not xmp_has_location(scrubbed)
    for secret in (b"SERIAL9", b"Home", b"MotionPhoto", b"original.psd"):
        assert secret not in scrubbed
    assert b"Ada" in scrubbed
    assert b"Home" in scrub_xmp(XMP, keep_location=True)


def test_xmp_that_cannot_be_read_is_dropped():
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'
    for packet in (b"", b"<unclosed", entity, b"<a>" * 5_000 + b"</a>" * 5_000):
        assert scrub_xmp(packet, keep_location=True) is None or packet.startswith(b"<a>")
        assert not xmp_has_location(packet)
