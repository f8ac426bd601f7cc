"""What is to be reconciled: files, the ledger, days of the service, and for whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from planilla.common.calendar import today
from planilla.common.day_range import checked
from planilla.common.errors import InputRefused
from planilla.ledger.claim_companies import as_new
from planilla.model.issuers import Issuers
from planilla.reconcile.matching.options import Options
from planilla.reconcile.own_rules import OwnRule
from planilla.settings.tolerances import Tolerances

NOT_BOTH = "El servicio muestra lo que hay hoy: pregúntele, o concilie al día que pasó."


def options_of(tolerances: Tolerances, *, on_account: bool = False) -> Options:
    """What the settings take for explained, for the rules: in cents."""
    return Options(
        days_before=tolerances.days_before,
        days_after=tolerances.days_after,
        retention_percent=tolerances.retention_percent,
        charge_cents=int(tolerances.charge * 100),
        charge_percent=tolerances.charge_percent,
        rounding_cents=int(tolerances.rounding * 100),
        on_account=on_account,
    )


def rules_of(tolerances: Tolerances) -> tuple[OwnRule, ...]:
    """The office's own rules, in the order in which they are tried."""
    return tuple(OwnRule(one.name, one.text, one.least, one.most) for one in tolerances.rules)


@dataclass(frozen=True)
class Reconcile:
    """What is compared: files, and whether the ledger and some days of the service too.

    `declarations` are TOML files of sources of the person's own, beside those that the home
    keeps, `choices` the result in which a person chose; by default, the last one in `out`.
    `service_days` are the first and the last; `InputRefused` where they are backwards or too
    many. With which settings it is done is told apart: they hold secrets. With `as_of`, a past
    day, only what was known by its end counts: of the ledger by its journal, of the files given
    by their dates; nothing is remembered of it, and nothing to be registered is written.
    `per_client` asks for a statement of account a client.
    """

    invoices: tuple[Path, ...] = ()
    payments: tuple[Path, ...] = ()
    declarations: tuple[Path, ...] = ()
    service_days: tuple[date, date] | None = None
    ledger: bool = True
    out: Path = Path("resultados")
    options: Options = field(default_factory=Options)
    forget: bool = False
    day: date = field(default_factory=today)
    profile: str | None = None
    choices: Path | None = None
    as_of: date | None = None
    rules: tuple[OwnRule, ...] = ()
    per_client: bool = False

    def __post_init__(self) -> None:
        if self.service_days is not None:
            checked(*self.service_days)
        if self.as_of is None:
            return
        if self.service_days is not None:
            raise InputRefused("the service shows what is now: ask it, or say --as-of", NOT_BOTH)
        if self.as_of > today():
            raise InputRefused(f"{self.as_of:%d/%m/%Y} is yet to come", "Ese día no llegó todavía.")
        object.__setattr__(self, "day", self.as_of)

    @property
    def name(self) -> str:
        """The name of the result, without its ending."""
        return "conciliacion" if self.as_of is None else f"conciliacion al {self.as_of:%Y-%m-%d}"

    def compared(self, every: Issuers) -> Issuers:
        """Whose comprobantes are compared: everybody's, or those of one profile's company.

        `InputRefused` when a number could be of two companies.
        """
        if self.profile is not None:
            if self.profile not in every.names:
                names = ", ".join(every.names)
                raise InputRefused(f"there is no profile «{self.profile}»: there are {names}")
            return every.with_profile(self.profile)
        if every.shared:
            point, names = every.shared[0], ", ".join(every.names)
            raise InputRefused(
                f"several profiles have point of sale {point}: say which with --profile ({names})",
                f"Varios perfiles tienen el punto de venta {point} ({names}), y el archivo no dice "
                "de cuál es: lo concilia quien maneja planilla, con planilla reconcile --profile.",
            )
        return every

    def apart(self, sets: Issuers) -> list[Reconcile]:
        """One for each company where a number alone does not say whose it is; else itself.

        `sets` are the settings' own. Files of payments, and what a person chose among them, are
        not dealt out: one of them is of one company.
        """
        every = as_new(sets)
        if self.profile is not None or not every.shared or self.payments or self.choices:
            return [self]
        first = {one.account: one.name for one in reversed(every.known)}
        names = [name for name in every.names if name in first.values()]
        return [replace(self, profile=name, out=self.out / name) for name in names]

    def cuit(self, every: Issuers) -> str | None:
        """The issuer's CUIT where a point of sale alone does not say whose it is."""
        if self.profile is None or not every.shared:
            return None
        mine = self.compared(every)
        return mine.account(mine.known[0].account).digits
