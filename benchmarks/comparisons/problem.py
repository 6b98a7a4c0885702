"""B1, the small common model: its data, its parameters and what members draw.

Towns and villages of N counties, seven stocks each, 60 steps of a quarter of a year by Euler's rule. Villagers leave for towns
that earn more and serve better, the nearer the rather; some return, some become citizens; places are built where they lack:

    D = U + phi M;  sat = min(1, C / D);  A = yu^a sat^b;  S_i = sum_k w_ik A_k;  out_i = m R_i yu_i / yr_i
    in_j = A_j sum_i w_ij out_i / S_i;  ret = rho M;  conv = h M sat;  inv = max(0, D - C) / tau_a;  comp = P / tau_c
    dR = nr R - out + ret;  dM = nm M + in - ret - conv;  dU = nu U + conv;  dC = comp - C / life;  dP = inv - comp
    dyu = yu gu ((M + U) / (M0 + U0))^eps;  dyr = yr (gr + kappa (yu / yr - 1))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

# Value, and the range in which members draw; without a range all members have the value.
PARAMETERS = {
    "a": (1.2, 0.8, 2.0),
    "b": (0.6, 0.2, 1.0),
    "m": (0.01, 0.005, 0.02),
    "rho": (0.02, 0.01, 0.04),
    "h": (0.03, 0.01, 0.06),
    "phi": (0.6, 0.3, 1.0),
    "nr": (0.004,),
    "nm": (0.005,),
    "nu": (0.003,),
    "tau_a": (4.0, 2.0, 6.0),
    "tau_c": (2.0, 1.0, 4.0),
    "life": (40.0,),
    "gu": (0.04, 0.02, 0.06),
    "eps": (0.1, 0.05, 0.2),
    "gr": (0.03,),
    "kappa": (0.004,),
}
STOCKS = ("R", "M", "U", "C", "P", "yu", "yr")
FIRST_YEAR, LAST_YEAR, STEPS = 2020, 2035, 4
STEP = 1.0 / STEPS
ROUNDS = (LAST_YEAR - FIRST_YEAR) * STEPS

Run = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Problem:
    """Weights of the ways between counties [county, destination], and the stocks at the start [stock, county]."""

    weight: np.ndarray
    start: np.ndarray

    @property
    def counties(self) -> int:
        """Number of counties."""
        return len(self.weight)

    @property
    def towns(self) -> np.ndarray:
        """Townspeople at the start [county]."""
        return self.start[1] + self.start[2]


def make_problem(counties: int, seed: int = 1) -> Problem:
    """Made-up counties in a square of 300 km; rounded, so that every engine reads the same numbers from its file."""
    random = np.random.default_rng(seed + counties)
    place = random.uniform(0.0, 300.0, (counties, 2))
    way = np.sqrt(((place[:, None] - place[None]) ** 2).sum(axis=-1))
    weight = np.exp(-way / 80.0) * random.uniform(0.8, 1.25, way.shape)
    weight[np.arange(counties), np.arange(counties)] *= 3.0
    villagers = np.round(random.lognormal(12.5, 0.5, counties))
    migrants = np.round(villagers * random.uniform(0.1, 0.4, counties))
    citizens = np.round(villagers * random.uniform(0.3, 1.2, counties))
    places = np.round((citizens + 0.6 * migrants) * random.uniform(0.7, 1.1, counties))
    begun = np.round(places * random.uniform(0.02, 0.06, counties))
    urban = np.round(random.uniform(3.0, 6.0, counties), 4)
    rural = np.round(urban / random.uniform(1.8, 2.8, counties), 4)
    return Problem(
        np.ascontiguousarray(np.round(weight, 6)), np.stack([villagers, migrants, citizens, places, begun, urban, rural])
    )


def draw_parameters(members: int, seed: int = 7) -> np.ndarray:
    """Parameters [member, parameter]; the first member has the default of each."""
    random = np.random.default_rng(seed)
    drawn = np.tile([value for value, *_ in PARAMETERS.values()], (members, 1))
    for place, (_, *bounds) in enumerate(PARAMETERS.values()):
        if bounds:
            drawn[1:, place] = random.uniform(*bounds, members)[1:]
    return np.ascontiguousarray(drawn)
