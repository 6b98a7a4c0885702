"""Feedback loops: the main ones, which loops.yaml lists, found in the graph of influences, and the shortest one of every link."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import yaml

from simulator.documentation.influence import MIXED, Influences
from simulator.language.errors import ModelError, suggest
from simulator.model.graph import Model
from simulator.system.resources import PACKAGE

WORDS = {1: "reinforcing", -1: "balancing", MIXED: "mixed"}


@dataclass(frozen=True)
class Chain:
    """Variables, each of which influences the next, with the signs of the influences; a ring goes on to its first."""

    names: tuple[str, ...]
    signs: tuple[int, ...]
    ring: bool = True

    @property
    def sign(self) -> int:
        """The product of all signs: +1 for a chain that adds to itself, -1 for one that holds itself back, 0 for mixed."""
        product = 1
        for each in self.signs:
            product *= each
        return product

    @property
    def word(self) -> str:
        """Reinforcing, balancing or mixed."""
        return WORDS[self.sign]


@dataclass(frozen=True)
class Loop:
    """A main loop: the sign it was designed with, and the chains found for it."""

    name: str
    sign: str
    text: str
    delayed: bool
    rings: tuple[Chain, ...]
    ways: tuple[Chain, ...] = ()
    counter: tuple[Chain, ...] = ()


def read_loops() -> dict[str, dict]:
    """The main loops, as loops.yaml has them."""
    rows = yaml.safe_load((PACKAGE / "documentation" / "loops.yaml").read_text(encoding="utf-8"))
    return {name: row for name, row in rows.items() if isinstance(row, dict)}


def find_listed_loops(model: Model, influences: Influences) -> list[Loop]:
    """Every main loop with its chains in the model.

    Raises ModelError for a loop that passes a variable that does not exist, or that cannot be found.
    """
    return [
        Loop(
            name,
            row["sign"],
            row["text"].strip(),
            row.get("delayed", False),
            *(
                tuple(each for waypoints in row.get(part, ()) for each in find_chains(model, influences, name, waypoints, ring))
                for part, ring in (("rings", True), ("ways", False), ("counter", True))
            ),
        )
        for name, row in read_loops().items()
    ]


def find_chains(model: Model, influences: Influences, loop: str, waypoints: Sequence[str], ring: bool) -> list[Chain]:
    """The shortest chain through these variables in this order, or for families one for each of their elements."""
    elements = dict.fromkeys(v.element for v in model.variables.values() if v.family in waypoints) or {"": None}
    known = {*influences.signs, *influences.sources}
    families = {v.family for v in model.variables.values()}
    for name in waypoints:
        if name not in known and name not in families:
            raise ModelError(
                f"loops.yaml: loop {loop} passes '{name}', which no sector declares; {suggest(name, known | families)}"
            )
    chains = []
    for element in elements:
        names = [f"{name}_{element}" if name in families else name for name in waypoints]
        chain = pass_through(influences, names, ring)
        chains += [chain] if chain else []
    if not chains:
        raise ModelError(
            f"loops.yaml: loop {loop} cannot be found: nothing leads through {', '.join(waypoints)} in this order; "
            "mend the loop, or take it out of documentation/loops.yaml"
        )
    return chains


def pass_through(influences: Influences, waypoints: Sequence[str], ring: bool) -> Chain | None:
    """The chain that goes from each waypoint to the next by the shortest way that nothing else has taken; None without one."""
    names = [waypoints[0]]
    for goal in (*waypoints[1:], *waypoints[:1] * ring):
        way = find_way(influences, names[-1], goal, {*names, *waypoints} - {goal}, clear=True)
        if way is None:
            return None
        names += way
    return make_chain(influences, names[:-1] if ring else names, ring)


def make_chain(influences: Influences, names: Sequence[str], ring: bool) -> Chain:
    """A chain with its signs."""
    targets = (*names[1:], *names[:1] * ring)
    return Chain(tuple(names), tuple(influences.sign(*link) for link in zip(names, targets, strict=False)), ring)


def find_way(influences: Influences, start: str, goal: str, barred: set[str], clear: bool = False) -> list[str] | None:
    """The shortest way from one variable to another, the start left out; with `clear` by influences of one sign alone."""
    before: dict[str, str] = {}
    edge = deque([start])
    while edge:
        here = edge.popleft()
        for name, sign in influences.signs.get(here, {}).items():
            if name == goal and not (clear and sign == MIXED):
                way = [goal]
                while here != start:
                    way.append(here)
                    here = before[here]
                return way[::-1]
            if name not in before and name not in barred and name != start and not (clear and sign == MIXED):
                before[name] = here
                edge.append(name)
    return None


def find_shortest_loops(influences: Influences) -> list[Chain]:
    """For every influence that belongs to a loop the shortest one, each loop once, the shortest first.

    Together they show every link that feeds back; kin of the shortest independent loop set of Oliva 2004.
    """
    found: dict[tuple[str, ...], Chain] = {}
    for source, targets in influences.signs.items():
        for target in targets:
            way = [] if source == target else find_way(influences, target, source, set())
            if way is not None:
                chain = turn(make_chain(influences, [source] if source == target else [target, *way], ring=True))
                found.setdefault(chain.names, chain)
    return sorted(found.values(), key=lambda chain: (len(chain.names), chain.names))


def turn(chain: Chain) -> Chain:
    """The same ring told from its alphabetically first variable on."""
    first = chain.names.index(min(chain.names))
    return Chain((*chain.names[first:], *chain.names[:first]), (*chain.signs[first:], *chain.signs[:first]))


def fold(model: Model, chains: Iterable[Chain]) -> dict[Chain, tuple[str, ...]]:
    """Chains told once for a family where they hold for its members alike, each with the elements for which it does."""
    folded: dict[Chain, dict[str, None]] = {}
    for chain in chains:
        members = [model.variables[name] for name in chain.names if name in model.variables and model[name].family]
        elements = {v.element for v in members}
        told = chain
        if len(elements) == 1:
            families = {v.name: v.family for v in members}
            told = Chain(tuple(families.get(name, name) for name in chain.names), chain.signs, chain.ring)
        folded.setdefault(told, {}).update(dict.fromkeys(elements if len(elements) == 1 else ()))
    return {chain: tuple(elements) for chain, elements in folded.items()}


def list_further_loops(model: Model, influences: Influences, listed: Iterable[Loop]) -> dict[Chain, tuple[str, ...]]:
    """The shortest loop of every link, told once for families, without those that are listed; the shortest first."""
    known = {turn(chain) for loop in listed for chain in fold(model, (*loop.rings, *loop.counter)) if is_simple(chain)}
    further: dict[Chain, dict[str, None]] = {}
    for chain, elements in fold(model, find_shortest_loops(influences)).items():
        further.setdefault(turn(chain), {}).update(dict.fromkeys(elements))
    return {
        chain: tuple(elements)
        for chain, elements in sorted(further.items(), key=lambda each: (len(each[0].names), each[0].names))
        if chain not in known
    }


def is_simple(chain: Chain) -> bool:
    """Whether a ring passes no variable twice."""
    return len(set(chain.names)) == len(chain.names)
