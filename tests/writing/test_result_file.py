"""Where a result goes, and what happens when it cannot go there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PureWindowsPath

import polars as pl
import pytest

from planilla.common.errors import OutputError
from planilla.writing.file_links import file_uri, link_target
from planilla.writing.result_path import result_path
from planilla.writing.result_workbook import write_result
from planilla.writing.sheet_layout import MOST_ROWS
from tests.writing.reports import report_of, sheet_of, sheets

REPORT = report_of(sheet_of(("x",), ("y",)))
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_result_goes_to_resultados_beside_its_file_or_to_the_folder_asked_for() -> None:
    source = Path("caja") / "ventas.xlsx"
    assert result_path(source, None, set()) == Path("caja/resultados/ventas.resultado.xlsx")
    assert result_path(source, Path("out"), set()) == Path("out/ventas.resultado.xlsx")


def test_two_inputs_of_one_name_keep_their_ending_or_get_a_number() -> None:
    taken: set[Path] = set()
    for source in ("ventas.xlsx", "Ventas.csv", "otra/ventas.csv", "más/ventas.csv"):
        taken.add(result_path(Path(source), Path("out"), taken))
    assert {path.name for path in taken} == {
        "ventas.resultado.xlsx",
        "Ventas.csv.resultado.xlsx",
        "ventas.csv.2.resultado.xlsx",
        "ventas.csv.3.resultado.xlsx",
    }


def test_a_result_replaces_the_one_before_and_leaves_nothing_else(tmp_path: Path) -> None:
    destination = tmp_path / "new" / "r.xlsx"
    assert write_result(REPORT, destination) == destination
    assert write_result(REPORT, destination) == destination
    assert names(destination.parent) == ["r.xlsx"]
    assert "Resumen" in sheets(destination)


@pytest.mark.parametrize("owner", ["~$r.xlsx", ".~lock.r.xlsx#"])
def test_a_result_that_is_open_goes_to_the_next_name(tmp_path: Path, owner: str) -> None:
    destination = tmp_path / "r.xlsx"
    destination.write_bytes(b"open in a spreadsheet program")
    (tmp_path / owner).touch()
    assert write_result(REPORT, destination) == tmp_path / "r.2.xlsx"
    (tmp_path / owner.replace("r.xlsx", "r.2.xlsx")).touch()
    assert write_result(REPORT, destination) == tmp_path / "r.3.xlsx"
    assert destination.read_bytes() == b"open in a spreadsheet program"


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=r"cannot write .*r\.xlsx: "):
        write_result(REPORT, tmp_path / "file" / "r.xlsx")


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@posix_only
def test_a_disk_that_takes_no_more_is_one_clear_error_and_leaves_the_old_file(
    tmp_path: Path,
) -> None:
    destination = write_result(REPORT, tmp_path / "r.xlsx")
    before = destination.read_bytes()
    with largest_file(5_000), pytest.raises(OutputError, match="file too large"):
        write_result(REPORT, destination)
    assert destination.read_bytes() == before
    assert names(tmp_path) == ["r.xlsx"]


def test_more_rows_than_a_sheet_holds_are_refused_with_a_reason(tmp_path: Path) -> None:
    rows = pl.DataFrame({"row": pl.int_range(2, MOST_ROWS + 2, eager=True)})
    text = rows.with_columns(c0=pl.lit("x"))
    sheet = replace(REPORT.sheet, text=text, kinds=text)
    with pytest.raises(OutputError, match="1048576 rows, and a sheet holds 1048575"):
        write_result(replace(REPORT, sheet=sheet), tmp_path / "r.xlsx")
    assert names(tmp_path) == []


def test_links_to_another_drive_or_share_are_uris() -> None:
    drive = PureWindowsPath("D:\\facturas 2026\\año\\a#1.pdf")
    share = PureWindowsPath("\\\\servidor\\contable\\a b.pdf")
    assert file_uri(drive) == "file:///D:/facturas%202026/año/a%231.pdf"
    assert file_uri(share) == "file://servidor/contable/a%20b.pdf"


def test_links_within_a_drive_are_relative(tmp_path: Path) -> None:
    assert link_target(tmp_path / "pdf" / "a:b.pdf", tmp_path / "r") == "../pdf/a%3Ab.pdf"
