"""What a reconciliation may take for explained, as the office sets it."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field, model_validator


class OwnRule(BaseModel):
    """What is no client's money: lines that hold a `text`, of an amount between two, or both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    text: str = ""
    least: Decimal | None = Field(default=None, gt=0, decimal_places=2)
    most: Decimal | None = Field(default=None, gt=0, decimal_places=2)

    @model_validator(mode="after")
    def _says_something(self) -> OwnRule:
        if not self.text.strip() and self.least is None and self.most is None:
            raise ValueError("a rule needs a text or an amount: it would set everything aside")
        return self


class Tolerances(BaseModel):
    """Limits of the rules, with what most offices keep; amounts in pesos, to the cent.

    A payment may be smaller than what is owed by withholdings of at most `retention_percent`, or
    by a bank's charge of at most `charge` and `charge_percent`; larger by `rounding`. It may be
    dated from `days_before` before its comprobante to `days_after` after it. What the first of
    the `rules` that fits knows is set aside.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    retention_percent: int = Field(default=6, ge=0, le=50)
    charge: Decimal = Field(default=Decimal(500), ge=0, decimal_places=2)
    charge_percent: int = Field(default=10, ge=0, le=50)
    rounding: Decimal = Field(default=Decimal(1), ge=0, decimal_places=2)
    days_before: int = Field(default=5, ge=0, le=366)
    days_after: int = Field(default=180, ge=0, le=3660)
    rules: tuple[OwnRule, ...] = ()
