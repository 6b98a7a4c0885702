"""Mean, variance, minimum and maximum over members, merged chunk by chunk."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from simulator.kernel.inputs import Arrays


@dataclass(frozen=True)
class Moments:
    """Count, mean, sum of squared deviations from the mean, minimum and maximum of finite values, and number of values
    above 0."""

    count: np.ndarray
    mean: np.ndarray
    squares: np.ndarray
    minimum: np.ndarray
    maximum: np.ndarray
    positive: np.ndarray

    @property
    def standard_deviation(self) -> np.ndarray:
        """The standard deviation between members; missing for a single one."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.sqrt(np.where(self.count > 1, self.squares / (self.count - 1.0), np.nan))

    def merge(self, other: Moments) -> Moments:
        """Of these members and the others, which come after them (Chan, Golub and LeVeque 1979)."""
        count = self.count + other.count
        share = np.divide(other.count, count, out=np.zeros(count.shape), where=count > 0)
        apart = other.mean - self.mean
        return Moments(
            count,
            self.mean + apart * share,
            self.squares + other.squares + apart**2 * self.count * share,
            np.minimum(self.minimum, other.minimum),
            np.maximum(self.maximum, other.maximum),
            self.positive + other.positive,
        )

    def pack(self, name: str) -> Arrays:
        """As arrays that can be saved."""
        return {f"{name}/{each.name}": getattr(self, each.name) for each in fields(self)}


def unpack_moments(arrays: Arrays, name: str) -> Moments:
    """What was saved."""
    return Moments(**{each.name: arrays[f"{name}/{each.name}"] for each in fields(Moments)})


def take_moments(values: np.ndarray, axis: int) -> Moments:
    """The moments over one axis, what is missing left out."""
    there = np.isfinite(values)
    count = there.sum(axis=axis)
    whole = np.where(there, values, 0.0)
    mean = np.divide(whole.sum(axis=axis), count, out=np.zeros(count.shape), where=count > 0)
    squares = (np.where(there, values - np.expand_dims(mean, axis), 0.0) ** 2).sum(axis=axis)
    return Moments(
        count,
        mean,
        squares,
        np.where(there, values, np.inf).min(axis=axis),
        np.where(there, values, -np.inf).max(axis=axis),
        (whole > 0.0).sum(axis=axis),
    )
