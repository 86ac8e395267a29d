"""The rows in the order of their pictures, as JSON Lines or as Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import ModuleType

from ..errors import PlaygroundError
from ..rows.row import Row
from ..rows.table import to_lines
from ..words.command_line import crowd as words

GROUP = 1000  # rows that are in memory at a time


def write_rows(rows: Iterable[Row], folder: Path, format: str) -> Path:
    """Write `rows.<format>`, whole or not at all, and return its path."""
    path = folder / f"rows.{format}"
    partial = path.with_name(f".{path.name}.part")
    if format == "parquet":
        _write_parquet(rows, partial)
    else:
        with partial.open("w", encoding="ascii") as file:
            file.writelines(to_lines(rows))
    partial.replace(path)
    return path


def parquet_module() -> ModuleType:
    """What writes Parquet; raises `PlaygroundError` where it is not installed."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise PlaygroundError(words.NO_PARQUET) from None
    return pyarrow


def _write_parquet(rows: Iterable[Row], path: Path) -> None:
    pyarrow = parquet_module()
    schema = _schema(pyarrow)
    with pyarrow.parquet.ParquetWriter(path, schema) as writer:
        for group in _groups(rows):
            writer.write_table(pyarrow.Table.from_pylist(group, schema))


def _groups(rows: Iterable[Row]) -> Iterator[list[dict[str, object]]]:
    told = iter(rows)
    while group := [_as_text(row) for row in islice(told, GROUP)]:
        yield group


def _as_text(row: Row) -> dict[str, object]:
    """With what is no Unicode in the names of files as its codes."""
    return {
        key: value.encode("utf-8", "backslashreplace").decode()
        if isinstance(value, str)
        else value
        for key, value in row.items()
    }


def _schema(pyarrow: ModuleType) -> object:
    whole, number, text = pyarrow.int64(), pyarrow.float64(), pyarrow.string()
    guess = {
        "index": whole,
        "label": text,
        "probability": number,
        "baseline": number,
    }
    areas = pyarrow.struct({"deletion": number, "insertion": number}.items())
    types = {
        "schema": whole,
        "picture": text,
        "width": whole,
        "height": whole,
        "target": whole,
        "label": text,
        "probability": number,
        "predictions": pyarrow.list_(pyarrow.struct(guess.items())),
        "layer": text,
        "method": text,
        "rows": whole,
        "columns": whole,
        "maximum": number,
        "centre": pyarrow.list_(number),
        "border": number,
        "areas": areas,
        "overlay": text,
        "map": text,
        "error": text,
    }
    return pyarrow.schema(types.items())
