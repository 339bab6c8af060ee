"""Why a wish cannot be met: what it would need instead."""

import re
from collections.abc import Mapping

_WHYS: Mapping[str, str] = {
    "adding": "adding things needs a generative editor",
    "art": "redrawing the picture needs a generative editor",
    "body": "changing the shape or age of people needs a generative editor",
    "canvas": "inventing what lies outside of the picture needs a generative editor",
    "clothes": "changing what people wear needs a generative editor",
    "expression": "changing a face, a pose or a gaze needs a generative editor",
    "hair": "changing hair or beards needs a generative editor",
    "identity": "turning one thing into another needs a generative editor",
    "motion": "a still picture cannot be moved or made spatial here; that needs a generative editor",
    "moving": "moving or resizing things inside the picture needs a generative editor",
    "scene": "another scene or another picture in this one needs a generative editor",
    "size": "the size of the picture is chosen when it is exported; detail that is not there needs a generative editor",
    "text": "writing and graphics are not among the tools; an image or layout editor does that",
    "view": "another point of view needs a generative editor",
    "errand": "that is no work for a photo editor",
    "weather": "another weather, season or time of day needs a generative editor",
}
"""By what would be changed: the kinds of `agent/language/impossible.toml`."""

_BY_WORDS: tuple[tuple[str, str], ...] = (
    (r"\b(swap|swapp\w*|exchange|head|faceswap)\b", "swapping faces or things needs a generative editor"),
    (r"\b(text|word\w*|letter\w*|writ\w*|caption|watermark|logo|title|font|date|name|says?|quote)\b", _WHYS["text"]),
    (r"\b(resiz\w*|bigger|larger|smaller|dpi|megapixel\w*|resolution|upscal\w*|enlarg\w*|file size|print size)\b",
     "the size of the picture is chosen when it is exported"),
    (r"\b(slim\w*|thin\w*|skinn\w*|fat\w*|tall\w*|bald|muscular|young\w*|old\w*)\b", _WHYS["body"]),
    (r"\b(smil\w*|eyes?|pose|fac(e|ing)|body|teeth|hair\w*)\b", _WHYS["expression"]),
    (r"\b(mov\w*|relocat\w*|reposition\w*|turn around|closer)\b", _WHYS["moving"]),
    (r"\b(cartoon\w*|paint\w*|sketch\w*|draw\w*|anime|watercolou?r|caricature|pixel art|ghibli|zombie)\b",
     _WHYS["art"]),
    (r"\b(animat\w*|gif|video)\b", _WHYS["motion"]),
    (r"\b(add\w*|insert\w*|put\w*|plac\w*|past\w*|photoshop|creat\w*|generat\w*|includ\w*|giv\w*|wear\w*)\b",
     _WHYS["adding"]),
    (r"\b(replac\w*|chang\w*|turn\w*|mak\w*|substitut\w*|into)\b", "replacing things needs a generative editor"),
)  # fmt: skip

_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), why) for pattern, why in _BY_WORDS)

NO_COLORS = "giving colors to a picture that has none needs a generative editor; none is configured"


def why_unsupported(words: str, text: str, kind: str = "") -> str:
    """What keeps a wish from being met.

    `kind` is what it would change, where that is known; else its own words tell, or the whole request's.
    """
    if kind in _WHYS:
        return _told(_WHYS[kind])
    for said in (words, text):
        for pattern, why in _COMPILED:
            if pattern.search(said):
                return _told(why)
    return "no tool does that"


def _told(why: str) -> str:
    return f"{why}; none is configured" if why.endswith("generative editor") else why
