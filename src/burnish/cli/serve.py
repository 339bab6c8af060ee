"""`burnish serve`: the studio in a browser."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from burnish.cli.answer import AsJson, answer, note
from burnish.cli.speaking import Person

if TYPE_CHECKING:
    from burnish.app.speaker import Speaker
    from burnish.app.studio.studio import Studio
    from burnish.service.security.addresses import Address


def serve(
    photos: Annotated[
        list[Path] | None,
        typer.Argument(help="Photos to bring into the library; the first is opened.", metavar="[PHOTO]..."),
    ] = None,
    host: Annotated[
        str, typer.Option(help="Where to listen; for others than this machine with TLS or behind a proxy.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any that is free.")] = 8765,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the studio in a browser.")] = True,
    tls_certificate: Annotated[Path | None, typer.Option(help="A PEM file; with --tls-key.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="A PEM file; with --tls-certificate.")] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A name that people call this server by. May be repeated.")
    ] = None,
    behind_proxy: Annotated[
        list[str] | None,
        typer.Option(help="Address of the proxy that ends TLS in front of this server. May be repeated."),
    ] = None,
    patience: Annotated[
        float,
        typer.Option(
            min=1, max=3600, help="Seconds from being told to end (SIGTERM) to the end of the process."
        ),
    ] = 20.0,
    person: Person = None,
    as_json: AsJson = False,
) -> None:
    """Open the studio: the library, the editor that you talk to, and everything it learns, in a browser.

    The address that is printed signs you in; keep it to yourself.
    """
    import logging

    from burnish.app import open_darkroom
    from burnish.app.planning import open_feedback, open_planner
    from burnish.app.studio.studio import open_studio
    from burnish.app.team.team import oidc_settings
    from burnish.cli.render import announce_compiling
    from burnish.service.serving import Listening, open_in_browser
    from burnish.service.serving import serve as serve_studio

    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    darkroom = open_darkroom()
    desk = open_feedback(darkroom, person, tell=note)
    announce_compiling()
    studio = open_studio(darkroom, open_planner(darkroom), desk.store_url, objects_url=desk.objects_url)
    opened = _brought_in(studio, desk.speaker, photos or [])

    def ready(address: "Address", launch: str) -> None:
        launch += f"&photo={opened}" if opened else ""
        if as_json:
            answer({"url": address.url, "launch": launch, "photo": opened}, "", as_json=True)
            sys.stdout.flush()
        else:
            note(f"Burnish is at {address.url}; this address signs you in:\n{launch}")
        if browser and address.is_local:
            open_in_browser(launch)

    listening = Listening(
        host, port, tls_certificate, tls_key, allow_host or (), behind_proxy or (), patience
    )
    try:
        serve_studio(studio, desk.speaker, listening, ready, oidc_settings())
    finally:
        studio.close()


def _brought_in(studio: "Studio", speaker: "Speaker", photos: list[Path]) -> str:
    """The id of the first photo, once all are in the library. Raises PhotoError."""
    from burnish.errors import UnreadablePhoto

    ids: list[str] = []
    for path in photos:
        try:
            with path.open("rb") as file:
                ids.append(studio.importing.add(speaker, path.name, file).id)
        except OSError as error:
            raise UnreadablePhoto(f"{str(path)!r} cannot be opened: {error.strerror or error}") from None
    return ids[0] if ids else ""
