"""A county simulator of new-type urbanization: people, registration and towns, year by year to 2035."""

from simulator.data.regions import load_region
from simulator.indicators import compute_indicators as indicators
from simulator.indicators import measure_effects as effects
from simulator.indicators.city_reach import measure_city_reach
from simulator.indicators.decomposition import decompose_income_ratio
from simulator.scenario import list_scenarios
from simulator.scoring import score_targets
from simulator.simulate import simulate

__all__ = ["decompose_income_ratio", "effects", "indicators", "list_scenarios", "load_region", "measure_city_reach",
           "score_targets", "simulate"]
