import numpy as np
import pytest

from burnish.errors import InvalidLook
from burnish.imaging import cube
from burnish.imaging.cube import decode_cube, encode_cube, read_cube, write_cube
from burnish.imaging.lut3d import Lut3D

ROWS = ["0 0 0", ".9 0 0", "0 .8 0", "0 .7 .1", "0 0 1", "1 0 1", "0 1 1", "1 1 1"]


def a_cube(*header, rows=ROWS, end="\n"):
    return end.join([*(header or ["LUT_3D_SIZE 2"]), *rows, ""]).encode()


def test_red_runs_fastest():
    table = decode_cube(a_cube()).table
    np.testing.assert_allclose(table[1, 0, 0], [0.9, 0, 0])
    np.testing.assert_allclose(table[0, 1, 0], [0, 0.8, 0])
    np.testing.assert_allclose(table[0, 0, 1], [0, 0, 1])


@pytest.mark.parametrize(
    "data",
    [
        a_cube(end="\r\n"),
        a_cube(end="\r"),
        b"\xef\xbb\xbf" + a_cube(),
        a_cube("# made by hand", "", "LUT_3D_SIZE\t2", "   ", "# more"),
        a_cube(rows=[row.replace(" ", "\t") + "  # node" for row in ROWS]),
        a_cube(rows=["0e0 0.0E+00 -0", " 9.0e-1 0 0", "", "# blue", *ROWS[2:], "", ""]),
        a_cube("LUT_3D_SIZE 2", "DOMAIN_MIN 0 0 0", "DOMAIN_MAX 1.0 1.0 1.0"),
        a_cube("LUT_3D_SIZE 2", "LUT_3D_INPUT_RANGE 0.0 1.0"),
        a_cube().rstrip(b"\n"),
    ],
)
def test_what_is_found_in_the_wild_is_read(data):
    assert decode_cube(data).digest == decode_cube(a_cube()).digest


def test_the_title_is_read_and_the_file_name_stands_in_for_it(tmp_path):
    assert decode_cube(a_cube('TITLE "Fuji \t Pro"', "LUT_3D_SIZE 2")).title == "Fuji Pro"
    assert decode_cube(b'TITLE "D\xfcster"\n' + a_cube()).title == "Düster"
    (tmp_path / "Warm.cube").write_bytes(a_cube())
    assert read_cube(tmp_path / "Warm.cube").title == "Warm"


@pytest.mark.parametrize("words", [["DOMAIN_MIN -1 -1 -1", "DOMAIN_MAX 3 3 3"], ["LUT_3D_INPUT_RANGE -1 3"]])
def test_both_ways_to_state_the_domain_mean_the_same(words):
    lut = decode_cube(a_cube("LUT_3D_SIZE 2", *words))
    assert lut.domain_min.tolist() == [-1, -1, -1]
    assert lut.domain_max.tolist() == [3, 3, 3]


def test_a_one_dimensional_table_becomes_a_curve_for_each_channel():
    lut = decode_cube(a_cube("LUT_1D_SIZE 3", "LUT_1D_INPUT_RANGE 0 2", rows=["0 1 0", ".7 .5 0", "1 0 .2"]))
    assert lut.size == 3
    np.testing.assert_allclose(lut.sample(np.array([0.5, 1.0, 1.5])), [0.35, 0.5, 0.1], atol=1e-6)


def test_a_long_one_dimensional_table_is_baked_within_half_an_8_bit_step():
    inputs = np.linspace(0, 1, 1024)
    rows = [f"{v:.7f} {v:.7f} {v:.7f}" for v in 1 / (1 + np.exp(-8 * (inputs - 0.5)))]
    lut = decode_cube(a_cube("LUT_1D_SIZE 1024", rows=rows))
    at = np.linspace(0, 1, 257)
    expected = 1 / (1 + np.exp(-8 * (at - 0.5)))
    assert lut.size == cube.BAKED_SIZE
    assert np.abs(lut.sample(np.repeat(at[:, None], 3, axis=1)) - expected[:, None]).max() < 0.5 / 255


def test_a_shaper_runs_before_its_cube():
    shaper = ["0 0 0", "2 2 2"]
    header = ["LUT_1D_SIZE 2", "LUT_1D_INPUT_RANGE 0 4", "LUT_3D_SIZE 2", "LUT_3D_INPUT_RANGE 0 2"]
    lut = decode_cube(a_cube(*header, rows=[*shaper, *ROWS]))
    assert lut.domain_max.tolist() == [4, 4, 4]
    np.testing.assert_allclose(lut.table, decode_cube(a_cube()).table, atol=1e-7)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "before its table"),
        (b"TITLE x\nLUT_3D_SIZE 2\n", "before its table"),
        (a_cube(rows=ROWS[:7]), "line 2: .* 8 lines .* only 7"),
        (a_cube(rows=[*ROWS, "0 0 0"]), "line 2: .* 8 lines .* more"),
        (a_cube(rows=[*ROWS[:3], "nan 0 0", *ROWS[4:]]), "line 5: .*nan 0 0"),
        (a_cube(rows=["inf 0 0", *ROWS[1:]]), "line 2: .*inf 0 0"),
        (a_cube(rows=[*ROWS[:3], "1e99 0 0", *ROWS[4:]]), "line 5: .*1e99"),
        (a_cube(rows=[*ROWS[:3], "0,5 0,5 0,5", *ROWS[4:]]), "line 5: .*0,5"),
        (a_cube(rows=[*ROWS[:3], "0 0", *ROWS[4:]]), "line 5: .*'0 0'"),
        (a_cube(rows=["0 0 0 0"] * 8), "line 2: .*'0 0 0 0'"),
        (a_cube(rows=[*ROWS[:4], "TITLE late", *ROWS[4:]]), "line 6: .*TITLE late"),
        (a_cube("LUT_3D_SIZE 0"), "line 1: .* 2 to 144, not '0'"),
        (a_cube("LUT_3D_SIZE 1"), "line 1: .* not '1'"),
        (a_cube("#", "LUT_3D_SIZE 9999"), "line 2: .* not '9999'"),
        (a_cube("LUT_3D_SIZE 2.0"), "not '2.0'"),
        (a_cube("LUT_3D_SIZE -2"), "not '-2'"),
        (a_cube("LUT_3D_SIZE"), "not ''"),
        (a_cube("LUT_1D_SIZE 65537"), "2 to 65536"),
        (a_cube("LUT_3D_SIZE 2", "LUT_3D_SIZE 3"), "line 2: a second LUT_3D_SIZE"),
        (a_cube("LUT_3D_SIZE 2", "DOMAIN_MAX 1 1"), "line 2: DOMAIN_MAX needs 3"),
        (a_cube("LUT_3D_SIZE 2", "DOMAIN_MAX 0 0 0"), "must rise"),
        (a_cube("LUT_3D_SIZE 2", "LUT_IN_VIDEO_RANGE"), "line 2: unknown .* 'LUT_IN_VIDEO_RANGE'"),
        (a_cube(" "), "line 2: numbers before LUT_3D_SIZE"),
        (a_cube("LUT_3D_SIZE 2", "# " + 5000 * "x"), "line 2: longer than"),
        (a_cube() + b"\0\1", "line 10: binary data"),
        ("LUT_3D_SIZE 2\n".encode("utf-16"), "binary data"),
    ],
)
def test_damage_is_refused_and_the_line_named(data, message):
    with pytest.raises(InvalidLook, match=message):
        decode_cube(data)


def test_a_file_over_the_cap_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(cube, "MAX_CUBE_BYTES", 40)
    (tmp_path / "big.cube").write_bytes(a_cube())
    with pytest.raises(InvalidLook, match="at most 40 bytes"):
        read_cube(tmp_path / "big.cube")


def test_what_is_written_is_read_back_within_a_millionth(tmp_path):
    table = np.random.default_rng(5).normal(0.5, 1, (7, 7, 7, 3))
    lut = Lut3D(table, [-0.1, 0, 0.3], [1.7, 2, 3], "Evening")
    write_cube(tmp_path / "x.cube", lut)
    again = read_cube(tmp_path / "x.cube")
    assert np.abs(again.table - lut.table).max() <= 1e-6
    assert (again.domain_min.tolist(), again.domain_max.tolist()) == (
        lut.domain_min.tolist(),
        lut.domain_max.tolist(),
    )
    assert again.title == "Evening"


def test_a_title_cannot_break_out_of_its_line():
    text = encode_cube(Lut3D(np.zeros((2, 2, 2, 3)), title='A "b"\nLUT_3D_SIZE 3\x1b é')).decode("ascii")
    assert text.splitlines()[:2] == ['TITLE "A b LUT_3D_SIZE 3"', "LUT_3D_SIZE 2"]
    assert "-0.0" not in encode_cube(Lut3D(np.full((2, 2, 2, 3), -1e-9))).decode()
