"""A comprobantes sheet: one row a concept, the rows of a referencia one comprobante.

Its fields, by subject, are in `schemas.fields`; the rules of its rows, by subject, in
`schemas.rules`; those of a whole comprobante are here. Each rule names its source; those of
ARCA can be switched off one by one (`schemas.context.Rules`), and the service has the last
word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import pandera.polars as pa
import polars as pl
from polars import col

from schemas.context import FIFTHS, Context
from schemas.expressions import IS_FCE, has, pesos
from schemas.fields.associated import Associated
from schemas.fields.client import Client
from schemas.fields.concept import Concept
from schemas.fields.export import Export
from schemas.fields.head import Head
from schemas.fields.regimes import PaymentAndRegimes
from schemas.fields.totals import Sums
from schemas.fields.tributos import Tributos
from schemas.linked import Link, without_footing
from schemas.prepared import prepared, together
from schemas.priced import GROSS, asks, net_prices, with_net
from schemas.rule import fault
from schemas.rules.association import AssociationRules, NewerAssociationRules
from schemas.rules.blocks import FceRules, NewerBlockRules, TributoRules
from schemas.rules.dates import CurrencyRules, DateRules
from schemas.rules.export import ExportRules
from schemas.rules.internal_taxes import InternalTaxRules
from schemas.rules.payments import PaymentRules, paid
from schemas.rules.prices import PriceRules
from schemas.rules.receiver import IssuerRules, ReceiverRules
from schemas.rules.texts import NewerTextRules, OtherRules
from schemas.sheet import Sheet
from schemas.totals import SUBTOTALS, TOO_BIG, agrees, discount, mixed

FCE_MINIMUM = 5_549_862
TOO_MANY_PESOS = col("_near_the_limit") & (col("_pesos") >= col("_limit"))


class SumRules(pa.DataFrameModel):
    """Whether a comprobante's sums hold: its total, its discount, what was paid of it.

    Over several rates the service takes the general discount from one subtotal alone. Which
    one its documents only half say (api.md 3), so that the row has to say the total.
    """

    @fault("precio_unitario_sin_iva", code="DEMASIADO_GRANDE")
    def demasiado(cls, _: str) -> pl.Expr:
        """No comprobante comes to 10 ** 26."""
        return col("_gross") >= TOO_BIG

    @fault("bonificacion", code="BONIFICACION")
    def bonificacion_excede(cls, _: str) -> pl.Expr:
        """A discount of no more than there is."""
        return discount() > col("_bases")

    @fault(
        "bonificacion",
        code="BONIFICACION_SUBTOTAL",
        start="_mixed",
        words=lambda _: {"subtotal": col("_rate").replace_strict(SUBTOTALS)},
    )
    def bonificacion_subtotal(cls, _: str) -> pl.Expr:
        """Of no more than the subtotal that bears it."""
        return _bears() & (discount() > col("_subtotal"))

    @fault(
        "total",
        code="BONIFICACION_MIXTA",
        start="_mixed",
        words=lambda _: {
            "computed": pesos(col("_total")),
            "subtotal": col("_rate").replace_strict(SUBTOTALS),
        },
    )
    def bonificacion_mixta(cls, _: str) -> pl.Expr:
        """The total that follows is the one that the row says."""
        return _bears() & ~(discount() > col("_subtotal")) & ~agrees()

    @fault(
        "total",
        code="TOTAL",
        start="total",
        words=lambda _: {"computed": pesos(col("_total")), "way": "", "unread": ""},
    )
    def total_que_da(cls, _: str) -> pl.Expr:
        """To the cent."""
        return col("_total").is_not_null() & has("total") & ~_bears() & ~agrees()

    @fault("precio_unitario_sin_iva", code="TOTAL_CERO")
    def total_cero(cls, _: str) -> pl.Expr:
        """More than nothing."""
        return col("_total") <= 0

    @fault(
        "documento_nro",
        code="SIN_IDENTIDAD",
        start="_near_the_limit",
        words=lambda _: {"limit": _written(col("_limit"))},
    )
    def sin_identidad(cls, _: str) -> pl.Expr:
        """A consumer without identity goes up to `facturacion/topecf` (RG 5700, RG 5866)."""
        return TOO_MANY_PESOS

    @fault("tipo", code="FCE_MINIMO", start="_fce", words=lambda _: {"minimum": "5.549.862"})
    def fce_minimo(cls, _: str) -> pl.Expr:
        """A FCE starts at its minimum (since 14/04/2026)."""
        least = FCE_MINIMUM * int(10**FIFTHS)
        below = IS_FCE & ~col("_note") & (col("_pesos") < least)
        return below & ~TOO_MANY_PESOS.fill_null(False)

    @fault(
        "pago_importe",
        code="PAGO_EXCEDE",
        start="pago_",
        words=lambda _: {"computed": pesos(col("_payable")), "paid": pesos(paid() // 10_000)},
    )
    def pago_excede(cls, _: str) -> pl.Expr:
        """What is paid is in pesos, and not more than the total in pesos (api.md 4)."""
        rated = (col("moneda") == "PES") | ((col("cotizacion") != 0) & (col("cotizacion") != 1))
        return rated & (paid() > col("_payable") * 10_000)


def _bears() -> pl.Expr:
    """Whether one subtotal of several bears a discount."""
    return col("_total").is_not_null() & mixed() & col("_rule_newer")


def _written(limit: pl.Expr) -> pl.Expr:
    """An amount as it is written in Argentina: 1.234.567,89."""
    return pesos(limit // 1_000).map_elements(
        lambda amount: f"{amount:,.2f}".translate(str.maketrans(",.", ".,")),
        return_dtype=pl.String,
    )


class Comprobantes(
    SumRules,
    PriceRules,
    NewerTextRules,
    InternalTaxRules,
    NewerBlockRules,
    NewerAssociationRules,
    OtherRules,
    ExportRules,
    FceRules,
    TributoRules,
    PaymentRules,
    AssociationRules,
    CurrencyRules,
    DateRules,
    IssuerRules,
    ReceiverRules,
    PaymentAndRegimes,
    Export,
    Associated,
    Tributos,
    Sums,
    Concept,
    Client,
    Head,
    Sheet,
):
    """A comprobantes sheet; read its bases from the last to the first.

    So stand the columns in the template, and so are the rules told.
    """

    @classmethod
    def groups(cls, frame: pl.DataFrame) -> pl.Series:
        """The rows of a referencia are one comprobante; a row without stands alone."""
        return together(frame)

    @classmethod
    def prepared(
        cls,
        frame: pl.DataFrame,
        context: Context,
        groups: pl.Series,
        by_shares: Callable[[int], Decimal] | None = None,
    ) -> pl.DataFrame:
        """With what `schemas.prepared` says."""
        return prepared(frame, cls.columns(), context, groups, by_shares)

    @classmethod
    def priced(
        cls, frame: pl.DataFrame, groups: pl.Series, given: pl.DataFrame
    ) -> tuple[pl.DataFrame, Sequence[tuple[int, str, str]]]:
        """With the price without IVA of each row that says the one with it."""
        if not asks(given):
            return frame, []
        found = net_prices(frame, groups)
        told = (given[GROSS].is_not_null() & frame[GROSS].is_null()).arg_true()
        unread = dict.fromkeys(told, Decimal(0))  # it is told as wrong, and not as missing
        missed = [(position, GROSS, code) for position, code, _ in found.told]
        return with_net(frame, {**unread, **found.prices}), missed

    @classmethod
    def judges_partly(cls) -> bool:
        """Whoever mends a row wants all that is wrong with it at once."""
        return True

    @classmethod
    def links(cls, frame: pl.DataFrame) -> Mapping[int, str]:
        """Notes whose comprobante is invalid, later, or in a circle, by their group."""
        heads = frame.filter(col("_first") & col("_whole"))
        names = heads["referencia"].fill_null("\0" + heads["_group"].cast(pl.String))
        links = [
            Link(("", name), *rest)
            for name, rest in zip(
                names, heads.select("tipo", "fecha", "asociado_referencia").rows(), strict=True
            )
        ]
        wrong = set(frame["referencia"].drop_nulls()) - set(names)
        fallen = without_footing(links, {("", name) for name in wrong})
        groups = dict(zip(names, heads["_group"], strict=True))
        return {groups[name]: code for (_, name), code in fallen.items()}
