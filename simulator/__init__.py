"""A county simulator of new-type urbanization: people, registration and towns, year by year to 2035."""

from simulator.city_reach import measure_city_reach
from simulator.data.regions import load_region
from simulator.decomposition import decompose_income_ratio
from simulator.indicators import compute_indicators as indicators
from simulator.scenario import list_scenarios
from simulator.simulate import simulate

__all__ = ["decompose_income_ratio", "indicators", "list_scenarios", "load_region", "measure_city_reach", "simulate"]
