"""One photo's edit for other photos."""

from burnish.agent.planner.other_photos import carried_over
from burnish.app.session import PhotoSession
from burnish.errors import BadInput, BurnishError
from burnish.service.foreign_text import foreign
from burnish.service.mcp.answers import CarriedOver, CarriedTo
from burnish.service.mcp.arguments import Carry
from burnish.service.mcp.offer import Desk, Reply
from burnish.service.mcp.telling import stood
from burnish.service.open_photos import is_wanted


async def carry(desk: Desk, said: Carry) -> Reply:
    """Give other photos this one's edit; what cannot have it is told, and the rest is done."""
    first = await desk.photos.with_photo(said.photo, _edited)
    told = [await _carried(desk, first, photo) for photo in dict.fromkeys(said.others)]
    if any(not each.error for each in told):
        first.observed("copy_to_others")
    left_out = carried_over(first.recipe).left_out
    return Reply(CarriedOver(photos=tuple(told), left_out=tuple(map(stood, left_out))))


def _edited(session: PhotoSession) -> PhotoSession:
    if not session.recipe.steps:
        raise BadInput("this photo has no edit yet that others could have")
    return session


async def _carried(desk: Desk, first: PhotoSession, photo: str) -> CarriedTo:
    def taken(session: PhotoSession) -> CarriedTo:
        if session.source.digest == first.source.digest:
            raise BadInput(f"{photo!r} is the photo whose edit it is")
        is_wanted()
        steps = session.carry_from(first).recipe.steps
        return CarriedTo(photo=foreign(photo), steps=tuple(map(stood, steps)))

    try:
        return await desk.photos.with_photo(photo, taken)
    except BurnishError as error:
        return CarriedTo(photo=foreign(photo), steps=(), error=str(error))
