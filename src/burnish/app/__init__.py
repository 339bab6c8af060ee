"""The only place that picks adapters and wires them: tools, folders, looks, photos to files, and the planner."""

from burnish.app.darkroom import (
    Darkroom,
    Developed,
    ExportOptions,
    Look,
    LookKind,
    Signature,
    Size,
    home_folder,
    is_same_file,
    open_darkroom,
)

__all__ = [
    "Darkroom",
    "Developed",
    "ExportOptions",
    "Look",
    "LookKind",
    "Signature",
    "Size",
    "home_folder",
    "is_same_file",
    "open_darkroom",
]
