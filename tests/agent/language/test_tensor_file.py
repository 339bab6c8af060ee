"""Arrays in safetensors files."""

import json
import struct

import numpy as np
import pytest

from burnish.agent.language.tensor_file import parse_tensors, write_tensors


def test_what_is_written_is_read_back_with_its_notes(tmp_path):
    arrays = {
        "a": np.arange(6, dtype=np.float32).reshape(2, 3),
        "b": np.array([[-127], [3]], np.int8),
        "c": np.array([0.5, -2], np.float16),
        "none": np.zeros((0, 4), np.float32),
    }
    write_tensors(tmp_path / "x.safetensors", arrays, {"about": "a test, größer"})
    found, notes = parse_tensors((tmp_path / "x.safetensors").read_bytes())
    assert notes == {"about": "a test, größer"}
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)


def test_a_file_laid_out_by_hand_as_the_format_says_is_read():
    header = b'{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
    data = struct.pack("<Q", len(header)) + header + struct.pack("<ff", 1.5, -3.0)
    found, notes = parse_tensors(data)
    assert found["w"].tolist() == [1.5, -3.0]
    assert notes == {}


def test_arrays_are_read_only():
    header = b'{"w":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}'
    found, _ = parse_tensors(struct.pack("<Q", len(header)) + header + b"\x07")
    with pytest.raises(ValueError, match="read-only"):
        found["w"][0] = 1


@pytest.mark.parametrize(
    "data", [b"", b"\1\2", struct.pack("<Q", 10**12) + b"{}", struct.pack("<Q", 50) + b"{}"]
)
def test_a_header_that_does_not_fit_the_file_is_an_error(data):
    with pytest.raises(ValueError, match="header"):
        parse_tensors(data)


@pytest.mark.parametrize(
    "entry",
    [
        {"dtype": "PICKLE", "shape": [1], "data_offsets": [0, 1]},
        {"dtype": "I8", "shape": [9], "data_offsets": [0, 9]},
    ],
)
def test_an_unknown_kind_or_a_place_outside_of_the_file_is_an_error(entry):
    header = json.dumps({"w": entry}).encode()
    with pytest.raises(ValueError, match="'w'"):
        parse_tensors(struct.pack("<Q", len(header)) + header + b"\0")
