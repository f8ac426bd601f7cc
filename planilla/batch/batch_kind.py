"""What a command asks of the service, described: the one shape that a batch works with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from planilla.admission.registration import Brake, no_brake
from planilla.dispatch.handler import Handler
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked, Kind
from planilla.reading.loaded import Loaded
from planilla.settings.settings import Settings
from schemas.faults import Fault

if TYPE_CHECKING:  # it brings httpx
    from planilla.pdf.fetch import Fetcher


class BatchKind(Protocol):
    """A kind of operation: how its files are read, what is refused, how a turn goes."""

    @property
    def name(self) -> str:
        """One word, for progress and logs."""
        ...

    @property
    def kind(self) -> Kind:
        """What it asks for."""
        ...

    @property
    def needs_afip(self) -> bool:
        """Whether nothing goes while AFIP/ARCA is in trouble; queueing does (api.md 8)."""
        ...

    def load(
        self, path: Path, settings: Settings, ledger: Ledger | None, *, online: bool = False
    ) -> Loaded:
        """Read and judge a file; raises `InputError` kinds. No ledger: a dry run without one.

        `online` says that the service may be asked what a rule needs to know.
        """
        ...

    def refuse(
        self, loaded: Loaded, good: Sequence[Asked], others: Sequence[Loaded], ledger: Ledger | None
    ) -> list[tuple[Asked, list[Fault]]]:
        """What cannot be sent because of what the ledger or the run's `others` hold."""
        ...

    def brake(self, settings: Settings) -> Brake:
        """What must wait for somebody's approval."""
        ...

    def handler(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        settings: Settings,
        fetcher: Fetcher,
        quota: Quota,
    ) -> Handler:
        """Who brings an operation to the end of its turn."""
        ...


class Plain:
    """For kinds of batch that refuse nothing beforehand and have nothing to hold back."""

    needs_afip = False

    def refuse(
        self,
        loaded: Loaded,  # noqa: ARG002
        good: Sequence[Asked],  # noqa: ARG002
        others: Sequence[Loaded],  # noqa: ARG002
        ledger: Ledger | None,  # noqa: ARG002
    ) -> list[tuple[Asked, list[Fault]]]:
        """Nothing: what it may not be is known only when the service has been asked."""
        return []

    def brake(self, settings: Settings) -> Brake:  # noqa: ARG002
        """The limits are for what cannot be undone: issuing."""
        return no_brake
