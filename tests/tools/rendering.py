"""One tool on one linear picture, without files or recipes."""

import cv2
import numpy as np

from burnish.imaging.pixels import LinearPicture, Plane
from burnish.imaging.sweep import bands
from burnish.imaging.sweep.lowering import lower
from burnish.imaging.sweep.passes import Masked, Stage
from burnish.imaging.sweep.program import pack
from burnish.tools.base import PixelTool
from burnish.tools.view import View


def rendered(
    tool: PixelTool, picture: LinearPicture, mask: Plane | None = None, proxy_side: int = 1000
) -> LinearPicture:
    height, width = picture.shape[:2]
    scale = min(1.0, proxy_side / min(height, width))
    size = (round(width * scale), round(height * scale))
    proxy = cv2.resize(picture, size, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    small = None if mask is None else cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    passes = tool.compile(View(height, width, lambda: proxy, lambda: small, lut=None))
    stages: tuple[Stage, ...] = passes
    if mask is not None:
        stages = (Masked(passes, np.rint(mask * 65535).astype(np.uint16), 1.0),)
    out = np.empty_like(picture)
    bands.sweep(pack(lower(stages), height, width), bands.LinearSource(picture), bands.LinearSink(out))
    return out


def step(dark: float, bright: float, height: int = 120, width: int = 240) -> LinearPicture:
    """A gray picture, dark to the left and bright to the right."""
    picture = np.full((height, width, 3), dark, np.float32)
    picture[:, width // 2 :] = bright
    return picture
