"""What is to be reconciled: files, the ledger, days of the service, and for whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from planilla.calendar import today
from planilla.errors import InputRefused
from planilla.issuers import Issuers
from planilla.matching.options import Options
from planilla.settings import Settings
from schemas.sources.declaration import Declaration


@dataclass(frozen=True)
class Reconcile:
    """What is compared: files, and whether the ledger and some days of the service too.

    `choices` is the result in which a person chose; by default, the last one in `out`.
    """

    settings: Settings
    invoices: tuple[Path, ...] = ()
    payments: tuple[Path, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    service_days: tuple[date, date] | None = None
    ledger: bool = True
    out: Path = Path("resultados")
    options: Options = field(default_factory=Options)
    forget: bool = False
    day: date = field(default_factory=today)
    profile: str | None = None
    choices: Path | None = None

    @property
    def issuers(self) -> Issuers:
        """Whose comprobantes are compared: everybody's, or one profile's.

        `InputRefused` when a number could be of two of them.
        """
        every = self.settings.issuers
        if self.profile is not None:
            if self.profile not in every.accounts:
                names = ", ".join(every.accounts)
                raise InputRefused(f"there is no profile «{self.profile}»: there are {names}")
            return Issuers(every.account(self.profile))
        if every.shared:
            point, names = every.shared[0], ", ".join(every.accounts)
            raise InputRefused(
                f"several profiles have point of sale {point}: say which with --profile ({names})",
                f"Varios perfiles tienen el punto de venta {point} ({names}), y el archivo no dice "
                "de cuál es: lo concilia quien maneja planilla, con planilla reconcile --profile.",
            )
        return every

    def apart(self) -> list[Reconcile]:
        """One for each profile where a number alone does not say whose it is; else itself.

        Files of payments are not dealt out: one of them is of one company.
        """
        every = self.settings.issuers
        if self.profile is not None or not every.shared or self.payments:
            return [self]
        return [replace(self, profile=a, out=self.out / a) for a in every.accounts]

    @property
    def cuit(self) -> str | None:
        """The issuer's CUIT where a point of sale alone does not say whose it is."""
        mine = self.issuers.known[0].digits if self.profile else None
        return mine if self.settings.issuers.shared else None

    @property
    def memory(self) -> Path:
        """Where the payments that have been seen are kept."""
        home = self.settings.home
        return home if self.profile is None else home / "perfiles" / self.profile
