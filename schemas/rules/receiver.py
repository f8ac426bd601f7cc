"""Who a comprobante is for, and who issues it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandera.polars as pa
import polars as pl
from polars import col

from schemas.expressions import IS_E, eleven, known_prefix, valid_cuit
from schemas.prepared import unnumbered
from schemas.rule import fault

RECEIVERS = {"A": ("RI", "M"), "B": ("CF", "E", "IVNA", "CDEX"), "M": ("RI", "M"), "E": ("CDEX",)}
NAMELESS = ("CF", "CDEX")  # the vendor's page «Factura B a cliente del exterior»
ISSUERS = {"RI": ("A", "B", "M", "E"), "M": ("C", "E"), "E": ("C", "E")}
CONDITION = pl.coalesce("condicion_iva_operacion", "condicion_iva")
OTHER = col("documento_tipo") == "OTRO"
NOBODY = pl.when(IS_E).then(~OTHER & unnumbered()).otherwise(unnumbered() != OTHER)
"""OTRO goes with 0; of a client abroad it may be any number (the vendor's example «Factura E»)."""
UNNAMED = NOBODY | (OTHER & ~IS_E & ~CONDITION.is_in(NAMELESS))
A_CUIT = ~UNNAMED & col("_rule_cuit_digit") & col("documento_tipo").is_in(["CUIT", "CUIL", "CDI"])


def _prefix(column: str) -> Mapping[str, Any]:
    return {"prefix": col(column).str.slice(0, 2)}


class ReceiverRules(pa.DataFrameModel):
    """Document and IVA condition against the letter (api.md 6; ARCA 10013; RG 5616)."""

    @fault(
        "documento_tipo",
        code="DOCUMENTO_SIN_TIPO",
        words=lambda _: {"number": col("documento_nro")},
    )
    def documento_sin_tipo(cls, _: str) -> pl.Expr:
        """A number that may be of several kinds says of which it is."""
        return col("documento_tipo").is_null() & col("documento_nro").is_not_null()

    @fault("documento_nro", code="DOCUMENTO_OTRO")
    def documento_otro(cls, _: str) -> pl.Expr:
        """OTRO with number 0 is a final consumer or a client from abroad, and nobody else."""
        return UNNAMED

    @fault(
        "documento_nro",
        code="CUIT_CIFRAS",
        words=lambda _: {"length": col("documento_nro").str.len_chars()},
    )
    def cuit_cifras(cls, _: str) -> pl.Expr:
        """A CUIT, CUIL or CDI has 11 digits."""
        return A_CUIT & ~eleven("documento_nro")

    @fault("documento_nro", code="CUIT_PREFIJO", words=_prefix)
    def cuit_prefijo(cls, _: str) -> pl.Expr:
        """It begins with what ARCA gives to persons and companies (`schemas.cuit`)."""
        return A_CUIT & eleven("documento_nro") & ~known_prefix("documento_nro")

    @fault("documento_nro", code="CUIT")
    def cuit(cls, _: str) -> pl.Expr:
        """Its last digit follows from the others."""
        wrong = eleven("documento_nro") & known_prefix("documento_nro")
        return A_CUIT & wrong & ~valid_cuit("documento_nro")

    @fault("documento_nro", code="DOCUMENTO")
    def dni(cls, _: str) -> pl.Expr:
        """A DNI has 6 to 8 digits."""
        short = ~col("documento_nro").str.len_chars().is_between(6, 8)
        return ~UNNAMED & (col("documento_tipo") == "DNI") & short

    @fault(
        "condicion_iva",
        code="LETRA_CLIENTE",
        words=lambda _: {
            "letra": col("_letra"),
            "allowed": col("_letra").replace_strict(
                {k: ", ".join(v) for k, v in RECEIVERS.items()}
            ),
        },
    )
    def letra_cliente(cls, _: str) -> pl.Expr:
        """A and M are for RI and M, E for CDEX, B for the others, C for all."""
        wrong = pl.any_horizontal(
            (col("_letra") == letra) & ~CONDITION.is_in(allowed)
            for letra, allowed in RECEIVERS.items()
        )
        return ~UNNAMED & col("_rule_letters") & wrong

    @fault("documento_tipo", code="DOCUMENTO_LETRA", words=lambda _: {"letra": col("_letra")})
    def documento_letra(cls, _: str) -> pl.Expr:
        """A and M need a CUIT, and C for whoever is no final consumer."""
        needs = col("_letra").is_in(["A", "M"]) | ((col("_letra") == "C") & (CONDITION != "CF"))
        return ~UNNAMED & col("_rule_letters") & needs & (col("documento_tipo") != "CUIT")


class IssuerRules(pa.DataFrameModel):
    """Letter and receiver against the issuer (api.md 6; ARCA 10069)."""

    @fault(
        "tipo",
        code="LETRA_EMISOR",
        start="_condicion",
        words=lambda _: {"issuer": col("_condicion"), "letra": col("_letra")},
    )
    def letra_emisor(cls, _: str) -> pl.Expr:
        """RI issues A, B, M and E; M and E issue C and E."""
        wrong = pl.any_horizontal(
            (col("_condicion") == condition) & ~col("_letra").is_in(["", *letras])
            for condition, letras in ISSUERS.items()
        )
        return col("_rule_issuer") & wrong

    @fault("documento_nro", code="ES_EL_EMISOR", start="_cuit")
    def es_el_emisor(cls, _: str) -> pl.Expr:
        """The client is somebody else."""
        return col("_rule_issuer") & (col("documento_nro") == col("_cuit"))
