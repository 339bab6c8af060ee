"""Parquet: `offers.parquet` and `signals.parquet` in one folder, to be joined on workspace and turn.

Two files rather than one with a column that says which is which: each has one meaning a row, so it reads as a table
in pandas, DuckDB and `datasets` without a filter first. Needs pyarrow (the extra `parquet`).
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from burnish.errors import BadInput
from burnish.feedback.interchange.parquet_rows import (
    OFFER_COLUMNS,
    PROPOSAL_FIELDS,
    SIGNAL_COLUMNS,
    Row,
    offer_document,
    offer_row,
    signal_document,
    signal_row,
)
from burnish.feedback.interchange.plain_json import json_bytes
from burnish.feedback.interchange.records import (
    MOST_FILE_BYTES,
    MOST_RECORDS,
    Leaving,
    Records,
    check_version,
    document_of,
    leaving,
    opened,
    read_offer,
    read_signal,
    together,
)
from burnish.feedback.offers import Offer
from burnish.feedback.signals import Signal
from burnish.imaging.atomic import write_atomically

if TYPE_CHECKING:
    from burnish.tools.catalogue import Catalogue

SCHEMA = 1
"""Of the columns; every row carries its record's own besides."""

OFFERS, SIGNALS = "offers.parquet", "signals.parquet"

_ROWS_AT_ONCE = 4096
_Read = TypeVar("_Read", Offer, Signal)


def write_parquet(records: Records, folder: Path, *, own: bool = False, overwrite: bool = True) -> Leaving:
    """Write those records that may leave (see `leaving`) into a folder that exists. Returns which ones did.

    Each file appears whole or not at all; both carry the same mark, so that one of them from another time is noticed.

    Raises:
        BadInput: pyarrow is missing, there is no such folder, `own` with records of several people, or a record
            that cannot be written.
        WriteFailed: the system refused.
    """
    if not folder.is_dir():
        raise BadInput(f"{str(folder)!r} is no folder")
    if not overwrite and (folder / SIGNALS).exists():
        raise BadInput(
            f"{str(folder / SIGNALS)!r} exists already; allow overwriting or choose another folder"
        )
    out = leaving(records, own=own)
    mark = _mark(out.records)
    offers = _table_bytes("offers", OFFER_COLUMNS, map(offer_row, out.records.offers), mark)
    signals = _table_bytes("signals", SIGNAL_COLUMNS, map(signal_row, out.records.signals), mark)
    write_atomically(folder / OFFERS, offers, overwrite=overwrite)
    write_atomically(folder / SIGNALS, signals, overwrite=overwrite)
    return out


def read_parquet(folder: Path, catalogue: "Catalogue") -> Records:
    """Everything in both files, checked to the last row, recipes against the catalogue.

    Raises:
        BadInput: pyarrow is missing; the row and what is wrong with it; files that do not belong together, are too
            large, or come from a newer Burnish.
    """
    offers, first = _read(folder / OFFERS, "offers", OFFER_COLUMNS, catalogue, offer_document, read_offer)
    signals, second = _read(
        folder / SIGNALS, "signals", SIGNAL_COLUMNS, catalogue, signal_document, read_signal
    )
    if first != second:
        raise BadInput(f"{OFFERS} and {SIGNALS} in {str(folder)!r} were not written together")
    return together(offers, signals)


def _arrow() -> Any:
    try:
        import pyarrow as pa
        import pyarrow.parquet as _  # noqa: F401
    except ImportError:
        raise BadInput("Parquet needs pyarrow: pip install 'burnish[parquet]'") from None
    return pa


def _mark(records: Records) -> str:
    """Tells exports apart by what they hold."""
    digest = hashlib.sha256()
    for each in (*records.offers, *records.signals):
        digest.update(json_bytes(document_of(each), "record"))
    return digest.hexdigest()[:32]


def _schema(columns: Mapping[str, str], metadata: Mapping[str, str] | None = None) -> Any:
    pa = _arrow()
    text = pa.string()
    types = {
        "time": pa.timestamp("us", tz="UTC"),
        "double": pa.float64(),
        "bool": pa.bool_(),
        "int16": pa.int16(),
        "int32": pa.int32(),
        "string": text,
        "strings": pa.list_(text),
    }
    proposal = pa.struct([(name, types[kind]) for name, kind in PROPOSAL_FIELDS.items()])
    types["proposals"] = pa.list_(proposal)
    return pa.schema([(name, types[kind]) for name, kind in columns.items()], metadata=metadata)


def _table_bytes(what: str, columns: Mapping[str, str], rows: Iterator[Row], mark: str) -> bytes:
    pa = _arrow()
    schema = _schema(columns, {"burnish": what, "burnish_schema": str(SCHEMA), "burnish_export": mark})
    sink = BytesIO()
    try:
        with pa.parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
            while batch := list(islice(rows, _ROWS_AT_ONCE)):
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    except (pa.ArrowException, UnicodeEncodeError) as error:
        raise BadInput(f"{what} cannot be written as Parquet: {error}") from None
    return sink.getvalue()


def _read(
    path: Path,
    what: str,
    columns: Mapping[str, str],
    catalogue: "Catalogue",
    document: Callable[[Row, str], Row],
    checked: Callable[[Any, str, "Catalogue"], _Read],
) -> tuple[Sequence[_Read], str]:
    """The records of a file and its mark."""
    pa = _arrow()
    found: list[_Read] = []
    try:
        with opened(path) as handle, pa.parquet.ParquetFile(handle) as file:
            mark = _checked_mark(file, path.name, what, columns)
            for batch in file.iter_batches(_ROWS_AT_ONCE, columns=list(columns)):
                for row in batch.to_pylist():
                    place = f"{path.name} row {len(found) + 1}"
                    found.append(checked(_filled(row, place, document), place, catalogue))
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"cannot read {str(path)!r} as Parquet: {error}") from None
    return found, mark


def _checked_mark(file: Any, name: str, what: str, columns: Mapping[str, str]) -> str:
    metadata = {key.decode(): value.decode() for key, value in (file.schema_arrow.metadata or {}).items()}
    if metadata.get("burnish") != what:
        raise BadInput(f"{name}: holds {metadata.get('burnish')!r}, not {what!r} of Burnish")
    version = metadata.get("burnish_schema", "")
    check_version(f"{name}:", int(version) if version.isdecimal() else version, SCHEMA)
    if not file.schema_arrow.equals(_schema(columns)):
        raise BadInput(f"{name}: its columns are not those of schema {SCHEMA}: {', '.join(columns)}")
    facts = file.metadata
    size = sum(facts.row_group(index).total_byte_size for index in range(facts.num_row_groups))
    if facts.num_rows > MOST_RECORDS or size > MOST_FILE_BYTES:
        raise BadInput(
            f"{name}: {facts.num_rows:_} rows of {size:_} bytes; at most {MOST_RECORDS:_} rows and"
            f" {MOST_FILE_BYTES:_} bytes are read"
        )
    return metadata.get("burnish_export", "")


def _filled(row: Row, place: str, document: Callable[[Row, str], Row]) -> Row:
    try:
        return document(row, place)
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise BadInput(f"{place}: a column that is always filled is empty or out of range: {error}") from None
