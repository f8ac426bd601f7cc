"""The columns of a review workbook: what was seen, and what the person fills in."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.column import Bound, Column, ColumnKind, by_name

REVISION: tuple[Column, ...] = (
    Column(
        "operacion_id",
        ColumnKind.TEXT,
        "De qué operación se trata, o de qué columna que no se entiende (c1, c2…).",
        required=True,
    ),
    Column("pregunta", ColumnKind.TEXT, "Qué hay que decidir."),
    Column("que", ColumnKind.TEXT, "Qué se iba a hacer."),
    Column("referencia", ColumnKind.TEXT, "La referencia de la fila."),
    Column("fecha", ColumnKind.DATE, "Su fecha."),
    Column("importe", ColumnKind.MONEY, "Su importe.", bound=Bound("IMPORTE_CERO", above=0)),
    Column("visto", ColumnKind.TEXT, "Qué se vio."),
    Column("opciones", ColumnKind.TEXT, "Qué se puede responder, y qué pasa."),
    Column(
        "respuesta", ColumnKind.TEXT, "Lo que se decide.", required=False, aliases=("Decisión",)
    ),
    Column("quien", ColumnKind.TEXT, "Quién lo decide.", aliases=("Quién", "Responsable")),
    Column("nota", ColumnKind.TEXT, "Por qué, o dónde se miró."),
    Column(
        "pagado_por_otro_lado",
        ColumnKind.MONEY,
        "Cuánto se pagó por otro lado, si el servicio no da la cifra.",
    ),
    Column("desde", ColumnKind.TEXT, "Desde cuándo espera."),
)
"""Every column of a review workbook, in its order."""

REVISION_BY_NAME: Mapping[str, Column] = by_name(REVISION)
