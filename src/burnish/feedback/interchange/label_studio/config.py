"""The two pages on which people answer: comparing two renders, and reviewing one."""

from collections.abc import Iterable
from xml.etree import ElementTree as Xml

FAULTS = ("artifact", "failure", "unintended_change")
"""What a region or words can be marked as; the values of `Mark.fault`."""

CATEGORIES = (
    "halo", "banding", "noise", "blur", "color_cast", "clipped", "seam", "distorted", "skin", "too_strong",
    "too_weak", "wrong_place", "other",
)  # fmt: skip
"""What a fault in a picture looks like, for one click."""

SCORES = ("perceptual_quality", "instruction_following", "visual_consistency")
"""Names of the three scores, 0 to 100; the fields of `Rating`."""

WINNERS = ("left", "right", "tie", "both_bad")


def comparison_config() -> str:
    """Two renders beside the original, one choice, and room for words."""
    page = _page("$request")
    row = Xml.SubElement(page, "View", style="display: flex; gap: 1em")
    for name in ("left", "right"):
        Xml.SubElement(row, "Image", name=name, value=f"${name}", zoom="true")
    Xml.SubElement(page, "Image", name="original", value="$original")
    winner = Xml.SubElement(
        page, "Choices", name="winner", toName="left", choice="single", required="true", showInline="true"
    )
    for name in WINNERS:
        Xml.SubElement(winner, "Choice", value=name)
    Xml.SubElement(page, "TextArea", name="comment", toName="left", rows="2", editable="true")
    return _text(page)


def review_config(categories: Iterable[str] = CATEGORIES) -> str:
    """One render beside the original: marks by box, outline or brush, misread words, three scores, words."""
    page = _page("$request")
    Xml.SubElement(page, "Image", name="original", value="$original")
    Xml.SubElement(page, "Image", name="picture", value="$picture", zoom="true", zoomControl="true")
    for tag, name in (("RectangleLabels", "box"), ("PolygonLabels", "polygon"), ("BrushLabels", "brush")):
        _labels(page, tag, name, "picture")
    category = Xml.SubElement(
        page, "Choices", name="category", toName="picture", perRegion="true", choice="single"
    )
    for each in categories:
        Xml.SubElement(category, "Choice", value=each)
    Xml.SubElement(page, "TextArea", name="reason", toName="picture", perRegion="true", editable="true")
    _labels(page, "Labels", "misread", "request")
    Xml.SubElement(
        page, "TextArea", name="misread_reason", toName="request", perRegion="true", editable="true"
    )
    for each in SCORES:
        Xml.SubElement(page, "Header", value=each.replace("_", " ").capitalize() + ", 0 to 100", size="5")
        Xml.SubElement(page, "Number", name=each, toName="picture", min="0", max="100", step="1")
    Xml.SubElement(page, "TextArea", name="comment", toName="picture", rows="2", editable="true")
    return _text(page)


def _page(request: str) -> Xml.Element:
    page = Xml.Element("View")
    Xml.SubElement(page, "Text", name="request", value=request)
    return page


def _labels(page: Xml.Element, tag: str, name: str, to_name: str) -> None:
    labels = Xml.SubElement(page, tag, name=name, toName=to_name)
    for each in FAULTS:
        Xml.SubElement(labels, "Label", value=each)


def _text(page: Xml.Element) -> str:
    Xml.indent(page)
    return Xml.tostring(page, encoding="unicode") + "\n"
