"""Presets and sidecars of Camera Raw and Lightroom as steps."""

from typing import Any

from burnish.recipe.xmp.corrections import read_corrections
from burnish.recipe.xmp.cropping import read_crop
from burnish.recipe.xmp.curves import read_curves
from burnish.recipe.xmp.ledger import Ledger
from burnish.recipe.xmp.numerals import parse_flag, parse_number
from burnish.recipe.xmp.others import OLD_PROCESS, OLD_TONE_CURVES, is_about, is_neutral, unsupported
from burnish.recipe.xmp.packet import Struct, read_packet
from burnish.recipe.xmp.report import Imported, ImportedStep
from burnish.recipe.xmp.sliders import SLIDERS, TOOLS_IN_ORDER, Slider, limits, sliders_of, strengths
from burnish.recipe.xmp.stored_frame import StoredFrame, stored_frame
from burnish.recipe.xmp.white_balance import read_white_balance

MAX_SEED = 2**31 - 1


def read_xmp(data: bytes, *, size: tuple[float, float] | None = None) -> Imported:
    """The steps that a preset, a sidecar, or the XMP in a picture file's bytes stands for.

    Round masks and turned crops depend on the photo's shape: the file's own size counts, else `size` (width
    and height of the upright photo), else 3:2 is assumed and noted.

    Raises:
        InvalidLook: not XMP, unsafe or too large, or without Camera Raw settings.
    """
    packet = read_packet(data)
    ledger = Ledger(packet.settings)
    frame = stored_frame(packet.size, size, packet.orientation)
    steps = (*_global_steps(ledger, frame), *read_corrections(ledger, frame))
    _judge_the_rest(ledger)
    return Imported(
        steps=steps,
        carried=tuple(ledger.carried),
        not_carried=tuple(ledger.not_carried.values()),
        about=tuple(ledger.about),
        adjusted=tuple(ledger.adjusted),
        title=ledger.text("Name"),
        process_version=ledger.text("ProcessVersion"),
    )


def _global_steps(ledger: Ledger, frame: StoredFrame) -> list[ImportedStep]:
    old_process = _is_old_process(ledger)
    monochrome = _is_monochrome(ledger)
    _set_idle_aside(ledger, old_process=old_process, monochrome=monochrome)
    edits = {tool: _read_sliders(ledger, tool, monochrome) for tool in TOOLS_IN_ORDER}
    edits["white_balance"] = read_white_balance(ledger)
    edits["tone_curve"] |= read_curves(ledger, old_process=old_process)
    if monochrome:
        edits["black_and_white"]["amount"] = 100.0
    if old_process and "Exposure2012" not in ledger:
        edits["exposure"] = _read_slider(ledger, Slider("exposure", "stops", "Exposure", -5, 5))
    _read_grain_seed(ledger, edits["grain"])
    _read_split_toning_blending(ledger, edits["color_grading"])
    _read_warp_crop(ledger, edits["perspective"])
    acting = {tool: params for tool, params in edits.items() if _acts(tool, params)}
    steps = [ImportedStep(tool, params, reason=_reason(tool)) for tool, params in acting.items()]
    steps += read_crop(ledger, frame)
    return sorted(steps, key=lambda step: TOOLS_IN_ORDER.index(step.tool))


def _reason(tool: str) -> str:
    return f"Camera Raw setting of {tool.replace('_', ' ')}"


def _acts(tool: str, params: dict[str, Any]) -> bool:
    """Whether anything but radii, hues and the like is set."""
    if tool == "white_balance":
        return bool(params)
    curves = ("points", "red", "green", "blue") if tool == "tone_curve" else ()
    return any(param in params for param in (*strengths(tool), *curves))


def _read_sliders(ledger: Ledger, tool: str, monochrome: bool) -> dict[str, Any]:
    if monochrome and tool in ("hsl", "saturation", "vibrance"):
        return {}
    if tool == "black_and_white" and not monochrome:
        return {}
    params: dict[str, Any] = {}
    for slider in sliders_of(tool):
        params |= _read_slider(ledger, slider)
    return params


def _read_slider(ledger: Ledger, slider: Slider) -> dict[str, Any]:
    found = ledger.first_number((slider.setting, *slider.aliases), *limits(slider))
    return {} if found is None or float(found) == slider.default else {slider.param: float(found)}


def _is_old_process(ledger: Ledger) -> bool:
    """Whether the process version is 1 or 2 (below 6.0); where the file states none, its names tell."""
    version = parse_number(".".join(ledger.text("ProcessVersion").split(".")[:2]))
    if version is not None:
        return version < 6
    new_names = {slider.setting for slider in SLIDERS if slider.setting.endswith("2012")}
    return not any(name in ledger for name in new_names) and any(name in ledger for name in OLD_PROCESS)


def _is_monochrome(ledger: Ledger) -> bool:
    """Whether the photo becomes black and white, by its flag, its profile's, or the preset's treatment."""
    look = ledger.value("Look")
    parameters = look.fields.get("Parameters") if isinstance(look, Struct) else None
    profile_is_gray = isinstance(parameters, Struct) and parse_flag(parameters.text("ConvertToGrayscale"))
    if profile_is_gray and _look_amount(look) != 0:
        return True
    if "ConvertToGrayscale" in ledger:
        return parse_flag(ledger.text("ConvertToGrayscale"))
    return ledger.text("Treatment") in ("Monochrome", "Black & White")


def _look_amount(look: object) -> float:
    number = parse_number(look.text("Amount", "1")) if isinstance(look, Struct) else None
    return 1.0 if number is None else float(number)


def _set_idle_aside(ledger: Ledger, *, old_process: bool, monochrome: bool) -> None:
    """Settings that Camera Raw itself does not look at in this file."""
    ledger.carry("ConvertToGrayscale")
    for slider in SLIDERS:
        if slider.tool in (("hsl", "saturation", "vibrance") if monochrome else ("black_and_white",)):
            ledger.set_aside(slider.setting)
    if not old_process:
        ledger.set_aside(*OLD_PROCESS, *OLD_TONE_CURVES)


def _read_grain_seed(ledger: Ledger, params: dict[str, Any]) -> None:
    seed = parse_number(ledger.text("GrainSeed"))
    if seed is not None:
        ledger.carry("GrainSeed")
        if int(seed) != 0:
            params["seed"] = abs(int(seed)) % (MAX_SEED + 1)


def _read_split_toning_blending(ledger: Ledger, params: dict[str, Any]) -> None:
    """Files from before color grading mean a blending of 100, which is how split toning worked."""
    toned = any(param in params for param in strengths("color_grading"))
    if toned and not any(name.startswith("ColorGrade") for name in ledger.carried):
        params["blending"] = 100.0


def _read_warp_crop(ledger: Ledger, params: dict[str, Any]) -> None:
    ledger.carry("CropConstrainToWarp")
    if params and "CropConstrainToWarp" in ledger and not parse_flag(ledger.text("CropConstrainToWarp")):
        params["auto_crop"] = False


def _judge_the_rest(ledger: Ledger) -> None:
    for name in ledger.open_names():
        if is_about(name) or _is_idle(ledger, name):
            ledger.set_aside(name)
        elif name == "Look":
            _judge_look(ledger)
        else:
            ledger.lose(name, unsupported(name).why)


def _is_idle(ledger: Ledger, name: str) -> bool:
    """Whether a setting without counterpart does nothing here: it is neutral, or depends on one that is."""
    known = unsupported(name)
    if is_neutral(ledger.value(name), known.neutral):
        return True
    needed = known.only_with
    if not needed:
        return False
    return needed not in ledger or is_neutral(ledger.value(needed), unsupported(needed).neutral)


def _judge_look(ledger: Ledger) -> None:
    look = ledger.value("Look")
    name = look.text("Name") if isinstance(look, Struct) else ledger.text("Look")
    if not name or _look_amount(look) == 0:
        ledger.set_aside("Look")
        return
    why = f"the look of the profile {name!r} lies in Adobe's own tables; settings on top of it are carried"
    ledger.lose("Look", why)
