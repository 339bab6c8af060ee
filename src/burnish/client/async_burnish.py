"""A Burnish server, as one person asks it from an event loop."""

from types import TracebackType

import anyio
import httpx2

from burnish.client.async_verbs import MOST_AT_ONCE, AsyncGroup, Awaited, Calls, Walked
from burnish.client.burnish import Burnish
from burnish.client.dashboard import Dashboard
from burnish.client.edits import Edits
from burnish.client.events import Events
from burnish.client.feedback import Feedback
from burnish.client.jobs import Jobs
from burnish.client.loop_transport import LoopTransport, sleep_in_loop
from burnish.client.photos import Photos
from burnish.client.taste import Taste
from burnish.client.team import Team
from burnish.client.webhooks import Webhooks
from burnish.wire.session import SessionShape


class AsyncPhotos(AsyncGroup[Photos]):
    """The library."""

    add = Awaited(Photos.add)
    list = Walked(Photos.list)
    get = Awaited(Photos.get)
    change = Awaited(Photos.change)
    remove = Awaited(Photos.remove)
    picture = Awaited(Photos.picture)
    picture_of = Awaited(Photos.picture_of)


class AsyncEdits(AsyncGroup[Edits]):
    """Your edits of photos."""

    get = Awaited(Edits.get)
    ask = Awaited(Edits.ask)
    choose = Awaited(Edits.choose)
    set_recipe = Awaited(Edits.set_recipe)
    undo = Awaited(Edits.undo)
    redo = Awaited(Edits.redo)
    go = Awaited(Edits.go)
    name = Awaited(Edits.name)
    carry = Awaited(Edits.carry)


class AsyncFeedback(AsyncGroup[Feedback]):
    """What you say of turns, by their ids. Every verb raises NotFound, BadInput."""

    accept = Awaited(Feedback.accept)
    reject = Awaited(Feedback.reject)
    rate = Awaited(Feedback.rate)
    thumb = Awaited(Feedback.thumb)
    comment = Awaited(Feedback.comment)
    modify = Awaited(Feedback.modify)
    rank = Awaited(Feedback.rank)
    comparison = Awaited(Feedback.comparison)
    pictures = Awaited(Feedback.pictures)
    prefer = Awaited(Feedback.prefer)
    say = Awaited(Feedback.say)
    list = Walked(Feedback.list)
    receipt = Awaited(Feedback.receipt)


class AsyncTaste(AsyncGroup[Taste]):
    """Your taste."""

    get = Awaited(Taste.get)
    freeze = Awaited(Taste.freeze)
    thaw = Awaited(Taste.thaw)
    set = Awaited(Taste.set)
    forget = Awaited(Taste.forget)
    export = Awaited(Taste.export)
    adopt = Awaited(Taste.adopt)
    effect = Awaited(Taste.effect)
    brand = Awaited(Taste.brand)
    set_brand = Awaited(Taste.set_brand)


class AsyncJobs(AsyncGroup[Jobs]):
    """Your jobs."""

    export = Awaited(Jobs.export)
    batch = Awaited(Jobs.batch)
    list = Awaited(Jobs.list)
    get = Awaited(Jobs.get)
    cancel = Awaited(Jobs.cancel)
    wait = Awaited(Jobs.wait)
    download = Awaited(Jobs.download)


class AsyncDashboard(AsyncGroup[Dashboard]):
    """How the loop goes. Every verb raises NotAllowed for anybody but operators."""

    acceptance = Awaited(Dashboard.acceptance)
    sliders = Awaited(Dashboard.sliders)
    queue = Awaited(Dashboard.queue)
    move = Awaited(Dashboard.move)
    agreement = Awaited(Dashboard.agreement)
    drift = Awaited(Dashboard.drift)
    fairness = Awaited(Dashboard.fairness)
    service = Awaited(Dashboard.service)
    experiments = Awaited(Dashboard.experiments)
    releases = Awaited(Dashboard.releases)
    card = Awaited(Dashboard.card)
    roll_back = Awaited(Dashboard.roll_back)
    receipt = Awaited(Dashboard.receipt)


class AsyncEvents(AsyncGroup[Events]):
    """Proposals, signals and releases."""

    follow = Walked(Events.follow)


class AsyncWebhooks(AsyncGroup[Webhooks]):
    """The workspace's webhooks, for operators."""

    list = Awaited(Webhooks.list)
    add = Awaited(Webhooks.add)
    test = Awaited(Webhooks.test)
    remove = Awaited(Webhooks.remove)


class AsyncTeam(AsyncGroup[Team]):
    """The people of the workspace, for admins."""

    people = Awaited(Team.people)
    set_role = Awaited(Team.set_role)
    remove = Awaited(Team.remove)
    reset_password = Awaited(Team.reset_password)
    invitations = Awaited(Team.invitations)
    invite = Awaited(Team.invite)
    take_back = Awaited(Team.take_back)
    tokens = Awaited(Team.tokens)
    new_token = Awaited(Team.new_token)
    revoke_token = Awaited(Team.revoke_token)
    usage = Awaited(Team.usage)
    set_quota = Awaited(Team.set_quota)
    audit = Awaited(Team.audit)


class AsyncBurnish:
    """As `Burnish`, for programs with an event loop: every verb is awaited, and lists are walked with `async for`.

    A call that is canceled ends with its request. What it had asked for may be done all the same: signals have ids of
    their own, so saying them again is harmless; after a request in words look at the edit first.
    """

    def __init__(
        self, url: str | None = None, token: str | None = None, *, timeout_s: float = 120.0, retries: int = 2,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:  # fmt: skip
        self._transport = transport or httpx2.AsyncHTTPTransport()
        one = Burnish(
            url, token, timeout_s=timeout_s, retries=retries, transport=LoopTransport(self._transport),
            sleep=sleep_in_loop,
        )  # fmt: skip
        self._burnish, calls = one, Calls(anyio.CapacityLimiter(MOST_AT_ONCE))
        self._calls = calls
        self.photos = AsyncPhotos(one.photos, calls)
        """Photos of the workspace, and pictures of them."""
        self.edits = AsyncEdits(one.edits, calls)
        """Your edits."""
        self.feedback = AsyncFeedback(one.feedback, calls)
        """What you say of what you were shown."""
        self.taste = AsyncTaste(one.taste, calls)
        """What was learned of you, and the brand's rules."""
        self.jobs = AsyncJobs(one.jobs, calls)
        """Exports and edits of many photos."""
        self.dashboard = AsyncDashboard(one.dashboard, calls)
        """How the loop goes, for operators."""
        self.events = AsyncEvents(one.events, calls)
        """What happens in the workspace, as it happens."""
        self.webhooks = AsyncWebhooks(one.webhooks, calls)
        """Where that is sent, for operators."""
        self.team = AsyncTeam(one.team, calls)
        """The people of the workspace, for admins."""

    async def whoami(self) -> SessionShape:
        """Who you are there. Raises Unsigned where the token is not good."""
        return await self._calls.run(self._burnish.whoami)

    async def aclose(self) -> None:
        """Let go of the connections."""
        await self._transport.aclose()

    async def __aenter__(self) -> "AsyncBurnish":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        await self.aclose()
