"""Settings as an XMP packet (ISO 16684-1)."""

from collections.abc import Mapping
from html import escape

from burnish.recipe.xmp.packet import CRS, META, RDF, TIFF, Struct, Value

_HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
_TAIL = '\n<?xpacket end="w"?>\n'


def packet_bytes(settings: Mapping[str, Value], named: Mapping[str, str], photo: Mapping[str, str]) -> bytes:
    """A packet with Camera Raw settings, named texts in the default language, and tiff facts of the photo."""
    spaces = f'xmlns:crs="{CRS}"' + (f' xmlns:tiff="{TIFF}"' if photo else "")
    facts = "".join(f'\n   tiff:{name}="{_quoted(value)}"' for name, value in photo.items())
    names = "".join(f"\n   <crs:{name}>{_alternatives(text)}</crs:{name}>" for name, text in named.items())
    attributes, elements = _parts(settings, "\n   ")
    return (
        f'{_HEAD}<x:xmpmeta xmlns:x="{META}" x:xmptk="Burnish">\n <rdf:RDF xmlns:rdf="{RDF}">\n'
        f'  <rdf:Description rdf:about="" {spaces}{facts}{attributes}>{names}{elements}\n'
        f"  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>{_TAIL}"
    ).encode()


def printable(text: str) -> str:
    """The text without characters that XML 1.0 (section 2.2) forbids."""
    return "".join(c for c in text if c in "\t\n" or not _is_forbidden(c))


def _is_forbidden(c: str) -> bool:
    return c < " " or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff"


def _parts(fields: Mapping[str, Value], line: str) -> tuple[str, str]:
    """Simple values as attributes, the others as elements."""
    simple = {name: value for name, value in fields.items() if isinstance(value, str)}
    attributes = "".join(f'{line}crs:{name}="{_quoted(value)}"' for name, value in simple.items())
    rest = {name: _body(value, line) for name, value in fields.items() if not isinstance(value, str)}
    return attributes, "".join(f"{line}<crs:{name}>{body}</crs:{name}>" for name, body in rest.items())


def _body(value: tuple[str | Struct, ...] | Struct, line: str) -> str:
    if isinstance(value, Struct):
        return _description(value, f"{line} ") + line
    items = "".join(f"{line}  <rdf:li>{_item(item, line)}</rdf:li>" for item in value)
    return f"{line} <rdf:Seq>{items}{line} </rdf:Seq>{line}"


def _item(item: str | Struct, line: str) -> str:
    if isinstance(item, Struct):
        return _description(item, f"{line}   ") + f"{line}  "
    return escape(printable(item))


def _description(struct: Struct, line: str) -> str:
    attributes, elements = _parts(struct.fields, f"{line} ")
    return f"{line}<rdf:Description{attributes}>{elements}{line}</rdf:Description>"


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(printable(text))}</rdf:li></rdf:Alt>'


def _quoted(text: str) -> str:
    return escape(printable(text)).replace("\n", "&#10;").replace("\t", "&#9;")
