"""What the person who reconciles may set, with figures that most offices keep."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """Limits of the rules.

    `days_before` and `days_after` bound a payment's date around the document's.
    A payment may be smaller than the balance by withholdings of at most
    `retention_percent` (income tax 2 %, IVA and IIBB 3 % together stay below
    6 %), or by a charge of at most `charge_cents` and `charge_percent`; larger by `rounding_cents`.
    `most_documents` and `most_payments` bound the search for sums of a payment or document,
    `most_sums_a_client` and `most_sums` how many sums are tried. `on_account` puts what is left
    on the oldest documents.
    """

    days_before: int = 5
    days_after: int = 180
    retention_percent: int = 6
    charge_cents: int = 500_00
    charge_percent: int = 10
    rounding_cents: int = 1_00
    most_documents: int = 14
    most_payments: int = 8
    largest_sum: int = 6
    most_sums_a_client: int = 2_000_000
    most_sums: int = 100_000_000
    on_account: bool = False
    alike: float = 88.0
