"""`burnish feedback`: what was said, as a list and as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from burnish.cli.answer import AsJson, answer
from burnish.cli.render import Overwrite
from burnish.cli.speaking import ConsentTo, Person, digest_of, open_desk

if TYPE_CHECKING:
    from burnish.app.feedback import FeedbackDesk
    from burnish.feedback.interchange.records import Leaving, Records

feedback = typer.Typer(
    name="feedback", help="What was said of what was shown: list, import, export.", no_args_is_help=True
)


@feedback.command("list")
def list_(
    photo: Annotated[Path | None, typer.Option(help="Only what is about this photo.")] = None,
    last: Annotated[int, typer.Option(min=1, help="How many, the latest ones.")] = 50,
    person: Person = None,
    as_json: AsJson = False,
) -> None:
    """List what you said, latest last."""
    desk = open_desk(person)
    told = _told(desk, None if photo is None else digest_of(photo))[-last:]
    lines = [f"{each['at'][:19]}  {each['id']}  {each['kind']}{_detail(each)}" for each in told]
    answer(
        {"person": desk.speaker.person, "signals": told}, "\n".join(lines) or "Nothing yet.", as_json=as_json
    )


@feedback.command("export")
def export_(
    out: Annotated[Path, typer.Argument(help="A file (.jsonl), or a folder for Parquet.", metavar="FILE")],
    own: Annotated[
        bool, typer.Option("--own", help="Everything of yours, for yourself; else what may be shared.")
    ] = False,
    person: Person = None,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """Write what was shown and said into a file: without --own what may be shared, of everybody in the workspace."""
    from burnish.app.team.noting import note_exported
    from burnish.feedback.interchange.jsonl import write_jsonl
    from burnish.feedback.interchange.parquet import write_parquet

    desk = open_desk(person)
    records = _records(desk, desk.speaker.person if own else None)
    if out.suffix:
        left = write_jsonl(records, out, own=own, overwrite=overwrite)
    else:
        out.mkdir(parents=True, exist_ok=True)
        left = write_parquet(records, out, own=own, overwrite=overwrite)
    if not own:
        note_exported(desk.store, desk.speaker.workspace, "feedback")
    answer(_left(left, out), _left_words(left, out), as_json=as_json)


@feedback.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A file (.jsonl) of signals or of rated edits, or a folder of Parquet.", metavar="FILE"
        ),
    ],
    person: Person = None,
    consent: ConsentTo = None,
    as_json: AsJson = False,
) -> None:
    """Read what was said elsewhere. It stays with the people who said it; rated edits come in under your name."""
    desk = open_desk(person, consent)
    records = _read(desk, file)
    new = _kept(desk, records)
    document = {"file": str(file), "turns": len(records.offers), "signals": len(records.signals), "new": new}
    answer(
        document,
        f"Read {len(records.offers)} turns and {len(records.signals)} signals, {new} of them new.",
        as_json=as_json,
    )


def _told(desk: "FeedbackDesk", photo: str | None) -> list[dict[str, Any]]:
    workspace, person = desk.speaker.workspace, desk.speaker.person
    offers = {each.turn: each for each in desk.store.offers(workspace, person=person)}
    made: list[dict[str, Any]] = []
    for each in desk.store.after(workspace, person=person):
        offer = offers.get(each.signal.turn)
        if offer is not None and photo in (None, offer.photo):
            about = {"request": offer.situation.request, "photo": offer.photo}
            made.append(each.signal.model_dump(mode="json", by_alias=True) | about)
    return made


def _detail(told: dict[str, Any]) -> str:
    """What a person would look for in a line."""
    match told["kind"]:
        case "comment" | "instruction":
            said = f" “{told['text']}”"
        case "reject":
            said = f" {', '.join(told['reasons'])}"
        case "comparison":
            said = f" {told['left']} or {told['right']}: {told['winner']}"
        case "ranking":
            said = " " + " > ".join("=".join(group) for group in told["groups"])
        case "implicit":
            said = f" {told['act']}"
        case "slider":
            said = f" {told['tool']}.{told['parameter']} {told['value']:g}"
        case _:
            said = ""
    about = f"  (of “{told['request']}”)" if told["request"] else ""
    return f"{said.rstrip()}{about}"


def _records(desk: "FeedbackDesk", person: str | None) -> "Records":
    from burnish.feedback.interchange.records import Records

    workspace = desk.speaker.workspace
    signals = tuple(each.signal for each in desk.store.after(workspace, person=person))
    return Records(tuple(desk.store.offers(workspace, person=person)), signals)


def _left(left: "Leaving", out: Path) -> dict[str, Any]:
    return {
        "output": str(out),
        "turns": len(left.records.offers),
        "signals": len(left.records.signals),
        "stayed": [{"record": each.record, "name": each.name, "reason": each.reason} for each in left.stayed],
    }


def _left_words(left: "Leaving", out: Path) -> str:
    words = f"Wrote {out}: {len(left.records.offers)} turns, {len(left.records.signals)} signals."
    if left.stayed:
        words += f" {len(left.stayed)} stayed here: their people do not allow sharing."
    return words


def _read(desk: "FeedbackDesk", file: Path) -> "Records":
    from burnish.feedback.interchange.edit_records import Judge, from_edit_records, read_edit_records
    from burnish.feedback.interchange.jsonl import read_jsonl
    from burnish.feedback.interchange.parquet import read_parquet

    if file.is_dir():
        return read_parquet(file, desk.catalogue)
    if not _is_rated_edits(file):
        return read_jsonl(file, desk.catalogue)
    speaker = desk.speaker
    judge = Judge(speaker.person, speaker.workspace, desk.clock(), speaker.consent)
    return from_edit_records(read_edit_records(file, desk.catalogue), judge)


def _is_rated_edits(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return b'"edits"' in opened.readline(1024)
    except OSError:
        return False


def _kept(desk: "FeedbackDesk", records: "Records") -> int:
    """How many signals are new. Raises BadInput for records of another workspace."""
    from burnish.errors import BadInput

    workspace = desk.speaker.workspace
    others = {each.workspace for each in (*records.offers, *records.signals)} - {workspace}
    if others:
        raise BadInput(f"records of the workspace {sorted(others)[0]!r}; this one is {workspace!r}")
    if records.offers:
        desk.store.offer(records.offers)
    return len(desk.store.append(records.signals).new) if records.signals else 0
