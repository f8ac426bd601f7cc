"""Cells of a workbook that is written once: each is what it is, and none is lost in silence."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

import pytest
from openpyxl import load_workbook

from planilla.reading.formats.open_file import read_file
from planilla.writing.book.book import Book, written
from planilla.writing.book.sheet import SheetWriter
from planilla.writing.styles import DATE, PLAIN, WRONG, Look, Value
from planilla.writing.workbook_limits import LONGEST_LINK, MOST_LINKS, held_exactly

SHEET = "xl/worksheets/sheet1.xml"


def book_of(fill: Callable[[Book, SheetWriter], object]) -> bytes:
    """A workbook of one sheet."""
    return written(lambda book: fill(book, book.sheet("Hoja")))


def with_cells(*values: Value) -> bytes:
    """A workbook of one row."""

    def fill(book: Book, sheet: SheetWriter) -> None:
        sheet.line(values, [book.style(PLAIN)] * len(values))

    return book_of(fill)


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))["Hoja"]


def part(content: bytes, name: str = SHEET) -> str:
    """A part of the file, which must be XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = archive.read(name)
    ElementTree.fromstring(told)  # noqa: S314 - made here
    return told.decode("utf-8")


def shown(escaped: str) -> str:
    """A text as a spreadsheet program shows it: one escape after the other, from the left."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), escaped)


def test_a_text_of_40_000_characters_is_cut_and_says_so() -> None:
    cell = opened(with_cells("x" * 40_000))["A1"]
    assert len(cell.value) == 32_767
    assert cell.value.endswith("x…")


@pytest.mark.parametrize(
    "text",
    [
        "=cmd()", "{=SUM(A1)}", "http://ejemplo.com.ar/a", "mailto:a@b.com", "internal:Hoja!A1",
        "external:a.xlsx", "file:///etc/passwd", "12.50", "00012", "TRUE", "  con espacios  ",
        "<r><t>x</t></r>", "<r>&</r>", "<r></r>", "a & b < c > d \" '", "]]>", "línea\notra",
        "_x0041_x0042_x0043_ y _x0041_", "_x000D_", "x" * 32_767, "ñandú 😀", "\u00a0",
    ],
)  # fmt: skip
def test_a_text_is_that_text_and_nothing_else(text: str) -> None:
    content = with_cells(text)
    cell = opened(content)["A1"]
    assert shown(cell.value) == text
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert "<f>" not in part(content)


def test_our_own_reading_of_a_workbook_sees_the_texts_too(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(with_cells("=1+1", "<r>&</r>", Decimal("9.95"), "ñ"))
    (grid,) = read_file(path)
    assert grid.text.row(0)[1:] == ("=1+1", "<r>&</r>", "9.95", "ñ")
    assert grid.kinds.row(0)[1:] == ("t", "t", "n", "t")


def test_what_xml_cannot_hold_breaks_nothing_wherever_it_stands() -> None:
    odd = "a\x00b\x1b\ud800\ufffe\r\nc"

    def fill(book: Book, sheet: SheetWriter) -> None:
        style = book.style(PLAIN)
        sheet.one_page(odd)
        sheet.across(odd, style, 3, 20)
        sheet.line([odd], [style])
        assert sheet.link(1, odd, "a.pdf", style)
        sheet.note(0, odd, 100, 100)

    content = book_of(fill)
    assert {cell.value for row in opened(content) for cell in row if cell.value} == {
        "a\ufffdb\ufffd\ufffd\ufffd\nc"
    }
    assert "a\ufffdb" in part(content)
    assert "a\ufffdb" in part(content, "xl/comments1.xml")


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (Decimal("9.95"), "9.95"),
        (Decimal("-1234567890123.45"), "-1234567890123.45"),
        (Decimal("0.000001"), "0.000001"),
        (Decimal("1E+20"), "1E+20"),
        (7, "7"),
        (999_999_999_999_999, "999999999999999"),
        (10**18, "1E+18"),
    ],
)
def test_a_number_is_written_digit_by_digit(number: Decimal | int, told: str) -> None:
    content = with_cells(number)
    assert f"<v>{told}</v>" in part(content)
    assert opened(content)["A1"].value == float(number)


@pytest.mark.parametrize(
    "number",
    [
        Decimal("123456789012345678"),
        Decimal("-1234567890123456.78"),
        Decimal("1.0000000000000000000000000000000000001"),
        Decimal("0.12345678901234567"),
        Decimal("1E+400"),
        Decimal("NaN"),
        12_345_678_901_234_567_890,
        10**400,
    ],
)
def test_a_number_that_a_workbook_would_change_is_a_text(number: Decimal | int) -> None:
    cell = opened(with_cells(number))["A1"]
    assert (cell.value, cell.data_type) == (str(number), "s")


def test_what_is_held_exactly_comes_back_from_a_workbooks_arithmetic() -> None:
    for number in (Decimal("0.1"), Decimal("999999999999.999"), Decimal("1.10"), Decimal("100E3")):
        assert held_exactly(number)
        assert Decimal(f"{float(number):.15g}") == number


def test_days_that_a_workbook_does_not_count_are_texts() -> None:
    days = (date(1850, 1, 2), date(1900, 2, 28), datetime(1899, 12, 31, 10, 5))  # noqa: DTZ001
    cells = opened(with_cells(*days, date(1900, 3, 1)))[1]
    assert [cell.value for cell in cells[:3]] == ["02/01/1850", "28/02/1900", "31/12/1899 10:05"]
    assert cells[3].value == 61


def test_days_and_moments_are_dates() -> None:
    moment = datetime(2026, 3, 4, 22, 15, 30)  # noqa: DTZ001 - a cell's
    content = book_of(
        lambda book, sheet: sheet.line(
            [date(2026, 3, 4), moment], [book.style(Look(number_format=DATE))] * 2
        )
    )
    assert [cell.value for cell in opened(content)[1]] == [datetime(2026, 3, 4), moment]  # noqa: DTZ001


def test_yes_no_nothing_and_the_words_of_an_enumeration() -> None:
    class Word(StrEnum):
        ONE = "=uno"

    cells = opened(with_cells(True, False, None, "", Word.ONE))[1]
    assert [cell.value for cell in cells] == [True, False, None, None, "=uno"]
    assert cells[4].data_type == "s"

    def fill(book: Book, sheet: SheetWriter) -> None:
        sheet.begin()
        sheet.values([Word.ONE, None, "x"], [{str: book.style(PLAIN)}] * 3, 1)

    cells = opened(book_of(fill))[1]
    assert [cell.value for cell in cells] == [None, "=uno", None, "x"]


def test_a_cell_above_the_row_begun_is_refused_and_not_lost() -> None:
    def fill(book: Book, sheet: SheetWriter) -> None:
        sheet.line(["a"], [book.style(PLAIN)])
        sheet.line(["b"], [book.style(PLAIN)])
        sheet.row = 1
        sheet.text(1, "tarde", book.style(PLAIN))

    with pytest.raises(RuntimeError, match="not written"):
        book_of(fill)


def test_a_link_is_written_as_it_is_and_shows_its_text() -> None:
    target = "../año 2026/a&b's <1>.pdf"
    content = book_of(lambda book, s: (s.begin(), s.link(0, "=ver", target, book.style(PLAIN))))
    cell = opened(content)["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink.target) == ("=ver", "s", target)


def test_a_link_that_is_too_long_or_no_xml_is_not_written() -> None:
    told: list[bool] = []

    def fill(book: Book, sheet: SheetWriter) -> None:
        sheet.begin()
        for target in ("a" * LONGEST_LINK, "a" * (LONGEST_LINK + 1), "😀" * 1_100, "a\x00.pdf"):
            told.append(sheet.link(0, "pdf", target, book.style(PLAIN)))

    assert part(book_of(fill)).count("<hyperlink ") == 1
    assert told == [True, False, False, False]


@pytest.mark.slow
def test_a_sheet_takes_as_many_links_as_a_workbook_opens_and_says_where_it_stops() -> None:
    told: list[bool] = []

    def fill(book: Book, sheet: SheetWriter) -> None:
        style = book.style(PLAIN)
        for _ in range(MOST_LINKS - 1):
            sheet.begin()
            sheet.link_inside(0, 7, "Hoja!A1", style)
        told.extend(sheet.link(1, "pdf", "a.pdf", style) for _ in range(3))
        told.append(sheet.link_inside(0, 7, "Hoja!A1", style))

    assert part(book_of(fill)).count("<hyperlink ") == MOST_LINKS
    assert told == [True, False, False, False]


def test_a_low_row_without_cells_keeps_its_height() -> None:
    def fill(book: Book, sheet: SheetWriter) -> None:
        sheet.line([], [], 9)
        sheet.line(["x"], [book.style(PLAIN)], 30)

    made = opened(book_of(fill))
    assert [made.row_dimensions[row].height for row in (1, 2)] == [9, 30]


def test_a_footer_shows_a_files_name_whatever_its_characters() -> None:
    content = book_of(lambda _, sheet: sheet.one_page("A&G y [Page] &P" + "&" * 300))
    footer = opened(content).oddFooter
    assert footer.left.text.startswith("A&&G y [Page] &&P&&")
    assert footer.right.text == "Página &P de &N"
    (whole,) = re.findall("<oddFooter>(.*)</oddFooter>", part(content))
    assert len(unescape(whole)) <= 255


def test_rows_are_coloured_by_a_condition_and_cells_by_their_look() -> None:
    def fill(book: Book, sheet: SheetWriter) -> None:
        sheet.line(["x", None], [book.style(Look(fill=WRONG, bold=True, indent=1))] * 2)
        sheet.tint(2, 9, '$A2="x"', "AABBCC")

    made = opened(book_of(fill))
    assert made["A1"].fill.start_color.rgb == made["B1"].fill.start_color.rgb == f"FF{WRONG}"
    assert (made["A1"].font.b, made["A1"].alignment.indent) == (True, 1)
    ((place, rules),) = made.conditional_formatting._cf_rules.items()
    assert str(place.sqref) == "A2:B9"
    assert rules[0].formula == ['$A2="x"']


def test_nothing_is_left_behind_by_a_workbook_or_by_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with_cells("x")

    def fill(book: Book, sheet: SheetWriter) -> None:
        sheet.line(["x"], [book.style(PLAIN)])
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - its own
        book_of(fill)
    assert list(tmp_path.iterdir()) == []
