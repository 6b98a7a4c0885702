"""What a worker is told of a block: the folder of the study, its digest, the first leaf and one past the last."""

from __future__ import annotations

from collections.abc import Sequence

Order = tuple[str, str, int, int]


def divide(folder: str, digest: str, leaves: Sequence[int], most: int) -> list[Order]:
    """Blocks of at most so many leaves that follow each other."""
    orders: list[Order] = []
    for leaf in leaves:
        if orders and orders[-1][3] == leaf and leaf - orders[-1][2] < most:
            orders[-1] = (*orders[-1][:3], leaf + 1)
        else:
            orders.append((folder, digest, leaf, leaf + 1))
    return orders
