"""Ten operations as a libvips pipeline, run as a process of its own: `python vips_edit.py PHOTO OUT`."""

import sys
from importlib import import_module
from typing import Any

OPERATIONS = (
    "white balance, exposure, highlights and shadows, clarity, tone curve, saturation, vibrance, sharpening,"
    " vignette, grain"
)


def edited(vips: Any, photo: str) -> Any:
    """The edited picture as an unevaluated pipeline."""
    light: Any = vips.Image.new_from_file(photo).colourspace("scrgb")
    light = light.recomb([[1.04, 0, 0], [0, 1, 0], [0, 0, 0.94]])
    light = light * 1.3
    light = light * _tone_gain(light)
    lch: Any = light.colourspace("lab").colourspace("lch")
    lightness, chroma, hue = lch[0], lch[1], lch[2]
    lightness = lightness + (lightness - _blurred(lightness, 30)) * 0.2
    lightness = lightness + (lightness - 50) * (lightness * (100 - lightness)) * 4e-5
    chroma = chroma * 1.1
    chroma = chroma * (1 + 0.3 * (chroma * -0.05).exp())
    lab: Any = lightness.bandjoin([chroma, hue]).copy(interpretation="lch").colourspace("labs")
    done = lab.sharpen(sigma=1.0, m2=2.0).colourspace("scrgb")
    return _grained(vips, done * _vignette(vips, done.width, done.height)).colourspace("srgb")


def _blurred(plane: Any, sigma: float) -> Any:
    """A blur by way of an eighth of the size."""
    small = plane.shrink(8, 8).gaussblur(sigma / 8).copy_memory()
    return small.resize(plane.width / small.width, vscale=plane.height / small.height, kernel="linear")


def _tone_gain(light: Any) -> Any:
    """More light in large dark places, less in large bright ones."""
    luma = _blurred(light.recomb([[0.2126, 0.7152, 0.0722]]), 60)
    return 1.2 - luma * 0.35


def _vignette(vips: Any, width: int, height: int) -> Any:
    place = vips.Image.xyz(width, height)
    across, down = place[0] / (width / 2) - 1, place[1] / (height / 2) - 1
    return 1 - (across * across + down * down) * 0.15


def _grained(vips: Any, light: Any) -> Any:
    return light + vips.Image.gaussnoise(light.width, light.height, sigma=0.01, mean=0)


def main(photo: str, out: str) -> None:
    """Read, edit and write as JPEG, quality 92, 4:4:4."""
    vips: Any = import_module("pyvips")
    edited(vips, photo).jpegsave(out, Q=92, subsample_mode="off")


if __name__ == "__main__":
    main(*sys.argv[1:])
