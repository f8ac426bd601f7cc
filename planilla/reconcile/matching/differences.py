"""What a payment that is not the balance to the cent may have kept: withholdings, charges."""

from __future__ import annotations

import polars as pl

from planilla.reconcile.matching.options import Options

HALVES, QUARTERS = 2, 4  # a round percentage is a whole number of these
LEAST = 1000_00
NETS = (("del total", 1000), ("del neto al 21 %", 1210), ("del neto al 10,5 %", 1105))


def explained_up_to(options: Options) -> pl.Expr:
    """How much of a balance withholdings or a charge may explain, in cents."""
    balance = pl.col("left_doc")
    charge = pl.min_horizontal(
        pl.lit(options.charge_cents), balance * options.charge_percent // 100
    )
    return pl.max_horizontal(balance * options.retention_percent // 100, charge)


def is_withheld(options: Options) -> pl.Expr:
    """Whether `short` is a round percentage of `left_doc`, or of its net, to the cent."""
    return pl.any_horizontal(_steps(options, basis, HALVES) > 0 for _, basis in NETS)


def in_words(options: Options) -> pl.Expr:
    """What `short` may be: a withholding and of what, a charge, rounding; null for neither."""
    short = pl.col("short")
    spoken = [
        pl.when(_steps(options, basis, QUARTERS) > 0).then(
            pl.format(
                "falta {} ({} % {}): ¿retención?",
                money(short),
                _percent(_steps(options, basis, QUARTERS)),
                pl.lit(of),
            )
        )
        for of, basis in NETS
    ]
    near = pl.when(short.abs() <= options.rounding_cents).then(
        pl.format("{} {}", _side(), money(short.abs()))
    )
    charged = pl.when((short > 0) & (short <= explained_up_to(options))).then(
        pl.format("falta {}: ¿retención, comisión?", money(short))
    )
    return pl.coalesce(near, *spoken, charged)


def money(cents: pl.Expr) -> pl.Expr:
    """Whole cents as 1234,56."""
    rest = (cents % 100).cast(pl.String).str.zfill(2)
    return pl.format("{},{}", cents // 100, rest)


def _side() -> pl.Expr:
    return pl.when(pl.col("short") > 0).then(pl.lit("falta")).otherwise(pl.lit("sobra"))


def _steps(options: Options, basis: int, steps: int) -> pl.Expr:
    """How many parts of a percent `short` is of the balance's basis; 0 for no round one."""
    short, of = pl.col("short"), pl.col("left_doc") * 1000 // basis
    count = (short * 100 * steps + of // 2) // pl.max_horizontal(of, pl.lit(1))
    back = (of * count + 50 * steps) // (100 * steps)
    fits = ((back - short).abs() <= 1) & (count <= options.retention_percent * steps)
    # among small amounts every difference is a round one
    told = (short > 0) & (short * 200 >= of) & (of >= LEAST) & fits
    return pl.when(told).then(count).otherwise(0)


def _percent(quarters: pl.Expr) -> pl.Expr:
    rest = (quarters % QUARTERS) * 25
    part = pl.when(rest == 0).then(pl.lit("")).otherwise(pl.format(",{}", rest))
    return pl.format("{}{}", quarters // QUARTERS, part)
