"""How right the matching is, against a generated truth: `python -m benchmarks.matching`.

A match is a payment and a document. Precision: of those made automatically, how
many are true. Recall: of the true ones, how many were made; by the payer's habit.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict

from rich.console import Console
from rich.table import Table

from benchmarks.matching_data import World, world
from planilla.reconcile.matching.pair_payments import Matching, match


def main() -> None:
    """Generate, match, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=50_000, help="documents")
    parser.add_argument("--seed", type=int, default=7)
    wanted = parser.parse_args()
    found = world(wanted.size, wanted.seed)
    began = time.monotonic()
    made = match(found.documents, found.payments)
    seconds = time.monotonic() - began
    console = Console()
    console.print(by_rule(found, made))
    console.print(by_habit(found, made))
    right, all_made, true = figures(found, made)
    print(
        f"{len(found.documents)} documents, {len(found.payments)} payments: precision "
        f"{right / max(all_made, 1):.6f} ({all_made - right} wrong of {all_made}), recall "
        f"{right / true:.4f}; {seconds:.1f} s{'; search cut' if made.limited else ''}"
    )


def figures(found: World, made: Matching) -> tuple[int, int, int]:
    """Right pairs, pairs made, true pairs."""
    rows = list(made.pairs.select("pago", "documento").iter_rows())
    right = sum(document in found.truth[payment] for payment, document in rows)
    return right, len(rows), sum(len(documents) for documents in found.truth.values())


def by_rule(found: World, made: Matching) -> Table:
    """Pairs made and wrong, a rule a line."""
    table = Table("rule", "made", "wrong", title="By rule")
    rows: dict[str, Counter[bool]] = defaultdict(Counter)
    for payment, document, rule in made.pairs.select("pago", "documento", "regla").iter_rows():
        rows[rule][document in found.truth[payment]] += 1
    for rule, counts in sorted(rows.items()):
        table.add_row(rule, str(counts.total()), str(counts[False]))
    review = made.review.select("pago").unique().height
    table.add_row("left to a person (payments)", str(review), "")
    return table


def by_habit(found: World, made: Matching) -> Table:
    """True pairs and those made, a habit a line."""
    table = Table("habit", "true", "made", "recall", title="By habit")
    pairs = set(made.pairs.select("pago", "documento").iter_rows())
    true: Counter[str] = Counter()
    got: Counter[str] = Counter()
    for payment, documents in found.truth.items():
        habit = found.habit[payment]
        true[habit] += len(documents)
        got[habit] += sum((payment, document) in pairs for document in documents)
    for habit in sorted(true, key=lambda name: -true[name]):
        table.add_row(
            habit, str(true[habit]), str(got[habit]), f"{got[habit] / max(true[habit], 1):.3f}"
        )
    return table


if __name__ == "__main__":
    main()
