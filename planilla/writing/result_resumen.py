"""The sheet Resumen: what the run came to, on one page, with a chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planilla.common.calendar import BUENOS_AIRES
from planilla.common.claimed import dropped_at
from planilla.writing.book.book import Book
from planilla.writing.book.sheet import SheetWriter
from planilla.writing.counts import Line, Summary, summarize
from planilla.writing.report import Estado, Report
from planilla.writing.result_errores import FAILED
from planilla.writing.result_resumen_chart import estado_chart
from planilla.writing.sheet_layout import fitting_height
from planilla.writing.styles import (
    ESTADO_LOOKS,
    HEADING,
    MONEY,
    NAVY,
    PAPER,
    SECTION,
    SUBTITLE,
    TITLE,
    Look,
    Value,
)

ON_ONE_PAGE = 25  # headings
LABEL_WIDTH, COUNT_WIDTH, MONEY_WIDTH, ADVICE_WIDTH = 44, 15, 19, 62
HEADLINE = Look(size=13, bold=True, fill=PAPER, ink=NAVY, upright="center", indent=1)
NOTICE = Look(fill="FFF7DF", wrap=True, upright="center", indent=1)
NAME = Look(ink="52606D", lined=True, upright="center")
CELL = Look(lined=True, upright="center")
SETTING = Look(upright="center", indent=1)
ADVICE = Look(lined=True, ink="52606D", wrap=True, upright="center", indent=1)
ADVICE_HEADING = Look(fill=NAVY, ink="FFFFFF", bold=True, upright="center", lined=True, indent=1)
CHART_TITLE = Look(size=13, bold=True, ink=NAVY, upright="center", indent=1)
RIGHT_HEADING = replace(HEADING, across="right")
COUNT = Look(number_format="#,##0", lined=True, upright="center")
AMOUNT = replace(COUNT, number_format=MONEY)
TOTAL = replace(CELL, bold=True, fill=PAPER)
TOTAL_COUNT = replace(COUNT, bold=True, fill=PAPER)
TOTAL_AMOUNT = replace(AMOUNT, bold=True, fill=PAPER)
CHART = "{} por estado"
MONEY_NOTE = "Cada {} cuenta una vez, por su referencia. Las notas de crédito restan."
ADVICES = {
    Estado.EMITIDO: "Listo: emitido en esta corrida. El CAE y el PDF están en la hoja Resultado.",
    Estado.YA_EMITIDO: "Listo: estaba emitido de antes; no se emitió otra vez.",
    Estado.ENCOLADO: "Aceptado: el servicio lo emite cuando llega su fecha.",
    Estado.PAGADO: "Listo: pago registrado en esta corrida.",
    Estado.YA_PAGADO: "Listo: el pago estaba registrado de antes.",
    Estado.ENVIADO: "Listo: enviado por correo.",
    Estado.RECHAZADO: "El servicio no lo aceptó. Corrija en la hoja Corregir y presente de nuevo.",
    Estado.INVALIDO: "No se hizo nada. Corrija en la hoja Corregir y presente de nuevo.",
    Estado.PENDIENTE: "Falta terminar. Presente otra vez el archivo: sigue donde quedó (lo que "
    "espera una respuesta, tras ella).",
    Estado.A_REVISAR: "Lo tiene que decidir una persona (planilla review).",
}
CHECKED_ADVICES = ADVICES | {
    Estado.INVALIDO: "Corrija la fila en su archivo antes de emitir; la hoja Errores dice qué.",
    Estado.PENDIENTE: "Se puede emitir. Lea antes las observaciones de la hoja Resultado.",
}
VOWELS = "aeiou"
CURRENCIES = {"PES": "Pesos", "DOL": "Dólares", "060": "Euros"}


def resumen(book: Book, report: Report, notices: Sequence[str]) -> None:
    """Counts and money by estado and tipo, the file, the time, notices and settings.

    `notices` are the workbook's own, shown with those of the report.
    """
    sheet = book.sheet("Resumen", tab="0F6B66")
    sheet.opens_here()
    summary = summarize(report)
    page = _Page(book, sheet, summary, report)
    sheet.widths(page.widths)
    sheet.one_page(report.sheet.path.name, whole=len(report.read_as) <= ON_ONE_PAGE)
    page.title(report)
    page.notices([*report.notices, *notices])
    first = page.table("Por estado", "Estado", summary.by_estado, advice=True)
    sheet.bars(page.last - 1, sheet.row + 2, estado_chart(summary, first))
    page.table("Por tipo de comprobante", "Tipo", summary.by_tipo, advice=False)
    page.line([MONEY_NOTE.format(report.noun)], SUBTITLE)
    page.settings(report)
    page.headings(report)


class _Page:
    """The page as it is written downwards."""

    def __init__(self, book: Book, sheet: SheetWriter, summary: Summary, report: Report) -> None:
        noun, self.advice = report.noun, report.advice
        self.advices = CHECKED_ADVICES if report.checked else ADVICES
        self.nouns = f"{noun}s".capitalize() if noun[-1] in VOWELS else f"{noun}es".capitalize()
        self.book, self.sheet, self.summary = book, sheet, summary
        monies = [MONEY_WIDTH] * len(summary.currencies)
        self.widths = [LABEL_WIDTH, COUNT_WIDTH, COUNT_WIDTH, *monies, ADVICE_WIDTH]
        self.last = len(self.widths)

    def cells(self, values: Sequence[Value], looks: Sequence[Look], height: float = 18) -> None:
        self.sheet.line(values, [self.book.style(look) for look in looks], height)

    def line(self, values: Sequence[Value], look: Look, height: float = 18) -> None:
        self.cells(values, [look] * len(values), height)

    def across(self, value: str, look: Look, height: float) -> None:
        """One text over the whole width."""
        self.sheet.across(value, self.book.style(look), self.last, height)

    def title(self, report: Report) -> None:
        moment = report.finished.astimezone(BUENOS_AIRES)
        when = f"{moment:%d/%m/%Y} a las {moment:%H:%M} (hora de Buenos Aires)"
        what = "Control" if report.checked else "Resultado"
        self.across(f"{what} de {report.sheet.path.name}", TITLE, 30)
        self.across(f"Hoja «{report.sheet.sheet_name}» · {when}", SUBTITLE, 20)
        told = _headline(self.summary, self.nouns.lower(), self.advice, checked=report.checked)
        self.across(told, HEADLINE, 28)
        self.line([], SUBTITLE, 10)

    def notices(self, notices: Sequence[str]) -> None:
        for notice in notices:
            lines = 1 + len(notice) // (sum(self.widths) - 10)
            self.across(notice, NOTICE, 4 + 16 * lines)
        if notices:
            self.line([], SUBTITLE, 10)

    def table(self, title: str, label: str, lines: Sequence[Line], *, advice: bool) -> int:
        """A titled table with its total; gives the row of its first line."""
        monies = [CURRENCIES.get(c, c) for c in self.summary.currencies]
        aside = [] if advice else [*([None] * (self.last - 2)), CHART.format(self.nouns)]
        self.cells([title, *aside], [SECTION, *([CHART_TITLE] * len(aside))], 24)
        names = [label, self.nouns, "Filas", *monies, *(["Qué hacer"] if advice else [])]
        looks = [
            HEADING,
            *[RIGHT_HEADING] * (2 + len(monies)),
            *([ADVICE_HEADING] if advice else []),
        ]
        self.cells(names, looks, 20)
        first = self.sheet.row + 1
        for line in lines:
            estado = Estado(line.label) if advice else None
            look = replace(ESTADO_LOOKS[estado], upright="center") if estado else CELL
            told = self.advice.get(estado, self.advices[estado]) if estado else ""
            self._counts(line, look, COUNT, AMOUNT, told)
        self._counts(self.summary.total, TOTAL, TOTAL_COUNT, TOTAL_AMOUNT)
        self.line([], SUBTITLE, 10)
        return first

    def _counts(self, line: Line, label: Look, count: Look, amount: Look, told: str = "") -> None:
        monies = [line.amounts.get(currency) for currency in self.summary.currencies]
        values: list[Value] = [line.label, line.comprobantes, line.rows, *monies]
        looks = [label, count, count, *[amount] * len(monies)]
        if told:
            values, looks = [*values, told], [*looks, ADVICE]
        self.cells(values, looks, _height(told))

    def headings(self, report: Report) -> None:
        """What each heading of the file was read as."""
        if report.read_as:
            self.line([], SUBTITLE, 10)
            self.line(["Cómo se leyó cada columna"], SECTION, 24)
            self.cells(["Columna", "Se leyó como"], [HEADING, HEADING], 20)
            for heading, told in report.read_as:
                self.cells([heading, told], [NAME, SETTING])

    def settings(self, report: Report) -> None:
        self.line([], SUBTITLE, 10)
        self.line(["Con qué se procesó"], SECTION, 24)
        about = {"Archivo": str(dropped_at(report.sheet.path)), **report.settings}
        for name, value in about.items():
            self.cells([name, value], [NAME, SETTING])


def _height(told: str) -> float:
    """The height of a row that gives advice of some length."""
    return max(18.0, fitting_height([(told, ADVICE_WIDTH)]) or 0.0)


def _headline(summary: Summary, nouns: str, advice: Mapping[Estado, str], *, checked: bool) -> str:
    counts = {Estado(line.label): line.comprobantes for line in summary.by_estado}
    wrong = sum(n for estado, n in counts.items() if estado in FAILED - advice.keys())
    refused = sum(n for estado, n in counts.items() if estado in FAILED & advice.keys())
    waiting = counts.get(Estado.PENDIENTE, 0)
    review = counts.get(Estado.A_REVISAR, 0)
    total = sum(counts.values())
    done = total - wrong - refused - waiting - review
    if checked:
        parts = [f"{waiting} de {total} {nouns} se {'puede' if waiting == 1 else 'pueden'} emitir"]
        parts += [f"{done} ya {'emitido' if done == 1 else 'emitidos'}"] if done else []
        waiting = 0
    else:
        parts = [f"{done} de {total} {nouns} listos"]
    if wrong:
        parts.append(f"{wrong} para corregir")
    if refused:
        parts.append(f"{refused} {'rechazado' if refused == 1 else 'rechazados'}")
    if waiting:
        parts.append(f"{waiting} {'pendiente' if waiting == 1 else 'pendientes'}")
    if review:
        parts.append(f"{review} para revisar")
    return "  ·  ".join(parts)
