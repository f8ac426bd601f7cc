"""The outcome table, line by line."""

from __future__ import annotations

import pytest

from planilla.common.errors import (
    Blocked,
    Detail,
    Misconfigured,
    NotSent,
    Refused,
    ServiceError,
    Unknown,
)
from planilla.dispatch.outcome_table import Finding, Next, after_lookup, after_request, refused_by
from planilla.model.operation import Refusal, State

OWN = Refused(("El tipo de documento no es valido",), (Detail("TFC-8004", "…"),))
CODED = Refused(("10015: DocNro invalido",))
BARE = Refused(("AFIP no responde",))


@pytest.mark.parametrize("error", [NotSent("x"), Blocked("x"), Misconfigured("x")])
def test_what_did_not_arrive_is_pending_again(error: ServiceError) -> None:
    assert after_request(error) is State.PENDING


@pytest.mark.parametrize("error", [Unknown("x"), OWN, CODED, BARE])
def test_what_may_have_arrived_is_unknown_until_the_service_was_asked(error: ServiceError) -> None:
    assert after_request(error) is State.UNKNOWN


def test_the_codes_tell_who_refused() -> None:
    assert refused_by(OWN) is Refusal.SERVICE
    assert refused_by(CODED) is Refusal.AFIP
    assert refused_by(BARE) is Refusal.UNCLEAR
    assert refused_by(Unknown("x")) is None


@pytest.mark.parametrize("refusal", [None, *Refusal])
@pytest.mark.parametrize("settled", [True, False])
def test_what_the_service_shows_settles_it_whatever_was_said(
    refusal: Refusal | None, settled: bool
) -> None:
    def after(finding: Finding) -> Next:
        return after_lookup(finding, refusal, settled=settled, afip_in_order=True)

    assert after(Finding.OURS) is Next.DONE
    assert after(Finding.OTHER_CONTENT) is Next.REVIEW
    assert after(Finding.SOMEBODY_ELSES) is Next.RENUMBER


@pytest.mark.parametrize(
    ("refusal", "settled", "in_order", "repeated", "expected"),
    [
        (Refusal.SERVICE, False, True, False, Next.REJECT),
        (Refusal.AFIP, False, True, False, Next.WAIT),
        (Refusal.AFIP, True, True, False, Next.REJECT),
        (Refusal.AFIP, True, False, False, Next.SEND_AGAIN),
        (Refusal.UNCLEAR, True, True, False, Next.SEND_AGAIN),
        (Refusal.UNCLEAR, True, True, True, Next.REJECT),
        (None, False, True, False, Next.WAIT),
        (None, True, True, False, Next.SEND_AGAIN),
    ],
)
def test_absence_counts_only_once_settled(
    refusal: Refusal | None, settled: bool, in_order: bool, repeated: bool, expected: Next
) -> None:
    found = after_lookup(
        Finding.ABSENT, refusal, settled=settled, afip_in_order=in_order, repeated=repeated
    )
    assert found is expected
