import cv2
import numpy as np
import pytest

from burnish.bench.photos import made, working_copy, write_copy
from burnish.imaging.files import probe, read_photo


def test_the_made_photo_costs_a_coder_what_a_photo_costs(photo):
    def bytes_a_pixel(samples: np.ndarray) -> float:
        data = cv2.imencode(".jpg", samples, [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
        return data.size / (samples.shape[0] * samples.shape[1])

    ours, real = bytes_a_pixel(made(600, 400)), bytes_a_pixel(photo.samples)
    assert 0.5 < ours / real < 2


def test_the_made_photo_is_the_same_every_time():
    assert np.array_equal(made(90, 60), made(90, 60))


def test_a_jpeg_of_the_right_size_is_measured_as_it_is(tmp_path, photo, catalogue):
    source = write_copy(photo.samples, photo.width * photo.height, tmp_path / "source.jpg")
    copy = working_copy(source, photo.width * photo.height, tmp_path, catalogue)
    assert copy.read_bytes() == source.read_bytes()


def test_any_other_photo_becomes_a_jpeg_of_that_size(tmp_path, photo, catalogue):
    source = tmp_path / "source.png"
    cv2.imwrite(str(source), photo.samples[..., ::-1])
    facts = probe(working_copy(source, 30_000, tmp_path, catalogue))
    assert facts.format == "jpeg"
    assert facts.width * facts.height == pytest.approx(30_000, rel=0.02)


def test_a_copy_looks_like_its_photo(tmp_path, photo):
    copy = read_photo(write_copy(photo.samples, photo.width * photo.height // 4, tmp_path / "copy.jpg"))
    half = cv2.resize(photo.samples, (copy.width, copy.height), interpolation=cv2.INTER_AREA)
    assert np.abs(copy.samples.astype(int) - half).mean() < 3
