"""The tagger: what its arithmetic is, and what the shipped weights make of plain requests."""

import json
import subprocess
import sys
from importlib.resources import as_file, files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file

from burnish.agent.language.lexicon import Lexicon, Sense, shipped_lexicon
from burnish.agent.language.spelling import Speller
from burnish.agent.language.tagger import LEAST, Tagged, shipped_tagger, tagger_of
from burnish.agent.language.tagger_features import letter_groups, tokens
from burnish.agent.planner.intents import COLORS, OPS, REGIONS

NARROW, WIDE, NETWORKS, BUCKETS = 3, 4, 2, 16
INVENTORY = {
    "words": ["", "more", "light"],
    "senses": ["up", "property"],
    "labels": [["exposure", "+", ""], ["remove", "+", "person"], ["keep", "", ""]],
    "regions": ["", "sky"],
    "strengths": ["medium", "small", "large"],
    "colors": ["", "red"],
    "targets": ["last", "sky"],
    "dilations": [1, 2],
    "buckets": BUCKETS,
    "temperature": 1.7,
}
LEXICON = Lexicon({"more": (Sense("up"),)}, {}, Speller(frozenset(), frozenset()))
HEADS = {"regions": 2, "strengths": 3, "colors": 2, "targets": 2}


@pytest.fixture
def arrays():
    random = np.random.default_rng(5)

    def some(*shape):
        return random.normal(size=(NETWORKS, *shape)).astype(np.float16)

    found = {"enter": some(NARROW, WIDE), "enter_bias": some(1, WIDE), "norm_out": some(2, 1, WIDE)}
    for layer in range(2):
        found |= {f"norm_{layer}": some(2, 1, WIDE), f"mix_{layer}": some(3 * WIDE, WIDE)}
        found[f"mix_bias_{layer}"] = some(1, WIDE)
    found |= {"queries": some(3, WIDE), "values": some(WIDE, WIDE), "values_bias": some(1, WIDE)}
    found |= {"label_shift": some(3, WIDE), "label_weights": some(3, WIDE), "label_bias": some(3)}
    found |= {"ask": some(WIDE, WIDE), "ask_bias": some(1, WIDE)}
    found |= {"answer": some(2 * WIDE, WIDE), "answer_bias": some(1, WIDE)}
    for name, size in HEADS.items():
        found |= {name: some(WIDE, size), f"{name}_bias": some(1, size)}
    for name, rows in (("words", 3), ("groups", BUCKETS), ("senses", 2)):
        found[name] = random.integers(-127, 127, (rows, NETWORKS, NARROW)).astype(np.int8)
        found[f"{name}_steps"] = np.full((rows, NETWORKS), 0.01, np.float16)
    return found


@pytest.fixture
def small_tagger(arrays, tmp_path):
    save_file(arrays, tmp_path / "t.safetensors", {"inventory": json.dumps(INVENTORY)})
    return tagger_of(tmp_path / "t.safetensors", LEXICON)


def by_hand(arrays, text):
    """Probability of each label, one network, one word and one label at a time."""
    logits = np.zeros((NETWORKS, 3))
    found = tokens(text, LEXICON)
    for net in range(NETWORKS):
        w = {
            name: np.asarray(array, np.float64)[net]
            for name, array in arrays.items()
            if array.shape[0] == NETWORKS
        }
        e = {
            name: arrays[name][:, net] * np.float64(np.float16(0.01))
            for name in ("words", "groups", "senses")
        }
        x = []
        for token in found:
            row = INVENTORY["words"].index(token.word) if token.word in INVENTORY["words"] else 0
            groups = np.mean([e["groups"][group] for group in letter_groups(token.raw, BUCKETS)], axis=0)
            senses = sum(
                (e["senses"][INVENTORY["senses"].index(name)] for name in token.senses), np.zeros(NARROW)
            )
            x.append((e["words"][row] + groups + senses) @ w["enter"] + w["enter_bias"][0])
        for layer, distance in enumerate(INVENTORY["dilations"]):
            normal = [norm(each, w[f"norm_{layer}"]) for each in x]
            zero = np.zeros(WIDE)
            around = [
                np.concatenate(
                    [
                        normal[at + step] if 0 <= at + step < len(x) else zero
                        for step in (-distance, 0, distance)
                    ]
                )
                for at in range(len(x))
            ]
            x = [
                each + np.maximum(near @ w[f"mix_{layer}"] + w[f"mix_bias_{layer}"][0], 0)
                for each, near in zip(x, around, strict=True)
            ]
        x = [norm(each, w["norm_out"]) for each in x]
        for label in range(3):
            scores = np.array([each @ w["queries"][label] for each in x])
            attention = np.exp(scores) / np.exp(scores).sum()
            seen = sum(
                share * (each @ w["values"] + w["values_bias"][0])
                for share, each in zip(attention, x, strict=True)
            )
            logits[net, label] = (
                np.maximum(seen + w["label_shift"][label], 0) @ w["label_weights"][label]
                + w["label_bias"][label]
            )
    return 1 / (1 + np.exp(-logits.mean(0) / INVENTORY["temperature"]))


def norm(x, scale_and_shift):
    return (x - x.mean()) / np.sqrt(x.var() + 1e-5) * scale_and_shift[0, 0] + scale_and_shift[1, 0]


@pytest.mark.parametrize("text", ["more", "more light", "more light, please, on that man"])
def test_probabilities_are_those_of_the_network_computed_word_by_word(small_tagger, arrays, text):
    expected = by_hand(arrays, text)
    said = {tagged.op: tagged.probability for tagged in small_tagger.tag(text)}
    for (op, _, _), chance in zip(INVENTORY["labels"], expected, strict=True):
        if chance > LEAST + 0.01:
            assert said[op] == pytest.approx(chance, abs=2e-3)


def test_a_removal_of_a_person_is_of_a_person_and_only_keep_has_a_target(small_tagger):
    for text in ("more", "light", "more of that light"):
        for tagged in small_tagger.tag(text):
            assert (tagged.region == "person") == (tagged.op == "remove")
            assert bool(tagged.target) == (tagged.op == "keep")


def labels(text: str, least: float = 0.5) -> set[str]:
    return {
        f"{tagged.op}{tagged.direction or ''}"
        for tagged in shipped_tagger().tag(text)
        if tagged.probability > least
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("make it brighter", {"exposure+"}),
        ("way too dark", {"exposure+"}),
        ("a little more contrast please", {"contrast+"}),
        ("remove the man in the background", {"remove+"}),
        ("the picture is blurry", {"sharpness+"}),
        ("warmer and less noisy", {"temperature+", "denoise+"}),
        ("straighten the horizon and crop it tighter", {"rotate0", "crop+"}),
        ("turn it into black and white", {"black_and_white+"}),
        ("brighten her face but don't touch the sky", {"exposure+", "keep"}),
        ("undo that", {"undo"}),
        ("add a dog", {"unsupported"}),
        ("What a beautiful picture!", set()),
        ("bighten up the photo and incrase the contarst", {"exposure+", "contrast+"}),
    ],
)
def test_plain_requests_are_read(text, expected):
    assert labels(text) == expected


def test_places_strengths_colors_and_targets_are_read():
    (brighter,) = [
        each for each in shipped_tagger().tag("brighten the sky slightly") if each.op == "exposure"
    ]
    assert (brighter.region, brighter.strength) == ("sky", "small")
    (tint,) = [each for each in shipped_tagger().tag("get rid of the yellow tint") if each.op == "color"]
    assert (tint.direction, tint.color) == ("-", "yellow")
    undone = [each for each in shipped_tagger().tag("undo the contrast") if each.op == "undo"]
    assert undone[0].target == "contrast"


def test_a_person_and_a_thing_to_remove_are_two_wishes():
    found = shipped_tagger().tag("remove the woman and the trash can")
    assert {each.region for each in found if each.op == "remove" and each.probability > 0.5} == {
        "person",
        "obj",
    }


def test_the_span_is_where_the_words_stand():
    text = "What a lovely evening that was. Could you make the picture a bit warmer?"
    (warmer,) = [each for each in shipped_tagger().tag(text) if each.op == "temperature"]
    start, end = warmer.span
    assert "warmer" in text[start:end]
    assert start > text.index(".")


def test_a_wish_at_the_end_of_a_long_story_is_found():
    story = "We went to the lake every summer when I was small. " * 30
    assert "rotate0" in labels(story + "Please straighten the horizon.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\t",
        "😀🔥",
        "...",
        "皆さんこんにちは",
        "مرحبا بكم",
        "\x00\ufffd\u202e",
        "a" * 10_000,
        "! " * 5_000,
        "é" * 300,
        "1 2 3",
        "<b>x</b>",
    ],
)
def test_no_text_is_too_odd(text):
    for tagged in shipped_tagger().tag(text):
        assert 0 <= tagged.span[0] < tagged.span[1] <= len(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_what_is_said_of_any_text_is_in_the_vocabulary_and_in_order(text):
    found = shipped_tagger().tag(text)
    chances = [tagged.probability for tagged in found]
    assert chances == sorted(chances, reverse=True)
    assert all(LEAST <= chance <= 1 for chance in chances)
    assert all(is_in_the_vocabulary(tagged) for tagged in found)


def is_in_the_vocabulary(tagged: Tagged) -> bool:
    known = tagged.op in OPS and tagged.direction in ("+", "-", "0", None)
    return known and tagged.region in (None, *REGIONS) and tagged.color in (None, *COLORS)


def test_one_text_is_read_the_same_way_each_time():
    text = "Great light, but the sky is too bright and the dog a bit soft."
    with as_file(files("burnish.agent.language") / "tagger.safetensors") as path:
        fresh = tagger_of(path, shipped_lexicon())
    assert fresh.tag(text) == shipped_tagger().tag(text)


def test_the_weights_are_small():
    assert len((files("burnish.agent.language") / "tagger.safetensors").read_bytes()) <= 6_000_000


READ = """
import sys
from burnish.agent.language.tagger import shipped_tagger
shipped_tagger().tag("warmer")
print(sorted({"torch", "onnxruntime", "scipy", "cv2", "numba"} & set(sys.modules)))
"""


def test_reading_needs_no_learning_library():
    done = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
