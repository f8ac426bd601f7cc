"""The chart of Resumen: comprobantes by estado, each bar in its estado's colour."""

from __future__ import annotations

from planilla.writing.book.sheet import Bars
from planilla.writing.counts import Summary
from planilla.writing.report import Estado
from planilla.writing.styles import COLOURS

BAR_HEIGHT, FRAME_HEIGHT, WIDTH = 0.8, 1.0, 11.5  # cm


def estado_chart(summary: Summary, first: int) -> Bars:
    """The lines of the table by estado begin in row `first`."""
    lines = summary.by_estado
    return Bars(
        first=first,
        last=first + len(lines) - 1,
        names=[line.label for line in lines],
        counts=[line.comprobantes for line in lines],
        colours=[COLOURS[Estado(line.label)][1] for line in lines],
        width=WIDTH,
        height=FRAME_HEIGHT + BAR_HEIGHT * len(lines),
        labelled=True,
    )
