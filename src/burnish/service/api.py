"""The service: routes under one gate, as an ASGI application."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.types import ASGIApp, Scope

from burnish import __version__
from burnish.service.draining import Draining, LastAnswers
from burnish.service.front_end import with_front_end
from burnish.service.lane import Lane
from burnish.service.metering import Metering
from burnish.service.metrics import Counted, Metrics
from burnish.service.openai_errors import PREFIX as OPENAI_PREFIX
from burnish.service.openai_errors import OpenAiErrors
from burnish.service.problems import RESPONSES, answer_problems
from burnish.service.quick_first import QuickFirst, looked_up_first
from burnish.service.readiness import Readiness, Watched
from burnish.service.routes import (
    PREFIX,
    checking,
    dashboard,
    edits,
    events,
    feedback,
    jobs,
    openai,
    photos,
    pictures,
    session,
    studies,
    taste,
    team,
    webhooks,
)
from burnish.service.security.addresses import Address
from burnish.service.security.bodies import MOST_BYTES, BodyCap
from burnish.service.security.gate import Gate
from burnish.service.security.headers import FixedHeaders
from burnish.service.security.origins import Origins
from burnish.service.security.permissions import OPEN, asked_of, routes
from burnish.service.security.rates import Rates
from burnish.service.telemetry import traced
from burnish.wire.problem import Problem

if TYPE_CHECKING:
    from burnish.app.studio.studio import Studio
    from burnish.service.signing_in import SigningIn
    from burnish.service.telemetry import RequestSpans

ROUTERS = (
    session.router, photos.router, edits.router, checking.router, pictures.router, feedback.router, taste.router,
    jobs.router, studies.router, dashboard.router, events.router, webhooks.router, team.router,
)  # fmt: skip

MOST_PICTURE_BYTES = 512 << 20
"""Of a picture file that is brought in, with what multipart adds."""

JUDGING_PLACES = 8
"""How many answers of people are kept at the same time: those who come together share one sync of the disk."""

API = (PREFIX, OPENAI_PREFIX)
"""How the paths of routes begin; all others are the studio's own files."""

ABOUT = """Photos, edits by words and by hand, pictures, feedback, taste, jobs and studies.

Sign in with a cookie (`POST /api/v1/session`) or send an access token (`Authorization: Bearer …`).
"""


def create_api(studio: "Studio | None" = None) -> FastAPI:
    """The routes over a studio, without a gate; without a studio only its description can be had."""
    app = FastAPI(
        title="Burnish", version=__version__, description=ABOUT, docs_url=None, redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json", lifespan=_lifespan, responses={**RESPONSES},
    )  # fmt: skip
    app.state.studio = studio
    app.state.metrics = Metrics()
    app.state.draining = Draining()
    app.state.judging = Lane(JUDGING_PLACES)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.include_router(openai.router)
    answer_problems(app)
    _describe(app)
    return app


def guarded(
    app: FastAPI,
    address: Address,
    door: "SigningIn",
    rates: Rates | None = None,
    spans: "RequestSpans | None" = None,
) -> ASGIApp:
    """The application behind its gate, with the studio's pages; `spans` watches every request, where there is one."""
    app.state.door, app.state.spans = door, spans
    way = door.studio.workspaces.way
    gate = Gate(
        BodyCap(with_front_end(app, API), _most_bytes),
        Origins(address, API),
        looked_up_first(door.who, way),
        asked_of,
        Rates() if rates is None else rates,
        meter=Metering(door.studio.quotas),
    )
    first = QuickFirst(gate, way, feedback.is_saying)
    last = LastAnswers(FixedHeaders(_watched(app, OpenAiErrors(first))), app.state.draining)
    counted = Counted(last, app.state.metrics)
    return counted if spans is None else traced(counted, spans, app.state.studio.workspaces.darkroom.home)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Jobs go on while the service runs."""
    spans = getattr(app.state, "spans", None)
    if spans is not None:
        app.state.studio.runner.spans = spans
    app.state.draining.watch(app.state.studio.runner.leave)
    app.state.draining.watch(app.state.studio.webhooks.leave)
    app.state.studio.runner.start()
    app.state.studio.webhooks.start()
    door = getattr(app.state, "door", None)
    if door is not None:
        app.state.studio.dashboard.warm(door.owner.workspace)
    try:
        yield
    finally:
        app.state.studio.runner.stop()
        app.state.studio.webhooks.stop()
        if spans is not None:
            spans.close()


def _watched(app: FastAPI, inside: ASGIApp) -> ASGIApp:
    """Where there is a studio: programs that watch over servers are answered at once."""
    if app.state.studio is None:
        return inside
    places = app.state.studio.workspaces
    return Watched(
        inside, Readiness(places.store.database, places.darkroom.home, app.state.draining), __version__
    )


def _most_bytes(scope: Scope) -> int:
    takes_pictures = scope["path"] in (f"{PREFIX}/photos", openai.EDITS)
    return MOST_PICTURE_BYTES if takes_pictures else MOST_BYTES


def _describe(app: FastAPI) -> None:
    """Say in the description how to sign in, and what every problem looks like."""
    made = app.openapi

    def described() -> dict[str, object]:
        if app.openapi_schema is None:
            document = made()
            parts = document.setdefault("components", {})
            parts.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
            parts["securitySchemes"] = {
                "token": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "burnish_8765"},
            }
            document["security"] = [{"token": []}, {"cookie": []}]
            for each in routes():
                found = document["paths"].get(each.path, {}).get(each.method.lower())
                if found is not None and each.asks == OPEN:
                    found["security"] = []
                elif found is not None:
                    found["x-permission"] = each.asks
            for name in ("HTTPValidationError", "ValidationError"):
                parts["schemas"].pop(name, None)
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = described
