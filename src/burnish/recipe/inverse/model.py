"""The forward model: the tools themselves, compiled and swept over the evidence's grid, with nothing computed twice.

A tool that never looks at the picture compiles to a program that is kept by its value. One that does (regions of
light, haze, local contrast) is compiled on the reduced picture, coarse or fine, as it is when its turn comes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from burnish.errors import InvalidLook
from burnish.imaging.lut3d import Lut3D
from burnish.imaging.output_space import output_space
from burnish.imaging.picture import picture_from_srgb8
from burnish.imaging.pixels import LinearPicture
from burnish.imaging.sweep.bands import CodedSink, LinearSink, LinearSource, sweep
from burnish.imaging.sweep.layout import STRIP
from burnish.imaging.sweep.lowering import White, lower
from burnish.imaging.sweep.passes import Grain, Layer, LocalGain, Matrix, Pass, RadialGain, RollOff, Veil
from burnish.imaging.sweep.program import Program, pack
from burnish.recipe.inverse.evidence import Evidence, Floats
from burnish.tools.base import PixelTool
from burnish.tools.view import View


@dataclass(frozen=True, eq=False)
class Compiled:
    """One tool, ready to run on the grid."""

    passes: tuple[Pass, ...]
    grid: Program
    gain: float
    """By how much it moves source white."""
    local: bool
    """Whether it looked at the picture."""


@dataclass(frozen=True, eq=False)
class Run:
    """A rendering of the grid with every picture on the way."""

    tools: tuple[PixelTool, ...]
    compiled: tuple[Compiled, ...]
    grids: tuple[LinearPicture, ...]
    """Before each tool, and after the last."""
    proxies: tuple[LinearPicture, ...]
    """Before each tool as far as any later tool looks at them."""
    codes: Floats
    """sRGB codes of the result in [0, 1], (places, 3)."""


@dataclass(eq=False)
class Model:
    """Renders tools on the evidence."""

    evidence: Evidence
    order: Mapping[str, int]
    _kept: dict[PixelTool, Compiled] = field(default_factory=dict)

    def __post_init__(self) -> None:
        space = output_space("srgb", picture_from_srgb8(np.zeros((1, 1, 3), np.uint8)))
        self._tables = space.tables(np.uint16)
        self._luminance = space.luminance
        self._to_output = space.from_rec2020

    def run(self, tools: Mapping[str, PixelTool], *, fine: bool) -> Run:
        """The tools, in pipeline order."""
        proxy = self.evidence.fine if fine else self.evidence.coarse
        ordered = tuple(tools[name] for name in sorted(tools, key=lambda each: self.order[each]))
        return self._from(ordered, 0, (), (self.evidence.grid,), (proxy,))

    def varied(self, run: Run, tool: PixelTool) -> Floats:
        """Codes of a run with one tool changed or put in."""
        tools = [each for each in run.tools if each.name != tool.name]
        at = sum(self.order[each.name] < self.order[tool.name] for each in tools)
        tools.insert(at, tool)
        reached = min(at, len(run.proxies) - 1)
        proxies = run.proxies[: reached + 1]
        return self._from(tuple(tools), at, run.compiled[:at], run.grids[: at + 1], proxies).codes

    def _from(
        self,
        tools: tuple[PixelTool, ...],
        start: int,
        compiled: Sequence[Compiled],
        grids: Sequence[LinearPicture],
        proxies: Sequence[LinearPicture],
    ) -> Run:
        chain = _Chain(list(compiled), list(proxies))
        pictures = list(grids)
        for place in range(start, len(tools)):
            ready = self._compile(tools[place], chain, place)
            chain.compiled.append(ready)
            pictures.append(_swept(ready.grid, pictures[-1]))
        return Run(
            tools,
            tuple(chain.compiled),
            tuple(pictures),
            tuple(chain.proxies),
            self._output(chain.compiled, pictures[-1]),
        )

    def _compile(self, tool: PixelTool, chain: "_Chain", place: int) -> Compiled:
        known = self._kept.get(tool)
        if known is not None:
            return known
        looked = False

        def proxy() -> LinearPicture:
            nonlocal looked
            looked = True
            return chain.proxy(place)

        height, width = self.evidence.before.shape[:2]
        passes = tool.compile(View(height, width, proxy, lambda: None, _no_lut))
        made = self._packed(passes, local=looked)
        if not looked:
            if len(self._kept) > 4000:
                self._kept.clear()
            self._kept[tool] = made
        return made

    def _packed(self, passes: tuple[Pass, ...], *, local: bool) -> Compiled:
        rows, columns, _ = self.evidence.grid.shape
        height, width = self.evidence.before.shape[:2]
        operations = lower([_on_grid(each, height / width, rows / columns) for each in passes], roll_off=True)
        gain = float(np.prod([each.gain for each in operations if isinstance(each, White)]))
        kept = [each for each in operations if not isinstance(each, White | RollOff)]
        return Compiled(passes, pack(kept, rows, columns), gain, local)

    def _output(self, compiled: Sequence[Compiled], picture: LinearPicture) -> Floats:
        """The output transform: roll-off, gamut, encoding."""
        gain = float(np.prod([each.gain for each in compiled]))
        rows, columns, _ = picture.shape
        roll_off = (White(gain), RollOff()) if gain > 1 else ()
        program = pack((*roll_off, Matrix(self._to_output)), rows, columns)
        samples = np.empty((rows, columns, 3), np.uint16)
        sweep(program, LinearSource(picture), CodedSink(samples, self._tables, self._luminance), threads=1)
        return samples.reshape(-1, 3) * np.float32(1 / 65535)


@dataclass(eq=False)
class _Chain:
    compiled: list[Compiled]
    proxies: list[LinearPicture]

    def proxy(self, place: int) -> LinearPicture:
        """The reduced picture before the tool at this place."""
        while len(self.proxies) <= place:
            before = self.proxies[-1]
            self.proxies.append(_carried(self.compiled[len(self.proxies) - 1], before))
        return self.proxies[place]


def _carried(ready: Compiled, picture: LinearPicture) -> LinearPicture:
    """A picture through a tool; where places do not matter its rows are joined to fill the sweep's strips."""
    height, width, _ = picture.shape
    if any(isinstance(each, _PLACED) for each in ready.passes):
        return _swept(pack(lower(ready.passes, roll_off=False), height, width), picture)
    count = -(-height * width // STRIP)
    rows = np.zeros((count, STRIP, 3), np.float32)
    rows.reshape(-1, 3)[: height * width] = picture.reshape(-1, 3)
    swept = _swept(replace(ready.grid, height=count, width=STRIP), rows)
    return np.ascontiguousarray(swept.reshape(-1, 3)[: height * width].reshape(height, width, 3))


_PLACED = (LocalGain, Veil, RadialGain, Layer, Grain)


def _swept(program: Program, picture: LinearPicture) -> LinearPicture:
    out = np.empty_like(picture)
    sweep(program, LinearSource(picture), LinearSink(out), threads=1)
    return out


def _on_grid(each: Pass, aspect: float, grid_aspect: float) -> Pass:
    """A pass that knows the frame's shape, for a grid that stands for the frame but has another.

    Sides are height over width, at most 1. A radius is measured in half sides, of which the long one is drawn in by
    `circle`; the same draw on the grid takes a circle that is smaller by the ratio of what both shapes could give.
    """
    if not isinstance(each, RadialGain) or grid_aspect == 1:
        return each
    return replace(each, circle=each.circle * (1 - aspect) / (1 - grid_aspect))


def _no_lut(digest: str) -> Lut3D:
    raise InvalidLook(f"no look-up table is at hand while solving, so not {digest!r}")
