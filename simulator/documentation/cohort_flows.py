"""What the flows of people do to cohorts, status by status, as cohort_flows.yaml tells it; a test holds it against the operator."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from simulator.system.resources import PACKAGE


@dataclass(frozen=True)
class Move:
    """A flow of people, or the part of it that people of one status make: who makes it, who loses and who gains."""

    name: str
    flow: str
    made_of: tuple[str, ...]
    losing: tuple[str, ...]
    gaining: tuple[str, ...]


@functools.cache
def read_people() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    """The content of cohort_flows.yaml: stock, flow, status of the people it is made of, and what changes."""
    return yaml.safe_load((PACKAGE / "documentation" / "cohort_flows.yaml").read_text(encoding="utf-8"))


def list_moves(stock: str) -> list[Move]:
    """The moves of a cohort stock; a flow that does different things to different people comes in parts, 'deaths.eligible'."""
    moves = []
    for flow, rows in read_people().get(stock, {}).items():
        alike = len({tuple(changes) for changes in rows.values()}) == 1
        groups = {flow: list(rows)} if alike else {f"{flow}.{status}": [status] for status in rows}
        for name, statuses in groups.items():
            changes = rows[statuses[0]]
            moves.append(
                Move(name, flow, tuple(statuses), *(tuple(each[1:] for each in changes if each.startswith(sign)) for sign in "-+"))
            )
    return moves
