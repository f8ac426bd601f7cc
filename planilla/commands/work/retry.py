"""What is shown of a retry."""

from __future__ import annotations

import simplejson
import typer

from planilla.batch.retry import Retried
from planilla.commands.work.summary import show


def tell(done: Retried, *, as_json: bool) -> None:
    """Each run's summary and the count, for programs on stdout or for a person."""
    if as_json:
        found = {
            "before": done.before,
            "after": done.after,
            "runs": [outcome.summary() for outcome in done.outcomes],
        }
        print(simplejson.dumps(found, use_decimal=True, ensure_ascii=False))  # noqa: T201
        return
    for outcome in done.outcomes:
        show(outcome, as_json=False)
    typer.echo(f"{done.before} pending before, {done.after} after.")
