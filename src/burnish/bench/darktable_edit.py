"""A darktable 4.2 sidecar that enables ten modules.

A module's parameters are a packed C struct whose layout belongs to its version. Layouts and versions are those that
the modules of darktable 4.2 report of themselves (`get_introspection_linear`).
"""

import struct
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr


@dataclass(frozen=True)
class Module:
    """One enabled module with its packed parameters."""

    operation: str
    version: int
    params: bytes


def modules() -> tuple[Module, ...]:
    """Ten modules that change a picture as much as the recipe that they are compared with."""
    return (
        # mode, black, exposure in EV, deflicker percentile and level, compensate
        Module("exposure", 6, struct.pack("<i4fi", 0, 0.0, 0.4, 50.0, -4.0, 0)),
        # strength, distance
        Module("hazeremoval", 1, struct.pack("<2f", 0.2, 0.2)),
        # blur order, radius, shadows, white point, highlights, reserved, compress, color corrections, flags,
        # approximation, algorithm (0: Gaussian)
        Module("shadhi", 5, struct.pack("<i8fIfi", 0, 100.0, 40.0, 0.0, -50.0, 0.0, 50.0, 100.0, 50.0, 127, 1e-6, 0)),
        # mode (1: local Laplacian), highlights, shadows, detail, midtone range
        Module("bilat", 3, struct.pack("<i4f", 1, 0.5, 0.5, 0.25, 0.5)),
        Module("tonecurve", 5, _tone_curve(((0.0, 0.02), (0.5, 0.51), (1.0, 0.98)))),
        Module("colorbalancergb", 5, _color_balance()),
        # amount
        Module("vibrance", 2, struct.pack("<f", 30.0)),
        # radius in pixels, amount, threshold
        Module("sharpen", 1, struct.pack("<3f", 2.0, 0.5, 0.5)),
        # scale, fall-off, brightness, saturation, center, automatic ratio, ratio, shape, dithering, unbound
        Module("vignette", 4, struct.pack("<6fi2f2i", 80.0, 50.0, -0.4, -0.2, 0.0, 0.0, 0, 1.0, 1.0, 0, 1)),
        # channel (2: lightness), scale, strength, midtone bias
        Module("grain", 2, struct.pack("<i3f", 2, 7.5, 25.0, 100.0)),
    )  # fmt: skip


def _tone_curve(points: tuple[tuple[float, float], ...]) -> bytes:
    """Lightness through these points; a* and b* follow by themselves."""
    straight = ((0.0, 0.0), (0.5, 0.5), (1.0, 1.0))
    curves = b""
    for nodes in (points, straight, straight):
        flat = [value for node in nodes for value in node]
        curves += struct.pack("<40f", *flat, *[0.0] * (40 - len(flat)))
    counts, monotone_spline, scale_as_rgb, preset, unbound, luminance_norm = (3, 3, 3), 2, 3, 0, 1, 1
    return curves + struct.pack(
        "<10i", *counts, *[monotone_spline] * 3, scale_as_rgb, preset, unbound, luminance_norm
    )


def _color_balance() -> bytes:
    """Split toning, saturation, vibrance and contrast in the module's 33 fields."""
    shadows_lightness, shadows_chroma, shadows_hue, highlights_chroma, highlights_hue = 0, 1, 2, 7, 8
    shadows_weight, highlights_weight, saturation = 12, 14, 19
    mask_fulcrum, vibrance, gray_fulcrum, contrast = 28, 29, 30, 31
    fields = {
        shadows_lightness: -0.02, shadows_chroma: 0.02, shadows_hue: 220.0, highlights_chroma: 0.02,
        highlights_hue: 60.0, shadows_weight: 1.0, highlights_weight: 1.0, saturation: 0.1, mask_fulcrum: 0.1845,
        vibrance: 0.2, gray_fulcrum: 0.1845, contrast: 0.2,
    }  # fmt: skip
    formula = 1
    return struct.pack("<32fi", *[fields.get(at, 0.0) for at in range(32)], formula)


def sidecar(photo_name: str) -> str:
    """The XMP document that darktable-cli takes as its second argument."""
    history = "".join(
        f'<rdf:li darktable:num="{place}" darktable:operation="{each.operation}" darktable:enabled="1"'
        f' darktable:modversion="{each.version}" darktable:params="{each.params.hex()}"'
        ' darktable:multi_name="" darktable:multi_priority="0"/>'
        for place, each in enumerate(modules())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:darktable="http://darktable.sf.net/"'
        f" xmpMM:DerivedFrom={quoteattr(photo_name)}"
        ' darktable:xmp_version="5" darktable:raw_params="0" darktable:auto_presets_applied="1"'
        f' darktable:history_end="{len(modules())}" darktable:iop_order_version="2">'
        f"<darktable:history><rdf:Seq>{history}</rdf:Seq></darktable:history>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
