"""Steps as a preset or sidecar of Camera Raw and Lightroom."""

import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from burnish.recipe.xmp.corrections import write_corrections
from burnish.recipe.xmp.cropping import crop_settings
from burnish.recipe.xmp.curves import CURVES, curve_items
from burnish.recipe.xmp.numerals import exact, format_number
from burnish.recipe.xmp.packet import Value
from burnish.recipe.xmp.packet_writer import packet_bytes, printable
from burnish.recipe.xmp.report import Adjusted, Exported, NotCarried, StepLike
from burnish.recipe.xmp.sliders import limits, sliders_of, strengths
from burnish.recipe.xmp.stored_frame import StoredFrame, stored_frame
from burnish.recipe.xmp.white_balance import white_balance_settings

PROCESS_VERSION = "15.4"
"""Camera Raw's process version 6."""

CAMERA_RAW_VERSION = "15.4"

PRESET_SPACE = uuid.UUID("5e2f6f0c-6f6b-5d0e-9c1a-0b1f8f4a7d21")
"""Namespace of the presets' ids, which follow from their content (RFC 9562, version 5)."""

SETTINGS_OF_PRESETS = {
    "PresetType": "Normal", "Cluster": "", "SupportsAmount": "True", "SupportsColor": "True",
    "SupportsMonochrome": "True", "SupportsHighDynamicRange": "True", "SupportsNormalDynamicRange": "True",
    "SupportsSceneReferred": "True", "SupportsOutputReferred": "True",
}  # fmt: skip

FADABLE = frozenset({
    "exposure", "dehaze", "contrast", "tone", "texture", "clarity", "saturation", "vibrance", "hsl",
    "sharpen", "denoise", "vignette", "grain",
})  # fmt: skip
"""Tools where half the opacity is close to half the amount."""

MONOCHROME_IGNORES = ("hsl", "saturation", "vibrance")

EXTRA_PARAMS: dict[str, tuple[str, ...]] = {
    "tone_curve": tuple(param for param, _, _ in CURVES),
    "grain": ("seed",),
    "perspective": ("auto_crop",),
    "black_and_white": ("amount",),
    "white_balance": ("temperature", "tint", "kelvin"),
    "rotate": ("angle", "auto_crop", "quarter_turns"),
    "crop": ("left", "top", "right", "bottom"),
}
"""Parameters with a counterpart that are no plain sliders."""

NEUTRAL: dict[str, Any] = {"pivot": 50}
"""Defaults of parameters without a counterpart, where those are not None."""


def write_xmp(
    steps: Iterable[StepLike],
    *,
    title: str,
    kind: Literal["preset", "sidecar"] = "preset",
    group: str = "Burnish",
    size: tuple[float, float] | None = None,
    orientation: int = 1,
) -> Exported:
    """The steps as a Camera Raw preset, or as a sidecar that lies beside one photo.

    Only settings of tools that the steps use are written. Round masks and turned crops need the photo's
    shape: `size` is the upright photo's width and height, 3:2 if not given. `orientation` (Exif, 1 to 8)
    says for a sidecar how the stored photo is turned. The same input gives the same bytes.
    """
    frame = stored_frame(None, size, orientation if kind == "sidecar" else 1)
    draft = _Draft(list(steps), frame)
    draft.write()
    versions = {"Version": CAMERA_RAW_VERSION, "ProcessVersion": PROCESS_VERSION, "HasSettings": "True"}
    settings: dict[str, Value] = {**versions, **draft.settings}
    if kind == "preset":
        named = {"Name": printable(title), "Group": printable(group)}
        identity = uuid.uuid5(PRESET_SPACE, packet_bytes(settings, named, {}).decode()).hex.upper()
        data = packet_bytes({**SETTINGS_OF_PRESETS, "UUID": identity, **settings}, named, {})
    else:
        data = packet_bytes(settings, {"Name": printable(title)} if title else {}, _photo(frame))
    return Exported(data, tuple(draft.lost), tuple(draft.adjusted))


def _photo(frame: StoredFrame) -> dict[str, str]:
    if frame.is_assumed:
        return {"Orientation": str(frame.orientation)}
    width, height = format_number(exact(frame.width)), format_number(exact(frame.height))
    return {"ImageWidth": width, "ImageLength": height, "Orientation": str(frame.orientation)}


class _Draft:
    """Settings in the making."""

    def __init__(self, steps: list[StepLike], frame: StoredFrame) -> None:
        self.frame = frame
        self.settings: dict[str, Value] = {}
        self.lost: list[NotCarried] = []
        self.adjusted: list[Adjusted] = []
        self._local = [step for step in steps if step.mask is not None]
        self._global = self._one_per_tool(step for step in steps if step.mask is None)

    def write(self) -> None:
        """All that has a counterpart, tool by tool."""
        self._write_geometry()
        monochrome = self._global.get("black_and_white", {}).get("amount", 0) == 100
        for tool, params in self._global.items():
            if tool in ("rotate", "crop", "flip"):
                continue
            if monochrome and tool in MONOCHROME_IGNORES:
                self._lose(tool, params, "Camera Raw ignores it in a black-and-white photo")
            elif tool == "black_and_white" and not monochrome:
                self._lose(tool, params, "Camera Raw converts wholly or not at all")
            elif not sliders_of(tool) and tool != "white_balance":
                self._lose(tool, params, "Camera Raw has no such tool")
            else:
                self._write_tool(tool, params)
        corrections, lost = write_corrections(self._local, self.frame)
        self.lost += lost
        if corrections:
            self.settings["MaskGroupBasedCorrections"] = corrections

    def _one_per_tool(self, steps: Iterable[StepLike]) -> dict[str, dict[str, Any]]:
        """Parameters by tool: Camera Raw has each tool once. Exposures add up."""
        kept: dict[str, dict[str, Any]] = {}
        for step in steps:
            if not step.enabled:
                self._lose(step.tool, step.params, "the step is switched off")
                continue
            params = self._faded(step)
            if params is None:
                continue
            if step.tool == "exposure" and step.tool in kept:
                total = exact(kept["exposure"].get("stops", 0.0)) + exact(params.get("stops", 0.0))
                kept["exposure"] = {"stops": float(min(max(total, Decimal(-5)), Decimal(5)))}
            elif step.tool in kept:
                self._lose(step.tool, params, "Camera Raw has it once; an earlier step uses it")
            else:
                kept[step.tool] = params
        return kept

    def _faded(self, step: StepLike) -> dict[str, Any] | None:
        """The parameters at the step's opacity, None if that cannot be said."""
        params = dict(step.params)
        if step.opacity == 1.0:
            return params
        if step.tool not in FADABLE:
            why = f"the step has opacity {step.opacity!r}, which Camera Raw cannot say"
            self._lose(step.tool, params, why)
            return None
        for param in strengths(step.tool):
            if param in params:
                before, params[param] = params[param], float(exact(params[param]) * exact(step.opacity))
                why = "the opacity went into the amount"
                self.adjusted.append(Adjusted(f"{step.tool}.{param}", str(before), str(params[param]), why))
        return params

    def _lose(self, tool: str, params: Mapping[str, Any], why: str) -> None:
        told = ", ".join(f"{param} {value!r}" for param, value in params.items())
        self.lost.append(NotCarried(tool, told, why))

    def _write_tool(self, tool: str, params: dict[str, Any]) -> None:
        known = {slider.param for slider in sliders_of(tool)} | set(EXTRA_PARAMS.get(tool, ()))
        for param, value in params.items():
            if param not in known and value != NEUTRAL.get(param):
                why = "has no counterpart in Camera Raw"
                self.lost.append(NotCarried(f"{tool}.{param}", str(value), why))
        for slider in sliders_of(tool):
            low, high = limits(slider)
            number = min(max(exact(params.get(slider.param, slider.default)), low), high)
            self.settings[slider.setting] = format_number(number, signed=slider.signed)
        self._write_extras(tool, params)

    def _write_extras(self, tool: str, params: dict[str, Any]) -> None:
        if tool == "tone_curve":
            self._write_curves(params)
        elif tool == "white_balance":
            self._write_white_balance(params)
        elif tool == "black_and_white":
            self.settings["ConvertToGrayscale"] = "True"
        elif tool == "grain" and params.get("seed"):
            self.settings["GrainSeed"] = str(params["seed"])
        elif tool == "perspective":
            self.settings["CropConstrainToWarp"] = "1" if params.get("auto_crop", True) else "0"

    def _write_curves(self, params: dict[str, Any]) -> None:
        bent = any(params.get(param) for param, _, _ in CURVES)
        self.settings["ToneCurveName2012"] = "Custom" if bent else "Linear"
        for param, setting, _ in CURVES:
            self.settings[setting] = curve_items(tuple((x, y) for x, y in params.get(param) or ()))

    def _write_white_balance(self, params: dict[str, Any]) -> None:
        if params.get("kelvin") is not None and params.get("temperature"):
            why = "beside an absolute temperature Camera Raw has no relative one"
            self.lost.append(NotCarried("white_balance.temperature", str(params["temperature"]), why))
        self.settings |= white_balance_settings(params)

    def _write_geometry(self) -> None:
        flip, rotate, crop = (self._global.get(tool, {}) for tool in ("flip", "rotate", "crop"))
        turned = any(flip.values()) or bool(rotate.get("quarter_turns"))
        if any(flip.values()):
            why = "Camera Raw keeps mirroring in the photo's orientation, not in its settings"
            self._lose("flip", flip, why)
        if rotate.get("quarter_turns"):
            why = "Camera Raw keeps quarter turns in the photo's orientation, not in its settings"
            self.lost.append(NotCarried("rotate.quarter_turns", str(rotate["quarter_turns"]), why))
        for param in ("aspect", "place", "subject_x", "subject_y"):
            if crop.get("aspect") and param in crop:
                why = "Camera Raw stores the rectangle, not how it was found"
                self.lost.append(NotCarried(f"crop.{param}", str(crop[param]), why))
        sides = {side: crop[side] for side in EXTRA_PARAMS["crop"] if side in crop}
        if turned and (sides or rotate.get("angle")):
            lost = {**sides, "angle": rotate.get("angle", 0.0)}
            self._lose("crop", lost, "it lies in a frame that was turned before")
        elif sides or rotate.get("angle"):
            self.settings |= crop_settings(sides, rotate, self.frame)
            if rotate.get("auto_crop") is False and not sides:
                why = "Camera Raw crops away the empty corners"
                self.lost.append(NotCarried("rotate.auto_crop", "False", why))
