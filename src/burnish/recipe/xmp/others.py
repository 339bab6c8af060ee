"""Settings without a counterpart: what they are, and when they do nothing."""

from dataclasses import dataclass

from burnish.recipe.xmp.numerals import parse_number
from burnish.recipe.xmp.packet import Struct, Value

ABOUT_THE_PRESET = frozenset({
    "Name", "ShortName", "SortName", "Group", "Description", "Cluster", "UUID", "PresetType", "PresetSubtype",
    "Copyright", "ContactInfo", "CameraModelRestriction", "Version", "ProcessVersion", "CompatibleVersion",
    "HasSettings", "AlreadyApplied", "RawFileName", "Converter", "SavedSettings", "Treatment", "IsDefault",
    "ToneCurveName", "ToneCurveName2012", "CropUnit", "CropUnits", "CropWidth", "CropHeight", "What",
    "CropConstrainAspectRatio", "CropConstrainToUnitSquare", "ClipboardOrientation", "ClipboardAspectRatio",
    "ToggleStyleDigest", "ToggleStyleAmount", "CameraProfileDigest", "AutoToneDigest", "AutoToneDigestNoSat",
    "AutoWhiteVersion", "UprightVersion", "UprightCenterMode", "UprightFocalMode", "UprightPreview",
    "OverrideLookVignette", "AsShotTemperature", "AsShotTint", "DefaultAutoTone", "DefaultAutoGray",
    "DefaultsSpecificToSerial", "DefaultsSpecificToISO", "AllowFilters", "DNGIgnoreSidecars",
    "NegativeCachePath", "NegativeCacheMaximumSize", "NegativeCacheLargePreviewSize", "JPEGHandling",
    "TIFFHandling", "DepthMapInfo", "RangeMaskMapInfo", "EnhanceDenoiseAlreadyApplied",
    "EnhanceDetailsAlreadyApplied", "EnhanceSuperResolutionAlreadyApplied",
})  # fmt: skip
"""Names and bookkeeping; they change no pixel."""

ABOUT_PREFIXES = (
    "Supports", "Requires", "ShowIn", "UprightTransform", "UprightFourSegments", "UprightCenterNorm",
    "UprightFocalLength", "UprightDependent", "UprightGuided", "LensProfileMatchKey", "Table_",
)  # fmt: skip
"""Beginnings of more such names; a Table_ is the data of the LookTable or RGBTable that names it."""

OLD_PROCESS = ("Exposure", "Contrast", "Brightness", "Shadows", "FillLight", "HighlightRecovery", "Clarity")
"""Tone settings of process versions 1 and 2 (2003 and 2010), which later versions ignore.

Exposure means the same as today and is carried; the others worked on other curves."""

OLD_TONE_CURVES = ("ToneCurve", "ToneCurveRed", "ToneCurveGreen", "ToneCurveBlue")
"""Point curves of process versions 1 and 2; they mean the same as today's."""


@dataclass(frozen=True)
class Unsupported:
    """Why a setting is not carried, the values at which that loses nothing, and what it depends on."""

    why: str

    neutral: tuple[str, ...] = ("0",)

    only_with: str = ""
    """The setting that must do something for this one to matter."""


_LENS = "lens correction needs measured lens data; Burnish has none"
_DEFRINGE = "Burnish has no tool against colored fringes"
_CALIBRATION = "camera calibration turns the primaries of one camera's profile; Burnish has no such tool"
_NOISE = "Burnish's noise reduction has no such hand"
_VIGNETTE = "Burnish's vignette is always of the highlight-priority style"
_UPRIGHT = "Upright finds its correction anew in each photo"
_WARP_TURN = "turning inside the perspective correction; Burnish turns with rotate"
_AUTO = "Camera Raw works the values out anew from each photo"
_HDR = "Burnish renders for standard dynamic range"
_PROFILE = "the look of a camera profile lies in Adobe's own tables"
_TABLE = "a color table packed into the preset, in Adobe's own coding"
_POINT_COLOR = "point color has no counterpart"
_HEALED = "spots were healed by hand on one photo"
_OLD_TONE = "a tone slider of process version 1 or 2, which worked on another curve"

_GROUPS: tuple[tuple[Unsupported, tuple[str, ...]], ...] = (
    (Unsupported(_CALIBRATION), (
        "ShadowTint", "RedHue", "RedSaturation", "GreenHue", "GreenSaturation", "BlueHue", "BlueSaturation")),
    (Unsupported(_LENS), (
        "LensProfileEnable", "LensManualDistortionAmount", "AutoLateralCA", "ChromaticAberrationR",
        "ChromaticAberrationB", "VignetteAmount")),
    (Unsupported(_LENS, only_with="VignetteAmount"), ("VignetteMidpoint",)),
    (Unsupported(_LENS, only_with="LensProfileEnable"), (
        "LensProfileSetup", "LensProfileName", "LensProfileFilename", "LensProfileDigest",
        "LensProfileIsEmbedded", "LensProfileDistortionScale", "LensProfileChromaticAberrationScale",
        "LensProfileVignettingScale")),
    (Unsupported(_DEFRINGE), ("Defringe", "DefringePurpleAmount", "DefringeGreenAmount")),
    (Unsupported(_DEFRINGE, only_with="DefringePurpleAmount"), (
        "DefringePurpleHueLo", "DefringePurpleHueHi")),
    (Unsupported(_DEFRINGE, only_with="DefringeGreenAmount"), ("DefringeGreenHueLo", "DefringeGreenHueHi")),
    (Unsupported(_NOISE, only_with="LuminanceSmoothing"), ("LuminanceNoiseReductionContrast",)),
    (Unsupported(_NOISE, ("50",), "ColorNoiseReduction"), ("ColorNoiseReductionSmoothness",)),
    (Unsupported(_NOISE), ("Smoothness",)),
    (Unsupported(_VIGNETTE, ("1", "0"), "PostCropVignetteAmount"), ("PostCropVignetteStyle",)),
    (Unsupported(_UPRIGHT), ("PerspectiveUpright",)),
    (Unsupported(_WARP_TURN), ("PerspectiveRotate",)),
    (Unsupported(_AUTO, ("False", "0")), (
        "AutoTone", "AutoExposure", "AutoContrast", "AutoShadows", "AutoBrightness", "AutoGrayscaleMix")),
    (Unsupported("Burnish's curve keeps hue in one fixed way", ("100",)), ("CurveRefineSaturation",)),
    (Unsupported(_HDR), ("HDREditMode", "ToneMapStrength")),
    (Unsupported(_HDR, only_with="HDREditMode"), (
        "HDRMaxValue", "SDRBrightness", "SDRContrast", "SDRClarity", "SDRHighlights", "SDRShadows",
        "SDRWhites", "SDRBlend")),
    (Unsupported("Burnish has no tool against moiré", ("Off",)), ("MoireFilter",)),
    (Unsupported(_PROFILE, ("", "Embedded", "Default")), ("CameraProfile",)),
    (Unsupported(_PROFILE, ("",)), ("LookName", "LookTable")),
    (Unsupported(_TABLE, ("",)), ("RGBTable",)),
    (Unsupported(_TABLE, only_with="RGBTable"), ("RGBTableAmount",)),
    (Unsupported(_POINT_COLOR, ("", "-1")), ("PointColors",)),
    (Unsupported(_POINT_COLOR, ("", "-50", "0"), "PointColors"), ("ColorVariance",)),
    (Unsupported(_HEALED, ("",)), ("RetouchAreas", "RetouchInfo", "RedEyeInfo")),
    (Unsupported("lens blur needs a depth map", ("", "False")), ("LensBlur",)),
    (Unsupported(_OLD_TONE, ("0", "25")), ("Contrast",)),
    (Unsupported(_OLD_TONE, ("0", "50")), ("Brightness",)),
    (Unsupported(_OLD_TONE, ("0", "5")), ("Shadows",)),
    (Unsupported(_OLD_TONE), ("Exposure", "FillLight", "HighlightRecovery", "Clarity")),
)  # fmt: skip

UNSUPPORTED: dict[str, Unsupported] = {name: known for known, names in _GROUPS for name in names}
"""Settings known to have no counterpart. 25, 50 and 5 are the old process's own defaults for raw files."""

_UNKNOWN = Unsupported("Burnish does not know this setting", ("", "0", "False"))


def is_about(name: str) -> bool:
    """Whether a setting is bookkeeping."""
    return name in ABOUT_THE_PRESET or name.startswith(ABOUT_PREFIXES)


def unsupported(name: str) -> Unsupported:
    """What is known of a setting that is not carried."""
    return UNSUPPORTED.get(name, _UNKNOWN)


def is_neutral(value: Value, neutral: tuple[str, ...]) -> bool:
    """Whether a value is one of those at which nothing is lost; a list is when all its numbers are."""
    if isinstance(value, Struct):
        return not value.fields or value.text("Active", "True").lower() == "false"
    if isinstance(value, tuple):
        parts = [part for item in value for part in (item.split(",") if isinstance(item, str) else [item])]
        return all(is_neutral(part, neutral) for part in parts)
    numbers = {number for number in map(parse_number, neutral) if number is not None}
    return value.strip().lower() in {each.lower() for each in neutral} or parse_number(value) in numbers
