"""How large a picture file may be, checked from its header before anything is decoded."""

from dataclasses import dataclass

from burnish.errors import PhotoTooLarge, UnreadablePhoto


@dataclass(frozen=True)
class Limits:
    """Caps on one picture file.

    `max_pixels_per_byte` holds only above `bare_pixels`. A photo compressed so hard that it is barely
    recognizable still spends a byte on 40 pixels, and deflate cannot shrink flat 8-bit RGB below a byte
    for 344 pixels (its ratio ends at 1032:1, RFC 1951), so 400 refuses only files made to exhaust memory.
    """

    max_bytes: int = 1 << 30
    max_pixels: int = 200_000_000
    max_side: int = 100_000
    max_frames: int = 1_000
    max_icc_bytes: int = 4 << 20
    max_exif_bytes: int = 1 << 20
    max_xmp_bytes: int = 4 << 20
    bare_pixels: int = 24_000_000
    max_pixels_per_byte: int = 400

    def check_bytes(self, name: str, count: int) -> None:
        """Raises PhotoTooLarge if a file of this many bytes is over the cap."""
        if count > self.max_bytes:
            raise PhotoTooLarge(f"{name!r} has {count:_} bytes; at most {self.max_bytes:_} are allowed")

    def check_frames(self, name: str, count: int) -> None:
        """Raises PhotoTooLarge if a file of this many pages or frames is over the cap."""
        if count > self.max_frames:
            raise PhotoTooLarge(f"{name!r} has over {self.max_frames:_} frames, which is the most allowed")

    def check_size(self, name: str, width: int, height: int, file_bytes: int) -> None:
        """Judge the promised size of a picture.

        Raises:
            UnreadablePhoto: a side is zero, or so few bytes cannot hold so many pixels.
            PhotoTooLarge: over the caps on pixels or on a side.
        """
        if width < 1 or height < 1:
            raise UnreadablePhoto(f"{name!r} says it is {width}x{height} pixels; both must be at least 1")
        pixels = width * height
        if pixels > self.max_pixels or max(width, height) > self.max_side:
            raise PhotoTooLarge(
                f"{name!r} is {width}x{height} pixels; at most {self.max_pixels:_} pixels"
                f" and {self.max_side:_} on a side are allowed"
            )
        if pixels > self.bare_pixels and pixels > file_bytes * self.max_pixels_per_byte:
            raise UnreadablePhoto(
                f"{name!r} promises {width}x{height} pixels in {file_bytes:_} bytes;"
                f" no photo has more than {self.max_pixels_per_byte} pixels a byte"
            )

    def check_icc(self, name: str, count: int) -> None:
        """Raises PhotoTooLarge if a color profile of this many bytes is over the cap."""
        _check_block(name, "color profile", count, self.max_icc_bytes)

    def check_exif(self, name: str, count: int) -> None:
        """Raises PhotoTooLarge if an EXIF block of this many bytes is over the cap."""
        _check_block(name, "EXIF block", count, self.max_exif_bytes)

    def check_xmp(self, name: str, count: int) -> None:
        """Raises PhotoTooLarge if an XMP packet of this many bytes is over the cap."""
        _check_block(name, "XMP packet", count, self.max_xmp_bytes)


def _check_block(name: str, block: str, count: int, cap: int) -> None:
    if count > cap:
        raise PhotoTooLarge(f"{name!r} has a {block} of {count:_} bytes; at most {cap:_} are allowed")
