"""How right the matching is on payments as banks write them: `python -m benchmarks.matching_cases`.

A pair is a payment and a comprobante. Precision: of the pairs made, how many are true. Recall: of
the true ones, how many were made. Shown: of the payments that are for something, how many have all
of it among their pairs and the candidates for a person; and how many payments have none at all.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict

from rich.console import Console
from rich.table import Table

from benchmarks.matching_data import World
from benchmarks.matching_field import field_world
from planilla.reconcile.matching.pair_payments import Matching, match

Pairs = dict[str, set[str]]


def main() -> None:
    """Generate, match, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=60, help="payments a kind")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--wrong", action="store_true", help="list the wrong pairs")
    wanted = parser.parse_args()
    found = field_world(wanted.each, wanted.seed)
    made = match(found.documents, found.payments)
    Console().print(by_kind(found, made))
    print(summary(found, made))
    if wanted.wrong:
        texts = dict(found.payments.select("id", "texto").iter_rows())
        for paid, doc, rule in made.pairs.select("pago", "documento", "regla").iter_rows():
            if doc not in found.truth[paid]:
                print(found.habit[paid], rule, texts[paid], sep=" · ")


def grouped(rows: list[tuple[str, str]]) -> Pairs:
    """The documents of each payment."""
    every: Pairs = defaultdict(set)
    for payment, document in rows:
        every[payment].add(document)
    return every


def counts(found: World, made: Matching) -> dict[str, Counter[str]]:
    """By kind: true, made, right, payments, shown, none."""
    pairs = grouped(list(made.pairs.select("pago", "documento").iter_rows()))
    offers = grouped(list(made.review.select("pago", "documento").drop_nulls().iter_rows()))
    every: dict[str, Counter[str]] = defaultdict(Counter)
    for payment, true in found.truth.items():
        count = every[found.habit[payment]]
        mine, offered = pairs.get(payment, set()), offers.get(payment, set())
        count["true"] += len(true)
        count["made"] += len(mine)
        count["right"] += len(mine & true)
        if true:
            count["payments"] += 1
            count["shown"] += true <= mine | offered
            count["none"] += not (mine | offered)
    return every


def by_kind(found: World, made: Matching) -> Table:
    """A kind a line."""
    table = Table("kind", "true", "made", "wrong", "payments", "all shown", "nothing shown")
    for kind, n in counts(found, made).items():
        figures = (n["true"], n["made"], n["made"] - n["right"])
        table.add_row(kind, *map(str, (*figures, n["payments"], n["shown"], n["none"])))
    return table


def summary(found: World, made: Matching) -> str:
    """The figures of all kinds in a line."""
    n: Counter[str] = sum(counts(found, made).values(), Counter())
    return (
        f"{len(found.payments)} payments: precision {n['right'] / max(n['made'], 1):.4f} "
        f"({n['made'] - n['right']} wrong of {n['made']} pairs), recall "
        f"{n['right'] / n['true']:.4f}; of {n['payments']} that are for something {n['shown']} "
        f"have all of it among pairs and candidates, {n['none']} nothing"
    )


if __name__ == "__main__":
    main()
