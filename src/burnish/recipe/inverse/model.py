"""The forward model: the tools themselves, compiled and swept over the evidence's grid, with nothing computed twice.

A tool that never looks at the picture compiles to a program that is kept by its value. One that does (regions of
light, haze, local contrast) is compiled on the reduced picture, coarse or fine, as it is when its turn comes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import prod

import numpy as np

from burnish.errors import InvalidLook
from burnish.imaging.lut3d import Lut3D
from burnish.imaging.output_space import output_space
from burnish.imaging.picture import picture_from_srgb8
from burnish.imaging.pixels import LinearPicture
from burnish.imaging.sweep.bands import CodedSink, LinearSource, sweep
from burnish.imaging.sweep.layout import STRIP
from burnish.imaging.sweep.lowering import White, lower
from burnish.imaging.sweep.passes import Grain, Layer, LocalGain, Matrix, Pass, RadialGain, RollOff, Veil
from burnish.imaging.sweep.program import Program, pack
from burnish.recipe.inverse.evidence import Evidence, Floats
from burnish.recipe.inverse.joining import joined, swept
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
    """A rendering of the grid."""

    codes: Floats
    """sRGB codes in [0, 1], (places, 3)."""


@dataclass(frozen=True, eq=False)
class Trail(Run):
    """A rendering on coarse proxies with every picture on the way."""

    tools: tuple[PixelTool, ...]
    compiled: tuple[Compiled, ...]
    grids: tuple[LinearPicture, ...]
    """Before each tool, and after the last."""
    proxies: Mapping[int, LinearPicture]
    """Before the tools at these places: those that look at it."""

    @property
    def settled(self) -> int:
        """The place from which on no tool looks at the picture."""
        return max((place + 1 for place, each in enumerate(self.compiled) if each.local), default=0)

    @property
    def gain(self) -> float:
        """By how much all tools move source white."""
        return _gain(self.compiled)


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
        """The tools, in pipeline order, with neighborhood tools compiled on the fine proxy or the coarse one."""
        proxy = self.evidence.fine if fine else self.evidence.coarse
        chain = self._chain(self._ordered(tools), _Chain([], {0: proxy}))
        return Run(self.output(_gain(chain.compiled), self._through(chain.compiled, self.evidence.grid)))

    def trail(self, tools: Mapping[str, PixelTool]) -> Trail:
        """The same on the coarse proxy, with all that `moved` needs."""
        ordered = self._ordered(tools)
        chain = self._chain(ordered, _Chain([], {0: self.evidence.coarse}))
        grids = [self.evidence.grid]
        for ready in chain.compiled:
            grids.append(swept(ready.grid, grids[-1]))
        codes = self.output(_gain(chain.compiled), grids[-1])
        return Trail(codes, ordered, tuple(chain.compiled), tuple(grids), chain.proxies)

    def moved(self, trail: Trail, tool: PixelTool) -> tuple[int, float, LinearPicture]:
        """A trail with one tool changed or put in: the first place from which all is as it was, the gain, the grid."""
        tools = [each for each in trail.tools if each.name != tool.name]
        at = sum(self.order[each.name] < self.order[tool.name] for each in tools)
        after = at + (len(tools) < len(trail.tools))
        known = {place: proxy for place, proxy in trail.proxies.items() if place <= at}
        later = trail.tools[after : max(after, trail.settled)]
        chain = self._chain((tool, *later), _Chain(list(trail.compiled[:at]), known))
        done = self._through(chain.compiled[at:], trail.grids[at])
        place = after + len(later)
        return place, _gain(chain.compiled) * _gain(trail.compiled[place:]), done

    def onward(self, trail: Trail, place: int, gain: float, grid: LinearPicture) -> Floats:
        """Codes of a grid at a place of a trail after the rest of its tools."""
        return self.output(gain, self._through(trail.compiled[place:], grid))

    def output(self, gain: float, picture: LinearPicture) -> Floats:
        """The output transform: roll-off, gamut, encoding; `gain` is by how much source white has moved."""
        rows, columns, _ = picture.shape
        roll_off = (White(gain), RollOff()) if gain > 1 else ()
        program = pack((*roll_off, Matrix(self._to_output)), rows, columns)
        samples = np.empty((rows, columns, 3), np.uint16)
        sweep(program, LinearSource(picture), CodedSink(samples, self._tables, self._luminance), threads=1)
        return samples.reshape(-1, 3) * np.float32(1 / 65535)

    def _ordered(self, tools: Mapping[str, PixelTool]) -> tuple[PixelTool, ...]:
        return tuple(tools[name] for name in sorted(tools, key=lambda each: self.order[each]))

    def _through(self, compiled: Sequence[Compiled], grid: LinearPicture) -> LinearPicture:
        if not compiled:
            return grid
        return swept(joined([each.grid for each in compiled], *grid.shape[:2]), grid)

    def _chain(self, tools: Sequence[PixelTool], chain: "_Chain") -> "_Chain":
        for tool in tools:
            chain.compiled.append(self._compile(tool, chain))
        return chain

    def _compile(self, tool: PixelTool, chain: "_Chain") -> Compiled:
        known = self._kept.get(tool)
        if known is not None:
            return known
        looked = False

        def proxy() -> LinearPicture:
            nonlocal looked
            looked = True
            return chain.proxy()

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
        gain = prod(each.gain for each in operations if isinstance(each, White))
        kept = [each for each in operations if not isinstance(each, White | RollOff)]
        return Compiled(passes, pack(kept, rows, columns), gain, local)


def _gain(compiled: Sequence[Compiled]) -> float:
    return prod(each.gain for each in compiled)


@dataclass(eq=False)
class _Chain:
    """Tools compiled one after the other, and the proxies that some of them asked for."""

    compiled: list[Compiled]
    proxies: dict[int, LinearPicture]

    def proxy(self) -> LinearPicture:
        """The reduced picture before the tool whose turn it is."""
        place = len(self.compiled)
        known = max(each for each in self.proxies if each <= place)
        if known < place:
            self.proxies[place] = _carried(self.compiled[known:], self.proxies[known])
        return self.proxies[place]


def _carried(compiled: Sequence[Compiled], picture: LinearPicture) -> LinearPicture:
    """A picture through tools, of which as many at a time as can be joined."""
    for through, run in groupby(compiled, key=_way):
        picture = through(list(run), picture)
    return picture


def _way(ready: Compiled) -> Callable[[Sequence[Compiled], LinearPicture], LinearPicture]:
    return _placed if any(isinstance(each, _PLACED) for each in ready.passes) else _in_strips


def _placed(compiled: Sequence[Compiled], picture: LinearPicture) -> LinearPicture:
    height, width, _ = picture.shape
    passes = [each for ready in compiled for each in ready.passes]
    if any(isinstance(each, _SIZED) for each in passes):
        return swept(pack(lower(passes, roll_off=False), height, width), picture)
    return swept(joined([each.grid for each in compiled], height, width), picture)


def _in_strips(compiled: Sequence[Compiled], picture: LinearPicture) -> LinearPicture:
    """Where places do not matter rows are joined to fill the sweep's strips."""
    height, width, _ = picture.shape
    count = -(-height * width // STRIP)
    rows = np.zeros((count, STRIP, 3), np.float32)
    rows.reshape(-1, 3)[: height * width] = picture.reshape(-1, 3)
    done = swept(joined([each.grid for each in compiled], count, STRIP), rows)
    return np.ascontiguousarray(done.reshape(-1, 3)[: height * width].reshape(height, width, 3))


_SIZED = (RadialGain, Layer, Grain)
"""Passes whose tables are made for one size of picture."""
_PLACED = (LocalGain, Veil, *_SIZED)
"""Passes that ask where a pixel is."""


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
