"""The sheet Resumen: what the run came to, on one page, with a chart."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import DataPoint
from openpyxl.worksheet.worksheet import Worksheet

from planilla.calendar import BUENOS_AIRES
from planilla.workbook.paper import set_page, set_widths
from planilla.workbook.report import Estado, Report
from planilla.workbook.styles import (
    COLOURS,
    ESTADO_LOOKS,
    HEADING,
    MONEY,
    PLAIN,
    SECTION,
    SUBTITLE,
    TITLE,
    WHOLE,
    Brush,
    Look,
    Value,
)
from planilla.workbook.summary import Line, Summary, summarize

BOLD_WHOLE = Look(number_format=WHOLE, bold=True)
BOLD_MONEY = Look(number_format=MONEY, bold=True)
FIRST_ESTADO = 6  # the row of the first estado: title, file, blank, section, heading


def resumen(workbook: Workbook, brush: Brush, report: Report) -> None:
    """Counts and money by estado and tipo, the file, the time, notices and settings."""
    sheet = workbook.create_sheet("Resumen")
    summary = summarize(report)
    widths = (38, 15, 10, *(18 for _ in summary.currencies))
    set_widths(sheet, widths)
    set_page(sheet, widths, heading=False, footer=report.sheet.path.name)
    sheet.sheet_view.showGridLines = False
    _chart(sheet, summary)
    moment = report.finished.astimezone(BUENOS_AIRES)
    about = f"{report.sheet.path.name}, hoja {report.sheet.sheet_name} · {moment:%d/%m/%Y %H:%M}"
    sheet.append([brush.cell(sheet, "Resultado de la planilla", TITLE)])
    sheet.append([brush.cell(sheet, about, SUBTITLE)])
    sheet.append([])
    _block(sheet, brush, "Por estado", summary.by_estado, summary)
    sheet.append([])
    _block(sheet, brush, "Por tipo de comprobante", summary.by_tipo, summary)
    sheet.append([])
    note = "Los importes cuentan una vez por comprobante; las notas de crédito restan."
    sheet.append([brush.cell(sheet, note, SUBTITLE)])
    if report.notices:
        sheet.append([])
        sheet.append([brush.cell(sheet, "Avisos", SECTION)])
        for notice in report.notices:
            sheet.append([brush.cell(sheet, notice)])
    sheet.append([])
    sheet.append([brush.cell(sheet, "Cómo se procesó", SECTION)])
    for name, value in report.settings.items():
        sheet.append([brush.cell(sheet, name), brush.cell(sheet, value)])


def _block(
    sheet: Worksheet, brush: Brush, title: str, lines: tuple[Line, ...], summary: Summary
) -> None:
    sheet.append([brush.cell(sheet, title, SECTION)])
    headings = (title.removeprefix("Por ").capitalize(), "Comprobantes", "Filas")
    named = [*headings, *(f"Total {currency}" for currency in summary.currencies)]
    sheet.append([brush.cell(sheet, heading, HEADING) for heading in named])
    for line in lines:
        estado = next((e for e in Estado if e.value == line.label), None)
        look = ESTADO_LOOKS[estado] if estado else PLAIN
        _line(
            sheet,
            brush,
            line,
            summary,
            (look, Look(number_format=WHOLE), Look(number_format=MONEY)),
        )
    _line(sheet, brush, summary.total, summary, (Look(bold=True), BOLD_WHOLE, BOLD_MONEY))


def _line(
    sheet: Worksheet,
    brush: Brush,
    line: Line,
    summary: Summary,
    looks: tuple[Look, Look, Look],
) -> None:
    label, whole, money = looks
    amounts: list[Value] = [line.amounts.get(currency) for currency in summary.currencies]
    sheet.append(
        [
            brush.cell(sheet, line.label, label),
            brush.cell(sheet, line.comprobantes, whole),
            brush.cell(sheet, line.rows, whole),
            *(brush.cell(sheet, amount, money) for amount in amounts),
        ]
    )


def _chart(sheet: Worksheet, summary: Summary) -> None:
    """Comprobantes by estado, each bar in its estado's colour."""
    last = FIRST_ESTADO + len(summary.by_estado) - 1
    chart = BarChart()
    chart.type = "bar"
    chart.title = "Comprobantes por estado"
    chart.legend = None
    chart.gapWidth = 60
    chart.height, chart.width = 1.6 + 1.3 * (len(summary.by_estado) + 1), 15
    chart.add_data(Reference(sheet, min_col=2, min_row=FIRST_ESTADO, max_row=last))
    chart.set_categories(Reference(sheet, min_col=1, min_row=FIRST_ESTADO, max_row=last))
    series = chart.series[0]
    series.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False)
    series.dLbls.showLegendKey = False
    for place, line in enumerate(summary.by_estado):
        point = DataPoint(idx=place)
        point.graphicalProperties.solidFill = COLOURS[Estado(line.label)][1]
        series.dPt.append(point)
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.majorGridlines = None
    chart.y_axis.delete = True
    sheet.add_chart(chart, f"{'ABCDEFGHIJKLMNOP'[4 + len(summary.currencies)]}4")
