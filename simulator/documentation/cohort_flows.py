"""What the flows of people do to cohorts, status by status: the table of the cohort transition, as the diagram draws it."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.operators.cohort_transition.transitions import STOCK, list_flows


@dataclass(frozen=True)
class Move:
    """A flow of people, or its part that people of one status make: the statuses it is made of, those that lose, and that gain."""

    name: str
    flow: str
    made_of: tuple[str, ...]
    losing: tuple[str, ...]
    gaining: tuple[str, ...]


def list_moves(stock: str) -> list[Move]:
    """The moves of a cohort stock; a flow that does different things to different people comes in parts, 'deaths.eligible'."""
    moves = []
    for flow, changes in (list_flows() if stock == STOCK else {}).items():
        same = len(set(changes.values())) == 1
        groups = {flow: tuple(changes)} if same else {f"{flow}.{status}": (status,) for status in changes}
        moves += [Move(name, flow, statuses, *changes[statuses[0]]) for name, statuses in groups.items()]
    return moves
