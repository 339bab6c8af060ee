"""Before and after beside each other, in one small picture."""

from io import BytesIO
from pathlib import Path

from PIL import Image

from burnish.imaging.atomic import write_atomically

GAP_PX = 12
PAPER = (24, 24, 26)


def write_pair(before: bytes, after: bytes, out: Path) -> None:
    """Write two picture files beside each other as a JPEG. Raises WriteFailed."""
    write_atomically(out, pair(before, after))


def pair(before: bytes, after: bytes) -> bytes:
    """Two picture files beside each other, as a JPEG file."""
    left, right = (Image.open(BytesIO(data)).convert("RGB") for data in (before, after))
    tall = max(left.height, right.height)
    sheet = Image.new("RGB", (left.width + GAP_PX + right.width, tall), PAPER)
    sheet.paste(left, (0, (tall - left.height) // 2))
    sheet.paste(right, (left.width + GAP_PX, (tall - right.height) // 2))
    written = BytesIO()
    sheet.save(written, "JPEG", quality=88)
    return written.getvalue()
