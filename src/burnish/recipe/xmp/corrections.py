"""Local corrections: sliders that act inside a mask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from burnish.recipe.xmp.ledger import Ledger
from burnish.recipe.xmp.mask_reader import Mask, Unplain, number, read_masks
from burnish.recipe.xmp.mask_writer import write_masks
from burnish.recipe.xmp.numerals import exact, format_number, parse_flag, parse_number
from burnish.recipe.xmp.others import is_neutral
from burnish.recipe.xmp.packet import Struct
from burnish.recipe.xmp.report import ImportedStep, NotCarried, StepLike
from burnish.recipe.xmp.stored_frame import StoredFrame


@dataclass(frozen=True)
class LocalSlider:
    """One parameter of a tool and the local setting that means the same."""

    tool: str

    param: str

    setting: str

    scale: int = 100
    """The parameter's value where the local setting is 1."""

    low: int = -100

    high: int = 100


LOCAL_SLIDERS = (
    LocalSlider("denoise", "luma", "LocalLuminanceNoise", low=0),
    LocalSlider("white_balance", "temperature", "LocalTemperature"),
    LocalSlider("white_balance", "tint", "LocalTint"),
    LocalSlider("exposure", "stops", "LocalExposure2012", 4, -5, 5),
    LocalSlider("dehaze", "amount", "LocalDehaze"),
    LocalSlider("contrast", "amount", "LocalContrast2012"),
    LocalSlider("tone", "highlights", "LocalHighlights2012"),
    LocalSlider("tone", "shadows", "LocalShadows2012"),
    LocalSlider("tone", "whites", "LocalWhites2012"),
    LocalSlider("tone", "blacks", "LocalBlacks2012"),
    LocalSlider("texture", "amount", "LocalTexture"),
    LocalSlider("clarity", "amount", "LocalClarity2012"),
    LocalSlider("saturation", "amount", "LocalSaturation"),
    LocalSlider("hue", "degrees", "LocalHue", 180, -180, 180),
    LocalSlider("sharpen", "amount", "LocalSharpness", low=0),
    LocalSlider("grain", "amount", "LocalGrain", low=0),
)
"""In pipeline order. Local settings run from -1 to 1, exposure in units of four stops, hue of half a turn."""

CONTAINERS = (
    "MaskGroupBasedCorrections",
    "GradientBasedCorrections",
    "CircularGradientBasedCorrections",
    "PaintBasedCorrections",
)
"""Where corrections are listed: since 2021 all in the first, before by kind of mask."""

OLD_LOCAL = ("LocalExposure", "LocalContrast", "LocalClarity", "LocalBrightness")
"""Local settings of process versions 1 and 2; later versions ignore them."""

_ABOUT = (
    "What", "CorrectionAmount", "CorrectionActive", "CorrectionName", "CorrectionSyncID", "CorrectionMasks",
    "CorrectionReferenceX", "CorrectionReferenceY", "CorrectionRangeMask", "CorrectionID", "LocalInputDigest",
    "LocalInputDigestVersion", "LocalCorrectedDepth", "LocalToningHue", *OLD_LOCAL,
)  # fmt: skip
_NEUTRAL = {"LocalCurveRefineSaturation": ("100",)}
_DOUBLE = Decimal(2)
"""The amount that is written when a slider alone does not reach far enough."""


def read_corrections(ledger: Ledger, frame: StoredFrame) -> list[ImportedStep]:
    """The masked steps of every list of corrections."""
    steps: list[ImportedStep] = []
    for container in CONTAINERS:
        if container in ledger:
            made = list(_read_container(ledger, container, frame))
            steps += made
            if made or not ledger.value(container):
                ledger.carry(container)
            elif container not in ledger.not_carried and _lost_inside(ledger, container):
                count = f"{_count(ledger, container)} corrections"
                ledger.lose(container, "none of its corrections could be carried", count)
            else:
                ledger.set_aside(container)
    return steps


def _lost_inside(ledger: Ledger, container: str) -> bool:
    return any(name.startswith(f"{container}[") for name in ledger.not_carried)


def _count(ledger: Ledger, container: str) -> int:
    value = ledger.value(container)
    return len(value) if isinstance(value, tuple) else 1


def _read_container(ledger: Ledger, container: str, frame: StoredFrame) -> Iterable[ImportedStep]:
    value = ledger.value(container)
    for place, correction in enumerate(value if isinstance(value, tuple) else (value,), start=1):
        where = f"{container}[{place}]"
        if isinstance(correction, Struct):
            yield from _read_correction(ledger, where, correction, frame)
        elif correction:
            ledger.lose(where, "the list of corrections is damaged", str(correction)[:80])


def _read_correction(
    ledger: Ledger, where: str, correction: Struct, frame: StoredFrame
) -> list[ImportedStep]:
    try:
        _refuse_range(correction)
        mask = read_masks(correction.items("CorrectionMasks"), frame)
        amount = exact(number(correction, "CorrectionAmount", 1.0))
    except Unplain as why:
        ledger.lose(where, str(why), correction.text("CorrectionName"))
        return []
    edits = _read_sliders(ledger, where, correction, amount)
    if mask is None or not edits:
        return []
    if frame.is_assumed and _needs_shape(mask):
        ledger.adjust(where, "", "", "the photo's shape is not known; 3:2 is assumed for round masks")
    if _holds(mask, "sky"):
        ledger.adjust(where, "Adobe's sky", "Burnish's sky", "each program finds the sky by its own means")
    enabled = parse_flag(correction.text("CorrectionActive", "true"))
    name = correction.text("CorrectionName") or where
    return [ImportedStep(tool, params, enabled=enabled, mask=mask, reason=f"local correction {name!r}")
            for tool, params in edits.items()]  # fmt: skip


def _refuse_range(correction: Struct) -> None:
    value = correction.fields.get("CorrectionRangeMask", "")
    if isinstance(value, Struct) and not is_neutral(value.text("Type", "0"), ("", "0")):
        raise Unplain("a range of colors, tones or depths inside the mask")


def _needs_shape(mask: Mask) -> bool:
    return _holds(mask, "radial") or _holds(mask, "brush")


def _holds(mask: Mask, kind: str) -> bool:
    return mask["kind"] == kind or any(_holds(part, kind) for part in mask.get("masks", ()))


def _read_sliders(
    ledger: Ledger, where: str, correction: Struct, amount: Decimal
) -> dict[str, dict[str, Any]]:
    """Parameters by tool; the correction's amount scales them, as Camera Raw's amount slider does."""
    edits: dict[str, dict[str, Any]] = {}
    for slider in LOCAL_SLIDERS:
        text = correction.text(slider.setting, "0")
        found = parse_number(text)
        name = f"{where}.{slider.setting}"
        if found is None:
            ledger.lose(name, "is not a number", text)
        elif found != 0 and amount != 0 and found < 0 <= slider.low:
            ledger.lose(name, "Burnish's tool has no negative side", text)
        elif found != 0 and amount != 0:
            wanted = found * slider.scale * amount
            kept = ledger.within(name, wanted, Decimal(slider.low), Decimal(slider.high))
            edits.setdefault(slider.tool, {})[slider.param] = float(kept)
    known = {*_ABOUT, *(slider.setting for slider in LOCAL_SLIDERS)}
    for setting, value in correction.fields.items():
        if setting not in known and not is_neutral(value, _NEUTRAL.get(setting, ("", "0"))):
            ledger.lose(f"{where}.{setting}", "has no counterpart", value if isinstance(value, str) else "…")
    return edits


def write_corrections(
    steps: Sequence[StepLike], frame: StoredFrame
) -> tuple[tuple[Struct, ...], list[NotCarried]]:
    """Masked steps as corrections; neighbors with the same mask share one."""
    groups: list[tuple[StepLike, dict[str, Decimal]]] = []
    lost: list[NotCarried] = []
    for step in steps:
        settings = _local_settings(step, lost)
        if not settings:
            continue
        first, shared = groups[-1] if groups else (step, settings)
        fits = (first.mask, first.enabled) == (step.mask, step.enabled)
        if groups and fits and _follows(shared, settings):
            shared |= settings
        else:
            groups.append((step, settings))
    made: list[Struct] = []
    for step, settings in groups:
        try:
            made.append(_correction(step, settings, len(made) + 1, frame))
        except Unplain as why:
            lost.append(NotCarried(f"{step.tool} mask", str((step.mask or {}).get("kind", "")), str(why)))
    return tuple(made), lost


def _follows(shared: Mapping[str, Decimal], settings: Mapping[str, Decimal]) -> bool:
    """Whether these settings come after the shared ones in the order in which they are read back."""
    order = [slider.setting for slider in LOCAL_SLIDERS]
    return max(map(order.index, shared)) < min(map(order.index, settings))


def _local_settings(step: StepLike, lost: list[NotCarried]) -> dict[str, Decimal]:
    sliders = {slider.param: slider for slider in LOCAL_SLIDERS if slider.tool == step.tool}
    written: dict[str, Decimal] = {}
    for param, value in step.params.items():
        slider = sliders.get(param)
        if slider is None or isinstance(value, bool) or not isinstance(value, int | float):
            lost.append(NotCarried(f"{step.tool}.{param}", str(value), "has no counterpart inside a mask"))
            continue
        share = exact(value) * exact(step.opacity) / slider.scale
        if share != 0:
            written[slider.setting] = share
    return written


def _correction(step: StepLike, settings: dict[str, Decimal], place: int, frame: StoredFrame) -> Struct:
    amount = _DOUBLE if any(abs(share) > 1 for share in settings.values()) else Decimal(1)
    return Struct({
        "What": "Correction",
        "CorrectionAmount": format_number(amount),
        "CorrectionActive": "True" if step.enabled else "False",
        "CorrectionName": f"Mask {place}",
        **{setting: format_number(share / amount) for setting, share in settings.items()},
        "CorrectionMasks": write_masks(step.mask or {}, frame),
    })  # fmt: skip
