"""A county simulator of new-type urbanization: people, registration and towns, year by year to 2035."""

from simulator.data.regions import load_region
from simulator.indicators import compute_indicators as indicators
from simulator.scenario import list_scenarios
from simulator.simulate import simulate

__all__ = ["indicators", "list_scenarios", "load_region", "simulate"]
