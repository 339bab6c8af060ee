"""Why a wish cannot be met: what it would need instead."""

import re

_WHYS: tuple[tuple[str, str], ...] = (
    (r"\b(swap|swapp\w*|exchange|head|faceswap)\b", "swapping faces or things needs a generative editor"),
    (r"\b(text|word\w*|letter\w*|writ\w*|caption|watermark|logo|title|font|date|name|says?|quote)\b",
     "writing and lettering are not among the tools; an image or layout editor does that"),
    (r"\b(resiz\w*|bigger|larger|smaller|dpi|megapixel\w*|resolution|upscal\w*|enlarg\w*|file size|print size)\b",
     "the size of the picture is chosen when it is exported"),
    (r"\b(slim\w*|thin\w*|skinn\w*|fat\w*|tall\w*|bald|muscular|young\w*|old\w*)\b",
     "changing the shape of people needs a generative editor"),
    (r"\b(smil\w*|eyes?|pose|fac(e|ing)|body|teeth|hair\w*)\b",
     "changing the shape of people needs a generative editor"),
    (r"\b(mov\w*|relocat\w*|reposition\w*|turn around|closer)\b",
     "moving things inside the picture needs a generative editor"),
    (r"\b(cartoon\w*|paint\w*|sketch\w*|draw\w*|anime|watercolou?r|caricature|pixel art|ghibli|zombie)\b",
     "redrawing the picture needs a generative editor"),
    (r"\b(animat\w*|gif|video)\b", "a picture cannot be animated here"),
    (r"\b(add\w*|insert\w*|put\w*|plac\w*|past\w*|photoshop|creat\w*|generat\w*|includ\w*|giv\w*|wear\w*)\b",
     "adding things needs a generative editor"),
    (r"\b(replac\w*|chang\w*|turn\w*|mak\w*|substitut\w*|into)\b", "replacing things needs a generative editor"),
)  # fmt: skip

_COMPILED = tuple((re.compile(pattern, re.IGNORECASE), why) for pattern, why in _WHYS)

NO_COLORS = "giving colors to a picture that has none needs a generative editor; none is configured"


def why_unsupported(words: str, text: str) -> str:
    """What keeps a wish from being met, by its words; by the whole request's where its own say nothing."""
    for said in (words, text):
        for pattern, why in _COMPILED:
            if pattern.search(said):
                return f"{why}; none is configured" if why.endswith("generative editor") else why
    return "no tool does that"
