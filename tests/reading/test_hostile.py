"""A file that would end its reader is one clear message, and nothing beside it suffers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.common.errors import UnreadableFile
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.reading.cells.grid import Grid
from planilla.reading.process.parent import Reader, reader
from planilla.reading.process.read_file import open_grids
from planilla.sandbox.server import Sandbox
from tests import hostile
from tests.helpers import row, write_csv
from tests.processes import environment, planilla

FLAT_KIB = 250 * 1024


def peak_kib(asked: Reader) -> int:
    """The most memory that the reading process has held."""
    running = asked._running
    assert running is not None
    status = Path(f"/proc/{running._process.pid}/status")
    (line,) = (one for one in status.read_text("ascii").splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1])


def same(one: Grid, other: Grid) -> bool:
    width = min(one.width, other.width)
    columns = ["row", *(f"c{place}" for place in range(width))]
    more = [grid.text.drop(columns) for grid in (one, other)]
    assert all(frame.null_count().row(0) == (len(frame),) * frame.width for frame in more)
    return (
        one.text.select(columns).equals(other.text.select(columns))
        and one.kinds.select(columns).equals(other.kinds.select(columns))
        and one.merged == other.merged
        and one.hidden == other.hidden
    )


@pytest.mark.parametrize("make", hostile.HOSTILE, ids=lambda make: make.__name__)
@pytest.mark.slow
def test_it_is_one_clear_message_and_the_next_file_is_read(
    make: Callable[[Path], Path], tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFile) as told:
        load(make(tmp_path / "malo"), today(), Issuers())
    assert told.value.path.stem == "malo"
    assert told.value.message.endswith((".", ".xlsx."))
    assert "Error" not in told.value.message
    assert len(load(hostile.book(tmp_path / "b.xlsx"), today(), Issuers()).asked) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="where the peak is told")
@pytest.mark.parametrize("make", [hostile.far, hostile.bomb, hostile.repeated])
@pytest.mark.slow
def test_it_is_refused_before_it_is_unpacked(make: Callable[[Path], Path], tmp_path: Path) -> None:
    reader().stop()
    with pytest.raises(UnreadableFile):
        open_grids(make(tmp_path / "malo"))
    assert peak_kib(reader()) < FLAT_KIB


def test_a_value_too_far_away_is_named_by_its_column(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"«Sheet».*columna XFD"):
        open_grids(hostile.far(tmp_path / "a"))


@pytest.mark.parametrize("place", ["A1048576", "XFD3", "XFD1048576", "CZ1048576"])
@pytest.mark.slow
def test_a_stray_blank_far_away_costs_nothing(place: str, tmp_path: Path) -> None:
    reader().stop()
    (plain,) = open_grids(hostile.book(tmp_path / "a.xlsx"))
    (stray,) = open_grids(hostile.book(tmp_path / "b.xlsx", {place: " "}))
    assert same(plain, stray)
    if sys.platform == "linux":
        assert peak_kib(reader()) < FLAT_KIB


@pytest.mark.slow
def test_a_stray_blank_of_an_ods_costs_nothing(tmp_path: Path) -> None:
    cells = "".join(hostile.ODS_CELL.format(times=1, text=f"x{n}") for n in range(60))
    data = f"<table:table-row>{cells}</table:table-row>" * 3
    gap = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/>'
    last = hostile.ODS_CELL.format(times=16384, text=" ")
    end = f"{gap}</table:table-row><table:table-row>{last}</table:table-row>"
    reader().stop()
    (plain,) = open_grids(hostile.ods(tmp_path / "a", data))
    (stray,) = open_grids(hostile.ods(tmp_path / "b", data + end))
    assert same(plain, stray)
    if sys.platform == "linux":
        assert peak_kib(reader()) < FLAT_KIB


def test_a_value_in_the_last_row_keeps_its_number(tmp_path: Path) -> None:
    (grid,) = open_grids(hostile.book(tmp_path / "a.xlsx", {"A1048576": "nota"}))
    assert grid.numbers.to_list() == [1, 2, 3, 1_048_576]
    note = hostile.ODS_CELL.format(times=1, text="nota")
    gap = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/>'
    table_row = f"<table:table-row>{note * 30}</table:table-row>"
    rows = f"{table_row}{gap}</table:table-row>{table_row}"
    (grid,) = open_grids(hostile.ods(tmp_path / "a", rows))
    assert grid.numbers.to_list() == [1, 1_048_576]


def test_a_sparse_sheet_means_what_a_dense_one_means(tmp_path: Path) -> None:
    """Dates, percentages, errors, formulas never computed, merged and hidden cells alike."""

    def made(name: str, **stray: str) -> Path:
        path = hostile.book(
            tmp_path / name, rows=[row(n, fecha=date(2026, 11, n)) for n in (1, 2, 3)]
        )
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        sheet["J2"].number_format = "0%"
        sheet["J2"], sheet["J3"], sheet["K3"] = 0.5, True, "=1+1"
        sheet["L3"] = "#DIV/0!"
        sheet["L3"].data_type = "e"
        sheet["B4"] = "  texto con blancos "
        sheet.merge_cells("G2:G3")
        sheet.row_dimensions[3].hidden = True
        for place, value in stray.items():
            sheet[place] = value
        book.save(path)
        return path

    (dense,), (sparse,) = open_grids(made("a.xlsx")), open_grids(made("b.xlsx", C1048576=" "))
    assert {"d", "n", "o", "f", "e", "t"} <= set(sparse.kinds.unpivot(index="row")["value"])
    assert sparse.merged == (((1, 6), (2, 6)),)
    assert sparse.hidden == {3}
    assert same(dense, sparse)


def test_shared_texts_of_blanks_are_no_cells_either(tmp_path: Path) -> None:
    """As Excel writes them: the texts stand apart, and a cell says which one."""
    texts = b"<sst><si><t>referencia</t></si><si><t>  </t></si><si><r><t>x</t></r></si></sst>"
    cells = (
        b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
        b'<c r="B1" t="s"><v>2</v></c></row><row r="900000"><c r="AB900000" t="s"><v>1</v></c>'
        b"</row></sheetData></worksheet>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    about = f'<Relationship Id="r9" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    path = hostile.book(tmp_path / "a.xlsx")
    hostile.rewritten(path, lambda _: cells)
    hostile.rewritten(
        path,
        lambda xml: xml.replace(b"</Relationships>", about.encode()),
        "xl/_rels/workbook.xml.rels",
    )
    hostile.added(path, "xl/sharedStrings.xml", texts)
    (grid,) = open_grids(path)
    assert grid.text.rows() == [(1, "referencia", "x")]


@pytest.mark.slow
def test_no_command_shows_a_traceback_for_any_of_them(tmp_path: Path) -> None:
    names = [make(tmp_path / make.__name__).name for make in hostile.HOSTILE]
    good = write_csv(tmp_path / "bueno.csv", [row(1), row(2)])
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        done = planilla("emit", *names, good.name, env=env, cwd=tmp_path)
        assert len(box.books.held) == 2
    assert done.returncode == 1
    assert all(f"{name}: " in done.stderr for name in names)
    for word in ("Traceback", "panicked", "Error", "memory allocation"):
        assert word not in done.stderr + done.stdout
    assert not list(tmp_path.glob("core*"))
    lines = [line for line in done.stderr.splitlines() if line.startswith(tuple(names))]
    assert len(lines) == len(names)


@pytest.mark.parametrize("kind", ["pay", "query", "resend", "reconcile"])
def test_lists_payments_and_statements_are_read_as_safely(kind: str, tmp_path: Path) -> None:
    name = hostile.truncated(tmp_path / "malo").name
    words = ("reconcile", "--payments", name) if kind == "reconcile" else (kind, name)
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        done = planilla(*words, env=env, cwd=tmp_path)
    assert "malo.xls: El archivo no se pudo leer" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode in {1, 3}


def test_what_is_no_file_is_no_end_either(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="carpeta"):
        open_grids(tmp_path)
    with pytest.raises(UnreadableFile, match="No existe"):
        open_grids(tmp_path / "no.xlsx")
    if os.name != "nt":
        os.mkfifo(tmp_path / "tubo.csv")
        with pytest.raises(UnreadableFile, match="No es un archivo"):
            open_grids(tmp_path / "tubo.csv")
