"""What a blank cell of a typed frame stands for: the others of its rows, or a default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from schemas.checks import DTYPES
from schemas.column import Column
from schemas.cuit import LENGTH
from schemas.declare import typed

WHICH = ("asociado_tipo", "asociado_punto_venta", "asociado_numero")
ASSOCIATED = (*WHICH, "asociado_fecha")
"""What names a comprobante that a note corrects; a note may name up to 10, a row each."""
OF_ANOTHER = (*ASSOCIATED, "asociado_cuit")
KIND, NUMBER = "documento_tipo", "documento_nro"


def firsts(frame: pl.DataFrame, names: Sequence[str], groups: pl.Series) -> pl.DataFrame:
    """Some columns, in each row the first value that any row of its group has."""
    of = frame.select(names).with_columns(groups.alias("_of"))
    return of.select(pl.col(n).drop_nulls().first().over("_of") for n in names)


def naming_another(frame: pl.DataFrame, own: pl.DataFrame) -> pl.Series:
    """Which rows name, whole, another associated comprobante than the first of their group.

    `own` is what each row's group says first.
    """
    if not set(ASSOCIATED) <= set(frame.columns):
        return pl.repeat(False, len(frame), dtype=pl.Boolean, eager=True)
    given = frame.select(ASSOCIATED)
    whole = given.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    others = [(given[name] != own[name]).fill_null(False) for name in WHICH]
    return whole & pl.DataFrame(others).select(pl.any_horizontal(pl.all())).to_series()


def with_defaults(frame: pl.DataFrame, columns: Mapping[str, Column]) -> pl.DataFrame:
    """The frame with what a blank cell stands for: a default, or what another cell says."""
    if KIND in columns and NUMBER in frame:
        own = pl.col(KIND) if KIND in frame else pl.lit(None, pl.String)
        said = pl.col(NUMBER).replace_strict(
            {one: kind_of(one) for one in frame[NUMBER].drop_nulls().unique()},
            default=None,
            return_dtype=pl.String,
        )
        frame = frame.with_columns(pl.coalesce(own, said).alias(KIND))
    return frame.with_columns(
        (pl.col(name).fill_null(pl.lit(blank)) if name in frame else pl.lit(blank))
        .cast(DTYPES[columns[name].kind])
        .alias(name)
        for name, blank in defaults(columns).items()
    )


def defaults(columns: Mapping[str, Column]) -> Mapping[str, str | int | Decimal]:
    """What a blank stands for, of the columns that say so."""
    return {name: typed(one) for name, one in columns.items() if one.default is not None}


def kind_of(number: str) -> str | None:
    """The kind of document that a number alone can be; None where it may be several.

    What has the digits of a CUIT is one, whether or not its check digit is right. Eight may
    be a DNI, a passport or a CUIT cut short.
    """
    if len(number) == LENGTH:
        return "CUIT"
    return "OTRO" if number and not number.strip("0") else None
