"""What crosses the pipe comes back as it was, and only its shape is believed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from planilla.reading.cells.grid import Grid
from planilla.reading.formats.open_file import read_file
from planilla.reading.formats.read_csv import text_grid
from planilla.reading.process.pipe import LENGTH, get, put
from planilla.reading.process.pipe_frames import packed, unpacked
from tests import hostile

PATH = Path("a.csv")
TEXT = 'x;y\n\n1;"dos\nlíneas"\n ;;;\n3;ñ;\U0001f9c9\n'


def test_grids_come_back_as_they_were(tmp_path: Path) -> None:
    bound = read_file(hostile.book(tmp_path / "a.xlsx", {"D9": "x", "AA5": 1.5}))
    for grids in ([text_grid(PATH, TEXT, ";")], bound, []):
        target = io.BytesIO()
        put(target, *packed(grids))
        back = unpacked(*get(io.BytesIO(target.getvalue())))
        assert len(back) == len(grids)
        for one, other in zip(back, grids, strict=True):
            assert one.text.equals(other.text)
            assert one.kinds.equals(other.kinds)
            assert (one.name, one.merged, one.hidden) == (other.name, other.merged, other.hidden)
            assert lengths(one) == lengths(other)


def lengths(grid: Grid) -> list[int]:
    return [] if grid.lengths is None else grid.lengths.to_list()


def blob(change: Callable[[pl.DataFrame], pl.DataFrame]) -> tuple[dict[str, Any], list[bytes]]:
    header, (content,) = packed([text_grid(PATH, TEXT, ";")])
    target = io.BytesIO()
    change(pl.read_ipc_stream(content)).write_ipc_stream(target)
    return header, [target.getvalue()]


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.drop("kc0"),
        lambda frame: frame.rename({"c0": "z"}),
        lambda frame: frame.with_columns(pl.col("row").cast(pl.Int32)),
        lambda frame: frame.with_columns(row=pl.lit(1, pl.Int64)),
        lambda frame: frame.with_columns(row=-pl.col("row")),
        lambda frame: frame.with_columns(kc0=pl.lit("t")),
        lambda frame: frame.with_columns(kc0=pl.lit(None, frame.schema["kc0"])),
        lambda frame: frame.with_columns(length=pl.lit(None, pl.Int64)),
        lambda frame: frame.with_columns(c0=pl.lit(1)),
    ],
)
def test_an_answer_of_another_shape_is_none(
    change: Callable[[pl.DataFrame], pl.DataFrame],
) -> None:
    assert unpacked(*blob(lambda frame: frame))
    with pytest.raises(ValueError, match=r"shape|gaps|order"):
        unpacked(*blob(change))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        LENGTH.pack(1 << 60),
        LENGTH.pack(2) + b"[]",
        LENGTH.pack(20) + b'{"sizes":[9]}       ',
        LENGTH.pack(20) + b'{"sizes":[-9]}      ',
        LENGTH.pack(20) + b'{"sizes":[1e9]}     ',
        LENGTH.pack(20) + b"not json at all!!!!!",
    ],
)
def test_bytes_that_are_no_answer_are_told_from_one(content: bytes) -> None:
    with pytest.raises((EOFError, ValueError)):
        get(io.BytesIO(content))


def grid_of(*texts: str) -> Grid:
    return text_grid(PATH, "\n".join(texts), ";")


def test_the_first_rows_keep_their_places_though_blank_ones_are_dropped() -> None:
    grid = grid_of("", "título", ";;", "a;b;", "1;2;3")
    assert grid.top() == [[], ["título"], [], ["a", "b", ""], ["1", "2", "3"]]
    assert grid.below(3).numbers.to_list() == [5]
