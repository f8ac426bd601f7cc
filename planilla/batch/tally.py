"""What a file came to, counted once a comprobante."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from planilla.batch.followed import Followed
from planilla.model.asked import Kind
from planilla.writing.counts import CREDIT
from planilla.writing.report import Estado


@dataclass
class Tally:
    """Comprobantes by estado, money by estado and currency, and what is to be told beside."""

    comprobantes: Counter[Estado] = field(default_factory=Counter)
    money: dict[Estado, dict[str, Decimal]] = field(default_factory=dict)
    from_other_files: int = 0
    missing_pdfs: int = 0

    def count(self, estado: Estado, one: Followed) -> None:
        """One more; a credit note's money counts against the rest, an e-mail has none."""
        self.comprobantes[estado] += 1
        if one.kind is Kind.RESEND:
            return
        amounts = self.money.setdefault(estado, {})
        sign = -1 if one.tipo.startswith(CREDIT) else 1
        amounts[one.moneda] = amounts.get(one.moneda, Decimal(0)) + sign * one.total
