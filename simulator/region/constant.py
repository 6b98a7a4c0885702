"""A constant with its unit, source and range."""

from typing import NamedTuple


class Constant(NamedTuple):
    """One number with its range, unit and source; a source that is no publication is the word `assumed`."""

    value: float
    low: float
    high: float
    unit: str
    source: str
