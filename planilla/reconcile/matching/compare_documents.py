"""Documents against documents: what one source says and another does not.

Keyed by tipo, point of sale and number. A source is held to what lies within the
days that it covers: a listing of November does not lack October's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from planilla.reconcile.matching.frames import key

FIELDS = {
    "total": "importe",
    "fecha": "fecha",
    "documento_nro": "receptor",
    "cae": "CAE",
    "moneda": "moneda",
    "saldo": "saldo",
}
FINDINGS = {
    "comprobante": pl.String(),
    "que": pl.String(),
    "campo": pl.String(),
    "dicen": pl.String(),
    "mensaje": pl.String(),
}
GAPS = {
    "tipo": pl.String(),
    "punto_venta": pl.Int64(),
    "desde": pl.Int64(),
    "hasta": pl.Int64(),
    "faltan": pl.Int64(),
}


@dataclass(frozen=True)
class Comparison:
    """`findings` with a row a difference; `gaps` with a row a run of missing numbers."""

    findings: pl.DataFrame
    gaps: pl.DataFrame


def compare(sources: Mapping[str, pl.DataFrame]) -> Comparison:
    """Compare frames of documents by name of their source."""
    keyed = {
        name: frame.filter(pl.col("numero").is_not_null()).with_columns(key=key())
        for name, frame in sources.items()
        if len(frame)
    }
    findings = [
        *(_twice(name, frame) for name, frame in keyed.items()),
        *(_one_reference(name, frame) for name, frame in keyed.items()),
        *(
            _missing(name, frame, other, beside)
            for name, frame in keyed.items()
            for other, beside in keyed.items()
            if other != name
        ),
        *_different(keyed),
    ]
    whole = pl.concat([pl.DataFrame(schema=FINDINGS), *findings])
    return Comparison(whole.unique().sort(list(FINDINGS)), _gaps(keyed))


def _finding(
    frame: pl.DataFrame, what: str, field: str, told: pl.Expr, message: pl.Expr
) -> pl.DataFrame:
    return frame.select(
        comprobante="key",
        que=pl.lit(what),
        campo=pl.lit(field),
        dicen=told.cast(pl.String),
        mensaje=message,
    ).cast(FINDINGS)  # type: ignore[arg-type]


def _twice(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    found = frame.filter(pl.len().over("key") > 1).unique("key")
    message = pl.format("Está más de una vez en {}.", pl.lit(name))
    return _finding(found, "Repetido", "", pl.lit(name), message)


def _one_reference(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    named = frame.filter(pl.col("referencia").is_not_null())
    found = named.filter(pl.col("key").n_unique().over("referencia") > 1)
    message = pl.format("Otro comprobante tiene la misma referencia en {}.", pl.lit(name))
    return _finding(found, "Misma referencia", "referencia", pl.col("referencia"), message)


def _missing(name: str, frame: pl.DataFrame, other: str, beside: pl.DataFrame) -> pl.DataFrame:
    """What `other` has, within the days that `name` covers, and `name` does not."""
    first, last = frame["fecha"].min(), frame["fecha"].max()
    found = beside.filter(pl.col("fecha").is_between(first, last)).join(
        frame.select("key"), on="key", how="anti"
    )
    message = pl.format("Está en {} y falta en {}.", pl.lit(other), pl.lit(name))
    told = pl.format("{}: {} {}", pl.lit(other), pl.col("moneda"), pl.col("total"))
    return _finding(found, f"Falta en {name}", "", told, message)


def _different(keyed: Mapping[str, pl.DataFrame]) -> list[pl.DataFrame]:
    """Each pair of sources, field by field; what one of them does not say is no difference."""
    names = list(keyed)
    found = []
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            both = (
                keyed[name]
                .unique("key")
                .join(keyed[other].unique("key"), on="key", suffix="_other")
            )
            for field, word in FIELDS.items():
                mine, theirs = pl.col(field), pl.col(f"{field}_other")
                apart = both.filter((mine != theirs).fill_null(False))
                told = pl.format("{}: {} · {}: {}", pl.lit(name), mine, pl.lit(other), theirs)
                message = pl.format(
                    "{} y {} no dicen lo mismo: {}.", pl.lit(name), pl.lit(other), pl.lit(word)
                )
                found.append(_finding(apart, "Distinto", word, told, message))
    return found


def _gaps(keyed: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Numbers that no source has, between the first and the last of each lane."""
    columns = ["tipo", "punto_venta", "numero"]
    if not keyed:
        return pl.DataFrame(schema=GAPS)
    taken = pl.concat([frame.select(columns) for frame in keyed.values()]).unique().sort(columns)
    lane = ["tipo", "punto_venta"]
    return (
        taken.with_columns(before=pl.col("numero").shift(1).over(lane))
        .filter(pl.col("numero") - pl.col("before") > 1)
        .select(
            "tipo",
            "punto_venta",
            desde=pl.col("before") + 1,
            hasta=pl.col("numero") - 1,
            faltan=pl.col("numero") - pl.col("before") - 1,
        )
        .cast(GAPS)  # type: ignore[arg-type]
    )
