"""That a set of credentials is still that of the company whose books the ledger has.

Tokens of another CUIT, put in by mistake, work just as well: the service would
issue, in the wrong books, what nobody can delete. Three things tell them apart:
the CAE of a comprobante that the ledger knows, the CUIT in the QR of whatever
the service shows or issues (api.md 5), and the settings.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict

from planilla.common.afip_qr import issuer_of
from planilla.common.errors import Misconfigured
from planilla.ledger.ledger import Ledger
from planilla.model.comprobante_key import Key
from planilla.model.issuers import ACCOUNT, SANDBOX, Issuer, Issuers
from planilla.model.operation import Operation
from planilla.service.answers import Held
from planilla.service.tusfacturas import TusFacturas

FEW = 50  # comprobantes of another company that a mistake may have left behind
MEND = (
    "Nothing more is done with them: check the tokens. Another CUIT wants a profile of its own, "
    "and issuer_cuit says whose a profile is (docs/operation.md, «Credentials»)"
)


class SameCompany:
    """What one run knows of whose the credentials are.

    `issuers` have the CUITs of the settings: not for a sandbox, which is nobody's.
    """

    def __init__(self, ledger: Ledger, issuers: Issuers) -> None:
        self._ledger = ledger
        self._issuers = Issuers() if ledger.service == SANDBOX else issuers
        self._cuits: dict[str, str] = {}  # of the companies that have been looked at
        self._looked_at: set[str] = set()  # sets of credentials
        self._looking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def look(self, account: str, service: TusFacturas) -> None:
        """Once a set of credentials: ask for a comprobante that the ledger knows; compare both.

        One that is not shown proves nothing. Raises `Misconfigured`, and `NotSent`
        or `Unknown` when there was no answer: then ask again.
        """
        name = service.own.name
        async with self._looking[name]:
            if name not in self._looked_at:
                cuit = await self._looked(account, service)
                self._cuits[account] = self._cuits.get(account) or cuit
                self._looked_at.add(name)

    async def _looked(self, account: str, service: TusFacturas) -> str:
        """The company's CUIT, as far as it is known, once what tells it has been compared."""
        cuit, known = await asyncio.to_thread(self._read, account, service.own)
        if known is not None and known.number is not None:
            held = await service.consulta(Key(known.tipo, known.punto_venta, known.number))
            if held is not None and held.cae and (held.cae == known.cae) is not _is(known, cuit):
                raise Misconfigured(
                    f"the credentials of {_named(service.own.name)} are another company's: in its "
                    f"books {known.comprobante} has CAE {held.cae}. {MEND}"
                )
            shown = issuer_of(held.afip_qr) if held is not None else ""
            if shown and cuit and shown != cuit:
                raise foreign(account, shown)
            return cuit or shown
        return cuit

    def _read(self, account: str, own: Issuer) -> tuple[str, Operation | None]:
        """Who a company is, and a comprobante that tells: its own before a stranger's.

        Credentials show only what is of their own point of sale.
        """
        store = self._ledger.operations
        # before the first: another lane is issuing meanwhile
        newest = store.issued(account, FEW, points=own.puntos_venta)
        first = next(iter(store.issued(account, 1, oldest=True)), None)
        cuit = self._issuers.account(account).digits or (issuer_of(first.afip_qr) if first else "")
        mine = [one for one in newest if _is(one, cuit)]
        return cuit, next(iter([*mine, *newest]), None)

    def shown(self, account: str, held: Held) -> None:
        """Raise `Misconfigured` when what the service shows is another company's."""
        if cuit := self.stranger(account, held.afip_qr):
            raise foreign(account, cuit)

    def stranger(self, account: str, afip_qr: str) -> str:
        """The CUIT that issued, if that is not the company's; a blank when all is well.

        What was seen first tells whose it is, where nothing else does.
        """
        found = issuer_of(afip_qr)
        known = self._cuits.get(account) or found
        self._cuits[account] = known
        return found if found != known else ""


def foreign(account: str, cuit: str) -> Misconfigured:
    """The error for credentials that turned out to be another CUIT's."""
    return Misconfigured(f"the credentials of {_named(account)} are CUIT {cuit}'s. {MEND}")


def of_set(error: Misconfigured, name: str) -> Misconfigured:
    """The error, saying which profile's it is: its tokens are not the settings' own."""
    if name == ACCOUNT or f"profile «{name}»" in str(error):
        return error
    return type(error)(f"profile «{name}»: {error}")


def _is(operation: Operation, cuit: str) -> bool:
    """Whether it stands in a CUIT's books, as far as is known."""
    return not cuit or issuer_of(operation.afip_qr) in {"", cuit}


def _named(account: str) -> str:
    return "planilla" if account == ACCOUNT else f"profile «{account}»"
