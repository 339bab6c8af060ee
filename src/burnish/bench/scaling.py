"""Whether time and memory grow with the pixels and no faster."""

from functools import partial

from burnish.bench.photos import write_copy
from burnish.bench.row import Row, Target
from burnish.bench.session import Session, megapixels
from burnish.bench.timing import taking_turns
from burnish.imaging.files import read_photo

SMALLER, LARGER = 0.25, 4.0
"""Sizes beside the photo's own: 6 and 96 of 24 megapixels."""

PEAK_TARGET_MB = 400.0
FLOAT_COPY_MB = 12.0
"""A float32 picture is 12 bytes a pixel; 8-bit samples in and out are 6 together."""


def rows(session: Session) -> list[Row]:
    """Seconds a megapixel at three sizes, and the memory of a process at two of them."""
    return [_seconds(session, SMALLER), _seconds(session, LARGER), *_memory(session)]


def _seconds(session: Session, scale: float) -> Row:
    pixels = round(session.pixels * scale)
    session.tell(f"{megapixels(pixels)} against {session.size}")
    other = read_photo(write_copy(session.samples, pixels, session.folder / "copy.jpg"))
    mine, theirs = session.pixels / 1e6, other.width * other.height / 1e6
    works = [partial(session.render, picture, session.sixteen) for picture in (session.picture, other)]
    rounds = taking_turns(works, max(1, session.repeats // 2 + 1))
    return Row(
        f"16 tools a megapixel, {megapixels(pixels)}", rounds.median(1) / theirs * 1000, "ms/MP",
        rounds.median(0) / mine * 1000, rounds.ratio(1, 0) * mine / theirs, Target("at most", 1.15),
        f"at {session.size}", "warm, in memory, a resized copy",
    )  # fmt: skip


def _memory(session: Session) -> list[Row]:
    session.tell("peak memory")
    pixels = round(session.pixels * LARGER)
    larger = write_copy(session.samples, pixels, session.folder / "copy.jpg")
    peak, larger_peak = session.cold(session.photo).peak_mb, session.cold(larger).peak_mb
    grown = (larger_peak - peak) / ((pixels - session.pixels) / 1e6)
    return [
        Row(
            f"peak memory, 16 tools, {session.size}", peak, "MB", target=Target("at most", PEAK_TARGET_MB),
            note="resident, whole `burnish render` process, in 10⁶ bytes",
        ),
        Row(
            f"peak memory for each megapixel more, to {megapixels(pixels)}", grown, "MB/MP",
            target=Target("at most", FLOAT_COPY_MB),
            note="8-bit samples in and out are 6; a float copy would add 12",
        ),
    ]  # fmt: skip
