"""What an XMP packet may keep when its picture is exported (ISO 16684-1)."""

from xml.etree import ElementTree

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

_EXIF = "http://ns.adobe.com/exif/1.0/"
_EXIF_EX = "http://cipa.jp/exif/1.0/"
_AUX = "http://ns.adobe.com/exif/1.0/aux/"
_TIFF = "http://ns.adobe.com/tiff/1.0/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_IPTC_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
_IPTC_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

_STALE_NAMESPACES = (
    "http://ns.adobe.com/xap/1.0/mm/",
    "http://ns.adobe.com/hdr-gain-map/1.0/",
    "http://ns.google.com/photos/1.0/",
    "http://ns.adobe.com/xmp/note/",
    "http://ns.adobe.com/camera-raw-settings/1.0/",
    "http://ns.adobe.com/camera-raw-saved-settings/1.0/",
)
"""Ids and history of the unedited file, gain maps and motion clips that no longer follow the picture, the
extended packet that is not carried, and another editor's settings, which it would apply a second time."""

_ALWAYS_DROPPED = frozenset(
    {
        *(f"{{{_AUX}}}{n}" for n in ("SerialNumber", "LensSerialNumber", "OwnerName", "ImageNumber")),
        *(f"{{{_EXIF_EX}}}{n}" for n in ("BodySerialNumber", "LensSerialNumber", "CameraOwnerName")),
        *(f"{{{_EXIF}}}{n}" for n in ("MakerNote", "ImageUniqueID")),
        *(f"{{{_TIFF}}}{n}" for n in ("Orientation", "ImageWidth", "ImageLength")),
        *(f"{{{_EXIF}}}{n}" for n in ("PixelXDimension", "PixelYDimension", "ColorSpace")),
        f"{{{_XMP}}}Thumbnails",
        f"{{{_PHOTOSHOP}}}ICCProfile",
    }
)
_LOCATION = frozenset(
    {
        *(f"{{{_PHOTOSHOP}}}{n}" for n in ("City", "State", "Country")),
        *(f"{{{_IPTC_CORE}}}{n}" for n in ("Location", "CountryCode")),
        *(f"{{{_IPTC_EXT}}}{n}" for n in ("LocationShown", "LocationCreated")),
    }
)
_PREFIXES = {
    "x": "adobe:ns:meta/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "exif": _EXIF,
    "exifEX": _EXIF_EX, "aux": _AUX, "tiff": _TIFF, "photoshop": _PHOTOSHOP, "xmp": _XMP, "dc": "http://purl.org/dc/elements/1.1/",
    "Iptc4xmpCore": _IPTC_CORE, "Iptc4xmpExt": _IPTC_EXT, "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
}  # fmt: skip
_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_TAIL = '<?xpacket end="r"?>'


def scrub_xmp(packet: bytes, *, keep_location: bool) -> bytes | None:
    """The packet without location, serials, owner, thumbnails and stale facts; None if it cannot be read."""
    root = _parse(packet)
    if root is None:
        return None
    for element in root.iter():
        for name in [n for n in element.attrib if _is_dropped(n, keep_location)]:
            del element.attrib[name]
        for child in [c for c in element if _is_dropped(str(c.tag), keep_location)]:
            element.remove(child)
    for prefix, uri in _PREFIXES.items():
        ElementTree.register_namespace(prefix, uri)
    try:
        return f"{_HEAD}{ElementTree.tostring(root, encoding='unicode')}{_TAIL}".encode()
    except RecursionError:
        return None


def xmp_has_location(packet: bytes) -> bool:
    """Whether the packet says where the picture was made."""
    root = _parse(packet)
    if root is None:
        return False
    return any(_is_location(str(name)) for element in root.iter() for name in (element.tag, *element.attrib))


def _parse(packet: bytes) -> ElementTree.Element | None:
    try:
        return fromstring(packet.strip(b"\0 \t\r\n"), forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
        return None


def _is_location(name: str) -> bool:
    return name in _LOCATION or name.startswith(f"{{{_EXIF}}}GPS")


def _is_dropped(name: str, keep_location: bool) -> bool:
    if name in _ALWAYS_DROPPED or name[1:].startswith(_STALE_NAMESPACES):
        return True
    return not keep_location and _is_location(name)
