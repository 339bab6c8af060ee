"""Pictures in and out: one module per format family, recognized by content, capped before decoding."""

from burnish.imaging.files.info import PhotoInfo
from burnish.imaging.files.reading import decode_photo, describe_photo, probe, read_photo
from burnish.imaging.files.sniff import INPUT_SUFFIXES
from burnish.imaging.files.source import Source
from burnish.imaging.files.writing import OUTPUT_SUFFIXES, encode_photo, output_format, write_photo

__all__ = [
    "INPUT_SUFFIXES",
    "OUTPUT_SUFFIXES",
    "PhotoInfo",
    "Source",
    "decode_photo",
    "describe_photo",
    "encode_photo",
    "output_format",
    "probe",
    "read_photo",
    "write_photo",
]
