"""Blocks of a comprobante that go together or not at all.

Tributos, and the data of a FCE; sources are api.md (3, 4 and 6), ARCA's electronic
invoice manual (WSFEv1) and the vendor's page «Comprobantes MiPyme».
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from polars import col
from stdnum.ar import cbu

from schemas.checks import SCALE
from schemas.expressions import asked, half_even, has, number, pesos
from schemas.fields.regimes import RG_DATOS_MAX
from schemas.fields.tributos import PARTS, TRIBUTOS_MAX
from schemas.rule import fault
from schemas.tables import TRIBUTO_REGIMENES

PERCEPTIONS = ("6", "7")
FCE_CBU, FCE_ALIAS, FCE_ANULACION, FCE_TRANSFER = "2101", "2102", "22", "27"
CENT = int(10 ** (SCALE - 2))  # in the units of a frame's amounts
REGIMENES = {
    kind: ", ".join(f"{code} ({name})" for code, name in known.items())
    for kind, known in TRIBUTO_REGIMENES.items()
}


def _tributo(column: str) -> dict[str, pl.Expr]:
    """The parts of the tributo that a column is of."""
    n = number(column)
    return {part: col(f"tributo_{n}_{part}") for part in PARTS}


def _of(*parts: str) -> tuple[str, ...]:
    return tuple(f"tributo_{n}_{part}" for n in range(1, TRIBUTOS_MAX + 1) for part in parts)


def _whole(column: str) -> pl.Expr:
    return pl.all_horizontal(part.is_not_null() for part in _tributo(column).values())


def _wrong_regimen(column: str) -> pl.Expr:
    parts = _tributo(column)
    code = parts["regimen"].cast(pl.String)
    right = pl.any_horizontal(
        (parts["tipo"] == kind) & code.is_in(list(known))
        for kind, known in TRIBUTO_REGIMENES.items()
    )
    return ~right


def _computed(column: str) -> pl.Expr:
    """A tributo's base by its rate, in whole cents."""
    parts = _tributo(column)
    cents = parts["base_imponible"].to_physical() // CENT
    hundredths = parts["alicuota"].to_physical() // CENT
    return half_even(cents.cast(pl.Int128) * hundredths.cast(pl.Int128), 10_000)


def _datum(known: str) -> pl.Expr:
    """The value beside an id of the regime's data; of several, the last."""
    return pl.coalesce(
        pl.when(col(f"rg_{n}_id") == known).then(col(f"rg_{n}_valor").fill_null(""))
        for n in range(RG_DATOS_MAX, 0, -1)
    ).fill_null("")


class TributoRules(pa.DataFrameModel):
    """Each tributo is whole, with a regimen of its tipo; C takes no perceptions (api.md 3, 6)."""

    @fault(
        *_of(*PARTS),
        code="TRIBUTO",
        block="tributos",
        start="tributo_",
        words=lambda column: {"n": number(column)},
    )
    def tributo(cls, column: str) -> pl.Expr:
        """Told in the first part that is missing."""
        parts = _tributo(column)
        before = [parts[part] for part in PARTS[: PARTS.index(column.split("_", 2)[2])]]
        some = pl.any_horizontal(part.is_not_null() for part in parts.values())
        first = pl.all_horizontal(pl.lit(True), *(part.is_not_null() for part in before))
        return some & first & col(column).is_null()

    @fault(
        *_of("regimen"),
        code="TRIBUTO_REGIMEN",
        block="tributos",
        start="tributo_",
        words=lambda column: {"options": _tributo(column)["tipo"].replace_strict(REGIMENES)},
    )
    def tributo_regimen(cls, column: str) -> pl.Expr:
        """A regimen of the tributo's tipo."""
        return _whole(column) & _wrong_regimen(column)

    @fault(*_of("tipo"), code="TRIBUTO_C", block="tributos", start="tributo_")
    def percepcion_c(cls, column: str) -> pl.Expr:
        """A C bears no perception."""
        perception = col(column).is_in(PERCEPTIONS) & (col("_letra") == "C")
        return _whole(column) & ~_wrong_regimen(column) & perception


class FceRules(pa.DataFrameModel):
    """An invoice names a CBU or its alias and how it circulates, a note whether it annuls.

    Source: WSFEv1, RG 4367; the vendor's page «Comprobantes MiPyme» for the alias.
    """

    @fault("rg_regimen", code="FCE", start="_fce")
    def fce(cls, _: str) -> pl.Expr:
        """The regime by its name."""
        return col("_rule_fce") & col("_fce") & ~has("rg_regimen")

    @fault("rg_1_id", code="FCE_NOTA", start="_fce")
    def fce_nota(cls, _: str) -> pl.Expr:
        """A note says S or N."""
        told = _datum(FCE_ANULACION).is_in(["S", "N"])
        return _is_fce() & col("_note") & ~told

    @fault(*(f"rg_{n}_valor" for n in range(1, RG_DATOS_MAX + 1)), code="CBU", start="_fce")
    def cbu_del_emisor(cls, column: str) -> pl.Expr:
        """The account's number, with its two check digits (Banco Central, "A" 2622)."""
        of_account = col(column.replace("_valor", "_id")) == FCE_CBU
        return _is_fce() & ~col("_note") & of_account & ~asked(col(column), cbu.is_valid)

    @fault("rg_1_id", code="FCE", start="_fce")
    def fce_datos(cls, _: str) -> pl.Expr:
        """Where it is paid, and how it circulates."""
        account, alias = _datum(FCE_CBU), _datum(FCE_ALIAS)
        by_alias = alias.str.contains(r"^[A-Za-z0-9.-]{6,20}$")
        reached = (account != "") | by_alias  # whether it is one is told of its own cell
        transfer = _datum(FCE_TRANSFER).is_in(["SCA", "ADC"])
        return _is_fce() & ~col("_note") & ~(reached & transfer)


def _is_fce() -> pl.Expr:
    return col("_rule_fce") & col("_fce") & has("rg_regimen")


class NewerBlockRules(pa.DataFrameModel):
    """What an earlier release issued need not satisfy (`Rules.newer`).

    Each is the service's own, from the vendor's page «Referencia API AFIP ARCA» unless it
    says otherwise.
    """

    @fault(
        *_of("alicuota"),
        code="DECIMALES",
        block="newer tributos",
        start="tributo_",
        words=lambda _: {"decimals": 2},
    )
    def tributo_alicuota(cls, column: str) -> pl.Expr:
        """Rates have 2 decimals."""
        return col("_rule_newer") & (col(column).to_physical() % 10_000 != 0)

    @fault(
        *_of("total"),
        code="TRIBUTO_TOTAL",
        block="newer tributos",
        start="tributo_",
        words=lambda column: {"computed": pesos(_computed(column))},
    )
    def tributo_total(cls, column: str) -> pl.Expr:
        """A tributo comes to its base by its rate, to the cent (half even)."""
        told = col(column).to_physical().ne(_computed(column) * CENT)
        whole_rate = (_tributo(column)["alicuota"].to_physical() % CENT).eq(0)
        return col("_rule_newer") & _whole(column) & whole_rate & told

    @fault(*_of("tipo"), code="TRIBUTO_C", block="newer tributos", start="tributo_")
    def tributo_c(cls, column: str) -> pl.Expr:
        """A C takes no tributo, whatever its tipo."""
        return col("_rule_newer") & has(column) & (col("_letra") == "C")

    @fault(
        *(f"rg_{n}_id" for n in range(1, RG_DATOS_MAX + 1)),
        code="RG_DATO",
        start="rg_",
        words=lambda column: {"n": number(column)},
    )
    def rg_dato(cls, column: str) -> pl.Expr:
        """The data of a regime are pairs of a number and a value, of a regime that is named."""
        value = column.replace("_id", "_valor")
        digits = col(column).str.contains(r"^\p{Nd}+$").fill_null(False)
        return (
            col("_rule_newer")
            & (has(column) | has(value))
            & ~(has("rg_regimen") & has(value) & digits)
        )

    @fault("rg_regimen", code="RG_SIN_DATOS", start="rg_")
    def rg_sin_datos(cls, _: str) -> pl.Expr:
        """A regime has data."""
        data = (has(f"rg_{n}_{p}") for n in range(1, RG_DATOS_MAX + 1) for p in ("id", "valor"))
        return col("_rule_newer") & has("rg_regimen") & ~pl.any_horizontal(data)
