"""Answers that are written where they were made: what takes a while to write holds up no other request."""

from starlette.responses import Response

from burnish.wire.shape import Shape


def written(shape: Shape, status: int = 200) -> Response:
    """A shape as JSON. Its route names the shape as its `response_model`, for the description alone."""
    return Response(shape.model_dump_json(by_alias=True), status, media_type="application/json")
