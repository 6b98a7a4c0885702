"""What planners ask of results: indicators by level, effects of scenarios, and why incomes and journeys change."""

from simulator.indicators.effects import measure_effects
from simulator.indicators.table import compute_indicators

__all__ = ["compute_indicators", "measure_effects"]
