"""Who is asking: signing in and out, passwords, own tokens, consent; and whether the service is well."""

from datetime import UTC, datetime
from typing import Annotated, cast
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from burnish import __version__
from burnish.app.speaker import Speaker
from burnish.app.studio.studio import Studio
from burnish.app.team.asker import Asker
from burnish.app.team.oidc import Returned
from burnish.app.team.passwords import LEAST_CHARACTERS
from burnish.app.team.roles import TABLE, role_of
from burnish.errors import BurnishError, Conflict, NotAllowed, NotFound, Unsigned
from burnish.feedback.consent import Consent
from burnish.service.asking import Asking, Asks, Caller
from burnish.service.house_metrics import house_text
from burnish.service.loop_metrics import loop_text
from burnish.service.metrics import CONTENT_TYPE, Metrics
from burnish.service.routes import PREFIX
from burnish.service.signing_in import OIDC_COOKIE_S, SESSION_S, SigningIn
from burnish.service.token_shapes import made_token, token_end, token_list
from burnish.wire.session import (
    ConsentShape,
    Health,
    OwnTokenAsked,
    SessionShape,
    SignIn,
    TokenList,
    TokenMade,
)
from burnish.wire.shape import Id
from burnish.wire.team import (
    InvitationAbout,
    InvitationText,
    InvitationUsed,
    PasswordChange,
    PasswordSignIn,
    SignInWays,
)

router = APIRouter(tags=["session"])

BEGIN, RETURN = "/session/oidc/begin", "/session/oidc/return"


@router.get("/health")
def health(studio: Asks) -> Health:
    """Whether the service can do its work; needs no signing in."""
    try:
        studio.library.check()
    except BurnishError:
        return Health(status="degraded", version=__version__, store="unavailable")
    return Health(status="ok", version=__version__, store="ok")


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def metrics(request: Request, asking: Asking, studio: Asks) -> Response:
    """What the service counts of itself, for Prometheus; for operators, how the loop goes, too."""
    text = cast("Metrics", request.app.state.metrics).text()
    if asking.may("loop.see"):
        now = datetime.now(UTC)
        text += house_text(studio, now) + loop_text(studio.dashboard, asking.speaker.workspace, now)
    return Response(text, media_type=CONTENT_TYPE)


@router.get("/session/ways")
def ways(request: Request) -> SignInWays:
    """How people sign in here; needs no signing in."""
    team = door_of(request).team
    oidc = team.oidc
    return SignInWays(
        password=team.passwords.let_somebody_in,
        provider=None if oidc is None else oidc.provider.settings.title,
        begin=None if oidc is None else PREFIX + BEGIN,
    )


@router.post("/session")
def sign_in(request: Request, studio: Asks, asked: SignIn, response: Response) -> SessionShape:
    """Exchange the launch token, or an access token, for a cookie."""
    secret, asker = door_of(request).sign_in(asked.token)
    return _signed_in(request, studio, response, secret, asker)


@router.post("/session/password")
def sign_in_by_password(
    request: Request, studio: Asks, asked: PasswordSignIn, response: Response
) -> SessionShape:  # fmt: skip
    """Exchange a name and a password for a cookie. 429 says when to try again."""
    secret, asker = door_of(request).sign_in_by_password(
        asked.workspace, asked.person, asked.password, _address(request)
    )
    return _signed_in(request, studio, response, secret, asker)


@router.post("/session/invitation/about")
def about_invitation(request: Request, asked: InvitationText) -> InvitationAbout:
    """What an invitation is for; it is not used by this."""
    door = door_of(request)
    found = door.team.membership.invitations.read(asked.invitation, door.clock())
    return InvitationAbout(
        workspace=found.workspace, purpose=found.purpose, person=found.person, role=role_of(found.role),
        least_characters=LEAST_CHARACTERS,
    )  # fmt: skip


@router.post("/session/invitation", status_code=201)
def use_invitation(
    request: Request, studio: Asks, asked: InvitationUsed, response: Response
) -> SessionShape:  # fmt: skip
    """Join by an invitation, or set a new password by one, and be signed in."""
    secret, asker = door_of(request).accept(asked.invitation, asked.person, asked.password)
    return _signed_in(request, studio, response, secret, asker)


@router.get(BEGIN, response_class=RedirectResponse, status_code=302)
def begin_at_provider(request: Request) -> RedirectResponse:
    """Go to the provider that signs people in."""
    door = door_of(request)
    sending = door.sent(_redirect(request))
    answer = RedirectResponse(sending.url, 302)
    answer.set_cookie(
        door.oidc_cookie, sending.browser, max_age=OIDC_COOKIE_S, path=PREFIX + RETURN, secure=door.is_secure,
        httponly=True, samesite="lax",
    )  # fmt: skip
    return answer


@router.get(RETURN, response_class=RedirectResponse, status_code=303)
def return_from_provider(
    request: Request,
    state: Annotated[str, Query(max_length=500)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
    iss: Annotated[str | None, Query(max_length=1000)] = None,
    error: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Come back from the provider, with a cookie; a browser that cannot is told why behind `/#problem=`."""
    door = door_of(request)
    if door.team.oidc is None:
        raise NotFound("no provider signs people in here")
    try:
        if error or not (state and code):
            raise Unsigned(f"the provider did not sign you in: {error or 'it sent no code'}")
        returned = Returned(state, code, iss, request.cookies.get(door.oidc_cookie, ""))
        secret, _ = door.returned(returned, _redirect(request))
    except BurnishError as problem:
        if "text/html" not in request.headers.get("accept", ""):
            raise
        return RedirectResponse(f"/#problem={quote(str(problem))}", 303)
    answer = RedirectResponse("/", 303)
    _give(door, answer, secret)
    answer.delete_cookie(
        door.oidc_cookie, path=PREFIX + RETURN, secure=door.is_secure, httponly=True, samesite="lax"
    )
    return answer


@router.get("/session")
def session(request: Request, asking: Asking, studio: Asks) -> SessionShape:
    """Who is signed in."""
    return _session(request, studio, asking)


@router.delete("/session", status_code=204)
def sign_out(request: Request, caller: Caller, studio: Asks, response: Response) -> None:  # noqa: ARG001
    """Take the cookie back."""
    door = door_of(request)
    secret = request.cookies.get(door.cookie)
    if secret:
        studio.access.sessions.end(secret)
    response.delete_cookie(door.cookie, path="/", secure=door.is_secure, httponly=True, samesite="strict")


@router.put("/session/consent")
def consent(request: Request, asking: Asking, studio: Asks, consent: ConsentShape) -> SessionShape:
    """What this person's feedback may be used for from now on."""
    allowed = Consent(taste=consent.taste, workspace_models=consent.workspace_models, sharing=consent.sharing)
    caller = asking.speaker
    studio.access.consents.set(caller.workspace, caller.person, allowed)
    speaker = Speaker(caller.person, caller.workspace, allowed)
    return _session(request, studio, Asker(speaker, asking.role, asking.permissions, asking.token))


@router.put("/session/password")
def change_password(
    request: Request, asking: Asking, studio: Asks, asked: PasswordChange, response: Response
) -> SessionShape:  # fmt: skip
    """Change one's own password, which ends all other sessions of oneself."""
    door, caller = door_of(request), asking.speaker
    team = door.team
    if team.membership.people.hash_of(caller.workspace, caller.person) is None:
        raise Conflict("you have no password here to change; an admin can let you set one")
    try:
        team.passwords.check(caller.workspace, caller.person, asked.before, _address(request), door.clock())
    except Unsigned:
        raise NotAllowed("that is not your password; nothing was changed").coded(
            "not_your_password"
        ) from None
    team.membership.set_password(caller.workspace, caller.person, asked.after, caller.person)
    return _signed_in(request, studio, response, door.refreshed(asking), asking)


@router.get("/session/tokens")
def own_tokens(request: Request, caller: Caller) -> TokenList:
    """One's own access tokens, without their text."""
    return token_list(door_of(request).team.membership.tokens(caller.workspace, caller.person))


@router.post("/session/tokens", status_code=201)
def new_own_token(request: Request, caller: Caller, asked: OwnTokenAsked) -> TokenMade:
    """Make an access token for oneself; its text is told only now."""
    door = door_of(request)
    ends_at = token_end(asked.days, door.clock())
    made = door.team.membership.new_token(
        caller.workspace, caller.person, asked.title, caller.person, scopes=asked.scopes, ends_at=ends_at
    )
    return made_token(*made, caller.person, asked.title, asked.scopes, ends_at)


@router.delete("/session/tokens/{token}", status_code=204)
def revoke_own_token(request: Request, caller: Caller, token: Id) -> None:
    """Take an access token of one's own back, and end the sessions it began."""
    membership = door_of(request).team.membership
    membership.revoke_token(caller.workspace, token, caller.person, of=caller.person)


def door_of(request: Request) -> SigningIn:
    """The doorkeeper."""
    return cast("SigningIn", request.app.state.door)


def _signed_in(
    request: Request, studio: Studio, response: Response, secret: str, asker: Asker
) -> SessionShape:  # fmt: skip
    _give(door_of(request), response, secret)
    return _session(request, studio, asker)


def _give(door: SigningIn, response: Response, secret: str) -> None:
    response.set_cookie(
        door.cookie, secret, max_age=SESSION_S, path="/", secure=door.is_secure, httponly=True, samesite="strict",
    )  # fmt: skip


def _address(request: Request) -> str:
    return "" if request.client is None else request.client.host


def _redirect(request: Request) -> str:
    """Where the provider sends people back to; the gate has seen to it that the name is this server's."""
    scheme = "https" if door_of(request).is_secure else "http"
    return f"{scheme}://{request.headers['host'].lower()}{PREFIX}{RETURN}"


def _session(request: Request, studio: Studio, asker: Asker) -> SessionShape:
    speaker, door = asker.speaker, door_of(request)
    has_password = door.team.membership.people.hash_of(speaker.workspace, speaker.person) is not None
    return SessionShape(
        person=speaker.person, workspace=speaker.workspace, is_owner=door.is_owner(speaker), role=asker.role,
        permissions=[each for each in TABLE if asker.may(each)], has_password=has_password,
        version=__version__, planner=studio.planner_name, speech=False,
        consent=ConsentShape(
            taste=speaker.consent.taste, workspace_models=speaker.consent.workspace_models,
            sharing=speaker.consent.sharing,
        ),
    )  # fmt: skip
