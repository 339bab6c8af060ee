"""The settings in an XMP packet (ISO 16684-1), read without trusting it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from burnish.errors import InvalidLook
from burnish.recipe.xmp.numerals import parse_number

MAX_BYTES = 4 * 1024 * 1024
"""Largest packet that is read."""

MAX_DEPTH = 48
"""Most elements inside one another; Camera Raw's deepest masks need about 24."""

CRS = "http://ns.adobe.com/camera-raw-settings/1.0/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TIFF = "http://ns.adobe.com/tiff/1.0/"
META = "adobe:ns:meta/"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOTS = (f"{{{META}}}xmpmeta", f"{{{META}}}xapmeta", f"{{{RDF}}}RDF")
_PACKET_ENDS = (
    (b"<x:xmpmeta", b"</x:xmpmeta>"),
    (b"<x:xapmeta", b"</x:xapmeta>"),
    (b"<rdf:RDF", b"</rdf:RDF>"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Struct:
    """A property that holds named values."""

    fields: Mapping[str, "Value"] = field(default_factory=dict["str", "Value"])

    def text(self, name: str, default: str = "") -> str:
        """A simple field, or the default where there is none."""
        value = self.fields.get(name, default)
        return value if isinstance(value, str) else default

    def items(self, name: str) -> tuple["str | Struct", ...]:
        """The items of a list field, none where there is no list."""
        value = self.fields.get(name)
        return value if isinstance(value, tuple) else ()


Value: TypeAlias = "str | tuple[str | Struct, ...] | Struct"
"""A property: text, a list, or a struct."""


@dataclass(frozen=True)
class Packet:
    """What a packet says about the edit, and about the photo it belongs to."""

    settings: Mapping[str, Value]
    """Camera Raw settings by name, without prefix, in the order of the file."""

    size: tuple[float, float] | None
    """Stored width and height of the photo in pixels (tiff:ImageWidth, tiff:ImageLength), not yet turned."""

    orientation: int
    """How the stored photo is turned to stand upright (tiff:Orientation, 1 to 8)."""


def read_packet(data: bytes) -> Packet:
    """The settings in a packet, in a file that is one, or in the bytes of a file or segment that holds one.

    Raises:
        InvalidLook: too large, not XML, unsafe XML, not XMP, or without Camera Raw settings.
    """
    settings: dict[str, Value] = {}
    photo: dict[str, str] = {}
    for description in _descriptions(_parse(_packet_bytes(data))):
        for name, value in _fields(description, CRS).items():
            settings.setdefault(name, value)
        photo |= {name: value for name, value in _fields(description, TIFF).items() if isinstance(value, str)}
    if not settings:
        raise InvalidLook("the XMP holds no Camera Raw settings (properties of namespace crs)")
    return Packet(settings, _size(photo), _orientation(photo))


def _packet_bytes(data: bytes) -> bytes:
    trimmed = data if data.startswith(_WIDE_MARKS) else data.strip(b"\0 \t\r\n")
    if not trimmed.startswith((b"<", b"\xef\xbb\xbf", *_WIDE_MARKS)):
        trimmed = _embedded(data)
    if len(trimmed) > MAX_BYTES:
        raise InvalidLook(f"{len(trimmed)!r} bytes of XMP; at most {MAX_BYTES} are read")
    return trimmed


def _embedded(data: bytes) -> bytes:
    """The first packet among other bytes, as ISO 16684-3 allows readers to scan for it."""
    for opening, closing in _PACKET_ENDS:
        start = data.find(opening)
        end = data.find(closing, start)
        if start >= 0 and end >= 0:
            return data[start : end + len(closing)]
    begin = data[:8]
    raise InvalidLook(f"no XMP in {len(data)!r} bytes beginning {begin!r}; presets and sidecars are XML")


class _ShallowBuilder(TreeBuilder):
    """Builds the tree and refuses deep nesting."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Open an element."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise InvalidLook(f"XML nested more than {MAX_DEPTH} deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """Close an element."""
        self.depth -= 1
        return super().end(tag)


def _parse(data: bytes) -> Element:
    parser = DefusedXMLParser(target=_ShallowBuilder(), forbid_dtd=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise InvalidLook(f"XMP with a document type or entities ({error!r}) is refused") from error
    except (ParseError, ValueError, LookupError) as error:
        raise InvalidLook(f"not readable as XML: {error}") from error
    if root.tag not in _ROOTS:
        raise InvalidLook(f"root element is {root.tag!r}; allowed are x:xmpmeta and rdf:RDF")
    return root


def _descriptions(root: Element) -> Iterable[Element]:
    rdf = root if root.tag == f"{{{RDF}}}RDF" else root.find(f"{{{RDF}}}RDF")
    return () if rdf is None else rdf.findall(f"{{{RDF}}}Description")


def _fields(element: Element, namespace: str) -> dict[str, Value]:
    """Properties of one namespace, given as attributes, as elements, or inside a nested rdf:Description."""
    prefix = f"{{{namespace}}}"
    found: dict[str, Value] = {n[len(prefix) :]: v for n, v in element.attrib.items() if n.startswith(prefix)}
    for child in element:
        if child.tag.startswith(prefix):
            name, value = child.tag[len(prefix) :], _value(child)
            if isinstance(value, Struct) or any(value) or name not in found:
                found[name] = value
        elif child.tag == f"{{{RDF}}}Description":
            found |= _fields(child, namespace)
    return found


def _value(element: Element) -> Value:
    for container in ("Seq", "Bag", "Alt"):
        box = element.find(f"{{{RDF}}}{container}")
        if box is not None:
            items = box.findall(f"{{{RDF}}}li")
            return tuple(_item(item) for item in sorted(items, key=_is_translation))
    return _item(element)


def _is_translation(item: Element) -> bool:
    return item.get(_LANG, "") not in ("", "x-default")


def _item(element: Element) -> "str | Struct":
    fields = _fields(element, CRS)
    if fields:
        return Struct(fields)
    qualified = element.find(f".//{{{RDF}}}value")  # ISO 16684-1, 7.8
    return ((element if qualified is None else qualified).text or "").strip()


def _size(photo: Mapping[str, str]) -> tuple[float, float] | None:
    width, height = (parse_number(photo.get(name, "")) for name in ("ImageWidth", "ImageLength"))
    return (float(width), float(height)) if width and height and width > 0 and height > 0 else None


def _orientation(photo: Mapping[str, str]) -> int:
    text = photo.get("Orientation", "1").strip()
    return int(text) if text in tuple("12345678") else 1
