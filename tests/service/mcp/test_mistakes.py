"""Each mistake is answered by what is allowed."""

import pytest
from mcp.shared.exceptions import MCPError

from burnish.service.mcp.offers import OFFERS


@pytest.mark.parametrize(
    "offer", [each for each in OFFERS if "photo" in each.takes.model_fields], ids=lambda o: o.name
)
@pytest.mark.parametrize(
    ("path", "kind"),
    [("../secret.jpg", "BadInput"), ("absent.jpg", "UnreadablePhoto"), (".", "UnreadablePhoto")],
)
def test_a_photo_that_may_not_or_cannot_be_had_is_an_error_of_every_tool(call, offer, path, kind):
    needed = {
        "plan": {"request": "warmer"}, "edit": {"request": "warmer"}, "choose": {"candidate": 0},
        "adjust": {"sliders": [{"tool": "exposure", "parameter": "stops", "value": 1}]},
        "export": {"file": "out.jpg"}, "feedback": {"rating": 3},
        "carry": {"others": ["photo.jpg"]},
    }.get(offer.name, {})  # fmt: skip
    said = call(offer.name, photo=path, **needed)
    assert said.is_error
    assert said.value["error"]["kind"] == kind


def test_a_reference_outside_is_refused(call):
    said = call("edit", photo="photo.jpg", request="like this one", reference="../secret.jpg")
    assert "outside" in said.text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({}, "photo: field required"),
        ({"photo": 3}, "photo = 3: input should be a valid string"),
        ({"photo": "photo.jpg", "request": "x", "tool": 1}, "not permitted (arguments: photo, circle"),
        ({"photo": "photo.jpg", "request": "x", "variants": 9}, "allowed is 1 to 8"),
        ({"photo": "photo.jpg", "request": "x", "variants": "2"}, "valid integer"),
        (
            {"photo": "photo.jpg", "request": "x", "circle": {"x": 2, "y": 0, "radius": 1}},
            "less than or equal to 1",
        ),
        (
            {"photo": "photo.jpg", "request": "x", "circle": {"x": float("nan"), "y": 0, "radius": 1}},
            "valid number",
        ),
        ({"photo": "photo.jpg", "request": "\ud800"}, "invalid JSON"),
    ],
)
def test_arguments_that_make_no_sense_are_errors_that_say_what_is_allowed(call, arguments, told):
    said = call("edit", **arguments)
    assert said.is_error
    assert told in said.text


def test_a_huge_text_is_an_error_and_is_not_repeated(call):
    said = call("edit", photo="photo.jpg", request="brighter " * 100_000)
    assert said.is_error
    assert "at most 20000 are read" in said.text
    assert len(said.text) < 300
    assert len(call("edit", photo="p" * 100_000, request="x").text) < 300


def test_a_long_text_is_read(call):
    assert not call("edit", photo="photo.jpg", request=("brighter please. " * 1200)[:20_000]).is_error


def test_markup_and_other_scripts_are_answered(call):
    for request in (
        "<script>alert(1)</script>",
        "明るくして",
        "\x00\x01",
        "{{7*7}}",
        "'; DROP TABLE photos; --",
    ):
        assert not call("edit", photo="photo.jpg", request=request).is_error


def test_an_unknown_tool_is_a_protocol_error(call):
    with pytest.RaisesGroup(
        pytest.RaisesExc(MCPError, match="unknown tool 'nope'"), flatten_subgroups=True, allow_unwrapped=True
    ):
        call("nope")


def test_a_crash_is_answered_without_its_details_and_logged(call, desk, caplog):
    class Broken:
        def plan(self, *_, **__):
            raise ZeroDivisionError("the secret of /home/somebody")

    desk.photos.planner = Broken()
    said = call("edit", photo="photo.jpg", request="brighter")
    assert said.is_error
    assert said.value["error"]["kind"] == "Failure"
    assert "secret" not in said.text
    assert "ZeroDivisionError" in caplog.text
    assert call("history", photo="photo.jpg").value["turns"] == []
