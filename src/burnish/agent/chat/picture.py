"""The small picture that a seeing model gets: pixels and nothing else of the file."""

from burnish.errors import UnreadablePhoto
from burnish.models.chat import ChatPicture

LONG_SIDE_PX = 768
"""Longest side of a picture that is sent."""

QUALITY = 85


def sent_picture(preview: bytes) -> ChatPicture:
    """A preview as a JPEG of at most 768 pixels, without metadata, comments or profile. Raises UnreadablePhoto."""
    from io import BytesIO

    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(preview)) as opened:
            small = opened.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadablePhoto(f"preview of {len(preview)!r} bytes cannot be read: {error}") from None
    small.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", small.size)
    bare.paste(small)
    file = BytesIO()
    bare.save(file, "JPEG", quality=QUALITY)
    return ChatPicture(file.getvalue())
