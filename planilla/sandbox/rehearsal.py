"""How the sandbox behaves, beside its faults."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Rehearsal:
    """How the sandbox behaves; seconds throughout. It may be changed while it runs."""

    latency: float = 0.0  # of everything that changes something
    late: float = 0.5  # how long the work of a 524 goes on after its answer
    outage: float = 1.0
    pdf_life: float | None = None  # None: until the end of the day
    strict_search: bool = False
    page: int = 1000  # the most that a search shows at once, whatever it is asked for
    hook_retry_scale: float = 1.0  # of the service's 5 minutes to 12 hours
    hook_twice: bool = False  # every webhook is delivered two times
