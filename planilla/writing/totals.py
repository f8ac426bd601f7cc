"""The total of each comprobante, told on its first row alone, so that the column can be summed."""

from __future__ import annotations

from decimal import Decimal

from planilla.writing.report import Report, RowResult

COMPROBANTE = "comprobante"  # of `Report.noun`: a payment has no total of its own to tell


class Totals:
    """What a result tells, row after row; `told` says whether it tells any."""

    def __init__(self, report: Report) -> None:
        self.told = report.noun == COMPROBANTE
        self._counted: set[str] = set()

    def of(self, result: RowResult) -> Decimal | None:
        """On the first of a comprobante's rows; None on the others, or where there is no total."""
        if not self.told or result.key in self._counted:
            return None
        if result.key:
            self._counted.add(result.key)
        return result.total
