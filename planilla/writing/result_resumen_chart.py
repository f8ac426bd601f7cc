"""The chart of Resumen: comprobantes by estado, each bar in its estado's colour."""

from __future__ import annotations

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.worksheet.worksheet import Worksheet

from planilla.writing.counts import Summary
from planilla.writing.report import Estado
from planilla.writing.styles import COLOURS

BAR_HEIGHT, FRAME_HEIGHT, WIDTH = 0.8, 1.0, 11.5  # cm


def estado_chart(sheet: Worksheet, summary: Summary, first: int, anchor: str) -> None:
    """Put the chart at `anchor`; the lines of the table by estado begin in row `first`."""
    last = first + len(summary.by_estado) - 1
    chart: Any = BarChart()  # the stubs take no fractions of a centimetre
    chart.type = "bar"
    chart.legend = None
    chart.gapWidth = 45
    chart.height, chart.width = FRAME_HEIGHT + BAR_HEIGHT * len(summary.by_estado), WIDTH
    chart.add_data(Reference(sheet, min_col=2, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    series = chart.series[0]
    series.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False)
    series.dLbls.showLegendKey = False
    for place, line in enumerate(summary.by_estado):
        point = DataPoint(idx=place)
        point.graphicalProperties.solidFill = COLOURS[Estado(line.label)][1]
        series.dPt.append(point)
    chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines = None
    chart.y_axis.delete = True
    sheet.add_chart(chart, anchor)
