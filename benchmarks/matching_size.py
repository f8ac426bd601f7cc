"""A million documents against a million payments: `python -m benchmarks.matching_size`.

Beside it, in the same run: a plain polars join of the same tables by key (the
floor), and `datacompy` comparing them by key, where it is installed. Each part
runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.matching_data import world
from benchmarks.peak import peak


def main() -> None:
    """Generate once, then measure each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000, help="documents")
    size = parser.parse_args().size
    with TemporaryDirectory() as folder:
        made = world(size)
        made.documents.write_parquet(Path(folder) / "documents.parquet")
        made.payments.head(size).write_parquet(Path(folder) / "payments.parquet")
        print(f"{len(made.documents)} documents, {min(len(made.payments), size)} payments")
        del made
        for part in (plain_join, engine, compared):
            report(part, Path(folder))


def report(part: Callable[[Path], str], folder: Path) -> None:
    """Run one part apart from the others and print its figures."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_apart, args=(part, folder, there)
    )
    process.start()
    there.close()
    try:
        print(here.recv())
    except EOFError:
        print(f"{part.__name__}: died (memory?)")
    process.join()


def _apart(part: Callable[[Path], str], folder: Path, pipe: Connection) -> None:
    began = time.monotonic()
    told = part(folder)
    seconds = time.monotonic() - began
    most = peak()
    pipe.send(f"{part.__name__}: {seconds:.1f} s, peak {most:.0f} MiB; {told}")


def _read(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    documents = pl.read_parquet(folder / "documents.parquet")
    return documents, pl.read_parquet(folder / "payments.parquet")


def plain_join(folder: Path) -> str:
    """The floor: one join by client and amount."""
    documents, payments = _read(folder)
    joined = payments.join(
        documents, left_on=["documento_nro", "importe"], right_on=["documento_nro", "total"]
    )
    return f"{len(joined)} rows joined by CUIT and amount"


def engine(folder: Path) -> str:
    """All the rules."""
    from planilla.reconcile.matching.pair_payments import match

    found = match(*_read(folder))
    cut = ", search cut" if found.limited else ""
    return f"{len(found.pairs)} pairs, {found.review['pago'].n_unique()} for a person{cut}"


def compared(folder: Path) -> str:
    """`datacompy` on the same two tables by the same key."""
    try:
        import datacompy  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return "datacompy is not installed"
    documents, payments = _read(folder)
    cents = pl.col("importe").cast(pl.Float64)  # datacompy takes no Decimal
    left = documents.select("documento_nro", importe="total").with_columns(cents).drop_nulls()
    right = payments.select("documento_nro", "importe").with_columns(cents).drop_nulls()
    import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]

    # its polars side does not know polars 2 yet
    frames = [pd.DataFrame(side.to_dict(as_series=False)) for side in (left, right)]
    made = datacompy.PandasCompare(*frames, join_columns=["documento_nro", "importe"])
    return f"{len(made.intersect_rows)} rows in both"


if __name__ == "__main__":
    main()
