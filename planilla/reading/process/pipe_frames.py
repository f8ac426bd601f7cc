"""Grids as they cross the pipe: a frame of Arrow each, and what is not of a cell in the header.

Whoever takes them in believes nothing but their shape, which is checked.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from planilla.reading.cells.grid import ROW, Corners, Grid
from planilla.reading.cells.sheet import LETTERS

LENGTH = "length"
Blobs = list[bytes]


def packed(grids: Sequence[Grid]) -> tuple[dict[str, Any], Blobs]:
    """A header and a blob a grid."""
    about = [
        {
            "name": grid.name,
            "ragged": grid.lengths is not None,
            "merged": grid.merged,
            "hidden": sorted(grid.hidden),
            "signed": _signed(grid),
        }
        for grid in grids
    ]
    return {"grids": about}, [_frame(grid) for grid in grids]


def unpacked(header: Mapping[str, Any], blobs: Blobs) -> list[Grid]:
    """The grids of a header and its blobs; raises `ValueError` or polars' errors."""
    about = header.get("grids")
    if not isinstance(about, list) or len(about) != len(blobs):
        raise ValueError("no grids")
    return [_grid(one, blob) for one, blob in zip(about, blobs, strict=True)]


def _frame(grid: Grid) -> bytes:
    cells = [grid.text[name] for name in grid.text.columns]
    lengths = [] if grid.lengths is None else [grid.lengths.alias(LENGTH)]
    names = [name for name in grid.kinds.columns if name != ROW]
    kinds = [grid.kinds[name].cast(LETTERS).alias(f"k{name}") for name in names]
    signed = [] if grid.signs is None else grid.signs.drop(ROW).iter_columns()
    signs = [one.alias(f"s{one.name}") for one in signed]
    target = io.BytesIO()
    pl.DataFrame([*cells, *lengths, *kinds, *signs]).write_ipc_stream(target)
    return target.getvalue()


def _grid(about: Mapping[str, Any], blob: bytes) -> Grid:
    frame = pl.read_ipc_stream(blob)
    ragged = about["ragged"] is True
    signed = [f"c{int(place)}" for place in about["signed"]]
    names = [f"c{place}" for place in range((frame.width - 1 - ragged - len(signed)) // 2)]
    wanted: dict[str, Any] = {ROW: pl.Int64, **dict.fromkeys(names, pl.String)}
    wanted |= {LENGTH: pl.Int64} if ragged else {}
    wanted |= {f"k{name}": LETTERS for name in names}
    wanted |= {f"s{name}": pl.String for name in signed}
    if not set(signed) <= set(names):
        raise ValueError("signs of no column")
    if list(frame.schema.items()) != list(wanted.items()):
        raise ValueError("another shape")
    rows = frame[ROW]
    whole = [ROW, *(n for n in wanted if n[0] not in "cs")]
    if any(frame[name].null_count() for name in whole):
        raise ValueError("gaps")
    if len(rows) and (rows[0] < 1 or not (rows.diff(null_behavior="drop") > 0).all()):
        raise ValueError("rows out of order")
    return Grid(
        str(about["name"]),
        pl.DataFrame([rows, *(frame[name] for name in names)]),
        pl.DataFrame([rows, *(frame[f"k{n}"].alias(n) for n in names)]),
        frame[LENGTH] if ragged else None,
        tuple(_corners(one) for one in about["merged"]),
        frozenset(int(number) for number in about["hidden"]),
        pl.DataFrame([rows, *(frame[f"s{n}"].alias(n) for n in signed)]) if signed else None,
    )


def _signed(grid: Grid) -> list[int]:
    """The places of the columns that have signs."""
    return [] if grid.signs is None else [int(n[1:]) for n in grid.signs.columns if n != ROW]


def _corners(one: Sequence[Sequence[int]]) -> Corners:
    (top, left), (bottom, right) = one
    return (int(top), int(left)), (int(bottom), int(right))
