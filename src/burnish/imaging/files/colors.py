"""From what a file declares about its colors to the encoding of its samples."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from burnish.imaging import icc
from burnish.imaging.files.code_points import (
    code_point_encoding,
    code_point_notes,
    code_point_title,
    gamma_encoding,
)
from burnish.imaging.files.header import ColorTag, Header
from burnish.imaging.picture import Encoding, srgb_encoding
from burnish.imaging.pixels import Samples

_CHANNELS: Final = {"RGB": "rgb", "GRAY": "gray", "CMYK": "cmyk"}
_NAIVE_CMYK: Final = "CMYK without a profile: colors are approximate."


@dataclass(frozen=True)
class Declared:
    """A color declaration that was looked into."""

    title: str
    profile: icc.Profile | None
    notes: tuple[str, ...]


def declared(header: Header) -> Declared:
    """What the declaration is called, and what has to be assumed; reads no pixels."""
    tag = header.color
    if tag.is_linear_rec2020 is not None:
        return Declared("linear Rec. 2020 from the camera's matrix", None, ())
    if tag.cicp is not None:
        return Declared(code_point_title(tag.cicp), None, code_point_notes(tag.cicp))
    if tag.icc is not None:
        return _declared_profile(tag.icc, header)
    if header.layout == "cmyk":
        return Declared("CMYK", None, (_NAIVE_CMYK,))
    if tag.gamma is not None or tag.chromaticities is not None:
        return Declared(f"gamma {tag.gamma:.4g}" if tag.gamma else "sRGB curve, own primaries", None, ())
    return Declared("sRGB", None, ())


def encoded(samples: NDArray[Any], header: Header) -> tuple[Samples, Encoding, Declared]:
    """Three-channel samples with their encoding; the same array unless a color table had to be applied."""
    known = declared(header)
    if known.profile is not None:
        try:
            return *_by_profile(samples, known.profile), known
        except icc.BrokenProfile as error:
            known = Declared(*_fallback(header, str(error)))
    if header.layout == "cmyk":
        return _naive_cmyk(samples), srgb_encoding(samples.dtype), known
    return samples, _plain(header.color, samples), known


def _declared_profile(data: bytes, header: Header) -> Declared:
    try:
        profile = icc.parse_profile(data)
        if not profile.is_table:
            icc.encoding_of(profile, 256)
    except icc.BrokenProfile as error:
        return Declared(*_fallback(header, str(error)))
    fits = _CHANNELS[profile.color_space] == header.layout or (
        header.layout == "gray" and profile.color_space == "RGB"
    )
    if not fits:
        return Declared(*_fallback(header, f"it is for {profile.color_space} pictures"))
    return Declared(profile.title or "unnamed profile", profile, ())


def _fallback(header: Header, reason: str) -> tuple[str, None, tuple[str, ...]]:
    assumed = "CMYK" if header.layout == "cmyk" else "sRGB"
    return assumed, None, (f"The color profile is not used because {reason}; {assumed} is assumed.",)


def _by_profile(samples: NDArray[Any], profile: icc.Profile) -> tuple[Samples, Encoding]:
    if not profile.is_table:
        return samples, icc.encoding_of(profile, _levels(samples))
    return icc.apply_table(samples[..., 0].copy() if profile.color_space == "GRAY" else samples, profile)


def _plain(tag: ColorTag, samples: Samples) -> Encoding:
    if tag.is_linear_rec2020 is not None:
        ramp = np.linspace(0.0, tag.is_linear_rec2020, _levels(samples), dtype=np.float32)
        return Encoding(np.tile(ramp, (3, 1)), np.eye(3))
    if tag.cicp is not None:
        return code_point_encoding(tag.cicp, _levels(samples))
    if tag.icc is None and (tag.gamma is not None or tag.chromaticities is not None):
        return gamma_encoding(tag.gamma, tag.chromaticities, _levels(samples))
    return srgb_encoding(samples.dtype)


def _naive_cmyk(inks: NDArray[Any]) -> NDArray[Any]:
    """Ink amounts as if inks were ideal filters in front of sRGB."""
    full = np.iinfo(inks.dtype).max
    light = (full - inks[..., :3]).astype(np.uint32) * (full - inks[..., 3:]).astype(np.uint32)
    return ((light + full // 2) // full).astype(inks.dtype)


def _levels(samples: Samples) -> int:
    return int(np.iinfo(samples.dtype).max) + 1
