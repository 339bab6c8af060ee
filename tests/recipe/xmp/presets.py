"""Small packets written for these tests."""

from collections.abc import Mapping

CRS = "http://ns.adobe.com/camera-raw-settings/1.0/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def packet(
    settings: Mapping[str, object] | None = None, body: str = "", *, tiff: Mapping[str, object] | None = None
) -> bytes:
    """A packet with settings as attributes and further elements."""
    attributes = "".join(f' crs:{name}="{value}"' for name, value in (settings or {}).items())
    facts = "".join(f' tiff:{name}="{value}"' for name, value in (tiff or {}).items())
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about=""'
        f' xmlns:crs="{CRS}" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"{facts}{attributes}>{body}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def seq(name: str, *items: str) -> str:
    """A list property."""
    listed = "".join(f"<rdf:li>{item}</rdf:li>" for item in items)
    return f"<crs:{name}><rdf:Seq>{listed}</rdf:Seq></crs:{name}>"


def correction(sliders: Mapping[str, object], *masks: str, **more: object) -> str:
    """One local correction."""
    fields = {"What": "Correction", "CorrectionAmount": 1, "CorrectionActive": "true", **sliders, **more}
    attributes = "".join(f' crs:{name}="{value}"' for name, value in fields.items())
    body = f"<crs:CorrectionMasks><rdf:Seq>{''.join(masks)}</rdf:Seq></crs:CorrectionMasks>"
    return f"<rdf:Description{attributes}>{body}</rdf:Description>"


def mask(what: str, body: str = "", **fields: object) -> str:
    """One mask of a correction."""
    joined = {"MaskActive": "true", "MaskBlendMode": 0, "MaskInverted": "false", "MaskValue": 1, **fields}
    attributes = "".join(f' crs:{name}="{value}"' for name, value in joined.items())
    return f'<rdf:li><rdf:Description crs:What="Mask/{what}"{attributes}>{body}</rdf:Description></rdf:li>'


def corrections(*each: str) -> str:
    """The list of local corrections."""
    return seq("MaskGroupBasedCorrections", *each)
