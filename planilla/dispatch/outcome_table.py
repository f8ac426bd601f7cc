"""The outcome table: what may be done next, whatever came back. All of it is here.

After a request that changes the world (`after_request`):

    came back                       the operation becomes       then
    error: N, well formed           done                        go on
    not sent, 429, maintenance      pending, same number        wait, try again
    credentials, 401, 403, 404      pending, same number        stop everything
    error: S with the service's
      own code (TFC-…)              unknown, refused by service look up at once
    error: S with one of AFIP's     unknown, refused by AFIP    look up; absence counts after settle
    error: S without any code       unknown, unclear            look up; absence counts after settle
    HTTP 400                        unknown, refused as by AFIP look up; absence counts after settle
    error: N about another one, or
      with a CAE that we know       unknown                     look up; absence counts after settle
    anything else                   unknown                     look up; absence counts after settle

After a look-up by number and by reference (`after_lookup`):

    the service shows               then
    our reference and content       done, whatever was said before
    our reference, other content    review
    somebody else's under our number   a new number, same operation
    nothing, refused by the service rejected
    nothing, and settled, refused by AFIP, which is in order   rejected
    nothing, and settled, unclear for the second time          rejected
    nothing, and settled            pending, same number
    nothing, not settled yet        wait, look again
    ours, with a CAE that another operation has        review

Nothing counts as nothing only where the number just below is shown
(`dispatch/lookup/proved_absent.py`); else wait, and then the lane stops.

A rejection that speaks of the number waits for settle, and is final only once the numbering, asked
again, still gives that number; else a new number, same operation.

What is not the row's (`planilla.service.refusal_texts`, the table of texts) is unknown
first, whatever codes it has; nothing shown and settled, then:

    it                              a comprobante               a payment, a queueing, an e-mail
    passes by itself                pending, the breaker waits  review
    is the account's, the point's   pending, that stops         review, that stops
    exists at ARCA only             review, its lane stops      review

The service's numbers are its locks: a request sent again carries the same one
(docs/design.md, "What keeps the promise").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum, auto

from planilla.common.errors import Misconfigured, NotSent, Refused, ServiceError
from planilla.model.operation import Operation, Refusal, State
from planilla.service.answers import Held
from planilla.service.refusal_texts import Reach, Trouble, folded, trouble_of
from planilla.service.tusfacturas import same_amount

SERVICE_CODE = "TFC-"
QUEUED = re.compile(r"\b(?:en|de la) cola\b|encolad", re.IGNORECASE)
OF_NUMBER = re.compile(r"\b10016\b|\bnumero\b.*\b(?:proximo|correspond\w*|utilizad\w*|existe)\b")
AFIP_CODE = re.compile(r"(?<!\d)1\d{4}(?!\d)")  # ARCA's validations are 10000 and up


class Finding(Enum):
    """What a look-up showed."""

    OURS = auto()
    OTHER_CONTENT = auto()
    SOMEBODY_ELSES = auto()
    ABSENT = auto()


class Next(Enum):
    """What to do with an unknown operation after a look-up."""

    DONE = auto()
    REVIEW = auto()
    RENUMBER = auto()
    REJECT = auto()
    LEFT_AT_ARCA = auto()
    SEND_AGAIN = auto()
    WAIT = auto()


AFTER_TROUBLE = {
    Reach.OUTAGE: Next.SEND_AGAIN,
    Reach.POINT: Next.SEND_AGAIN,  # not in this run: `stops.Halts`
    Reach.ACCOUNT: Next.SEND_AGAIN,
    Reach.AT_ARCA: Next.LEFT_AT_ARCA,
}


def after_request(error: ServiceError) -> State:
    """The state that an operation goes to when its request ended in `error`."""
    if isinstance(error, NotSent | Misconfigured):
        return State.PENDING
    return State.UNKNOWN


def refused_by(error: ServiceError) -> Refusal | None:
    """Who said `error: S`, by the codes: an outage has none, and is no verdict on the data.

    HTTP 400 is a verdict on the input, though it came before the service's own rules.
    """
    if not isinstance(error, Refused):
        return None
    if trouble_of(error.messages) is not None:
        return Refusal.UNCLEAR
    if error.bad_request:
        return Refusal.AFIP
    codes = [detail.code for detail in error.details if detail.code]
    if codes and all(code.startswith(SERVICE_CODE) for code in codes):
        return Refusal.SERVICE
    coded = any(AFIP_CODE.search(text) for text in (*codes, *error.messages))
    return Refusal.AFIP if coded else Refusal.UNCLEAR


def same_comprobante(operation: Operation, held: Held) -> bool:
    """Whether what the service holds is what we asked for: tipo, receiver, date and total."""
    return (
        held.tipo == " ".join(operation.tipo.upper().split())
        and held.punto_venta == operation.punto_venta
        and held.fecha == operation.fecha
        and _digits(held.documento_nro) == _digits(operation.documento_nro)
        and same_amount(operation.total, held.total)
    )


def judge(operation: Operation, held: Held) -> Finding:
    """What one comprobante that the service showed is to an operation."""
    if held.external_reference == operation.external_reference:
        same = same_comprobante(operation, held)
        return Finding.OURS if same else Finding.OTHER_CONTENT
    if not held.external_reference and may_be(operation, held):
        return Finding.OTHER_CONTENT  # unsigned, and nothing speaks against it: a person must tell
    return Finding.SOMEBODY_ELSES


def may_be(operation: Operation, held: Held) -> bool:
    """Whether nothing that the service shows of it is another comprobante's.

    The documents' example of `consulta` has no reference, and an answer can lack more
    than that: what is not shown proves nothing.
    """
    shown = replace(
        held,
        tipo=held.tipo or operation.tipo.upper(),
        punto_venta=held.punto_venta or operation.punto_venta,
        fecha=held.fecha or operation.fecha,
        documento_nro=held.documento_nro or operation.documento_nro,
        total=operation.total if held.total is None else held.total,
    )
    return same_comprobante(operation, shown)


def after_lookup(
    finding: Finding,
    refusal: Refusal | None,
    *,
    settled: bool,
    afip_in_order: bool,
    repeated: bool = False,
    trouble: Trouble | None = None,
) -> Next:
    """The next step for an unknown operation.

    `settled` says that the attempt ended long enough ago for absence to count;
    `afip_in_order` that the service reports no trouble with AFIP/ARCA, `repeated`
    that an unclear refusal was not the first of this run, `trouble` what the refusal is
    in the table of those that are not the row's.
    """
    at_once = {
        Finding.OURS: Next.DONE,
        Finding.OTHER_CONTENT: Next.REVIEW,
        Finding.SOMEBODY_ELSES: Next.RENUMBER,
    }
    if finding in at_once:
        return at_once[finding]
    if refusal is Refusal.SERVICE and trouble is None:
        return Next.REJECT
    if not settled:
        return Next.WAIT
    if trouble is not None:
        return AFTER_TROUBLE[trouble.reach]
    certain = refusal is Refusal.AFIP or (refusal is Refusal.UNCLEAR and repeated)
    if certain and afip_in_order:
        return Next.REJECT
    return Next.SEND_AGAIN


def is_of_data(texts: Iterable[str]) -> bool:
    """Whether a failure of the queue is of data, which fails again however often it is retried.

    ARCA's validations and the service's own carry a code; an outage does not.
    """
    texts = tuple(texts)
    if trouble_of(texts) is not None:
        return False
    return any(SERVICE_CODE in text or AFIP_CODE.search(text) for text in texts)


def trouble_in(operation: Operation) -> Trouble | None:
    """What an operation was refused with last, where that is not the row's."""
    return trouble_of(operation.errors) if operation.refusal is not None else None


def about_number(texts: Iterable[str]) -> bool:
    """Whether a refusal is about the number, or may be (ARCA's 10016 is of number or date)."""
    return any(OF_NUMBER.search(folded(text)) for text in texts)


def says_queue(texts: Iterable[str]) -> bool:
    """Whether a refusal says that the point of sale's queue is not empty (api.md 7)."""
    return any(QUEUED.search(text) for text in texts)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit()).lstrip("0")
