"""Members of an ensemble as a table: an id, a seed and the value of each thing that varies; and what the model is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from simulator.kernel.inputs import Arrays
from simulator.language.errors import DataError, ScenarioError, suggest
from simulator.model.graph import LEVERS, Model
from simulator.sampling.factors import Factor, find_uncertainties, list_factors
from simulator.sampling.overrides import tile_by_class
from simulator.sampling.random_streams import draw_shares, spread

MARKS = ("id", "seed")


@dataclass(frozen=True)
class Members:
    """Some members of a design: ids and seeds [member], and the values of what varies, by name [member]."""

    design: str
    ids: np.ndarray
    seeds: np.ndarray
    values: Arrays

    def __len__(self) -> int:
        return len(self.ids)

    def of_members(self, members: slice) -> Members:
        """Some of these members."""
        return Members(
            self.design, self.ids[members], self.seeds[members], {name: value[members] for name, value in self.values.items()}
        )

    def tabulate(self) -> pd.DataFrame:
        """One row a member: id, seed, and a column for each thing that has one value a member."""
        single = {name: value for name, value in self.values.items() if value.ndim == 1}
        return pd.DataFrame({"id": self.ids, "seed": self.seeds, **single})


def tell_members(model: Model, members: Members) -> tuple[Arrays, Arrays, Arrays]:
    """What the model is told of these members: parameters ([member], or by class), 2020 practice of levers, and goals of
    levers and shocks (NAME.plan, NAME.value); whatever does not vary has its default."""
    count = len(members)

    def tell(name: str, default: float) -> np.ndarray:
        return np.asarray(members.values[name], float) if name in members.values else np.full(count, default, dtype=float)

    parameters = {
        v.name: tile_by_class(v.value, count) if isinstance(v.value, dict) else tell(v.name, v.value)
        for v in model.of_kind("parameter")
    }
    baseline = {v.name: tell(v.name, v.base) for v in model.of_kind(*LEVERS)}
    # County constants of a calibration take the place of drivers, [member, county].
    parameters |= {v.name: np.asarray(members.values[v.name], float) for v in model.of_kind("driver") if v.name in members.values}
    told = {*parameters, *baseline}
    return parameters, baseline, {name: np.asarray(value, float) for name, value in members.values.items() if name not in told}


def draw_members(model: Model, members: int | None, seed: int) -> tuple[Arrays, Arrays]:
    """Values of all parameters ([member], or by class) and practice of all levers; without members, the default values."""
    count = 1 if members is None else members
    drawn = {name: spread(draw_shares(seed, name, count), *how) for name, how in find_uncertainties(model).items()}
    ids = np.arange(count)
    parameters, baseline, _ = tell_members(model, Members("prior", ids, np.full(count, seed), {} if members is None else drawn))
    return parameters, baseline


def read_members(model: Model, path: Path, extrapolate: bool = False) -> Members:
    """Members of a CSV file: a column for each thing that varies, and id and seed if they are given.

    Raises ScenarioError for a column that is nothing of the model, or a value that is missing or out of its range.
    """
    try:
        table = pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise DataError(
            f"ensemble.file: '{path}' cannot be read ({error}); name a CSV file with a column for each thing that varies"
        ) from None
    if table.empty:
        raise DataError(f"ensemble.file: '{path}' holds no member; give one row a member")
    known = list_factors(model)
    names = [name for name in table.columns if name not in MARKS]
    for name in names:
        if name not in known:
            raise ScenarioError(
                f"ensemble.file: '{path.name}' has a column '{name}' that nothing in the model is named by; {suggest(name, known)}"
            )
    ids = table["id"].to_numpy() if "id" in table else np.arange(len(table))
    if len(np.unique(ids)) < len(ids):
        raise ScenarioError(f"ensemble.file: '{path.name}' gives an id twice; give each member one of its own")
    seeds = table["seed"].to_numpy() if "seed" in table else np.zeros(len(table), int)
    members = Members("file", ids, seeds, {name: table[name].to_numpy() for name in names})
    check_values(members, [known[name] for name in names], extrapolate)
    return members


def check_values(members: Members, varied: list[Factor], extrapolate: bool) -> None:
    """Refuse a value that is no number, is impossible, or is out of its range without leave to extrapolate."""
    for v in varied:
        values = members.values[v.name]
        if values.dtype.kind not in "fiu":
            raise ScenarioError(f"ensemble.file: column '{v.name}' holds what is no number; give numbers in {v.unit}")
        low, high = (v.lower_bound, v.upper_bound) if extrapolate or v.part in ("target", "shock") else (v.low, v.high)
        wrong = np.flatnonzero(~((values >= low) & (values <= high)))
        if wrong.size:
            first = wrong[0]
            leave = (
                ""
                if (low, high) == (v.lower_bound, v.upper_bound) or not v.lower_bound <= values[first] <= v.upper_bound
                else ", or allow extrapolation"
            )
            raise ScenarioError(
                f"ensemble.file: member {members.ids[first]} has {v.name} = {values[first]:g}; it lies between "
                f"{low:g} and {high:g}{leave}"
            )
