"""Luck belongs to a member and to a name: numbers drawn from (seed, name), whatever the scenario and however many members."""

from __future__ import annotations

import hashlib

import numpy as np

# The generator makes so many numbers at a time.
AT_ONCE = 4


def make_key(seed: int, name: str) -> np.ndarray:
    """The key of a name's own stream of numbers."""
    return np.frombuffer(hashlib.sha256(f"{seed}:{name}".encode()).digest()[:16], dtype=np.uint64)


def make_generator(seed: int, name: str) -> np.random.Generator:
    """A generator of a name's own, for samplers that take one."""
    return np.random.default_rng([int(word) for word in make_key(seed, name)])


def draw_shares(seed: int, name: str, members: int, first: int = 0) -> np.ndarray:
    """Numbers in [0, 1), one a member from the `first` on; member 17 draws the same alone or among a million."""
    stream = np.random.Generator(np.random.Philox(key=make_key(seed, name)).advance(first // AT_ONCE))
    return stream.random(first % AT_ONCE + members)[first % AT_ONCE :]


def spread(shares: np.ndarray, low: float, high: float, distribution: str) -> np.ndarray:
    """Map shares in [0, 1) onto a range, evenly or evenly in logs."""
    if distribution == "log_uniform":
        return low * (high / low) ** shares
    return low + (high - low) * shares
