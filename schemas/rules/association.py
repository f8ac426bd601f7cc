"""What a note corrects."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
from polars import col

from schemas.expressions import IS_E, eleven, has, known_prefix, looked_up, valid_cuit
from schemas.filled import ASSOCIATED, WHICH
from schemas.linked import referencias
from schemas.prepared import FCE, FISCAL, LETRAS
from schemas.rule import fault

MOST = 10
WITHOUT_ANY = IS_E & col("fex_tipo_exportacion").is_in(["2", "4"])
"""Notes E about services and others name nothing (`schemas.rules.export`)."""
NAMED = pl.any_horizontal(has(name) for name in ASSOCIATED)
RANGED = has("asociado_desde") | has("asociado_hasta")
WAYS = sum((way.cast(pl.Int8) for way in (RANGED, has("asociado_referencia"))), NAMED.cast(pl.Int8))
CORRECTS = col("_note") & col("_fiscal")
WHOLE = pl.all_horizontal(has(name) for name in WHICH) & (has("asociado_fecha") | IS_E)
UNDATED = (
    (WAYS == 1) & pl.all_horizontal(has(name) for name in WHICH) & ~has("asociado_fecha") & ~IS_E
)
UNCLEAR = (
    (WAYS != 1) | (NAMED & ~WHOLE) | (RANGED & (col("_fce") | IS_E))
) & ~WITHOUT_ANY.fill_null(False)
BACKWARDS = RANGED & (
    col("asociado_desde").is_null()
    | col("asociado_hasta").is_null()
    | (col("asociado_desde") > col("asociado_hasta"))
    | (col("asociado_hasta") > col("fecha"))
).fill_null(False)
EACH = col("_first") | col("_another")
CLEAR = CORRECTS & ~UNCLEAR & ~BACKWARDS


class AssociationRules(pa.DataFrameModel):
    """Notes say what they correct, in one of three ways (api.md 3).

    By its type, point of sale, number and date (which an E may leave out), up to 10 of them, a
    row each; by a period, which neither a FCE nor an E takes; or by another row's referencia. What
    is corrected has the note's letter and regime, is no later than it, and is the issuer's own.
    """

    @fault("asociado_referencia", code="ASOCIADO_DE_MAS", start="asociado_")
    def asociado_de_mas(cls, _: str) -> pl.Expr:
        """Only notes that AFIP knows correct anything."""
        return ~(col("_note") & col("_fiscal")) & (WAYS > 0)

    @fault("asociado_referencia", code="ASOCIADO", start="_note")
    def asociado(cls, _: str) -> pl.Expr:
        """One way, whole."""
        return CORRECTS & UNCLEAR & ~UNDATED

    @fault("asociado_fecha", code="ASOCIADO_SIN_FECHA", start="_note")
    def asociado_sin_fecha(cls, _: str) -> pl.Expr:
        """All of it but the day."""
        return CORRECTS & UNDATED

    @fault("asociado_desde", code="ASOCIADO_PERIODO", start="asociado_")
    def asociado_periodo(cls, _: str) -> pl.Expr:
        """Both days, in order, none after the note."""
        return CORRECTS & ~UNCLEAR & BACKWARDS

    @fault(
        "asociado_tipo",
        code="ASOCIADO_TIPO",
        each_row=True,
        start="asociado_",
        words=lambda _: {"tipo": col("tipo")},
    )
    def asociado_tipo_que_corrige(cls, _: str) -> pl.Expr:
        """The same letter and regime."""
        other = looked_up("asociado_tipo", LETRAS), looked_up("asociado_tipo", FCE)
        same = (other[0] == col("_letra")) & (other[1] == col("_fce"))
        return CLEAR & EACH & ~(looked_up("asociado_tipo", FISCAL) & same)

    @fault("asociado_numero", code="ASOCIADOS", words=lambda _: {"count": col("_asociados")})
    def asociados(cls, _: str) -> pl.Expr:
        """As many as the service takes."""
        return CLEAR & (col("_asociados") > MOST)

    @fault(
        "asociado_referencia",
        code="ASOCIADOS",
        start="asociado_referencia",
        words=lambda _: {"count": _named_by_referencia()},
    )
    def asociadas(cls, _: str) -> pl.Expr:
        """In one cell too."""
        return CLEAR & (_named_by_referencia() > MOST)

    @fault("asociado_fecha", code="ASOCIADO_FECHA", each_row=True, start="asociado_")
    def asociado_posterior(cls, _: str) -> pl.Expr:
        """No later than the note."""
        return CLEAR & EACH & (col("asociado_fecha") > col("fecha"))

    @fault("asociado_cuit", code="ASOCIADO_CUIT", each_row=True, start="asociado_")
    def asociado_ajeno(cls, _: str) -> pl.Expr:
        """The issuer's own."""
        return CLEAR & EACH & (col("asociado_cuit") != col("_cuit"))


class NewerAssociationRules(pa.DataFrameModel):
    """What an earlier release issued need not satisfy (`Rules.newer`).

    Each is the service's own, from the vendor's page «Referencia API AFIP ARCA» unless it
    says otherwise.
    """

    @fault("asociado_cuit", code="ASOCIADO_SIN_CUIT", start="asociado_")
    def asociado_sin_cuit(cls, _: str) -> pl.Expr:
        """Each comprobante that a note names carries its issuer's CUIT, which is our own.

        Source: the vendor's page «Notas de crédito / Notas de débito».
        """
        return _names_another() & ~has("asociado_cuit")

    @fault(
        "asociado_cuit",
        code="CUIT_PREFIJO",
        start="asociado_",
        words=lambda column: {"prefix": col(column).str.slice(0, 2)},
    )
    def asociado_cuit_prefijo(cls, _: str) -> pl.Expr:
        """Where the issuer's is not known, what the row says begins as a CUIT does."""
        return _names_another() & eleven("asociado_cuit") & ~known_prefix("asociado_cuit")

    @fault("asociado_cuit", code="CUIT", start="asociado_")
    def asociado_cuit_mal(cls, _: str) -> pl.Expr:
        """And it is one."""
        begun = ~eleven("asociado_cuit") | known_prefix("asociado_cuit")
        return _names_another() & begun & ~valid_cuit("asociado_cuit")


def _named_by_referencia() -> pl.Expr:
    return col("asociado_referencia").map_elements(
        lambda text: len(referencias(text)), return_dtype=pl.Int64
    )


def _names_another() -> pl.Expr:
    names = has("asociado_numero") | has("asociado_referencia")
    return col("_rule_newer") & names & ~has("_cuit")
