import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from tests.feedback.drawing import histories, offer, one_of_each, recipe, signal

from burnish.errors import BadInput
from burnish.feedback.consent import Consent
from burnish.feedback.interchange.jsonl import read_jsonl, write_jsonl
from burnish.feedback.interchange.parquet import read_parquet, write_parquet
from burnish.feedback.interchange.parquet_rows import NESTED, OFFER_COLUMNS, PROPOSAL_FIELDS, SIGNAL_COLUMNS
from burnish.feedback.interchange.records import Records, leaving
from burnish.feedback.offers import Offer, Situation
from burnish.feedback.signals import AnySignal

_anywhere = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _shared(history) -> Records:
    """The same as if everybody allowed sharing."""
    offers, signals = history
    consent = Consent(sharing=True)
    return Records(
        tuple(each.model_copy(update={"consent": consent}) for each in offers),
        tuple(each.model_copy(update={"consent": consent}) for each in signals),
    )


@_anywhere
@given(one_of_each())
def test_json_lines_say_everything(tmp_path: Path, catalogue, history) -> None:
    records, path = _shared(history), tmp_path / "feedback.jsonl"
    assert not write_jsonl(records, path).stayed
    back = read_jsonl(path, catalogue)
    assert back == records
    assert [each.model_dump_json() for each in back.signals] == [
        each.model_dump_json() for each in records.signals
    ]


@_anywhere
@given(one_of_each())
def test_parquet_says_everything(tmp_path: Path, catalogue, history) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (the extra `parquet`)")
    records = _shared(history)
    assert not write_parquet(records, tmp_path).stayed
    back = read_parquet(tmp_path, catalogue)
    assert back == records
    assert [each.at.utcoffset() for each in back.signals] == [each.at.utcoffset() for each in records.signals]


@settings(max_examples=25)
@given(histories())
def test_only_what_may_be_shared_leaves_and_the_rest_is_named(history) -> None:
    records = Records(*history)
    out = leaving(records, own=False)
    gone = {("offer", each.turn) for each in out.records.offers} | {
        ("signal", each.id) for each in out.records.signals
    }
    stayed = {(each.record, each.name) for each in out.stayed}
    given_in = {("offer", each.turn) for each in history[0]} | {("signal", each.id) for each in history[1]}
    assert gone | stayed == given_in
    assert not gone & stayed
    assert all(each.consent.sharing for each in (*out.records.offers, *out.records.signals))
    assert {each.turn for each in out.records.signals} <= {each.turn for each in out.records.offers}


def test_a_person_takes_out_their_own_and_nobody_elses(tmp_path: Path, catalogue) -> None:
    private = Records((offer(consent=Consent()),), (signal("accept", consent=Consent()),))
    path = tmp_path / "mine.jsonl"
    assert write_jsonl(private, path).records == Records()
    write_jsonl(private, path, own=True)
    assert read_jsonl(path, catalogue) == private
    with pytest.raises(BadInput, match="of one person"):
        write_jsonl(Records(signals=(signal("accept"), signal("accept", "s2", person="p2"))), path, own=True)


def _file(tmp_path: Path) -> Path:
    path = tmp_path / "feedback.jsonl"
    write_jsonl(Records((offer(),), (signal("modify", recipe=recipe(2.0)), signal("accept", "s2"))), path)
    return path


@pytest.mark.parametrize(
    ("line", "old", "new", "told"),
    [
        (1, '"schema":1', '"schema":2', r"line 1: file schema 2 .* reads 1 to 1"),
        (1, '"burnish"', '"garnish"', r"line 1: .* is not"),
        (2, '"schema":1,"turn"', '"schema":7,"turn"', r"line 2: offer schema 7"),
        (2, '"stops":1.0', '"stops":99', r"line 2: .*99"),
        (3, '"exposure"', '"exposition"', r"line 3: .*exposition"),
        (3, '"kind":"modify"', '"kind":"mollify"', r"line 3: .*mollify"),
        (3, '"person":"p1"', '"person":"p1","mood":"fine"', r"line 3: .*mood"),
        (3, '"stops":2.0', '"stops":NaN', r"line 3: not JSON"),
        (4, '"record":"signal"', '"record":"sign"', r"line 4: record 'sign'"),
        (4, '"person":"p1"', '"person":"p1","person":"p2"', r"line 4: .*twice"),
        (4, '"propensity":1.0', '"propensity":0', r"line 4: accept.propensity = 0"),
        (4, "}", "", r"line 4: not JSON"),
        (4, '"id":"s2"', '"id":"s1"', r"signal 's1' is there twice"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken_over(tmp_path, catalogue, line, old, new, told) -> None:
    path = _file(tmp_path)
    lines = path.read_text().splitlines()
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("\n".join(lines))
    with pytest.raises(BadInput, match=told):
        read_jsonl(path, catalogue)


def test_a_file_that_was_cut_off_is_noticed(tmp_path: Path, catalogue) -> None:
    path = _file(tmp_path)
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(BadInput, match="1 signals are there, but line 1 says 2"):
        read_jsonl(path, catalogue)


def test_what_json_cannot_say_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    with pytest.raises(BadInput, match="'s1' cannot be written"):
        write_jsonl(Records((offer(),), (signal("modify", recipe=recipe(float("nan"))),)), path)
    assert not list(tmp_path.iterdir())


def test_lines_read_well_without_burnish(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in _file(tmp_path).read_text().splitlines()]
    assert lines[0] == {"burnish": "feedback", "schema": 1, "offers": 1, "signals": 2}
    assert [each.get("kind") for each in lines[1:]] == [None, "modify", "accept"]
    assert lines[3]["at"] == "2026-03-01T12:00:00+00:00"


def test_parquet_of_another_export_or_a_newer_burnish_is_refused(tmp_path: Path, catalogue) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (the extra `parquet`)")
    import pyarrow.parquet as pq

    write_parquet(Records((offer(),), (signal("accept"),)), tmp_path)
    old = (tmp_path / "signals.parquet").read_bytes()
    write_parquet(Records((offer(),), (signal("reject"),)), tmp_path)
    (tmp_path / "signals.parquet").write_bytes(old)
    with pytest.raises(BadInput, match="not written together"):
        read_parquet(tmp_path, catalogue)
    table = pq.read_table(tmp_path / "signals.parquet")
    pq.write_table(
        table.replace_schema_metadata({"burnish": "signals", "burnish_schema": "9"}),
        tmp_path / "signals.parquet",
    )
    with pytest.raises(BadInput, match="schema 9 is unknown"):
        read_parquet(tmp_path, catalogue)
    (tmp_path / "signals.parquet").write_bytes(old[: len(old) // 2])
    with pytest.raises(BadInput, match=r"cannot read .*signals\.parquet"):
        read_parquet(tmp_path, catalogue)


def test_parquet_rows_are_checked_like_everything_else(tmp_path: Path, catalogue) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed (the extra `parquet`)")
    import pyarrow as pa
    import pyarrow.parquet as pq

    write_parquet(Records((offer(),), (signal("accept"), signal("thumb", "s2", up=True))), tmp_path)
    path = tmp_path / "signals.parquet"
    table = pq.read_table(path)
    for column, values, told in (
        ("propensity", [1.0, 7.0], "signals.parquet row 2: .*propensity = 7.0"),
        ("up", [True, True], "signals.parquet row 1: .*up"),
        ("consent_taste", [True, None], "signals.parquet row 2: .*taste"),
        ("at", [None, None], "signals.parquet row 1"),
        ("nested", ["[]", None], "signals.parquet row 1"),
    ):
        index = table.schema.get_field_index(column)
        changed = pa.array(values, table.schema.field(index).type)
        pq.write_table(table.set_column(index, table.schema.field(index), changed), path)
        with pytest.raises(BadInput, match=told):
            read_parquet(tmp_path, catalogue)


def test_datasets_and_pandas_load_the_tables(tmp_path: Path, monkeypatch) -> None:
    pytest.importorskip("datasets", reason="datasets is not installed (the extra `dev`)")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    import datasets
    import pandas as pd

    write_parquet(
        Records((offer(),), (signal("accept"), signal("rating", "s2", perceptual_quality=75))), tmp_path
    )
    files = {name: str(tmp_path / f"{name}.parquet") for name in ("offers", "signals")}
    datasets.disable_progress_bars()
    signals = datasets.load_dataset(
        "parquet", data_files=files["signals"], split="train", cache_dir=str(tmp_path / "cache")
    )
    assert signals["kind"][:] == ["accept", "rating"]
    assert signals["perceptual_quality"][:] == [None, 75.0]
    offers = datasets.load_dataset(
        "parquet", data_files=files["offers"], split="train", cache_dir=str(tmp_path / "cache")
    )
    assert [each["id"] for each in offers[0]["proposals"]] == ["a", "b", "c"]
    joined = pd.read_parquet(files["signals"]).merge(
        pd.read_parquet(files["offers"]), on=["workspace", "turn"]
    )
    assert joined["request"].tolist() == ["brighter", "brighter"]


def test_every_field_of_offers_and_signals_has_its_column() -> None:
    """A field that is new in a model must not be lost in silence."""
    consents = {f"consent_{name}" for name in Consent.model_fields}
    offered = {each.alias or name for name, each in Offer.model_fields.items()} | set(Situation.model_fields)
    assert set(OFFER_COLUMNS) == (offered - {"consent", "situation"}) | consents | {"utc_offset_s"}
    kinds = get_args(get_args(AnySignal)[0])
    said = {each.alias or name for kind in kinds for name, each in kind.model_fields.items()}
    assert set(SIGNAL_COLUMNS) == (said - {"consent", *NESTED}) | consents | {"utc_offset_s", "nested"}
    made = offer().model_dump()["proposals"][0]
    assert set(made) == set(PROPOSAL_FIELDS)
