"""From steps to stages of the sweep: every tool compiled on the picture as it is when its turn comes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from burnish.imaging.lut3d import Lut3D
from burnish.imaging.pixels import LinearPicture, Plane
from burnish.imaging.sweep.bands import LinearSink, LinearSource, sweep
from burnish.imaging.sweep.lowering import lower
from burnish.imaging.sweep.passes import Grain, Masked, Pass, Sharpen, Stage
from burnish.imaging.sweep.program import pack
from burnish.recipe.recipe import Step
from burnish.tools.base import PixelTool
from burnish.tools.view import View


@dataclass(frozen=True, eq=False)
class Canvas:
    """The picture that pixel tools work on, after geometry."""

    height: int
    width: int
    make_proxy: Callable[[], LinearPicture]
    """A reduction of it, at most `view.PROXY_PIXELS`."""
    rasterize: Callable[[Step, int, int], Plane]
    """A step's mask at this height and width."""
    lut: Callable[[str], Lut3D]

    @cached_property
    def proxy(self) -> LinearPicture:
        """The reduction, made when first asked for."""
        return self.make_proxy()


def stages(canvas: Canvas, steps: Sequence[Step]) -> tuple[Stage, ...]:
    """The steps' stages, in the order given."""
    chain = _ProxyChain(canvas)
    made: list[Stage] = []
    for step in steps:
        compiled = _compile(canvas, chain, step)
        if not compiled:
            continue
        whole = step.mask is None and step.opacity >= 1.0
        made.extend(compiled if whole else [Masked(compiled, _full_mask(canvas, step), step.opacity)])
        chain.then(step, compiled)
    return tuple(made)


def _compile(canvas: Canvas, chain: "_ProxyChain", step: Step) -> tuple[Pass, ...]:
    if not isinstance(step.tool, PixelTool):
        msg = f"{step.tool.name!r} does not act pixel by pixel"
        raise TypeError(msg)

    def mask() -> Plane | None:
        return None if step.mask is None else canvas.rasterize(step, *chain.size)

    return step.tool.compile(View(canvas.height, canvas.width, chain.picture, mask, canvas.lut))


def _full_mask(canvas: Canvas, step: Step) -> NDArray[np.uint16] | None:
    if step.mask is None:
        return None
    return coverage16(canvas.rasterize(step, canvas.height, canvas.width))


def coverage16(mask: Plane) -> NDArray[np.uint16]:
    """A mask in [0, 1] as 16-bit coverage; anything above 0 stays above 0."""
    return np.ceil(np.clip(mask, 0.0, 1.0) * np.float32(65535)).astype(np.uint16)


class _ProxyChain:
    """The proxy as it looks after the steps so far; steps are applied to it only when a tool asks to see it."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._picture: LinearPicture | None = None
        self._pending: list[tuple[Step, tuple[Pass, ...]]] = []

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the proxy."""
        height, width, _ = self._canvas.proxy.shape
        return height, width

    def then(self, step: Step, compiled: tuple[Pass, ...]) -> None:
        """Note that a step has been compiled."""
        # Grain and sharpening belong to full-size pixels; what later tools measure does not depend on them.
        seen = tuple(each for each in compiled if not isinstance(each, Grain | Sharpen))
        if seen:
            self._pending.append((step, seen))

    def picture(self) -> LinearPicture:
        """The proxy after every step noted so far."""
        before = self._canvas.proxy if self._picture is None else self._picture
        if self._pending:
            ready = [self._stage(step, compiled) for step, compiled in self._pending]
            self._pending = []
            self._picture = applied(before, [stage for group in ready for stage in group])
            return self._picture
        return before

    def _stage(self, step: Step, compiled: tuple[Pass, ...]) -> Sequence[Stage]:
        if step.mask is None and step.opacity >= 1.0:
            return compiled
        mask = None if step.mask is None else coverage16(self._canvas.rasterize(step, *self.size))
        return (Masked(compiled, mask, step.opacity),)


def applied(picture: LinearPicture, made: Sequence[Stage], *, roll_off: bool = False) -> LinearPicture:
    """Stages run on a linear picture; a new picture. Light above white is kept unless `roll_off`."""
    height, width, _ = picture.shape
    out = np.empty((height, width, 3), np.float32)
    program = pack(lower(made, roll_off=roll_off), height, width)
    sweep(program, LinearSource(np.ascontiguousarray(picture, np.float32)), LinearSink(out))
    return out
