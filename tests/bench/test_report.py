from burnish.bench.report import page, table
from burnish.bench.row import Row, Target

ROWS = [
    Row("kept", 2.0, "s", 1.0, 2.0, Target("at most", 3.0, stretch=2.5), "the floor", "warm"),
    Row("short", 300.0, "ms", target=Target("at most", 60.0)),
    Row("missing", None, "s", target=Target("at least", 7.0), against="ours", note="not measured: absent"),
    Row("quoted", 1234.5, "s"),
]
DOCUMENT = {
    "benchmark": "render",
    "rows": [row.document() for row in ROWS],
    "environment": {"cpu": "a processor", "cores": 2, "numba": None},
}


def test_the_page_says_which_targets_are_kept_and_which_are_not():
    text = page([DOCUMENT], date="2026-11-21")
    assert "1 of 3 targets are kept. Short of its target: short. Not measured: missing." in text
    assert "| kept | 2 s | 1 s, the floor | 2 × | ≤ 3 × (better: 2.5) | yes | warm |" in text
    assert "| short | 300 ms | – | – | ≤ 60 ms | **no** |  |" in text
    assert "| missing | – | – | – | ≥ 7 × | – | not measured: absent |" in text
    assert "| quoted | 1234 s | – | – | – | – |  |" in text


def test_the_page_names_date_and_machine():
    text = page([DOCUMENT], date="2026-11-21")
    assert "Measured on 2026-11-21." in text
    assert "processor a processor; cores 2." in text


def test_the_page_takes_rows_of_other_benchmarks():
    row = {
        "name": "left",
        "value": 0.2,
        "unit": "ΔE00",
        "baseline": None,
        "ratio": None,
        "target": 0.3,
        "ok": True,
    }
    text = page([{"benchmark": "match", "rows": [row], "environment": {}}], date="2026-11-21")
    assert "| left | 0.2 ΔE00 | – | – | 0.3 ΔE00 | yes |  |" in text


def test_the_table_has_a_line_for_every_row():
    lines = table(DOCUMENT).splitlines()
    assert len(lines) == 1 + len(ROWS)
    assert lines[2].startswith("short")
    assert lines[2].endswith("no")
