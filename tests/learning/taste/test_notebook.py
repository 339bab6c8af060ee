import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load, save
from tests.learning.taste.small_ground import (
    measured,
    small_design,
    small_population,
    small_sensitivity,
    wide,
)

from burnish.errors import BadInput
from burnish.learning.taste.gaussian import Information, nothing
from burnish.learning.taste.leaf import WINDOW, new_leaf, seen_more
from burnish.learning.taste.notebook import (
    NOTEBOOK_SCHEMA,
    Notebook,
    from_bytes,
    to_bytes,
    told_from_bytes,
    told_to_bytes,
)
from burnish.learning.taste.sighting import Answer, Reader, Sighting, Standstill
from burnish.learning.taste.tree import Person
from burnish.tools.exposure import Exposure

DESIGN = small_design()
READER = Reader(DESIGN, small_sensitivity(DESIGN.sliders))
LABELS, SIZE = DESIGN.sliders.labels, DESIGN.size


def _standstill(random: np.random.Generator) -> Standstill:
    planned, left = random.normal(0, 0.1, (2, DESIGN.sliders.size))
    return Standstill(
        DESIGN.seen({"contrast": random.normal(0.65, 0.2)}, planned), left, random.uniform(1, 9)
    )


def _answer(random: np.random.Generator) -> Answer:
    planned, shown, instead = random.normal(0, 0.1, (3, DESIGN.sliders.size))
    return Answer(
        DESIGN.seen({"contrast": 0.6}, planned), shown, instead if random.random() < 0.5 else None, 0.25
    )


def _sighting(random: np.random.Generator, number: int) -> Sighting:
    count = int(random.integers(1, 4))
    still = _standstill(random) if random.random() < 0.5 else None
    alone = None if still is None else READER.alone(still)
    answer = _answer(random) if still is None else None
    return Sighting(
        random.normal(size=(count, SIZE)), random.normal(size=count), random.uniform(0.05, 0.2, count), still, alone,
        answer, shared=random.random() < 0.5, doubtful=random.random() < 0.5, number=number,
    )  # fmt: skip


def _notebook(seed: int, most: int = 4) -> Notebook:
    random = np.random.default_rng(seed)
    made = Notebook(frozen=random.random() < 0.5, through=int(random.integers(0, 2**40)))
    for wish in ("", "exposure+tone@sky")[: int(random.integers(0, 3))]:
        person = Person()
        for context in ("", "portrait 🌅"):
            leaf = new_leaf(SIZE)
            for number in range(int(random.integers(0, most))):
                leaf = seen_more(leaf, _sighting(random, number), wide(SIZE))
            person = person.having(context, leaf)
        made = made.having(wish, person)
    return made


def _same(one: Notebook, other: Notebook) -> None:
    assert (one.frozen, one.through, one.count) == (other.frozen, other.through, other.count)
    leaves, others = list(one.leaves()), list(other.leaves())
    assert [each[:2] for each in leaves] == [each[:2] for each in others]
    for (_, _, leaf), (_, _, again) in zip(leaves, others, strict=True):
        told = [
            (each.weights, each.scale, each.count, each.through, each.since, len(each.recent))
            for each in (leaf, again)
        ]
        assert told[0] == told[1]
        for shared_only in (False, True):
            evidence, repeated = (each.evidence(shared_only=shared_only) for each in (leaf, again))
            np.testing.assert_allclose(repeated.precision, evidence.precision, rtol=1e-12, atol=1e-12)
            np.testing.assert_allclose(repeated.shift, evidence.shift, rtol=1e-12, atol=1e-12)
        for sighting, repeated in zip(leaf.recent, again.recent, strict=True):
            for part in ("rows", "values", "variances", "shared", "doubtful", "number"):
                assert np.array_equal(getattr(sighting, part), getattr(repeated, part))
            _same_answer(sighting.answer, repeated.answer)


def _same_answer(one: Answer | None, other: Answer | None) -> None:
    assert (one is None) == (other is None)
    if one is None or other is None:
        return
    assert one.weight == other.weight
    for part in ("shown", "instead"):
        assert np.array_equal(getattr(one, part), getattr(other, part))
    assert np.array_equal(one.seen.facts, other.seen.facts)
    assert np.array_equal(one.seen.planned, other.seen.planned)


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_a_notebook_comes_back_from_its_bytes_exactly(seed) -> None:
    written = _notebook(seed)
    data = to_bytes(written, LABELS)
    again = from_bytes(data, LABELS, READER)
    _same(written, again)
    assert to_bytes(again, LABELS) == data


def test_what_was_folded_comes_back_too() -> None:
    random, leaf = np.random.default_rng(3), new_leaf(SIZE)
    for number in range(WINDOW + 3):
        row = random.normal(size=SIZE)
        leaf = seen_more(leaf, measured(row, 0.1, shared=number % 2 == 0), wide(SIZE))
    leaf = replace(leaf, since=3, scale=2.5)
    written = Notebook().having("", Person({"": leaf}))
    data = to_bytes(written, LABELS)
    assert leaf.old.precision.any()
    _same(written, from_bytes(data, LABELS, READER))
    assert to_bytes(from_bytes(data, LABELS, READER), LABELS) == data


def _corrected(seed: int) -> Notebook:
    """Somebody who moved a few sliders, beside a plan and without one."""
    random, leaf, own = np.random.default_rng(seed), new_leaf(SIZE), DESIGN.sliders.size
    for number in range(5):
        planned = random.normal(0, 0.1, own) if number % 2 else None
        shown = random.normal(0, 0.1, own)
        left = shown + np.where(np.arange(own) % 4 == number % 4, 0.2, 0.0)
        made = READER.correction(
            DESIGN.seen({"contrast": 0.7}, planned), shown, left, wide(SIZE), shared=True, number=number
        )
        assert made is not None
        leaf = seen_more(leaf, made, wide(SIZE))
    return Notebook().having("", Person({"": leaf}))


def test_a_correction_comes_back_from_how_it_went() -> None:
    written = _corrected(5)
    data = to_bytes(written, LABELS)
    again = from_bytes(data, LABELS, READER)
    _same(written, again)
    for (_, _, leaf), (_, _, repeated) in zip(written.leaves(), again.leaves(), strict=True):
        for one, other in zip(leaf.recent, repeated.recent, strict=True):
            assert np.array_equal(one.mirrored, other.mirrored)
    assert to_bytes(again, LABELS) == data
    assert not any(name.endswith("rows") for name in load(data))


@pytest.mark.parametrize("moved", [[0, 0], [-1, 2], [0, 99], [0], ["exposure"], [0.5, None]])
def test_a_correction_of_sliders_that_are_not_there_is_refused(moved) -> None:
    data = to_bytes(_corrected(6), LABELS)
    length = int.from_bytes(data[:8], "little")
    leaves = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["notebook"])["leaves"]
    leaves[0]["sightings"][0]["moved"] = moved
    with pytest.raises(BadInput):
        from_bytes(_changed(data, leaves=leaves), LABELS, READER)


def test_a_notebook_of_schema_1_is_read_as_it_was_meant() -> None:
    """`kept_notebook_1.safetensors` was written by the last Burnish of schema 1; so were these numbers."""
    data = Path(__file__).with_name("kept_notebook_1.safetensors").read_bytes()
    again = from_bytes(data, LABELS, READER)
    ((wish, context, leaf),) = again.leaves()
    assert (wish, context, leaf.count, leaf.through, again.through) == ("", "portrait", 4, 4, 4)
    assert leaf.weights == pytest.approx((1.6551458083, 1.6003139852, 1.7232184907, 1.0))
    assert np.trace(leaf.evidence().precision) == pytest.approx(3322.976153951491)
    mean = leaf.posterior(small_population(DESIGN).of_anybody).mean
    np.testing.assert_allclose(mean[:4], [0.14066640, 0.15675917, 0.12474432, 0.16981733], atol=1e-7)
    _same(again, from_bytes(to_bytes(again, LABELS), LABELS, READER))


def test_a_notebook_of_schema_2_is_read_as_it_was_meant() -> None:
    """`kept_notebook_2.safetensors` was written by the last Burnish of schema 2, with four of seven folded."""
    data = Path(__file__).with_name("kept_notebook_2.safetensors").read_bytes()
    again = from_bytes(data, LABELS, READER)
    ((wish, context, leaf),) = again.leaves()
    assert (wish, context, leaf.count, len(leaf.recent), again.through) == ("", "portrait", 7, 3, 7)
    assert leaf.weights == pytest.approx((1.8658280378, 1.9946646613, 1.8568880496))
    assert np.trace(leaf.evidence().precision) == pytest.approx(10830.256473312369)
    assert np.trace(leaf.evidence(shared_only=True).precision) == pytest.approx(7265.5881600584335)
    mean = leaf.posterior(small_population(DESIGN).of_anybody).mean
    np.testing.assert_allclose(mean[:4], [0.00564104, 0.20457268, 0.18449578, -0.09177715], atol=1e-7)
    _same(again, from_bytes(to_bytes(again, LABELS), LABELS, READER))


def test_a_notebook_of_schema_3_is_read_as_it_was_meant() -> None:
    """`kept_notebook_3.safetensors` was written by the last Burnish of schema 3; two of its eight took an edit."""
    data = Path(__file__).with_name("kept_notebook_3.safetensors").read_bytes()
    again = from_bytes(data, LABELS, READER)
    ((wish, context, leaf),) = again.leaves()
    assert (wish, context, leaf.count, len(leaf.recent), again.through) == ("", "portrait", 8, 5, 8)
    assert leaf.weights == pytest.approx((1.940544303, 1.7587378425, 1.8625409771, 1.806769284, 1.8235303021))
    assert np.trace(leaf.evidence().precision) == pytest.approx(13713.708340586601)
    assert np.trace(leaf.evidence(shared_only=True).precision) == pytest.approx(8603.172561606703)
    mean = leaf.posterior(small_population(DESIGN).of_anybody).mean
    np.testing.assert_allclose(mean[:4], [0.00508363, 0.15972136, 0.10469750, 0.15818343], atol=1e-7)
    _same(again, from_bytes(to_bytes(again, LABELS), LABELS, READER))


def test_what_was_taken_comes_back_from_what_it_was() -> None:
    random, own, leaf = np.random.default_rng(9), DESIGN.sliders.size, new_leaf(SIZE)
    for number in range(3):
        seen = DESIGN.seen({"contrast": 0.7}, random.normal(0, 0.1, own) if number else None)
        made = READER.agreement(seen, random.normal(0, 0.1, own), shared=number == 1, number=number)
        leaf = seen_more(leaf, made if number else replace(made, variances=made.variances * 8), wide(SIZE))
    written = Notebook().having("", Person({"": leaf}))
    data = to_bytes(written, LABELS)
    _same(written, from_bytes(data, LABELS, READER))
    assert not any(name.endswith("rows") for name in load(data))


def test_a_correction_without_what_was_left_alone_comes_back_so() -> None:
    ((_, _, leaf),) = _corrected(5).leaves()
    leaf = replace(leaf, recent=tuple(each.moved_only for each in leaf.recent))
    written = Notebook().having("", Person({"": leaf}))
    _same(written, from_bytes(to_bytes(written, LABELS), LABELS, READER))


def test_of_what_is_folded_only_what_anything_is_known_of_is_kept() -> None:
    size, told = 60, np.zeros((60, 60))
    told[np.ix_([3, 40], [3, 40])] = [[2.0, 0.5], [0.5, 1.0]]
    small = {"": Information(told, told[3])}
    full = {"": Information(told + np.eye(size), told[3])}
    np.testing.assert_array_equal(told_from_bytes(told_to_bytes(small), size)[""].precision, told)
    np.testing.assert_array_equal(told_from_bytes(told_to_bytes(small), size)[""].shift, told[3])
    assert len(told_to_bytes(small)) < 0.1 * len(told_to_bytes(full))


def test_what_is_told_comes_back() -> None:
    random = np.random.default_rng(4)
    root = random.normal(size=(SIZE, SIZE))
    told = {"": Information(root @ root.T, random.normal(size=SIZE)), "exposure": nothing(SIZE)}
    again = told_from_bytes(told_to_bytes(told), SIZE)
    assert set(again) == set(told)
    for wish, each in told.items():
        np.testing.assert_allclose(again[wish].precision, each.precision, rtol=1e-12)
        np.testing.assert_array_equal(again[wish].shift, each.shift)
    assert told_from_bytes(told_to_bytes({}), SIZE) == {}


def _changed(data: bytes, **changes: object) -> bytes:
    """A notebook whose document says something else."""
    length = int.from_bytes(data[:8], "little")
    document = json.loads(json.loads(data[8 : 8 + length])["__metadata__"]["notebook"])
    held = {key: value for key, value in (document | changes).items() if value is not None}
    return save(load(data), {"notebook": json.dumps(held)})


def test_a_newer_notebook_is_refused() -> None:
    data = to_bytes(_notebook(1), LABELS)
    with pytest.raises(BadInput, match=str(NOTEBOOK_SCHEMA + 1)):
        from_bytes(_changed(data, schema=NOTEBOOK_SCHEMA + 1), LABELS, READER)


def test_a_notebook_about_other_sliders_is_refused() -> None:
    data = to_bytes(_notebook(1), LABELS)
    with pytest.raises(BadInput, match="other sliders"):
        from_bytes(data, (*LABELS, "exposure.more"), READER)


def _full() -> bytes:
    made = next(each for each in map(_notebook, range(50)) if each.count > 3)
    return to_bytes(made, LABELS)


@pytest.mark.parametrize(
    "changes",
    [
        {"leaves": None},
        {"labels": None},
        {"schema": "one"},
        {"through": None},
        {"leaves": [{}]},
        {"leaves": 3},
    ],
)
def test_a_notebook_that_lacks_something_is_refused(changes) -> None:
    with pytest.raises(BadInput):
        from_bytes(_changed(_full(), **changes), LABELS, READER)


def test_a_notebook_of_other_coefficients_is_refused() -> None:
    fewer = small_design((Exposure,))
    other = Reader(fewer, small_sensitivity(fewer.sliders))
    with pytest.raises(BadInput):
        from_bytes(_full(), LABELS, other)


def test_a_notebook_without_its_numbers_is_refused() -> None:
    data = _full()
    length = int.from_bytes(data[:8], "little")
    text = json.loads(data[8 : 8 + length])["__metadata__"]["notebook"]
    with pytest.raises(BadInput):
        from_bytes(save({"empty": np.zeros(1)}, {"notebook": text}), LABELS, READER)


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.binary(max_size=40))
def test_any_bytes_are_a_notebook_or_are_refused(seed, garbage) -> None:
    random, data = np.random.default_rng(seed), bytearray(_DATA)
    cut = int(random.integers(0, len(data)))
    spoiled = bytearray(data)
    spoiled[int(random.integers(0, 2000))] ^= 1 << int(random.integers(0, 8))
    for each in (bytes(data[:cut]), bytes(spoiled), garbage):
        try:
            from_bytes(each, LABELS, READER)
        except BadInput:
            continue


_DATA = _full()
