"""A sheet with what is around its cells: panes, filter, colours by condition, notes, printing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from planilla.writing.book.cells import Cells, taken
from planilla.writing.book.formats import Style
from planilla.writing.plain_text import plain
from planilla.writing.sheet_layout import (
    A4,
    EDGE_MARGIN,
    PAGE_NUMBER,
    SIDE_MARGIN,
    footer_text,
    pages_beside,
    pages_wide,
)
from planilla.writing.styles import Value

PIXELS_OF_A_CHARACTER = 7  # of the workbook's own font
PIXELS_OF_A_CENTIMETRE = 96 / 2.54
USUAL_WIDTH = 9  # characters: of a column that nobody has said anything about
AUTHOR, NOTE_SIZE = "planilla", 9
NO_GRID = 2


@dataclass(frozen=True)
class Bars:
    """A bar chart of rows `first` to `last`: names in the first column, counts in the second.

    `colours` are the bars', RRGGBB; sizes in centimetres.
    """

    first: int
    last: int
    names: Sequence[str]
    counts: Sequence[Value]
    colours: Sequence[str]
    width: float
    height: float
    labelled: bool


class SheetWriter(Cells):
    """One sheet, written downwards; what is around the cells can be said at any time."""

    def __init__(self, workbook: Any, sheet: Any, style: Any) -> None:
        super().__init__(sheet, style)
        self._workbook = workbook

    def widths(self, widths: Sequence[float]) -> None:
        """Column widths in characters, from the first column on."""
        for column, width in enumerate(widths):
            pixels = round(width * PIXELS_OF_A_CHARACTER)
            taken(self._sheet.set_column_pixels(column, column, pixels))

    def folded(self, widths: Sequence[float], folded: Collection[int]) -> None:
        """Column widths, and which columns a click on the bar's `+` shows."""
        self.widths(widths)
        for column in range(len(widths) + 1):
            told = {"level": 1, "hidden": True} if column in folded else {}
            if column - 1 in folded and column not in folded:
                told["collapsed"] = True
            if told:
                width = widths[column] if column < len(widths) else USUAL_WIDTH
                pixels = round(width * PIXELS_OF_A_CHARACTER)
                taken(self._sheet.set_column_pixels(column, column, pixels, None, told))

    def opens_here(self) -> None:
        """Whoever opens the workbook sees this sheet."""
        self._sheet.activate()

    def table(self, columns: int, rows: int, frozen: int = 0) -> None:
        """A frozen heading in row 1 and columns left, and a filter over `rows` rows below it."""
        self._sheet.freeze_panes(1, frozen)
        self._sheet.autofilter(0, 0, rows, columns - 1)

    def page(
        self, widths: Sequence[float], *, heading: bool, footer: str, repeat: int | None = None
    ) -> None:
        """A4 landscape, as wide as is legible, the heading on every page, pages numbered.

        `repeat` is a column that tells a row, and stands on each page beside others.
        """
        self._paper(footer)
        pages = pages_wide(widths) if repeat is None else pages_beside(widths, repeat)
        self._sheet.fit_to_pages(pages, 0)
        if repeat is not None and pages > 1:
            self._sheet.repeat_columns(repeat)
        if heading:
            self._sheet.repeat_rows(0)

    def prints(self, columns: int, last: int) -> None:
        """Only the first columns go on paper, one page wide, down to row `last`."""
        taken(self._sheet.print_area(0, 0, last - 1, columns - 1))
        self._sheet.fit_to_pages(1, 0)

    def one_page(self, footer: str, *, whole: bool = True) -> None:
        """A4 landscape, one page wide and as a rule `whole` on one, without the lines of a grid."""
        self._paper(footer)
        self._sheet.fit_to_pages(1, 1 if whole else 0)
        self._sheet.hide_gridlines(NO_GRID)

    def _paper(self, footer: str) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.set_margins(
            left=SIDE_MARGIN, right=SIDE_MARGIN, top=EDGE_MARGIN, bottom=EDGE_MARGIN
        )
        codes = f"&L&R{PAGE_NUMBER}"
        self._sheet.set_footer(codes)
        # a name with &G in it is taken for a picture that is not there, and dropped
        self._sheet.footer = f"&L{footer_text(footer, codes)}&R{PAGE_NUMBER}"

    def across(self, value: str, style: Style, columns: int, height: float) -> None:
        """A row with one text over the first `columns` columns."""
        row = self.begin(height) - 1
        # by itself a merged cell guesses what its text is
        taken(self._sheet.merge_range(row, 0, row, columns - 1, "", style))
        self.text(0, value, style)

    def note(self, column: int, text: str, width: int, height: int) -> None:
        """A note on a cell of the row begun last, of a size in pixels."""
        look = {"author": AUTHOR, "font_size": NOTE_SIZE, "width": width, "height": height}
        taken(self._sheet.write_comment(self.row - 1, column, plain(text), look))

    def tint(self, columns: int, last: int, condition: str, fill: str) -> None:
        """Colour the rows from 2 to `last` for which a formula about row 2 is true."""
        look = self._workbook.add_format({"bg_color": f"#{fill}"})
        rule = {"type": "formula", "criteria": f"={condition}", "format": look}
        taken(self._sheet.conditional_format(1, 0, last - 1, columns - 1, rule))

    def bars(self, column: int, row: int, told: Bars) -> None:
        """A bar chart with its corner in a cell: `column` from 0, `row` from 1."""
        name, first, last = self._sheet.get_name(), told.first - 1, told.last - 1
        chart = self._workbook.add_chart({"type": "bar"})
        chart.add_series(
            {
                "categories": [name, first, 0, last, 0],
                "values": [name, first, 1, last, 1],
                # what a viewer shows that computes nothing
                "categories_data": [plain(one) for one in told.names],
                "values_data": [str(one) for one in told.counts],
                "points": [{"fill": {"color": f"#{colour}"}} for colour in told.colours],
                "data_labels": {"value": told.labelled},
                "gap": 45,
            }
        )
        chart.set_legend({"none": True})
        chart.set_title({"none": True})
        # of bars the library calls the names' axis y
        chart.set_y_axis({"reverse": True, "major_tick_mark": "none", "minor_tick_mark": "none"})
        chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
        pixels = PIXELS_OF_A_CENTIMETRE
        chart.set_size({"width": round(told.width * pixels), "height": round(told.height * pixels)})
        taken(self._sheet.insert_chart(row - 1, column, chart))
