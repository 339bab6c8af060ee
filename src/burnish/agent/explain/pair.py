"""What was done between two pictures: in words, in steps, and what the steps do not explain."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from burnish.agent.explain.comparison import apart
from burnish.agent.explain.explanation import Difference, ExplainedStep, Explanation, Unexplained
from burnish.agent.explain.fine_detail import fine_detail
from burnish.agent.explain.fitting import LEAST_KEPT, Fitted, filled, fitted
from burnish.agent.explain.leftovers import MOST, unexplained_place
from burnish.agent.explain.phrases import percent_words, sentence
from burnish.agent.explain.smoothed_areas import unexplained_smoothing
from burnish.agent.explain.step_words import step_words
from burnish.recipe.recipe import Step

if TYPE_CHECKING:
    from burnish.imaging.picture import Picture
    from burnish.tools.catalogue import Catalogue

SAME_DELTA_E = 0.05
"""Mean CIEDE2000 up to which two pictures are the same."""

UNSEEN_DELTA_E = 0.3
"""Mean CIEDE2000 that nobody sees."""

RESAVED_DELTA_E = 1.6
"""Mean CIEDE2000 that saving again as a small JPEG may leave."""

OVERLAP = 0.5
"""Share of a place within a smoothed area above which it is part of it."""

MAIN, TOUCH = 0.1, 0.03
"""Shares of the change above which a step is a main one, and below which it is only a touch."""

SURE_ERROR, LOST_ERROR = 0.05, 0.25
"""Standard errors, as a share of the slider's range, of a well known and of an unknown amount."""

SURE = 0.75
"""Certainty below which an amount is said to be uncertain."""

LEAST_EXPLAINED = 0.08
"""Share of the change below which steps explain nothing."""

WELL_EXPLAINED, LITTLE_LEFT = 0.9, 0.8
"""Share of the change, and mean CIEDE2000 left, from which on nothing is said about what is left."""

GUESSED_STEPS, GUESSED_SHARE = 4, 0.75
"""That many steps that explain no more than this are a guess."""

SAME_PHOTO = "Nothing was changed: the pictures look the same."
ONLY_SAVED = "Nothing was changed that can be seen; the small difference ({}) is such as saving again leaves."
OTHER_PICTURE = "These do not seem to show the same photo, so no edit can be told."
NO_STEP = "No edit of the whole picture explains the change."
GUESSED = "That many steps for so little say that the true edit was another: a look table, or changes of single places."


def explained_pair(before: "Picture", after: "Picture", catalogue: "Catalogue") -> Explanation:
    """What was done to the first picture to make the second: the strongest change first, then what no step explains.

    Raises:
        BadInput: a picture is smaller than 16 pixels on a side.
    """
    fit = fitted(before, after, catalogue)
    difference = Difference(fit.delta_e_before, fit.delta_e_left)
    if fit.is_other_picture:
        other = Unexplained("other picture", OTHER_PICTURE, delta_e=difference.delta_e)
        return Explanation((OTHER_PICTURE,), (), (other,), Difference(difference.delta_e, difference.delta_e))
    steps = _strongest_first(fit, difference)
    if not steps:
        difference = Difference(difference.delta_e, difference.delta_e)
    left = (*_places(fit), *_remarks(fit, steps), *_detail(fit, before, after))
    geometry = tuple(ExplainedStep(step, step_words(step)) for step in fit.comparison.geometry)
    if not (geometry or fit.left or fit.smoothed) and _is_slight(steps, difference):
        return _nothing_changed(difference, tuple(each for each in left if each.kind == "note"))
    sentences = (*_what_was_done(steps, geometry), *_what_is_left(left, steps, difference))
    return Explanation(sentences, (*steps, *geometry), left, difference)


def _is_slight(steps: Sequence[ExplainedStep], difference: Difference) -> bool:
    return difference.delta_e < (SAME_DELTA_E if steps else RESAVED_DELTA_E)


def _nothing_changed(difference: Difference, notes: tuple[Unexplained, ...]) -> Explanation:
    is_same = difference.delta_e < SAME_DELTA_E
    if is_same and notes:
        told = ("Light and color were not changed.",)
    else:
        told = (SAME_PHOTO if is_same else ONLY_SAVED.format(f"ΔE00 {difference.delta_e:.2f} on average"),)
    return Explanation((*told, *(sentence(each.words) for each in notes)), (), notes, difference)


def _strongest_first(fit: Fitted, difference: Difference) -> tuple[ExplainedStep, ...]:
    """The steps of light and color by what leaving each of them out would change in the result."""
    if difference.explained < LEAST_EXPLAINED:
        return ()
    others = ([other for other in fit.steps if other is not step] for step in fit.steps)
    effects = [float(apart(fit.comparison.through(each), fit.rendered).mean()) for each in others]
    total = sum(effects) or 1.0
    made = [
        ExplainedStep(
            step,
            step_words(step),
            difference.explained * effect / total,
            f"without it the picture would differ by ΔE00 {effect:.1f} on average",
            certainty=_certainty(step, fit.errors),
        )
        for step, effect in zip(fit.steps, effects, strict=True)
    ]
    return tuple(sorted(made, key=lambda each: -(each.share or 0.0)))


def _certainty(step: Step, errors: Mapping[str, float]) -> float:
    """1 where the pictures fix every amount of the step, 0 where they fix none."""
    own = [
        error
        for name, error in errors.items()
        if name.startswith(f"{step.tool.name}.") and _is_set(step, name.split(".", 1)[1].split("@")[0])
    ]
    worst = max(own, default=0.0)
    return 1.0 - min(max((worst - SURE_ERROR) / (LOST_ERROR - SURE_ERROR), 0.0), 1.0)


def _is_set(step: Step, field: str) -> bool:
    """Whether the parameter says how much the step does: shapes such as a pivot do not matter."""
    from burnish.agent.planner.levers import levers

    return field in (*levers(step.tool), "points", "red", "green", "blue")


def _places(fit: Fitted) -> tuple[Unexplained, ...]:
    """Where the pictures stay apart; what was smoothed away is not told twice."""
    goal = fit.comparison.goal
    apart_there = [
        each
        for each in fit.left
        if not any((each.area & area).mean() > OVERLAP * each.area.mean() for area in fit.smoothed)
    ]
    return (
        *(unexplained_smoothing(area) for area in fit.smoothed[:MOST]),
        *(unexplained_place(each, fit.rendered, goal, fit.delta_e_before) for each in apart_there[:MOST]),
    )


def _remarks(fit: Fitted, steps: Sequence[ExplainedStep]) -> tuple[Unexplained, ...]:
    """What else remains, by color or by place, outside of what is told already."""
    from burnish.recipe.inverse.findings import describe, remainder

    outside = fit.outside
    if outside.mean() < LEAST_KEPT or (not steps and (fit.left or fit.smoothed)):
        return ()
    left = remainder(filled(fit.rendered, outside), filled(fit.comparison.goal, outside))
    return tuple(Unexplained("remainder", _about_edited(words)) for words in describe(left))


def _about_edited(words: str) -> str:
    return words.replace("AFTER", "the edited picture")


def _detail(fit: Fitted, before: "Picture", after: "Picture") -> tuple[Unexplained, ...]:
    return tuple(Unexplained("note", words) for words in fine_detail(before, after, fit))


def _what_was_done(steps: Sequence[ExplainedStep], geometry: Sequence[ExplainedStep]) -> tuple[str, ...]:
    main = [each for each in steps if (each.share or 0.0) >= MAIN] or list(steps[:1])
    rest = [each for each in steps if each not in main and (each.share or 0.0) >= TOUCH]
    touches = [each for each in steps if each not in main and each not in rest]
    told = [sentence(", ".join(_with_share(each) for each in main))] if main else []
    if rest:
        told.append(sentence("besides, " + ", ".join(_hedged(each) for each in rest)))
    if touches:
        told.append(sentence("only a touch: " + ", ".join(_hedged(each) for each in touches)))
    if geometry:
        told.append(sentence("the frame was " + ", ".join(each.words for each in geometry)))
    return tuple(told)


def _with_share(step: ExplainedStep) -> str:
    share = f"{percent_words(step.share or 0.0)} of the change"
    return f"{step.words} ({share}{'' if step.certainty >= SURE else ', amount uncertain'})"


def _hedged(step: ExplainedStep) -> str:
    return step.words if step.certainty >= SURE else f"{step.words} (amount uncertain)"


def _what_is_left(
    left: Sequence[Unexplained], steps: Sequence[ExplainedStep], difference: Difference
) -> tuple[str, ...]:
    told: list[str] = []
    if not steps and difference.delta_e > LITTLE_LEFT:
        told.append(NO_STEP)
    elif difference.explained < WELL_EXPLAINED and difference.left > LITTLE_LEFT:
        told.append(
            f"The steps explain {percent_words(difference.explained)} of it: the pictures were "
            f"ΔE00 {difference.delta_e:.1f} apart on average, and {difference.left:.1f} is left."
        )
        if len(steps) >= GUESSED_STEPS and difference.explained < GUESSED_SHARE:
            told.append(GUESSED)
    places = [each for each in left if each.place]
    told += [sentence(f"not explained by the steps: {each.words}") for each in places]
    told += [sentence(each.words) for each in left if not each.place]
    return tuple(told)
