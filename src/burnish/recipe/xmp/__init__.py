"""Camera Raw and Lightroom settings (XMP, namespace crs) in and out of a recipe."""

from burnish.recipe.xmp.reader import read_xmp
from burnish.recipe.xmp.report import Adjusted, Exported, Imported, ImportedStep, NotCarried, StepLike
from burnish.recipe.xmp.writer import write_xmp

__all__ = [
    "Adjusted",
    "Exported",
    "Imported",
    "ImportedStep",
    "NotCarried",
    "StepLike",
    "read_xmp",
    "write_xmp",
]
