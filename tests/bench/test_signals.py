from burnish.bench import signals


def test_a_rehearsal_measures_every_row(tmp_path):
    document = signals.run(tmp_path, quick=True)
    rows = {row["name"]: row for row in document["rows"]}
    assert len(rows) == 5
    assert all(row["value"] > 0 for row in rows.values())
    assert rows["signals kept, 100 at a time"]["target"] == 2000
    assert rows["one signal kept"]["against"] == "one sync of the disk"
    assert list(tmp_path.iterdir()) == []
