"""What drives the spread of an ensemble: rank correlations between what members draw and what comes out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from simulator.indicators.kinds import Arrays

COLUMNS = ["indicator", "name", "correlation", "noise", "members"]
NOISE = 1.96  # two standard errors of a rank correlation of things that have nothing to do with each other


def rank_correlations(draws: Arrays, outcomes: Arrays) -> pd.DataFrame:
    """Spearman's rank correlation of every draw [member] with every outcome [member], the strongest first.

    Columns: indicator, name, correlation, noise (the size that chance alone exceeds once in twenty), members. What does not
    differ between members is left out.
    """
    known = {name: standardize(value) for name, value in draws.items() if np.ptp(value) > 0.0}
    found = {name: standardize(value) for name, value in outcomes.items() if np.ptp(value) > 0.0}
    members = max((len(value) for value in known.values()), default=0)
    rows = [
        {
            "indicator": indicator,
            "name": name,
            "correlation": float(np.mean(value * draw)),
            "noise": NOISE / np.sqrt(members - 1),
            "members": members,
        }
        for indicator, value in found.items()
        for name, draw in known.items()
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    order = table["correlation"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].sort_values("indicator", kind="stable").reset_index(drop=True)


def standardize(value: np.ndarray) -> np.ndarray:
    """Ranks with mean 0 and variance 1."""
    ranks = rankdata(value)
    return (ranks - ranks.mean()) / ranks.std()
