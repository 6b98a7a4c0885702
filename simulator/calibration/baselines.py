"""What simple forecasts say: of counties from what was known of them, of the region from its own past.

A forecast of the region is a number, so its CRPS is its absolute error.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit, logit

RIDGES = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
# The UN's regression of the urban-rural growth difference on the urban share, and the weight it gains in five years
# (World Urbanization Prospects, methodology; recalled).
UN_CONSTANT, UN_SLOPE, UN_WEIGHT, UN_PERIOD = 0.037623, 0.02604, 0.2, 5.0


def predict_by_class(values: np.ndarray, classes: np.ndarray, cities: np.ndarray) -> np.ndarray:
    """The mean of the counties of the same class in all other cities [county]; of all other cities if there is none."""
    found = np.empty(len(values))
    for k in range(len(values)):
        others = cities != cities[k]
        alike = others & (classes == classes[k])
        found[k] = values[alike if alike.any() else others].mean()
    return found


def predict_by_ridge(covariates: np.ndarray, values: np.ndarray, cities: np.ndarray) -> np.ndarray:
    """Ridge regression on covariates, each city from all others, with the penalty that serves the other cities best [county]."""
    tried = np.array([leave_out_ridge(covariates, values, cities, penalty) for penalty in RIDGES])
    errors = np.abs(tried - values)
    found = np.empty(len(values))
    for city in np.unique(cities):
        best = errors[:, cities != city].mean(axis=1).argmin()
        found[cities == city] = tried[best][cities == city]
    return found


def leave_out_ridge(covariates: np.ndarray, values: np.ndarray, cities: np.ndarray, penalty: float) -> np.ndarray:
    """Ridge regression at one penalty, each city from all others [county]."""
    found = np.empty(len(values))
    for city in np.unique(cities):
        out = cities == city
        known, mean = covariates[~out], values[~out].mean()
        slope = np.linalg.solve(known.T @ known + penalty * np.eye(known.shape[1]), known.T @ (values[~out] - mean))
        found[out] = mean + covariates[out] @ slope
    return found


def forecast_urban_share(census: pd.DataFrame, years: np.ndarray) -> dict[str, np.ndarray]:
    """Forecasts of the urban share from the last two censuses, `census` by year with columns people and townspeople.

    N1 the trend goes on; N2 its logit does; N2b that with the UN's shrinkage; N5 villages empty at their rate of the decade
    while the population grows at its own. N3, the last years' change, needs a yearly series that agrees with the censuses.
    """
    before, last = census.index[-2], census.index[-1]
    span, ahead = last - before, np.asarray(years) - last
    share = (census["townspeople"] / census["people"]).to_numpy()[-2:]
    people, villagers = census["people"].to_numpy()[-2:], (census["people"] - census["townspeople"]).to_numpy()[-2:]
    pace = (logit(share[1]) - logit(share[0])) / span
    growth, emptying = (np.log(each[1] / each[0]) / span for each in (people, villagers))
    return {
        "N1": share[1] + (share[1] - share[0]) / span * ahead,
        "N2": expit(logit(share[1]) + pace * ahead),
        "N2b": shrink_to_norm(share[1], pace, ahead),
        "N5": 1.0 - villagers[1] * np.exp(emptying * ahead) / (people[1] * np.exp(growth * ahead)),
    }


def shrink_to_norm(share: float, pace: float, ahead: np.ndarray) -> np.ndarray:
    """The urban share when the growth difference of town and village goes over to the UN's norm in 25 years."""
    norm, found = UN_CONSTANT - UN_SLOPE * share, []
    for years in ahead:
        moments = (np.arange(int(years)) + 0.5) if years > 0 else np.array([])
        weight = np.minimum(UN_WEIGHT * (np.floor(moments / UN_PERIOD) + 1.0), 1.0)
        found.append(expit(logit(share) + ((1.0 - weight) * pace + weight * norm).sum()))
    return np.array(found)


def forecast_series(known: pd.Series, years: np.ndarray, growing: bool) -> dict[str, np.ndarray]:
    """Forecasts of a yearly series, by year: N1 goes on with the trend of the last ten years, N3 with the change of the last
    two (N3a) and of the last five (N3b); in logs where it is `growing`."""
    values = np.log(known) if growing else known
    last = known.index.max()
    ahead = np.asarray(years) - last

    def go_on(span: int) -> np.ndarray:
        start = max(year for year in known.index if year <= max(last - span, known.index.min()))
        return values[last] + (values[last] - values[start]) / (last - start) * ahead

    found = {"N1": go_on(10), "N3a": go_on(2), "N3b": go_on(5)}
    return {name: np.exp(value) if growing else value for name, value in found.items()}
