from burnish.bench.row import Row, Target


def test_the_target_bounds_the_ratio_where_there_is_one():
    assert Row("a", 10.0, "s", 4.0, 2.5, Target("at most", 3.0)).ok is True
    assert Row("a", 10.0, "s", 4.0, 2.5, Target("at least", 3.0)).ok is False


def test_the_target_bounds_the_value_where_there_is_no_ratio():
    assert Row("a", 401.0, "MB", target=Target("at most", 400.0)).ok is False


def test_nothing_is_judged_without_a_target_or_without_a_measurement():
    assert Row("a", 1.0, "s").ok is None
    assert Row("a", None, "s", target=Target("at most", 1.0)).ok is None


def test_a_document_has_four_digits_and_plain_values():
    document = Row("a", 1.23456, "s", 0.5, 2.46912, Target("at most", 3.0, stretch=2.0), "b").document()
    assert document["value"] == 1.235
    assert document["ratio"] == 2.469
    assert (document["target"], document["bound"], document["stretch"]) == (3.0, "at most", 2.0)
    assert document["against"] == "b"
