"""A file is read by what it is, whatever it is called."""

from __future__ import annotations

import html
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.common.errors import UnreadableFile
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuers
from planilla.reading.cells.grid import Grid
from planilla.reading.formats.open_file import read_file
from tests.helpers import row

FORMATS = Path(__file__).parents[1] / "data" / "formatos"
ROWS = (row(1), row(2, razon_social="Ñandú & Cía.", precio_unitario_sin_iva="1.234,50"))
PAGE = "<html><body><table>{rows}</table></body></html>"
XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>'
    '<Style ss:ID="p"><NumberFormat ss:Format="0.0%"/></Style></Styles>'
    '<Worksheet ss:Name="Ventas"><Table>{rows}</Table></Worksheet></Workbook>'
)


def _issued(path: Path) -> list[tuple[str, str]]:
    loaded = load(path, today(), Issuers())
    assert not loaded.faults
    return [(str(one.razon_social), str(one.total)) for one in loaded.asked]


EXPECTED = [("Cliente 1", "122.82"), ("Ñandú & Cía.", "1493.74")]


def _lines(rows: Sequence[Mapping[str, Any]], mark: str) -> str:
    lines = [list(rows[0]), *(list(map(str, one.values())) for one in rows)]
    return "\r\n".join(mark.join(line) for line in lines) + "\r\n"


def _html_rows(rows: Sequence[Mapping[str, Any]], close: str = "</td>") -> str:
    lines = [list(rows[0]), *(list(one.values()) for one in rows)]
    cells = ["".join(f"<td>{html.escape(str(v))}{close}" for v in line) for line in lines]
    return "".join(f"<tr>{line}" + ("</tr>" if close else "") for line in cells)


def _xml_rows(rows: Sequence[Mapping[str, Any]]) -> str:
    def cell(value: Any) -> str:
        return f'<Cell><Data ss:Type="String">{html.escape(str(value))}</Data></Cell>'

    lines = [list(rows[0]), *(list(one.values()) for one in rows)]
    return "".join(f"<Row>{''.join(map(cell, line))}</Row>" for line in lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", ["\t", ";"])
def test_a_text_that_is_called_xls_is_read(mark: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "sap.xls"
    path.write_bytes(_lines(ROWS, mark).encode(encoding))
    assert _issued(path) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        "<div>\n<table border=1>{rows}</table></div>",
        "<!DOCTYPE html><html><head><style>td {{x}}</style><title>a</title></head>{rows}</html>",
        "Ventas del día<br><TABLE>{rows}</TABLE>",
        "<table><tr><td><table>{rows}</table></td></tr></table>",
        "<!-- <table><tr><td>no</table> --><table>{rows}",
    ],
    ids=["page", "div", "tables-missing", "text", "nested", "comment"],
)
def test_a_web_page_that_is_called_xls_is_read(page: str, encoding: str, tmp_path: Path) -> None:
    rows = _html_rows(ROWS)
    if "<table" not in page.lower():
        rows = f"<table>{rows}</table>"
    path = tmp_path / "pagina.xls"
    path.write_bytes(page.format(rows=rows).encode(encoding))
    assert _issued(path) == EXPECTED


def test_a_web_page_without_end_tags_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "pagina.xls"
    path.write_text(PAGE.format(rows=_html_rows(ROWS, close="")), "utf-8")
    assert _issued(path) == EXPECTED


def test_cells_of_a_page_that_reach_over_others_keep_the_others_in_their_columns(
    tmp_path: Path,
) -> None:
    path = tmp_path / "pagina.xls"
    rows = (
        "<tr><th colspan=2>a<th>b<tr><td rowspan=2>1<td>2<td>3&nbsp;€"
        "<tr><td>4<br>y<td title='a>b'>5<tr><td>6<td>7<td>&nbsp;"
    )
    path.write_text(PAGE.format(rows=rows), "utf-8")
    (grid,) = read_file(path)
    assert grid.text.rows() == [
        (1, "a", None, "b"), (2, "1", "2", "3\u00a0€"), (3, None, "4 y", "5"), (4, "6", "7", None),
    ]  # fmt: skip
    assert grid.merged == (((0, 0), (0, 1)), ((1, 0), (2, 0)))


def test_a_page_without_a_table_is_told_how_to_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "pagina.xls"
    path.write_text("<html><body><p>Inicie sesión</p></body></html>", "utf-8")
    with pytest.raises(UnreadableFile, match=r"página web.*Guardar como… Libro de Excel"):
        read_file(path)


def test_the_xml_of_2003_is_read_with_the_types_of_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "contable.xls"
    path.write_text(XML.format(rows=_xml_rows(ROWS)), "utf-8")
    assert _issued(path) == EXPECTED
    cells = (
        '<Row ss:Index="3"><Cell><Data ss:Type="Number">1234.5</Data></Cell>'
        '<Cell ss:Index="3" ss:StyleID="p"><Data ss:Type="Number">0.105</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2026-11-25T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Boolean">1</Data></Cell></Row>'
        '<Row ss:Hidden="1"><Cell ss:Formula="=A1*2"/><Cell ss:MergeAcross="1">'
        '<Data ss:Type="Error">#N/A</Data></Cell>'
        '<Cell><Data ss:Type="String">a<B>b</B></Data></Cell></Row>'
    )
    path.write_text(XML.format(rows=cells), "utf-8")
    (grid,) = read_file(path)
    assert grid.name == "Ventas"
    assert grid.text.rows() == [
        (3, "1234.5", None, "10,5%", "2026-11-25", "VERDADERO"),
        (4, "=A1*2", "#N/A", None, "ab", None),
    ]
    assert _kinds(grid) == [("n", "b", "t", "d", "o"), ("f", "e", "b", "t", "b")]
    assert grid.hidden == {4}
    assert grid.merged == (((3, 1), (3, 2)),)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1234.565", "1234.565"),
        ("0.30000000000000004", "0.3"),
        ("99999999999999.5", "99999999999999.5"),
        ("1.5E3", "1500"),
        ("1234567890123456", "1234567890123456"),
        ("1E+999999999", "1E+999999999"),  # no number of a workbook's
    ],
)
def test_a_number_of_the_xml_of_2003_is_read_digit_by_digit(
    written: str, read: str, tmp_path: Path
) -> None:
    path = tmp_path / "contable.xls"
    cell = f'<Row><Cell><Data ss:Type="Number">{written}</Data></Cell></Row>'
    path.write_text(XML.format(rows=cell), "utf-8")
    (grid,) = read_file(path)
    assert grid.text.rows() == [(1, read)]


def _kinds(grid: Grid) -> list[tuple[Any, ...]]:
    return grid.kinds.drop("row").rows()


@pytest.mark.parametrize("named", [".xls", ".xlsx", ".xlsm", ".ods", ".csv", ".txt"])
@pytest.mark.parametrize("really", ["xlsx", "xls", "ods"])
def test_a_workbook_is_read_by_what_it_is(really: str, named: str, tmp_path: Path) -> None:
    path = tmp_path / f"libro{named}"
    shutil.copy(FORMATS / f"ventas.{really}", path)
    found, known = read_file(path), read_file(FORMATS / f"ventas.{really}")
    assert [one.text.rows() for one in found] == [one.text.rows() for one in known]
    assert [_kinds(one) for one in found] == [_kinds(one) for one in known]


@pytest.mark.parametrize("named", [".xls", ".xlsx", ".csv"])
def test_a_password_is_told_whatever_the_name(named: str, tmp_path: Path) -> None:
    path = tmp_path / f"clave{named}"
    shutil.copy(FORMATS.parent / "clave.xlsx", path)
    with pytest.raises(UnreadableFile, match="Tiene contraseña"):
        read_file(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n", "un PDF"),
        (b"{\\rtf1", "RTF"),
        (b"\x89PNG\r\n", "una imagen"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "MHTML"),
        (b"<?xml version='1.0'?><ventas/>", "un archivo XML"),
        (b"\x09\x08\x06\x00\x00\x00", "anterior a 1997"),
        (b"hola", "de otro tipo"),
        (b"a,b\x00\x01", "de otro tipo"),
    ],
)
def test_what_is_no_spreadsheet_is_told_as_what_it_is(
    content: bytes, what: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=what) as told:
        read_file(path)
    assert "Guardar como… Libro de Excel" in str(told.value)


@pytest.mark.parametrize(
    ("part", "what"),
    [("word/document.xml", "Word"), ("xl/workbook.bin", "xlsb"), ("a.csv", r"\.zip")],
)
def test_an_archive_of_something_else_is_told_as_what_it_is(
    part: str, what: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(UnreadableFile, match=what):
        read_file(path)


def test_a_text_about_tables_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\nun <table>,2\n", "utf-8")
    (grid,) = read_file(path)
    assert grid.text.rows() == [(1, "a", "b"), (2, "un <table>", "2")]
