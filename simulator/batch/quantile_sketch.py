"""Quantiles and histograms of more members than fit in memory: counts in the bins of a DDSketch, one sketch a cell.

The bins are those of the library's logarithmic mapping (Masson, Rim and Lee 2019): a quantile lies within ACCURACY of that of
a member, relative to it. Counts are whole numbers, so that it does not matter in which order members come.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ddsketch.mapping import LogarithmicMapping

ACCURACY = 0.001
MAPPING = LogarithmicMapping(ACCURACY)
# More than the number of any bin, so that bins of positive numbers come after that of 0, and of negative ones before it.
SHIFT = 1 << 19
WIDTH = 21  # binary digits that hold any bin


def find_bins(values: np.ndarray) -> np.ndarray:
    """The bin of each value, in the order of the values."""
    size = np.abs(values)
    tiny = size < MAPPING.min_possible
    # The library's own formula, on whole arrays.
    key = np.ceil(np.log2(np.where(tiny, 1.0, size)) * MAPPING._multiplier).astype(np.int64)
    return np.where(tiny, 0, np.where(values > 0.0, key + SHIFT, -key - SHIFT)) + 2 * SHIFT


def find_values(bins: np.ndarray) -> np.ndarray:
    """The value that stands for each bin."""
    bins = bins - 2 * SHIFT
    size = np.exp2((np.abs(bins) - SHIFT) / MAPPING._multiplier) * 2.0 / (1.0 + MAPPING.gamma)
    return np.where(bins == 0, 0.0, np.sign(bins) * size)


def find_edges(bins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that falls into each bin."""
    bins = bins - 2 * SHIFT
    far = np.exp2((np.abs(bins) - SHIFT) / MAPPING._multiplier)
    near = far / MAPPING.gamma
    return (np.where(bins > 0, near, np.where(bins < 0, -far, 0.0)), np.where(bins > 0, far, np.where(bins < 0, -near, 0.0)))


@dataclass(frozen=True)
class Sketch:
    """Counts [entry] of the bins of all cells that hold anything; an entry says cell and bin in one number, in order."""

    entries: np.ndarray
    counts: np.ndarray

    @cached_property
    def cells(self) -> np.ndarray:
        """The cell of each entry."""
        return self.entries >> WIDTH

    @cached_property
    def bins(self) -> np.ndarray:
        """The bin of each entry."""
        return self.entries & ((1 << WIDTH) - 1)

    def merge(self, *others: Sketch) -> Sketch:
        """Of these members and the others."""
        entries = np.concatenate([self.entries, *(each.entries for each in others)])
        counts = np.concatenate([self.counts, *(each.counts for each in others)])
        return add_up(entries, counts)

    def quantile(self, share: float, cells: int) -> np.ndarray:
        """A quantile of each cell; missing where it is empty."""
        whole = np.bincount(self.cells, self.counts, minlength=cells).astype(np.int64)
        before = np.cumsum(whole) - whole
        rank = before + np.floor(share * (whole - 1)).astype(np.int64)
        found = np.searchsorted(np.cumsum(self.counts), rank, side="right")
        values = find_values(self.bins[np.minimum(found, len(self.bins) - 1)]) if len(self.bins) else np.zeros(cells)
        return np.where(whole > 0, values, np.nan)


def take_sketch(values: np.ndarray, axis: int) -> Sketch:
    """The sketch of every cell over one axis; cells are numbered in the order of the other axes."""
    moved = np.moveaxis(values, axis, -1)
    flat = moved.reshape(-1, moved.shape[-1])
    cell, member = np.nonzero(np.isfinite(flat))
    return add_up((cell << WIDTH) | find_bins(flat[cell, member]), np.ones(len(cell), np.int64))


def add_up(entries: np.ndarray, counts: np.ndarray) -> Sketch:
    """Entries in order, each once."""
    order = np.argsort(entries, kind="stable")
    entries, counts = entries[order], counts[order]
    starts = np.flatnonzero(np.diff(entries, prepend=-1))
    return Sketch(entries[starts], np.add.reduceat(counts, starts) if len(starts) else counts)
