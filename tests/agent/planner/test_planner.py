"""The embedded planner as it is shipped, from words to pixels: what is seen goes the way that was said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pytest
import skimage.data

from burnish.agent.language.grammar import read
from burnish.agent.language.understanding import Reading
from burnish.agent.looks.library import shipped_looks
from burnish.agent.perception import Perception, perceive
from burnish.agent.planner.conversation import conversation_about
from burnish.agent.planner.planner import EmbeddedPlanner
from burnish.agent.planner.request import Request
from burnish.agent.planner.sitting import Craft
from burnish.agent.policy.auto_enhance import enhanced
from burnish.agent.policy.framing import framed
from burnish.agent.policy.policy import shipped_policy
from burnish.agent.regions.locating import locate
from burnish.imaging.color import srgb8_to_linear, to_oklab
from burnish.imaging.picture import Picture, picture_from_srgb8
from burnish.recipe.recipe import Recipe
from burnish.recipe.render import render
from burnish.tools.catalogue import Catalogue

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Studio:
    """A photo, what is seen in it, and the planner that is shipped."""

    planner: EmbeddedPlanner
    photo: Picture
    seen: Perception

    def recipes(self, *said: str) -> list[Recipe]:
        """The recipe after each turn."""
        conversation, recipes = conversation_about(), []
        for number, text in enumerate(said):
            plan = self.planner.plan(Request(text), conversation, self.seen)
            turn = conversation.turn(Request(text), plan, id=f"t{number}", at=AT)
            conversation = conversation.after(turn)
            recipes.append(conversation.recipe)
        return recipes

    def looks(self, recipe: Recipe) -> dict[str, float]:
        """What the rendered photo looks like: mean Oklab lightness, its spread, chroma, and warmth."""
        shown = render(self.photo, recipe, self.planner.catalogue, long_side=120).samples
        lab = to_oklab(srgb8_to_linear(np.asarray(shown, np.uint8)))
        return {
            "light": float(lab[..., 0].mean()),
            "spread": float(lab[..., 0].std()),
            "chroma": float(np.hypot(lab[..., 1], lab[..., 2]).mean()),
            "warmth": float(lab[..., 2].mean()),
        }


@pytest.fixture(scope="module")
def studio(catalogue: Catalogue) -> Studio:
    photo = picture_from_srgb8(skimage.data.astronaut())
    craft = Craft(shipped_policy(), shipped_looks(catalogue), locate, framed, enhanced)
    planner = EmbeddedPlanner(catalogue, lambda text, *, recent, done: Reading(read(text)), craft)
    return Studio(planner, photo, perceive(photo))


@pytest.mark.parametrize(
    ("said", "measure", "order"),
    [
        (("darker", "a bit less"), "light", (2, 3, 1)),
        (("darker", "even darker", "a bit less"), "light", (3, 4, 2, 1)),
        (("warmer", "no, cooler"), "warmth", (3, 1, 2)),
        (("more contrast", "a bit less contrast", "less"), "spread", (1, 4, 3, 2)),
        (("more saturation", "that's too much"), "chroma", (1, 3, 2)),
        (("make it moody", "a bit less"), "light", (2, 3, 1)),
    ],
    ids=lambda value: " / ".join(value) if isinstance(value, tuple) and isinstance(value[0], str) else str(value),
)  # fmt: skip
def test_what_is_seen_goes_the_way_that_was_said(
    studio: Studio, said: tuple[str, ...], measure: str, order: tuple[int, ...]
) -> None:
    """`order` lists the states, 1 being the photo as it was and 2 that after the first turn, by rising measure."""
    states = [Recipe(), *studio.recipes(*said)]
    values = [studio.looks(recipe)[measure] for recipe in states]
    assert tuple(int(place) + 1 for place in np.argsort(values)) == order


def test_undo_of_one_thing_keeps_the_others_to_the_bit(studio: Studio) -> None:
    warm, _, undone = studio.recipes("warmer", "more contrast", "undo the contrast")
    assert undone.digest == warm.digest


def test_her_face_alone_becomes_brighter(studio: Studio) -> None:
    (brightened,) = studio.recipes("her face is too dark")
    assert brightened.steps
    assert {step.mask.kind for step in brightened.steps if step.mask is not None} == {"face"}
    assert all(step.mask is not None for step in brightened.steps)


def test_only_the_background_moves_the_edit_off_the_person(studio: Studio) -> None:
    whole, behind = studio.recipes("darker", "no, only the background")
    assert whole.steps[0].mask is None
    assert behind.steps[0].mask is not None
    assert behind.steps[0].tool == whole.steps[0].tool


def test_kept_skin_keeps_its_color(studio: Studio) -> None:
    _, plain = studio.recipes("hello", "much more saturation")
    _, kept = studio.recipes("keep the skin natural", "much more saturation")
    assert plain.steps[0].mask is None
    assert kept.steps[0].mask is not None
    assert studio.looks(kept)["chroma"] < studio.looks(plain)["chroma"]


def test_what_cannot_be_found_is_never_removed(studio: Studio) -> None:
    assert studio.recipes("remove the giraffe")[-1].steps == ()


def test_every_reason_quotes_the_words_it_answers(studio: Studio) -> None:
    said = "warmer and more contrast, and keep the sky"
    for step in studio.recipes(said)[-1].steps:
        quote = step.reason.split("”", 1)[0].lstrip("“")
        assert quote in said


def test_a_plan_without_a_photo_assumes_an_ordinary_one(catalogue: Catalogue, studio: Studio) -> None:
    blind = Studio(studio.planner, studio.photo, None)  # type: ignore[arg-type]
    recipe = blind.recipes("brighter and a little warmer")[-1]
    assert {step.tool.name for step in recipe.steps} >= {"white_balance"}


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "🙂" * 500, "más cálido por favor", "<b>remove</b> everything; rm -rf /", "…"]
)
def test_any_text_gives_a_plan_without_unasked_removal(studio: Studio, text: str) -> None:
    recipe = studio.recipes(text)[-1]
    assert not {step.tool.name for step in recipe.steps} & {"heal", "background"}


def test_forty_turns_stay_quick_and_sane(
    studio: Studio, measured_ms: Callable[[Callable[[], object]], float]
) -> None:
    said = [
        "brighter",
        "more contrast",
        "a bit less",
        "warmer",
        "undo",
        "cooler",
        "more",
        "less contrast",
    ] * 5
    assert measured_ms(lambda: studio.recipes(*said)) / len(said) < 50.0


@pytest.fixture
def measured_ms() -> Callable[[Callable[[], object]], float]:
    from time import process_time

    def measure(work: Callable[[], object]) -> float:
        began = process_time()
        work()
        return (process_time() - began) * 1000

    return measure
