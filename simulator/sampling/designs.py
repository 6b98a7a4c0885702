"""Designs of experiments: which members there are, and what each is worth in everything that varies."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from simulator.language.errors import ScenarioError
from simulator.model.graph import Model
from simulator.sampling.factors import Factor, FactorChoice, choose_factors, list_factors
from simulator.sampling.members import Members, read_members
from simulator.sampling.random_streams import draw_shares, make_generator, spread
from simulator.sampling.salib import make_problem

DESIGNS = ("single", "prior", "posterior", "lhs", "sobol", "morris", "saltelli", "file")
# Levels of the grid on which Morris trajectories walk, as is usual.
MORRIS_LEVELS = 4


@dataclass(frozen=True)
class Design:
    """Members that can be drawn a block at a time: those from `first` up to `last` are the same in whatever block they are.

    `shares` gives numbers in [0, 1) of some members [member, varied]; designs whose members come from a table hold that.
    """

    kind: str
    size: int
    seed: int
    varied: tuple[Factor, ...]
    shares: Callable[[int, int], np.ndarray] | None = field(default=None, repr=False)
    table: Members | None = field(default=None, repr=False)

    def draw(self, first: int = 0, last: int | None = None) -> Members:
        """The members from `first` up to `last`, by default all."""
        last = self.size if last is None else last
        if self.table is not None:
            return self.table.of_members(slice(first, last))
        ids = np.arange(first, last)
        shares = self.shares(first, last) if self.shares else np.zeros((len(ids), 0))
        values = {v.name: spread(shares[:, number], v.low, v.high, v.distribution) for number, v in enumerate(self.varied)}
        return Members(self.kind, ids, np.full(len(ids), self.seed), values)

    def part(self, members: range) -> Design:
        """Some of these members as a design of their own."""
        return replace(self, size=len(members), table=self.draw(members.start, members.stop))

    @property
    def digest(self) -> str:
        """A digest of the members of a table, which nothing else tells; empty for those that are drawn."""
        if self.table is None:
            return ""
        arrays = {"id": self.table.ids, "seed": self.table.seeds, **self.table.values}
        return hashlib.sha256(
            b"".join(name.encode() + np.asarray(value, float).tobytes() for name, value in arrays.items())
        ).hexdigest()


def make_design(
    model: Model,
    kind: str,
    members: int | None = None,
    seed: int = 0,
    vary: FactorChoice = None,
    file: str | Path | None = None,
    fixed: Iterable[str] = (),
    extrapolate: bool = False,
    varied: tuple[Factor, ...] | None = None,
) -> Design:
    """The design of this kind; `varied` says in full what `vary` names.

    Raises ScenarioError for a size that the design cannot have, and for a name or a value that cannot be.
    """
    if kind == "single":
        return Design(kind, 1, seed, ())
    if kind == "file":
        table = read_members(model, Path(file), extrapolate)
        known = list_factors(model)
        return Design(kind, len(table), seed, tuple(known[name] for name in table.values), table=table)
    varied = choose_factors(model, vary, fixed) if varied is None else varied
    size, shares = MAKERS[kind](model, varied, members, seed)
    return Design(kind, size, seed, varied, shares)


def draw_prior(model: Model, varied: tuple[Factor, ...], members: int, seed: int) -> tuple[int, Callable]:
    """Independent draws from (seed, member, name)."""

    def shares(first: int, last: int) -> np.ndarray:
        return np.column_stack([draw_shares(seed, v.name, last - first, first) for v in varied])

    return members, shares


def draw_hypercube(model: Model, varied: tuple[Factor, ...], members: int, seed: int) -> tuple[int, Callable]:
    """A Latin hypercube: each thing that varies has one member in each of as many equal shares as there are members."""
    from scipy.stats import qmc

    def column(name: str) -> np.ndarray:
        return qmc.LatinHypercube(1, rng=make_generator(seed, f"{name}, one of {members}")).random(members)[:, 0]

    return members, once(lambda: np.column_stack([column(v.name) for v in varied]))


def draw_sequence(model: Model, varied: tuple[Factor, ...], members: int, seed: int) -> tuple[int, Callable]:
    """A scrambled Sobol sequence; each name has a dimension of its own, whatever else varies, and each member a point."""
    from scipy.stats import qmc

    dimension = {name: number for number, name in enumerate(list_factors(model))}
    chosen = [dimension[v.name] for v in varied]

    def shares(first: int, last: int) -> np.ndarray:
        engine = qmc.Sobol(len(dimension), scramble=True, rng=make_generator(seed, "sobol"))
        if first:
            engine.fast_forward(first)
        with warnings.catch_warnings():
            # That sizes other than powers of 2 are less even is said where a size is chosen.
            warnings.simplefilter("ignore", UserWarning)
            return engine.random(last - first)[:, chosen]

    return members, shares


def draw_trajectories(model: Model, varied: tuple[Factor, ...], members: int, seed: int) -> tuple[int, Callable]:
    """Morris trajectories, as many as there is room for: each member differs from the one before in one thing only."""
    from SALib.sample import morris

    steps = len(varied) + 1
    if members < 2 * steps:
        raise ScenarioError(
            f"ensemble.members: {members} members are too few for two trajectories through {len(varied)} things "
            f"that vary; give {2 * steps} or more, or let fewer vary (ensemble.vary)"
        )
    rows = morris.sample(unite(varied), members // steps, num_levels=MORRIS_LEVELS, seed=seed)
    return len(rows), lambda first, last: rows[first:last]


def draw_saltelli(model: Model, varied: tuple[Factor, ...], members: int, seed: int) -> tuple[int, Callable]:
    """Saltelli's rows for Sobol indices, as many as there is room for: two samples, and each with one column of the other."""
    from SALib.sample import sobol

    steps = len(varied) + 2
    power = int(np.floor(np.log2(max(members / steps, 1))))
    if members < 8 * steps:
        raise ScenarioError(
            f"ensemble.members: {members} members are too few for Sobol indices of {len(varied)} things that "
            f"vary; give {8 * steps} or more, or let fewer vary (ensemble.vary)"
        )
    rows = sobol.sample(unite(varied), 2**power, calc_second_order=False, seed=seed)
    return len(rows), lambda first, last: rows[first:last]


def unite(varied: tuple[Factor, ...]) -> dict:
    """The problem in which everything goes from 0 to 1, evenly."""
    return make_problem(varied) | {"bounds": [[0.0, 1.0]] * len(varied), "dists": ["unif"] * len(varied)}


def once(make: Callable[[], np.ndarray]) -> Callable[[int, int], np.ndarray]:
    """Rows that are made together, when the first of them is asked for."""
    return Rows(make).pick


class Rows:
    """Rows that are made together and kept."""

    def __init__(self, make: Callable[[], np.ndarray]) -> None:
        self.make = make

    @cached_property
    def rows(self) -> np.ndarray:
        """All rows."""
        return self.make()

    def pick(self, first: int, last: int) -> np.ndarray:
        """Some rows."""
        return self.rows[first:last]


MAKERS = {
    "prior": draw_prior,
    "lhs": draw_hypercube,
    "sobol": draw_sequence,
    "morris": draw_trajectories,
    "saltelli": draw_saltelli,
}
