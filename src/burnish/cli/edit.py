"""`burnish edit`: a photo and a few words; out comes the edited photo and why."""

from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer, note
from burnish.cli.ending import at_end
from burnish.cli.render import Overwrite, announce_compiling
from burnish.cli.speaking import Person
from burnish.cli.spreading import On, shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from burnish.agent.planner.conversation import Turn
    from burnish.agent.planner.request import SliderMove
    from burnish.app.darkroom import Darkroom
    from burnish.app.fleet.exporting import Export
    from burnish.app.fleet.spreading import Crew
    from burnish.app.refining import RefinedTurn
    from burnish.app.session import PhotoSession
    from burnish.imaging.masks import Mask

BrandFile = Annotated[
    Path | None,
    typer.Option("--brand", help="Rules that every edit keeps to (TOML); else brand.toml at home."),
]
Words = Annotated[
    str, typer.Argument(help="What is wanted, in plain words; none for auto-enhance.", metavar="WORDS")
]


def edit(
    photo: Annotated[Path, typer.Argument(help="A photo.", metavar="PHOTO")],
    words: Words = "",
    out: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The edited photo; else NAME-edited.jpg in this folder."),
    ] = None,
    mask: Annotated[
        Path | None,
        typer.Option("--mask", "-m", help="Where: a gray picture (white is in) or a mask (JSON)."),
    ] = None,
    circle: Annotated[
        str | None,
        typer.Option(help="Where: a circle as X,Y,RADIUS in fractions of the frame.", metavar="X,Y,R"),
    ] = None,
    reference: Annotated[
        Path | None, typer.Option("--reference", "-r", help="A picture whose look is wanted.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", "-s", help="A slider: tool.parameter=value.", metavar="SETTING"),
    ] = None,
    variants: Annotated[int, typer.Option(min=1, max=8, help="How many versions to make.")] = 1,
    resume: Annotated[
        bool, typer.Option("--continue", "-c", help="Go on with the last conversation.")
    ] = False,
    choose: Annotated[
        int | None, typer.Option(min=0, help="With --continue: take another candidate of the last turn.")
    ] = None,
    others: Annotated[
        list[Path] | None,
        typer.Option("--other", help="Another photo that the same goes for. May be repeated."),
    ] = None,
    long_side: Annotated[int | None, typer.Option(min=1, help="Longest side in pixels.")] = None,
    quality: Annotated[int, typer.Option(min=1, max=100, help="For JPEG, WebP and AVIF.")] = 92,
    overwrite: Overwrite = False,
    taste: Annotated[bool, typer.Option("--taste/--no-taste", help="Let what you like have a say.")] = True,
    refine: Annotated[
        bool,
        typer.Option(
            "--refine/--no-refine", help="Look at the result and repair what is plainly wrong with it."
        ),
    ] = True,
    brand: BrandFile = None,
    on: On = "local",
    person: Person = None,
    as_json: AsJson = False,
) -> None:
    """Edit a photo by words, and show every step with its reason.

    The conversation is kept: `--continue "a bit less"` goes on where the last edit ended. What is said is understood
    on this machine; with --on ray, the files are rendered there.
    """
    from burnish.cli import lean_numba
    from burnish.cli.lasting import lasting

    with lasting():
        from burnish.agent.planner.request import Request
        from burnish.app import ExportOptions, open_darkroom
        from burnish.app.feedback import ready
        from burnish.app.fleet.opening import check_on, crew_on
        from burnish.app.planning import open_feedback, open_planner
        from burnish.app.session import open_session
        from burnish.errors import BadInput
        from burnish.imaging.kernel_cache import before_numba
        from burnish.imaging.sweep.bands import available_cores

        before_numba(lean_numba.start)
        ready()

    check_on(on)
    if choose is not None and (words or not resume):
        raise BadInput("--choose goes with --continue and without words")
    darkroom = open_darkroom()
    feedback = open_feedback(darkroom, person, tell=note)
    at_end(feedback.close)
    feedback.tastes, feedback.brand_file = taste, brand
    session = open_session(darkroom, open_planner(darkroom), photo, resume=resume, feedback=feedback)
    request = Request(words, _drawn(darkroom, mask, circle), _moves(settings), reference, variants=variants)
    announce_compiling()
    turn = session.ask(request) if choose is None else session.choose(choose)
    repaired = _repaired(session, turn) if refine and choose is None and variants == 1 else None
    at_once, _ = shares(max(variants, len(others or ())), None, available_cores())
    with crew_on(on, 1 if on == "local" else at_once, tell=(lambda _: None) if as_json else note) as crew:
        files = _Files(out, ExportOptions(long_side=long_side, quality=quality), overwrite, crew)
        written = files.write(session, photo, turn)
        if out is not None:
            session.observed("export")
        carried = files.carry(session, others or [])
    if carried:
        session.observed("copy_to_others")
    _tell(turn, repaired, written, carried, as_json=as_json)


def _repaired(session: "PhotoSession", turn: "Turn") -> "RefinedTurn | None":
    """What looking at a turn's picture came to; None where there was nothing to look at."""
    if turn.after.digest == turn.before.digest or turn.is_walk:
        return None
    from burnish.app.refining import SMALL, refine_session, small_desk

    return refine_session(session, small_desk(session), SMALL)


@dataclass(frozen=True)
class _Files:
    """Where edited photos go."""

    out: Path | None
    options: Any
    overwrite: bool
    crew: "Crew"

    def write(self, session: "PhotoSession", photo: Path, turn: "Turn") -> list[Path]:
        """The edit as it stands, and the other candidates where variants were asked for."""
        from burnish.app.fleet.exporting import export_of

        first = self.out or _free(Path(f"{photo.stem}-edited.jpg"))
        exports = [export_of(photo, session.recipe, first)]
        if turn.request.variants > 1 and not turn.chosen:
            for number, candidate in enumerate(turn.plan.candidates[1:], 2):
                path = first.with_stem(f"{first.stem}-v{number}")
                exports.append(export_of(photo, candidate.recipe, path))
        return self._written(session, exports)

    def carry(self, session: "PhotoSession", others: list[Path]) -> list[Path]:
        """The same edit on other photos, without what belongs to the first one alone."""
        return self._written(session, self._carried(session, others)) if others else []

    def _carried(self, session: "PhotoSession", others: list[Path]) -> "Iterator[Export]":
        """Their exports, each when its turn comes."""
        from burnish.app.fleet.exporting import export_of
        from burnish.app.session import open_session

        taken: set[Path] = set()
        for other in others:
            there = open_session(session.darkroom, session.planner, other, feedback=session.feedback)
            there.carry_from(session)
            path = _free(Path(f"{other.stem}-edited.jpg"), taken)
            taken.add(path)
            yield export_of(other, there.recipe, path)

    def _written(self, session: "PhotoSession", exports: "Iterable[Export]") -> list[Path]:
        """Their files, in order. Raises what went wrong first; what is not begun then never is."""
        import uuid

        from burnish.app.fleet.exporting import ExportMail, ExportTrade
        from burnish.app.fleet.order import Order
        from burnish.app.fleet.spreading import spread
        from burnish.feedback.identity import LOCAL_WORKSPACE

        darkroom = session.darkroom
        folders = (Path(),) if self.out is None else (Path(), self.out.parent)
        trade = ExportTrade(darkroom.home, self.options, self.overwrite, folders, darkroom)
        mail = ExportMail(darkroom, self.options, self.overwrite)
        order = Order(uuid.uuid4().hex, LOCAL_WORKSPACE, trade, exports, mail)
        found: dict[int, Path] = {}
        with closing(spread([order], self.crew)) as results:
            for done in results:
                if done.result.error is not None:
                    raise done.result.error
                found[done.piece.number] = done.result.export.job.out
        return [found[number] for number in sorted(found)]


def _free(path: Path, taken: "Iterable[Path]" = ()) -> Path:
    """The path, or the first numbered one beside it that does not exist and nobody else is to have."""
    names = chain([path], (path.with_stem(f"{path.stem}-{number}") for number in range(2, 10_000)))
    return next(each for each in names if not each.exists() and each not in taken)


def _drawn(darkroom: "Darkroom", mask: Path | None, circle: str | None) -> "Mask | None":
    from burnish.errors import BadInput

    if mask is not None and circle is not None:
        raise BadInput("either --mask or --circle, not both")
    if circle is not None:
        return _circle(circle)
    if mask is None:
        return None
    if mask.suffix.lower() == ".json":
        return _mask_document(mask)
    from burnish.imaging.masks import Picture

    return Picture(digest=darkroom.keep_mask(mask))


def _circle(text: str) -> "Mask":
    from burnish.errors import BadInput
    from burnish.imaging.masks import Circle, Subject

    try:
        x, y, radius = (float(part) for part in text.split(","))
        return Subject(area=Circle(x=x, y=y, radius=radius))
    except ValueError:
        raise BadInput(f"--circle takes X,Y,RADIUS in fractions, such as 0.4,0.3,0.2, not {text!r}") from None


def _mask_document(path: Path) -> "Mask":
    from pydantic import TypeAdapter, ValidationError

    from burnish.errors import InvalidMask
    from burnish.imaging.capped_read import read_capped
    from burnish.imaging.masks import Mask

    adapter: TypeAdapter[Mask] = TypeAdapter(Mask)
    try:
        return adapter.validate_json(read_capped(path, 2**25))
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidMask(f"{str(path)!r} is no mask: {first['msg']} at {first['loc']!r}") from None


def _moves(settings: list[str] | None) -> "tuple[SliderMove, ...]":
    from burnish.agent.planner.request import SliderMove
    from burnish.app.inline_edits import parse_setting
    from burnish.errors import InvalidStep

    moves: list[SliderMove] = []
    for text in settings or ():
        each = parse_setting(text)
        if not isinstance(each.value, int | float) or isinstance(each.value, bool):
            raise InvalidStep(f"--set moves sliders: a number is needed, not {each.value!r}")
        moves.append(SliderMove(each.tool, each.name, float(each.value)))
    return tuple(moves)


def _tell(
    turn: "Turn", repaired: "RefinedTurn | None", written: list[Path], carried: list[Path], *, as_json: bool
) -> None:
    from burnish.cli.plan_words import plan_words

    lines = plan_words(turn.plan)
    if turn.chosen:
        lines = [f"Took {turn.candidate.title or f'candidate {turn.chosen}'}."]
    if repaired is not None and repaired.turn is not None:
        lines += ["", *plan_words(repaired.turn.plan)]
    last = turn if repaired is None or repaired.turn is None else repaired.turn
    paths = [str(path) for path in written]
    document: dict[str, Any] = {
        "turn": turn.id, "chosen": turn.chosen, "output": paths[0], "outputs": paths,
        "others": [str(path) for path in carried], "plan": turn.plan.document(), "recipe": last.after.document(),
        "refined": None if repaired is None else repaired.trace.document(),
    }  # fmt: skip
    answer(
        document,
        "\n".join([*lines, "", *(f"→ {path}" for path in (*paths, *map(str, carried)))]),
        as_json=as_json,
    )
    if turn.plan.for_others and not carried:
        note("Name the other photos with --other to do the same to them.")
