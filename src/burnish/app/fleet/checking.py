"""Edits beside their sources: one task a pair of pictures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from burnish.agent.checking.causes import STATES, where_words
from burnish.app.checking import NOT_COMPARED, CheckDesk, Examined, shipped_eyes
from burnish.app.darkroom import Darkroom
from burnish.app.findings_drawn import overlay
from burnish.app.fleet.order import Settled
from burnish.errors import BadInput, BurnishError, Failure
from burnish.imaging.atomic import sweep_partials, write_atomically
from burnish.imaging.files import INPUT_SUFFIXES, Source, decode_photo, encode_photo, output_format
from burnish.imaging.files.header import Kind
from burnish.tools.catalogue import installed


@dataclass(frozen=True)
class PairOfFiles:
    """An edit and its source."""

    source: Path
    edited: Path
    overlay: Path | None = None
    """Where a picture with the findings goes."""
    kind: Kind = "png"
    is_new: bool = False
    """Nothing lay there when the task was given out."""


@dataclass(frozen=True)
class Looked:
    """What was found in a pair."""

    document: dict[str, Any]
    page: tuple[str, ...]
    """For a person, a line or two a finding, worst first."""
    is_clean: bool
    overlay: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Told:
    """What came of a pair."""

    pair: PairOfFiles
    looked: Looked | None = None
    error: BurnishError | None = None


def pair_of_files(source: Path, edited: Path, out: Path | None) -> PairOfFiles:
    """A pair whose findings are drawn into `out`. Raises UnsupportedFormat."""
    if out is None:
        return PairOfFiles(source, edited)
    return PairOfFiles(source, edited, out, output_format(out), not out.exists())


def pairs_in(sources: Path, edits: Path, out: Path | None) -> tuple[PairOfFiles, ...]:
    """The pictures of a folder, each with the photo of the same name (endings aside) of another folder.

    Raises:
        BadInput: a picture has no photo, or more than one; or there is no picture.
    """
    by_stem: dict[str, list[Path]] = {}
    for path in _pictures(sources):
        by_stem.setdefault(path.stem, []).append(path)
    found: list[PairOfFiles] = []
    for path in _pictures(edits):
        photos = by_stem.get(path.stem, [])
        if len(photos) != 1:
            count = "no photo" if not photos else f"{len(photos)} photos"
            raise BadInput(f"{count} in {str(sources)!r} for {str(path)!r}; one of the same name is needed")
        found.append(pair_of_files(photos[0], path, None if out is None else out / f"{path.stem}.png"))
    if not found:
        raise BadInput(f"no picture in {str(edits)!r}")
    return tuple(found)


def _pictures(folder: Path) -> list[Path]:
    return sorted(
        each for each in folder.iterdir() if each.suffix.lower() in INPUT_SUFFIXES and each.is_file()
    )


@dataclass(frozen=True)
class CheckTrade:
    """How pairs are looked at by whoever sees the files."""

    home: Path
    request: str = ""
    overwrite: bool = False
    folder: Path | None = None
    """Where findings are drawn."""

    def begun(self) -> Callable[[PairOfFiles, bool], Told]:
        """Get ready, once in a process."""
        darkroom = Darkroom(installed(), self.home.absolute())
        desk = CheckDesk(darkroom, shipped_eyes())

        def told(pair: PairOfFiles, again: bool) -> Told:
            try:
                sources = darkroom.read(pair.source), darkroom.read(pair.edited)
                return drawn(pair, _looked(desk, *sources, self.request, _kind(pair)), self.overwrite, again)
            except BurnishError as error:
                return Told(pair, error=error)

        return told

    def lost(self, task: PairOfFiles, error: Failure) -> Told:
        """The pair that ended every worker that tried it."""
        return Told(task, error=Failure(f"{str(task.edited)!r}: {error}"))

    def files(self, task: PairOfFiles) -> tuple[Path, ...]:
        """Both pictures, and where the findings are drawn."""
        return task.source, task.edited, *([] if task.overlay is None else [task.overlay.absolute().parent])

    def tidy(self) -> None:
        """Remove what dead processes left of files."""
        if self.folder is not None:
            sweep_partials(self.folder)


@dataclass(frozen=True)
class PostedPair:
    """Both pictures on their way."""

    source: Source = field(repr=False)
    edited: Source = field(repr=False)
    kind: Kind | None = None
    """Of the picture of findings; None for none."""


@dataclass(frozen=True)
class PostedCheckTrade:
    """How pairs that came as bytes are looked at."""

    request: str = ""

    def begun(self) -> Callable[[PostedPair, bool], Looked | BurnishError]:
        """Get ready, once in a process."""
        desk = CheckDesk(Darkroom(installed(), Path("/nowhere")), shipped_eyes())

        def looked(posted: PostedPair, again: bool) -> Looked | BurnishError:
            del again
            try:
                return _looked(desk, posted.source, posted.edited, self.request, posted.kind)
            except BurnishError as error:
                return error

        return looked

    def lost(self, task: PostedPair, error: Failure) -> Failure:
        """The pair that ended every worker that tried it."""
        return Failure(f"{task.edited.name!r}: {error}")

    def files(self, task: PostedPair) -> tuple[Path, ...]:
        """None: it brings what it needs."""
        del task
        return ()

    def tidy(self) -> None:
        """Nothing lies about."""


@dataclass(frozen=True, eq=False)
class CheckMail:
    """Checks by workers that do not see the files."""

    darkroom: Darkroom
    request: str = ""
    overwrite: bool = False

    @property
    def trade(self) -> PostedCheckTrade:
        """What those workers do."""
        return PostedCheckTrade(self.request)

    def packed(self, task: PairOfFiles, again: bool) -> PostedPair | Settled[Told]:
        """Both pictures; or why not."""
        del again
        try:
            return PostedPair(self.darkroom.read(task.source), self.darkroom.read(task.edited), _kind(task))
        except BurnishError as error:
            return Settled(Told(task, error=error))

    def unpacked(
        self, task: PairOfFiles, packed: PostedPair, answer: Looked | BurnishError, again: bool
    ) -> Told:
        """What was found; the picture of it put into its file."""
        del packed
        if isinstance(answer, BurnishError):
            return Told(task, error=answer)
        try:
            return drawn(task, answer, self.overwrite, again)
        except BurnishError as error:
            return Told(task, error=error)


def drawn(pair: PairOfFiles, looked: Looked, overwrite: bool, again: bool) -> Told:
    """The picture of the findings put into its file. Raises BadInput, WriteFailed."""
    if pair.overlay is not None and looked.overlay is not None:
        write_atomically(pair.overlay, looked.overlay, overwrite=overwrite or (again and pair.is_new))
    document = looked.document | {"overlay": None if pair.overlay is None else str(pair.overlay)}
    return Told(pair, Looked(document, looked.page, looked.is_clean))


def _kind(pair: PairOfFiles) -> Kind | None:
    return None if pair.overlay is None else pair.kind


def _looked(desk: CheckDesk, source: Source, edited: Source, request: str, kind: Kind | None) -> Looked:
    found = desk.examined(decode_photo(source), decode_photo(edited), request)
    picture = None if kind is None else encode_photo(overlay(found.pair, found.seen), kind)
    return Looked(found.document(), tuple(_page(found)), found.seen.checked.is_clean, picture)


def _page(found: Examined) -> list[str]:
    lines = [] if not found.pair.note else [f"· {found.pair.note}"]
    if found.seen.checked.is_clean:
        compared = found.pair.is_registered
        return [
            *lines,
            "No flaw." if compared else f"No flaw was seen. {NOT_COMPARED}",
        ]
    for number, each in enumerate(found.seen.findings, 1):
        where = where_words(each)
        said = f"{STATES[each.category]}{f' {where}' if where else ''}"
        lines += [f"{number}. {said} (severity {each.severity:.2f})", f"    {each.evidence}"]
    return lines
