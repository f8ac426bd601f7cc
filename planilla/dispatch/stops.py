"""When a lane cannot go on in this run."""

from __future__ import annotations

from planilla.dispatch.board import Verdict


class LaneStops(Exception):
    """This lane cannot go on in this run; `verdict` says how far the stop reaches."""

    def __init__(self, message: str, verdict: Verdict = Verdict.STOPPED) -> None:
        super().__init__(message)
        self.verdict = verdict
