"""Bayes-linear emulator of calibration residuals; members that it finds implausible are not simulated (history matching).

A regression on every parameter and its square (Bayes linear, after Vernon, Goldstein & Bower 2010), with its own error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.kernel.inputs import Arrays
from simulator.sampling import Design

PENALTY = 1.0
DRIFT = 1.0  # how far the correction of county constants may move what is missed, in errors of the observation; assumed


@dataclass(frozen=True, eq=False)
class Emulator:
    """Slopes [feature, miss] and the error of the guess [miss], in errors of the observations."""

    design: Design
    slopes: np.ndarray
    error: np.ndarray

    def find_implausibility(self, values: Arrays) -> np.ndarray:
        """The largest implausibility of each member, the guess's own error counted [member]."""
        guess = make_features(self.design, values) @ self.slopes
        return (np.abs(guess) / np.sqrt(1.0 + DRIFT**2 + self.error**2)).max(axis=1)


def learn(design: Design, values: Arrays, missed: np.ndarray) -> Emulator:
    """Learn from members that were run what they missed [member, miss]; the error is that of members left out one by one."""
    features = make_features(design, values)
    ridge = np.linalg.inv(features.T @ features + PENALTY * np.eye(features.shape[1]))
    slopes = ridge @ features.T @ missed
    leverage = ((features @ ridge) * features).sum(axis=1)
    left_out = (missed - features @ slopes) / (1.0 - np.minimum(leverage, 0.99))[:, None]
    return Emulator(design, slopes, np.sqrt((left_out**2).mean(axis=0)))


def make_features(design: Design, values: Arrays) -> np.ndarray:
    """One, every parameter from -1 to 1 over its range (in logs where it is drawn so), and its square [member, feature]."""
    columns = []
    for v in design.varied:
        low, high, each = v.low, v.high, values[v.name]
        if v.distribution == "log_uniform":
            low, high, each = np.log(low), np.log(high), np.log(each)
        columns.append(2.0 * (each - low) / (high - low) - 1.0)
    linear = np.column_stack(columns)
    return np.column_stack([np.ones(len(linear)), linear, linear**2 - 1.0 / 3.0])
