"""A comprobantes sheet: one row a concept, the rows of a referencia one comprobante."""

from __future__ import annotations

from schemas.fields.associated import Associated
from schemas.fields.client import Client
from schemas.fields.concept import Concept
from schemas.fields.head import Head
from schemas.fields.regimes import PaymentAndRegimes
from schemas.fields.sums import Sums
from schemas.fields.tributos import Tributos


class Comprobantes(PaymentAndRegimes, Associated, Tributos, Sums, Concept, Client, Head):
    """A comprobantes sheet."""
