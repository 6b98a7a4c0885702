"""Run blocks in this process, one after the other, each in the threads of the kernel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.batch.backends.chunks import Order
from simulator.batch.chunk import run_chunks


def run_here(orders: Sequence[Order]) -> Iterator[None]:
    """Run blocks in turn and say whenever one is done."""
    for order in orders:
        run_chunks(*order)
        yield
