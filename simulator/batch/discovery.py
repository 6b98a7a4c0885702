"""Scenario discovery: in which circumstances is a target missed? Boxes by PRIM, and a tree by CART, of the EMA Workbench."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.language.errors import ScenarioError
from simulator.sampling.factors import Factor

LEAST = 0.05  # share of the members that a box, or a leaf of a tree, holds at least
CONDITIONS = 4  # as many as people can keep in mind
FEWEST = 20  # cases of each kind that are needed


@dataclass(frozen=True)
class Box:
    """A box in what varies: the limits of each thing that is restricted, share of the cases that lie inside (coverage), share of
    the members inside that are cases (density), and share of members inside (mass)."""

    limits: dict[str, tuple[float, float]]
    coverage: float
    density: float
    mass: float


def find_box(values: pd.DataFrame, cases: np.ndarray, varied: Sequence[Factor]) -> Box:
    """The box that tells the cases best in few conditions. Raises ScenarioError where nearly all or none are cases."""
    prim = load_workbench().prim
    check_cases(cases)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = prim.Prim(values.astype(float), cases, threshold=cases.mean(), mass_min=LEAST).find_box()
    steps = found.peeling_trajectory
    simple = steps[steps["res_dim"] <= CONDITIONS]
    # The best of both: many of the cases inside, and few others.
    chosen = (simple["coverage"] * simple["density"]).idxmax()
    limits, step = found.box_lims[chosen], steps.loc[chosen]
    ranges = {v.name: (float(limits[v.name].iloc[0]), float(limits[v.name].iloc[1])) for v in varied}
    restricted = {
        name: (low, high) for name, (low, high) in ranges.items() if low > values[name].min() or high < values[name].max()
    }
    wide = {v.name: v.high - v.low for v in varied}
    # The condition that leaves out most comes first.
    restricted = dict(sorted(restricted.items(), key=lambda each: (each[1][1] - each[1][0]) / wide[each[0]]))
    return Box(restricted, float(step["coverage"]), float(step["density"]), float(step["mass"]))


def grow_tree(values: pd.DataFrame, cases: np.ndarray) -> pd.DataFrame:
    """The leaves of a tree that tells cases from others: conditions in words, members, and share of cases among them."""
    workbench = load_workbench()
    check_cases(cases)
    tree = workbench.cart.CART(values.astype(float), cases.astype(int), mass_min=LEAST)
    tree.build_tree()
    rows = []
    for box in tree.boxes:
        inside = np.ones(len(values), bool)
        words = []
        for name in values:
            low, high = (float(each) for each in box[name])
            if low > values[name].min():
                words.append(f"{name} > {low:.4g}")
                inside &= values[name].to_numpy() >= low
            if high < values[name].max():
                words.append(f"{name} <= {high:.4g}")
                inside &= values[name].to_numpy() <= high
        rows.append(
            {
                "conditions": " and ".join(words) or "any",
                "members": int(inside.sum()),
                "share_of_members": inside.mean(),
                "share_missed": cases[inside].mean() if inside.any() else np.nan,
                "share_of_misses": cases[inside].sum() / cases.sum(),
            }
        )
    return pd.DataFrame(rows).sort_values("share_missed", ascending=False, ignore_index=True)


def check_cases(cases: np.ndarray) -> None:
    """Refuse too few cases, or too few others, to tell them apart."""
    for number, word in ((int(cases.sum()), "miss"), (int((~cases).sum()), "meet")):
        if number < FEWEST:
            raise ScenarioError(
                f"discover: only {number} of {len(cases)} members {word} the target, too few to say when; run more "
                "members, or choose another target or scenario (discover.target, discover.pathway)"
            )


class Workbench:
    """The parts of the EMA Workbench that are used."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            # Some of its parts, which are not used here, miss libraries.
            warnings.simplefilter("ignore")
            from ema_workbench.analysis import cart, prim

        self.cart, self.prim = cart, prim


def load_workbench() -> Workbench:
    """The EMA Workbench. Raises ScenarioError where it is not installed."""
    try:
        return Workbench()
    except ImportError:
        raise ScenarioError("discover: the EMA Workbench is not installed; install the extra 'discovery'") from None
