"""The region of a job."""

from __future__ import annotations

import functools

from simulator.region.region import Region, load_region


@functools.cache
def load_once(region: str) -> Region:
    """The region of this name or folder, cached for all jobs of a command."""
    return load_region(region)
